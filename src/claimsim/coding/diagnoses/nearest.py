"""The nearest other codes of a diagnosis that the index gives no neighbor for, and what the record lacks for them.

First what one code would say together with another condition (I10: I11.0 with heart failure), then the codes that
stand beside it in the tabular list.
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.model.codes import Alternative

_MOST = 2
_SIBLINGS = 30
_LONG = 3
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_UNSPECIFIC = "unspecified"
_EMPTY = frozenset({"with", "without", "other", "specified", "unspecified", "the", "and", "due", "type", "elsewhere"})
"""Words of titles that say nothing a record could lack."""


def nearest(case: Case, item: Coded) -> tuple[Alternative, ...]:
    """Up to two neighbors of a code; none for what only sequences or tells a status."""
    found = case.memo.nearest.get(item.code)
    if found is None:
        together = _together(case, item)
        found = case.memo.nearest[item.code] = (together or _beside(case, item.code))[:_MOST]
    return found


def _together(case: Case, item: Coded) -> tuple[Alternative, ...]:
    """Combination codes of which the record has one condition."""
    made: dict[str, Alternative] = {}
    for link in case.lexicon.links:
        if item.term not in link.conditions or len(link.conditions) != _MOST or link.when or link.code in made:
            continue
        other = next(iter(link.conditions - {item.term})).replace("~", " of ")
        if item.term in link.replaces and case.diagnosis(link.code):
            made[link.code] = Alternative(link.code, f"the record has no {other} with it")
    return tuple(made.values())


def _beside(case: Case, code: str) -> tuple[Alternative, ...]:
    """The codes under the same heading whose titles are the most alike."""
    icd = case.tables.icd10cm
    parent = icd.parent(code)
    own = case.diagnosis(code)
    if parent is None or own is None or parent.kind not in ("category", "subcategory"):
        return ()
    mine = _words(own)
    ranked: list[tuple[int, str, str]] = []
    for sibling in icd.children(parent.code, case.on)[:_SIBLINGS]:
        title = case.diagnosis(sibling.code)
        if sibling.code != code and title is not None:
            ranked.append((len(mine ^ _words(title)), sibling.code, title))
    return tuple(Alternative(other, _lacking(mine, title)) for _, other, title in sorted(ranked)[:_MOST])


def _lacking(mine: frozenset[str], title: str) -> str:
    if _UNSPECIFIC in title.casefold():
        return "it says less than the record"
    beyond = [word for word in _WORD.findall(title.casefold()) if word not in mine and word not in _EMPTY]
    told = ", ".join(dict.fromkeys(word for word in beyond if len(word) > _LONG))
    return f"the record does not say: {told}" if told else "the record says more or other than it"


def _words(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.casefold()))
