"""What a scenario says that a payer has on file about a patient; what it leaves out is as the card says."""

from typing import Annotated

from pydantic import Field

from claimsim.diagnostics.field_types import IsoDate, LifeDate, PlainDecimal
from claimsim.model.money import ZERO
from claimsim.model.people import FileModel, Npi, PersonName, Text
from claimsim.payer.file_types import Amount, BenefitCategory, Participation
from claimsim.payer.later_file import LaterFile
from claimsim.payer.on_file import OnFile
from claimsim.payer.own_rules.lazily import OwnRules


class MemberFile(FileModel):
    """The member as the payer has them, where the card says otherwise."""

    member_id: Text | None = Field(None, description="the number on file")
    name: PersonName | None = Field(None, description="the patient's name on file")
    birth_date: LifeDate | None = Field(None, description="the patient's birth date on file")


class CoverageFile(FileModel):
    """A span of coverage; both days inclusive, no end while it lasts."""

    plan: Text = Field(description="a plan id of the payer")
    from_: LifeDate = Field(alias="from", description="first day")
    to: IsoDate | None = Field(None, description="last day")


class AccumulatorsFile(FileModel):
    """What was used in the year of the encounter before this case, dollars."""

    deductible_met: PlainDecimal = Field(ZERO, ge=0, max_digits=9, decimal_places=2, description="of the deductible")
    out_of_pocket_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the out-of-pocket maximum, the deductible included"
    )
    family_coverage: bool = Field(
        False,
        description="whether the member's coverage is a family's; it is for dependants, and where a family "
        "amount is given",
    )
    family_deductible_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the family's deductible, by all its members"
    )
    family_out_of_pocket_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the family's maximum, by all its members"
    )
    out_of_network_deductible_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the deductible outside the network"
    )
    out_of_network_out_of_pocket_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the maximum outside the network"
    )
    visits: dict[BenefitCategory, Annotated[int, Field(ge=0, le=366)]] = Field(
        default_factory=dict, description="days of service of the year that count against a visit limit"
    )
    dollars_paid: dict[BenefitCategory, Amount] = Field(
        default_factory=dict, description="dollars of the year that the plan has paid against a dollar limit"
    )


class HistoryFile(FileModel):
    """A service that the payer paid earlier."""

    day: LifeDate = Field(alias="date", description="date of service")
    code: Text = Field(description="the procedure code that was paid")
    modifiers: tuple[str, ...] = Field((), description="its modifiers")
    units: int = Field(1, ge=1, description="units that were paid")
    provider_npi: Npi | None = Field(None, description="who rendered it; none: the same clinician as on the claim")
    taxonomy: str | None = Field(None, description="the renderer's taxonomy; none: the same as on the claim")


class PayerOverrides(OnFile, LaterFile):
    """`payer_files: {<payer>: …}` of a scenario."""

    member: MemberFile = Field(
        MemberFile.model_construct(), description="the member on file, where the card says otherwise"
    )
    known: bool = Field(True, description="whether the payer knows this person at all")
    coverage: tuple[CoverageFile, ...] = Field(
        (), description="spans of coverage; none given: the card's plan, without end"
    )
    accumulators: AccumulatorsFile = Field(
        AccumulatorsFile.model_construct(), description="what of the year's benefits is used"
    )
    history: tuple[HistoryFile, ...] = Field((), description="services paid before this case")
    other_coverage: Text | None = Field(
        None, description="name of the payer that must pay first, according to this payer's file"
    )
    participation: Participation | None = Field(
        None, description="the practice's standing with this payer, if not as the payer file says"
    )
    days_to_pay: int | None = Field(None, ge=1, le=365, description="days from receipt to the 835, if not the payer's")
    rules: OwnRules = Field(
        (),
        description="rules that this payer has in this scenario only, asked after its own (docs/writing-rules.md)",
    )
