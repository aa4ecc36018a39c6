"""The clinician's own time on the date of the visit, where the note tells it and the record has no field for it.

Only what is called the total, or the time of the date of the encounter, counts: the minutes of a counselling, of
psychotherapy, of critical care or of an infusion are those services' own (CPT E/M guidelines, time).
"""

import re

from claimsim.coding.case import Case

_TOTAL = re.compile(
    r"\b(?:total (?:\w+ )?time|tt|(?:spent )?a total of|total of|(?:i |we )?(?:personally )?spent)\b[^.\n]{0,50}?"
    r"\b(?P<minutes>\d{1,3})[- ]?min(?:ute)?s?\b[^.\n]{0,80}",
    re.IGNORECASE,
)
_OF_THE_VISIT = re.compile(
    r"\btotal\b|\btt\b|\b(?:date|day) of|\btoday'?s (?:visit|encounter)|\bthis (?:visit|encounter)", re.IGNORECASE
)
_OWN = re.compile(
    r"psychotherap|critical care|infus|smok|tobacco|cessation|advance|\bacp\b|treatment|\btherap|non[- ]?face|"
    r"\bccm\b|month",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b\d{1,3} ?min(?:ute)?s?\b[^.\n]{0,60}\b(?:not (?:counting|including)|excluding|exclusive of|excludes|apart from|"
    r"separate from|outside(?: of)?|aside from) (?:the |today's |time for the |any |all )?"
    r"(?:procedures?|injections?|biops\w+|scope|repair|excision|shots?)\b",
    re.IGNORECASE,
)
_MOST = 20_000
_LONGEST = 240


def total_minutes(case: Case) -> int | None:
    """The visit's total minutes: of the record, else of the note; None if neither tells them."""
    visit = case.encounter.visit
    if visit is not None and visit.total_minutes is not None:
        return visit.total_minutes
    for found in _TOTAL.finditer(case.encounter.note[:_MOST]):
        said = found.group(0)
        if _OF_THE_VISIT.search(said) and not _OWN.search(said):
            minutes = int(found.group("minutes"))
            return minutes if minutes <= _LONGEST else None
    return None


def apart_from_procedure(case: Case) -> bool:
    """Whether the visit's minutes are told without the procedure: "32 min, not counting the injection"."""
    return _APART.search(case.encounter.note[:_MOST]) is not None
