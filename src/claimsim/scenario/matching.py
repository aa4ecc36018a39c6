"""Whether a value matches what is expected, and both in words. No positions here, and no reports."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from claimsim.model.remittance import Adjustment

from .expectations.matchers import (
    NONE,
    AnyDiagnosis,
    AnyEntry,
    AnyService,
    DateMatcher,
    NumberMatcher,
)
from .expectations.parts import AdjustmentExpectation

Spellings = tuple[str, ...]
"""The ways in which one entry of a list may be written; the first is how it is shown."""
T = TypeVar("T")
U = TypeVar("U")
NumberWanted = Decimal | str | NumberMatcher
DateWanted = date | str | DateMatcher
EntryWanted = str | AnyEntry | AnyDiagnosis | AnyService


def number_matches(want: NumberWanted, got: Decimal) -> bool:
    """Whether a number is as expected; `none` is nought."""
    if isinstance(want, Decimal):
        return want == got
    if isinstance(want, str):
        return not got
    if want.any_of is not None and got not in want.any_of:
        return False
    if want.about is not None and abs(got - want.about) > want.within:
        return False
    if want.at_least is not None and got < want.at_least:
        return False
    return want.at_most is None or got <= want.at_most


def number_words(want: NumberWanted) -> str:
    """What number is expected, in words."""
    if isinstance(want, Decimal):
        return f"{want:f}"
    if isinstance(want, str):
        return "nothing (0.00)"
    if want.any_of is not None:
        return either(f"{value:f}" for value in want.any_of)
    if want.about is not None:
        return f"{want.about:f} give or take {want.within:f}"
    return bounds(want.at_least, want.at_most, lambda value: f"{value:f}", "or more", "or less")


def date_matches(want: DateWanted, got: date | None) -> bool:
    """Whether a date is as expected; `none` is that there is none."""
    if isinstance(want, str):
        return got is None
    if got is None or isinstance(want, date):
        return want == got
    if want.any_of is not None:
        return got in want.any_of
    return (want.at_least is None or got >= want.at_least) and (want.at_most is None or got <= want.at_most)


def date_words(want: DateWanted) -> str:
    """What date is expected, in words."""
    if isinstance(want, str):
        return "no date"
    if isinstance(want, date):
        return want.isoformat()
    if want.any_of is not None:
        return either(day.isoformat() for day in want.any_of)
    return bounds(want.at_least, want.at_most, date.isoformat, "or later", "or earlier")


def text_matches(want: object, got: str) -> bool:
    """Whether a text is as expected: the same, one of several (any `any_of`), with some words in it, or `none`."""
    if isinstance(want, str):
        return want == got or (want == NONE and not got)
    contains = getattr(want, "contains", None)
    if contains is not None:
        return str(contains).casefold() in got.casefold()
    return got in getattr(want, "any_of", ())


def text_words(want: object) -> str:
    """What text is expected, in words."""
    if isinstance(want, str):
        return "nothing" if want == NONE else want
    contains = getattr(want, "contains", None)
    return f"something with {contains!r} in it" if contains is not None else either(getattr(want, "any_of", ()))


def entry_matches(want: EntryWanted, got: Spellings) -> bool:
    """Whether an entry of a list is as expected, in any of its spellings."""
    return want in got if isinstance(want, str) else any(choice in got for choice in want.any_of)


def diagnosis_matches(want: EntryWanted, got: Spellings) -> bool:
    """Whether a diagnosis is as expected, with its dot or without."""
    plain = got[0].replace(".", "")
    if isinstance(want, str):
        return want.replace(".", "") == plain
    return any(choice.replace(".", "") == plain for choice in want.any_of)


def entry_words(want: EntryWanted) -> str:
    """What entry is expected, in words."""
    return want if isinstance(want, str) else either(want.any_of)


def adjustment_matches(want: str | AdjustmentExpectation, got: Adjustment) -> bool:
    """Whether an adjustment is as expected: `CO-45`, `CO-45 12.34`, or a mapping."""
    if isinstance(want, str):
        code, _, amount = want.partition(" ")
        return code == got.code and (not amount or Decimal(amount) == got.amount)
    return text_matches(want.code, got.code) and (want.amount is None or number_matches(want.amount, got.amount))


def adjustment_words(want: str | AdjustmentExpectation) -> str:
    """What adjustment is expected, in words."""
    if isinstance(want, str):
        return want
    amount = "" if want.amount is None else f" {number_words(want.amount)}"
    return f"{text_words(want.code)}{amount}"


def mapping_words(want: Any) -> str:
    """What an expected mapping says, in words; its lists only by their keys."""
    if isinstance(want, str):
        return want
    said = ((name, getattr(want, name)) for name in type(want).model_fields if name in want.model_fields_set)
    return ", ".join(f"{name.replace('_', ' ')} {_value_words(value)}" for name, value in said) or "anything"


def _value_words(value: Any) -> str:
    if isinstance(value, tuple):
        return listed([v if isinstance(v, str) else "…" for v in value])
    if isinstance(value, Decimal | NumberMatcher):
        return number_words(value)
    return date_words(value) if isinstance(value, date | DateMatcher) else text_words(value)


def pair_up(wants: Sequence[T], gots: Sequence[U], fits: Callable[[T, U], bool]) -> tuple[dict[int, int], list[int]]:
    """The largest pairing of what is expected with what there is, each used once, and the entries of `gots` left over.

    An augmenting path for each expectation, so that `[{any_of: [A, B]}, A]` finds B and A in any order.
    """
    holder: dict[int, int] = {}

    def place(want: int, tried: set[int]) -> bool:
        for got in range(len(gots)):
            if got not in tried and fits(wants[want], gots[got]):
                tried.add(got)
                if got not in holder or place(holder[got], tried):
                    holder[got] = want
                    return True
        return False

    for want in range(len(wants)):
        place(want, set())
    pairs = {want: got for got, want in holder.items()}
    return pairs, [got for got in range(len(gots)) if got not in holder]


def either(words: Iterable[object]) -> str:
    """`A, B or C`."""
    listed = [str(word) for word in words]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}" if listed else "none of any"


def bounds(low: T | None, high: T | None, word: Callable[[T], str], more: str, less: str) -> str:
    """Bounds in words."""
    if low is not None and high is not None:
        return f"{word(low)} to {word(high)}"
    return f"{word(low)} {more}" if low is not None else f"{word(high)} {less}" if high is not None else "anything"


def listed(words: Sequence[str]) -> str:
    """`A, B, C`, or "nothing"."""
    return ", ".join(words) or "nothing"


def counted(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """`claims`, `queries`."""
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
