"""Whether a list is as expected in its several ways, in words, and what to write where it is not."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from claimsim.diagnostics import Path

from .expectations.matchers import NONE
from .matching import either, listed, number_matches, number_words, pair_up
from .mismatch import Data, Edit, Relist, in_places

W = TypeVar("W")
G = TypeVar("G")
Fits = Callable[[Any, G], bool]
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
    if want.at_least is not None:
        return len(pair_up(want.at_least, got, fits)[0]) == len(want.at_least)
    if (allowed := getattr(want, "at_most", None)) is not None:
        return all(any(fits(a, g) for a in allowed) for g in got)
    if (unwanted := getattr(want, "lacks", None)) is not None:
        return not any(fits(u, g) for u in unwanted for g in got)
    return number_matches(want.count, Decimal(len(got)))


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
    for key, form in _FORMS:
        if (entries := getattr(want, key, None)) is not None:
            return form.format(listed([words(w) for w in entries]))
    return f"{number_words(want.count)} of them"


def list_edits(
    want: Any, got: Sequence[G], written: Sequence[Data], path: Path, ordered: bool, fits: Fits[G]
) -> tuple[Edit, ...]:
    """What to write for a list to match: entries that match stay as they are, also those that match in their own way.

    `written` is what each of `got` looks like in the file. A way of matching that can hold stays; any other gives way
    to the list as it is.
    """
    if isinstance(want, tuple):
        return _entry_edits(want, got, written, path, ordered, fits)
    if not isinstance(want, str):
        for key in _WHOLE:
            if (entries := getattr(want, key, None)) is not None:
                return _entry_edits(entries, got, written, (*path, key), False, fits)
        if getattr(want, "count", None) is not None:
            return (Edit((*path, "count"), Decimal(len(got))),)
    return (Edit(path, list(written) or NONE),)


def _entry_edits(
    want: Sequence[Any], got: Sequence[G], written: Sequence[Data], path: Path, ordered: bool, fits: Fits[G]
) -> tuple[Edit, ...]:
    if ordered and len(want) == len(got):
        rows = zip(want, got, written, strict=True)
        return tuple(Edit((*path, n), new) for n, (w, g, new) in enumerate(rows) if not fits(w, g))
    kept = longest_common(want, got, fits) if ordered else {g: w for w, g in pair_up(want, got, fits)[0].items()}
    if ordered:
        return (Edit(path, Relist(tuple(kept.get(n, written[n]) for n in range(len(got))))),)
    new = [written[n] for n in range(len(got)) if n not in kept]
    return (Edit(path, in_places(len(want), set(kept.values()), new)),)


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
