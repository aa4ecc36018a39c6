"""How the problems of a visit go: at their goal or not, as the note says in so many words or by what is done.

CPT E/M guidelines: a patient who is not at the treatment goal is not stable, even if the condition has not changed.
"""

from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import begun_today
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.visits.risk import PLANNED
from claimsim.coding.words.entries import Condition, Medication

_CHANGES = frozenset({"start", "change"})
_KEEPS = frozenset({"continue", "stop"})
_TOLD = ASSESSED | {"plan", "symptoms", "told", ""}
_UNCONTROLLED = frozenset({"uncontrolled", "poorly controlled", "hyperglycemia"})
_REACH = 5
"""How far behind a drug its new dose may stand: "lisinopril 10 mg daily up to 20"."""


def not_at_goal(case: Case, problems: list[Problem]) -> list[Problem]:
    """The chronic problems that are not at their goal: said so, or treatment was begun or changed for them."""
    said = _said(case, problems)
    blocks, terms = _changed(case)
    found: list[Problem] = []
    for problem in problems:
        if problem.worse:
            found.append(problem)
            continue
        if problem.kind != "chronic" or problem.control == "stable":
            continue
        told = said.get(problem.term, set())
        own = problem.block in blocks or any(_is(problem.term, term) for term in terms)
        changed = own or (len(problems) == 1 and bool(blocks or terms))
        if problem.control or "not_at_goal" in told or (changed and "stable" not in told):
            found.append(problem)
    return found


def _is(term: str, indication: str) -> bool:
    """Whether a condition is what a drug is for, or a form of it: postpartum depression is depression."""
    return term == indication or term.endswith(" " + indication)


def _said(case: Case, problems: list[Problem]) -> dict[str, set[str]]:
    """What the whole note says of each condition: beside its name, or in the sentences that go on about it."""
    said: dict[str, set[str]] = {}
    named: dict[int, str] = {}
    assessed = {problem.term for problem in problems}
    for mention in case.reading.mentions:
        told = mention.assertion == "affirmed" and mention.role in _TOLD
        if not told or not isinstance(mention.entry, Condition):
            continue
        named[mention.statement] = mention.entry.term
        if not _UNCONTROLLED.isdisjoint(mention.qualifiers) and mention.role in ASSESSED:
            said.setdefault(mention.entry.term, set()).add("not_at_goal")
        if mention.control:
            said.setdefault(mention.entry.term, set()).add(mention.control)
            if mention.entry.term not in assessed:  # "breakthrough seizure in epilepsy": a symptom's course
                others = {
                    other.entry.term
                    for other in case.reading.mentions
                    if other.statement == mention.statement and isinstance(other.entry, Condition)
                }
                for term in sorted(others & assessed):
                    said.setdefault(term, set()).add(mention.control)
    statements = case.reading.statements
    for signal in case.reading.signals:
        if signal.kind != "control":
            continue
        before = max((number for number in named if number < signal.statement), default=-1)
        if before >= 0 and statements[before].line == statements[signal.statement].line:
            said.setdefault(named[before], set()).add(signal.value)
    return said


def _changed(case: Case) -> tuple[set[int], set[str]]:
    """The problems whose drugs were begun or changed: by their block, and by what the drugs are for."""
    acted: dict[int, set[str]] = {}
    for signal in case.reading.signals:
        if signal.kind == "action":
            acted.setdefault(signal.statement, set()).add(signal.value)
    blocks: set[int] = set()
    terms: set[str] = set()
    for mention in case.reading.drugs:
        if mention.assertion != "affirmed" or mention.role not in PLANNED | _TOLD:
            continue
        actions = acted.get(mention.statement, set())
        if not (actions & _CHANGES or _new_dose(case, mention) or (not actions & _KEEPS and _new(case, mention))):
            continue
        if mention.role in ASSESSED:
            blocks.add(mention.block)
        if isinstance(mention.entry, Medication):
            terms.update(mention.entry.indications or (mention.entry.name,))
    return blocks, terms


def _new_dose(case: Case, mention: Mention) -> bool:
    """ "Levothyroxine to 88 mcg", "methylphenidate up to 27": the number after "to" is a new dose."""
    if mention.role not in PLANNED | ASSESSED:
        return False
    words = case.reading.statements[mention.statement].words[mention.end : mention.end + _REACH + 1]
    return any(word in ("to", ">") and following[:1].isdigit() for word, following in pairwise(words))


def _new(case: Case, mention: Mention) -> bool:
    """Whether a prescription is begun at this visit."""
    entry = mention.entry
    planned = mention.role in PLANNED - {""}
    return planned and isinstance(entry, Medication) and entry.prescription and begun_today(case, mention)
