"""Repairs of wounds: lengths of one class and one group of sites are added before the code is chosen.

CPT repair guidelines: classes simple, intermediate and complex; the sum of each class and group is one line, the most
complicated class first, the others told apart with 59. Strips alone are no repair (published example UNT-18).
"""

from typing import NamedTuple

from msgspec import Struct

from claimsim.coding.reading.lexicon import Lexicon
from claimsim.coding.services.service_text import ServiceText
from claimsim.coding.words.entries import RepairCode, Site
from claimsim.coding.words.lengths import Wound, wounds
from claimsim.model.codes import Evidence

_COMPLEX = frozenset({"complex", "undermining", "retention"})
_LAYERED = frozenset({"layered", "layer", "intermediate"})
_ORDER = {"complex": 0, "intermediate": 1, "simple": 2}


class Repair(Struct, frozen=True):
    """Wounds that one text says were repaired."""

    kind: str
    wounds: tuple[Wound, ...]
    evidence: Evidence
    side: str
    block: int = 0


class Repaired(NamedTuple):
    """A sum of repairs: its code (empty: outside the teaching selection), length and evidence."""

    code: str
    kind: str
    group: str
    cm: float
    site: Site
    evidence: tuple[Evidence, ...]
    sides: frozenset[str]
    block: int
    regions: tuple[str, ...]


def repair_of(text: ServiceText, lexicon: Lexicon, evidence: Evidence, block: int) -> Repair:
    """What a text says was repaired, and how."""
    words = text.words
    layers = "layer" in words and not {"single", "one", "1"}.isdisjoint(words)
    if not _COMPLEX.isdisjoint(words):
        kind = "complex"
    elif not _LAYERED.isdisjoint(words) and not layers:
        kind = "intermediate"
    else:
        kind = "simple"
    return Repair(kind, tuple(wounds(text.found, lexicon.sites, text.site)), evidence, text.side, block)


def told(repairs: list[Repair]) -> bool:
    """Whether every wound has its length and site."""
    return bool(repairs) and all(w.cm is not None and w.site is not None for r in repairs for w in r.wounds)


def summed(repairs: list[Repair], codes: tuple[RepairCode, ...]) -> list[Repaired]:
    """One line for each class and group of sites, the most complicated first and the longest among equals."""
    sums: dict[tuple[str, str], list[tuple[float, Site, Repair]]] = {}
    for repair in repairs:
        for wound in repair.wounds:
            if wound.cm is not None and wound.site is not None:
                group = _group(repair.kind, wound.site, codes)
                sums.setdefault((repair.kind, group), []).append((wound.cm, wound.site, repair))
    result: list[Repaired] = []
    for (kind, group), parts in sums.items():
        total = round(sum(cm for cm, _, _ in parts), 3)
        code = next((c.code for c in codes if c.kind == kind and c.group == group and total <= c.most_cm), "")
        evidence = tuple(dict.fromkeys(repair.evidence for _, _, repair in parts))
        sides = frozenset(repair.side for _, _, repair in parts if repair.side)
        regions = tuple(dict.fromkeys(site.region for _, site, _ in parts))
        result.append(Repaired(code, kind, group, total, parts[0][1], evidence, sides, parts[0][2].block, regions))
    return sorted(result, key=lambda item: (_ORDER[item.kind], -item.cm, item.group))


def _group(kind: str, site: Site, codes: tuple[RepairCode, ...]) -> str:
    rows = [code for code in codes if code.kind == kind]
    named = next((code.group for code in rows if site.name in code.sites), None)
    return named or next((code.group for code in rows if site.skin and site.skin in code.sites), "")
