"""Comparing single values and plain lists, and noting every mismatch with its place, its cause and its remedy."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path
from claimsim.model.remittance import Adjustment

from . import matching as match
from .expectations.matchers import NONE, DiagnosesMatcher, NumberMatcher
from .listing import list_edits, list_matches, list_words
from .matching import Spellings
from .mismatch import Data, Edit, Mismatch
from .sequencing import sequence_fault
from .yaml_writing import flow

Cause = Callable[[], str]


def no_cause() -> str:
    """For values that no rule makes."""
    return ""


class Comparison:
    """Collects mismatches. Each method compares one kind of value; None as expectation asserts nothing.

    `otherwise` is what to change in the scenario when the expectation is right and the actual value wrong.
    """

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self.found: list[Mismatch] = []

    def trial(self) -> "Comparison":
        """A comparison on the side, to see how far two things are apart."""
        return Comparison(self.tables)

    def note(
        self, kind: str, path: Path, what: str, words: tuple[str, str], why: str, otherwise: str,
        edits: Sequence[Edit], written: Data | None = None,
    ) -> None:  # fmt: skip
        """Note a mismatch: `words` are the expected and the actual value, `written` the actual one as a file has it."""
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        write = f"write `{key}: {flow(written)}`" if written is not None else "let `claimsim test --update` write it"
        instead = f"if the actual value is right, {write}; if not, {otherwise}"
        self.found.append(Mismatch(kind, path, what, *words, why, instead, tuple(edits)))

    def number(self, want: Any, got: Decimal, path: Path, what: str, why: Cause, otherwise: str) -> None:
        """An amount, or a number of units."""
        if want is None or match.number_matches(want, got):
            return
        at = _number_place(want, got, path)
        words = (match.number_words(want), f"{got:f}")
        self.note("other-number", path, what, words, why(), otherwise, [Edit(at, got)], got)

    def date(self, want: Any, got: date | None, path: Path, what: str, why: Cause, otherwise: str) -> None:
        """A day of the scenario's calendar."""
        if want is None or match.date_matches(want, got):
            return
        words = (match.date_words(want), got.isoformat() if got else "no date")
        self.note("other-date", path, what, words, why(), otherwise, [Edit(path, got or NONE)], got or NONE)

    def text(self, want: Any, got: str, path: Path, what: str, why: Cause, otherwise: str) -> None:
        """A word, a code or a sentence."""
        if want is None or match.text_matches(want, got):
            return
        words = (match.text_words(want), got or "nothing")
        self.note("other-text", path, what, words, why(), otherwise, [Edit(path, got or NONE)], got or NONE)

    def entries(
        self, want: Any, got: Sequence[Spellings], path: Path, what: str, why: Cause, otherwise: str, ordered: bool
    ) -> None:
        """A list of words: complete, and in order where the order matters, unless a matcher says otherwise."""
        if want is None or list_matches(want, got, ordered, match.entry_matches):
            return
        in_parts = isinstance(want, tuple) and any(isinstance(w, str) and w.count(":") > 1 for w in want)
        written: list[Data] = [spellings[-1 if in_parts else 0] for spellings in got]
        edits = list_edits(want, got, written, path, ordered, match.entry_matches)
        in_full = [f"{s[0]} ({', '.join(s[1:])})" if len(s) > 1 else s[0] for s in got]
        words = (list_words(want, match.entry_words), match.listed(in_full))
        self.note("other-list", path, what, words, why(), otherwise, edits, written or NONE)

    def diagnosis(self, want: Any, got: str, path: Path, what: str, why: Cause, otherwise: str) -> None:
        """One diagnosis code, with its dot or without."""
        if want is None or match.diagnosis_matches(want, (got,)):
            return
        words = (match.entry_words(want), got or "nothing")
        edits = [Edit(path, got)] if got else []
        self.note("other-diagnoses", path, what, words, why(), otherwise, edits, got or None)

    def diagnoses(self, want: Any, got: Sequence[str], path: Path, what: str, why: Cause, otherwise: str) -> None:
        """Diagnosis codes: complete and in order, unless a matcher says otherwise."""
        if want is None:
            return
        codes: list[Spellings] = [(code,) for code in got]
        written: list[Data] = list(got)
        if not list_matches(want, codes, True, match.diagnosis_matches):
            edits = list_edits(want, codes, written, path, True, match.diagnosis_matches)
            words = (list_words(want, match.entry_words), match.listed(got))
            self.note("other-diagnoses", path, what, words, why(), otherwise, edits, written or NONE)
        elif isinstance(want, DiagnosesMatcher) and want.valid_order is not None:
            fault = sequence_fault(got, self.tables.icd10cm)
            if fault:
                words = ("an order that the ICD-10-CM notes allow", match.listed(got))
                remedy = "put the codes in an order that the note allows"
                edits = (Edit(path, written),)
                self.note("sequence-violated", path, what, words, fault, remedy, edits, written)

    def adjustments(
        self, want: Any, got: Sequence[Adjustment], path: Path, what: str, why: Cause, otherwise: str
    ) -> None:
        """Adjustments: a complete set in any order, unless a matcher says otherwise."""
        if want is None or list_matches(want, got, False, match.adjustment_matches):
            return
        with_amounts = isinstance(want, tuple) and any(not isinstance(w, str) or " " in w for w in want)
        written: list[Data] = [f"{a.code} {a.amount}" if with_amounts else a.code for a in got]
        rewrite = partial(_adjustment_edits, got)
        edits = list_edits(want, got, written, path, False, match.adjustment_matches, rewrite)
        words = (list_words(want, match.adjustment_words), match.listed([f"{a.code} {a.amount}" for a in got]))
        self.note("other-adjustments", path, what, words, why(), otherwise, edits, written or NONE)


def _adjustment_edits(got: Sequence[Adjustment], want: Any, number: int, path: Path) -> Sequence[Edit]:
    """An adjustment in the form of the one it replaces: with its amount or without, or a mapping."""
    adjustment = got[number]
    if isinstance(want, str):
        return (Edit(path, f"{adjustment.code} {adjustment.amount}" if " " in want else adjustment.code),)
    edits: list[Edit] = []
    if not match.text_matches(want.code, adjustment.code):
        edits.append(Edit((*path, "code"), adjustment.code))
    if want.amount is not None and not match.number_matches(want.amount, adjustment.amount):
        edits.append(Edit(_number_place(want.amount, adjustment.amount, (*path, "amount")), adjustment.amount))
    return edits


def _number_place(want: Any, got: Decimal, path: Path) -> Path:
    """Which number of a matcher to write anew, where one alone will do; else the whole of it."""
    if isinstance(want, NumberMatcher):
        if want.about is not None:
            return (*path, "about")
        if want.at_least is not None and got < want.at_least:
            return (*path, "at_least")
        if want.at_most is not None and got > want.at_most:
            return (*path, "at_most")
    return path
