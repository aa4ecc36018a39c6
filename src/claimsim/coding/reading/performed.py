"""Whether what a statement names was done here: the words in the service's own clause, else those of its list.

A clause ends at a comma, a bracket, an arrow, "then" or "but". "I&D done, recheck in 2 weeks" is done: the weeks are
another clause's. "Order CBC, CMP and TSH" orders all three: the word leads a list. "CBC, CMP sent to Quest" sends both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple


class Cues(NamedTuple):
    """By first word the words of each cue, the longest first, and its status; and so the places where others work."""

    filed: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    places: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


_ENDS = frozenset({",", "(", ")", "+", ">", "then", "but", "?", "="})
_STRENGTH = ("blocked", "intended", "dated", "away", "elsewhere", "here", "done", "planned", "past", "today")
"""Of several cues in a clause the first of these decides ("will be given" is a plan, "EKG ordered and done" is not)."""
_TO_PLACES = frozenset({"at", "from", "by", "per", "in"})
_OURS = frozenset({"our", "my", "me", "this", "us", "here", "today"})
_CENTURIES = ("19", "20")
_JUST_BEHIND = 4
_PLACE_REACH = 4
"""So many words behind "at" the place may stand: "at the orthopedic urgent care"."""
_MOST_ITEMS = 24
_FAR = 12
_LIST_ITEM = 5
"""A clause of that many words may be an item of a list that a cue of another clause speaks of."""


class Mark(NamedTuple):
    """A cue in a statement: the index of its first word, and its status."""

    at: int
    status: str


def cues_of(rows: Iterable[tuple[str, str]], places: Iterable[Mapping[str, str]]) -> Cues:
    """Cues from (cue, status), and other places, which are told behind a preposition ("at her dermatologist")."""
    return Cues(_filed(rows), _filed((place["place"], place["status"]) for place in places))


def _filed(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By their first words, the longest first."""
    filed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for cue, status in rows:
        words = tuple(cue.split())
        filed.setdefault(words[0], []).append((words, status))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in filed.items()}


def marks_in(words: Sequence[str], cues: Cues) -> list[Mark]:
    """The cues of a statement, in order."""
    found: list[Mark] = []
    filed = cues.filed
    reached = 0
    for index, word in enumerate(words):
        if index < reached:
            continue  # inside the cue before: the planning of "care planning" is no plan
        if word[:2] in _CENTURIES and len(word) == 4 and word.isdigit():
            found.append(Mark(index, "dated"))  # "colonoscopy 2019"
            continue
        for cue, status in filed.get(word, ()):
            if tuple(words[index : index + len(cue)]) == cue:
                reached = index + len(cue)
                if status != "none" and not (status == "done" and _of_the_past(found, words, index)):
                    found.append(Mark(index, status))
                break
        else:
            status = _leads_away(words, index + 1, cues) if word in _TO_PLACES else ""
            if status:
                found.append(Mark(index, status))
    return found


def _of_the_past(found: Sequence[Mark], words: Sequence[str], index: int) -> bool:
    """ "6 weeks s/p closed treatment": what the word for the past stands right before was done then."""
    if not found or found[-1].status != "past" or index - found[-1].at > _JUST_BEHIND:
        return False
    return _ENDS.isdisjoint(words[found[-1].at : index])


def _leads_away(words: Sequence[str], start: int, cues: Cues) -> str:
    """What a place of others says that is named a few words behind "at" or "by", before the clause ends; else ""."""
    for index in range(start, min(start + _PLACE_REACH, len(words))):
        word = words[index]
        if word in _ENDS or word in _OURS:
            return ""
        for place, status in cues.places.get(word, ()):
            if tuple(words[index : index + len(place)]) == place:
                return status
    return ""


def clauses(words: Sequence[str]) -> list[int]:
    """The number of the clause that each word stands in."""
    return list(accumulate([word in _ENDS for word in words], initial=0))[1:]


def status_at(
    marks: Sequence[Mark], numbers: Sequence[int], sizes: Sequence[int], first: int, last: int, elsewhere: bool = True
) -> str:
    """What the cues say of the words [first, last]; empty if they say nothing. `sizes` are the clauses' words.

    `elsewhere`: whether it matters that something was sent away: a test is, of a procedure only the specimen.
    """
    low, high = numbers[first], numbers[last]
    begin = bisect_left(marks, low, key=lambda mark: numbers[mark.at])
    end = bisect_right(marks, high, key=lambda mark: numbers[mark.at])
    own = {mark.status for mark in marks[begin:end]} - (set() if elsewhere else {"elsewhere"})
    if own:
        return _strongest(own)
    before = _nearest(marks, range(begin - 1, max(begin - _FAR, -1), -1), elsewhere)
    if before is not None and before.status in ("planned", "intended", "blocked", "done", "here", "elsewhere"):
        return "" if _long_between(sizes, numbers[before.at], low) else before.status
    after = _nearest(marks, range(end, min(end + _FAR, len(marks))), elsewhere)
    if after is None or _long_between(sizes, high, numbers[after.at]):
        return ""
    clause = numbers[after.at]
    said = {mark.status for mark in marks[end : end + _FAR] if numbers[mark.at] == clause}
    status = _strongest(said - (set() if elsewhere else {"elsewhere"}))
    return status if status in ("elsewhere", "planned", "here", "done") else ""


def _nearest(marks: Sequence[Mark], order: range, elsewhere: bool) -> Mark | None:
    return next((marks[index] for index in order if elsewhere or marks[index].status != "elsewhere"), None)


def sizes_of(numbers: Sequence[int]) -> list[int]:
    """How many words each clause has."""
    sizes = [0] * (numbers[-1] + 1 if numbers else 0)
    for number in numbers:
        sizes[number] += 1
    return sizes


def _strongest(statuses: set[str]) -> str:
    return next(status for status in _STRENGTH if status in statuses)


def _long_between(sizes: Sequence[int], low: int, high: int) -> bool:
    """Whether clauses between two are too long, or too many, to be items of the same list."""
    return high - low > _MOST_ITEMS or any(size > _LIST_ITEM for size in sizes[low + 1 : high])
