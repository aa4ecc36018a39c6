"""Transitional care after a stay: 99495 and 99496.

The record calls it so, tells the contact within two business days of the discharge, and the visit falls within 7 or 14
days of it; moderate decisions and 14 days, high ones and 7 (CPT transitional care management).
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.model.calendar import next_business_day
from claimsim.model.codes import Evidence

_NAMED = re.compile(r"\btransition(?:al|s)? (?:of )?care\b|\btcm\b")
_IN_TIME = re.compile(
    r"\b(?:within|in|w/in) (?:2|two) (?:bus\w* |working )?days?\b|\b(?:48|24) ?(?:h|hr|hrs|hours)\b"
    r"|\bbus(?:iness)? days?\b|\b(?:day after|next day|same day)\b"
    r"|\b(?:one|two|1|2) days? after (?:discharge|going home)"
)
_CONTACT = re.compile(r"\b(?:called|call|phoned|phone|telephoned|reached|contacted|contact|spoke|outreach)\b")
_LEFT = re.compile(r"\b(?:discharged|discharge|d/c|dc|d/c'd|dc'd|home)\b")
_LEFT_ON = re.compile(r"\b(?:discharge date|date of discharge|discharged(?: home)?(?: on)?|d/c date)\b")
"""Words right behind which the day of the discharge itself stands."""
_STAY = re.compile(
    r"\b(?:inpatient|hospital(?:ized|ization)?|admitted|admission|stay)\b[^.;]{0,60}?"
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})? ?(?:-|to|through|thru|until) ?(\d{1,2})/(\d{1,2})"
)
"""A stay and its last day: "hospital 02/05 - 02/10"."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})\b")
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")
_SENTENCE_END = re.compile(r"(?<!\bst)(?<!\bdr)(?<!\bmt)\. ")
_REACH = 60
"""Characters between a word and the day it goes with."""
_BEFORE = 8
_DAYS = (7, 14)


def transitional_care(case: Case, level_of: Callable[[], int]) -> Billed | None:
    """The transitional care line for a visit whose decision making reaches a level (0 to 3), or None."""
    visit = case.encounter.visit
    services = (item.description for item in case.encounter.services)
    low = " ".join((case.encounter.note, visit.reason if visit else "", *services)).lower()
    low = _NAMED_DAY.sub(lambda m: f"{_MONTHS.index(m.group(1)) + 1}/{m.group(2)}", low)  # "May 6" as 5/6
    if not _NAMED.search(low):
        return None
    left = _discharged(case, low)
    if left is None or not _contacted(low, left, case.on):
        return None
    days, level = (case.on - left).days, level_of()
    within_7, within_14 = (days <= limit for limit in _DAYS)
    code = "99496" if level >= 3 and within_7 else ("99495" if level >= 2 and within_14 else "")
    if not code:
        return None
    text = f"Seen {days} days after discharge, contacted within two business days."
    why = [because("transitional-care", text)]
    return Billed(code, 1, "visit", [Evidence("visit", 1, "transitional care")], why, name="transitional care")


def _discharged(case: Case, low: str) -> date | None:
    """The day of the discharge: as the note tells it, else the last day in hospital on record."""
    named = _days_near(low, _LEFT_ON, case.on, before=0) or _days(_STAY.finditer(low), case.on)
    if named and (case.on - named[0]).days <= _DAYS[1]:
        return named[0]
    told = [day for day in _days_near(low, _LEFT, case.on) if day <= case.on]
    stays = [item.date for item in case.encounter.history if item.kind == "hospital" and item.date <= case.on]
    if told and (not stays or max(told) >= max(stays)):
        return max(told) if (case.on - max(told)).days <= _DAYS[1] else max(stays, default=None)
    return max(stays, default=None)


def _contacted(low: str, left: date, on: date) -> bool:
    """Whether somebody reached the patient within two business days: in so many words, or by the day of the call."""
    if _CONTACT.search(low) and _IN_TIME.search(low):
        return True
    latest = next_business_day(left, 2)
    return any(left <= day <= latest for day in _days_near(low, _CONTACT, on))


def _days_near(low: str, words: re.Pattern[str], on: date, before: int = _BEFORE) -> list[date]:
    """The days (month/day) that stand behind one of the words in its sentence, or so many characters before it."""
    found: list[date] = []
    for match in words.finditer(low):
        sentence = _SENTENCE_END.search(low, match.end(), match.end() + _REACH)
        end = sentence.start() if sentence else match.end() + _REACH
        found += _days(_DAY.finditer(low, max(0, match.start() - before), end), on)
    return found


def _days(told: Iterable[re.Match[str]], on: date) -> list[date]:
    """The days up to `on` that months and days in groups 1 and 2 tell."""
    found: list[date] = []
    for match in told:
        month, day = int(match.group(1)), int(match.group(2))
        try:
            when = date(on.year, month, day)
            found.append(when if when <= on else date(on.year - 1, month, day))
        except ValueError:  # no such day in that year
            continue
    return found
