"""Preventive visits by age, and Medicare's wellness visits."""

import re

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.services import Billed, Services
from claimsim.model.codes import Evidence, Reason

_PREVENTIVE = (
    (1, "99381", "99391"),
    (5, "99382", "99392"),
    (12, "99383", "99393"),
    (18, "99384", "99394"),
    (40, "99385", "99395"),
    (65, "99386", "99396"),
    (999, "99387", "99397"),
)
_SUBSEQUENT = re.compile(
    r"\b(?:subsequent|last|prior|previous) (?:medicare )?(?:awv|(?:annual )?wellness)|wellness visit,? subsequent"
    r"|awv,? (?:\()?subsequent"
)
_FIRST = re.compile(r"\b(?:first|initial) (?:medicare )?(?:awv|(?:annual )?wellness)")
OPENING = 200
_ANNUAL = ("G0438", "G0439")
_RISK_FORMS = ("96160", "96161")
_WHOLE = (
    "physical",
    "wellness",
    "awv",
    "preventive",
    "cpe",
    "annual exam",
    "ippe",
    "well woman",
    "checkup",
    "check-up",
)


def preventive_visit(case: Case, new: bool, why_new: Reason) -> Billed:
    visit = case.encounter.visit
    assert visit is not None
    evidence = [Evidence("visit", 1, visit.reason or f"{visit.kind} visit")]
    if visit.kind == "wellness" and case.manual.wellness_visits == "medicare_g_codes":
        code, text = _wellness(case)
        return Billed(code, 1, "preventive", evidence, [because("wellness-visit", text)], name="wellness visit")
    code = next(first if new else later for below, first, later in _PREVENTIVE if case.age < below)
    why = [because("preventive-visit", f"{'A new' if new else 'An established'} patient of {case.age} years."), why_new]
    return Billed(code, 1, "preventive", evidence, why, name="preventive visit")


def without_assessment_form(case: Case, services: Services, wellness: Billed) -> None:
    """Leave out the health risk assessment beside Medicare's annual wellness visit, of which it is an element
    (42 CFR 410.15(a)).
    """
    if wellness.code not in _ANNUAL:
        return
    for line in [line for line in services.billed if line.code in _RISK_FORMS]:
        services.billed.remove(line)
        text = f"{line.code}: the health risk assessment is part of {wellness.code}."
        case.leave_out(line.evidence[0], because("wellness-visit", text))


def gynecologic_alone(case: Case, services: Services) -> bool:
    """Whether the visit was for Medicare's pelvic and breast examination, which then stands for it (G0101)."""
    if not any(line.code == "G0101" for line in services.billed):
        return False
    visit = case.encounter.visit
    said = f"{visit.reason if visit else ''} {case.encounter.note[:OPENING]}".lower()
    return not any(word in said for word in _WHOLE)


def _wellness(case: Case) -> tuple[str, str]:
    visit = case.encounter.visit
    said = " ".join(
        (case.encounter.note[:2000], visit.reason if visit else "", *(s.description for s in case.encounter.services))
    )
    low = said.lower()
    if "welcome to medicare" in low or "ippe" in low.split() or "initial preventive" in low:
        return "G0402", "The record calls it the welcome to Medicare visit."
    if any(item.kind == "wellness" for item in case.encounter.history):
        return "G0439", "An earlier wellness visit is on record: a subsequent one."
    if _SUBSEQUENT.search(low) and not _FIRST.search(low):
        return "G0439", "The record tells of an earlier wellness visit: a subsequent one."
    return "G0438", "No earlier wellness visit is on record: the first one."
