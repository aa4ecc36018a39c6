"""Claims in shorthand, so that a rule's cases fit on a screen.

A case is a mapping. `lines` are like "20610-RT x1 $150 @1,2 pos=11 on=2025-03-14 ndc=00003-0293-05", where all but the
code may be left out; `manual` holds what differs from a commercial payer's manual; `today` is the day of scrubbing;
`eligibility` the 271's status, `asked_for` its date. The other keys are the claim's own.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from claimsim.model.billing_manual import BillingManual
from claimsim.model.claim import Claim, ClaimLine, PersonOnClaim, PriorPayer, ProviderOnClaim
from claimsim.model.eligibility import EligibilityResponse

DAY = date(2025, 3, 14)
COMMERCIAL = {"line_of_business": "commercial", "filing_limit_days": 180}
MEDICARE = {
    "line_of_business": "medicare_part_b",
    "filing_limit_days": 365,
    "corrected_claims": {"route": "reopening", "limit_days": 365},
    "drug_waste_modifiers": True,
    "visit_with_vaccine_needs_25": False,
}
PATIENT = PersonOnClaim("Testpatient", "Ana", date(1966, 5, 2), "F")
BILLING = ProviderOnClaim("Sample Family Medicine", "2000000002", "207Q00000X", "00-0000001")
RENDERING = ProviderOnClaim("Sample, Remy", "2000000010", "207Q00000X", credential="MD")


def manual_of(case: dict[str, Any]) -> BillingManual:
    """The payer's manual: commercial, or Medicare's where the case says `medicare: true`, with the case's changes."""
    base = MEDICARE if case.get("medicare") else COMMERCIAL
    return BillingManual.model_validate({**base, **case.get("manual", {})})


def line_of(number: int, text: str) -> ClaimLine:
    """One line from its shorthand."""
    first, *words = text.split()
    code, *modifiers = first.split("-")
    line = ClaimLine(number, code, tuple(modifiers), 1, Decimal(100), (1,), DAY, "11")
    for word in words:
        key, value = (word[0], word[1:]) if word[0] in "x$@" else word.split("=")
        match key:
            case "x":
                line = replace(line, units=int(value))
            case "$":
                line = replace(line, charge=Decimal(value))
            case "@":
                line = replace(line, diagnosis_pointers=tuple(int(p) for p in value.split(",") if p))
            case "on":
                line = replace(line, date_of_service=date.fromisoformat(value))
            case "pos":
                line = replace(line, place_of_service=value)
            case "ndc":
                line = replace(line, ndc=value)
            case _:
                raise ValueError(f"{word!r} is no part of a line")
    return line


def claim_of(case: dict[str, Any]) -> Claim:
    """The claim of a case."""
    billing = ProviderOnClaim(BILLING.name, case.get("billing_npi", BILLING.npi), BILLING.taxonomy, BILLING.tax_id)
    rendering = ProviderOnClaim(RENDERING.name, case.get("rendering_npi", RENDERING.npi), RENDERING.taxonomy)
    prior = tuple(PriorPayer("other", "P", Decimal(0), paid_on, ()) for paid_on in case.get("primary_paid_on", ()))
    return Claim(
        claim_id="TEST-1",
        payer="sample",
        plan="sample",
        sequence="S" if prior else "P",
        frequency=case.get("frequency", "1"),
        member_id=case.get("member_id", "SAM900000017"),
        relationship="self",
        subscriber=PATIENT,
        patient=PATIENT,
        billing_provider=billing,
        rendering_provider=rendering,
        place_of_service="11",
        diagnoses=tuple(case.get("diagnoses", ("I10",))),
        lines=tuple(line_of(n, text) for n, text in enumerate(case["lines"], 1)),
        locality=("06102", "99"),
        original_reference=case.get("original_reference", ""),
        clia_number=case.get("clia", "14D0000001"),
        prior_payers=prior,
    )


def eligibility_of(case: dict[str, Any]) -> EligibilityResponse | None:
    """The 271 that the desk holds: active on the day of service unless the case says so; `none`: not asked."""
    status = case.get("eligibility", "active")
    if status == "none":
        return None
    return EligibilityResponse("sample", "Sample Health", case.get("asked_for", DAY), status)
