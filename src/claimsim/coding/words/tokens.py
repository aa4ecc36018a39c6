"""Text to words: the one way in which notes, services and the tables' own terms are split and made alike.

Words are lower case without apostrophes; a slashed abbreviation (r/o, s/p) is one word; hyphens separate words.
Every pattern is linear: no alternative can match the same text twice.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from claimsim.coding.words.display_names import plain

_MOST_REMEMBERED = 50_000
_CURLY = "\u2019"
_WORD = re.compile(
    r"[a-z]{1,2}/[a-z]{1,2}(?:/[a-z])?(?:'d)?(?![a-z0-9])|w/o?(?![a-z0-9])|w/|i&d|ed&c|hiv\+|2/2(?= [a-z])|\d*\.\d+"
    r"|[a-z0-9µ]+(?:['\u2019][a-z]+)*|[,:?()/+&%#=<>\u2191\u2193]|\[[ _x]?\]|[\u2610-\u2612]"
    r"|(?<=\s)[-\u2013\u2014]{1,2}(?=\s(?:likely|prob|possib|suspect|presum|may be|\?))"
)
_DASHES = "-\u2013\u2014"
_DOUBTS = frozenset(first + second for first in _DASHES for second in ("", *_DASHES))
"""Dashes that _WORD takes for words: those before a doubt."""
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ\u2192\u21d2", "aaaaaaceeeeiiiinoooooouuuuyy>>")
"""Sjögren, Ménière, Barré, and arrows: a character for a character, so that places stay true."""
_PARTED = re.compile(r" / (?=[a-z(])")
"""A stroke between spaces parts two items of a list; "fever/chills" are said together."""
_BOXES = {"[ ]": "[]", "[_]": "[]", "\u2610": "[]", "\u2611": "[x]", "\u2612": "[x]"}
"""Checkboxes of a template: empty and ticked."""
_SPINE = {"l": "lumbar", "ls": "lumbar", "c": "cervical", "t": "thoracic"}
"""Before "spine" a letter is no side."""
_NUMBER_WORDS = {
    "single": "1",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
    "twenty": "20",
    "thirty": "30",
}
_DIMENSIONS = (["mm"], ["cm"], ["mg"], ["mcg"], ["ml"], ["cc"], ["gauge"], ["nylon"])
"""After these a number has told what it measures: a "4 mm punch biopsy" is one biopsy."""
_VOLUME = "cc"
"""Cubic centimetres behind a number, and the chief complaint elsewhere."""
_UNIT = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_BRITISH = re.compile(
    r"aem|aec|aes|aed|gynae|oed|oes|oea|oetus|our\b|oured|ours\b|isation|ise[ds]?\b|ising|coel|leuc|sulph"
)
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"aem", "em"), (r"aec", "ec"), (r"aesth", "esth"), (r"(?<=p)aed", "ed"), (r"gynaec", "gynec"),
        (r"(?:^|(?<=[hlx]))oedema", "edema"), (r"^oesoph", "esoph"), (r"oestr", "estr"), (r"rrhoea", "rrhea"),
        (r"pnoea", "pnea"), (r"foetus", "fetus"), (r"(?<=[mvbdl])our(?=s?$|ed$|ing$)", "or"),
        (r"(?<=[a-z]{3})isation", "ization"), (r"(?<=al|il|in|or|er)is(?=e[ds]?$|ing$)", "iz"),
        (r"coeliac", "celiac"), (r"leuco", "leuko"), (r"sulph", "sulf"), (r"haem", "hem"),
    )
)  # fmt: skip
_SPELLED_SO: set[str] = set()
"""Words that were looked at before and are no British spellings."""
_NUMBERED = frozenset({"stage", "grade", "class", "type", "nyha", "category"})
"""After these a short word is a numeral: stage IV is nothing intravenous."""


_QUESTIONNAIRES = (["gad", "7"], ["gad", "2"])
"""Named like what they look for: no diagnosis is written out of "GAD-7"."""


class Sense(NamedTuple):
    """One meaning of an abbreviation and where it holds (empty: everywhere)."""

    words: tuple[str, ...]
    sections: frozenset[str]
    near: frozenset[str]
    upper_case: bool


def lowered(text: str) -> str:
    """Lower case of the same length, so that positions stay true."""
    low = text.lower()
    if " / " in low:
        low = _PARTED.sub(" , ", low)
    if low.isascii():
        return low
    low = low.translate(_ACCENTS)
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def words(low: str) -> list[str]:
    """The words and punctuation marks of a lower-case text."""
    found: list[str] = _WORD.findall(low)
    if not _DOUBTS.isdisjoint(found):  # "amenorrhea - likely low energy": the doubt is of what follows
        found = ["," if word in _DOUBTS else word for word in found]
    if "[" in low or "\u2610" in low or "\u2612" in low:
        found = [_BOXES.get(word, word) for word in found]
    if "'" in low or _CURLY in low:
        return [word.replace("'", "").replace(_CURLY, "") for word in found]
    return found


def spans(low: str) -> list[tuple[int, int]]:
    """Where each word of :func:`words` stands."""
    return [match.span() for match in _WORD.finditer(low)]


def expanded(
    text: str, low: str, senses: Mapping[str, tuple[Sense, ...]], section: str, origin: list[int] | None = None
) -> list[str]:
    """The words of a text with its abbreviations written out, without what a record's display names add to them.
    `origin` is given the index of each word's source.
    """
    found = _written_out(text, low, senses, section, origin)
    return plain(found, origin) if "(" in low or "specified" in low else found


def _written_out(
    text: str, low: str, senses: Mapping[str, tuple[Sense, ...]], section: str, origin: list[int] | None
) -> list[str]:
    found = words(low)
    if not _SPELLED_SO.issuperset(found):
        found = [word if word in _SPELLED_SO else _american(word) for word in found]
    if senses.keys().isdisjoint(found) and "spine" not in found:
        if origin is not None:
            origin.extend(range(len(found)))
        return found
    result: list[str] = []
    places: list[tuple[int, int]] = []
    done = 0
    for index in [at for at, word in enumerate(found) if word in senses]:
        if index and (found[index - 1] in _NUMBERED or (found[index] == _VOLUME and found[index - 1][-1].isdigit())):
            continue
        if found[index : index + 2] in _QUESTIONNAIRES:
            continue
        for sense in senses[found[index]]:
            if sense.sections and section not in sense.sections:
                continue
            if sense.near and sense.near.isdisjoint(found[max(0, index - 4) : index + 7]):
                continue
            if sense.upper_case:
                places = places or spans(low)
                if not text[slice(*places[index])].isupper():
                    continue
            result += found[done:index]
            result += sense.words
            if origin is not None:
                origin += [*range(done, index), *[index] * len(sense.words)]
            done = index + 1
            break
    if origin is not None:
        origin += range(done, len(found))
    return _with_spine(result + found[done:] if done else found)


def _with_spine(found: list[str]) -> list[str]:
    """ "L spine" is the lumbar spine and no side."""
    if "spine" in found:
        for index in range(len(found) - 1):
            if found[index + 1] == "spine" and found[index] in _SPINE:
                found[index] = _SPINE[found[index]]
    return found


def _american(word: str) -> str:
    """A British spelling as the tables have it: haemorrhage, oedema, tumour, generalised."""
    if len(word) > 4 and _BRITISH.search(word):
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    elif len(_SPELLED_SO) < _MOST_REMEMBERED:
        _SPELLED_SO.add(word)
    return word


def number_of(word: str) -> int:
    """The whole number that a word tells ("7", "seven"); 0 for any other word."""
    digits = _NUMBER_WORDS.get(word, word)
    return int(digits[:4]) if digits.isdigit() else 0


def stem(word: str) -> str:
    """The singular of a plain plural: views, lesions, injections. Used for services, where tables have singulars."""
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word


@lru_cache(maxsize=_MOST_REMEMBERED)
def singulars(word: str) -> tuple[str, ...]:
    """The singular of a plural, first as :func:`stem` has it: biopsies are a biopsie and a biopsy."""
    single = stem(word)
    if single.endswith("ie"):
        return single, f"{single[:-2]}y"  # biopsies, studies
    if single.endswith(("sse", "xe", "che", "she")):
        return single, single[:-1]  # abscesses, crutches
    return (single,)


def measured(found: list[str]) -> list[tuple[float, str]]:
    """Numbers with the words they may count, in order: ("3", "view"), ("2.5", "cm"). Up to three words are looked
    at.
    """
    result: list[tuple[float, str]] = []
    for index, word in enumerate(found):
        if not word[0].isdigit() and word not in _NUMBER_WORDS:
            continue
        if index > 1 and found[index - 1] == ":" and found[index - 2][0].isdigit():
            continue  # "10:20-10:41, 21 minutes": the time of day counts nothing
        number = _NUMBER_WORDS.get(word, word)
        glued = _UNIT.fullmatch(number)
        if glued:
            number = glued.group(1)
            result.append((_bounded(number), stem(glued.group(2))))
            if [glued.group(2)] in _DIMENSIONS:
                continue  # "4mm punch biopsy" are no four biopsies
        if number.replace(".", "", 1).isdigit():
            value = _bounded(number)
            following = found[index + 1 : index + (2 if found[index + 1 : index + 2] in _DIMENSIONS else 4)]
            result.extend((value, stem(unit)) for unit in following if unit[0].isalpha())
    return result


def _bounded(number: str) -> float:
    return min(float(number[:9]), 99_999.0)
