"""Payments: what a remittance comes to with interest, takebacks and balances carried forward (PLB)."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.calendar import add_days
from claimsim.model.claim import Claim
from claimsim.model.money import HUNDRED, ZERO, Money, cents, total
from claimsim.model.remittance import (
    FORWARDED_BALANCE,
    OVERPAYMENT_RECOVERY,
    ProviderAdjustment,
    Remittance,
    RemittanceClaim,
    check_remittance,
)
from claimsim.payer.context import Payer
from claimsim.payer.identifiers import trace_number
from claimsim.payer.members import PayerState, Recoupment
from claimsim.payer.pricing.waterfall import LinePricing
from claimsim.rules import Trace

INTEREST = "L6"
"""PLB reason of interest for late payment; negative, because it raises the payment."""
_YEAR = 365


class Adjudicated(Struct, frozen=True):
    """A remittance, the payer's memory after it, every rule that was asked, and how each payable line was priced (of
    the corrected claim, where one was taken back). `forwarded` is the claim as the payer sends it on to the next one,
    where it does."""

    remittance: Remittance
    state: PayerState
    trace: Trace
    pricing: tuple[LinePricing, ...] = ()
    forwarded: Claim | None = None


def pay_others(payer: Payer, state: PayerState, paid_on: date, amount: Money) -> Adjudicated:
    """A payment for other patients of the practice, from which what is owed is withheld."""
    return finish(payer, state, paid_on, (), (), others=amount)


def late_interest(
    payer: Payer, claim: Claim, result: RemittanceClaim, received_on: date, paid_on: date
) -> tuple[ProviderAdjustment, ...]:
    """Interest for each day after the days in which the contract has a clean claim paid; nothing where it has none."""
    terms = payer.file.interest
    if terms is None or result.paid <= ZERO or claim.attachments:
        return ()
    days = (paid_on - received_on).days - terms.after_days
    amount = cents(result.paid * terms.annual_percent * days / (HUNDRED * _YEAR)) if days > 0 else ZERO
    return (ProviderAdjustment(INTEREST, result.payer_claim_control_number, -amount),) if amount else ()


def finish(
    payer: Payer,
    state: PayerState,
    paid_on: date,
    claims: tuple[RemittanceClaim, ...],
    trace: Trace,
    pricing: tuple[LinePricing, ...] = (),
    interest: tuple[ProviderAdjustment, ...] = (),
    takeback: str = "",
    others: Money = ZERO,
) -> Adjudicated:
    due = total(claim.paid for claim in claims) + others
    counter = state.payment_counter + 1
    number = trace_number(payer.file, paid_on, counter)
    state = replace(state, payment_counter=counter)
    if takeback and due < ZERO:
        starts = add_days(paid_on, payer.file.recoups_after_days)
        announced = Recoupment(-due, takeback, starts)
        state = replace(state, recoupments=(*state.recoupments, announced))
        carried: tuple[ProviderAdjustment, ...] = (ProviderAdjustment(OVERPAYMENT_RECOVERY, takeback, due),)
    else:
        available = due - total(p.amount for p in interest)
        recouped, state = _recoup(state, paid_on)
        forwarded, state = _forward(available - total(p.amount for p in recouped), state, number)
        carried = (*interest, *recouped, *forwarded)
    payment = due - total(p.amount for p in carried)
    remittance = Remittance(
        payer=payer.name,
        payer_name=payer.file.name,
        trace_number=number,
        paid_on=paid_on,
        method=payer.file.payment_method if payment else "NON",
        payment=payment,
        claims=claims,
        provider_adjustments=carried,
        other_claims=others,
    )
    check_remittance(remittance)
    return Adjudicated(remittance, state, trace, pricing)


def _recoup(state: PayerState, paid_on: date) -> tuple[tuple[ProviderAdjustment, ...], PayerState]:
    """Takebacks whose day has come are withheld in full; what the payment does not hold is carried forward (FB)."""
    ripe = tuple(r for r in state.recoupments if r.starts <= paid_on)
    if not ripe:
        return (), state
    taken = tuple(ProviderAdjustment(OVERPAYMENT_RECOVERY, r.reference, r.amount) for r in ripe)
    return taken, replace(state, recoupments=tuple(r for r in state.recoupments if r not in ripe))


def _forward(due: Money, state: PayerState, number: str) -> tuple[tuple[ProviderAdjustment, ...], PayerState]:
    """The PLB entries, if any are needed, and what the provider owes after them: a payment is never negative.

    What was carried forward before is taken back whole, and what the payment does not hold goes on under this
    remittance's number: one balance at a time (X12 RFI 2051). A remittance of nothing leaves it alone (RFI 738).
    """
    if not due or (due > ZERO and not state.owed):
        return (), state
    back = (ProviderAdjustment(FORWARDED_BALANCE, state.owed_since, state.owed),) if state.owed else ()
    left = due - state.owed
    if left >= ZERO:
        return back, replace(state, owed=ZERO, owed_since="")
    return (*back, ProviderAdjustment(FORWARDED_BALANCE, number, left)), replace(state, owed=-left, owed_since=number)
