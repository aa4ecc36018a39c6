"""Asking a payer whether somebody is covered (270) and what it answers (271)."""

from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.model.money import Money

Through = Literal["active_employment", "retirement", "continuation", "individual", ""]
"""What a coverage comes from: current or earlier work, continued coverage (COBRA), or nobody's employer."""
Entitlement = Literal["age", "disability", "esrd", ""]


class EligibilityInquiry(Struct, frozen=True):
    """A 270: who is asked about, and for which date."""

    payer: str
    member_id: str
    last: str
    first: str
    birth_date: date
    for_date: date


class BenefitAnswer(Struct, frozen=True):
    """One benefit of a 271: what the patient would pay for a category of service."""

    category: str
    copay: Money | None = None
    coinsurance_percent: Money | None = None
    deductible_applies: bool = False


class EligibilityResponse(Struct, frozen=True):
    """A 271. `status` is the answer for the date that was asked about; `reason` says why when it is not active."""

    payer: str
    payer_name: str
    for_date: date
    status: Literal["active", "inactive", "not_found", "mismatch"]
    plan: str = ""
    plan_name: str = ""
    coverage_from: date | None = None
    coverage_to: date | None = None
    deductible: Money | None = None
    deductible_remaining: Money | None = None
    out_of_pocket_remaining: Money | None = None
    benefits: tuple[BenefitAnswer, ...] = ()
    reason: str = ""
