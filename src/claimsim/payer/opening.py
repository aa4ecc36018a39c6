"""What a payer has on file before the case begins: as the card says, but for what a scenario says otherwise."""

from datetime import date

from msgspec import Struct

from claimsim.coordination import CoverageFacts
from claimsim.model.money import cents
from claimsim.payer.accumulators import IN_NETWORK, OUT_OF_NETWORK, Used
from claimsim.payer.context import Payer
from claimsim.payer.members import CoverageSpan, Member, PaidService, PayerState
from claimsim.payer.overrides import AccumulatorsFile, MemberFile, PayerOverrides


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


_NOTHING_ELSE = PayerOverrides.model_construct()
"""On file where the scenario says nothing: what the card says."""


def opening_state(payer: Payer, card: CardFacts, overrides: PayerOverrides | None, service_date: date) -> PayerState:
    """What the payer has on file before the case begins; the accumulators are those of the service date's year.

    A card's plan that the payer does not have stands for the payer's first one. See also `unknown_plans`.
    """
    given = overrides or _NOTHING_ELSE
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


def unknown_plans(payer: Payer, overrides: PayerOverrides) -> tuple[int, ...]:
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
