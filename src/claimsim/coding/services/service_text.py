"""Services in words: what a statement or a line of the record says was done, matched with the procedure index.

A text becomes a set of singular words, those under "no" or "without" left out, with the classes of the body sites it
names (joint size, skin group) added. An index row fits when each of its word groups is met and none of its vetoes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from claimsim.coding.reading.lexicon import Lexicon
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import ServiceEntry, Site
from claimsim.coding.words.terms import SIDES

_NEGATIONS = frozenset({"no", "without", "not", "denies", "w/o", "never"})
_SCOPE_ENDS = frozenset({",", "but", "with", "and", "(", ")"})
BIOPSIES = frozenset({"biopsy", "biopsies", "bx"})
_TOLD_BY_BIOPSY = frozenset(
    {
        "proven", "confirmed", "proved", "returned", "showed", "shows", "revealed", "came", "read", "demonstrated",
        "positive", "negative", "results", "result", "report", "pathology", "showing", "consistent", "benign",
        "malignant", "neg", "pos", "not",
    }
)  # fmt: skip


class ServiceText(NamedTuple):
    """A text about a service, ready for matching."""

    words: frozenset[str]
    side: str
    site: Site | None
    found: list[str]


class Found(NamedTuple):
    """An index row that fits a text, and the words by which it did."""

    entry: ServiceEntry
    matched: frozenset[str]


def service_text(found: list[str], lexicon: Lexicon, extra: frozenset[str] = frozenset()) -> ServiceText:
    """Prepare expanded words. `extra` are words to add (the payer's kind)."""
    words: set[str] = set(extra)
    ends = lexicon.site_ends
    side = ""
    site: Site | None = None
    negated = False
    previous = ""
    for index, word in enumerate(found):
        if word in BIOPSIES and is_past_biopsy(found, index):
            continue
        if word in _NEGATIONS:
            negated = True
            continue
        if negated:
            if word not in _SCOPE_ENDS:
                continue
            negated = False
        if word in SIDES:
            side = "bilateral" if side and side != SIDES[word] else SIDES[word]
            continue
        ways = tokens.singulars(word)
        single = ways[0]
        words.update(ways)
        if single in ends:
            named = lexicon.sites.get(f"{previous} {single}") or lexicon.sites.get(single)
            if named is not None:
                site = _better(site, named)
        previous = single
    if "without" in found or "w/o" in found:
        words.add("noted_without")
        if "contrast" in words:
            words.add("both_contrast")
    if site is not None:
        words.update(filter(None, (site.skin, "site")))
        if site.joint:  # an "intermediate" joint is no intermediate repair
            words |= {f"{site.joint}_joint", "joint_site"}
    return ServiceText(frozenset(words), side, site, found)


def is_past_biopsy(words: Sequence[str], index: int) -> bool:
    """Whether the biopsy named here is none of today: "biopsy-proven", "the biopsy returned", "biopsy not taken"."""
    return not _TOLD_BY_BIOPSY.isdisjoint(words[index + 1 : index + 2])


def without_negated(found: list[str]) -> list[str]:
    """The words that stand under no "no" or "without"."""
    kept: list[str] = []
    negated = False
    for index, word in enumerate(found):
        if word in BIOPSIES and is_past_biopsy(found, index):
            continue
        if word in _NEGATIONS:
            negated = True
        elif negated and word in _SCOPE_ENDS | {";"}:
            negated = False
        if not negated:
            kept.append(word)
    return kept


def _better(site: Site | None, named: Site) -> Site:
    """Of two sites the one with a joint, else the first: "knee, superolateral" and "index finger"."""
    return named if site is None or (named.joint and not site.joint) else site


def match(text: ServiceText, lexicon: Lexicon) -> list[Found]:
    """The index rows a text fits, in the table's order of words; a row whose words are all in a fuller one is
    dropped.
    """
    found: dict[str, Found] = {}
    for word in sorted(text.words & lexicon.triggers.keys()):
        for pattern in lexicon.triggers[word]:
            entry = pattern.entry
            if not entry.without.isdisjoint(text.words):
                continue
            matched: set[str] = set()
            for group in pattern.groups:
                common = group & text.words
                if not common:
                    break
                matched |= common
            else:
                before = found.get(entry.name)
                if before is None or len(before.matched) < len(matched):
                    found[entry.name] = Found(entry, frozenset(matched))
    hits = list(found.values())
    return [hit for hit in hits if not any(hit.matched < other.matched for other in hits)]
