"""What a run came to: its events in the order in which expectations ask for them. Nothing is copied or worded."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field, structs

from claimsim.billing.charges import ChargeLine
from claimsim.billing.scrub.edits import EditHit
from claimsim.billing.statement import Statement
from claimsim.case.events import (
    AccountSettled,
    ChargesEntered,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimScrubbed,
    ClaimSubmitted,
    CodesAssigned,
    DecisionTaken,
    EligibilityAnswered,
    Event,
    LetterWritten,
    RemittanceReceived,
    StatementSent,
    SyntaxAcknowledged,
)
from claimsim.model.account import Account
from claimsim.model.acknowledgement import ClaimStatus
from claimsim.model.claim import Claim
from claimsim.model.codes import Coding
from claimsim.model.remittance import RemittanceClaim
from claimsim.rules import Trace


class ClaimOutcome(Struct):
    """A claim as it went out, the last thing that became of it, and the number that the payer gave it."""

    claim: Claim
    status: str = "built"
    number: str = ""
    rejections: tuple[ClaimStatus, ...] = ()


class AnswerOutcome(Struct, frozen=True):
    """A payer's answer to one claim, with the day of its payment and the trace of the rules that were asked."""

    answer: RemittanceClaim
    paid_on: date
    trace: Trace


class Outcome(Struct):
    """Everything that `expect:` may ask about. Built by `outcome_of` and then only read."""

    coding: Coding | None = None
    first_coding: Coding | None = None
    charges: tuple[ChargeLine, ...] = ()
    first_charges: tuple[ChargeLine, ...] = ()
    claims: list[ClaimOutcome] = field(default_factory=list)
    remittances: list[AnswerOutcome] = field(default_factory=list)
    actions: list[DecisionTaken] = field(default_factory=list)
    eligibility: list[EligibilityAnswered] = field(default_factory=list)
    hits: list[EditHit] = field(default_factory=list)
    rejections: list[ClaimStatus] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    statement: Statement | None = None
    settled_on: date | None = None


def outcome_of(events: Iterable[Event]) -> Outcome:
    """Read the events of a run. A claim that is corrected by a reopening counts as another claim of the same number."""
    outcome = Outcome()
    by_id: dict[str, list[ClaimOutcome]] = {}
    for event in events:
        match event:
            case CodesAssigned():
                _code(outcome, event.coding)
            case ChargesEntered():
                outcome.charges = event.lines
                outcome.first_charges = outcome.first_charges or event.lines
            case ClaimBuilt():
                # A reopening is not sent: its content is told over the telephone, on the day it is built.
                built = ClaimOutcome(event.claim, "submitted" if event.claim.submitted_on else "built")
                outcome.claims.append(built)
                by_id.setdefault(event.claim.claim_id, []).append(built)
            case ClaimScrubbed():
                outcome.hits.extend(event.hits)
                outcome.traces.append(event.trace)
            case ClaimSubmitted():
                sent = by_id[event.claim.claim_id][-1]
                sent.claim, sent.status = event.claim, "submitted"
            case SyntaxAcknowledged() if not event.acknowledgement.accepted:
                by_id[event.acknowledgement.claim_id][-1].status = "rejected"
                outcome.traces.append(event.trace)
            case ClaimAcknowledged():
                _acknowledge(outcome, by_id, event)
            case RemittanceReceived():
                _answer(outcome, by_id, event)
            case LetterWritten() if event.refused_claim:
                by_id[event.refused_claim][-1].status = "refused"
            case DecisionTaken():
                outcome.actions.append(event)
            case EligibilityAnswered():
                outcome.eligibility.append(event)
            case StatementSent():
                outcome.statement = event.statement
            case AccountSettled():
                outcome.account, outcome.settled_on = event.account, event.on
            case _:
                pass
    return outcome


def _code(outcome: Outcome, coding: Coding) -> None:
    """The last coding stands; what was found about earlier ones is not forgotten."""
    if outcome.coding is None:
        outcome.first_coding = outcome.coding = coding
        return
    findings = tuple(dict.fromkeys((*outcome.coding.findings, *coding.findings)))
    outcome.coding = structs.replace(coding, findings=findings)


def _acknowledge(outcome: Outcome, by_id: dict[str, list[ClaimOutcome]], event: ClaimAcknowledged) -> None:
    acknowledgement = event.acknowledgement
    outcome.traces.append(event.trace)
    claim = by_id[acknowledgement.claim_id][-1]
    claim.status = "accepted" if acknowledgement.accepted else "rejected"
    claim.number = acknowledgement.payer_claim_control_number
    if not acknowledgement.accepted:
        claim.rejections = acknowledgement.statuses
        outcome.rejections.extend(acknowledgement.statuses)


def _answer(outcome: Outcome, by_id: dict[str, list[ClaimOutcome]], event: RemittanceReceived) -> None:
    outcome.traces.append(event.trace)
    for answer in event.remittance.claims:
        outcome.remittances.append(AnswerOutcome(answer, event.remittance.paid_on, event.trace))
        if answer.is_reversal:
            for claim in outcome.claims:
                if claim.claim.payer == answer.payer and claim.number == answer.payer_claim_control_number:
                    claim.status = "reversed"
        elif answer.claim_id in by_id and by_id[answer.claim_id][-1].claim.payer == answer.payer:
            answered = by_id[answer.claim_id][-1]
            answered.status, answered.number = answer.outcome, answer.payer_claim_control_number
