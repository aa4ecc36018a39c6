"""What a case is made of, and the world it lives in."""

from collections.abc import Mapping

from msgspec import Struct, field

from claimsim.billing.claim_build import person_on_claim
from claimsim.code_tables import CodeTables
from claimsim.coding import Answered, code_with_answers
from claimsim.coordination import CoverageFacts, order_of_liability
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.codes import Coding
from claimsim.model.evidence import Record
from claimsim.model.practice import Practice
from claimsim.payer import Payer, PayerOverrides

from .script import CodingAudit, LearnedCoverage, Seats, WrongPatient

NO_SCRIPT = Seats.model_construct()
SELF_PAY = BillingManual.model_construct(line_of_business="commercial", filing_limit_days=365)
"""What a coder goes by when there is no payer: CPT's own rules."""
MOST_READINGS = 500
"""Charts whose reading is kept."""


class Inquiries(Struct, frozen=True):
    """What comes out when the biller looks at the card image again, calls the patient, or looks for records."""

    card_image: LearnedCoverage | None = None
    patient: tuple[Coverage, ...] = ()
    records: tuple[Record, ...] = ()
    wrong_patient: WrongPatient | None = None
    answers_payer: bool = False
    coding_audit: CodingAudit = "after_payment"


class PayerNames(Struct, frozen=True):
    """What a payer and its plans are called on their cards, where a chart has their ids."""

    payer: str
    plans: Mapping[str, str]


class Case(Struct, frozen=True):
    """One encounter with everything around it that a scenario may say."""

    id: str
    encounter: Encounter
    practice: Practice
    payers: Mapping[str, Payer]
    payer_files: Mapping[str, PayerOverrides] = field(default_factory=dict)
    inquiries: Inquiries = Inquiries()
    seats: Seats = NO_SCRIPT

    def payer(self, coverage: Coverage) -> Payer:
        """The payer of a coverage."""
        return self.payers[coverage.payer]

    @property
    def names(self) -> dict[str, PayerNames]:
        """The names of every payer of the case, by its id."""
        return {
            key: PayerNames(payer.file.name, {plan: file.name for plan, file in payer.file.plans.items()})
            for key, payer in self.payers.items()
        }

    @property
    def manual(self) -> BillingManual:
        """The billing manual the coder goes by: that of the payer that is liable first."""
        coverages = self.encounter.coverage
        if not coverages:
            return SELF_PAY
        if len(coverages) == 1:
            return self.payer(coverages[0]).file.manual
        facts = tuple(coverage_facts(self, coverage) for coverage in coverages)
        order = order_of_liability(facts, self.encounter.patient.birth_date, self.encounter.date_of_service)
        return self.payers[order.payers[0]].file.manual


def coverage_facts(case: Case, coverage: Coverage) -> CoverageFacts:
    """A coverage with what decides who pays first, as the desk has asked it."""
    manual = case.payers[coverage.payer].file.manual
    return CoverageFacts(
        payer=coverage.payer,
        name=case.payers[coverage.payer].file.name,
        line_of_business=manual.line_of_business,
        plan=coverage.plan,
        member_id=coverage.member_id,
        relationship=coverage.relationship,
        subscriber=person_on_claim(coverage.subscriber or case.encounter.patient),
        group_number=coverage.group_number,
        through=coverage.through,
        employees=coverage.employees,
        since=coverage.since,
        entitlement=coverage.entitlement,
        entitled_since=coverage.entitled_since,
        court_ordered=coverage.court_ordered,
        crossover=manual.crossover,
    )


class _Reading(Struct, frozen=True):
    """What the reference coder made of a chart under a payer's manual."""

    encounter: Encounter
    practice: Practice
    manual: BillingManual
    coding: Coding
    answered: tuple[Answered, ...]

    def is_of(self, case: Case, manual: BillingManual) -> bool:
        if self.manual is not manual or self.practice is not case.practice:
            return False
        return self.encounter is case.encounter or self.encounter == case.encounter


class World:
    """The code tables, and the reference coder's readings: the flow and the coder's seat both ask for one, and
    scenarios that share a chart share its reading."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self._readings: dict[str, _Reading] = {}

    def reading(self, case: Case) -> Coding:
        """The reference coder's reading of the case's chart."""
        return self._reading(case).coding

    def answered(self, case: Case) -> tuple[Answered, ...]:
        """The coder's queries that the clinician answered, in order; the reading rests on the answers."""
        return self._reading(case).answered

    def _reading(self, case: Case) -> _Reading:
        manual, note = case.manual, case.encounter.note
        kept = self._readings.get(note)
        if kept is None or not kept.is_of(case, manual):
            coding, answered, _ = code_with_answers(case.encounter, case.practice, manual, self.tables)
            kept = _Reading(case.encounter, case.practice, manual, coding, answered)
            if len(self._readings) >= MOST_READINGS:
                self._readings.clear()
            self._readings[note] = kept
        return kept
