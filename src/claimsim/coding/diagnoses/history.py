"""Diseases of the past that the assessment names: coded by their history (guideline I.C.21.c.4).

Only what heads a problem of its own ("DVT 2018, off anticoagulants") is the visit's; a past disease that is told beside
another problem is not.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_ASSESSED = frozenset({"assessment", "assessment_plan"})
_SEQUELAE = "I69"
_HEADS = 3
"""A problem's name stands among so many words at its beginning: "history of", "old", a side."""
_LONGEST = 5


def add_history(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with the histories of the diseases that the assessment calls past."""
    result = list(coded)
    for mention in case.reading.mentions:
        entry = mention.entry
        if mention.assertion != "historical" or mention.role not in _ASSESSED or not isinstance(entry, Condition):
            continue
        code = _history_of(case, entry.code)
        if not code or not _heads(case, mention) or case.diagnosis(code) is None:
            continue
        if any(item.code[:3] in (code[:3], entry.code[:3], _SEQUELAE) or item.term == entry.term for item in result):
            continue
        why = because("assessed", "Named at this visit as a disease of the past: its history is coded.")
        result.append(Coded(code, None, [case.evidence(mention)], [why]))
    return result


def _history_of(case: Case, code: str) -> str:
    known = case.lexicon.history_codes
    return next((known[code[:length]] for length in range(_LONGEST, 2, -1) if code[:length] in known), "")


def _heads(case: Case, mention: Mention) -> bool:
    """Whether the mention begins its problem."""
    block = next(n for n, s in enumerate(case.reading.statements) if s.block == mention.block)
    return mention.statement == block and mention.start <= _HEADS
