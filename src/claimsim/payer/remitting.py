"""From decisions to remittances: originals, replacements, voids, reopenings, and the payer's memory of them."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money, total
from claimsim.model.remittance import (
    Adjustment,
    ProviderAdjustment,
    Remittance,
    RemittanceClaim,
    RemittanceLine,
    check_remittance,
)
from claimsim.payer.compiled import Payer
from claimsim.payer.context import ClaimContext
from claimsim.payer.deciding import decide
from claimsim.payer.identifiers import control_number, trace_number
from claimsim.payer.members import FiledClaim, PayerState
from claimsim.payer.pricing.waterfall import LinePricing
from claimsim.rules import Trace

FORWARDED_BALANCE = "FB"
"""PLB reason: negative when a remittance comes out below zero, positive when a later one takes it back."""


class Adjudicated(Struct, frozen=True):
    """A remittance, the payer's memory after it, every rule that was asked, and how each payable line was priced (of
    the corrected claim, where one was taken back)."""

    remittance: Remittance
    state: PayerState
    trace: Trace
    pricing: tuple[LinePricing, ...] = ()


class UnknownClaim(Exception):
    """A replacement, void or reopening of a claim that this payer has not adjudicated: the front end should have
    stopped it."""


def adjudicate(claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date) -> Adjudicated:
    """Answer a claim that the front end accepted.

    Frequency 7 gives a reversal (claim status 22) and the corrected claim in one remittance, 8 the reversal alone.
    Raises UnknownClaim for a reference to no claim of this payer; `receive` rejects such claims.
    """
    if claim.frequency == "1":
        return _remit(claim, payer, state, received_on, paid_on, replaced=None)
    filed = _open_claim(state, claim.original_reference)
    if claim.frequency == "8":
        return _finish(payer, _reverse(state, filed), paid_on, (_reversal(filed.result),), ())
    return _remit(claim, payer, state, received_on, paid_on, replaced=filed)


def reopen(
    reference: str, claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date
) -> Adjudicated:
    """A clerical error reopening (42 CFR 405.980) of the claim of that control number; `claim` is corrected.

    For payers that take no replacement claims. The answer has the same shape: a reversal and the corrected claim.
    Raises UnknownClaim for a reference to no claim of this payer.
    """
    return _remit(claim, payer, state, received_on, paid_on, replaced=_open_claim(state, reference))


def _open_claim(state: PayerState, reference: str) -> FiledClaim:
    filed = state.filed_claim(reference)
    if filed is None or filed.closed:
        raise UnknownClaim(f"no open claim {reference} on file")
    return filed


def _remit(
    claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date, replaced: FiledClaim | None
) -> Adjudicated:
    number, counter = _number_of(claim, payer, state, received_on)
    before = () if replaced is None else (_reversal(replaced.result),)
    if replaced is not None:
        state = _reverse(state, replaced)
    decision = decide(ClaimContext(claim, payer, state, payer.tables, received_on, replaced), number)
    filed = FiledClaim(number, claim, received_on, paid_on, decision.result, decision.used, decision.returned)
    state = replace(state, claim_counter=counter, used=state.used_after(decision.used), filed=(*state.filed, filed))
    return _finish(payer, state, paid_on, (*before, decision.result), decision.trace, decision.pricing)


def _number_of(claim: Claim, payer: Payer, state: PayerState, received_on: date) -> tuple[str, int]:
    """The control number that the front end gave the claim, or a new one; and the counter after it."""
    given = next((r for r in reversed(state.received) if r.received_on == received_on and r.claim == claim), None)
    if given is not None and state.filed_claim(given.control_number) is None:
        return given.control_number, state.claim_counter
    counter = state.claim_counter + 1
    return control_number(payer.file, received_on, counter), counter


def _reverse(state: PayerState, filed: FiledClaim) -> PayerState:
    given_back = tuple(used.negated() for used in filed.used)
    closed = tuple(replace(f, closed=True) if f is filed else f for f in state.filed)
    return replace(state, filed=closed, used=state.used_after(given_back))


def _reversal(result: RemittanceClaim) -> RemittanceClaim:
    """The claim with every amount negated; CLP05 of a reversal is nothing, its PR amounts are in the adjustments."""
    return replace(
        result,
        status_code="22",
        charge=-result.charge,
        paid=-result.paid,
        patient_responsibility=ZERO,
        lines=tuple(_negated(line) for line in result.lines),
        remarks=(),
        unprocessable=False,
    )


def _negated(line: RemittanceLine) -> RemittanceLine:
    adjustments = tuple(Adjustment(a.group, a.carc, -a.amount, a.rule) for a in line.adjustments)
    return replace(line, charge=-line.charge, allowed=-line.allowed, paid=-line.paid, adjustments=adjustments)


def _finish(
    payer: Payer,
    state: PayerState,
    paid_on: date,
    claims: tuple[RemittanceClaim, ...],
    trace: Trace,
    pricing: tuple[LinePricing, ...] = (),
) -> Adjudicated:
    due = total(claim.paid for claim in claims)
    counter = state.payment_counter + 1
    number = trace_number(payer.file, paid_on, counter)
    carried, owed = _forward(due, state.owed, number)
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
    )
    check_remittance(remittance)
    return Adjudicated(remittance, replace(state, payment_counter=counter, owed=owed), trace, pricing)


def _forward(due: Money, owed: Money, reference: str) -> tuple[tuple[ProviderAdjustment, ...], Money]:
    """The PLB entry, if one is needed, and what the provider owes after it: a payment is never negative."""
    if due < ZERO:
        return (ProviderAdjustment(FORWARDED_BALANCE, reference, due),), owed - due
    taken = min(due, owed)
    if not taken:
        return (), owed
    return (ProviderAdjustment(FORWARDED_BALANCE, reference, taken),), owed - taken
