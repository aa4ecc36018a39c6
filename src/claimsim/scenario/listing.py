"""Whether a list is as expected in its several ways, in words, and what to write where it is not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from claimsim.diagnostics import Path

from .expectations.matchers import NONE
from .matching import either, listed, number_matches, number_words, pair_up
from .mismatch import Data, Edit, Relist

W = TypeVar("W")
G = TypeVar("G")
Fits = Callable[[Any, G], bool]
Rewrite = Callable[[Any, int, Path], Sequence[Edit]]
"""What to write at the place of an expected entry for it to be the actual one of that number: of a mapping, only what
differs."""
_WHOLE = ("any_order", "valid_order")
_FORMS = (
    ("any_order", "{} in any order"),
    ("valid_order", "{} in an order that satisfies sequencing"),
    ("at_least", "at least {}"),
    ("at_most", "nothing but {}"),
    ("lacks", "none of {}"),
)


def list_matches(want: Any, got: Sequence[G], ordered: bool, fits: Fits[G]) -> bool:
    """Whether a list is as expected. `ordered` says whether a bare list means its order too."""
    if isinstance(want, str):
        return not got
    if isinstance(want, tuple):
        return _in_order(want, got, fits) if ordered else _complete(want, got, fits)
    if (choices := getattr(want, "any_of", None)) is not None:
        return any(list_matches(choice, got, ordered, fits) for choice in choices)
    for key in _WHOLE:
        if (complete := getattr(want, key, None)) is not None:
            return _complete(complete, got, fits)
    if want.at_least is not None and len(pair_up(want.at_least, got, fits)[0]) < len(want.at_least):
        return False
    if (allowed := getattr(want, "at_most", None)) is not None:
        return all(any(fits(a, g) for a in allowed) for g in got)
    if _unwanted(want, got, fits):
        return False
    count = getattr(want, "count", None)  # not every matcher has it
    return count is None or number_matches(count, Decimal(len(got)))


def _unwanted(want: Any, got: Sequence[G], fits: Fits[G]) -> bool:
    """Whether something is there that it should lack."""
    return any(fits(u, g) for u in getattr(want, "lacks", None) or () for g in got)


def _in_order(want: Sequence[W], got: Sequence[G], fits: Callable[[W, G], bool]) -> bool:
    return len(want) == len(got) and all(fits(w, g) for w, g in zip(want, got, strict=True))


def _complete(want: Sequence[W], got: Sequence[G], fits: Callable[[W, G], bool]) -> bool:
    return len(want) == len(got) and len(pair_up(want, got, fits)[0]) == len(want)


def list_words(want: Any, words: Callable[[Any], str]) -> str:
    """What list is expected, in words."""
    if isinstance(want, str):
        return "nothing"
    if isinstance(want, tuple):
        return listed([words(w) for w in want])
    if (choices := getattr(want, "any_of", None)) is not None:
        return either(listed([words(w) for w in choice]) for choice in choices)
    said = [(form, entries) for key, form in _FORMS if (entries := getattr(want, key, None)) is not None]
    if said:
        return " and ".join(form.format(listed([words(w) for w in entries])) for form, entries in said)
    return f"{number_words(want.count)} of them"


def list_edits(
    want: Any, got: Sequence[G], written: Sequence[Data], path: Path, ordered: bool, fits: Fits[G],
    rewrite: Rewrite | None = None,
) -> tuple[Edit, ...]:  # fmt: skip
    """What to write for a list to match: entries that match stay as they are, also those that match in their own way.

    `written` is what each of `got` looks like in the file; `rewrite` is for entries that are more than one value. A
    way of matching that can hold stays; any other gives way to the list as it is.
    """
    if isinstance(want, tuple) and ordered:
        return _ordered_edits(want, got, written, path, fits)
    if isinstance(want, tuple):
        return complete_edits(want, got, written, path, fits, rewrite)
    if got and not isinstance(want, str):
        for key in _WHOLE:
            if (entries := getattr(want, key, None)) is not None:
                return complete_edits(entries, got, written, (*path, key), fits, rewrite)
        if getattr(want, "at_least", None) is not None and not _unwanted(want, got, fits):
            return complete_edits(want.at_least, got, written, (*path, "at_least"), fits, rewrite, partly=True)
    if not isinstance(want, str) and getattr(want, "count", None) is not None:
        return (Edit((*path, "count"), Decimal(len(got))),)
    return (Edit(path, list(written) or NONE),)


def _ordered_edits(
    want: Sequence[Any], got: Sequence[G], written: Sequence[Data], path: Path, fits: Fits[G]
) -> tuple[Edit, ...]:
    if len(want) == len(got):
        rows = zip(want, got, written, strict=True)
        return tuple(Edit((*path, n), new) for n, (w, g, new) in enumerate(rows) if not fits(w, g))
    kept = longest_common(want, got, fits)
    return (Edit(path, Relist(tuple(kept.get(n, written[n]) for n in range(len(got))))),)


def complete_edits(
    want: Sequence[Any], got: Sequence[G], written: Sequence[Data], path: Path, fits: Fits[G],
    rewrite: Rewrite | None = None, partly: bool = False,
) -> tuple[Edit, ...]:  # fmt: skip
    """For a list in any order. With `partly`, it need not name everything."""

    def change(w: int, g: int) -> Sequence[Edit]:
        place = (*path, w)
        return rewrite(want[w], g, place) if rewrite else (Edit(place, written[g]),)

    pairs, free = pair_up(want, got, fits)
    missing = [w for w in range(len(want)) if w not in pairs]
    instead = stand_ins(missing, free, lambda w, g: _distance(want[w], change(w, g)))
    changes = [edit for w, g in instead.items() for edit in change(w, g)]
    more = [] if partly else [written[g] for g in free if g not in instead.values()]
    return (*relisted(len(want), {**pairs, **instead}, more, path), *changes)


def _distance(want: Any, edits: Sequence[Edit]) -> int:
    """How much would be written anew; a text whose first word stays (CO-45 in `CO-45 12.00`) is the nearer one."""
    first = want.partition(" ")[0] if isinstance(want, str) else None
    return sum(first != str(edit.value).partition(" ")[0] for edit in edits)


def stand_ins(missing: Iterable[int], free: Iterable[int], apart: Callable[[int, int], float]) -> dict[int, int]:
    """For each expected entry that is missing the nearest actual one that nothing names, while there are any."""
    left = list(free)
    found: dict[int, int] = {}
    for want in missing:
        if left:
            found[want] = min(left, key=lambda got: apart(want, got))
            left.remove(found[want])
    return found


def relisted(number: int, staying: Mapping[int, int], new: Sequence[Data], path: Path) -> tuple[Edit, ...]:
    """A list of `number` entries of which some stay, with new ones behind them; nothing where that changes nothing."""
    kept = [place for place in range(number) if place in staying]
    return () if len(kept) == number and not new else (Edit(path, Relist((*kept, *new))),)


def longest_common(want: Sequence[W], got: Sequence[G], fits: Callable[[W, G], bool]) -> dict[int, int]:
    """The longest common subsequence: which entry of `want` each entry of `got` is, both increasing."""
    rows, columns = len(want), len(got)
    length = [[0] * (columns + 1) for _ in range(rows + 1)]
    for w in reversed(range(rows)):
        for g in reversed(range(columns)):
            length[w][g] = (
                length[w + 1][g + 1] + 1 if fits(want[w], got[g]) else max(length[w + 1][g], length[w][g + 1])
            )
    found: dict[int, int] = {}
    w = g = 0
    while w < rows and g < columns:
        if fits(want[w], got[g]):
            found[g] = w
            w, g = w + 1, g + 1
        elif length[w + 1][g] >= length[w][g + 1]:
            w += 1
        else:
            g += 1
    return found
