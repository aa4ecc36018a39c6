"""The story of a case: each event as blocks. What came in, what was decided, why, what went out, and the money."""

from collections.abc import Callable, Iterator
from typing import Any

from claimsim.case.events import (
    AccountSettled,
    ChargesEntered,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimScrubbed,
    ClaimSubmitted,
    CodesAssigned,
    CoverageLearned,
    DecisionTaken,
    EligibilityAnswered,
    EncounterOpened,
    Event,
    LetterWritten,
    OrderOfPayersChecked,
    Posted,
    QueryAnswered,
    QuestionAnswered,
    RemittanceReceived,
    StatementSent,
    SyntaxAcknowledged,
)

from .blocks import (
    Block,
    Blocks,
    Gap,
    Heading,
    Paragraph,
    Table,
)
from .explain import Explain
from .stages import account, claim, coding, registration, remittance, submission
from .telling import Telling

Teller = Callable[[Any, Telling], Iterator[Block]]
_TELLERS: dict[type, Teller] = {
    EncounterOpened: registration.encounter_opened,
    EligibilityAnswered: registration.eligibility_answered,
    CoverageLearned: registration.coverage_learned,
    OrderOfPayersChecked: registration.order_checked,
    LetterWritten: account.letter_written,
    CodesAssigned: coding.codes_assigned,
    QueryAnswered: coding.query_answered,
    QuestionAnswered: coding.question_answered,
    ChargesEntered: coding.charges_entered,
    ClaimBuilt: claim.claim_built,
    ClaimScrubbed: claim.claim_scrubbed,
    ClaimSubmitted: submission.claim_submitted,
    SyntaxAcknowledged: submission.syntax_acknowledged,
    ClaimAcknowledged: submission.claim_acknowledged,
    RemittanceReceived: remittance.remittance_received,
    Posted: account.posted,
    DecisionTaken: account.decision_taken,
    StatementSent: account.statement_sent,
    AccountSettled: account.account_settled,
}
_CLOSE = (
    SyntaxAcknowledged, ClaimAcknowledged, QuestionAnswered, CoverageLearned, DecisionTaken, LetterWritten,
    OrderOfPayersChecked,
)  # fmt: skip
_TITLES = {
    "registration": "the patient is checked in",
    "coding": "the chart is read, and codes are assigned",
    "charges": "each service gets its charge",
    "claim": "what goes to the payer is put together",
    "scrub": "the practice's own edits, before it goes out",
    "posting": "the answer goes on the ledger",
    "follow_up": "somebody works the answer",
    "statement": "what the patient gets to read",
}


class Story:
    """Tells a case, event by event, in order. One for each case: it remembers what it has told.

    The same events give the same blocks. `why` adds every rule that was asked, each line's way from charge to paid,
    the codes that lost, and all that was left out.
    """

    def __init__(self, explain: Explain, why: bool = False) -> None:
        self._telling = Telling(explain, why)
        self._below_table = False

    def opening(self, title: str, lesson: str = "") -> Blocks:
        """What the case is called, and what it teaches."""
        return (Paragraph(title, "heading"), *((Paragraph(lesson),) if lesson else ()))

    def closing(self, lesson: str) -> Blocks:
        """What it teaches, told in the end."""
        return (Gap(), Paragraph("What this case teaches", "heading"), Paragraph(lesson)) if lesson else ()

    def tell(self, event: Event) -> Blocks:
        """The blocks of the next event, with a heading where a stage or a day begins."""
        telling = self._telling
        head: tuple[Block, ...] = () if _is_close(event) and not self._below_table else (Gap(),)
        if not self._is_within(event):
            telling.stage, telling.on = _stage(event), event.on
            head = (Heading(telling.stage, _title(event), event.on),)
        blocks = (*head, *_TELLERS[type(event)](event, telling))
        self._below_table = isinstance(blocks[-1], Table)
        return blocks

    def _is_within(self, event: Event) -> bool:
        """Whether an event belongs under the heading that stands: of its stage and day, or a step of that."""
        telling = self._telling
        match event:
            case AccountSettled():
                return False
            case EligibilityAnswered():
                return bool(telling.stage)
            case ClaimAcknowledged():
                return telling.stage == "submission"
        return telling.on == event.on and (_stage(event) == telling.stage or _is_step(event))


def _is_close(event: Event) -> bool:
    """Whether an event is told right below what stands there, with no empty line between."""
    return isinstance(event, _CLOSE) or (isinstance(event, CodesAssigned) and event.revised)


def _is_step(event: Event) -> bool:
    match event:
        case QuestionAnswered() | CoverageLearned():
            return True
        case CodesAssigned(revised=revised):
            return revised
        case Posted(answered=answered):
            return answered is None
        case ClaimScrubbed(hits=hits):
            return not hits
        case _:
            return False


def _stage(event: Event) -> str:
    if isinstance(event, AccountSettled):
        return "account"
    return event.during if isinstance(event, DecisionTaken) else event.stage


def _title(event: Event) -> str:
    match event:
        case ClaimSubmitted(payer_name=name):
            return f"the claim goes to {name}"
        case ClaimAcknowledged():
            return "the front end answers"
        case RemittanceReceived(remittance=remittance):
            return f"{remittance.payer_name} answers"
        case AccountSettled():
            return "who owes what in the end"
        case _:
            return _TITLES.get(_stage(event), "")
