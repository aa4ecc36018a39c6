"""What a payer has on file about a patient: membership, accumulators, and the claims it has seen.

A scenario overrides it with `PayerOverrides`; what it leaves out is as the card says. `PayerState` is the payer's
memory: immutable, handed in with each question and handed back with each answer.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from pydantic import Field

from claimsim.diagnostics.field_types import IsoDate, PlainDecimal
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money, cents
from claimsim.model.people import FileModel, Npi, PersonName, Text
from claimsim.model.remittance import RemittanceClaim

if TYPE_CHECKING:
    from claimsim.payer.compiled import Payer


class MemberFile(FileModel):
    """The member as the payer has them, where the card says otherwise."""

    member_id: Text | None = Field(None, description="the number on file")
    name: PersonName | None = Field(None, description="the patient's name on file")
    birth_date: IsoDate | None = Field(None, description="the patient's birth date on file")


class CoverageFile(FileModel):
    """A span of coverage; both days inclusive, no end while it lasts."""

    plan: Text = Field(description="a plan id of the payer")
    from_: IsoDate = Field(alias="from", description="first day")
    to: IsoDate | None = Field(None, description="last day")


class AccumulatorsFile(FileModel):
    """What was used in the year of the encounter before this case, dollars."""

    deductible_met: PlainDecimal = Field(ZERO, ge=0, max_digits=9, decimal_places=2, description="of the deductible")
    out_of_pocket_met: PlainDecimal = Field(
        ZERO, ge=0, max_digits=9, decimal_places=2, description="of the out-of-pocket maximum, the deductible included"
    )


class HistoryFile(FileModel):
    """A service that the payer paid earlier."""

    day: IsoDate = Field(alias="date", description="date of service")
    code: Text = Field(description="the procedure code that was paid")
    modifiers: tuple[str, ...] = Field((), description="its modifiers")
    units: int = Field(1, ge=1, description="units that were paid")
    provider_npi: Npi | None = Field(None, description="who rendered it; none: the same clinician as on the claim")
    taxonomy: str | None = Field(None, description="the renderer's taxonomy; none: the same as on the claim")


class PayerOverrides(FileModel):
    """`payer_files: {<payer>: …}` of a scenario."""

    member: MemberFile = Field(MemberFile(), description="the member on file, where the card says otherwise")
    known: bool = Field(True, description="whether the payer knows this person at all")
    coverage: tuple[CoverageFile, ...] = Field(
        (), description="spans of coverage; none given: the card's plan, without end"
    )
    accumulators: AccumulatorsFile = Field(AccumulatorsFile(), description="what of the year's benefits is used")
    history: tuple[HistoryFile, ...] = Field((), description="services paid before this case")
    other_coverage: Text | None = Field(
        None, description="name of the payer that must pay first, according to this payer's file"
    )
    days_to_pay: int | None = Field(None, ge=1, le=365, description="days from receipt to the 835, if not the payer's")


class CardFacts(Struct, frozen=True):
    """What the insurance card says, which a payer's own file confirms unless a scenario says otherwise."""

    plan: str
    member_id: str
    relationship: str
    subscriber_last: str
    subscriber_first: str
    subscriber_birth_date: date
    patient_last: str
    patient_first: str
    patient_birth_date: date


class Member(Struct, frozen=True):
    """A covered person: the patient, and the subscriber through whom they are covered."""

    member_id: str
    relationship: str
    last: str
    first: str
    birth_date: date
    subscriber_last: str
    subscriber_first: str
    subscriber_birth_date: date


class CoverageSpan(Struct, frozen=True):
    """Days on which a plan covers the member; `starts` None: since before the teaching years."""

    plan: str
    starts: date | None
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether the day is inside; both ends are."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Used(Struct, frozen=True):
    """Deductible and out-of-pocket money used in a calendar year, dollars."""

    year: int
    deductible: Money = ZERO
    out_of_pocket: Money = ZERO

    def plus(self, deductible: Money, out_of_pocket: Money) -> "Used":
        """With more used (less, when negative)."""
        return Used(self.year, self.deductible + deductible, self.out_of_pocket + out_of_pocket)


class PaidService(Struct, frozen=True):
    """A service of the payer's history. Empty NPI or taxonomy: that of the claim that is looked at."""

    day: date
    code: str
    modifiers: tuple[str, ...]
    units: int
    npi: str
    taxonomy: str


class FiledClaim(Struct, frozen=True):
    """An adjudicated claim. `returned` are the numbers of the lines that were unprocessable: they never were claims."""

    control_number: str
    claim: Claim
    received_on: date
    paid_on: date
    result: RemittanceClaim
    used: tuple[Used, ...]
    returned: frozenset[int] = frozenset()
    closed: bool = False
    """Whether it was reversed since."""


class ReceivedClaim(Struct, frozen=True):
    """A claim that the front end has taken in, with the control number it was given."""

    control_number: str
    claim: Claim
    received_on: date


class PayerState(Struct, frozen=True):
    """A payer's memory of one patient. `owed` is what reversals took more than there was to pay (to be recouped)."""

    member: Member | None
    coverage: tuple[CoverageSpan, ...]
    used: tuple[Used, ...] = ()
    history: tuple[PaidService, ...] = ()
    other_coverage: str = ""
    days_to_pay: int | None = None
    received: tuple[ReceivedClaim, ...] = ()
    filed: tuple[FiledClaim, ...] = ()
    claim_counter: int = 0
    payment_counter: int = 0
    owed: Money = ZERO

    def used_in(self, year: int) -> Used:
        """What was used of that year's benefits."""
        return next((u for u in self.used if u.year == year), Used(year))

    def used_after(self, changes: Iterable[Used]) -> tuple[Used, ...]:
        """The accumulators after something more was used (or given back, when negative), by year."""
        years = {used.year: used for used in self.used}
        for change in changes:
            before = years.get(change.year) or Used(change.year)
            years[change.year] = before.plus(change.deductible, change.out_of_pocket)
        return tuple(years[year] for year in sorted(years))

    def span_on(self, day: date) -> CoverageSpan | None:
        """The coverage in force on a day."""
        return next((span for span in self.coverage if span.covers(day)), None)

    def filed_claim(self, control_number: str) -> FiledClaim | None:
        """An adjudicated claim by the payer's control number."""
        return next((f for f in self.filed if f.control_number == control_number), None)


def opening_state(payer: "Payer", card: CardFacts, overrides: PayerOverrides | None, service_date: date) -> PayerState:
    """What the payer has on file before the case begins; the accumulators are those of the service date's year.

    A card's plan that the payer does not have stands for the payer's first one. See also `unknown_plans`.
    """
    given = overrides or PayerOverrides()
    spans = tuple(CoverageSpan(c.plan, c.from_, c.to) for c in given.coverage)
    plan = card.plan if card.plan in payer.file.plans else next(iter(payer.file.plans))
    met = given.accumulators
    used = Used(service_date.year, cents(met.deductible_met), cents(met.out_of_pocket_met))
    return PayerState(
        member=_member(card, given.member) if given.known else None,
        coverage=spans or (CoverageSpan(plan, None, None),),
        used=(used,),
        history=tuple(
            PaidService(h.day, h.code, h.modifiers, h.units, h.provider_npi or "", h.taxonomy or "")
            for h in given.history
        ),
        other_coverage=given.other_coverage or "",
        days_to_pay=given.days_to_pay,
    )


def unknown_plans(payer: "Payer", overrides: PayerOverrides) -> tuple[int, ...]:
    """Positions in `coverage` of spans whose plan the payer does not have: faults of a scenario."""
    return tuple(i for i, span in enumerate(overrides.coverage) if span.plan not in payer.file.plans)


def _member(card: CardFacts, given: MemberFile) -> Member:
    # A scenario's name and birth date are the patient's; the subscriber's follow them when they are the same person.
    last, first = (given.name.last, given.name.first) if given.name else (card.patient_last, card.patient_first)
    born = given.birth_date or card.patient_birth_date
    is_self = card.relationship == "self"
    return Member(
        member_id=given.member_id or card.member_id,
        relationship=card.relationship,
        last=last,
        first=first,
        birth_date=born,
        subscriber_last=last if is_self else card.subscriber_last,
        subscriber_first=first if is_self else card.subscriber_first,
        subscriber_birth_date=born if is_self else card.subscriber_birth_date,
    )
