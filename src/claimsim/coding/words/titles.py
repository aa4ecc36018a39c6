"""Titles of the tabular list as sets of words, and the one that a note's words fill in.

A title is read as groups of words that must all be there; "and" joins alternatives, as it means "and/or" in a title
(guideline I.A.14). Sides are slots, "unspecified" and "without …" are defaults (guideline I.A.9 and the list's own
conventions): they need not be said.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimsim.code_tables.icd10cm import Icd10cm, Icd10cmCode
from claimsim.coding.words import tokens
from claimsim.coding.words.terms import SIDES

_SIDES = ("right", "left", "bilateral")
_SIDE = re.compile(r"\b(?:right|left|bilateral)\b")
_FILLERS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "at",
        "by",
        "for",
        "from",
        "and",
        "or",
        "with",
        "due",
        "as",
        "be",
        "part",
        "site",
        "type",
        "side",
        "disease",
        "disorder",
        "unspecified",
        "eye",
        "cause",
        "skin",
        "nos",
        "displaced",
        "closed",
        "initial",
        "encounter",
        "not",
        "elsewhere",
        "classified",
        "condition",
        "bone",
    ]
)
_DEFAULT = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|,? (?:not elsewhere classified|nos)\b|\bwithout (?!rheumatoid factor)[^,]*"
    r"|\bnot intractable\b|\b(?:including|except) [^,]*"
)
_PHRASES = re.compile(r",| of | with | in | due to | to ")
_PADDED = 6


_STAGES = ("mild", "moderate", "severe", "indeterminate", "tophus")
_RESIDUAL = frozenset({"other", "specified"})


_TERM = 2
Groups = tuple[tuple[frozenset[str], ...], ...]


class Title(NamedTuple):
    """A title's groups of alternatives, its code (with @ where a 7th character stands) by side ("" for none)."""

    groups: Groups
    words: frozenset[str]
    sides: tuple[tuple[str, str], ...]
    defaults: int
    """How much it says that need not be said ("without aura"); of two that are met the one with fewer is meant."""

    @property
    def code(self) -> str:
        """The code where no side is told: the one that has none, else the last of the list's order."""
        return dict(self.sides).get("", self.sides[-1][1])

    def met_by(self, said: frozenset[str], common: frozenset[str]) -> bool:
        """Whether every group has an alternative that is said, apart from what all titles share."""
        return all(any(way - common <= said for way in ways) for ways in self.groups)

    @property
    def residual(self) -> bool:
        """Whether it is for what has no title of its own ("other extraarticular fracture")."""
        return not self.words.isdisjoint(_RESIDUAL)


def stems(words: Iterable[str]) -> frozenset[str]:
    """Words as titles are compared: singular, without fillers and sides."""
    singular = (stem(word) for word in words if word not in SIDES and word[0].isalnum())
    return frozenset(word for word in singular if word not in _FILLERS)


def stem(word: str) -> str:
    """The singular of plain and Greek plurals."""
    if len(word) > 5 and word.endswith("oses"):
        return f"{word[:-2]}is"
    if len(word) > 5 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return tokens.stem(word)


class Category(NamedTuple):
    """The titles and inclusion terms of a category, and the words that all its titles share."""

    titles: tuple[Title, ...]
    common: frozenset[str]


def titles_of(icd: Icd10cm, category: str) -> Category:
    """The titles below a heading; codes that differ only in their side are one title."""
    common: frozenset[str] | None = None
    merged: dict[tuple[str, Groups], dict[str, str]] = {}
    vague: dict[tuple[str, Groups], int] = {}
    for row, extended in icd.leaves(category):
        side, groups = read_words(row.description)
        words = frozenset().union(*(way for ways in groups for way in ways))
        common = words if common is None else common & words
        terms = [read_words(term)[1] for term in icd.own_terms(row.code)]
        for eye, stage, template in _templates(icd, row, extended):
            whole = (*groups, (stage,)) if stage else groups
            key = ("", whole)
            if (eye or side) in merged.get(key, ()):
                key = (row.code, whole)  # said alike of two things
            merged.setdefault(key, {})[eye or side] = template
            vague.setdefault(key, _defaults(row.description))
            for term in terms:
                key = (f"{row.parent} terms", (*term, (stage,)) if stage else term)
                merged.setdefault(key, {}).setdefault(eye or side, template)
                vague.setdefault(key, _TERM)
    found = tuple(_title(key[1], list(sides.items()), vague[key]) for key, sides in merged.items() if key[1])
    return Category(found, common or frozenset())


def _defaults(description: str) -> int:
    """How much a title says that need not be said; fewer is nearer to what a note leaves out."""
    low = description.lower()
    return len(_DEFAULT.findall(low)) - ("unspecified" in low)


def _title(groups: Groups, sides: list[tuple[str, str]], defaults: int) -> Title:
    if len(sides) == 1 and sides[0][0] in ("right", "left"):
        # A side without its counterpart is no slot: right heart failure.
        groups, sides = (*groups, (frozenset({sides[0][0]}),)), [("", sides[0][1])]
    return Title(groups, frozenset().union(*(way for ways in groups for way in ways)), tuple(sides), defaults)


def _templates(icd: Icd10cm, row: Icd10cmCode, extended: bool) -> list[tuple[str, frozenset[str], str]]:
    """A code's side, stage and template (padded, with @ where the 7th character tells the phase of care)."""
    if not extended:
        return [("", frozenset(), row.code)]
    whole = (row.code if "." in row.code else f"{row.code}.").ljust(_PADDED + 1, "X")
    meanings = {seventh.character: seventh.meaning.lower() for seventh in icd.seventh_characters(row.code)}
    if "A" in meanings:
        return [("", frozenset(), f"{whole}@")]
    found: list[tuple[str, frozenset[str], str]] = []
    for character, meaning in meanings.items():
        side = next((name for name in _SIDES if name in meaning), "")
        stage = frozenset() if "without" in meaning else frozenset(word for word in _STAGES if word in meaning)
        if side or stage or character in "09":
            found.append((side, stage, f"{whole}{character}"))
    return found


def read_words(text: str) -> tuple[str, Groups]:
    """Side and groups of any text of the list."""
    low = _DEFAULT.sub(" ", tokens.lowered(text))
    told = _SIDE.findall(low)
    side = next((name for name in _SIDES if name in told), "")
    groups: list[tuple[frozenset[str], ...]] = []
    for phrase in _PHRASES.split(f" {low} "):
        ways = tuple(filter(None, (stems(tokens.words(part)) for part in phrase.split(" and "))))
        if ways:
            groups.append(ways)
    return side, tuple(groups)


def best(
    titles: Sequence[Title], shared: frozenset[str], said: frozenset[str], implied: frozenset[str], own: frozenset[str]
) -> Title | None:
    """The one title that tells most of what is said beyond `own` and `shared` words; None if none or several do.

    `implied` are words that the said ones stand for ("cheek" for a part of the face); they count less.
    """
    common = shared | _RESIDUAL  # nobody says "other"; a title without it goes first
    everything = said | implied | own
    news = everything - own - common
    if not news:
        return None
    ranked: list[tuple[int, int, int, Title]] = []
    for title in titles:
        hinted = len(title.words & news)
        if hinted and title.met_by(everything, common):
            told = len(title.words & news & said)
            residual = title.residual and not _RESIDUAL & implied
            ranked.append((2 * told + hinted, -int(residual), -title.defaults, title))
    ranked.sort(key=lambda entry: entry[:3], reverse=True)
    leaders = [title for *rank, title in ranked if rank == list(ranked[0][:3])]
    return leaders[0] if len({title.code for title in leaders}) == 1 else None
