"""Comparing lists of service lines: each is found by its code, and by its modifiers where several have it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from claimsim.diagnostics import Path

from .comparison import Cause, Comparison
from .listing import relisted, stand_ins
from .mismatch import Data, Edit
from .sequences import CompareOne, differences


class HasCode(Protocol):
    """A service line of any kind."""

    @property
    def code(self) -> str:
        """CPT or HCPCS."""
        ...


G = TypeVar("G", bound=HasCode)


def compare_lines(
    to: Comparison, want: Any, got: Sequence[G], path: Path, what: str, compare_one: CompareOne[G],
    entry: Callable[[G, Any], Data], name: Callable[[G], str], why: Cause, otherwise: str,
) -> None:  # fmt: skip
    """Lines by their code, and by modifiers where several have it. With `exactly`, there are no others."""
    if want is None:
        return
    exactly = isinstance(want, str) or not isinstance(want, tuple)
    wanted: tuple[Any, ...] = () if isinstance(want, str) else want if isinstance(want, tuple) else want.exactly
    at = (*path, "exactly") if exactly and not isinstance(want, str) else path
    pairs, alike = _find_lines(to, wanted, got, compare_one)
    for w, g in pairs.items():
        if w in alike:
            continue
        compare_one(to, wanted[w], got[g], (*at, w), f"{what}, line {name(got[g])}")
    missing = [w for w in range(len(wanted)) if w not in pairs]
    free = [g for g in range(len(got)) if g not in pairs.values()]
    if not missing and not (exactly and free):
        return
    edits = _edits(to, wanted, got, at, pairs, compare_one, entry if exactly else None)
    actual = ", ".join(map(name, got)) or "no lines"
    for w in missing:
        words = (f"a line {_line_words(wanted[w])}", actual)
        to.note("missing-line", (*at, w), what, words, why(), otherwise, edits)
        edits = []
    if exactly and free:
        expected = ", ".join(_line_words(w) for w in wanted) or "no lines"
        to.note("extra-line", at, what, (expected, actual), why(), otherwise, edits)


def _edits(
    to: Comparison, want: Sequence[Any], got: Sequence[G], path: Path, pairs: Mapping[int, int],
    compare_one: CompareOne[G], entry: Callable[[G, Any], Data] | None,
) -> list[Edit]:  # fmt: skip
    """A line that was not found becomes the nearest one that nothing names: its code, and its values where they differ.

    With `entry`, a line that is left over is put in.
    """
    missing = [w for w in range(len(want)) if w not in pairs]
    free = [g for g in range(len(got)) if g not in pairs.values()]
    instead = stand_ins(missing, free, lambda w, g: len(differences(to, compare_one, want[w], got[g], ())))
    model = want[0] if want else None
    more = [entry(got[g], model) for g in free if g not in instead.values()] if entry else []
    edits = [*relisted(len(want), {**pairs, **instead}, more, path)]
    for w, g in instead.items():
        edits.append(Edit((*path, w, "code"), got[g].code))
        edits += differences(to, compare_one, want[w], got[g], (*path, w))
    return edits


def _find_lines(
    to: Comparison, want: Sequence[Any], got: Sequence[G], compare_one: CompareOne[G]
) -> tuple[dict[int, int], set[int]]:
    """Each expected line with the actual one that it is nearest to, and those that do not differ from theirs.

    Those that say most choose first.
    """
    pairs: dict[int, int] = {}
    alike: set[int] = set()
    free = list(range(len(got)))
    order = list(range(len(want)))
    if len(want) > 1:
        order.sort(key=lambda n: -len(want[n].model_fields_set))
    for w in order:
        candidates = [g for g in free if _has_code(want[w], got[g])]
        distances: dict[int, int] = {}
        for g in candidates if len(candidates) > 1 else ():
            trial = to.trial()
            compare_one(trial, want[w], got[g], (), "")
            distances[g] = sum(3 if m.path == ("modifiers",) else 1 for m in trial.found)
            if not distances[g]:
                alike.add(w)
                break
        if candidates:
            pairs[w] = min(distances, key=lambda g: (distances[g], g)) if distances else candidates[0]
            free.remove(pairs[w])
    return dict(sorted(pairs.items())), alike


def _has_code(want: Any, got: HasCode) -> bool:
    return got.code == want.code if isinstance(want.code, str) else got.code in want.code.any_of


def _line_words(want: Any) -> str:
    code = want.code if isinstance(want.code, str) else " or ".join(want.code.any_of)
    modifiers = getattr(want, "modifiers", None)
    return "-".join((code, *modifiers)) if isinstance(modifiers, tuple) and all(map(_is_text, modifiers)) else code


def _is_text(value: object) -> bool:
    return isinstance(value, str)
