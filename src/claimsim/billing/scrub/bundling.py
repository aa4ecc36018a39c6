"""Services that are part of others: NCCI pairs, units limits, add-on codes, the same line twice."""

from datetime import date

from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.code_tables.rows import NcciPair
from claimsim.model.claim import ClaimLine
from claimsim.rules import Rule

DISTINCT = frozenset({"59", "XE", "XS", "XP", "XU"})
_DIGITS = (letter + number for letter in "FT" for number in "A123456789")
ANATOMIC = frozenset({"E1", "E2", "E3", "E4", "LT", "RT", "LC", "LD", "RC", "LM", "RI", *_DIGITS})
"""Eyelids, sides, coronary arteries, fingers (FA to F9) and toes (TA to T9)."""
VISIT_MODIFIERS = frozenset({"24", "25", "27", "57"})
"""Those that are for visits: a visit is never made separate by 59 or a side."""
PROCEDURE_MODIFIERS = ANATOMIC | DISTINCT | {"58", "78", "79", "91"}
REPEAT_MODIFIERS = DISTINCT | {"76", "77", "91"}
_VISITS = ("em_", "wellness")
_VISIT_OR_SERVICE = ("counseling", "ophthalmology", "behavioral", "screening")
"""Categories that hold both: an eye examination is a visit and takes 25, a visual field is not and takes 59."""
EITHER_LINE_SINCE = date(2019, 7, 1)
"""CMS change request 11168: Medicare Part B takes 59 and X{EPSU} on the column 1 code too."""
CONTRACTOR = "CONTRACTOR"


def _opens(pair: NcciPair, at: ScrubContext, column_1: ClaimLine) -> bool:
    if pair.modifier_indicator != "1":
        return pair.modifier_indicator == "9"
    is_visit = at.category.startswith(_VISITS)
    accepted = VISIT_MODIFIERS if is_visit else PROCEDURE_MODIFIERS
    if at.category in _VISIT_OR_SERVICE:
        accepted |= VISIT_MODIFIERS
    if not accepted.isdisjoint(at.service.modifiers):
        return True
    if is_visit or at.manual.line_of_business != "medicare_part_b" or at.service.date_of_service < EITHER_LINE_SINCE:
        return False
    return not DISTINCT.isdisjoint(column_1.modifiers)


def _ncci_pair(at: ScrubContext) -> str | None:
    if len(at.same_day) == 1:
        return None
    line = at.service
    for other, category in at.same_day:
        if other is line:
            continue
        pair = at.tables.ncci_pair(other.code, line.code, line.date_of_service)
        if pair is None or _opens(pair, at, other):
            continue
        vaccination = category == "vaccine_administration" and at.category.startswith(_VISITS)
        if vaccination and not at.manual.visit_with_vaccine_needs_25:
            continue
        return _pair_words(pair, at, other)
    return None


def _pair_words(pair: NcciPair, at: ScrubContext, other: ClaimLine) -> str:
    row = at.tables.ncci_reason(pair.reason)
    reason = f" ({row.meaning})" if row else ""
    if pair.modifier_indicator == "0":
        way_out = "no modifier opens it"
    elif at.category.startswith(_VISITS):
        way_out = "25 or 57 opens it where the record shows a significant, separate visit or the decision for surgery"
    else:
        way_out = "a modifier opens it where the record shows a separate site, session, lesion or service"
    return f"column 1 {other.code} on line {other.number}, column 2 {pair.column_2}{reason}; {way_out}"


def _too_many_units(at: ScrubContext) -> str | None:
    line = at.service
    limit = at.tables.mue_limit(line.code, line.date_of_service)
    # A limit of nothing is no count: it says that Medicare does not pay the code (never_paid.py).
    if limit is None or limit.units == 0:
        return None
    if limit.indicator == "1":
        units, scope = line.units, "on the line"
    else:
        units, scope = sum(other.units for other, _ in at.same_day if other.code == line.code), "on the day"
    if units <= limit.units:
        return None
    return f"{units} units of {line.code} {scope}, at most {limit.units} (adjudication indicator {limit.indicator})"


def _no_primary(at: ScrubContext) -> str | None:
    line = at.service
    primaries = at.tables.add_on_primaries(line.code, line.date_of_service)
    if not primaries:
        return None
    beside = [other.code for other, _ in at.same_day if other is not line and other.code != line.code]
    if any(code in primaries for code in beside) or (CONTRACTOR in primaries and beside):
        return None
    return f"{line.code} is an add-on code, and none of its primary procedures is on the claim for that day"


def _same_line_twice(at: ScrubContext) -> str | None:
    line = at.service
    if not REPEAT_MODIFIERS.isdisjoint(line.modifiers):
        return None
    for other, _ in at.same_day:
        if other is line:
            return None
        if other.code == line.code and sorted(other.modifiers) == sorted(line.modifiers):
            return f"{line.code} with the same modifiers is on line {other.number} already"
    return None


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="ncci-pair",
            title="Two services of which one is part of the other",
            meaning="CMS publishes pairs of codes (NCCI) of which the column 2 code is not paid with the column 1 "
            "code. Indicator 0: never. Indicator 1: unless a modifier says that the services were separate, and the "
            "record supports it. Visits take 25 or 57; procedures a side, a digit, 59 or one of XE, XS, XP, XU, "
            "which Medicare since July 2019 takes on either code. The patient never owes it, with or without an ABN.",
            authority="NCCI Policy Manual for Medicare Services, chapter I, section E; CMS change request 11168",
            answer=STOP,
            action="Ask the coder whether the record shows a separate service. If it does, the modifier; if not, "
            "leave the column 2 code off.",
            stage="scrub",
            check=_ncci_pair,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="mue-exceeded",
            title="More units than is plausible",
            meaning="CMS sets how many units of a code are plausible: on one line (indicator 1), on one day "
            "absolutely (2), or on one day unless the record shows more (3). The payer denies the whole line, and "
            "never to the patient.",
            authority="CMS medically unlikely edits (MUE), practitioner table; NCCI Policy Manual, chapter I",
            answer=STOP,
            action="Compare the units with the record and with the code's unit (a dose, fifteen minutes, a side).",
            stage="scrub",
            check=_too_many_units,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="add-on-without-primary",
            title="An add-on code without its primary procedure",
            meaning="An add-on code describes more work beside a primary procedure by the same clinician on the same "
            "day, and is not paid alone.",
            authority="CMS NCCI add-on code edits",
            answer=STOP,
            action="Look in the record for the primary procedure. Bill both on one claim, or correct the code.",
            stage="scrub",
            check=_no_primary,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="duplicate-line",
            title="The same service on two lines",
            meaning="Two lines with one code, the same modifiers and the same date are taken for one service billed "
            "twice.",
            authority="CARC 18; NCCI Policy Manual, chapter I (modifiers 59, 76, 77 and 91)",
            answer=STOP,
            action="Billed twice: take one off. Done twice: units, sides, or modifier 76, 77 or 91 as the record "
            "shows.",
            stage="scrub",
            check=_same_line_twice,
        ),
        fix="coder",
    ),
)
