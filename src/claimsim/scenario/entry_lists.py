"""Comparing lists of what was asked, found and left out: complete in any order, each a text or a mapping."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

from msgspec import Struct

from claimsim.diagnostics import Path

from . import matching as match
from .comparison import Comparison, no_cause
from .expectations.matchers import NONE, OneWay
from .listing import complete_edits, list_matches, stand_ins
from .mismatch import Edit

G = TypeVar("G")
Value = str | Decimal | tuple[str, ...] | None


class EntryKind(Struct, Generic[G], frozen=True):
    """One kind of entry: a query, a finding, a statement of the chart."""

    noun: str
    name: Callable[[G], str]
    """How it is shown."""
    written: Callable[[G], str]
    """How a file has it, as a text."""
    said: Callable[[str, G], bool]
    """Whether a text of a file means it."""
    fields: Callable[[G], Mapping[str, Value]]
    """What a mapping may assert of it."""
    why: Callable[[G], str]

    def fits(self, want: Any, got: G) -> bool:
        """Whether an expected entry is an actual one."""
        return self.said(want, got) if isinstance(want, str) else not self._differing(want, got)

    def _differing(self, want: Any, got: G) -> list[str]:
        fields = self.fields(got)
        said = [key for key in type(want).model_fields if key in want.model_fields_set]
        return [key for key in said if not _value_fits(getattr(want, key), fields.get(key))]

    def edits(self, want: Any, got: G, path: Path) -> Sequence[Edit]:
        """What to write for an expected entry to be an actual one."""
        fields = self.fields(got)
        differing = () if isinstance(want, str) else self._differing(want, got)
        values = {key: fields.get(key) for key in differing}
        if not differing or not all(isinstance(value, str | Decimal) for value in values.values()):
            return (Edit(path, self.written(got)),)
        return [Edit((*path, key), value or NONE) for key, value in values.items() if isinstance(value, str | Decimal)]


def _value_fits(want: Any, got: Value) -> bool:
    if want is None or got is None:
        return want is got
    if isinstance(got, Decimal):
        return match.number_matches(want, got)
    if isinstance(got, tuple):
        return list_matches(want, [(code,) for code in got], True, match.diagnosis_matches)
    return match.text_matches(want, got)


def compare_entries(
    to: Comparison, want: Any, got: Sequence[G], path: Path, kind: EntryKind[G], otherwise: str
) -> None:
    """Queries, findings and the like: complete in any order, unless a matcher says otherwise."""
    if want is None:
        return
    label = match.plural(kind.noun)
    actual = f"{match.counted(len(got), kind.noun)} ({'; '.join(map(kind.name, got))})" if got else "none"
    partly = isinstance(want, OneWay)
    if partly and want.count is not None:
        what = f"number of {label} (there are {actual})"
        to.number(want.count, Decimal(len(got)), (*path, "count"), what, no_cause, otherwise)
        return
    written = [kind.written(g) for g in got]
    if partly and (unwanted := getattr(want, "lacks", None)) is not None:
        there = [g for g in got if any(kind.fits(u, g) for u in unwanted)]
        if there:
            expected = f"no {' and no '.join(match.mapping_words(u) for u in unwanted)}"
            edits = [Edit(path, [*written])]
            to.note("extra-entry", path, label, (expected, actual), kind.why(there[0]), otherwise, edits)
            return
    wanted: tuple[Any, ...] = () if isinstance(want, str) else (want.at_least or ()) if partly else want
    at = (*path, "at_least") if partly else path
    pairs, free = match.pair_up(wanted, got, kind.fits)
    missing = [w for w in range(len(wanted)) if w not in pairs]
    extra = [] if partly else free
    if not missing and not extra:
        return

    def rewrite(entry: Any, number: int, place: Path) -> Sequence[Edit]:
        return kind.edits(entry, got[number], place)

    edits = [*complete_edits(wanted, got, written, at, kind.fits, rewrite, partly)] if got else [Edit(path, NONE)]
    akin = [w for w in missing if any(_apart(wanted[w], written[g]) for g in extra)]
    instead = stand_ins(akin, extra, lambda w, g: _apart(wanted[w], written[g]))
    for w in missing:
        words = (match.mapping_words(wanted[w]), kind.name(got[instead[w]]) if w in instead else actual)
        why = kind.why(got[instead[w]]) if w in instead else ""
        to.note("other-entry" if w in instead else "missing-entry", (*at, w), label, words, why, otherwise, edits)
        edits = []
    extra = [g for g in extra if g not in instead.values()]
    if extra:
        expected = "none" if isinstance(want, str) else "; ".join(map(match.mapping_words, wanted)) or "none"
        to.note("extra-entry", path, label, (expected, actual), kind.why(got[extra[0]]), otherwise, edits)


def _apart(want: Any, written: str) -> int:
    """How little an expected entry has in common with an actual one: what is nearest is told as having changed."""
    return -len(set(match.mapping_words(want).replace(",", "").split()) & set(written.split()))
