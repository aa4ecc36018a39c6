"""Medical decision making: problems, data and risk, two of three (CPT E/M guidelines 2021 and 2023)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.statements import ASSESSED, Signal
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.visits.elements import Element
from claimsim.coding.visits.progress import not_at_goal
from claimsim.coding.visits.risk import PLANNED, risk_of
from claimsim.coding.words.entries import Condition, Medication
from claimsim.model.codes import Evidence

LEVELS = ("straightforward", "low", "moderate", "high")
_ELEMENT_WORDS = {
    "problems": ("minimal", "low", "moderate", "high"),
    "data": ("minimal or none", "limited", "moderate", "extensive"),
    "risk": ("minimal", "low", "moderate", "high"),
}
"""Each element of decision making has its own words for the four levels (CPT E/M guidelines, table of MDM)."""
_MODERATE_PROBLEMS = frozenset({"systemic", "complicated", "undiagnosed"})
_SYSTEMIC_WITH_FEVER = "KLNO"
"""Chapters of ICD-10-CM: digestive, skin, genitourinary, pregnancy."""
_PRESENTING = frozenset(
    {
        "abdominal pain", "right lower quadrant pain", "right upper quadrant pain", "left lower quadrant pain",
        "epigastric pain", "flank pain", "shortness of breath", "headache", "dizziness", "chest tightness",
        "pleuritic chest pain", "weakness", "testicular pain", "pelvic pain",
    }
)  # fmt: skip
_WITHIN = 9
_WITH = frozenset({"with", "w", "by", "w/"})
_HIGH = 3
_SYSTEMIC = frozenset({"systemic", "septic", "sirs", "bacteremia"})
_FEVERISH = frozenset({"febrile", "fever", "fevers", "chills", "rigors"})
_CHILLS = frozenset({"chills", "rigors", "shaking"})
_DENIED = frozenset(
    {"no", "not", "without", "denies", "never", "non", "if", "unless", "for", "should", "any", "return"}
)
_DENIED_REACH = 3
_TEMPERATURE = re.compile(r"(?<![\d.])(10[0-5]\.\d|10[1-5])(?![\d./])")
_FEVER = 100.4  # degrees Fahrenheit
_MOST_NOTE = 20_000
_INTERPRETED = frozenset({"imaging", "global_test"})


class Mdm(NamedTuple):
    """The three elements and the level that two of them reach."""

    problems: Element
    data: Element
    risk: Element

    @property
    def level(self) -> int:
        """The level, 0 (straightforward) to 3 (high)."""
        return sorted((self.problems.level, self.data.level, self.risk.level))[1]

    def sentence(self) -> str:
        """The table of elements in words."""
        parts = (("problems", self.problems), ("data", self.data), ("risk", self.risk))
        told = ((name, _ELEMENT_WORDS[name][element.level], element.text) for name, element in parts)
        listed = "; ".join(f"{name} {words}{f' ({text})' if text else ''}" for name, words, text in told)
        return f"{listed}. Two of three reach {LEVELS[self.level]}."


def decision_making(case: Case, problems: list[Problem], services: Services) -> Mdm:
    """The elements for the problems that count to the visit."""
    risk = risk_of(case, problems, services)
    return Mdm(_problems(case, problems, risk), _data(case, problems, services), risk)


def _problems(case: Case, problems: list[Problem], risk: Element) -> Element:
    unstable = sorted(not_at_goal(case, problems), key=lambda p: p.control != "not_at_goal")  # said so first
    chronic = list({p.codes or p.term: p for p in problems if p.kind == "chronic"}.values())  # each disease once
    threat = next((p for p in problems if p.kind == "threat"), None)
    serious = next((p for p in problems if p.kind in _MODERATE_PROBLEMS or _feverish(case, p)), None)
    if threat is not None:
        return Element(3, f"{_name(threat)}, a threat to life or bodily function")
    if unstable and risk.level == _HIGH and any(p.worse for p in unstable):
        severe = next(p for p in unstable if p.worse)
        return Element(3, f"{_name(severe)}, with an exacerbation for which hospital care is decided on")
    if unstable:
        return Element(2, f"{_name(unstable[0])}, chronic and not at goal or worse")
    if serious is not None:
        complication = serious.kind if serious.kind in _MODERATE_PROBLEMS else "with fever"
        kind = "new, with uncertain prognosis" if serious.kind == "undiagnosed" else f"acute, {complication}"
        return Element(2, f"{_name(serious)}, {kind}")
    if len(chronic) > 1:
        return Element(2, f"{len(chronic)} stable chronic conditions")
    suspected = _suspected(case)
    if suspected:
        return Element(2, f"{suspected}, suspected and treated: acute, systemic if it is so")
    presented = _presented_with(case)
    if presented:
        return Element(2, f"{presented}, undiagnosed when the patient came")
    if chronic:
        return Element(1, f"{_name(chronic[0])}, one stable chronic condition")
    acute = [p for p in problems if p.kind == "acute"]
    if acute:
        return Element(1, f"{_name(acute[0])}, acute and uncomplicated")
    return Element(1 if len(problems) > 1 else 0, f"{len(problems)} minor")


def _suspected(case: Case) -> str:
    """A systemic illness that the assessment only suspects, and the plan treats: outpatient diagnosis coding leaves it
    out (guideline IV.H), but it is what was weighed (CPT E/M guidelines 2023: the presenting symptoms' likely cause).
    """
    given = {
        term
        for m in case.reading.drugs
        if isinstance(m.entry, Medication) and m.role in PLANNED and m.assertion == "affirmed"
        for term in m.entry.indications
    }
    return next(
        (
            m.entry.name
            for m in case.reading.mentions
            if m.assertion == "uncertain" and m.role in ASSESSED
            and isinstance(m.entry, Condition) and m.entry.problem == "systemic" and m.entry.term in given
        ),
        "",
    )  # fmt: skip


def _feverish(case: Case, problem: Problem) -> bool:
    """An infection of the skin, bowel or urinary tract assessed with its fever: an illness with systemic symptoms.

    Not a cold or influenza: fever in a minor illness leaves it uncomplicated (CPT E/M guidelines, definitions). An
    illness that the clinician calls systemic is one.
    """
    if problem.kind != "acute" or not problem.codes:
        return False
    assessed = [s.words for s in case.reading.statements if s.block == problem.block and s.role in ASSESSED]
    if any(_said(words, _SYSTEMIC) for words in assessed):
        return True
    if not any(code[0] in _SYSTEMIC_WITH_FEVER for code in problem.codes):
        return False
    if any(_said(words, _FEVERISH) for words in assessed) or _ill(case):
        return True
    return any(
        isinstance(m.entry, Condition)
        and m.entry.term == "fever"
        and m.assertion == "affirmed"
        and m.block == problem.block
        and m.role in ASSESSED
        for m in case.reading.mentions
    )


def _said(words: list[str], wanted: frozenset[str]) -> bool:
    """Whether one of some words stands there and is not denied right before."""
    return not wanted.isdisjoint(words) and any(
        word in wanted and _DENIED.isdisjoint(words[max(0, at - _DENIED_REACH) : at]) for at, word in enumerate(words)
    )


def _ill(case: Case) -> bool:
    """Whether a high temperature was measured and chills, rigors or aches are told: the illness is systemic."""
    told = any(s.role in ("symptoms", "told", "") and _said(s.words, _CHILLS) for s in case.reading.statements)
    return told and any(float(found) >= _FEVER for found in _TEMPERATURE.findall(case.encounter.note[:_MOST_NOTE]))


def _presented_with(case: Case) -> str:
    """In an emergency department: the complaint whose prognosis was uncertain until it was worked up.

    The final diagnosis alone does not tell how complex the problem was (CPT E/M guidelines 2023).
    """
    visit = case.encounter.visit
    if visit is None or visit.kind != "emergency":
        return ""
    for mention in case.reading.mentions:
        entry = mention.entry
        told = mention.assertion == "affirmed" and mention.role in ("symptoms", "told", "")
        if told and isinstance(entry, Condition) and (entry.problem == "undiagnosed" or entry.term in _PRESENTING):
            return entry.name
    return ""


def _data(case: Case, problems: list[Problem], services: Services) -> Element:
    own = [b for b in services.billed if b.kind in _INTERPRETED]
    billed = {b.name for b in own}
    run = {b.name: b for b in services.billed if b.kind == "laboratory"}
    parts = {
        two.name
        for one in run.values()
        for two in run.values()
        if one is not two and case.ncci_indicator(one.code, two.code) and set(one.evidence) & set(two.evidence)
    }
    tests = [
        name
        for name, evidence in services.tests.items()
        if name not in billed | parts
        and not _at_home(evidence)
        and not _of_checkup(case, problems, evidence)
        and (name in run or not _in_one(case, name, evidence, run, services.tests))
    ]
    told = {(e.line, e.text) for b in own for e in b.evidence}
    # The reading of a film that is billed here is not counted again.
    signals = {s.kind for s in case.reading.signals if s.kind != "interpretation" or _place(case, s) not in told}
    counted = [*tests, *(["an outside note"] if "external" in signals else [])]
    historian = "historian" in signals or _told_by_another(case)
    interpreted = _read_elsewhere(case) or ("interpretation" in signals and not (billed and not tests))
    discussed = "discussion" in signals or _discussed(case)
    said = (
        ("an independent historian", historian), ("an independent interpretation", interpreted),
        ("a discussion with another professional", discussed),
    )  # fmt: skip
    listed = ", ".join([*counted, *(text for text, holds in said if holds)])
    documents = len(counted) + historian >= 3
    others = interpreted + discussed
    if documents + others >= 2:
        return Element(3, listed)
    if documents or others:
        return Element(2, listed)
    if len(counted) >= 2 or historian:
        return Element(1, listed)
    return Element(0, listed)


def _of_checkup(case: Case, problems: list[Problem], evidence: Evidence) -> bool:
    """Whether a test belongs to the preventive visit, and not to the acute problem that is told apart from it."""
    visit = case.encounter.visit
    if visit is None or visit.kind not in ("preventive", "wellness") or evidence.source != "note":
        return False
    if any(problem.kind not in ("acute", "minor", "undiagnosed") for problem in problems):
        return False  # the laboratory of a checkup looks at chronic diseases, too
    blocks = {problem.block for problem in problems}
    return all(s.block not in blocks for s in case.reading.statements if s.line == evidence.line)


def _in_one(case: Case, name: str, evidence: Evidence, run: dict[str, Billed], tests: Mapping[str, Evidence]) -> bool:
    """Whether a test is a part of one that was run: a card that tests for several things at once is one test, and its
    parts are named in the same words.
    """
    beside = [b for b in run.values() if evidence in b.evidence]
    codes = _codes(case, name) if beside else []
    return any(
        b.name not in tests or any(b.code == code or case.ncci_indicator(b.code, code) for code in codes)
        for b in beside  # a line that nobody named is the panel of what was
    )


def _codes(case: Case, name: str) -> list[str]:
    variants = next((entry.variants for entry in case.lexicon.services if entry.name == name), ())
    return [variant.code for variant in variants if variant.code]


def _told_by_another(case: Case) -> bool:
    """Whether somebody beside the patient tells the history: "wife saw it and gives the story"."""
    parts = case.lexicon.parts
    if parts.relative.isdisjoint(case.vocabulary) or parts.telling.isdisjoint(case.vocabulary):
        return False
    return any(
        statement.role in ("symptoms", "told", "") and _near(statement.words, parts.relative, parts.telling)
        for statement in case.reading.statements
    )


def _discussed(case: Case) -> bool:
    """Whether the visit's management was talked over with a professional of another group or specialty."""
    parts = case.lexicon.parts
    if parts.talk.isdisjoint(case.vocabulary) or parts.professional.isdisjoint(case.vocabulary):
        return False
    return any(_talked(statement.words, parts.talk, parts.professional) for statement in case.reading.statements)


def _talked(words: list[str], talk: frozenset[str], professional: frozenset[str]) -> bool:
    """Whether somebody of a specialty was talked with; "discussed surgery" is a talk about an operation."""
    if talk.isdisjoint(words):
        return False
    for at, word in enumerate(words):
        if word in talk:
            behind = words[at + 1 : at + _WITHIN]
            who = next((index for index, other in enumerate(behind) if other in professional), -1)
            if who >= 0 and (word != "discussed" or not _WITH.isdisjoint(behind[:who])):
                return True
    return False


def _read_elsewhere(case: Case) -> bool:
    """Whether images made elsewhere were read by the clinician: "I looked at the disc images myself"."""
    parts = case.lexicon.parts
    if parts.own.isdisjoint(case.vocabulary) or parts.image.isdisjoint(case.vocabulary):
        return False
    return any(
        not (parts.own.isdisjoint(s.words) or parts.image.isdisjoint(s.words) or parts.elsewhere.isdisjoint(s.words))
        for s in case.reading.statements
        if s.role != "history"
    )


def _near(words: list[str], first: frozenset[str], then: frozenset[str]) -> bool:
    """Whether a word of one kind stands a few words before one of another."""
    if first.isdisjoint(words):
        return False
    return any(word in first and not then.isdisjoint(words[at + 1 : at + _WITHIN]) for at, word in enumerate(words))


def _at_home(evidence: Evidence) -> bool:
    """A test that the patient did at home is the patient's report."""
    return " home " in f" {evidence.text.lower()} "


def _place(case: Case, signal: Signal) -> tuple[int, str]:
    evidence = case.quote(signal.statement)
    return evidence.line, evidence.text


def _name(problem: Problem) -> str:
    return problem.term.replace("~", " of ")
