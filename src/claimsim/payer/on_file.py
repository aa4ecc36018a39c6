"""What a payer has on file beside membership: approvals, referrals, its roster of providers, who else must pay.

The keys belong to `payer_files: {<payer>: …}` of a scenario. What is not said is no obstacle: a number that the claim
carries is then good, a clinician is enrolled, nobody else is responsible.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from claimsim.diagnostics.field_types import IsoDate, LifeDate, PlainDecimal
from claimsim.model.people import FileModel, Npi, Text
from claimsim.payer.file_types import CodeGlob


class Span(FileModel):
    """Days from and to, both inclusive; what is left out is open."""

    from_: IsoDate | None = Field(None, alias="from", description="first day")
    to: IsoDate | None = Field(None, description="last day")

    def covers(self, day: date) -> bool:
        """Whether the day is inside."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class AuthorizationOnFile(Span):
    """An approval that the payer gave."""

    number: Text = Field(description="its number")
    codes: tuple[CodeGlob, ...] = Field(min_length=1, description="what was approved")
    units: int | None = Field(None, ge=1, description="how many units; none: no limit")
    provider_npi: Npi | None = Field(None, description="for whom; none: anybody")


class ReferralOnFile(Span):
    """A referral by the primary care physician."""

    number: Text = Field(description="its number")
    visits: int | None = Field(None, ge=1, description="how many visits; none: no limit")
    to_npi: Npi | None = Field(None, description="to whom; none: anybody")


class ProviderOnFile(Span):
    """A clinician or group as the payer has them. `from` and `to`: the days of their enrollment."""

    npi: Npi = Field(description="whom it is about")
    last_name: str = Field("", description="as enrolled, where the claim may say otherwise")
    enrolled: bool = Field(True, description="whether they are enrolled at all")
    linked: bool = Field(True, description="whether they are linked to the billing group")
    may_order: bool = Field(True, description="whether they may order and refer")
    tax_id: str = Field("", description="the tax number on file for a billing provider")


class ResponsibleElsewhere(Span):
    """Somebody else who must answer for the claim, by this payer's files."""

    who: Text = Field(description="name of the payer or plan")
    kind: Literal["managed_care", "railroad", "other_contractor", "liability"] = Field(
        "other_contractor",
        description="managed_care: the member is in a plan that replaces this one; liability: whoever insures the one "
        "that is liable for the accident on the claim",
    )
    forwarded: bool = Field(False, description="whether this payer sends the claim on itself")


class RecordsRequest(FileModel):
    """Records that the payer asked the practice for."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description="about which services")
    asked_on: LifeDate = Field(description="date of the letter")
    answered_on: LifeDate | None = Field(None, description="when they came; none: never")
    within_days: int = Field(45, ge=1, le=120, description="how long the practice had")


class LaboratoryOnFile(FileModel):
    """The CLIA certificate behind the practice's number."""

    certificate: Literal["waiver", "provider_performed_microscopy", "compliance", "accreditation"] = Field(
        "waiver", description="what it covers"
    )
    failed_proficiency: tuple[CodeGlob, ...] = Field((), description="tests for which proficiency is not shown")


class TherapyIncurred(FileModel):
    """What therapy of the year has cost so far, the patient's share included."""

    physical_and_speech: PlainDecimal = Field(Decimal(0), ge=0, description="dollars under GP and GN")
    occupational: PlainDecimal = Field(Decimal(0), ge=0, description="dollars under GO")


class OnFile(FileModel):
    """The further files of a payer."""

    authorizations: tuple[AuthorizationOnFile, ...] | None = Field(
        None, description="approvals on file; not given: what the claim names is good"
    )
    referrals: tuple[ReferralOnFile, ...] | None = Field(
        None, description="referrals on file; not given: what the claim names is good"
    )
    providers: tuple[ProviderOnFile, ...] = Field((), description="the payer's roster, where it matters")
    primary_care_npi: Npi | None = Field(None, description="the member's primary care physician")
    hospice: Span | None = Field(None, description="days of a hospice election")
    responsible_elsewhere: ResponsibleElsewhere | None = Field(None, description="who else must answer for the claim")
    questions_unanswered: str = Field("", description="what the member was asked and has not answered")
    records_requests: tuple[RecordsRequest, ...] = Field((), description="records asked of the practice")
    quality_adjustment_percent: PlainDecimal | None = Field(
        None,
        ge=-9,
        le=20,
        description="percent by which a quality program (MIPS) changes what is paid for the "
        "clinician's professional services: negative lowers it",
    )
    negotiated_percent_of_charge: PlainDecimal | None = Field(
        None,
        gt=0,
        le=100,
        description="percent of the charge agreed for this case with a practice outside the network "
        "(single case agreement, repricer); such a practice then bills the patient the cost share only",
    )
    therapy_incurred: TherapyIncurred = Field(
        TherapyIncurred.model_construct(), description="what counts toward the year's therapy threshold already"
    )
    laboratory: LaboratoryOnFile | None = Field(None, description="the practice's CLIA certificate")

    def provider(self, npi: str) -> ProviderOnFile | None:
        """The roster's entry of a provider."""
        return next((p for p in self.providers if p.npi == npi), None)


NOTHING_MORE = OnFile.model_construct()
