"""Visits that belong to the care of a pregnancy: inside the global package, or after a birth elsewhere.

Routine prenatal visits (weight, blood pressure, fetal heart tones, urine) and the postpartum visit are part of the
global maternity code that is billed with the delivery; who gives only the care after it bills 59430 (CPT, maternity
care and delivery; Anthem, Obstetrical package: coding and documentation, 2024).
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed, Services
from claimsim.model.codes import Evidence

_DIPSTICKS = frozenset({"81000", "81001", "81002", "81003"})
_POSTPARTUM_ONLY = "59430"
_OPENING = 160
_CARE = r"(?:ob|obstetric\w*|maternity|prenatal|pregnancy|delivery)"
_GLOBAL = re.compile(rf"\bglobal\b.{{0,30}}\b{_CARE}\b|\b{_CARE}\b.{{0,30}}\bglobal\b", re.I)
_PRENATAL = re.compile(r"\b(?:prenatal|antenatal|antepartum|rob|ob)\b.{0,20}\b(?:visit|flow|note|check|f/u)", re.I)
_ROUTINE = re.compile(r"\bROB\b")
"""Routine obstetric visit."""
_POSTPARTUM = re.compile(r"\bpost-?partum\b", re.I)
_CARE_ALONE = re.compile(r"\bpost-?partum (?:care|visit) (?:only|alone)\b|\bonly post-?partum care\b", re.I)
_ELSEWHERE = re.compile(r"\bdeliver(?:y|ed)\b[^.]{0,60}\b(?:elsewhere|another (?:group|state)|were in|was in)\b", re.I)


def maternity_visit(case: Case, services: Services) -> list[Billed] | None:
    """The lines of a visit of maternity care; none for one inside the package, None for any other visit."""
    visit = case.encounter.visit
    if visit is None or case.encounter.patient.sex == "M" or visit.kind not in ("office", "video"):
        return None
    opening = f"{visit.reason}\n{case.encounter.note[:_OPENING]}"
    told = "\n".join((case.encounter.note, *(item.description for item in case.encounter.history)))
    source = Evidence("visit", 1, visit.reason or visit.kind)
    if _POSTPARTUM.search(opening) and (_CARE_ALONE.search(told) or _ELSEWHERE.search(told)):
        why = because("maternity-package", "Only the care after the birth is this practice's.")
        return [Billed(_POSTPARTUM_ONLY, 1, "visit", [source], [why], name="postpartum care")]
    if (_PRENATAL.search(opening) or _ROUTINE.search(opening)) and _GLOBAL.search(told):
        text = "A routine prenatal visit is part of the global maternity package."
        case.leave_out(source, because("maternity-package", text))
        for line in [line for line in services.billed if line.code in _DIPSTICKS]:
            services.billed.remove(line)
            text = f"{line.code}: the urine of a routine prenatal visit is looked at within the package."
            case.leave_out(line.evidence[0], because("maternity-package", text))
        return []
    return None
