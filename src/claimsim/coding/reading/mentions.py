"""What reading a statement makes: mentions, the drafts they come from, and the assertion cues in force."""

from typing import NamedTuple

from claimsim.coding.reading.statements import Statement
from claimsim.coding.words.entries import Condition, Medication


class Mention(NamedTuple):
    """Something mentioned. `start` and `end` are words of the statement; `statement` its number."""

    entry: Condition | Medication
    line: int
    statement: int
    section: str
    role: str
    block: int
    assertion: str
    side: str
    qualifiers: frozenset[str]
    control: str
    encounter: str
    start: int
    end: int


class StatementReading(NamedTuple):
    """What one statement yields."""

    conditions: list[Mention]
    drugs: list[Mention]
    signals: list[tuple[str, str]]
    sides: list[tuple[str, str]]


class Draft:
    """A condition while its statement is being read."""

    __slots__ = ("assertion", "control", "encounter", "end", "entry", "qualifiers", "side", "start")

    def __init__(self, entry: Condition, start: int, end: int, assertion: str) -> None:
        self.entry, self.start, self.end, self.assertion = entry, start, end, assertion
        self.side = self.control = self.encounter = ""
        self.qualifiers: set[str] = set()

    def mention(self, statement: Statement, number: int) -> Mention:
        """The finished mention; `number` is its statement's."""
        return Mention(
            self.entry, statement.line, number, statement.section, statement.role, statement.block, self.assertion,
            self.side, frozenset(self.qualifiers), self.control, self.encounter, self.start, self.end,
        )  # fmt: skip


class Scope:
    """The assertion cues that are in force at a word."""

    __slots__ = ("bracketed", "family", "historical", "hypothetical", "listing", "negated", "unaddressed", "uncertain")

    def __init__(self, family: bool, uncertain: bool) -> None:
        self.family, self.uncertain = family, uncertain
        self.negated = self.historical = self.hypothetical = self.unaddressed = False
        self.bracketed = False
        """Whether a bracket is open in which nothing was in force before it."""
        self.listing = ""
        """Whether commas part what a cue opened: "list" to the end, "items" as long as bare names follow."""

    def status(self) -> str:
        if self.family:
            return "family"
        if self.negated:
            return "negated"
        if self.hypothetical:
            return "hypothetical"
        if self.unaddressed:
            return "unaddressed"
        if self.uncertain:
            return "uncertain"
        return "historical" if self.historical else "affirmed"

    def open_bracket(self) -> None:
        self.bracketed = self.status() == "affirmed"

    def close_bracket(self) -> None:
        if self.bracketed:
            self.end()
        self.bracketed = False

    def end(self) -> None:
        self.negated = self.uncertain = self.historical = self.hypothetical = self.unaddressed = False
        self.listing = ""


def drug_mention(entry: Medication, statement: Statement, number: int, assertion: str, start: int, end: int) -> Mention:
    """A drug that a statement names."""
    return Mention(
        entry, statement.line, number, statement.section, statement.role, statement.block, assertion, "", frozenset(),
        "", "", start, end,
    )  # fmt: skip


def tells(entry: Condition, name: str) -> bool:
    """Whether a qualifier has a part in one of the condition's codes."""
    return any(name in need for variant in entry.variants for need in variant.needs)
