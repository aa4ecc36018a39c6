"""Whether consciousness was lost with a head injury, where the story tells it and the assessment does not.

S06 asks for it in its 6th character: without loss, brief (30 minutes or less), or of unspecified duration. The words
are the cues of the table that qualify the injury where they stand beside it.
"""

from claimsim.coding.case import Case
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import Statement
from claimsim.coding.words.entries import Condition, Cue
from claimsim.coding.words.matching import find

_LOST, _NOT_LOST, _BRIEFLY = "loss of consciousness", "without loss of consciousness", "brief loss of consciousness"
_TELLING = frozenset({"consciousness", "conscious", "loc", "knocked", "blacked"})
_NOT_TOLD = frozenset({"if", "unknown", "unclear", "unsure", "possible", "questionable", "?", "unwitnessed"})
_DENIED = frozenset({"no", "not", "without", "denies", "denied", "negative"})
_SECONDS = frozenset({"second", "seconds", "sec", "secs"})
_REACH = 4
_NOT_TODAY = frozenset({"history", "family", "plan", "hypothetical"})


def with_consciousness(case: Case, condition: Condition, coded: list[Mention]) -> list[Mention]:
    """The mentions with what the story tells of consciousness, where the injury's codes ask for it and they do not
    say it; as they are where the story is silent, unsure or of two minds.
    """
    needs = {name for variant in condition.variants for need in variant.needs for name in need}
    asked = needs & {_LOST, _NOT_LOST, _BRIEFLY}
    if _LOST not in asked or any(m.qualifiers & asked for m in coded):
        return coded
    told = {name for s in case.reading.statements if s.role not in _NOT_TODAY for name in _told(case, s) & asked}
    if _BRIEFLY in told:
        told.discard(_LOST)
    if len(told) != 1:
        return coded
    return [coded[0]._replace(qualifiers=coded[0].qualifiers | told), *coded[1:]]


def _told(case: Case, statement: Statement) -> set[str]:
    """The qualifiers that a statement names; none where it says nothing for certain."""
    if _TELLING.isdisjoint(statement.words) or not _NOT_TOLD.isdisjoint(statement.words):
        return set()
    told: set[str] = set()
    for hit in find(statement.words, case.lexicon.root):
        for cue in hit.entries:
            if isinstance(cue, Cue) and cue.kind == "qualifier":
                lost = cue.value == _LOST
                before, behind = statement.words[max(0, hit.start - _REACH) : hit.start], statement.words[hit.end :]
                denied = lost and not _DENIED.isdisjoint(before)  # "no nausea or LOC"
                brief = lost and not _SECONDS.isdisjoint(behind[:_REACH])  # "LOC for 30 seconds"
                told.add(_NOT_LOST if denied else _BRIEFLY if brief else cue.value)
    return told
