"""The site of a condition told apart from its name: "laceration, 4 cm, of the left occipital scalp".

The index has "laceration~scalp"; where a note tells the site elsewhere in the sentence, the condition found by its bare
name ("laceration") becomes the one of that site.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claimsim.coding.reading.mentions import Draft
from claimsim.coding.words import tokens
from claimsim.coding.words.terms import SIDES

_BEFORE, _AFTER = 8, 12
"""So many words around a condition its site is looked for."""
_SIDE_BEFORE = 3
Sites = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By a site's first word: its words and the index term of the condition there, longest first."""


class Found(NamedTuple):
    """The index term of a condition at a site that was told, and the words [start, end) of the site."""

    term: str
    start: int
    end: int


def sites_of(rows: Iterable[tuple[str, str, bool]]) -> dict[str, Sites]:
    """By index term the sites at which the index has it. `rows` are term, synonyms and whether it stands for any site
    ("laceration", which has no code of its own).
    """
    listed = [(term, [term, *filter(None, synonyms.split("|"))], generic) for term, synonyms, generic in rows]
    bare: dict[str, str] = {}
    generic: set[str] = set()
    for term, names, anywhere in listed:
        for name in names:
            if "~" not in name:
                bare[name] = term
                if anywhere:
                    generic.add(name)
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for term, names, anywhere in listed:
        if anywhere:
            continue
        for name in names:
            head, mark, site = name.partition("~")
            if not mark:
                site, _, head = name.rpartition(" ")
                if head not in generic:
                    continue
            general = bare.get(head)
            if general and site and general != term:
                found.setdefault(general, {}).setdefault(tuple(tokens.words(site)), term)
    return {term: _filed(sites) for term, sites in found.items()}


def _filed(sites: dict[tuple[str, ...], str]) -> Sites:
    filed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, term in sites.items():
        for way in (words, (*words[:-1], f"{words[-1]}s")):
            filed.setdefault(way[0], []).append((way, term))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in filed.items()}


def site_near(words: list[str], draft: Draft, low: int, high: int, sites: Sites) -> Found | None:
    """The told site nearest to a condition between two words of its sentence, rather behind it than before."""
    best: Found | None = None
    least = _BEFORE + _AFTER
    at = max(low, draft.start - _BEFORE)
    last = min(high, draft.end + _AFTER)
    while at < last:
        found = next(
            ((way, term) for way, term in sites.get(words[at], ()) if tuple(words[at : at + len(way)]) == way), None
        )
        if found is None:
            at += 1
            continue
        end = at + len(found[0])
        distance = at - draft.end if at >= draft.end else draft.start - end + 2
        if distance < least:
            least, best = distance, Found(found[1], at, end)
        at = end
    return best


def side_of(words: list[str], found: Found) -> str:
    """The side that stands right before or after a site."""
    near = [*reversed(words[max(0, found.start - _SIDE_BEFORE) : found.start]), *words[found.end : found.end + 1]]
    return next((SIDES[word] for word in near if word in SIDES), "")
