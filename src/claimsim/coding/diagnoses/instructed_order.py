"""The order that the tabular list's own instructions ask for (guidelines I.A.13 and I.A.17).

"Code first" and "use additional code" are constraints between two codes; where neither speaks, the note's order stays.
Chapter 15 has precedence over all other chapters (guideline I.C.15.a.1).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.matching import find

_STATES = tuple(f"Z{number}" for number in range(79, 100))
"""Drugs taken for long, histories, and what the patient has or lacks."""


def in_instructed_order(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with each pair in its instructed order. Stable; a circle of instructions is left as it is."""
    if len(coded) < 2:
        return coded
    pregnancy = [item for item in coded if item.code[0] == "O"]
    result = [*pregnancy, *(item for item in coded if item.code[0] != "O")] if pregnancy else _disease_first(coded)
    for _ in range(len(result)):
        moved = _move_one(case, result)
        if not moved:
            break
    return result


def _disease_first(coded: list[Coded]) -> list[Coded]:
    """A state or history of the patient stands in front of no disease ("s/p CABG, CAD stable"): it is not what the
    services were for (guideline I.C.21.c.3 and 4).
    """
    first = next((at for at, item in enumerate(coded) if not item.code.startswith(_STATES)), 0)
    return [coded[first], *coded[:first], *coded[first + 1 :]] if first else list(coded)


def reason_first(case: Case, coded: list[Coded]) -> list[Coded]:
    """Where the note heads no assessment, whose order would tell: what the patient came for goes first (guideline
    IV.G: the diagnosis chiefly responsible for the services).
    """
    visit = case.encounter.visit
    if len(coded) < 2 or visit is None or not visit.reason or not case.reading.unheaded:
        return coded
    words = tokens.expanded(visit.reason, tokens.lowered(visit.reason), case.lexicon.senses, "complaint")
    named = {e.code for hit in find(words, case.lexicon.root) for e in hit.entries if isinstance(e, Condition)}
    first = coded[0].condition
    if not named or first is None or first.code in named or coded[0].code[0] in "OZ":
        return coded
    sought = next(
        (i for i in coded if i.condition is not None and i.condition.code in named and i.code[0] != "Z"), None
    )
    if sought is None or any(_precedes(case, item.code, sought.code) for item in coded):
        return coded
    return [sought, *(item for item in coded if item is not sought)]


def _move_one(case: Case, items: list[Coded]) -> bool:
    for later in range(1, len(items)):
        for earlier in range(later):
            if _precedes(case, items[later].code, items[earlier].code):
                item = items.pop(later)
                items.insert(earlier, item)
                text = f"The tabular list has {item.code} before {items[earlier + 1].code}."
                reason = because("instructed-order", text)
                if reason not in item.why:
                    item.why.append(reason)
                return True
    return False


def _precedes(case: Case, first: str, second: str) -> bool:
    """Whether an instruction puts the first code before the second, and none the second before the first."""
    key = (first, second)
    known = case.memo.precedes
    if key not in known:
        known[key] = _says(case, first, second) and not _says(case, second, first)
    return known[key]


def _says(case: Case, first: str, second: str) -> bool:
    if first[:3] == second[:3]:
        return False
    icd = case.tables.icd10cm
    return any(note.names(second) for note in icd.use_additional(first)) or any(
        note.names(first) for note in icd.code_first(second)
    )
