"""Which side and which site a condition is told at."""

from collections.abc import Sequence
from itertools import pairwise

from claimsim.coding.reading.mentions import Draft, tells
from claimsim.coding.reading.reader_state import TRAILING, ReaderState
from claimsim.coding.reading.sited import Sites, has_place, side_of, site_near
from claimsim.coding.words.entries import Condition, Site

SEVERAL = "multiple sites"
"""The qualifier of a disease that sits in several joints."""
_SITED_TWICE = 2
_SOUND = frozenset(
    {
        "nontender", "nl", "normal", "clear", "unremarkable", "wnl", "benign", "contralateral", "unaffected",
        "uninvolved", "asymptomatic", "compared", "comparison", "unlike", "fine", "full", "quiet", "ok", "translucent",
        "pearly", "normally", "painless",
    }
)  # fmt: skip
"""Words of a side that is examined beside the one that ails."""
_COMPLAINTS = frozenset({"complaint", "complaints", "problem", "problems", "issue", "issues"})
_DENIED = frozenset({"no", "not", "without"})
_AILS = frozenset(
    {
        "tender", "tenderness", "pain", "painful", "positive", "swelling", "swollen", "effusion", "but", "except",
        "limited", "decreased", "weak", "weakness", "red", "bulging", "erythema", "mass", "fracture", "crepitus",
    }
)  # fmt: skip


def is_ailing(words: Sequence[str]) -> bool:
    """Whether a statement of the examination shows what ails ("right TM bulging and red")."""
    return any(word in _AILS and _DENIED.isdisjoint(words[max(0, at - 2) : at]) for at, word in enumerate(words))


def is_sound(words: Sequence[str]) -> bool:
    """Whether a statement tells of the side that is well ("right shoulder full motion, nontender", "no complaint")."""
    if any(a == "no" and b in _COMPLAINTS for a, b in pairwise(words)):
        return True
    return not _SOUND.isdisjoint(words) and _AILS.isdisjoint(words)


class SideReader(ReaderState):
    """Sides and sites of a statement's conditions."""

    def _side(self, side: str, at: int) -> None:
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and not last.side
            and last.entry.sided
            and at - last.end <= self._side_reach(at)
            and not self._sided_follows(at)
        ):
            last.side = side
            self.result.sides.append((last.entry.region, side))
        else:
            self.side = (side, at)

    def _side_reach(self, at: int) -> int:
        """How far behind its name a side may stand: farther where it is said so ("60% on the left")."""
        if not self.comma_ends:
            return 2
        return TRAILING + 2 if self.words[max(0, at - 2) : at] == ["on", "the"] else TRAILING

    def _sided_follows(self, at: int) -> bool:
        """Whether the side belongs to a condition or site that comes right after it."""
        following = self._following()
        return (
            following is not None
            and following.start - at <= 2
            and not following.mark
            and type(following.entries[0]) in (Condition, Site)
        )

    def _at_sites(self) -> None:
        """Conditions named without their site become those of the site that is told beside them."""
        for index, draft in enumerate(self.drafts):
            for _ in range(_SITED_TWICE):  # "fracture, great toe, distal phalanx": the bone, then whose it is
                sites = self.root.sites.get(draft.entry.term)
                if sites is None or not self._at_site(index, draft, sites):
                    break

    def _at_several_sites(self) -> None:
        """ "Rheumatoid arthritis, hands, wrists and knees": of several joints, where that has a code of its own."""
        for index, draft in enumerate(self.drafts):
            if tells(draft.entry, SEVERAL):
                high = self.drafts[index + 1].start if index + 1 < len(self.drafts) else len(self.words)
                regions = {
                    entry.region
                    for hit in self.hits
                    if draft.end <= hit.start < high and not hit.mark
                    for entry in hit.entries
                    if isinstance(entry, Site)
                }
                if len(regions) > 1:
                    draft.qualifiers.add(SEVERAL)

    def _at_site(self, index: int, draft: Draft, sites: Sites) -> bool:
        low = self.drafts[index - 1].end if index else 0
        high = self.drafts[index + 1].start if index + 1 < len(self.drafts) else len(self.words)
        found = site_near(self.words, draft, low, high, sites)
        if found is None and len(self.drafts) > 1 and not has_place(draft):  # "cat bite of the forearm with cellulitis"
            found = site_near(self.words, draft, 0, len(self.words), sites)
        if found is None:
            return False
        draft.entry = self.root.condition(found.term)
        draft.side = (side_of(self.words, found) or draft.side) if draft.entry.sided else ""
        if draft.side:
            self.result.sides.append((draft.entry.region, draft.side))
        return True
