"""What a payer's contract and policies say of single services: the lists in a payer file that its edits read.

A list names services by code patterns. Each key is described for the published JSON Schema.
"""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from claimsim.model.people import FileModel, Sex, Text
from claimsim.payer.file_types import Amount, CodeGlob, ModifierCode, PlaceCode
from claimsim.payer.holds import ClaimsHold
from claimsim.payer.matching import glob_covers

_CODES = "the codes; a star at the end stands for the rest"


class AuthorizationNeed(FileModel):
    """Services that must be approved before they are done."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    after_units: int = Field(0, ge=0, description="how many units a calendar year are free of it")


class ReferralNeed(FileModel):
    """Visits that need a referral by the primary care physician."""

    categories: tuple[str, ...] = Field(
        ("em_office", "em_consultation"), description="categories of data/code_tables/procedures.csv"
    )
    not_for: tuple[CodeGlob, ...] = Field((), description="taxonomies that may be seen without one")


class CarveOut(FileModel):
    """Services that another organization manages and pays under this payer's contract."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    managed_by: Text = Field(description="who must be billed")


class OtherContractor(FileModel):
    """Services that another contractor of the same program pays: equipment of Medicare."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    who: Text = Field(description="the contractor that must be billed")


class ProviderLimit(FileModel):
    """Services that only some clinicians are paid for."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    taxonomies: tuple[CodeGlob, ...] = Field((), description="only these specialties (CARC 8)")
    not_credentials: tuple[str, ...] = Field((), description="never by these: NP, PA, … (CARC 170)")
    places: tuple[str, ...] = Field(
        (), description="`not_credentials` holds in these places of service only (CARC 171)"
    )

    @model_validator(mode="after")
    def _says_something(self) -> "ProviderLimit":
        if bool(self.taxonomies) == bool(self.not_credentials):
            raise PydanticCustomError("invalid-value", "say either `taxonomies` or `not_credentials`", {})
        return self


class SexLimit(FileModel):
    """Procedures or diagnoses of one sex. Modifier KX says that the record is right."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    sex: Sex = Field(description="F or M, as the payer has it on file")


class DiagnosisAges(FileModel):
    """Diagnoses of certain ages, in completed years on the date of service; both ends inclusive."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    from_age: int = Field(0, ge=0, le=120, description="youngest age in completed years")
    to_age: int = Field(120, ge=0, le=120, description="oldest age in completed years")


class PlaceLimit(FileModel):
    """Services that are paid in some places of service only."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    places: tuple[str, ...] = Field(min_length=1, description="two digits each")
    unsuitable: bool = Field(
        False, description="the place is possible but not one that the payer holds suitable: CARC 58, not 5"
    )


class FrequencyLimit(FileModel):
    """How many units of some services are paid in a period, by one clinician or several."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    units: int = Field(ge=1, description="units paid in the period")
    days: int | None = Field(None, ge=1, le=4000, description="the period in days; none: the calendar year")
    full_months: int | None = Field(
        None, ge=1, le=120, description="instead of days: full months that must pass after the month of the last one"
    )
    kind: Literal["benefit", "policy", "contract"] = Field(
        "benefit",
        description="benefit: the plan's maximum (119); policy: a medical policy's frequency (151); contract: the "
        "provider contract's maximum (222)",
    )


class RecordsNeed(FileModel):
    """Services that are looked at with their records only."""

    codes: tuple[CodeGlob, ...] = Field((), description=_CODES)
    modifiers: tuple[str, ...] = Field((), description="any service with one of these modifiers")
    records: Text = Field(description="what must be sent, in words")


class RoutineService(FileModel):
    """Services that are not covered when they are routine, told by their diagnoses."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    diagnoses: tuple[CodeGlob, ...] = Field(min_length=1, description="the first diagnosis that makes it routine")


class MycoticNails(FileModel):
    """Nails with fungus that hurt or are infected: debridement is no routine care."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    diagnoses: tuple[CodeGlob, ...] = Field(min_length=1, description="the fungus")
    beside: tuple[CodeGlob, ...] = Field(min_length=1, description="what must be pointed at beside it")


class FootCare(FileModel):
    """Routine foot care, which is covered for patients only to whom it would be a hazard from anybody else."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    systemic_diagnoses: tuple[CodeGlob, ...] = Field(
        min_length=1, description="diseases, one of which must be pointed at"
    )
    class_findings: tuple[ModifierCode, ...] = Field(
        ("Q7", "Q8", "Q9"), description="modifiers, one of which must be there with the disease"
    )
    mycotic_nails: MycoticNails | None = Field(None, description="nails that are covered without them")


class ServiceList(FileModel):
    """Services by category or code."""

    categories: tuple[str, ...] = Field((), description="categories of data/code_tables/procedures.csv")
    codes: tuple[CodeGlob, ...] = Field((), description="codes")

    def has(self, code: str, category: str) -> bool:
        """Whether a code or its category is on the list."""
        return category in self.categories or glob_covers(self.codes, code)


class Exclusion(FileModel):
    """Services that the plan documents exclude."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    reason: Text = Field(description="the plan's words, in short")


class DiagnosisMatch(FileModel):
    """Services whose diagnoses must fit, or must not be some."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    fits: tuple[CodeGlob, ...] = Field((), description="one of these must be pointed at (CARC 11)")
    excluded: tuple[CodeGlob, ...] = Field((), description="the first diagnosis pointed at may not be these (CARC 167)")


class Guideline(FileModel):
    """A service that the payer's guideline allows after something else was tried."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description=_CODES)
    after: tuple[CodeGlob, ...] = Field(min_length=1, description="one of these must be in the history")
    within_days: int = Field(180, ge=1, le=4000, description="how long before")
    title: Text = Field(description="the guideline's title")


class TherapyThreshold(FileModel):
    """Dollars of a year's therapy after which each line says that it is necessary (KX)."""

    year: int = Field(ge=2018, le=2099, description="the calendar year")
    amount: Amount = Field(description="dollars, for physical and speech therapy together and for occupational alone")


class Provisions(FileModel):
    """The keys of a payer file that speak of single services, network and providers."""

    out_of_network_covered: bool = Field(
        True, description="whether the plans pay for care outside the network: no, and the edit out-of-network denies"
    )
    therapy_thresholds: tuple[TherapyThreshold, ...] = Field((), description="dollars of a year's therapy, then KX")
    authorization_required: tuple[AuthorizationNeed, ...] = Field((), description="services to be approved before")
    referral_required: ReferralNeed | None = Field(None, description="visits that need a referral (HMO)")
    capitated_codes: tuple[CodeGlob, ...] = Field(
        (), description="services of the member's primary care physician that the monthly capitation pays"
    )
    carve_outs: tuple[CarveOut, ...] = Field((), description="services that another organization pays")
    provider_limits: tuple[ProviderLimit, ...] = Field((), description="services for some clinicians only")
    procedure_sex: tuple[SexLimit, ...] = Field((), description="procedures of one sex")
    diagnosis_sex: tuple[SexLimit, ...] = Field((), description="diagnoses of one sex")
    diagnosis_ages: tuple[DiagnosisAges, ...] = Field((), description="diagnoses of certain ages")
    place_limits: tuple[PlaceLimit, ...] = Field((), description="services in some places only")
    routine_foot_care: FootCare | None = Field(None, description="foot care covered for some diseases only")
    both_sides_codes: tuple[CodeGlob, ...] = Field(
        (),
        description="codes taken with 50, and paid once, although the fee file's bilateral indicator is 0 or 2",
    )
    technical_part_in_facility: tuple[PlaceCode, ...] = Field(
        (),
        description="places where the technical part of a test is the facility's: a practice is paid the reading "
        "(26) there, and neither the whole test nor TC",
    )
    other_contractors: tuple[OtherContractor, ...] = Field(
        (), description="services that another contractor of the same program pays"
    )
    claims_holds: tuple[ClaimsHold, ...] = Field((), description="claims that are kept unanswered for a while")
    frequency_limits: tuple[FrequencyLimit, ...] = Field((), description="how often services are paid")
    records_needed: tuple[RecordsNeed, ...] = Field((), description="services reviewed with their records")
    routine_services: tuple[RoutineService, ...] = Field((), description="services not covered as routine")
    exclusions: tuple[Exclusion, ...] = Field((), description="services that the plan excludes")
    experimental_codes: tuple[CodeGlob, ...] = Field((), description="services held to be experimental")
    diagnosis_matches: tuple[DiagnosisMatch, ...] = Field((), description="services and the diagnoses they fit")
    guidelines: tuple[Guideline, ...] = Field((), description="services allowed after others")
    never_paid_separately: tuple[CodeGlob, ...] = Field((), description="services paid as part of others only")
    ordering_provider_needed: ServiceList = Field(
        ServiceList.model_construct(), description="services that name who ordered them (item 17 with DK)"
    )
    referring_provider_needed: ServiceList = Field(
        ServiceList.model_construct(), description="services that name who referred the patient (item 17 with DN)"
    )
