"""Whether words are of another day than the visit's: "8/9", "in June"."""

from collections.abc import Sequence

from claimsim.coding.case import Case

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues", "wednesday", "thursday thurs", "friday", "saturday", "sunday")
    )
    for name in names.split()
}
_WORDS_TOO = frozenset({"may", "march", "mar", "oct", "dec"})
"""Months that are other words as well: these count with a number or a word of time beside them."""
_OF_TIME = frozenset({"in", "last", "this", "since", "early", "late", "mid", "from", "of", "done"})
_YEAR = 4  # digits


def dated(case: Case, words: Sequence[str]) -> bool:
    """Whether another day than the visit's is named ("8/9", "in June"): what is told of it is of that day."""
    if _another_month(case, words) or _another_weekday(case, words):
        return True
    for index in range(1, len(words) - 1):
        if words[index] == "/" and words[index - 1].isdigit() and words[index + 1].isdigit():
            month, day = int(words[index - 1][:4]), int(words[index + 1][:4])
            if 1 <= month <= 12 and 1 <= day <= 31 and (month, day) != (case.on.month, case.on.day):
                return True
    return False


def _another_weekday(case: Case, words: Sequence[str]) -> bool:
    """ "UA Monday negative", told on a Thursday."""
    told = [_WEEKDAYS[word] for word in words if word in _WEEKDAYS]
    return bool(told) and case.on.weekday() not in told


def _another_month(case: Case, words: Sequence[str]) -> bool:
    """Whether a month is named that is not the visit's, or a day of the visit's month that is not the visit's day."""
    if _MONTHS.keys().isdisjoint(words):
        return False
    for index, word in enumerate(words):
        month = _MONTHS.get(word)
        if month is None:
            continue
        day = next((w for w in words[index + 1 : index + 2] if w.isdigit()), "")
        told = bool(day) or (index > 0 and words[index - 1] in _OF_TIME)
        if word in _WORDS_TOO and not told:
            continue
        if month != case.on.month or (day and len(day) < _YEAR and int(day) != case.on.day):
            return True
        if day and len(day) == _YEAR and int(day) != case.on.year:
            return True
    return False
