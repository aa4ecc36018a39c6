"""What the words behind a condition say is over: of another year, taken off then, healed."""

import re
from itertools import pairwise

from claimsim.coding.reading.mentions import Draft
from claimsim.coding.words.entries import SKIN_CANCERS

_YEAR = re.compile(r"(?:19|20)\d\d")
_TAKEN_OFF = frozenset({"off", "removed", "removal", "excised", "excision", "cut", "resected", "treated", "mohs"})
_SCREENINGS = ("Z11", "Z12", "Z13")
_ULCERS = ("L97", "L89", "I83.0", "E08.621", "E09.621", "E10.621", "E11.621", "E13.621")
_HEALED = frozenset({"healed", "closed", "resolved"})
_NOT_YET = frozenset({"not", "almost", "nearly", "partially", "partly", "mostly", "half", "to", "be", "until", "when"})
_THEN = frozenset({"after", "during", "following", "with", "in"})
_NO_RESUSCITATION, _FULL_CODE, _UNWANTED = "Z66", ("full", "code"), ("not", "wanted")
_TOLD_WITHIN, _HEALED_WITHIN = 8, 5


def is_over(draft: Draft, words: list[str]) -> bool:
    """Whether the words behind a condition tell of one that is over."""
    following = words[draft.end : draft.end + _TOLD_WITHIN]
    return (
        _of_another_year(draft, following)
        or _taken_off(draft, following)
        or _healed(draft, following)
        or _of_then(draft, following)
        or _wishes_everything(draft, words)
    )


def _of_another_year(draft: Draft, following: list[str]) -> bool:
    """ "Pneumonia in 2018", "kidney stone (2015)": of what does not last, a year is told of one that is over; so is a
    screening of another month, "TB test 2/2025 negative".
    """
    if draft.entry.code.startswith(_SCREENINGS) and following[1:2] == ["/"]:
        return any(_YEAR.fullmatch(word) for word in following[2:3])
    if draft.entry.problem in ("chronic", "status"):
        return False
    at = 1 if following[:1] in (["in"], ["("], [","]) else 0
    return any(_YEAR.fullmatch(word) for word in following[at : at + 1])


def _taken_off(draft: Draft, following: list[str]) -> bool:
    """ "Squamous cell of the left ear taken off in 2017": the cancer of the skin that is gone is its history."""
    if not draft.entry.code.startswith(SKIN_CANCERS):
        return False
    year = next((at for at, word in enumerate(following) if _YEAR.fullmatch(word)), 0)
    return not _TAKEN_OFF.isdisjoint(following[:year])


def _healed(draft: Draft, following: list[str]) -> bool:
    """ "Foot ulcer L - healed": an ulcer that has closed is none."""
    if not draft.entry.code.startswith(_ULCERS):
        return False
    said = following[:_HEALED_WITHIN]
    return not _HEALED.isdisjoint(said) and _NOT_YET.isdisjoint(said)


def _of_then(draft: Draft, following: list[str]) -> bool:
    """ "Postpartum depression after the first child, resolved": of a time, and over."""
    if draft.entry.problem == "status" or not _THEN.issuperset(following[:1]) or not following:
        return False
    ends = following.index(",") if "," in following else 0
    return ends > 0 and following[ends + 1 : ends + 2] == ["resolved"]


def _wishes_everything(draft: Draft, words: list[str]) -> bool:
    """ "DNR discussed, she wishes full code": resuscitation is wanted."""
    return draft.entry.code == _NO_RESUSCITATION and any(pair in (_FULL_CODE, _UNWANTED) for pair in pairwise(words))
