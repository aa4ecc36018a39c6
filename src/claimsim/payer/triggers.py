"""Which rules a code concerns, by the lists of a payer file: what is asked of each line is looked up once a code.

A rule that stands here is asked of a line only where one of its payer's lists has the line's code.
"""

from collections.abc import Callable

from claimsim.payer.file import PayerFile
from claimsim.payer.matching import glob_covers

Trigger = Callable[[PayerFile, str, str], bool]
"""From a payer file, a procedure code and its category to whether the rule is asked."""

_TESTS = "laboratory"
_VISITS = ("em_", "wellness")


def _listed(name: str) -> Trigger:
    """A trigger that looks in the entries (each with `codes`) of one list of the file."""
    return lambda file, code, _: any(glob_covers(entry.codes, code) for entry in getattr(file, name))


def _frequency(kind: str) -> Trigger:
    return lambda file, code, _: any(
        limit.kind == kind and glob_covers(limit.codes, code) for limit in file.frequency_limits
    )


def _places(unsuitable: bool) -> Trigger:
    return lambda file, code, _: any(
        limit.unsuitable is unsuitable and glob_covers(limit.codes, code) for limit in file.place_limits
    )


def _orders(file: PayerFile, code: str, category: str) -> bool:
    # Drawing blood (364xx) is no test.
    return file.ordering_provider_needed.has(code, category) and not code.startswith("364")


def _refers(file: PayerFile, code: str, category: str) -> bool:
    return file.referring_provider_needed.has(code, category)


_AUTHORIZATION = _listed("authorization_required")


def _is_test(file: PayerFile, code: str, category: str) -> bool:
    return category == _TESTS


def _is_visit(file: PayerFile, code: str, category: str) -> bool:
    return category.startswith(_VISITS)


_WITH_TESTS = frozenset(
    {
        "imaging", "ultrasound", "pathology", "ophthalmology", "cardiology", "pulmonary", "sleep", "neurology",
        "audiology", "obstetrics", "procedure", "laboratory", "screening",
    }
)  # fmt: skip
"""Categories in which the fee file has codes with a technical part."""


def _has_technical_part(file: PayerFile, code: str, category: str) -> bool:
    return bool(file.technical_part_in_facility) and category in _WITH_TESTS


TRIGGERS: dict[str, Trigger] = {
    "authorization-missing": _AUTHORIZATION,
    "authorization-number-missing": _AUTHORIZATION,
    "authorization-other-service": _AUTHORIZATION,
    "authorization-other-provider": _AUTHORIZATION,
    "authorization-expired": _AUTHORIZATION,
    "authorization-exceeded": _AUTHORIZATION,
    "not-primary-care-physician": _is_visit,
    "referral-missing": lambda file, _, category: (
        file.referral_required is not None and category in file.referral_required.categories
    ),
    "referral-exceeded": lambda file, _, category: (
        file.referral_required is not None and category in file.referral_required.categories
    ),
    "out-of-network": lambda file, _code, _category: not file.out_of_network_covered,
    "other-specialty": _listed("provider_limits"),
    "other-provider-type": _listed("provider_limits"),
    "other-provider-type-in-place": _listed("provider_limits"),
    "ordering-provider-missing": _orders,
    "ordering-provider-name": _orders,
    "ordering-provider-not-eligible": _orders,
    "referring-provider-missing": _refers,
    "clia-certificate": _is_test,
    "clia-proficiency": _is_test,
    "procedure-sex": _listed("procedure_sex"),
    "place-not-for-code": _places(False),
    "place-not-suitable": _places(True),
    "facility-technical-part": _has_technical_part,
    "other-contractor": _listed("other_contractors"),
    "benefit-limit": _frequency("benefit"),
    "policy-frequency": _frequency("policy"),
    "policy-frequency-with-notice": _frequency("policy"),
    "contract-maximum": _frequency("contract"),
    "experimental-service": lambda file, code, _: glob_covers(file.experimental_codes, code),
    "diagnosis-does-not-support": _listed("diagnosis_matches"),
    "diagnosis-not-covered": _listed("diagnosis_matches"),
    "guideline-not-met": _listed("guidelines"),
    "excluded-service": _listed("exclusions"),
    "routine-not-covered": _listed("routine_services"),
    "routine-foot-care": lambda file, code, _: (
        file.routine_foot_care is not None and glob_covers(file.routine_foot_care.codes, code)
    ),
    "capitated-service": lambda file, code, _: glob_covers(file.capitated_codes, code),
    "carved-out-service": _listed("carve_outs"),
    "not-paid-separately": lambda file, code, _: glob_covers(file.never_paid_separately, code),
    "waste-modifier-missing": lambda _file, _code, category: category == "drug",
    "ndc-missing": lambda _file, _code, category: category == "drug",
    "anesthesia-time-missing": lambda _file, _code, category: category == "anesthesia",
    "clia-missing": _is_test,
    "therapy-plan-missing": lambda _file, _code, category: category == "therapy",
    "therapy-threshold": lambda file, _code, category: bool(file.therapy_thresholds) and category == "therapy",
    "therapy-threshold-with-notice": lambda file, _code, category: (
        bool(file.therapy_thresholds) and category == "therapy"
    ),
    "vaccine-administration-code": lambda _file, _code, category: category == "vaccine_administration",
    "active-treatment-not-said": lambda _file, _code, category: category == "chiropractic",
    "maintenance-with-notice": lambda _file, _code, category: category == "chiropractic",
    "code-not-taken": _listed("codes_not_taken"),
    "age-not-valid": _listed("age_limits"),
    "policy-diagnosis": _listed("coverage_policies"),
    "policy-diagnosis-with-notice": _listed("coverage_policies"),
}


def concerns(rule_id: str, file: PayerFile, code: str, category: str) -> bool:
    """Whether a line rule has to be asked of a code at this payer."""
    trigger = TRIGGERS.get(rule_id)
    return trigger is None or trigger(file, code, category)
