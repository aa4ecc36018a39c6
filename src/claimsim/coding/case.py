"""One encounter while it is being coded: what was given, what was read, and small look-ups kept for the next
encounter.
"""

from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct, field

from claimsim.code_tables import CodeTables
from claimsim.coding.reading.lexicon import Lexicon, lexicon_of
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.note import NoteReading, read_note
from claimsim.coding.reading.statements import Statement
from claimsim.coding.words.entries import Condition, Vaccine
from claimsim.model.billing_manual import BillingManual
from claimsim.model.calendar import age_on
from claimsim.model.chart import Encounter
from claimsim.model.codes import Alternative, Candidate, Evidence, Query, Reason
from claimsim.model.practice import Practice


class Memo(Struct):
    """Answers of the code tables that do not change: kept by code and date."""

    described: dict[tuple[str, date], str | None] = field(default_factory=dict)
    excluded: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    precedes: dict[tuple[str, str], bool] = field(default_factory=dict)
    titled: dict[str, tuple[Condition, str] | None] = field(default_factory=dict)
    drugs: dict[str, tuple[str, ...]] | None = None
    pairs: dict[tuple[str, str, date], str | None] = field(default_factory=dict)
    named: dict[tuple[str, date], str] = field(default_factory=dict)
    vaccines: dict[tuple[str, int], Vaccine | None] = field(default_factory=dict)
    drug_names: Any = None
    vaccine_names: Any = None
    globals_: dict[tuple[str, date], str] = field(default_factory=dict)
    nearest: dict[str, tuple[Alternative, ...]] = field(default_factory=dict)


_MEMOS: WeakKeyDictionary[CodeTables, Memo] = WeakKeyDictionary()
_MEMO_LIMIT = 20_000
_CATEGORY = 3
_OF_STATES = ("Z", "O")
"""Chapters in which another step chooses the code of what the note only lists: states, histories, pregnancies."""


class Case(Struct):
    """What the steps of coding share. `note` is where they leave what was read and not coded, and what is to be
    asked.
    """

    encounter: Encounter
    practice: Practice
    manual: BillingManual
    tables: CodeTables
    lexicon: Lexicon
    reading: NoteReading
    memo: Memo
    on: date
    age: int
    vocabulary: frozenset[str] = frozenset()
    """All words of the note's statements: what has none of a step's words in it need not be gone through by it."""
    prose: tuple[Statement, ...] = ()
    """The note's statements with the services' names that head their lines, as the services are read from them."""
    begins: list[int] = field(default_factory=list)
    procedural: frozenset[int] = frozenset()
    not_coded: list[tuple[Evidence, Reason]] = field(default_factory=list)
    listed_only: dict[Reason, str] = field(default_factory=dict)
    """The codes of what is left out for being listed only, by the reason: another step may still code it."""
    queries: list[Query] = field(default_factory=list)
    asked: set[tuple[str, ...]] = field(default_factory=set)
    """What was asked of which statements: said twice, asked once."""
    candidates: list[Candidate] = field(default_factory=list)
    quoted: dict[int, Evidence] = field(default_factory=dict)

    @property
    def medicare(self) -> bool:
        """Whether Medicare's own rules hold (original Medicare or an Advantage plan)."""
        return self.manual.line_of_business in ("medicare_part_b", "medicare_advantage")

    def evidence(self, mention: Mention) -> Evidence:
        """The statement of a mention."""
        return self.quote(mention.statement)

    def quote(self, number: int) -> Evidence:
        """A statement of the note as evidence."""
        found = self.quoted.get(number)
        if found is None:
            statement: Statement = self.reading.statements[number]
            found = self.quoted[number] = Evidence("note", statement.line, statement.text)
        return found

    def leave_out(self, evidence: Evidence, reason: Reason) -> None:
        """Keep what was read and rightly not coded."""
        self.not_coded.append((evidence, reason))

    def left_out(self, codes: list[str]) -> tuple[tuple[Evidence, Reason], ...]:
        """What was left out, each once, without what is among the codes after all."""
        coded = {*codes, *(code[:_CATEGORY] for code in codes if code[0] in _OF_STATES)}
        kept = (
            item
            for item in self.not_coded
            if (code := self.listed_only.get(item[1], "")) not in coded
            and (code[:1] not in _OF_STATES or code[:_CATEGORY] not in coded)
        )
        return tuple(dict.fromkeys(kept))

    def diagnosis(self, code: str) -> str | None:
        """The description of a billable ICD-10-CM code on the date of service, or None."""
        key = (code, self.on)
        if key not in self.memo.described:
            row = self.tables.icd10cm.get(code, self.on)
            self.memo.described[key] = row.description if row is not None and row.billable else None
        return self.memo.described[key]

    def service(self, code: str) -> str:
        """The project's description of a procedure code on the date of service; empty if it is not valid then."""
        key = (code, self.on)
        if key not in self.memo.named:
            row = self.tables.procedure(code, self.on)
            self.memo.named[key] = row.description if row is not None else ""
        return self.memo.named[key]

    def ncci_indicator(self, column_1: str, column_2: str) -> str | None:
        """The modifier indicator of an NCCI pair in this order, or None if there is no such edit."""
        key = (column_1, column_2, self.on)
        if key not in self.memo.pairs:
            pair = self.tables.ncci_pair(column_1, column_2, self.on)
            self.memo.pairs[key] = pair.modifier_indicator if pair is not None else None
        return self.memo.pairs[key]

    def global_days(self, code: str) -> str:
        """The global period of a code as the fee schedule has it ("000", "010", "090", "XXX"); empty if unknown."""
        return self.global_days_on(code, self.on)

    def global_days_on(self, code: str, on: date) -> str:
        """The global period a code had on another day; today's schedule stands in for days before the loaded one."""
        key = (code, on)
        if key not in self.memo.globals_:
            row = self.tables.physician_fee(code, "", on) or self.tables.physician_fee(code, "", self.on)
            self.memo.globals_[key] = row.global_days if row is not None else ""
        return self.memo.globals_[key]


def open_case(encounter: Encounter, practice: Practice, manual: BillingManual, tables: CodeTables) -> Case:
    """Read the note and prepare the look-ups."""
    memo = _MEMOS.get(tables)
    if memo is None or len(memo.described) > _MEMO_LIMIT:
        memo = _MEMOS[tables] = Memo()
    lexicon = lexicon_of(tables)
    on = encounter.date_of_service
    reading = read_note(encounter.note, lexicon)
    return Case(
        encounter,
        practice,
        manual,
        tables,
        lexicon,
        reading,
        memo,
        on,
        age_on(encounter.patient.birth_date, on),
        frozenset().union(*[statement.words for statement in reading.statements]),
    )
