"""What is known while one statement is read: its words, its hits, and the conditions found so far."""

from claimsim.coding.reading.mentions import Draft, Scope, StatementReading
from claimsim.coding.reading.statements import Statement
from claimsim.coding.words.entries import Medication
from claimsim.coding.words.matching import Hit
from claimsim.coding.words.terms import Terms

TRAILING = 6
"""So far behind its name a side may stand in an assessment: "glaucoma suspect, low risk, bilateral"."""


class ReaderState:
    """What is known while one statement is read: its words, its hits, and the conditions found so far."""

    at = 0
    clause = 0
    waiting = ""
    side: tuple[str, int] | None = None
    control_ahead = ""
    ahead = ""
    loose_control = ""
    likewise = False
    blamed = False
    """Whether the doubts of the statement are of causes that are no diseases."""
    encounter: tuple[str, int] = ("", 0)
    inside = False
    """Whether the statement's problem was named before it."""
    listed = 0
    """Where the first site ends of a list that a head without one opens."""

    def __init__(
        self, statement: Statement, hits: list[Hit], scope: Scope, result: StatementReading, root: Terms
    ) -> None:
        self.root = root
        self.words, self.hits, self.scope, self.result = statement.words, hits, scope, result
        self.text, self.role = statement.text, statement.role
        self.vocabulary = frozenset(statement.words)
        # A list of problems has its commas between problems.
        self.comma_ends = statement.role in ("assessment", "assessment_plan", "plan")
        self.drafts: list[Draft] = []
        self.drugs: list[tuple[Medication, int, int, str]] = []
        self.pending: list[tuple[str, int, int]] = []
        self.site_sides: dict[str, str] = {}
        self.loose_qualifiers: set[str] = set()

    def _following(self) -> Hit | None:
        return self.hits[self.at + 1] if self.at + 1 < len(self.hits) else None
