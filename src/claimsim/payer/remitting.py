"""From decisions to remittances: originals, replacements, voids, reopenings, and the payer's memory of them."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.coordination import claim_to_next_payer
from claimsim.model.calendar import add_days
from claimsim.model.claim import Claim
from claimsim.model.money import HUNDRED, ZERO, Money, cents, total
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
from claimsim.payer.forwarding import QUALIFIED_BENEFICIARY
from claimsim.payer.identifiers import control_number, trace_number
from claimsim.payer.members import FiledClaim, PayerState, Recoupment
from claimsim.payer.pricing.waterfall import LinePricing
from claimsim.rules import Trace

FORWARDED_BALANCE = "FB"
"""PLB reason: negative when a remittance comes out below zero, positive when a later one takes it back."""


OVERPAYMENT_RECOVERY = "WO"
"""PLB reason of a takeback: negative when it is announced, positive when it is withheld (X12 RFI 1756)."""
INTEREST = "L6"
"""PLB reason of interest for late payment; negative, because it raises the payment."""
GRACE_PERIOD = "N615"
CORRECTION_TOO_LATE = "correction-too-late"
_YEAR = 365
_AUTHORIZATION_RULES = frozenset(
    {
        "authorization-missing", "authorization-number-missing", "authorization-other-service",
        "authorization-other-provider", "authorization-expired", "authorization-exceeded",
    }
)  # fmt: skip
"""Rules that an approval given after the service answers."""


class Adjudicated(Struct, frozen=True):
    """A remittance, the payer's memory after it, every rule that was asked, and how each payable line was priced (of
    the corrected claim, where one was taken back). `forwarded` is the claim as the payer sends it on to the next one,
    where it does."""

    remittance: Remittance
    state: PayerState
    trace: Trace
    pricing: tuple[LinePricing, ...] = ()
    forwarded: Claim | None = None


class UnknownClaim(Exception):
    """A replacement, void or reopening of a claim that this payer has not adjudicated: the front end should have
    stopped it."""


def adjudicate(claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date) -> Adjudicated:
    """Answer a claim that the front end accepted.

    Frequency 7 gives a reversal (claim status 22) and the corrected claim in one remittance, 8 the reversal alone. A
    correction that comes too late is denied by itself: the first answer stands.
    Raises UnknownClaim for a reference to no claim of this payer; `receive` rejects such claims.
    """
    state, remarks = _in_grace_period(claim, state, paid_on)
    if claim.frequency == "1":
        return _remit(claim, payer, state, received_on, paid_on, replaced=None, remarks=remarks)
    filed = _open_claim(state, claim.original_reference)
    if claim.frequency == "8":
        return _finish(payer, _reverse(state, filed), paid_on, (_reversal(filed.result),), ())
    return _remit(claim, payer, state, received_on, paid_on, replaced=filed)


def _in_grace_period(claim: Claim, state: PayerState, paid_on: date) -> tuple[PayerState, tuple[str, ...]]:
    """What a premium that is not paid does to coverage once that is known, and to the remarks while it is not."""
    grace = state.later.grace_period
    if grace is None or not grace.from_ <= claim.date_of_service <= grace.ends_on:
        return state, ()
    if paid_on < grace.ends_on:
        return state, (GRACE_PERIOD,)
    if grace.premium_paid:
        return state, ()
    return state.ending_coverage(grace.ended), ()


def reopen(
    reference: str, claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date
) -> Adjudicated:
    """A clerical error reopening (42 CFR 405.980) of the claim of that control number; `claim` is corrected.

    For payers that take no replacement claims. The answer has the same shape: a reversal and the corrected claim.
    Raises UnknownClaim for a reference to no claim of this payer.
    """
    return _remit(claim, payer, state, received_on, paid_on, replaced=_open_claim(state, reference))


def reprocess(
    reference: str,
    payer: Payer,
    state: PayerState,
    received_on: date,
    paid_on: date,
    *,
    waived: frozenset[str] = frozenset(),
    remarks: tuple[str, ...] = (),
    attachments: tuple[str, ...] = (),
    takeback: bool = False,
) -> Adjudicated:
    """Answer a claim again without another one from the provider: an appeal was won, records came, coverage ended late.

    `waived` rules are not asked again; `remarks` go on the new answer. With `takeback`, what was overpaid is not taken
    off this remittance but announced (PLB WO) and withheld from payments after the payer's days. Raises UnknownClaim.
    """
    filed = _open_claim(state, reference)
    claim = replace(filed.claim, attachments=(*filed.claim.attachments, *attachments))
    waived |= {CORRECTION_TOO_LATE}
    return _remit(claim, payer, state, received_on, paid_on, filed, waived, remarks, takeback)


def pay_others(payer: Payer, state: PayerState, paid_on: date, amount: Money) -> Adjudicated:
    """A payment for other patients of the practice, from which what is owed is withheld."""
    return _finish(payer, state, paid_on, (), (), others=amount)


def _open_claim(state: PayerState, reference: str) -> FiledClaim:
    filed = state.filed_claim(reference)
    if filed is None or filed.closed:
        raise UnknownClaim(f"no open claim {reference} on file")
    return filed


def _remit(
    claim: Claim,
    payer: Payer,
    state: PayerState,
    received_on: date,
    paid_on: date,
    replaced: FiledClaim | None,
    waived: frozenset[str] = frozenset(),
    remarks: tuple[str, ...] = (),
    takeback: bool = False,
) -> Adjudicated:
    number, counter = _number_of(claim, payer, state, received_on)
    if claim.authorization_number and claim.authorization_number in state.approved:
        waived |= _AUTHORIZATION_RULES
    at = ClaimContext(claim, payer, state, payer.tables, received_on, replaced, waived)
    taken_up = () if replaced is None or _comes_too_late(at) else _answers_to(state, claim, replaced)
    before = tuple(_reversal(filed.result) for filed in taken_up)
    for filed in taken_up:
        state = _reverse(state, filed)
    decision = decide(replace(at, state=state), number)
    result = decision.result
    if remarks:
        result = replace(result, remarks=(*result.remarks, *remarks))
    filed = FiledClaim(number, claim, received_on, paid_on, result, decision.used, decision.returned)
    state = replace(state, claim_counter=counter, used=state.used_after(decision.used), filed=(*state.filed, filed))
    late = _interest(payer, claim, result, received_on, paid_on) if replaced is None else ()
    taken_back = replaced.control_number if replaced is not None and takeback else ""
    done = _finish(payer, state, paid_on, (*before, result), decision.trace, decision.pricing, late, taken_back)
    if not result.crossover_to:
        return done
    next_ = next(c for c in state.others if c.payer == result.crossover_to)
    sent_on = replace(claim_to_next_payer(claim, result, paid_on, next_), forwarded_by=payer.name, submitted_on=paid_on)
    return replace(done, forwarded=sent_on)


def _comes_too_late(at: ClaimContext) -> bool:
    """Whether the payer refuses the correction for its day, so that what it would have corrected stays as it is."""
    rules = (rule for rule, _ in at.payer.claim_rules if rule.id == CORRECTION_TOO_LATE)
    return any(rule.id not in at.waived and rule.check(at) is not None for rule in rules)


def _answers_to(state: PayerState, claim: Claim, replaced: FiledClaim) -> tuple[FiledClaim, ...]:
    """The answers that a new one takes the place of: after a refused correction also the one that it left standing."""
    first = state.filed_claim(claim.original_reference) if claim.frequency == "7" else None
    return (replaced,) if first is None or first.closed or first is replaced else (first, replaced)


def _interest(
    payer: Payer, claim: Claim, result: RemittanceClaim, received_on: date, paid_on: date
) -> tuple[ProviderAdjustment, ...]:
    """Interest for each day after the days in which the contract has a clean claim paid; nothing where it has none."""
    terms = payer.file.interest
    if terms is None or result.paid <= ZERO or claim.attachments:
        return ()
    days = (paid_on - received_on).days - terms.after_days
    amount = cents(result.paid * terms.annual_percent * days / (HUNDRED * _YEAR)) if days > 0 else ZERO
    return (ProviderAdjustment(INTEREST, result.payer_claim_control_number, -amount),) if amount else ()


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
        crossover_to="",
        charge=-result.charge,
        paid=-result.paid,
        patient_responsibility=ZERO,
        lines=tuple(_negated(line) for line in result.lines),
        remarks=tuple(remark for remark in result.remarks if remark in QUALIFIED_BENEFICIARY.values()),
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
        forwarded, owed = _forward(available - total(p.amount for p in recouped), state.owed, number)
        carried, state = (*interest, *recouped, *forwarded), replace(state, owed=owed)
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


def _forward(due: Money, owed: Money, reference: str) -> tuple[tuple[ProviderAdjustment, ...], Money]:
    """The PLB entry, if one is needed, and what the provider owes after it: a payment is never negative."""
    if due < ZERO:
        return (ProviderAdjustment(FORWARDED_BALANCE, reference, due),), owed - due
    taken = min(due, owed)
    if not taken:
        return (), owed
    return (ProviderAdjustment(FORWARDED_BALANCE, reference, taken),), owed - taken
