"""Which of the diagnoses is chiefly responsible for the services, where neither the note's order nor the tabular list
says it (guideline IV.G): by what was done, and by what the problems as they are told are about.
"""

from collections.abc import Callable, Mapping

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.words.entries import SKIN_CANCERS
from claimsim.model.codes import Evidence

_FLARE, _INFECTED = "J44.1", "J44.0"
_DIABETIC_KIDNEY = ("E08.2", "E09.2", "E10.2", "E11.2", "E13.2")
_HYPERTENSIVE_KIDNEY = ("I12.", "I13.")
_OUT_OF_CONTROL = "65"
_DIABETES = ("E08", "E09", "E10", "E11", "E13")
FOOT_CARE = frozenset({"11055", "11056", "11057", "11719", "11720", "11721", "G0127"})
"""Routine foot care, which a systemic disease makes payable."""
_VESSELS = (".51", ".52", ".59")
_SYSTEMIC = ("E08.", "E09.", "E10.", "E11.", "E13.", "I70.2", "I73.")
_BIOPSIES = ("1110", "1131", "1130")
_OF_SKIN = ("L", "B07", "B08.1", "D22", "D23")


def chief_first(case: Case, coded: list[Coded], services: Mapping[str, Evidence]) -> list[Coded]:
    """The diagnoses with the chief one of each pair in front. `services` are the codes of what was done."""
    if len(coded) < 2:
        return coded
    result = _before(coded, lambda i: i.code == _FLARE, lambda i: i.code == _INFECTED)
    result = _kidney_of_first_problem(result)
    result = _uncontrolled_first(result)
    if not FOOT_CARE.isdisjoint(services):
        result = _systemic_first(result)
    if any(code.startswith(_BIOPSIES) for code in services) and result[0].code.startswith(_OF_SKIN):
        cancer = next((item for item in result if item.code.startswith(SKIN_CANCERS)), None)
        if cancer is not None:
            result = [cancer, *(item for item in result if item is not cancer)]
    return result


def _before(coded: list[Coded], first: Callable[[Coded], bool], second: Callable[[Coded], bool]) -> list[Coded]:
    """The list with the item of one kind moved in front of that of another."""
    mover = next((item for item in coded if first(item)), None)
    stays = next((item for item in coded if second(item)), None)
    if mover is None or stays is None or coded.index(mover) < coded.index(stays):
        return coded
    rest = [item for item in coded if item is not mover]
    at = rest.index(stays)
    return [*rest[:at], mover, *rest[at:]]


def _lines(item: Coded) -> set[int]:
    return {e.line for e in item.evidence if e.source == "note"}


def _kidney_of_first_problem(coded: list[Coded]) -> list[Coded]:
    """ "1. Diabetes with kidney disease. 2. Hypertension": the kidney is told with the problem that comes first."""
    diabetic = next((item for item in coded if item.code.startswith(_DIABETIC_KIDNEY)), None)
    pressure = next((item for item in coded if item.code.startswith(_HYPERTENSIVE_KIDNEY)), None)
    if diabetic is None or pressure is None:
        return coded
    sugar, tension = _lines(diabetic), _lines(pressure)
    own = tension - sugar or tension
    if not sugar or not own or min(sugar - tension or sugar) > min(own):
        return coded
    return _before(coded, lambda i: i is diabetic, lambda i: i is pressure)


def _uncontrolled_first(coded: list[Coded]) -> list[Coded]:
    """ "1. Type 2 diabetes with hyperglycemia. 2. Diabetic polyneuropathy": the first problem is the hyperglycemia."""
    high = next((i for i in coded if i.code[:3] in _DIABETES and i.code[4:] == _OUT_OF_CONTROL), None)
    if high is None or not _lines(high):
        return coded
    told = min(_lines(high))
    before = [item for item in coded[: coded.index(high)] if item.code[:3] == high.code[:3]]
    if not before or any(max(_lines(item), default=0) <= told for item in before):
        return coded
    return _before(coded, lambda i: i is high, lambda i: i is before[0])


def _systemic_first(coded: list[Coded]) -> list[Coded]:
    """Routine foot care is payable for the disease that puts the feet at risk, its vessels before its nerves (Medicare
    Benefit Policy Manual, chapter 15, section 290).
    """
    systemic = [item for item in coded if item.code.startswith(_SYSTEMIC)]
    vessels = [item for item in systemic if item.code[3:] in _VESSELS or item.code[0] == "I"]
    others = [item for item in systemic if item not in vessels]
    return [*vessels, *others, *(item for item in coded if item not in systemic)]
