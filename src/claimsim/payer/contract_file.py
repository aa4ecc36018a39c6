"""The contract part of a payer file: how the allowed amount of a line is found."""

from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from claimsim.fees import ModifierRates, OwnFactor
from claimsim.model.people import FileModel
from claimsim.payer.file_types import Amount, CodeGlob, Factor, FeeKey, ModifierCode, Percent, PlaceCode, Share


class ModifierTerms(FileModel):
    """Percentages by which modifiers change a fee. Those left out are Medicare's, or where it has none, common ones."""

    bilateral_percent: Percent = Field(Decimal(150), description="modifier 50 where the bilateral indicator is 1")
    assistant_percent: Share = Field(Decimal(16), description="assistant at surgery: 80, 81 or 82")
    assistant_non_physician_percent: Share = Field(Decimal(85), description="AS: of the assistant's amount")
    co_surgeon_percent: Share = Field(Decimal("62.5"), description="each of two surgeons: 62")
    team_percent: Share | None = Field(
        None, description="each of a team: 66; none: priced by report, like a code without a price"
    )
    reduced_service_percent: Share = Field(Decimal(50), description="52")
    discontinued_percent: Share = Field(Decimal(50), description="53, where the fee file has no row for it")
    preoperative_care_apart: bool = Field(
        False, description="whether 54 leaves the preoperative share to the one who bills 56 (Medicare: 54 includes it)"
    )

    @cached_property
    def rates(self) -> ModifierRates:
        """The same, as fees are computed with."""
        return ModifierRates(
            self.bilateral_percent, self.assistant_percent, self.assistant_non_physician_percent,
            self.co_surgeon_percent, self.reduced_service_percent, self.discontinued_percent,
            self.preoperative_care_apart,
        )  # fmt: skip


class MultipleServices(FileModel):
    """What further services of a day are paid; 100 turns a rule off."""

    procedure_percents: tuple[Share, ...] = Field(
        (Decimal(100), Decimal(50)),
        min_length=1,
        description="by rank of fee; the last one holds for all further procedures (fee file indicators 2 and 3)",
    )
    endoscopy_families: bool = Field(True, description="within a family the others are paid less their base (3)")
    therapy_expense_percent: Share = Field(Decimal(50), description="of the practice expense of further units (5)")
    imaging_technical_percent: Share = Field(Decimal(50), description="of further technical components (4)")
    imaging_professional_percent: Share = Field(Decimal(95), description="of further professional components (4)")
    cardiovascular_technical_percent: Share = Field(Decimal(75), description="of further technical components (6)")
    ophthalmology_technical_percent: Share = Field(Decimal(80), description="of further technical components (7)")


class AnesthesiaTerms(FileModel):
    """Anesthesia is paid by base units and time units. Minutes are those of the line, else its units."""

    conversion_factor: Factor = Field(description="dollars for one unit")
    base_units: dict[CodeGlob, Share] = Field(min_length=1, description="base units by anesthesia code")
    minutes_per_unit: int = Field(15, ge=1, le=60, description="minutes of one time unit")
    time_unit_decimals: int = Field(
        1, ge=0, le=2, description="decimals of the time units: Medicare 1; 0 for payers that count whole units"
    )
    modifier_percents: dict[ModifierCode, Share] = Field(
        default_factory=lambda: {"QK": Decimal(50), "QX": Decimal(50), "QY": Decimal(50)},
        description="medical direction, by modifier: the physician's half (QK, QY) and the anesthetist's (QX; 42 CFR "
        "414.46(d), as at dmba.com and medicalbillingcptmodifiers.com)",
    )
    supervision_base_units: Share = Field(
        Decimal(3),
        description="base units in the place of the code's where more than four cases are supervised (AD; "
        "Medicare Claims Processing Manual chapter 12, section 50.D), without time",
    )


class Contract(FileModel):
    """How the allowed amount of a line is found. `fees` wins over everything else."""

    method: Literal["mpfs", "percent_of_medicare", "conversion_factor", "percent_of_charge", "fee_table"] = Field(
        description="mpfs: the Medicare fee schedules as they are; percent_of_medicare: times `percent`; "
        "conversion_factor: Medicare's relative values times `conversion_factor`; percent_of_charge: `percent` of the "
        "charge; fee_table: `fees` only"
    )
    percent: Percent = Field(
        Decimal(100), description="of the physician fee schedule, or of the charge, as the method says"
    )
    conversion_factor: Factor | None = Field(None, description="dollars for one relative value unit")
    geographic_indices: bool = Field(
        True, description="conversion_factor: whether Medicare's geographic indices are taken in"
    )
    laboratory_percent: Percent = Field(Decimal(100), description="percent of the Medicare laboratory fee schedule")
    drug_percent: Percent = Field(
        Decimal(100),
        description="percent of the Medicare drug payment limit, which is average sales price plus 6 percent",
    )
    equipment_percent: Percent | None = Field(
        None, description="percent of the Medicare equipment fee schedule; none: as the physician fee schedule"
    )
    fees: dict[FeeKey, Amount] = Field(
        default_factory=dict, description="dollars for one unit of a code, or of one component of it (`71046-26`)"
    )
    facility_fees: dict[FeeKey, Amount] = Field(
        default_factory=dict, description="the same where the service is done in a facility; wins over `fees` there"
    )
    unpriced_percent_of_charge: Percent = Field(
        description="a code for which no schedule has a price is allowed at this percent of its charge"
    )
    lesser_of_charge: bool = Field(True, description="never allow more than the charge, after all reductions")
    non_physician_percent: Percent = Field(
        Decimal(100),
        description="percent of the physician fee when an NP, PA or CNS renders (42 CFR 414.52 and 414.56: 85). A "
        "service incident to a physician's is billed with the physician as renderer and paid in full",
    )
    credential_percents: dict[str, Percent] = Field(
        default_factory=dict,
        description="percent of the physician fee for other credentials, such as CNM; wins over non_physician_percent",
    )
    non_participating_percent: Percent = Field(
        Decimal(95), description="percent of the physician fee for a non-participating practice (42 CFR 414.20(b))"
    )
    modifiers: ModifierTerms = Field(ModifierTerms.model_construct(), description="what modifiers do to a fee")
    multiple_procedure_reductions: bool = Field(
        True, description="whether further services of a day are reduced as `multiple_services` says"
    )
    multiple_services: MultipleServices = Field(
        MultipleServices.model_construct(), description="procedures, endoscopies, therapy and tests of one day"
    )
    anesthesia: AnesthesiaTerms | None = Field(None, description="how anesthesia is paid; none: as any other code")
    therapy_assistant_percent: Share = Field(
        Decimal(100),
        description="percent of the payment, after the patient's share, for therapy by an assistant: CQ and CO "
        "(Medicare since 2022: 85, section 1834(v) of the Social Security Act)",
    )
    sequestration_percent: Percent = Field(
        Decimal(0), description="taken off the payment last, as CO-253 (Medicare: 2)"
    )

    @model_validator(mode="after")
    def _method_has_its_figure(self) -> "Contract":
        if (self.method == "conversion_factor") != (self.conversion_factor is not None):
            raise PydanticCustomError(
                "invalid-value",
                "`conversion_factor` belongs to the method of that name, and that method needs it",
                {"path": ("method",)},
            )
        return self

    @cached_property
    def own_factor(self) -> OwnFactor | None:
        """The contract's conversion factor in the place of Medicare's, if that is its method."""
        factor = self.conversion_factor
        return None if factor is None else OwnFactor(factor, self.geographic_indices)


class NoSurprises(FileModel):
    """Where the No Surprises Act protects the member of an out-of-network clinician.

    The cost share is the in-network one on the lesser of the qualifying payment amount and the charge (the
    plan is taken to pay the rest of that amount), and nothing else may be billed to the patient.
    """

    emergency: bool = Field(True, description="emergency services: the benefit category emergency_visit, and place 23")
    facility_places: tuple[PlaceCode, ...] = Field(
        ("21", "22", "24"), description="places of service that are in-network facilities"
    )
    qualifying_amounts: dict[CodeGlob, Amount] = Field(
        default_factory=dict, description="qualifying payment amount for one unit of a code, dollars"
    )
    qualifying_percent_of_medicare: Percent = Field(
        Decimal(100), description="for other codes: the qualifying payment amount as percent of Medicare's fee"
    )
