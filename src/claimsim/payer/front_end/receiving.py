"""Taking a claim in: 999, then 277CA, then a control number."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.acknowledgement import ClaimAcknowledgement, ClaimStatus, ImplementationAcknowledgement
from claimsim.model.claim import Claim
from claimsim.payer.context import FrontEndContext, Payer
from claimsim.payer.front_end import syntax
from claimsim.payer.identifiers import control_number
from claimsim.payer.members import PayerState, ReceivedClaim
from claimsim.rules import Rule, Trace

_ACCEPTED = ClaimStatus("A2", "20", "PR", "accepted into adjudication")


class Received(Struct, frozen=True):
    """The 999, the 277CA (None when the 999 rejects), the payer's memory after it, and every rule that was asked."""

    implementation: ImplementationAcknowledgement
    acknowledgement: ClaimAcknowledgement | None
    state: PayerState
    trace: Trace


def receive(claim: Claim, payer: Payer, state: PayerState, received_on: date) -> Received:
    """Check a claim at the door. Every front-end rule is asked, so that all faults come back at once."""
    at = FrontEndContext(claim, payer, state, payer.tables, received_on)
    faults, trace = _ask(syntax.RULES, at)
    if faults:
        errors = tuple(saw for _, saw in faults)
        return Received(ImplementationAcknowledgement(claim.claim_id, received_on, False, errors), None, state, trace)
    implementation = ImplementationAcknowledgement(claim.claim_id, received_on, True)
    faults, more = _ask(payer.front_end_rules, at)
    trace += more
    if faults:
        statuses = tuple(_status(rule, saw, claim) for rule, saw in faults)
        answer = ClaimAcknowledgement(claim.claim_id, payer.name, received_on, False, statuses)
        return Received(implementation, answer, state, trace)
    counter = state.claim_counter + 1
    number = control_number(payer.file, received_on, counter)
    taken = replace(state, claim_counter=counter, received=(*state.received, ReceivedClaim(number, claim, received_on)))
    answer = ClaimAcknowledgement(claim.claim_id, payer.name, received_on, True, (_ACCEPTED,), number)
    return Received(implementation, answer, taken, trace)


def receive_records(claim: Claim, kinds: tuple[str, ...], state: PayerState) -> tuple[Claim, PayerState]:
    """The claim with records that came after it, and the payer's memory of it under the same control number."""
    with_records = replace(claim, attachments=(*claim.attachments, *kinds))
    received = tuple(replace(r, claim=with_records) if r.claim == claim else r for r in state.received)
    return with_records, replace(state, received=received)


def _ask(
    rules: tuple[Rule[FrontEndContext], ...], at: FrontEndContext
) -> tuple[list[tuple[Rule[FrontEndContext], str]], Trace]:
    trace = [(rule.id, "claim", rule.check(at)) for rule in rules]
    faults = [(rule, saw) for rule, (_, _, saw) in zip(rules, trace, strict=True) if saw is not None]
    return faults, tuple(trace)


def _status(rule: Rule[FrontEndContext], saw: str, claim: Claim) -> ClaimStatus:
    """The STC of a fault. A patient who is the subscriber stands in the subscriber's loop of the claim (2010BA)."""
    answer = rule.answer
    entity = "IL" if answer.entity == "QC" and claim.relationship == "self" else answer.entity
    return ClaimStatus(answer.category, answer.status, entity, saw, rule.id)
