"""What a run came to: the events in the order in which expectations ask for them. Light: nothing is copied or worded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from claimsim.billing.scrub.edits import EditHit
from claimsim.billing.statement import Statement
from claimsim.case.events import (
    AccountSettled,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimScrubbed,
    ClaimSubmitted,
    CodesAssigned,
    DecisionTaken,
    EligibilityAnswered,
    Event,
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


@dataclass(slots=True)
class ClaimOutcome:
    """A claim as it went out, and the last thing that became of it."""

    claim: Claim
    status: str = "not_sent"
    rejections: tuple[ClaimStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """A payer's answer to one claim, with the day of its payment and the trace of the rules that were asked."""

    answer: RemittanceClaim
    paid_on: date
    trace: Trace


@dataclass(slots=True)
class Outcome:
    """Everything that `expect:` may ask about. Built by `outcome_of` and then only read."""

    coding: Coding | None = None
    first_coding: Coding | None = None
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
                outcome.coding = event.coding
                outcome.first_coding = outcome.first_coding or event.coding
            case ClaimBuilt():
                built = ClaimOutcome(event.claim)
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
            case ClaimAcknowledged():
                _acknowledge(outcome, by_id, event)
            case RemittanceReceived():
                _answer(outcome, by_id, event)
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


def _acknowledge(outcome: Outcome, by_id: dict[str, list[ClaimOutcome]], event: ClaimAcknowledged) -> None:
    acknowledgement = event.acknowledgement
    outcome.traces.append(event.trace)
    claim = by_id[acknowledgement.claim_id][-1]
    claim.status = "accepted" if acknowledgement.accepted else "rejected"
    if not acknowledgement.accepted:
        claim.rejections = acknowledgement.statuses
        outcome.rejections.extend(acknowledgement.statuses)


def _answer(outcome: Outcome, by_id: dict[str, list[ClaimOutcome]], event: RemittanceReceived) -> None:
    outcome.traces.append(event.trace)
    for answer in event.remittance.claims:
        outcome.remittances.append(AnswerOutcome(answer, event.remittance.paid_on, event.trace))
        of_this_number = by_id.get(answer.claim_id, [])
        if not of_this_number:
            continue
        # A reversal takes back the answer to the earlier claim, which in a reopening bears the same number.
        (of_this_number[0] if answer.is_reversal else of_this_number[-1]).status = (
            "reversed" if answer.is_reversal else answer.outcome
        )
