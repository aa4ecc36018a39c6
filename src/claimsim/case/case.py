"""What a case is made of, and the world it lives in."""

from collections.abc import Mapping

from msgspec import Struct, field

from claimsim.code_tables import CodeTables
from claimsim.coding import Answered, code_with_answers
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.codes import Coding
from claimsim.model.practice import Practice
from claimsim.payer import Payer, PayerOverrides

from .script import LearnedCoverage, Seats

NO_SCRIPT = Seats()
SELF_PAY = BillingManual(line_of_business="commercial", filing_limit_days=365)
"""What a coder goes by when there is no payer: CPT's own rules."""


class Inquiries(Struct, frozen=True):
    """What comes out when the biller looks at the card image again, or rings the patient."""

    card_image: LearnedCoverage | None = None
    patient: tuple[Coverage, ...] = ()


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
    def manual(self) -> BillingManual:
        """The billing manual the coder goes by: the first payer's."""
        first = next(iter(self.encounter.coverage), None)
        return self.payer(first).file.manual if first else SELF_PAY


class World:
    """The code tables, and the reference coder's last reading (the flow and the coder's seat both ask for it)."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self._last: tuple[Encounter, BillingManual, Coding] | None = None
        self._answered: tuple[Answered, ...] = ()

    def reading(self, case: Case) -> Coding:
        """The reference coder's reading of the case's chart."""
        manual = case.manual
        if self._last is None or self._last[0] is not case.encounter or self._last[1] is not manual:
            coding, self._answered, _ = code_with_answers(case.encounter, case.practice, manual, self.tables)
            self._last = (case.encounter, manual, coding)
        return self._last[2]

    def answered(self, case: Case) -> tuple[Answered, ...]:
        """The coder's queries that the clinician answered, in order; the reading rests on the answers."""
        self.reading(case)
        return self._answered
