"""Codes that exclude each other (guideline I.A.12.a): the general one gives way, or somebody is asked."""

import re

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.queries.queries import ask_related
from claimsim.coding.rules import because

_REFERENCE = re.compile(
    r"([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:\.?-(?=[),])|-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?))?"
)
_ENDLESS = "~"


def settle_excludes(case: Case, coded: list[Coded]) -> list[Coded]:
    """Drop a symptom or unspecified code that another code of the list excludes; ask where both are definite."""
    dropped: set[int] = set()
    for first in range(len(coded)):
        for second in range(first + 1, len(coded)):
            if {first, second} & dropped or not _exclude(case, coded[first].code, coded[second].code):
                continue
            if coded[first].evidence == coded[second].evidence and coded[first].term == coded[second].term:
                continue
            weaker = _weaker(coded[first], coded[second])
            if weaker is None:
                evidence = (*coded[first].evidence[:1], *coded[second].evidence[:1])
                ask_related(case, _name(coded[first]), _name(coded[second]), evidence)
                continue
            loser, keeper = (first, second) if weaker is coded[first] else (second, first)
            dropped.add(loser)
            text = f"{coded[loser].code} is excluded beside {coded[keeper].code}."
            case.leave_out(coded[loser].evidence[0], because("excludes1", text))
    return [item for index, item in enumerate(coded) if index not in dropped]


def _exclude(case: Case, first: str, second: str) -> bool:
    return _within(second, _excluded(case, first)) or _within(first, _excluded(case, second))


def _excluded(case: Case, code: str) -> tuple[tuple[str, str], ...]:
    """The ranges of codes that a code's Excludes1 notes name, its headings' too. Plain text order compares codes."""
    found = case.memo.excluded.get(code)
    if found is None:
        ranges: list[tuple[str, str]] = []
        for note in case.tables.icd10cm.excludes1(code):
            for low, high in _REFERENCE.findall(note.text):
                ranges.append((low, (high or low) + _ENDLESS))
        found = case.memo.excluded[code] = tuple(ranges)
    return found


def _within(code: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _weaker(first: Coded, second: Coded) -> Coded | None:
    symptoms = [item.condition is not None and item.condition.symptom for item in (first, second)]
    if symptoms[0] != symptoms[1]:
        return first if symptoms[0] else second
    general = [item.code.endswith("9") for item in (first, second)]
    if general[0] != general[1]:
        return first if general[0] else second
    return None


def _name(item: Coded) -> str:
    return item.condition.name if item.condition is not None else item.code
