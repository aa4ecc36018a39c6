"""Diagnoses that do not fit the patient's age or sex are asked about, and not coded until somebody answers.

One of the two must be wrong, the chart's diagnosis or the registration, and a coder cannot know which.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.queries.queries import ask_fit
from claimsim.coding.rules import because

_ENDLESS = "~"


def fit_to_patient(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses that can be this patient's; each of the others becomes a query."""
    kept: list[Coded] = []
    for item in coded:
        reason = _misfit(case, item.code)
        if not reason:
            kept.append(item)
            continue
        case.leave_out(item.evidence[0], because("age-sex-conflict", f"{item.code} {reason}."))
        ask_fit(case, item.name, reason, tuple(item.evidence))
    return kept


def _misfit(case: Case, code: str) -> str:
    sex = case.encounter.patient.sex
    for limit in case.lexicon.limits:
        if not limit.first <= code <= limit.last + _ENDLESS:
            continue
        if limit.sex and sex in ("F", "M") and sex != limit.sex:
            return f"is of {limit.reason}, which does not agree with the patient's registered sex"
        if not limit.minimum_age <= case.age <= limit.maximum_age:
            return f"is of {limit.reason}, which does not agree with the patient's age of {case.age}"
    return ""
