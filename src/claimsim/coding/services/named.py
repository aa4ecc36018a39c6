"""Names of drugs and vaccines in a note's words, each with its clause and what is said of it: done, planned, past."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimsim.coding.reading.performed import Cues, clauses, marks_in, sizes_of, status_at
from claimsim.coding.words import tokens

UNITS = frozenset({"mg", "mcg", "g", "gm", "grams", "gram", "units", "unit", "u", "iu", "meq", "ml", "cc"})
SURE = frozenset({"done", "here", "today"})
NEVER = frozenset({"blocked", "intended", "past", "dated", "away", "elsewhere"})


Names = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By first word: the words of each name, the longest first, and the name as the table has it."""


def filed_names(names: Iterable[str]) -> Names:
    """Names by their first word, as a note's words are split."""
    filed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        words = tuple(tokens.words(name.lower()))
        if words:
            filed.setdefault(words[0], []).append((words, name))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in filed.items()}


class Named(NamedTuple):
    """A name, its words [first, end), the words of its clause, and what the cues say of it."""

    name: str
    first: int
    end: int
    clause: Sequence[str]
    status: str


def names_in(words: Sequence[str], names: Names, cues: Cues) -> Iterator[Named]:
    """The names in some words, in order, each told once."""
    marks = marks_in(words, cues)
    numbers = clauses(words)
    sizes = sizes_of(numbers)
    reached = 0
    for at in [index for index, word in enumerate(words) if word in names]:
        found = _name_at(words, at, names) if at >= reached else None
        if found is None:
            continue
        name, reached = found
        clause = words[bisect_left(numbers, numbers[at]) : bisect_right(numbers, numbers[at])]
        yield Named(name, at, reached, clause, status_at(marks, numbers, sizes, at, reached - 1))


def _name_at(words: Sequence[str], at: int, names: Names) -> tuple[str, int] | None:
    for parts, name in names[words[at]]:
        end = at + len(parts)
        if tuple(words[at:end]) == parts and not (parts[-1].isdigit() and words[end : end + 1] and words[end] in UNITS):
            return name, end  # in "Kenalog 40 mg" the number is the dose, not the product's
    return None
