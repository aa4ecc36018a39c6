"""What a payer has on file about a patient: membership, accumulators, and the claims it has seen.

A scenario overrides it with `PayerOverrides`; what it leaves out is as the card says. `PayerState` is the payer's
memory: immutable, handed in with each question and handed back with each answer.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from claimsim.coordination import CoverageFacts
from claimsim.diagnostics.field_types import IsoDate, LifeDate, PlainDecimal
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money, cents
from claimsim.model.people import FileModel, Npi, PersonName, Text
from claimsim.model.remittance import RemittanceClaim
from claimsim.payer.file_types import Amount, BenefitCategory, Participation
from claimsim.payer.later_file import NOTHING_LATER, LaterFile
from claimsim.payer.on_file import NOTHING_MORE, OnFile
from claimsim.payer.own_rules.lazily import OwnRules

if TYPE_CHECKING:
    from claimsim.payer.compiled import Payer

IN_NETWORK = "in_network"
OUT_OF_NETWORK = "out_of_network"
"""Tiers of the network, each with accumulators of its own."""
UNASSIGNED = "unassigned"
"""The standing of a practice that is not participating and did not take assignment for the claim."""


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
    own: CoverageFacts | None = None
    """The coverage with what decides who pays first."""
    others: tuple[CoverageFacts, ...] = ()
    """The patient's other coverages."""


class Recoupment(Struct, frozen=True):
    """Money that a payer will withhold from payments from a day on, and the control number of the claim it is about."""

    amount: Money
    reference: str
    starts: date


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
    """What was used of a calendar year's benefits at a tier of the network, dollars.

    The family's amounts are those of all its members, this one included. `dollars` is what the plan paid in benefit
    categories that have a dollar limit.
    """

    year: int
    deductible: Money = ZERO
    out_of_pocket: Money = ZERO
    tier: str = IN_NETWORK
    family_deductible: Money = ZERO
    family_out_of_pocket: Money = ZERO
    dollars: tuple[tuple[str, Money], ...] = ()

    def plus(self, deductible: Money, out_of_pocket: Money) -> "Used":
        """With more used (less, when negative), by the member and so by the family."""
        return Used(
            self.year, self.deductible + deductible, self.out_of_pocket + out_of_pocket, self.tier,
            self.family_deductible + deductible, self.family_out_of_pocket + out_of_pocket, self.dollars,
        )  # fmt: skip

    def paid_in(self, category: str) -> Money:
        """What the plan paid in a category with a dollar limit."""
        return next((amount for name, amount in self.dollars if name == category), ZERO)

    def with_paid(self, category: str, amount: Money) -> "Used":
        """With more paid in a category with a dollar limit."""
        others = tuple(item for item in self.dollars if item[0] != category)
        return replace(self, dollars=tuple(sorted((*others, (category, self.paid_in(category) + amount)))))

    def minus(self, other: "Used") -> "Used":
        """The difference between two states of the same year and tier."""
        names = dict.fromkeys(name for name, _ in (*self.dollars, *other.dollars))
        dollars = ((name, self.paid_in(name) - other.paid_in(name)) for name in names)
        return Used(
            self.year, self.deductible - other.deductible, self.out_of_pocket - other.out_of_pocket, self.tier,
            self.family_deductible - other.family_deductible, self.family_out_of_pocket - other.family_out_of_pocket,
            tuple(item for item in dollars if item[1]),
        )  # fmt: skip

    def negated(self) -> "Used":
        """The same, given back."""
        return Used(self.year, tier=self.tier).minus(self)


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
    family: bool = False
    """Whether the coverage is a family's."""
    participation: Participation | None = None
    """The practice's standing, where it is not as the payer file says."""
    visits: tuple[tuple[str, int], ...] = ()
    """Days of service, by benefit category, of the year of the encounter that the payer has no single record of."""
    visits_year: int = 0
    on_file: OnFile = NOTHING_MORE
    """Approvals, referrals, the roster, and who else must pay."""
    recoupments: tuple[Recoupment, ...] = ()
    own: CoverageFacts | None = None
    others: tuple[CoverageFacts, ...] = ()
    approved: tuple[str, ...] = ()
    """Numbers of approvals that were given after the service."""
    later: LaterFile = NOTHING_LATER

    def used_in(self, year: int, tier: str = IN_NETWORK) -> Used:
        """What was used of that year's benefits at a tier of the network."""
        for used in self.used:
            if used.year == year and used.tier == tier:
                return used
        return Used(year, tier=tier)

    def visits_before(self, category: str, year: int) -> int:
        """Days of service of a year in a category that have no record of their own."""
        return dict(self.visits).get(category, 0) if year == self.visits_year else 0

    def used_after(self, changes: Iterable[Used]) -> tuple[Used, ...]:
        """The accumulators after something more was used (or given back, when negative), by year."""
        found = {(used.year, used.tier): used for used in self.used}
        for change in changes:
            key = (change.year, change.tier)
            after = (found.get(key) or Used(change.year, tier=change.tier)).minus(change.negated())
            found[key] = after
            if change.tier != IN_NETWORK and after == Used(change.year, tier=change.tier):
                del found[key]
        return tuple(found[key] for key in sorted(found))

    def span_on(self, day: date) -> CoverageSpan | None:
        """The coverage in force on a day."""
        return next((span for span in self.coverage if span.covers(day)), None)

    def ending_coverage(self, last_day: date) -> "PayerState":
        """With coverage that ends on a day, if it lasted longer."""
        spans = tuple(
            CoverageSpan(s.plan, s.starts, last_day if s.ends is None or s.ends > last_day else s.ends)
            for s in self.coverage
            if s.starts is None or s.starts <= last_day
        )
        return replace(self, coverage=spans)

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
    year = service_date.year
    return PayerState(
        member=_member(card, given.member) if given.known else None,
        coverage=spans or (CoverageSpan(plan, None, None),),
        used=_used_before(met, year),
        history=tuple(
            PaidService(h.day, h.code, h.modifiers, h.units, h.provider_npi or "", h.taxonomy or "")
            for h in given.history
        ),
        other_coverage=given.other_coverage or "",
        claim_counter=payer.numbers_from,
        payment_counter=payer.numbers_from,
        days_to_pay=given.days_to_pay,
        family=card.relationship != "self" or _is_family(met),
        participation=given.participation,
        visits=tuple(sorted(met.visits.items())),
        visits_year=year if met.visits else 0,
        on_file=given,
        own=card.own,
        others=card.others if given.knows_other_coverage else (),
        later=given,
    )


def _used_before(met: AccumulatorsFile, year: int) -> tuple[Used, ...]:
    """The accumulators at the start. What the member has used, the family has used at the least."""
    deductible, out_of_pocket = cents(met.deductible_met), cents(met.out_of_pocket_met)
    inside = Used(
        year, deductible, out_of_pocket, IN_NETWORK,
        max(deductible, cents(met.family_deductible_met)), max(out_of_pocket, cents(met.family_out_of_pocket_met)),
        tuple(sorted((name, cents(amount)) for name, amount in met.dollars_paid.items())),
    )  # fmt: skip
    outside = Used(year, tier=OUT_OF_NETWORK).plus(
        cents(met.out_of_network_deductible_met), cents(met.out_of_network_out_of_pocket_met)
    )
    return (inside,) if outside == Used(year, tier=OUT_OF_NETWORK) else (inside, outside)


def _is_family(met: AccumulatorsFile) -> bool:
    return met.family_coverage or bool(met.family_deductible_met or met.family_out_of_pocket_met)


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
