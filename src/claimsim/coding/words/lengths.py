"""Lengths in words: of wounds (added up), of lesions with their margins, in centimetres.

"3 cm", "12 mm", "3 x 2 cm" (the greatest counts), "two 2 cm lacerations", "lacerations of 2 cm and 3 cm, total 5 cm".
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Site

_NUMBER = r"(\d{0,4}\.?\d{1,4})"
_UNIT = r"(cm|mm|centimeters?|millimeters?)\b"
_BY = rf"(?: ?(?:cm|mm)? ?(?:x|by) ?{_NUMBER})?"
_LENGTH = re.compile(rf"(?<![\w.]){_NUMBER}{_BY}{_BY} ?{_UNIT}")
_WOUNDS = frozenset({"lacerations", "wounds", "cuts", "lacs"})
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
_DIAMETER = frozenset({"diameter", "dia", "diam"})
_MARGIN = frozenset({"margin", "margins"})
_CLOSURE = frozenset({"length", "closure", "closed", "repair", "repaired", "scar", "defect", "ellipse", "incision"})
_MEASURED = 4
"""So many words before a length what it measures may stand."""


class Length(NamedTuple):
    """A length in centimetres and the index of the word where it begins."""

    cm: float
    start: int
    end: int


class Wound(NamedTuple):
    """A wound's length in centimetres (None: not told) and its site."""

    cm: float | None
    site: Site | None


def lengths(words: Sequence[str]) -> list[Length]:
    """Every length of a text, the greatest dimension of each."""
    if not any(word.endswith(("m", "meter", "meters")) for word in words):
        return []
    text = " ".join(words)
    found: list[Length] = []
    for match in _LENGTH.finditer(text):
        numbers = [float(part) for part in match.groups()[:3] if part and part != "."]
        scale = 0.1 if match.group(4).startswith("m") else 1.0
        start = text.count(" ", 0, match.start())
        found.append(Length(round(max(numbers) * scale, 3), start, text.count(" ", 0, match.end())))
    return found


def wounds(words: Sequence[str], sites: Mapping[str, Site], otherwise: Site | None) -> list[Wound]:
    """The wounds of a text with their sites; one without a length if the text tells none."""
    found = lengths(words)
    total = [item for item in found if "total" in words[max(0, item.start - 3) : item.end + 3]]
    if len(total) == 1:
        found = total
    if not found:
        return [Wound(None, otherwise)]
    if len(found) == 1:
        return [Wound(round(found[0].cm * _times(words, found[0]), 3), otherwise)]
    named = _sites(words, sites)
    result: list[Wound] = []
    for index, item in enumerate(found):
        following = found[index + 1].start if index + 1 < len(found) else len(words)
        after = [site for position, site in named if item.end <= position < following]
        before = [site for position, site in named if position < item.start]
        right_before = [site for position, site in named if position == item.start - 1]  # "chin 1.5 cm"
        site = next(iter(right_before or after), before[-1] if before else otherwise)
        result.append(Wound(item.cm * _times(words, item), site))
    return result


def _times(words: Sequence[str], item: Length) -> int:
    """How many wounds of this length: "two 2 cm lacerations", "3 lacerations, each 2 cm"."""
    nearby = words[max(0, item.start - 5) : item.end + 4]
    if _WOUNDS.isdisjoint(nearby):
        return 1
    if item.start and words[item.start - 1] in _COUNTS:
        return _COUNTS[words[item.start - 1]]
    if "each" in nearby:
        for index in range(max(0, item.start - 5), item.start):
            if words[index] in _COUNTS and index + 1 < len(words) and words[index + 1] in _WOUNDS:
                return _COUNTS[words[index]]
    return 1


def _sites(words: Sequence[str], sites: Mapping[str, Site]) -> list[tuple[int, Site]]:
    found: list[tuple[int, Site]] = []
    previous = ""
    for index, word in enumerate(words):
        single = tokens.stem(word)
        site = sites.get(f"{previous} {single}") or sites.get(single)
        if site is not None:
            found.append((index, site))
        previous = single
    return found


def diameter(words: Sequence[str]) -> float | None:
    """An excised lesion's diameter with the narrowest margin on both sides, centimetres; None if not told.

    "1.0 cm lesion with 0.2 cm margins" is 1.4; "excised diameter 1.4 cm including margins" is 1.4.
    """
    found = lengths(words)
    if len(found) > 1:
        found = [item for item in found if not tells_closure(words, item)] or found
    margins = [item.cm for item in found if _tells_margin(words, item)]
    including = (
        "including" in words
        or "includes" in words
        or any(one == "excised" and two in _DIAMETER for one, two in pairwise(words))
    )
    lesions = [item.cm for item in found if item.cm not in margins] if not including else [i.cm for i in found]
    if not lesions:
        return None
    return round(max(lesions) + (0.0 if including or not margins else 2 * min(margins)), 3)


def tells_closure(words: Sequence[str], item: Length) -> bool:
    """Whether a length is that of the closed wound: "final wound length 2.3 cm", "closed, 3 cm"."""
    near = words[max(0, item.start - _MEASURED) : item.end + 3]
    return not _CLOSURE.isdisjoint(near)


def _tells_margin(words: Sequence[str], item: Length) -> bool:
    """Whether a length is a margin's: "0.2 cm margins", "margin drawn 0.2 cm"; not "1.6 cm with margin"."""
    after = words[item.end : item.end + 3]
    if not _MARGIN.isdisjoint(after):
        return "with" not in after and "w/" not in after
    return not _MARGIN.isdisjoint(words[max(0, item.start - 3) : item.start])
