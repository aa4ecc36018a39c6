"""How the problems of a visit go: at their goal or not, as the note says in so many words or by what is done.

CPT E/M guidelines: a patient who is not at the treatment goal is not stable, even if the condition has not changed.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses import Problem
from claimsim.coding.entries import Condition, Medication
from claimsim.coding.risk import PLANNED

_CHANGES = frozenset({"start", "change"})
_ASSESSED = frozenset({"assessment", "assessment_plan"})
_TOLD = _ASSESSED | {"plan", "symptoms", ""}


def not_at_goal(case: Case, problems: list[Problem]) -> list[Problem]:
    """The chronic problems that are not at their goal: said so, or treatment was begun or changed for them."""
    said = _said(case)
    blocks, terms = _changed(case)
    found: list[Problem] = []
    for problem in problems:
        if problem.kind != "chronic" or problem.control == "stable":
            continue
        told = said.get(problem.term, set())
        changed = problem.block in blocks or problem.term in terms
        if problem.control or "not_at_goal" in told or (changed and "stable" not in told):
            found.append(problem)
    return found


def _said(case: Case) -> dict[str, set[str]]:
    """What the whole note says of each condition's control, whatever section it stands in."""
    said: dict[str, set[str]] = {}
    for mention in case.reading.mentions:
        told = mention.control and mention.assertion == "affirmed" and mention.role in _TOLD
        if told and isinstance(mention.entry, Condition):
            said.setdefault(mention.entry.term, set()).add(mention.control)
    return said


def _changed(case: Case) -> tuple[set[int], set[str]]:
    """The problems whose drugs were begun or changed: by their block, and by what the drugs are for."""
    changing = {s.statement for s in case.reading.signals if s.kind == "action" and s.value in _CHANGES}
    blocks: set[int] = set()
    terms: set[str] = set()
    for mention in case.reading.drugs:
        if mention.statement not in changing or mention.assertion != "affirmed" or mention.role not in PLANNED | _TOLD:
            continue
        if mention.role in _ASSESSED:
            blocks.add(mention.block)
        if isinstance(mention.entry, Medication):
            terms.update(mention.entry.indications)
    return blocks, terms
