"""From decisions to remittances: originals, replacements, voids, reopenings, and the payer's memory of them."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.coordination import claim_to_next_payer
from claimsim.model.calendar import add_days
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO
from claimsim.model.remittance import Adjustment, RemittanceClaim, RemittanceLine
from claimsim.payer.context import ClaimContext, Payer
from claimsim.payer.deciding import decide
from claimsim.payer.forwarding import QUALIFIED_BENEFICIARY
from claimsim.payer.identifiers import control_number
from claimsim.payer.members import FiledClaim, PayerState
from claimsim.payer.payments import Adjudicated, finish, late_interest

GRACE_PERIOD = "N615"
PREMIUM_NOT_PAID = "N619"
REPLACED, VOIDED, APPEALED, COVERAGE_ENDED_LATE = "N694", "N693", "N690", "N687"
"""Alerts of a reversal: why the payer takes its answer back (X12's list of 2026-08-17)."""
CORRECTION_TOO_LATE = "correction-too-late"
_AUTHORIZATION_RULES = frozenset(
    {
        "authorization-missing", "authorization-number-missing", "authorization-other-service",
        "authorization-other-provider", "authorization-expired", "authorization-exceeded",
    }
)  # fmt: skip
"""Rules that an approval given after the service answers."""


REOPENING_LIMIT = "42 CFR 405.980(c): one year for any reason, then with good cause only; a refusal is not appealable"


class ReopeningRefused(Struct, frozen=True):
    """The payer does not take its answer up again. That is no decision on the claim: nothing is remitted, and there is
    no appeal against it (NGS, reopenings for minor errors and omissions)."""

    reason: str
    last_day: date


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
        return finish(payer, _reverse(state, filed), paid_on, (_reversal(filed.result, VOIDED),), ())
    return _remit(claim, payer, state, received_on, paid_on, replaced=filed, remarks=remarks, why=REPLACED)


def _in_grace_period(claim: Claim, state: PayerState, paid_on: date) -> tuple[PayerState, tuple[str, ...]]:
    """What a premium that is not paid does to coverage once that is known, and to the remarks while it is not."""
    grace = state.later.grace_period
    if grace is None or not grace.from_ <= claim.date_of_service <= grace.ends_on:
        return state, ()
    if paid_on < grace.ends_on:
        return state, (GRACE_PERIOD,)
    if grace.premium_paid:
        return state, ()
    left = grace.ended < claim.date_of_service
    return state.ending_coverage(grace.ended), (PREMIUM_NOT_PAID,) if left else ()


def reopen(
    reference: str, claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date
) -> Adjudicated | ReopeningRefused:
    """A clerical error reopening (42 CFR 405.980) of the claim of that control number; `claim` is corrected.

    For payers that take no replacement claims. The answer has the same shape: a reversal and the corrected claim.
    It is refused after the payer's limit, which runs from its last answer to this service.
    Raises UnknownClaim for a reference to no claim of this payer.
    """
    last_day = add_days(_open_claim(state, reference).paid_on, payer.file.manual.corrected_claims.limit_days)
    if received_on > last_day:
        return ReopeningRefused(
            f"asked for on {received_on}, the last day was {last_day} ({REOPENING_LIMIT})", last_day
        )
    return _remit(claim, payer, state, received_on, paid_on, replaced=_open_claim(state, reference), why=REPLACED)


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
    why: str = "",
) -> Adjudicated:
    """Answer a claim again without another one from the provider: an appeal was won, records came, coverage ended late.

    `waived` rules are not asked again; `remarks` go on the new answer. With `takeback`, what was overpaid is not taken
    off this remittance but announced (PLB WO) and withheld from payments after the payer's days. `why` is the
    reversal's remark. Raises UnknownClaim.
    """
    filed = _open_claim(state, reference)
    claim = replace(filed.claim, attachments=(*filed.claim.attachments, *attachments))
    waived |= {CORRECTION_TOO_LATE}
    return _remit(claim, payer, state, received_on, paid_on, filed, waived, remarks, takeback, why)


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
    why: str = "",
) -> Adjudicated:
    number, counter = _number_of(claim, payer, state, received_on)
    if claim.authorization_number and claim.authorization_number in state.approved:
        waived |= _AUTHORIZATION_RULES
    at = ClaimContext(claim, payer, state, payer.tables, received_on, replaced, waived)
    taken_up = () if replaced is None or _comes_too_late(at) else _answers_to(state, claim, replaced)
    before = tuple(_reversal(filed.result, why) for filed in taken_up)
    for filed in taken_up:
        state = _reverse(state, filed)
    decision = decide(replace(at, state=state), number)
    result = decision.result
    if remarks:
        result = replace(result, remarks=(*result.remarks, *remarks))
    filed = FiledClaim(number, claim, received_on, paid_on, result, decision.used, decision.returned)
    state = replace(state, claim_counter=counter, used=state.used_after(decision.used), filed=(*state.filed, filed))
    late = late_interest(payer, claim, result, received_on, paid_on) if replaced is None else ()
    taken_back = replaced.control_number if replaced is not None and takeback else ""
    done = finish(payer, state, paid_on, (*before, result), decision.trace, decision.pricing, late, taken_back)
    if not result.crossover_to:
        return done
    next_ = next(c for c in state.others if c.payer == result.crossover_to)
    following = claim_to_next_payer(claim, result, paid_on, next_, payer.file.manual.line_of_business)
    sent_on = replace(following, forwarded_by=payer.name, submitted_on=paid_on)
    return replace(done, forwarded=sent_on)


def _comes_too_late(at: ClaimContext) -> bool:
    """Whether the payer refuses the correction for its day, so that what it would have corrected stays as it is."""
    rules = (rule for rule, _ in at.payer.claim_rules if rule.id == CORRECTION_TOO_LATE)
    return any(rule.id not in at.waived and rule.check(at) is not None for rule in rules)


def _answers_to(state: PayerState, claim: Claim, replaced: FiledClaim) -> tuple[FiledClaim, ...]:
    """The answers that a new one takes the place of: after a refused correction also the one that it left standing."""
    first = state.filed_claim(claim.original_reference) if claim.frequency == "7" else None
    return (replaced,) if first is None or first.closed or first is replaced else (first, replaced)


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


def _reversal(result: RemittanceClaim, why: str = "") -> RemittanceClaim:
    """The claim with every amount negated, and the remark that says why; CLP05 of a reversal is nothing, its PR amounts
    are in the adjustments."""
    return replace(
        result,
        status_code="22",
        crossover_to="",
        charge=-result.charge,
        paid=-result.paid,
        patient_responsibility=ZERO,
        lines=tuple(_negated(line) for line in result.lines),
        remarks=(
            *(remark for remark in result.remarks if remark in QUALIFIED_BENEFICIARY.values()),
            *((why,) if why else ()),
        ),
        unprocessable=False,
    )


def _negated(line: RemittanceLine) -> RemittanceLine:
    adjustments = tuple(Adjustment(a.group, a.carc, -a.amount, a.rule) for a in line.adjustments)
    return replace(line, charge=-line.charge, allowed=-line.allowed, paid=-line.paid, adjustments=adjustments)
