"""What happens to a case, in order. Everything that is shown (terminal, text, JSON, score) is a reader of these.

An event says on which day of the scenario's calendar it happened and carries the object that holds why.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal, get_args

from msgspec import Struct

from claimsim.billing.charges import ChargeLine
from claimsim.billing.scrub.edits import EditHit
from claimsim.billing.statement import Statement
from claimsim.coordination import Order
from claimsim.model.account import Account, LedgerEntry
from claimsim.model.acknowledgement import ClaimAcknowledgement, ImplementationAcknowledgement
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.claim import Claim
from claimsim.model.codes import Assignment, Coding, Query
from claimsim.model.eligibility import EligibilityResponse
from claimsim.model.money import Money
from claimsim.model.practice import Practice
from claimsim.model.remittance import Remittance, RemittanceClaim
from claimsim.rules import Trace

from .case import PayerNames

Stage = Literal[
    "registration",
    "coding",
    "charges",
    "claim",
    "scrub",
    "submission",
    "adjudication",
    "posting",
    "follow_up",
    "statement",
]
STAGES: tuple[Stage, ...] = get_args(Stage)


class EncounterOpened(Struct, frozen=True):
    """The patient came; the chart is what the record holds."""

    stage: ClassVar[Stage] = "registration"
    on: date
    encounter: Encounter
    practice: Practice
    names: Mapping[str, PayerNames]
    """Of every payer that may come up, by its id."""


class EligibilityAnswered(Struct, frozen=True):
    """The desk asked a payer about coverage (270/271), or did not, for the reason given."""

    stage: ClassVar[Stage] = "registration"
    on: date
    coverage: Coverage
    response: EligibilityResponse | None
    not_checked: str = ""


class OrderOfPayersChecked(Struct, frozen=True):
    """The desk held the order of the cards against the order of liability, which carries the rules that decided."""

    stage: ClassVar[Stage] = "registration"
    on: date
    listed: tuple[str, ...]
    order: Order


class CodesAssigned(Struct, frozen=True):
    """The coder assigned codes. `coding` carries evidence, reasons and any compliance findings."""

    stage: ClassVar[Stage] = "coding"
    on: date
    coding: Coding
    by: str
    revised: bool = False


class ChargesEntered(Struct, frozen=True):
    """Each code got its charge from the charge master."""

    stage: ClassVar[Stage] = "charges"
    on: date
    lines: tuple[ChargeLine, ...]


class ClaimBuilt(Struct, frozen=True):
    """A claim was put together; `reason` says what kind of claim and why."""

    stage: ClassVar[Stage] = "claim"
    on: date
    claim: Claim
    payer_name: str
    reason: str


class ClaimScrubbed(Struct, frozen=True):
    """The practice's own edits were asked of a claim before it went out."""

    stage: ClassVar[Stage] = "scrub"
    on: date
    claim_id: str
    hits: tuple[EditHit, ...]
    trace: Trace


class ClaimSubmitted(Struct, frozen=True):
    """The claim left the practice."""

    stage: ClassVar[Stage] = "submission"
    on: date
    claim: Claim
    payer_name: str
    filing_deadline: date


class SyntaxAcknowledged(Struct, frozen=True):
    """The 999 came back."""

    stage: ClassVar[Stage] = "submission"
    on: date
    acknowledgement: ImplementationAcknowledgement
    trace: Trace = ()
    """The rules that were asked, where the 999 rejects: no 277CA follows that would carry them."""


class ClaimAcknowledged(Struct, frozen=True):
    """The 277CA came back: accepted into adjudication, or rejected and never adjudicated."""

    stage: ClassVar[Stage] = "submission"
    on: date
    acknowledgement: ClaimAcknowledgement
    payer_name: str
    trace: Trace


class RemittanceReceived(Struct, frozen=True):
    """The 835 came back. `claim` is the claim that it answers."""

    stage: ClassVar[Stage] = "adjudication"
    on: date
    remittance: Remittance
    claim: Claim
    trace: Trace


class Posted(Struct, frozen=True):
    """Entries were made in the ledger; `account` is the account after them, `open_denials` what stays open and why."""

    stage: ClassVar[Stage] = "posting"
    on: date
    entries: tuple[LedgerEntry, ...]
    account: Account
    answered: RemittanceClaim | None = None
    open_denials: tuple[str, ...] = ()


class DecisionTaken(Struct, frozen=True):
    """A seat decided. `prompt` is the kind of ask (scrub, rejected, denied, coder_answer), `subject` its object."""

    stage: ClassVar[Stage] = "follow_up"
    on: date
    seat: str
    by: str
    prompt: str
    subject: str
    action: str
    reason: str
    deadline: date | None = None
    during: Stage = "follow_up"


class QuestionAnswered(Struct, frozen=True):
    """The biller asked the coder about a line, and the coder answered from the record."""

    stage: ClassVar[Stage] = "follow_up"
    on: date
    question: str
    answer: str
    revised: Assignment | None
    evidence: tuple[str, ...] = ()


class QueryAnswered(Struct, frozen=True):
    """The coder asked the clinician about the record, and the answer was added to it; coding goes on from there."""

    stage: ClassVar[Stage] = "coding"
    on: date
    query: Query
    answer: str


class CoverageLearned(Struct, frozen=True):
    """Somebody looked at the card again or rang the patient, and this is what came out."""

    stage: ClassVar[Stage] = "follow_up"
    on: date
    source: str
    text: str
    coverage: tuple[Coverage, ...]


class LetterWritten(Struct, frozen=True):
    """A letter: of the practice to a payer (appeal, records, request for an approval), or of a payer.

    `sender` is "practice" or the payer's name; `deadline` the last day for what the letter asks or is subject to;
    `refused_claim` the claim whose reopening the letter refuses.
    """

    stage: ClassVar[Stage] = "follow_up"
    on: date
    sender: str
    payer_name: str
    text: str
    deadline: date | None = None
    refused_claim: str = ""


class StatementSent(Struct, frozen=True):
    """The patient was told what is owed and why, line by line, in plain words."""

    stage: ClassVar[Stage] = "statement"
    on: date
    statement: Statement


class AccountSettled(Struct, frozen=True):
    """Nothing is expected of any payer any more. What the patient owes, if anything, stands on the statement."""

    stage: ClassVar[Stage] = "statement"
    on: date
    account: Account
    still_withheld: tuple[tuple[str, Money], ...] = ()
    """What payers will keep back of later payments for other patients, by payer."""


Event = (
    EncounterOpened | EligibilityAnswered | CodesAssigned | ChargesEntered | ClaimBuilt | ClaimScrubbed | ClaimSubmitted
    | SyntaxAcknowledged | ClaimAcknowledged | RemittanceReceived | Posted | DecisionTaken | QuestionAnswered
    | QueryAnswered | CoverageLearned | OrderOfPayersChecked | LetterWritten | StatementSent | AccountSettled
)  # fmt: skip
