"""Whether consciousness was lost with a head injury, where the story tells it and the assessment does not.

S06 asks for it in its 6th character: without loss, brief (30 minutes or less), or of unspecified duration.
"""

from collections.abc import Sequence

from claimsim.coding.case import Case
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.words.entries import Condition

_LOST, _NOT_LOST, _BRIEFLY = "loss of consciousness", "without loss of consciousness", "brief loss of consciousness"
_LOSS = frozenset({"loss", "lost", "lose", "losing", "knocked", "blacked"})
_WHAT = frozenset({"consciousness", "conscious", "out"})
_DENIED = frozenset({"no", "not", "never", "without", "denies", "denied", "deny", "negative", "didnt", "neg", "nor"})
_BRIEF = frozenset({"brief", "briefly", "momentary", "momentarily", "transient", "short", "second", "seconds", "sec"})
_NOT_TOLD = frozenset({"if", "unknown", "unclear", "unsure", "possible", "questionable", "?", "unwitnessed"})
_NOT_TODAY = frozenset({"history", "family", "plan", "hypothetical"})
_REACH = 5


def with_consciousness(case: Case, condition: Condition, coded: list[Mention]) -> list[Mention]:
    """The mentions with what the story tells of consciousness, where the injury's codes ask for it and they do not
    say it; as they are where the story is silent, unsure or of two minds.
    """
    needs = {name for variant in condition.variants for need in variant.needs for name in need}
    if _LOST not in needs or any(m.qualifiers & {_LOST, _NOT_LOST, _BRIEFLY} for m in coded):
        return coded
    statements = (s.words for s in case.reading.statements if s.role not in _NOT_TODAY)
    told = {name for words in statements if (name := _told(words))}
    if _BRIEFLY in told:
        told.discard(_LOST)
    if len(told) != 1 or not told <= needs:
        return coded
    return [coded[0]._replace(qualifiers=coded[0].qualifiers | told), *coded[1:]]


def _told(words: Sequence[str]) -> str:
    """What one statement says of it; empty where it says nothing for certain."""
    if _LOSS.isdisjoint(words) or not _NOT_TOLD.isdisjoint(words):
        return ""
    for at, word in enumerate(words):
        if word in _LOSS and not _WHAT.isdisjoint(words[at + 1 : at + 3]):
            if not _DENIED.isdisjoint(words[max(0, at - _REACH) : at]):
                return _NOT_LOST
            around = words[max(0, at - _REACH) : at + 3 + _REACH]
            return _LOST if _BRIEF.isdisjoint(around) else _BRIEFLY
    return ""
