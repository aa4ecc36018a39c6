"""The payer file: one YAML in data/payers/, everything a payer is, apart from its members.

What each key means stands in its `description`, which the published JSON Schema carries.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from claimsim.model.billing_manual import BillingManual
from claimsim.model.people import FileModel, Identifier, Text
from claimsim.model.remittance import Group
from claimsim.payer.contract_file import Contract, NoSurprises
from claimsim.payer.file_types import (
    BenefitCategory,
    CodeGlob,
    ModifierCode,
    Participation,
    Percent,
    ReasonCode,
    RemarkCode,
)
from claimsim.payer.matching import glob_covers
from claimsim.payer.own_rules.lazily import OwnRules
from claimsim.payer.plan_file import Benefit, Plan, PlanTier
from claimsim.payer.provisions import Provisions

__all__ = ["Benefit", "BenefitCategory", "Contract", "NoSurprises", "PayerFile", "Plan", "PlanTier"]
CoordinationMethod = Literal["medicare", "medicaid", "supplement", "full", "non_duplication", "maintenance_of_benefits"]


class EditSetting(FileModel):
    """An edit that is on. What is left out is as the rule itself says."""

    group: Group | None = Field(None, description="claim adjustment group code, where it differs from the rule's own")
    carc: ReasonCode | None = Field(
        None, description="claim adjustment reason code, where it differs from the rule's own"
    )
    remarks: tuple[RemarkCode, ...] | None = Field(
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
    remark: RemarkCode = Field("N115", description="N115 for a local, N386 for a national coverage determination")


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
    modifiers: tuple[ModifierCode, ...] = Field(
        (), description="modifiers that put a line here, whatever its code (33 at most payers, PT at Medicare)"
    )
    codes_with_modifier: dict[ModifierCode, tuple[CodeGlob, ...]] = Field(
        default_factory=dict, description="codes that a modifier puts here, by modifier; other codes it does not move"
    )


class LateInterest(FileModel):
    """What the payer owes when it pays a clean claim late."""

    after_days: int = Field(ge=1, le=180, description="days from receipt in which a clean claim is to be paid")
    annual_percent: Percent = Field(description="percent a year of what is paid, for each day after that")


class PayerFile(Provisions):
    """A fictional payer."""

    extends: Identifier | None = Field(
        None,
        description="another payer's file, beside this one or shipped, of which only what differs stands here: manual, "
        "front_end, edits, contract and service_categories are joined entry by entry, every other key replaces",
    )
    without_edits: tuple[Identifier, ...] = Field(
        (), description="edits of the extended file that this payer does not have"
    )

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
    out_of_network: Contract | None = Field(
        None, description="what is allowed a practice outside the network; none: as `contract` says"
    )
    participation: Participation = Field(
        "participating",
        description="the practice's standing: participating (in network), non_participating (Medicare, with assignment "
        "for the claim), unassigned (the same without: the patient is paid, and billed up to the limiting charge), "
        "out_of_network; a scenario may say otherwise under payer_files",
    )
    no_surprises: NoSurprises | None = Field(
        None, description="where the No Surprises Act protects members of out-of-network clinicians; none: nowhere"
    )
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
    waste_modifiers: WasteModifiers = Field(WasteModifiers.model_construct(), description="drugs that need JZ or JW")
    coordination: Literal["full", "non_duplication", "maintenance_of_benefits"] = Field(
        "full",
        description="as second payer. full: what the patient still owes, up to its own payment; non_duplication: its "
        "own payment less the first one's; maintenance_of_benefits: its benefits on what is left of its fee. Medicare, "
        "Medicaid and Medicare supplements have ways of their own",
    )
    interest: LateInterest | None = Field(None, description="interest for late payment, where the contract has it")
    recoups_after_days: int = Field(
        30, ge=0, le=365, description="days from the letter until a takeback is withheld from payments"
    )
    rules: OwnRules = Field((), description="rules of your own, asked after the edits (docs/writing-rules.md)")
    days_to_acknowledge: int = Field(1, ge=0, le=30, description="business days from submission to the 277CA")
    days_to_pay: int = Field(
        14, ge=1, le=90, description="calendar days from receipt to the 835; moved to a business day"
    )
    payment_method: Literal["ACH", "CHK"] = Field("ACH", description="ACH: electronic; CHK: a check")
    paid_claim_remarks: tuple[RemarkCode, ...] = Field(
        (), description="remarks on every adjudicated claim (MA01: appeal rights)"
    )

    @model_validator(mode="after")
    def _visit_limits_are_edited(self) -> "PayerFile":
        limited: list[tuple[str, ...]] = []
        for plan_id, plan in self.plans.items():
            inside: list[tuple[tuple[str, ...], PlanTier]] = [((), plan)]
            outside = [] if plan.out_of_network is None else [(("out_of_network",), plan.out_of_network)]
            for where, tier in (*inside, *outside):
                limits = (name for name, benefit in tier.benefits.items() if benefit.visit_limit is not None)
                limited += (("plans", plan_id, *where, "benefits", name) for name in limits)
        if limited and "visit-limit" not in self.edits:
            raise PydanticCustomError(
                "invalid-value",
                "a benefit limits visits, but the edit `visit-limit` that answers is not on",
                {"path": limited[0]},
            )
        return self

    @property
    def is_medicare(self) -> bool:
        """Whether this is original Medicare Part B."""
        return self.manual.line_of_business == "medicare_part_b"

    @property
    def coordination_method(self) -> CoordinationMethod:
        """How it pays as second or third payer."""
        line = self.manual.line_of_business
        own: dict[str, CoordinationMethod] = {
            "medicare_part_b": "medicare", "medicaid": "medicaid", "medicare_supplement": "supplement"
        }  # fmt: skip
        return own.get(line, self.coordination)

    def coverage_policy(self, code: str) -> CoveragePolicy | None:
        """The first policy that speaks of a code."""
        return next((p for p in self.coverage_policies if glob_covers(p.codes, code)), None)
