"""Whether what a statement names was done here: the words in the service's own clause, else those of its list.

A clause ends at a comma, a bracket, an arrow, "then" or "but". "I&D done, recheck in 2 weeks" is done: the weeks are
another clause's. "Order CBC, CMP and TSH" orders all three: the word leads a list. "CBC, CMP sent to Quest" sends both.
"""

from bisect import bisect, bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Cues = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By first word: the words of each cue, the longest first, and its status."""

_ENDS = frozenset({",", "(", ")", "+", ">", "then", "but", "?", "="})
_STRENGTH = ("blocked", "intended", "dated", "elsewhere", "here", "done", "planned", "past", "today")
"""Of several cues in a clause the first of these decides ("will be given" is a plan, "EKG ordered and done" is not)."""
_LIST_ITEM = 5
"""A clause of that many words may be an item of a list that a cue of another clause speaks of."""


class Mark(NamedTuple):
    """A cue in a statement: the index of its first word, and its status."""

    at: int
    status: str


def cues_of(rows: Sequence[tuple[str, str]]) -> Cues:
    """Cues by their first words, from (cue, status)."""
    filed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for cue, status in rows:
        words = tuple(cue.split())
        filed.setdefault(words[0], []).append((words, status))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in filed.items()}


def marks_in(words: Sequence[str], cues: Cues) -> list[Mark]:
    """The cues of a statement, in order."""
    found: list[Mark] = []
    reached = 0
    for index, word in enumerate(words):
        if index < reached:
            continue  # inside the cue before: the planning of "care planning" is no plan
        if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20"):
            found.append(Mark(index, "dated"))  # "colonoscopy 2019"
            continue
        for cue, status in cues.get(word, ()):
            if tuple(words[index : index + len(cue)]) == cue:
                reached = index + len(cue)
                if status != "none":
                    found.append(Mark(index, status))
                break
    return found


def clauses(words: Sequence[str]) -> list[int]:
    """The number of the clause that each word stands in."""
    numbers: list[int] = []
    clause = 0
    for word in words:
        if word in _ENDS:
            clause += 1
        numbers.append(clause)
    return numbers


def status_at(marks: Sequence[Mark], numbers: Sequence[int], first: int, last: int, elsewhere: bool = True) -> str:
    """What the cues say of the words [first, last]; empty if they say nothing. `elsewhere`: whether it matters that
    something was sent away: a test is, of a procedure only the specimen.
    """
    if not elsewhere:
        marks = [mark for mark in marks if mark.status != "elsewhere"]
    low, high = numbers[first], numbers[last]
    own = {mark.status for mark in marks if low <= numbers[mark.at] <= high}
    if own:
        return _strongest(own)
    before = [mark for mark in marks if numbers[mark.at] < low]
    if before and before[-1].status in ("planned", "intended", "blocked", "done", "here", "elsewhere"):
        return "" if _long_between(numbers, numbers[before[-1].at], low) else before[-1].status
    after = [mark for mark in marks if numbers[mark.at] > high]
    if after and not _long_between(numbers, high, numbers[after[0].at]):
        status = _strongest({mark.status for mark in after if numbers[mark.at] == numbers[after[0].at]})
        return status if status in ("elsewhere", "planned", "here", "done") else ""
    return ""


def _strongest(statuses: set[str]) -> str:
    return next(status for status in _STRENGTH if status in statuses)


def _long_between(numbers: Sequence[int], low: int, high: int) -> bool:
    """Whether a clause between two is too long to be an item of the same list."""
    # The numbers rise: a clause's words are those between the first and the last place of its number.
    return any(bisect(numbers, clause) - bisect_left(numbers, clause) > _LIST_ITEM for clause in range(low + 1, high))
