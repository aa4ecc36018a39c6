"""The conditions of a statement, each with the standing, side and qualifiers that its own words give it."""

import re

from claimsim.coding.reading.mentions import Draft, tells
from claimsim.coding.reading.reader_state import TRAILING
from claimsim.coding.reading.sides_told import SideReader
from claimsim.coding.reading.statuses import StatusReader, of_the_past
from claimsim.coding.words.entries import Condition, Cue, Site
from claimsim.coding.words.matching import Hit, find
from claimsim.coding.words.terms import HEADS

SIDE_REACH = 4
"""So many words may stand between a side and what it is of."""
_JOINS_SYMPTOMS = frozenset({",", "and", "&", "+"})
_SHOWN_BY = frozenset({"with", "w", "causing"})
_SUPERFICIAL = frozenset({"abrasion", "contusion"})
_BETWEEN_SITES = frozenset({",", ":", "and", "&", "+", "the", "of", "right", "left", "r", "l", "rt", "lt"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_AFTERCARE = ("Z48.0", "Z51.89", "Z47.8", "Z30.431")
_COMES_BACK = (["follow"], ["followup"], ["f/u"], ["return"], ["back"], ["rtc"], ["recheck"])
_TOBACCO = "F17"
_SUSPECTED = ("Z20", "Z77")
"""Contact with and (suspected) exposure."""
_MEASURES = (
    ["x"],
    ["by"],
    ["cm"],
    ["mm"],
    ["mo"],
    ["months"],
    ["weeks"],
    ["wk"],
    ["wks"],
    ["yrs"],
    ["years"],
    ["days"],
)
"""After these words a bare number behind a disease is its size or how long it lasts, no stage."""


class ConditionReader(SideReader, StatusReader):
    """The conditions of a statement, taken in order."""

    def _condition(self, entry: Condition, hit: Hit) -> None:
        draft = Draft(entry, hit.start, hit.end, self.scope.status())
        self._assert(draft, hit)
        self.waiting = ""
        self._take_side(draft, hit)
        self._take_qualifiers(draft, hit)
        draft.control, self.control_ahead = self.control_ahead, ""
        self.drafts.append(draft)

    def _assert(self, draft: Draft, hit: Hit) -> None:
        """What the words right beside a condition make of its standing."""
        entry = draft.entry
        followed = self.comma_ends and entry.system == "injury" and self.encounter[0]  # "healed radius fracture"
        if self.ahead and draft.assertion == "affirmed" and not followed:
            draft.assertion = self.ahead  # "old infarction", of the word behind alone
        self.ahead = ""
        if draft.assertion == "uncertain" and self._a_fact(draft):
            draft.assertion = "affirmed"
        year = self.words[hit.end] if hit.end < len(self.words) else ""
        if year == "(" or (year == "," and hit.end + 2 >= len(self.words) - 1):  # "bursitis (2023, injected)"
            year = next(iter(self.words[hit.end + 1 : hit.end + 2]), "")
        if entry.code.startswith(_TOBACCO) and self._given_up(hit):
            draft.assertion = "historical"
        if draft.assertion == "affirmed" and entry.problem != "chronic" and _YEAR.fullmatch(year):
            draft.assertion = "historical"  # "shingles 2018"
        elif draft.assertion == "affirmed" and self._of_the_plan(entry, hit, year):
            draft.assertion = "hypothetical"
        if draft.assertion == "historical" and of_the_past(entry):
            draft.assertion = "affirmed"

    def _take_side(self, draft: Draft, hit: Hit) -> None:
        entry = draft.entry
        if self.side is not None and hit.start - self.side[1] <= SIDE_REACH and entry.sided:
            draft.side = self.side[0]
            self.result.sides.append((entry.region, draft.side))
            self.side = None
        elif entry.sided:
            draft.side = self.site_sides.get(entry.region, "")
        elif self.side is not None and hit.start - self.side[1] == 1:
            self._side_of_its_site(hit)

    def _take_qualifiers(self, draft: Draft, hit: Hit) -> None:
        previous = self.drafts[-1] if self.drafts else None
        for name, at, begun in self.pending:
            # A qualifier right before a condition is its adjective, else it follows the condition before.
            if previous is None or hit.start == at or (hit.start - at <= 2 and begun > previous.end):
                looks_back = (
                    previous is not None and self.words[at : hit.start] == ["and"] and tells(previous.entry, name)
                )
                (previous if previous is not None and looks_back else draft).qualifiers.add(name)
            else:
                previous.qualifiers.add(name)
        self.pending.clear()
        variants = draft.entry.variants
        if variants and hit.end - hit.start > 1:
            self._inner_qualifiers(draft)
        following = self.words[hit.end] if hit.end < len(self.words) else ""
        if (
            following[:1].isdigit()
            and variants
            and self.words[hit.end + 1 : hit.end + 2] not in _MEASURES
            and any({f"stage {following}"} in v.needs for v in variants)
        ):
            draft.qualifiers.add(f"stage {following}")  # "CKD 4"

    def _a_fact(self, draft: Draft) -> bool:
        """ "Likely gastroenteritis with vomiting and diarrhea": symptoms are there whatever they come from; "possible
        exposure" is what its code says.
        """
        if draft.entry.code.startswith(_SUSPECTED):
            return True
        last = self.drafts[-1] if self.drafts else None
        if last is None or not draft.entry.symptom:
            return False
        between = self.words[last.end : draft.start]
        if last.entry.symptom:
            return last.assertion == "affirmed" and _JOINS_SYMPTOMS.issuperset(between)
        return last.assertion == "uncertain" and not _SHOWN_BY.isdisjoint(between)

    def _given_up(self, hit: Hit) -> bool:
        """ "Quit smoking 2010", "smoker, quit 5 years ago", "smoking: 1 ppd until 2001"."""
        ended = "until" in self.words[hit.end : hit.end + 5]
        if not ended and "quit" not in self.words[max(0, hit.start - 3) : hit.end + 3]:
            return False
        after = self.words[hit.end : hit.end + 6]
        return "ago" in after or any(_YEAR.fullmatch(word) for word in after)

    def _of_the_plan(self, entry: Condition, hit: Hit, following: str) -> bool:
        """ "Constipation: linaclotide, diarrhea possible"; "suture removal 12 d", "follow up 6 weeks string check"."""
        if entry.code.startswith(_AFTERCARE):
            before = self.words[: hit.start]
            comes_back = before[:1] in _COMES_BACK and any(word[0].isdigit() for word in before)
            return following[:1].isdigit() or following == "in" or comes_back
        if not entry.symptom or not self.comma_ends:
            return False
        named = next((draft for draft in self.drafts if not draft.entry.symptom), None)
        return named is not None and ":" in self.words[named.end : hit.start]

    def _inner_qualifiers(self, draft: Draft) -> None:
        """ "Acute cystitis" is a term as a whole; its first word still says acute."""
        for at in range(draft.start, draft.end):
            node = self.root.node(self.words[at])
            pair = node.get(self.words[at + 1], {}) if at + 1 < draft.end else {}
            for entry in (*node.get("", ()), *pair.get("", ())):
                if type(entry) is Cue and entry.kind == "qualifier":
                    draft.qualifiers.add(entry.value)

    def _side_of_its_site(self, hit: Hit) -> None:
        """ "Right lower extremity swelling": a condition without sides is told at a site that has two."""
        if self.side is None:
            return
        for first in range(hit.start, hit.end - 1):
            for last in (first + 2, first + 1):
                for inner in find(self.words[first:last], self.root):
                    region = next((e.region for e in inner.entries if type(e) is Site and e.sided), "")
                    if region:
                        self.result.sides.append((region, self.side[0]))
                        return

    def _again_at(self, site: Site, hit: Hit) -> bool:
        """ "Lacerations of scalp, R forearm and R cheek": the head is said once and its sites one after the other."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.entry.system != "injury" or not self.comma_ends:
            return False
        between = self.words[max(last.end, self.listed) : hit.start]
        if len(between) > TRAILING or not _BETWEEN_SITES.issuperset(between):
            return False
        head = next((word for word in last.entry.term.replace("~", " ").split() if word in HEADS), "")
        if f"{head}s" not in self.vocabulary and head not in _SUPERFICIAL:
            return False  # one fracture, told with its bone and its joint
        if not last.entry.code and self.listed <= last.end:
            self.listed = hit.end  # "contusions: left shoulder, …": the first site is the head's own
            return False
        if not between or _BETWEEN_SITES.issuperset(self.words[last.start : last.end]):
            return False
        found = find([*self.words[hit.start : hit.end], head], self.root)
        named = [e for h in found if h.end - h.start > 1 for e in h.entries if type(e) is Condition]
        if not named or named[0] is last.entry:
            return False
        self._condition(named[0], hit)
        return True
