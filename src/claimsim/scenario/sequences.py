"""Comparing lists that are in order: claims, remittances, decisions; how they lie side by side."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from claimsim.diagnostics import Path

from .comparison import Comparison
from .expectations.matchers import NONE, OneWay
from .listing import stand_ins
from .matching import counted, mapping_words, plural
from .mismatch import Data, Edit, Mismatch, Relist

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
    edits = _edits(to, want, got, path, pairs, compare_one, entry)
    actual = f"{counted(len(got), noun)} ({'; '.join(map(name, got))})" if got else "none"
    expected = "none" if isinstance(want, str) else counted(len(wanted), noun)
    for w in missing:
        number = f"at least {expected}" if partly else expected
        words = (f"{number}, one with {mapping_words(wanted[w])}", actual)
        to.note("missing-entry", (*at, w), plural(noun), words, "", otherwise, edits)
        edits = []
    if extra:
        causes = [cause for g in extra if (cause := why(got[g]))]
        too_many = ", ".join(named(g, got[g]) for g in extra)
        words = (expected, f"{actual}; not expected: {too_many}")
        to.note("extra-entry", path, plural(noun), words, causes[0] if causes else "", otherwise, edits)


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


def _edits(
    to: Comparison, want: Any, got: Sequence[G], path: Path, pairs: Mapping[int, int], compare_one: CompareOne[G],
    entry: Callable[[G], Data],
) -> list[Edit]:  # fmt: skip
    """What to write where entries are missing or too many: one that is missing becomes what is there in its place."""
    partly = isinstance(want, OneWay)
    wanted: Sequence[Any] = () if isinstance(want, str) else getattr(want, "at_least", want)
    at = (*path, "at_least") if partly else path
    instead = _instead(to, wanted, got, pairs, compare_one)
    holder = {g: w for w, g in (*pairs.items(), *instead.items())}
    entries = tuple(holder.get(g, entry(got[g])) for g in range(len(got)) if g in holder or not partly)
    if partly and not entries:
        return [Edit(path, NONE)]
    changes = [edit for w, g in instead.items() for edit in differences(to, compare_one, wanted[w], got[g], (*at, w))]
    return [Edit(at, Relist(entries)), *changes]


def _instead(
    to: Comparison, want: Sequence[Any], got: Sequence[G], pairs: Mapping[int, int], compare_one: CompareOne[G]
) -> dict[int, int]:
    """For each expected entry without a pair the nearest actual one that stands between the same neighbors."""
    found: dict[int, int] = {}
    low = -1
    for w in range(len(want)):
        if w not in pairs:
            high = min((g for later, g in pairs.items() if later > w), default=len(got))
            between = range(low + 1, high)
            nearest = stand_ins([w], between, lambda w, g: len(differences(to, compare_one, want[w], got[g], ())))
            found.update(nearest)
        low = pairs.get(w, found.get(w, low))
    return found


def differences(to: Comparison, compare_one: CompareOne[G], want: Any, got: G, path: Path) -> list[Edit]:
    """What to write into an expected mapping for it to be an actual thing."""
    trial = to.trial()
    compare_one(trial, want, got, path, "")
    return [edit for mismatch in trial.found for edit in mismatch.edits]
