"""What a statement asserts: each condition with its status, side, qualifiers and control.

Status is affirmed, negated, uncertain, family, historical or hypothetical. A cue's scope runs to the end of the
statement; a comma ends it in an assessment or plan (a list of separate problems), not in a history or examination
("no fever, chills or cough"), except for uncertainty. "But", "however" and the like end it everywhere.
"""

import re
from typing import TYPE_CHECKING

from claimsim.coding.reading.mentions import Draft, Mention, Scope, StatementReading, drug_mention
from claimsim.coding.reading.sited import Sites, has_place, side_of, site_near
from claimsim.coding.words.entries import Condition, Cue, Medication, Site
from claimsim.coding.words.matching import Hit, find
from claimsim.coding.words.terms import HEADS, SIDES, Terms

if TYPE_CHECKING:
    from claimsim.coding.reading.note import Statement

_CONJUNCTIONS = frozenset({"or", "nor", "and", "vs", "versus"})
_RELATIVES_HAVE = frozenset(
    {
        "with", "has", "had", "history", "died", "hx", "gets", "takes", "suffers", "diagnosed", "treated", "tested",
        "caught", "hospitalized",
    }
)  # fmt: skip
_WHOSE = frozenset({"his", "her", "their", "the", "a", "an"})
_LIKEWISE = 5
"""A statement of a few words: "left similarly", "R same"."""
_SIGNALS = frozenset(
    {
        "action",
        "historian",
        "external",
        "interpretation",
        "discussion",
        "high_risk",
        "moderate_risk",
        "prescription",
        "low_risk",
        "social",
        "not_here",
        "done",
        "cause",
        "phase",
    }
)
_DECISIONS = frozenset({"high_risk", "moderate_risk"})
"""Not what may be done one day: "to the emergency department if worse" decides nothing."""
_SUPERFICIAL = frozenset({"abrasion", "contusion"})
_BETWEEN_SITES = frozenset({",", ":", "and", "&", "+", "the", "of", "right", "left", "r", "l", "rt", "lt"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_AFTERCARE = ("Z48.0", "Z51.89", "Z47.8")
_JOINS = frozenset({",", "/", "and", "or", "&"})
"""Between the conditions of a list."""
_IN_BRACKETS = 2
_OR = frozenset({"/", "or", "vs", "versus"})
_ONE_UNKNOWN = 3
"""So many words are between two names of a list when one between them is not known (with its commas)."""
_AFTER_A_VERDICT = frozenset(
    {"", ",", ")", "on", "by", "per", "at", "given", "clinically", "today", "now", "based", "due"}
)
_LISTS_PROBLEMS = frozenset({"assessment", "assessment_plan"})
_TOBACCO = "F17"
_OLD_INFARCTION = "I25.2"
_HISTORY_CODES = frozenset({"Z85", "Z86", "Z87"})
_SIDE_REACH = 4
_SITED_TWICE = 2
_LONGEST_LIST = 30
"""So many conditions a cue looks back over: no list of a note is longer, and the work stays linear."""
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
_TRAILING = 6
"""So far behind its name a side may stand in an assessment: "glaucoma suspect, low risk, bilateral"."""
_OPEN_STATUS = frozenset({"affirmed", "uncertain", "historical"})
_BEFORE_ITS_NAME = re.compile(r"(?<![\w?])\?(?=\w)")
"""A question mark that is written before what it doubts: "?OSA"."""
_BESIDE_DRUG = 2
_OF_A_RELATIVE = 5
"""So many words may stand between a relative and the disease: "brother is on dialysis from diabetes"."""
_PATIENT = frozenset({"pt", "patient", "patients", "he", "she", "his", "her", "him", "i", "we", "child", "baby", "son"})


def read_statement(
    statement: "Statement", number: int, root: Terms, earlier: list[Mention], uncertain: bool
) -> StatementReading:
    """Read one statement. `earlier` are the conditions before it: one without a condition qualifies its block's
    last.
    """
    hits = find(statement.words, root, statement.role in _LISTS_PROBLEMS)
    result = StatementReading([], [], [], [])
    if not hits:
        return result
    reader = _Reader(statement, hits, Scope(statement.section == "family", uncertain), result, root)
    drafts = reader.read()
    for draft in drafts:
        if draft.assertion == "affirmed" and _of_another_year(draft, statement.words):
            draft.assertion = "historical"
        result.conditions.append(draft.mention(statement, number))
    for entry, start, end, assertion in reader.drugs:
        result.drugs.append(drug_mention(entry, statement, number, assertion, start, end))
    if not drafts and reader.likewise:
        _other_side(statement, number, reader, earlier, result)
    elif not drafts and (reader.loose_control or reader.loose_qualifiers):
        _qualify_earlier(statement, reader, earlier)
    return result


def _of_another_year(draft: Draft, words: list[str]) -> bool:
    """ "Pneumonia in 2018", "kidney stone (2015)": of what does not last, a year is told of one that is over."""
    if draft.entry.problem in ("chronic", "status"):
        return False
    following = words[draft.end : draft.end + 2]
    at = 1 if following[:1] in (["in"], ["("], [","]) else 0
    return any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in following[at : at + 1])


def _other_side(
    statement: "Statement", number: int, reader: "_Reader", earlier: list[Mention], result: StatementReading
) -> None:
    """ "Right knee osteoarthritis. Left similarly." The last sided condition is on this side, too."""
    side = reader.side[0] if reader.side is not None else next(iter(reader.site_sides.values()), "")
    last = earlier[-1] if earlier else None
    if last is None or not side or not last.side or last.side == side or last.role != statement.role:
        return
    if reader.site_sides and isinstance(last.entry, Condition) and last.entry.region not in reader.site_sides:
        return
    result.conditions.append(
        last._replace(
            side=side, line=statement.line, statement=number, start=0, end=len(statement.words), block=statement.block
        )
    )


def _qualify_earlier(statement: "Statement", reader: "_Reader", earlier: list[Mention]) -> None:
    """ "2) Hypertension. Not at goal." What a further statement of a problem says belongs to the problem."""
    if earlier and earlier[-1].block == statement.block and statement.role in ("assessment", "assessment_plan"):
        last = earlier[-1]
        earlier[-1] = last._replace(
            qualifiers=last.qualifiers | reader.loose_qualifiers, control=reader.loose_control or last.control
        )


class _Reader:
    """One statement's hits, taken in order."""

    def __init__(
        self, statement: "Statement", hits: list[Hit], scope: Scope, result: StatementReading, root: Terms
    ) -> None:
        self.root = root
        self.words, self.hits, self.scope, self.result = statement.words, hits, scope, result
        self.text = statement.text
        self.vocabulary = frozenset(statement.words)
        self.at = 0
        # A list of problems has its commas between problems.
        self.comma_ends = statement.role in ("assessment", "assessment_plan", "plan")
        self.drafts: list[Draft] = []
        self.drugs: list[tuple[Medication, int, int, str]] = []
        self.clause = 0
        self.pending: list[tuple[str, int, int]] = []
        self.waiting = ""
        self.side: tuple[str, int] | None = None
        self.site_sides: dict[str, str] = {}
        self.control_ahead = ""
        self.ahead = ""
        self.loose_control = ""
        self.likewise = False
        self.loose_qualifiers: set[str] = set()
        self.encounter: tuple[str, int] = ("", 0)
        self.listed = 0
        """Where the first site ends of a list that a head without one opens."""

    def read(self) -> list[Draft]:
        for index, hit in enumerate(self.hits):
            self.at = index
            if hit.mark:
                self._mark(hit)
            else:
                for entry in hit.entries:
                    self._entry(entry, hit)
        self._close_clause()
        if self.drafts:
            for name, _, _ in self.pending:
                self.drafts[-1].qualifiers.add(name)
            phase, at = self.encounter
            for draft in self.drafts:
                if phase and draft.start >= at:
                    draft.encounter = phase
            self._at_sites()
            self._exchange_qualifiers()
        else:
            self.loose_qualifiers = {name for name, _, _ in self.pending}
        return self.drafts

    def _exchange_qualifiers(self) -> None:
        """ "Dementia due to Parkinson disease, moderate": what the nearest condition has no code for and another of
        the statement has one is told of that other one.
        """
        if len(self.drafts) < 2:
            return
        for index, draft in enumerate(self.drafts):
            for name in sorted(draft.qualifiers):
                if _tells(draft.entry, name):
                    continue
                taker = next((d for d in reversed(self.drafts[:index]) if _tells(d.entry, name)), None)
                if taker is not None and not any(_tells(taker.entry, other) for other in taker.qualifiers):
                    taker.qualifiers.add(name)

    def _at_sites(self) -> None:
        """Conditions named without their site become those of the site that is told beside them."""
        for index, draft in enumerate(self.drafts):
            for _ in range(_SITED_TWICE):  # "fracture, great toe, distal phalanx": the bone, then whose it is
                sites = self.root.sites.get(draft.entry.term)
                if sites is None or not self._at_site(index, draft, sites):
                    break

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

    def _mark(self, hit: Hit) -> None:
        if hit.mark in SIDES:
            self._side(SIDES[hit.mark], hit.start)
        elif hit.mark == ",":
            if self.drafts:  # "hypertension, uncontrolled, diabetes": the word before the comma looks back
                self.drafts[-1].qualifiers.update(name for name, _, _ in self.pending)
                self.pending.clear()
            following = self.words[hit.end] if hit.end < len(self.words) else ""
            if following not in _CONJUNCTIONS:
                self.scope.uncertain = self.scope.historical = False
                if self.comma_ends and not self._list_goes_on(hit):
                    self.scope.negated = False  # "to the ward if fever, bleeding or pain": a warning goes on
            self._close_clause()
        elif hit.mark == "?":
            beside = self.drafts and hit.start - self.drafts[-1].end <= 1 and self.words[hit.start - 1] != ","
            if beside and not self._doubts_what_follows(hit):
                self.drafts[-1].assertion = _weaker(self.drafts[-1].assertion)
            else:
                self.scope.uncertain = True

    def _doubts_what_follows(self, mark: Hit) -> bool:
        """ "Snores, ?OSA" and "hypercalcemia ?hyperparathyroidism": the mark is written against the next word."""
        before = self.words[: mark.start].count("?")
        marks = [at for at, character in enumerate(self.text) if character == "?"]
        return before < len(marks) and _BEFORE_ITS_NAME.match(self.text, marks[before]) is not None

    def _list_goes_on(self, comma: Hit) -> bool:
        """ "No fever, chest pain or cough" and "return for redness, fever" in a plan: a list of symptoms has one
        status.
        """
        if not (self.scope.negated or self.scope.hypothetical):
            return False
        following = self._following()
        if following is None or following.start != comma.end or following.mark:
            return False
        entry = following.entries[0]
        return type(entry) is Condition and entry.symptom

    def _side(self, side: str, at: int) -> None:
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and not last.side
            and last.entry.sided
            and at - last.end <= (_TRAILING if self.comma_ends else 2)
            and not self._sided_follows(at)
        ):
            last.side = side
            self.result.sides.append((last.entry.region, side))
        else:
            self.side = (side, at)

    def _sided_follows(self, at: int) -> bool:
        """Whether the side belongs to a condition or site that comes right after it."""
        following = self._following()
        return (
            following is not None
            and following.start - at <= 2
            and not following.mark
            and type(following.entries[0]) in (Condition, Site)
        )

    def _following(self) -> Hit | None:
        return self.hits[self.at + 1] if self.at + 1 < len(self.hits) else None

    def _entry(self, entry: object, hit: Hit) -> None:
        if type(entry) is Condition:
            self._condition(entry, hit)
        elif type(entry) is Cue:
            self._cue(entry, hit)
        elif type(entry) is Medication:
            self.drugs.append((entry, hit.start, hit.end, self.scope.status()))
        elif type(entry) is Site and self._again_at(entry, hit):
            return
        elif type(entry) is Site and self.side is not None and hit.start - self.side[1] <= _SIDE_REACH:
            self.result.sides.append((entry.region, self.side[0]))
            self.site_sides[entry.region] = self.side[0]
            last = self.drafts[-1] if self.drafts else None
            if last is not None and last.entry.sided and not last.side and last.entry.region == entry.region:
                last.side = self.side[0]  # "dry eye syndrome, both eyes"
            self.side = None  # "surgery of both eyes, breast cancer": the side is the eyes'

    def _again_at(self, site: Site, hit: Hit) -> bool:
        """ "Lacerations of scalp, R forearm and R cheek": the head is said once and its sites one after the other."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.entry.system != "injury" or not self.comma_ends:
            return False
        between = self.words[max(last.end, self.listed) : hit.start]
        if len(between) > _TRAILING or not _BETWEEN_SITES.issuperset(between):
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

    def _condition(self, entry: Condition, hit: Hit) -> None:
        draft = Draft(entry, hit.start, hit.end, self.scope.status())
        followed = self.comma_ends and entry.system == "injury" and self.encounter[0]  # "healed radius fracture"
        if self.ahead and draft.assertion == "affirmed" and not followed:
            draft.assertion = self.ahead  # "old infarction", of the word behind alone
        self.ahead = ""
        year = self.words[hit.end] if hit.end < len(self.words) else ""
        if year == "(" or (year == "," and hit.end + 2 >= len(self.words) - 1):  # "bursitis (2023, injected)"
            year = next(iter(self.words[hit.end + 1 : hit.end + 2]), "")
        if entry.code.startswith(_TOBACCO) and self._given_up(hit):
            draft.assertion = "historical"
        if draft.assertion == "affirmed" and entry.problem != "chronic" and _YEAR.fullmatch(year):
            draft.assertion = "historical"  # "shingles 2018"
        elif draft.assertion == "affirmed" and self._of_the_plan(entry, hit, year):
            draft.assertion = "hypothetical"
        if draft.assertion == "historical" and _of_the_past(entry):
            draft.assertion = "affirmed"
        self.waiting = ""
        if self.side is not None and hit.start - self.side[1] <= _SIDE_REACH and entry.sided:
            draft.side = self.side[0]
            self.result.sides.append((entry.region, draft.side))
            self.side = None
        elif entry.sided:
            draft.side = self.site_sides.get(entry.region, "")
        previous = self.drafts[-1] if self.drafts else None
        for name, at, begun in self.pending:
            # A qualifier right before a condition is its adjective, else it follows the condition before.
            if previous is None or hit.start == at or (hit.start - at <= 2 and begun > previous.end):
                draft.qualifiers.add(name)
            else:
                previous.qualifiers.add(name)
        self.pending.clear()
        if entry.variants and hit.end - hit.start > 1:
            self._inner_qualifiers(draft)
        following = self.words[hit.end] if hit.end < len(self.words) else ""
        if (
            following[:1].isdigit()
            and entry.variants
            and self.words[hit.end + 1 : hit.end + 2] not in _MEASURES
            and any({f"stage {following}"} in v.needs for v in entry.variants)
        ):
            draft.qualifiers.add(f"stage {following}")  # "CKD 4"
        draft.control, self.control_ahead = self.control_ahead, ""
        self.drafts.append(draft)

    def _given_up(self, hit: Hit) -> bool:
        """ "Quit smoking 2010", "smoker, quit 5 years ago"."""
        if "quit" not in self.words[max(0, hit.start - 3) : hit.end + 3]:
            return False
        after = self.words[hit.end : hit.end + 6]
        return "ago" in after or any(_YEAR.fullmatch(word) for word in after)

    def _of_the_plan(self, entry: Condition, hit: Hit, following: str) -> bool:
        """ "Constipation: linaclotide, diarrhea possible"; "suture removal 12 d"."""
        if entry.code.startswith(_AFTERCARE):
            return following[:1].isdigit() or following == "in"
        if not entry.symptom or not self.comma_ends:
            return False
        named = next((draft for draft in self.drafts if not draft.entry.symptom), None)
        return named is not None and ":" in self.words[named.end : hit.start]

    def _inner_qualifiers(self, draft: Draft) -> None:
        """ "Acute cystitis" is a term as a whole; its first word still says acute."""
        for word in self.words[draft.start : draft.end]:
            for entry in self.root.node(word).get("", ()):
                if type(entry) is Cue and entry.kind == "qualifier":
                    draft.qualifiers.add(entry.value)

    def _cue(self, cue: Cue, hit: Hit) -> None:
        kind = cue.kind
        if kind == "qualifier":
            if not self.scope.negated:
                self.pending.append((cue.value, hit.end, hit.start))
        elif kind == "control":
            self._control(cue.value, hit)
        elif kind in _SIGNALS:
            if kind in _DECISIONS:
                if self.scope.status() == "affirmed":
                    self.result.signals.append((kind, cue.value))
            elif not self.scope.negated or kind == "not_here":
                self.result.signals.append((kind, cue.value))
        elif kind == "end":
            self._close_clause()
            self.scope.end()
        elif kind == "encounter":
            # "Follow-up of a sprain", not "sprain, follow up in two weeks"; "healing" may stand after the name.
            self.encounter = (cue.value, 0 if cue.direction == "both" else hit.end)
        elif kind == "likewise":
            self.likewise = len(self.words) <= _LIKEWISE
        elif kind == "taught":
            self._taught(hit)
        elif kind == "operated":
            self._operated(hit)
        elif kind == "void":
            # "COVID (PCR)", not "hypertension, log reviewed": a comma keeps the two apart.
            if self.drafts and self.words[self.drafts[-1].end : hit.start] in ([], ["("], ["/"]):
                self.drafts.pop()
        elif kind == "family":
            self._family(cue, hit)
        elif kind != "none":
            self._assertion(cue, hit)

    def _family(self, cue: Cue, hit: Hit) -> None:
        """ "Sister epilepsy", "father died of MI", "brother is on dialysis from diabetes"; "cancer in an uncle"."""
        before = [word for word in self.words[max(0, hit.start - 2) : hit.start] if word not in _WHOSE]
        if cue.direction == "after" or before[-1:] == ["in"]:
            self._apply_back("family")
            return
        following = self.words[hit.end] if hit.end < len(self.words) else ""
        if cue.value == "informant":  # who often tells of the patient: "husband in the hospital with pneumonia"
            beside = self.words[hit.end : hit.end + _OF_A_RELATIVE]
            told = not _RELATIVES_HAVE.isdisjoint(beside) and self._has_disease(hit.end)
            self.scope.family = self.scope.family or told
            return
        self.scope.family = (
            self.scope.family
            or cue.value == "history"
            or hit.end - hit.start > 1
            or following in _RELATIVES_HAVE
            or self._names_next(hit.end)
            or self._has_disease(hit.end)
        )

    def _has_disease(self, at: int) -> bool:
        """Whether a disease is told of a relative in the words behind: not a symptom, which a relative reports."""
        following = self._following()
        if following is None or following.mark or not 0 < following.start - at <= _OF_A_RELATIVE:
            return False
        if not _PATIENT.isdisjoint(self.words[at : following.start]):
            return False
        return any(
            type(entry) is Condition and not entry.symptom and entry.problem != "status" for entry in following.entries
        )

    def _names_next(self, at: int) -> bool:
        following = self._following()
        if following is None or following.mark or following.start != at:
            return False
        return any(type(entry) is Condition and not entry.symptom for entry in following.entries)

    def _taught(self, hit: Hit) -> None:
        """ "Nausea and constipation discussed": symptoms that the patient is told of."""
        reached = hit.start
        for draft in reversed(self.drafts[self.clause :]):
            if not draft.entry.symptom or not _JOINS.issuperset(self.words[draft.end : reached]):
                return
            draft.assertion, reached = "hypothetical", draft.start

    def _operated(self, hit: Hit) -> None:
        """ "Cataract surgery 2019" tells of an operation, not of the disease; an injury is repaired today."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.assertion != "affirmed" or last.entry.system == "injury":
            return
        if 0 <= hit.start - last.end <= 1:
            last.assertion = "historical"

    def _looks_back(self, cue: Cue, hit: Hit) -> bool:
        """ "Breast cancer - no," and "gout, ruled out": nothing follows that the cue could be about."""
        past = cue.kind == "historical" and cue.direction == "after"  # "pneumonia in March, recovered"
        if not (past or cue.kind == "negated") or not self.drafts or self.drafts[-1].assertion not in _OPEN_STATUS:
            return False
        last = self.drafts[-1]
        if past:
            return hit.end == len(self.words) and self.words[hit.start - 1] == "," and hit.start - last.end <= _TRAILING
        if cue.direction == "before":  # "melanoma: no", "smoker? no (quit 2018)"
            beside = self.words[last.end : hit.start] in ([], [":"], ["?"], ["="])
            return beside and self.words[hit.end : hit.end + 1] in ([], [","], ["("], [")"])
        comma = self.words[hit.start - 1] == "," and hit.start - 1 == last.end
        return comma and (hit.end == len(self.words) or self.words[hit.end] in (",", ")", "by", "on", "per"))

    def _assertion(self, cue: Cue, hit: Hit) -> None:
        if self._looks_back(cue, hit):
            self.drafts[-1].assertion = cue.kind
            return
        if cue.direction == "next":
            following = self._following()
            self.ahead = cue.kind if following is not None and following.start == hit.end else ""
        if cue.direction == "before" or cue.value == "each":
            self._open(cue.kind)
        if cue.value == "each":  # "cough, asthma vs reflux": the cough is none of the two
            self._apply_back(cue.kind, _OR)
        elif cue.direction == "both":
            self.waiting = cue.kind
            self._open(cue.kind)
        elif cue.direction == "after":
            self._apply_back(cue.kind)

    def _open(self, kind: str) -> None:
        if kind == "negated":
            self.scope.negated = True
        elif kind == "uncertain":
            self.scope.uncertain = True
        elif kind == "historical":
            self.scope.historical = True
        else:
            self.scope.hypothetical = True

    def _apply_back(self, kind: str, joins: frozenset[str] = _JOINS) -> None:
        """The conditions before the cue in the same list take its status ("gout unlikely", "PE, MI considered"), and
        so does a drug right before it ("adalimumab to be considered").
        """
        if self.drugs and 0 <= self.hits[self.at].start - self.drugs[-1][2] <= _BESIDE_DRUG:
            self.drugs[-1] = (*self.drugs[-1][:3], kind)
        if len(self.drafts) <= self.clause and not self._ends_a_list() and not self._of_a_list(self.drafts, self.at):
            return
        if self.drafts and self._told_in_brackets(self.drafts[-1].end):
            return
        following = len(self.words)
        for draft in reversed(self.drafts[-_LONGEST_LIST:]):
            between = self.words[draft.end : following] if following < len(self.words) else ()
            one_unknown = joins is _JOINS and "," in between and len(between) <= _ONE_UNKNOWN
            if not joins.issuperset(between) and not one_unknown:
                break
            told_as_past = kind == "historical" and _of_the_past(draft.entry)
            if draft.assertion in _OPEN_STATUS and not told_as_past:
                draft.assertion = kind
            following = draft.start

    def _told_in_brackets(self, end: int) -> bool:
        """ "Heart failure (EF 58% last fall)": what is past is the measurement."""
        between = self.words[end : self.hits[self.at].start]
        if "(" not in between or ")" in between:
            return False
        return len(between) - between.index("(") > _IN_BRACKETS and any(word[0].isdigit() for word in between)

    def _of_a_list(self, drafts: list[Draft], at: int) -> bool:
        """ "ACS, PE, dissection considered": only the last of the list is unknown."""
        if len(drafts) < 2:
            return False
        between = self.words[drafts[-1].end : self.hits[at].start]
        return between[:1] == [","] and len(between) <= _ONE_UNKNOWN

    def _ends_a_list(self) -> bool:
        """ "Pneumonia, empyema, considered": the cue comes right after the list's last comma; or after a colon, "shin
        splints, compartment syndrome: ruled out".
        """
        hit = self.hits[self.at]
        if self.words[hit.start - 1 : hit.start] == [":"] and self.drafts and hit.end == len(self.words):
            return True
        following = self.words[hit.end] if hit.end < len(self.words) else ""
        return bool(self.drafts) and hit.start - self.drafts[-1].end <= 1 and following in _AFTER_A_VERDICT

    def _close_clause(self) -> None:
        if self.waiting:
            self._apply_back(self.waiting)
            self.waiting = ""
            self.scope.end()
        self.clause = len(self.drafts)

    def _control(self, value: str, hit: Hit) -> None:
        following = self._following()
        ahead = (
            following is not None
            and following.start - hit.end <= 1
            and not following.mark
            and type(following.entries[0]) is Condition
        )
        if self.drafts and not ahead:
            if self.drafts[-1].control != "not_at_goal":  # "uncontrolled off medicines, feels well"
                self.drafts[-1].control = value
        elif ahead:
            self.control_ahead = value
        else:
            self.loose_control = value
            self.result.signals.append(("control", value))


def _of_the_past(entry: Condition) -> bool:
    """Whether a history or a state that stays is what the code tells of: an old infarction, a bypass."""
    return (
        entry.code[:3] in _HISTORY_CODES
        or entry.code == _OLD_INFARCTION
        or (entry.problem == "status" and entry.system == "status")
    )


def _tells(entry: Condition, name: str) -> bool:
    """Whether a qualifier has a part in one of the condition's codes."""
    return any(name in need for variant in entry.variants for need in variant.needs)


def _weaker(assertion: str) -> str:
    return "uncertain" if assertion == "affirmed" else assertion
