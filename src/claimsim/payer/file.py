"""The payer file: one YAML in data/payers/, everything a payer is, apart from its members.

What each key means stands in its `description`, which the published JSON Schema carries.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import PlainDecimal
from claimsim.model.billing_manual import BillingManual
from claimsim.model.people import FileModel, Identifier, Text
from claimsim.model.remittance import Group
from claimsim.payer.matching import glob_covers

Percent = Annotated[PlainDecimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)]
Amount = Annotated[PlainDecimal, Field(ge=0, max_digits=9, decimal_places=2)]
CodeGlob = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{0,9}\*?$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,2}\d{1,3}$")]
BenefitCategory = Literal[
    "primary_care_visit",
    "specialist_visit",
    "emergency_visit",
    "hospital_visit",
    "behavioral",
    "preventive",
    "laboratory",
    "imaging",
    "procedure",
    "therapy",
    "drug",
    "vaccine",
    "supplies",
    "other",
]


class EditSetting(FileModel):
    """An edit that is on. What is left out is as the rule itself says."""

    group: Group | None = Field(None, description="claim adjustment group code, where it differs from the rule's own")
    carc: ReasonCode | None = Field(
        None, description="claim adjustment reason code, where it differs from the rule's own"
    )
    remarks: tuple[ReasonCode, ...] | None = Field(
        None, description="remark codes, where they differ from the rule's own"
    )
    unprocessable: bool = Field(
        False,
        description="return the line as unprocessable (MA130: no appeal, send it again as a new claim) and do not "
        "deny it",
    )


class FrontEnd(FileModel):
    """What is checked before a claim is taken in. A claim that fails was never adjudicated."""

    edits: tuple[Identifier, ...] = Field(description="ids of the front-end rules that are on")
    member_id_pattern: str = Field(description="regular expression for a whole member id", min_length=1, max_length=120)
    member_id_example: Text = Field(description="a made-up member id that fits the pattern, for messages")


class Contract(FileModel):
    """How the allowed amount of a line is found. `fees` wins over everything else."""

    method: Literal["mpfs", "percent_of_medicare", "fee_table"] = Field(
        description="mpfs: the Medicare fee schedules as they are; percent_of_medicare: times `percent`; fee_table: "
        "`fees` only"
    )
    percent: Percent = Field(Decimal(100), description="percent_of_medicare: per cent of the physician fee schedule")
    laboratory_percent: Percent = Field(Decimal(100), description="per cent of the Medicare laboratory fee schedule")
    drug_percent: Percent = Field(Decimal(100), description="per cent of the Medicare drug payment limit")
    fees: dict[CodeGlob, Amount] = Field(default_factory=dict, description="dollars for one unit of a code")
    unpriced_percent_of_charge: Percent = Field(
        description="a code for which no schedule has a price is allowed at this per cent of its charge"
    )
    lesser_of_charge: bool = Field(True, description="never allow more than the charge")
    non_physician_percent: Percent = Field(
        Decimal(100),
        description="per cent of the physician fee when an NP, PA, CNS or CNM renders (42 CFR 414.52 and 414.56: 85)",
    )
    multiple_procedure_reductions: bool = Field(
        True, description="100/50/50/50/50 by fee, endoscopies within their family first"
    )
    sequestration_percent: Percent = Field(
        Decimal(0), description="taken off the payment last, as CO-253 (Medicare: 2)"
    )


class Benefit(FileModel):
    """What the member pays for a category of service."""

    covered: bool = Field(True, description="whether the plan covers the category at all")
    copay: Amount = Field(Decimal(0), description="dollars for each day of service, once for all lines of the category")
    deductible: bool = Field(False, description="whether the deductible comes first")
    coinsurance_percent: Percent = Field(Decimal(0), description="the member's per cent of what is left")


class Plan(FileModel):
    """A benefit plan that the payer offers."""

    name: Text = Field(description="the plan as its card names it")
    deductible: Amount = Field(description="individual, dollars for each calendar year")
    out_of_pocket_maximum: Amount | None = Field(
        None, description="individual, dollars for each calendar year; none for original Medicare"
    )
    benefits: dict[BenefitCategory, Benefit] = Field(
        description="cost share by category; `other` holds for those left out"
    )

    @model_validator(mode="after")
    def _needs_other(self) -> "Plan":
        if "other" not in self.benefits:
            raise PydanticCustomError(
                "missing-benefit", "the plan says nothing of the benefit `other`", {"path": ("benefits",)}
            )
        return self


class CoveragePolicy(FileModel):
    """A medical policy: services that are covered for listed diagnoses only."""

    id: Identifier = Field(description="short name")
    title: Text = Field(description="the policy's title")
    codes: tuple[CodeGlob, ...] = Field(
        min_length=1, description="the services it speaks of; a star at the end stands for the rest"
    )
    covered_diagnoses: tuple[CodeGlob, ...] = Field(
        min_length=1, description="one of these must be pointed at by the line"
    )
    authority: Text = Field(description="the policy document, for the trainee")
    remark: ReasonCode = Field("N115", description="N115 for a local, N386 for a national coverage determination")


class CodesNotTaken(FileModel):
    """Codes that this payer wants billed otherwise."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description="the codes; a star at the end stands for the rest")
    instead: Text = Field(description="what to bill, in words")


class AgeLimit(FileModel):
    """Codes for patients of certain ages, in completed years on the date of service; both ends inclusive."""

    codes: tuple[CodeGlob, ...] = Field(min_length=1, description="the codes; a star at the end stands for the rest")
    from_age: int = Field(0, ge=0, le=120, description="youngest age in completed years")
    to_age: int = Field(120, ge=0, le=120, description="oldest age in completed years")


class WasteModifiers(FileModel):
    """Drugs known to come in single-dose containers only, so that JZ or JW must be on the claim."""

    codes: tuple[CodeGlob, ...] = Field((), description="codes whose every package is single-dose")
    ndcs: tuple[str, ...] = Field(
        (), description="NDCs of single-dose packages, 5-4-2 with dashes, of codes that also come otherwise"
    )


class ServiceCategory(FileModel):
    """Which procedures belong to a benefit category."""

    categories: tuple[str, ...] = Field((), description="categories of data/code_tables/procedures.csv")
    codes: tuple[CodeGlob, ...] = Field((), description="codes, which win over the categories")


class PayerFile(FileModel):
    """A fictional payer."""

    name: Text = Field(description="the payer's name as remittances show it")
    payer_id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{5}$")] = Field(
        description="electronic payer id, made up"
    )
    control_number_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,4}$")] = Field(
        description="beginning of its claim control numbers and payment numbers"
    )
    manual: BillingManual = Field(description="the provider manual: all that coders and billers may know of this payer")
    front_end: FrontEnd = Field(description="what is rejected before adjudication")
    edits: dict[Identifier, EditSetting] = Field(
        description="the edits that are on, by rule id; `{}` as the rule itself says"
    )
    ncci_modifier_on_either_line: bool = Field(
        False,
        description="59 or X{EPSU} opens an NCCI pair on the column 1 line too, not on column 2 only (Medicare since "
        "2019-07-01)",
    )
    contract: Contract = Field(description="what is allowed for a service")
    plans: dict[Identifier, Plan] = Field(min_length=1, description="benefit plans by id")
    service_categories: dict[BenefitCategory, ServiceCategory] = Field(
        description="the first category that names a line's code, else the first that names its procedure category, "
        "else `other`"
    )
    primary_care_taxonomies: tuple[CodeGlob, ...] = Field(
        (), description="an office visit to any other taxonomy is a specialist visit; none: all are primary care"
    )
    coverage_policies: tuple[CoveragePolicy, ...] = Field((), description="services covered for listed diagnoses only")
    codes_not_taken: tuple[CodesNotTaken, ...] = Field((), description="valid codes that it wants billed otherwise")
    age_limits: tuple[AgeLimit, ...] = Field((), description="codes for patients of certain ages")
    waste_modifiers: WasteModifiers = Field(WasteModifiers(), description="drugs that need JZ or JW")
    days_to_acknowledge: int = Field(1, ge=0, le=30, description="business days from submission to the 277CA")
    days_to_pay: int = Field(
        14, ge=1, le=90, description="calendar days from receipt to the 835; moved to a business day"
    )
    payment_method: Literal["ACH", "CHK"] = Field("ACH", description="ACH: electronic; CHK: a cheque")
    paid_claim_remarks: tuple[ReasonCode, ...] = Field(
        (), description="remarks on every adjudicated claim (MA01: appeal rights)"
    )

    @property
    def is_medicare(self) -> bool:
        """Whether this is original Medicare Part B."""
        return self.manual.line_of_business == "medicare_part_b"

    def coverage_policy(self, code: str) -> CoveragePolicy | None:
        """The first policy that speaks of a code."""
        return next((p for p in self.coverage_policies if glob_covers(p.codes, code)), None)
