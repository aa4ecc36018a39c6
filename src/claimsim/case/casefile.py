"""The working file of a case while it is lived: what is open, who has answered what. Only the flow touches it."""

from collections.abc import Generator
from datetime import date
from heapq import heappop, heappush
from typing import Any, TypeVar

from msgspec import Struct, field

from claimsim.billing.charges import ChargeLine
from claimsim.billing.scrub.filing import filing_deadline
from claimsim.model.account import Account, LedgerEntry
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.codes import Assignment, Coding
from claimsim.model.eligibility import EligibilityResponse
from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import Remittance, RemittanceClaim
from claimsim.payer import CardFacts, Payer, PayerState, opening_state

from .asks import Ask, Decision
from .case import Case, World, coverage_facts
from .events import Event

T = TypeVar("T")
StepsTo = Generator[Event | Ask, Decision | None, T]
"""A part of the flow: yields events and asks, is sent decisions, and returns what it came to."""
Steps = StepsTo[None]
MAX_TASKS = 60
"""More than any settled account needs; past it something goes round in circles, and the run stops."""


class EndlessCase(Exception):
    """A case that does not settle: the seats keep sending the same thing round."""


def decide(ask: Ask) -> StepsTo[Decision]:
    """Ask a seat and wait for its decision, which must be one of the options."""
    decision = yield ask
    if decision is None or decision.action not in {option.action for option in ask.options}:
        raise ValueError(f"{decision and decision.action!r} is no answer to: {ask.question}")
    return decision


class CaseFile(Struct):
    """Everything the practice knows of the case so far, the payers' own states, and the agenda."""

    case: Case
    world: World
    coverages: list[Coverage]
    assignment: Assignment | None = None
    coding: Coding = field(default_factory=Coding)
    charges: tuple[ChargeLine, ...] = ()
    account: Account = field(default_factory=Account)
    eligibility: dict[str, EligibilityResponse] = field(default_factory=dict)
    states: dict[str, PayerState] = field(default_factory=dict)
    answers: list[RemittanceClaim] = field(default_factory=list)
    remittances: list[Remittance] = field(default_factory=list)
    answered_on: dict[str, date] = field(default_factory=dict)
    """The day of each answer, by the payer's number of it."""
    answered: dict[str, Claim] = field(default_factory=dict)
    """The claim that each answer is to, by the payer's number of it."""
    released: set[tuple[str, str]] = field(default_factory=set)
    keyed_wrong: dict[str, Claim] = field(default_factory=dict)
    """Claims in which a hand slipped, by their numbers, as the record has them."""
    lines_of: dict[str, frozenset[int]] = field(default_factory=dict)
    """Of claims with some of the encounter's lines only: which, by the claims' numbers."""
    sent_twice: set[str] = field(default_factory=set)
    stands_for: dict[str, str] = field(default_factory=dict)
    """Payers of some lines only, and in whose place they stand before the next one."""
    lying: dict[str, int] = field(default_factory=dict)
    """Claims that were built and not sent, by their numbers: the days until they are."""
    claims_built: int = 0
    sent: list[tuple[Coverage, Claim]] = field(default_factory=list)
    billed: set[str] = field(default_factory=set)
    audited: bool = False
    overpaid: dict[str, tuple[RemittanceClaim, date]] = field(default_factory=dict)
    """Answers that paid too much and are being corrected, by their numbers, with the day by which that must be done."""
    billed_to_patient: Money = ZERO
    """What the last statement asked for."""
    coder_asked: set[str] = field(default_factory=set)
    """The codes of denied lines about which the coder has been asked."""
    taken_back: set[str] = field(default_factory=set)
    voided: set[str] = field(default_factory=set)
    """Answers that were voided, or are being, by their numbers."""
    in_process: list[Claim] = field(default_factory=list)
    """Claims that a payer has and has not answered."""
    waiting: list[tuple[str, Steps]] = field(default_factory=list)
    """What goes to a payer, by name, when it has answered the claim that it takes the place of."""
    authorization: str = ""
    """The number of an approval that was given after the service."""
    today: date = date.min
    _agenda: list[tuple[date, int, Any]] = field(default_factory=list)
    _tasks: int = 0

    def schedule(self, on: date, steps: Steps) -> None:
        """Put work on the calendar; on one day, in the order in which it was put there."""
        self._tasks += 1
        if self._tasks > MAX_TASKS:
            raise EndlessCase(f"{self.case.id} has not settled after {MAX_TASKS} pieces of work")
        heappush(self._agenda, (on, self._tasks, steps))

    def next_task(self) -> tuple[date, Steps] | None:
        """The next piece of work and its day, or None when nothing is left to do."""
        if not self._agenda:
            return None
        on, _, steps = heappop(self._agenda)
        return on, steps

    @property
    def next_day(self) -> date | None:
        """The day of the next piece of work, if there is any."""
        return self._agenda[0][0] if self._agenda else None

    def next_claim_id(self) -> str:
        """The practice's own number of the next claim: the encounter's id and a running letter."""
        self.claims_built += 1
        return f"{self.case.encounter.id}-{self.claims_built}"

    def payer(self, name: str) -> Payer:
        """A payer by name."""
        return self.case.payers[name]

    def state(self, coverage: Coverage) -> PayerState:
        """What the payer has on file about this member now; opened from the card and the scenario when first asked."""
        state = self.states.get(coverage.payer)
        if state is None:
            state = opening_state(
                self.payer(coverage.payer),
                card_facts(self.case, coverage),
                self.case.payer_files.get(coverage.payer),
                self.case.encounter.date_of_service,
            )
            self.states[coverage.payer] = state
        return state

    def post(self, *entries: LedgerEntry) -> None:
        """Add entries to the ledger."""
        self.account = self.account.post(*entries)

    def filing_deadline(self, claim: Claim) -> date:
        """The last day on which the claim's payer may receive it."""
        return filing_deadline(claim, self.payer(claim.payer).file.manual)


def card_facts(case: Case, coverage: Coverage) -> CardFacts:
    """What the card says about the member, as the payer would have it on file unless the scenario says otherwise."""
    person = coverage.subscriber or case.encounter.patient
    patient = case.encounter.patient
    return CardFacts(
        plan=coverage.plan,
        member_id=coverage.member_id,
        relationship=coverage.relationship,
        subscriber_last=person.name.last,
        subscriber_first=person.name.first,
        subscriber_birth_date=person.birth_date,
        patient_last=patient.name.last,
        patient_first=patient.name.first,
        patient_birth_date=patient.birth_date,
        own=coverage_facts(case, coverage),
        others=tuple(coverage_facts(case, c) for c in case.encounter.coverage if c.payer != coverage.payer),
    )
