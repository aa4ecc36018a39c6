"""Comparing lists of mappings: claims and decisions in order, lines by their code, findings in any order."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from claimsim.diagnostics import Path

from .comparison import Cause, Comparison, no_cause
from .expectations.matchers import NONE, OneWay
from .matching import mapping_words, pair_up
from .mismatch import Data, Edit, Mismatch, Relist, in_places

G = TypeVar("G")
CompareOne = Callable[[Comparison, Any, G, Path, str], None]
"""Compares one expected mapping with one actual thing, at a path, under a name."""

GAP = 2.5
"""What an entry left out weighs against mismatches within a pair, when lists of unequal length are laid together."""
MOST_APART = 6


def compare_sequence(
    to: Comparison, want: Any, got: Sequence[G], path: Path, noun: str, name: Callable[[G], str],
    compare_one: CompareOne[G], entry: Callable[[G], Data], why: Callable[[G], str], otherwise: str,
) -> None:  # fmt: skip
    """A list that is complete and in order; with `at_least`, one whose entries occur in this order among others."""
    if want is None:
        return
    partly = isinstance(want, OneWay)
    wanted: tuple[Any, ...] = () if isinstance(want, str) else want.at_least if partly else want
    at = (*path, "at_least") if partly else path

    def named(number: int, thing: G) -> str:
        return f"{noun} {number + 1} ({name(thing)})"

    if len(wanted) == len(got):
        for n, (w, g) in enumerate(zip(wanted, got, strict=True)):
            compare_one(to, w, g, (*at, n), named(n, g))
        return
    pairs = _lay_out(to, wanted, got, compare_one, 0.0 if partly else GAP)
    for place, found in pairs.items():
        compare_one(to, wanted[place], got[found], (*at, place), named(found, got[found]))
    missing = [w for w in range(len(wanted)) if w not in pairs]
    extra = [] if partly else [g for g in range(len(got)) if g not in pairs.values()]
    if not missing and not extra:
        return
    holder = {g: w for w, g in pairs.items()}
    entries: tuple[int | Data, ...] = tuple(
        holder[g] if g in holder else entry(got[g]) for g in range(len(got)) if g in holder or not partly
    )
    edits = [Edit(at, Relist(entries))] if entries or not partly else [Edit(path, [entry(g) for g in got] or NONE)]
    actual = f"{_count(len(got), noun)} ({'; '.join(map(name, got))})" if got else "none"
    expected = "none" if isinstance(want, str) else _count(len(wanted), noun)
    for w in missing:
        number = f"at least {expected}" if partly else expected
        words = (f"{number}, one with {mapping_words(wanted[w])}", actual)
        to.note("missing-entry", (*at, w), _plural(noun), words, "", otherwise, edits)
        edits = []
    if extra:
        causes = [cause for g in extra if (cause := why(got[g]))]
        too_many = ", ".join(named(g, got[g]) for g in extra)
        words = (expected, f"{actual}; not expected: {too_many}")
        to.note("extra-entry", path, _plural(noun), words, causes[0] if causes else "", otherwise, edits)


def _lay_out(
    to: Comparison, want: Sequence[Any], got: Sequence[G], compare_one: CompareOne[G], gap: float
) -> dict[int, int]:
    """Which expected entry stands for which actual one, in order, so that the fewest things differ.

    `gap` is what an actual entry that nothing stands for costs.
    """

    def apart(w: int, g: int) -> float:
        trial = to.trial()
        compare_one(trial, want[w], got[g], (), "")
        return float(min(sum(map(_weight, trial.found)), MOST_APART))

    rows, columns = len(want), len(got)
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    between = [[apart(w, g) for g in range(columns)] for w in range(rows)]
    for w in range(rows, -1, -1):
        for g in range(columns, -1, -1):
            ways = [cost[w + 1][g] + GAP] if w < rows else []
            ways += [cost[w][g + 1] + gap] if g < columns else []
            ways += [cost[w + 1][g + 1] + between[w][g]] if w < rows and g < columns else []
            cost[w][g] = min(ways, default=0.0)
    pairs: dict[int, int] = {}
    w = g = 0
    while w < rows and g < columns:
        if cost[w][g] == cost[w + 1][g + 1] + between[w][g]:
            pairs[w] = g
            w, g = w + 1, g + 1
        elif cost[w][g] == cost[w][g + 1] + gap:
            g += 1
        else:
            w += 1
    return pairs


def _weight(mismatch: Mismatch) -> int:
    """What an entry is tells more about which one is meant than what stands in it."""
    return 3 if mismatch.kind == "missing-line" or mismatch.path[-1] in ("status", "on", "action") else 1


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
    edits = [Edit(at, _lines_anew(wanted, got, pairs, free, exactly, entry))]
    actual = ", ".join(map(name, got)) or "no lines"
    for w in missing:
        words = (f"a line {_line_words(wanted[w])}", actual)
        to.note("missing-line", (*at, w), what, words, why(), otherwise, edits)
        edits = []
    if exactly and free:
        expected = ", ".join(_line_words(w) for w in wanted) or "no lines"
        to.note("extra-line", at, what, (expected, actual), why(), otherwise, edits)


def _lines_anew(
    wanted: Sequence[Any], got: Sequence[G], pairs: dict[int, int], free: list[int], exactly: bool,
    entry: Callable[[G, Any], Data],
) -> Relist:  # fmt: skip
    """The lines that were found stay; one that was not found gives way to a line that nothing names."""
    model = wanted[0] if wanted else None
    stand_ins = free if exactly else free[: len(wanted) - len(pairs)]
    return in_places(len(wanted), pairs, [entry(got[g], model) for g in stand_ins])


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


def _has_code(want: Any, got: Any) -> bool:
    return got.code == want.code if isinstance(want.code, str) else got.code in want.code.any_of


def _line_words(want: Any) -> str:
    code = want.code if isinstance(want.code, str) else " or ".join(want.code.any_of)
    modifiers = getattr(want, "modifiers", None)
    return "-".join((code, *modifiers)) if isinstance(modifiers, tuple) and all(map(_is_text, modifiers)) else code


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def compare_entries(
    to: Comparison, want: Any, got: Sequence[G], path: Path, noun: str, fits: Callable[[Any, G], bool],
    words: Callable[[Any], str], entry: Callable[[G], Data], name: Callable[[G], str], why: Callable[[G], str],
    otherwise: str,
) -> None:  # fmt: skip
    """Queries, findings and the like: complete in any order, unless a matcher says otherwise."""
    if want is None:
        return
    actual = f"{_count(len(got), noun)} ({'; '.join(map(name, got))})" if got else "none"
    partly = isinstance(want, OneWay)
    if partly and want.count is not None:
        counted = (*path, "count")
        label = f"number of {_plural(noun)} (there are {actual})"
        to.number(want.count, Decimal(len(got)), counted, label, no_cause, otherwise)
        return
    if partly and (unwanted := getattr(want, "lacks", None)) is not None:
        there = [g for g in got if any(fits(u, g) for u in unwanted)]
        if there:
            expected = f"no {' and no '.join(words(u) for u in unwanted)}"
            edits = [Edit(path, [entry(g) for g in got])]
            to.note("extra-entry", path, _plural(noun), (expected, actual), why(there[0]), otherwise, edits)
        return
    wanted: tuple[Any, ...] = () if isinstance(want, str) else want.at_least if partly else want
    at = (*path, "at_least") if partly else path
    pairs, free = pair_up(wanted, got, fits)
    missing = [w for w in range(len(wanted)) if w not in pairs]
    extra = [] if partly else free
    if not missing and not extra:
        return
    anew = in_places(len(wanted), pairs, [entry(got[g]) for g in extra])
    edits = [Edit(at, anew)] if anew.entries or not partly else [Edit(path, [entry(g) for g in got] or NONE)]
    for w in missing:
        to.note("missing-entry", (*at, w), _plural(noun), (words(wanted[w]), actual), "", otherwise, edits)
        edits = []
    if extra:
        expected = "none" if isinstance(want, str) else "; ".join(map(words, wanted)) or "none"
        to.note("extra-entry", path, _plural(noun), (expected, actual), why(got[extra[0]]), otherwise, edits)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
