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
_BESIDE = 4
"""So far apart two sites tell one place: "the index finger, distal phalanx"."""
_MEMBERS = frozenset(
    [
        "finger", "index finger", "middle finger", "ring finger", "little finger", "small finger", "thumb", "hand",
        "wrist", "elbow", "shoulder", "arm", "forearm", "upper arm", "toe", "great toe", "big toe", "foot", "ankle",
        "leg", "lower leg", "knee", "hip", "pelvis",
    ]
)  # fmt: skip
"""Whole members: a bone or joint of theirs that is named beside them tells the place better."""
_WOUND = "laceration"
_WOUNDS = frozenset(
    {"abrasion", "contusion", "insect bite", "dog bite", "open wound", "puncture wound", "splinter", "foreign body"}
)
_WHOLE = frozenset({"intact", "stable", "nontender", "normal", "ok", "spared", "fine", "unremarkable", "negative"})
_DENIED = frozenset({"no", "not", "without", "spares", "sparing"})
Sites = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By a site's first word: its words and the index term of the condition there, longest first."""


class Found(NamedTuple):
    """The index term of a condition at a site that was told, and the words [start, end) of the site."""

    term: str
    start: int
    end: int


class Places:
    """Where the index has its conditions. What belongs to a condition is filed when a note first asks for it."""

    __slots__ = ("_filed", "_members", "_sites")

    def __init__(self, sites: dict[str, dict[str, str]], members: dict[str, str]) -> None:
        """Sites and index terms there by general condition; the general condition of those of a whole member."""
        self._sites, self._members = sites, members
        self._filed: dict[str, Sites] = {}

    def get(self, term: str) -> Sites | None:
        """The sites that make a condition more special: all of a general one, the bones and joints of a member's."""
        if term not in self._sites and term not in self._members:
            return None
        if term not in self._filed:
            own = self._sites.get(term)
            self._filed[term] = _filed(own if own is not None else self._inside(self._members[term]))
        return self._filed[term]

    def _inside(self, general: str) -> dict[str, str]:
        sites = self._sites[general].items()
        return {site: term for site, term in sites if site not in _MEMBERS and term not in self._members}


def sites_of(rows: Iterable[tuple[str, str, bool]]) -> Places:
    """The places of the index's conditions. `rows` are term, synonyms and whether it stands for any site
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
    found: dict[str, dict[str, str]] = {}
    members: dict[str, str] = {}
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
                found.setdefault(general, {}).setdefault(site, term)
                if site in _MEMBERS:
                    members[term] = general
    _share_sites(found)
    return Places(found, members)


def _share_sites(found: dict[str, dict[str, str]]) -> None:
    """What a laceration's row calls one place ("sole", "instep", "foot") is one for the other wounds of the skin."""
    places: dict[str, list[str]] = {}
    for site, term in found.get(_WOUND, {}).items():
        places.setdefault(term, []).append(site)
    for general in _WOUNDS & found.keys():
        sites = found[general]
        for names in places.values():
            term = next((sites[name] for name in names if name in sites), "")
            if term:
                sites.update((name, term) for name in names if name not in sites)


def _filed(sites: Mapping[str, str]) -> Sites:
    filed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for site, term in sites.items():
        words = tuple(tokens.words(site))
        for way in (words, (*words[:-1], f"{words[-1]}s")):
            filed.setdefault(way[0], []).append((way, term))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in filed.items()}


def has_place(draft: Draft) -> bool:
    """Whether a condition is an injury of a place already: "ankle sprain", not "cellulitis"."""
    return draft.entry.system == "injury" and bool(draft.entry.code)


def site_near(words: list[str], draft: Draft, low: int, high: int, sites: Sites) -> Found | None:
    """The told site nearest to a condition between two words of its sentence, rather behind it than before. Of a
    member and its bone or joint told beside each other the latter. A condition that has a place already is only
    looked at closely ("ankle sprain, ATFL").
    """
    told: list[tuple[int, bool, Found]] = []
    placed = has_place(draft)
    at = max(low, draft.start - (_BESIDE if placed else _BEFORE))
    last = min(high, draft.end + (_BESIDE if placed else _AFTER))
    while at < last:
        found = next(
            ((way, term) for way, term in sites.get(words[at], ()) if tuple(words[at : at + len(way)]) == way), None
        )
        if found is None:
            at += 1
            continue
        end = at + len(found[0])
        if placed and draft.start <= at < draft.end:
            at = end  # its own words
            continue
        if not _WHOLE.isdisjoint(words[end : end + 2]) or not _DENIED.isdisjoint(words[max(0, at - 1) : at]):
            at = end
            continue
        distance = at - draft.end if at >= draft.end else draft.start - end + 2
        told.append((distance, " ".join(found[0]).rstrip("s") in _MEMBERS, Found(found[1], at, end)))
        at = end
    if not told:
        return None
    _, member, best = min(told, key=lambda item: item[0])
    if member:
        parts = (
            f for _, whole, f in told if not whole and min(abs(f.start - best.end), abs(best.start - f.end)) < _BESIDE
        )
        return next(parts, best)
    return best


def side_of(words: list[str], found: Found) -> str:
    """The side that stands right before or after a site."""
    near = [*reversed(words[max(0, found.start - _SIDE_BEFORE) : found.start]), *words[found.end : found.end + 1]]
    return next((SIDES[word] for word in near if word in SIDES), "")
