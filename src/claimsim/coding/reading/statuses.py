"""What is said of a condition's standing: denied, in doubt, of a relative, over, or only warned of."""

import re

from claimsim.coding.reading.lists import ListReader
from claimsim.coding.reading.mentions import Draft
from claimsim.coding.reading.reader_state import TRAILING
from claimsim.coding.words.entries import Condition, Cue
from claimsim.coding.words.matching import Hit

_STILL_AHEAD = frozenset({"planned", "scheduled", "pending", "next", "upcoming", "tomorrow", "soon"})
_TELLS = frozenset(
    {
        "described", "describes", "noticed", "notices", "noted", "notes", "reported", "reports", "stated", "states",
        "said", "says", "mentioned", "mentions", "indicated", "indicates", "observed", "observes", "tells", "told",
        "thinks", "feels", "believes", "denies", "denied", "recalls", "worries", "brought", "brings",
    }
)  # fmt: skip
"""What a relative does who tells of the patient."""
_VERB = 2
_RELATIVES_HAVE = frozenset(
    {
        "with", "has", "had", "history", "died", "hx", "gets", "takes", "suffers", "diagnosed", "treated", "tested",
        "caught", "hospitalized",
    }
)  # fmt: skip
_WHOSE = frozenset({"his", "her", "their", "the", "a", "an"})
_JOINS = frozenset({",", "/", "and", "or", "&", "+"})
"""Between the conditions of a list."""
_IN_BRACKETS = 2
_OR = frozenset({"/", "or", "vs", "versus"})
_ONE_UNKNOWN = 6
"""So many words are between two names of a list when one between them is not known (with its commas)."""
_AFTER_A_VERDICT = frozenset(
    {"", ",", ")", "on", "by", "per", "at", "given", "clinically", "today", "now", "based", "due"}
)
_NO_BACK = frozenset({"with", "by", "and", "w"})
"""Behind these a cue is about what follows: "sore throat with negative rapid strep"."""
_LIKELY = frozenset({"likely", "probably", "possibly", "presumably"})
_VERDICT_GOES_ON = _AFTER_A_VERDICT | frozenset(
    {"in", "with", "as", "because", "since", "and", "or", "but", "for", "after", "from", "w", "no"}
)
_LONGEST_LIST = 30
"""So many conditions a cue looks back over: no list of a note is longer, and the work stays linear."""
_ONE = "word"
"""The value of a cue that speaks of the one condition right before it."""
_OPEN_STATUS = frozenset({"affirmed", "uncertain", "historical"})
_BEFORE_ITS_NAME = re.compile(r"(?<![\w?])\?(?=\w)")
"""A question mark that is written before what it doubts: "?OSA"."""
_ITS_REASON = frozenset({"(", "as", "because", "given", "with", "without", "by", "based", "since", "due", "per"})
"""Before what speaks for a verdict: it is one about what stands before it."""
_RISKS = frozenset({"risk", "risks"})
_LISTS = frozenset({",", "/", "or"})
_SENT = frozenset({"by", "via", "with", "w", "per", "sent", "transfer", "transferred"})
_BESIDE_DRUG = 2
_OF_A_RELATIVE = 5
"""So many words may stand between a relative and the disease: "brother is on dialysis from diabetes"."""
_PATIENT = frozenset({"pt", "patient", "patients", "he", "she", "his", "her", "him", "i", "we", "child", "baby", "son"})
_SCREENINGS = ("Z11", "Z12", "Z13")
_RESULTS = frozenset({"negative", "normal"})
_BEFORE_SURGERY = "Z01.81"
_OLD_INFARCTION = "I25.2"
_NO_RELATIVE_HAS = frozenset({"old", "care", "custody", "accompanied", "presence", "brought"})
"""Words before a relative or trade that has nothing itself: the patient's age, or who came along."""
_OF_AGE = (["year"], ["years"], ["month"], ["months"], ["week"], ["weeks"], ["day"], ["days"])
_HISTORY_CODES = frozenset({"Z85", "Z86", "Z87"})


class StatusReader(ListReader):
    """The assertion cues of a statement and what they reach."""

    def _doubts_what_follows(self, mark: Hit) -> bool:
        """ "Snores, ?OSA" and "hypercalcemia ?hyperparathyroidism": the mark is written against the next word."""
        before = self.words[: mark.start].count("?")
        marks = [at for at, character in enumerate(self.text) if character == "?"]
        return before < len(marks) and _BEFORE_ITS_NAME.match(self.text, marks[before]) is not None

    def _family(self, cue: Cue, hit: Hit) -> None:
        """ "Sister epilepsy", "father died of MI", "brother is on dialysis from diabetes"; "cancer in an uncle"."""
        before = [word for word in self.words[max(0, hit.start - 2) : hit.start] if word not in _WHOSE]
        if cue.direction == "after" or before[-1:] == ["in"]:
            self._apply_back("family")
            return
        if not _NO_RELATIVE_HAS.isdisjoint(self.words[max(0, hit.start - 3) : hit.start]):
            return  # "a 28-year-old teacher", "discharged in the care of his mother with a foot contusion"
        following = self.words[hit.end] if hit.end < len(self.words) else ""
        if cue.value != "history" and not _TELLS.isdisjoint(self.words[hit.end : hit.end + _VERB]):
            self.result.signals.append(("historian", cue.value))  # "his mother has described a cough"
            return
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
        """ "Nausea and constipation discussed": symptoms that the patient is told of; diseases too where they are
        warnings.
        """
        warned = self.words[hit.start] == "warnings"
        if hit.start == 0 and not self.vocabulary.isdisjoint(_RISKS):
            self._open("hypothetical")  # "Discussed A-fib and bone risk of over-replacement"
            self.scope.listing = "list"
        reached = hit.start
        for draft in reversed(self.drafts[self.clause :]):
            if not (draft.entry.symptom or warned) or not _JOINS.issuperset(self.words[draft.end : reached]):
                return
            draft.assertion, reached = "hypothetical", draft.start

    def _warned(self, hit: Hit) -> None:
        """ "Chest pain / vomiting blood / fever -> ED": what may come. One problem alone is sent there ("chest pain ->
        ED by EMS").
        """
        before, following = self.words[: hit.start], self.words[hit.end : hit.end + 1]
        if not self.comma_ends or not _SENT.isdisjoint(following):
            return
        if _LISTS.isdisjoint(before) and self.role != "plan" and before[:1] != ["any"]:
            return
        for draft in self.drafts:
            if draft.assertion in _OPEN_STATUS:
                draft.assertion = "hypothetical"

    def _operated(self, hit: Hit) -> None:
        """ "Cataract surgery 2019" tells of an operation, not of the disease; an injury is repaired today."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.assertion != "affirmed" or last.entry.system == "injury":
            return
        if not _STILL_AHEAD.isdisjoint(self.words[hit.end : hit.end + 2]):
            return  # "left knee OA: surgery as planned"
        if any(draft.entry.code.startswith(_BEFORE_SURGERY) for draft in self.drafts):
            return  # "clearance for cataract surgery"
        if 0 <= hit.start - last.end <= 1:
            last.assertion = "historical"

    def _looks_back(self, cue: Cue, hit: Hit) -> bool:
        """ "Breast cancer - no," and "gout, ruled out": nothing follows that the cue could be about."""
        past = cue.kind == "historical" and cue.direction == "after"  # "pneumonia in March, recovered"
        if not (past or cue.kind == "negated") or not self.drafts or self.drafts[-1].assertion not in _OPEN_STATUS:
            return False
        last = self.drafts[-1]
        if past:
            return hit.end == len(self.words) and self.words[hit.start - 1] == "," and hit.start - last.end <= TRAILING
        if cue.direction == "before":  # "melanoma: no", "smoker? no (quit 2018)"
            beside = self.words[last.end : hit.start] in ([], [":"], ["?"], ["="])
            return beside and self.words[hit.end : hit.end + 1] in ([], [","], ["("], [")"])
        comma = self.words[hit.start - 1] == "," and hit.start - 1 == last.end
        return comma and (hit.end == len(self.words) or self.words[hit.end] in (",", ")", "by", "on", "per"))

    def _assertion(self, cue: Cue, hit: Hit) -> None:
        if self._looks_back(cue, hit):
            self.drafts[-1].assertion = cue.kind
            return
        if cue.kind == "negated" and self._of_a_type(hit):
            return
        if self.words[hit.end : hit.end + 1] == [":"] and len(self.drafts) == self.clause:
            self._open(cue.kind)  # "ruled out: MI, PE"
            self.scope.listing = "list"
            return
        if cue.value == "list" or (cue.value == "items" and (cue.kind != "uncertain" or self.inside)):
            self.scope.listing = cue.value
        elif cue.kind == "negated" and hit.start and self.words[hit.start - 1] == "(":
            self.scope.listing = "items"  # "no red flags (no fever, trauma, cancer)"
        onward = hit.start > 0 and self.words[hit.start - 1] in _NO_BACK
        if cue.direction == "next":
            following = self._following()
            of_age = self.words[hit.start - 1 : hit.start] in _OF_AGE  # "28-year-old G1"
            self.ahead = cue.kind if following is not None and following.start == hit.end and not of_age else ""
        if cue.direction == "before" or cue.value == "each":
            self._open(cue.kind)
        if cue.value == "each":  # "cough, asthma vs reflux": the cough is none of the two
            if self._one_of_two(hit):
                self._apply_back(cue.kind, _OR)
        elif cue.direction == "both" and self._blames_another(cue, hit):
            self._open(cue.kind)
        elif cue.direction == "both" and self._is_verdict(hit) and not self._of_a_cause(cue, hit):
            self._apply_back(cue.kind)
        elif cue.direction == "both":
            self.waiting = "" if onward or self._of_a_cause(cue, hit) else cue.kind
            self._open(cue.kind)
        elif cue.direction == "after" and not onward:
            self._apply_back(cue.kind)

    def _of_a_type(self, hit: Hit) -> bool:
        """ "HPV positive (16 neg, 18 neg)": what is negative is one type of it."""
        before = self.words[: hit.start]
        return bool(before) and before[-1].isdigit() and "(" in before and ")" not in before

    def _blames_another(self, cue: Cue, hit: Hit) -> bool:
        """ "Elevated transaminases - methotrexate likely, alcohol maybe": the doubt is of the cause, which is no
        disease.
        """
        if cue.kind != "uncertain" or not self.drafts:
            return False
        between = self.words[self.drafts[-1].end : hit.start]
        if self.drugs and self.drafts[-1].end <= self.drugs[-1][1] and self.drugs[-1][2] == hit.start:
            self.blamed = True
        return self.blamed and bool(between) and between[-1].isalpha()

    def _is_verdict(self, hit: Hit) -> bool:
        """ "Pyelonephritis unlikely (no fever)", "heart failure considered - no edema": said of what stands before."""
        if not self.drafts:
            return False
        if not _ITS_REASON.isdisjoint(self.words[hit.end : hit.end + 1]):
            return True
        following = self._following()
        aside = (
            following is None
            or following.start > hit.end
            or not any(type(entry) is Condition for entry in following.entries)
        )
        return self.drafts[-1].end == hit.start and aside and hit.end < len(self.words)

    def _unaddressed(self, cue: Cue) -> None:
        """ "Migraine not discussed": nothing that the statement names was worked on, unless a drug of it is changed
        ("increase metformin, see PCP in a week"). "Not evaluated today: hypertension, lipids" opens the list; "rosacea
        (derm)" says it of one.
        """
        if not self.drafts and self.words[self.hits[self.at].end : self.hits[self.at].end + 1] == [":"]:
            self._open("unaddressed")
            self.scope.listing = "list"
            return
        if any(kind == "action" for kind, _ in self.result.signals):
            return
        for draft in self.drafts[-1:] if cue.value == _ONE else self.drafts:
            if draft.assertion in _OPEN_STATUS:
                draft.assertion = "unaddressed"

    def _of_a_cause(self, cue: Cue, hit: Hit) -> bool:
        """ "Elevated transaminases likely alcohol related": the doubt is about words behind that name no disease."""
        if cue.kind != "uncertain" or not self.drafts or hit.end >= len(self.words):
            return False
        following = self.words[hit.end]
        return self.words[hit.end - 1] in _LIKELY and following.isalpha() and following not in _VERDICT_GOES_ON

    def _one_of_two(self, hit: Hit) -> bool:
        """Not "weakness, infectious vs metabolic": the two are no names that are known."""
        following = self._following()
        beside = bool(self.drafts) and self.drafts[-1].end == hit.start
        return beside or (following is not None and following.start - hit.end <= _BESIDE_DRUG)

    def _open(self, kind: str) -> None:
        if kind == "negated":
            self.scope.negated = True
        elif kind == "uncertain":
            self.scope.uncertain = True
        elif kind == "historical":
            self.scope.historical = True
        elif kind == "unaddressed":
            self.scope.unaddressed = True
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
            one_unknown = joins is _JOINS and ("," in between or "/" in between) and len(between) <= _ONE_UNKNOWN
            if not joins.issuperset(between) and not one_unknown:
                break
            if kind == "uncertain" and draft.entry.symptom and "," in between and not self._symptom_at(following):
                break  # "fever, viral illness likely": the fever is there
            if kind == "negated" and draft.entry.code.startswith(_SCREENINGS) and self._a_result():
                continue  # "depression screen negative"
            if kind == "negated" and draft.entry.symptom and self._a_result() and self._tested(draft.end):
                break  # "sore throat - strep neg": the symptom is there
            told_as_past = kind == "historical" and of_the_past(draft.entry)
            if draft.assertion in _OPEN_STATUS and not told_as_past:
                draft.assertion = kind
            following = draft.start

    def _a_result(self) -> bool:
        return self.words[self.hits[self.at].start] in _RESULTS

    def _tested(self, end: int) -> bool:
        """Whether something else is named between a symptom and the result: the test that was negative."""
        return any(word.isalpha() for word in self.words[end : self.hits[self.at].start])

    def _symptom_at(self, start: int) -> bool:
        return any(draft.start == start and draft.entry.symptom for draft in self.drafts[-_LONGEST_LIST:])

    def _told_in_brackets(self, end: int) -> bool:
        """ "Heart failure (EF 58% last fall)": what is past is the measurement."""
        between = self.words[end : self.hits[self.at].start]
        if "(" not in between or ")" in between:
            return False
        return len(between) - between.index("(") > _IN_BRACKETS and any(word[0].isdigit() for word in between)

    def _of_a_list(self, drafts: list[Draft], at: int) -> bool:
        """ "ACS, PE, dissection considered": only the last of the list is unknown."""
        if not drafts:
            return False
        between = self.words[drafts[-1].end : self.hits[at].start]
        listed = len(drafts) > 1 or self.words[max(0, drafts[-1].start - 1) : drafts[-1].start] == [","]
        if not listed and between[-1:] != [")"]:
            return False
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
            if not self.scope.listing:
                self.scope.end()
        self.clause = len(self.drafts)


def of_the_past(entry: Condition) -> bool:
    """Whether a history or a state that stays is what the code tells of: an old infarction, a bypass."""
    return (
        entry.code[:3] in _HISTORY_CODES
        or entry.code == _OLD_INFARCTION
        or (entry.problem == "status" and entry.system == "status")
    )
