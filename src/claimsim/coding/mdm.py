"""Medical decision making: problems, data and risk, two of three (CPT E/M guidelines 2021 and 2023)."""

from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.diagnoses import Problem
from claimsim.coding.elements import Element
from claimsim.coding.progress import not_at_goal
from claimsim.coding.risk import risk_of
from claimsim.coding.services import Services

LEVELS = ("straightforward", "low", "moderate", "high")
_ELEMENT_WORDS = {
    "problems": ("minimal", "low", "moderate", "high"),
    "data": ("minimal or none", "limited", "moderate", "extensive"),
    "risk": ("minimal", "low", "moderate", "high"),
}
"""Each element of decision making has its own words for the four levels (CPT E/M guidelines, table of MDM)."""
_MODERATE_PROBLEMS = frozenset({"systemic", "complicated", "undiagnosed"})
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
        listed = "; ".join(f"{name} {_ELEMENT_WORDS[name][element.level]} ({element.text})" for name, element in parts)
        return f"{listed}. Two of three reach {LEVELS[self.level]}."


def decision_making(case: Case, problems: list[Problem], services: Services) -> Mdm:
    """The elements for the problems that count to the visit."""
    return Mdm(_problems(case, problems), _data(case, services), risk_of(case, problems, services))


def _problems(case: Case, problems: list[Problem]) -> Element:
    unstable = not_at_goal(case, problems)
    chronic = [p for p in problems if p.kind == "chronic"]
    threat = next((p for p in problems if p.kind == "threat"), None)
    serious = next((p for p in problems if p.kind in _MODERATE_PROBLEMS), None)
    if threat is not None:
        return Element(3, f"{_name(threat)}, a threat to life or bodily function")
    if unstable:
        return Element(2, f"{_name(unstable[0])}, chronic and not at goal or worse")
    if serious is not None:
        kind = "new, with uncertain prognosis" if serious.kind == "undiagnosed" else f"acute, {serious.kind}"
        return Element(2, f"{_name(serious)}, {kind}")
    if len(chronic) > 1:
        return Element(2, f"{len(chronic)} stable chronic conditions")
    if chronic:
        return Element(1, f"{_name(chronic[0])}, one stable chronic condition")
    acute = [p for p in problems if p.kind == "acute"]
    if acute:
        return Element(1, f"{_name(acute[0])}, acute and uncomplicated")
    return Element(1 if len(problems) > 1 else 0, f"{len(problems)} minor")


def _data(case: Case, services: Services) -> Element:
    own = {b.name for b in services.billed if b.kind in _INTERPRETED}
    tests = [name for name in services.tests if name not in own]
    signals = {signal.kind for signal in case.reading.signals}
    counted = [*tests, *(["an outside note"] if "external" in signals else [])]
    historian = "historian" in signals
    others = sum(kind in signals for kind in ("interpretation", "discussion"))
    listed = ", ".join([*counted, *(["an independent historian"] if historian else [])]) or "none"
    documents = len(counted) + historian >= 3
    if documents + others >= 2:
        return Element(3, listed)
    if documents or others:
        return Element(2, listed)
    if len(counted) >= 2 or historian:
        return Element(1, listed)
    return Element(0, listed)


def _name(problem: Problem) -> str:
    return problem.term.replace("~", " of ")
