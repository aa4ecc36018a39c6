"""What each service was done for: up to four diagnoses, the most important first."""

from claimsim.coding.case import Case
from claimsim.coding.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.services import Billed
from claimsim.coding.visits import Visit

_MOST = 4
_DRAWING = frozenset({"36415", "36416"})
_EXAMINATION = ("Z00.", "Z01.", "Z02.")


def point(case: Case, coded: list[Coded], visit: Visit, billed: list[Billed]) -> None:
    """Set the pointers (codes) of every line."""
    by_code: dict[str, Billed] = {}
    for line in sorted(billed, key=lambda line: line.code in _DRAWING):
        line.pointers = tuple(dict.fromkeys(_for(case, coded, visit, line, by_code)))[:_MOST]
        by_code.setdefault(line.code, line)


def _for(case: Case, coded: list[Coded], visit: Visit, line: Billed, done: dict[str, Billed]) -> list[str]:
    codes = [item.code for item in coded]
    if line.kind in ("vaccine", "vaccine_administration") and "Z23" in codes:
        return ["Z23"]
    if line.kind == "preventive":
        return [code for code in codes if code.startswith(_EXAMINATION)] or codes[:1]
    if line.code in _DRAWING:  # drawn for the tests it is drawn for
        drawn = [code for other in done.values() if other.kind == "laboratory" for code in other.pointers]
        if drawn:
            return [code for code in codes if code in drawn]
    if line.kind in ("visit", "visit_add_on"):
        return _of_problems(coded, visit) or codes[:1]
    if line.primary in done:
        return list(done[line.primary].pointers)
    if line.kind in ("drug", "treatment"):
        found = _of_drug(case, coded, line)
        if found:
            return found
    return _of_regions(coded, line) or _for_want_of_better(_of_problems(coded, visit) or codes, line)


def _for_want_of_better(codes: list[str], line: Billed) -> list[str]:
    """The first diagnosis; where there are others, the line says that the record does not tie it to one."""
    if len(codes) > 1:
        text = "The record does not say for which diagnosis: it points at the first. Ask, where coverage hangs on it."
        line.why.append(because("pointer", text))
    return codes[:1]


def _of_problems(coded: list[Coded], visit: Visit) -> list[str]:
    """The codes of the visit's problems; a combination code stands for the problems it took in."""
    terms = {problem.term for problem in visit.problems}
    return [
        item.code
        for item in coded
        if item.condition is not None and item.condition.problem != "status" and item.term in terms
    ]


def _of_drug(case: Case, coded: list[Coded], line: Billed) -> list[str]:
    name = line.primary if line.kind == "treatment" and line.primary else line.name
    low = name.lower()
    for medication in case.lexicon.medications:
        if any(term in low for term in medication.terms):
            found = [item.code for item in coded if item.term in medication.indications]
            if found:
                return found
    return []


def _of_regions(coded: list[Coded], line: Billed) -> list[str]:
    if "any" in line.regions:
        return [item.code for item in coded if item.condition is not None][:_MOST]
    fitting = [item for item in coded if item.region and item.region in line.regions]
    side = {"right": "right", "left": "left"}.get(line.side)
    if side is not None and len(fitting) > 1:
        sided = [item for item in fitting if _side_of(item) in (side, "")]
        fitting = sided or fitting
    nearest = [item for item in fitting if line.regions and item.region == line.regions[0]]
    if line.kind == "procedure" and nearest and not line.apart:
        fitting = nearest
        diseases = [item for item in fitting if item.condition is not None and not item.condition.symptom]
        fitting = diseases or fitting
    return [item.code for item in fitting]


def _side_of(item: Coded) -> str:
    assert item.condition is not None
    for name, code in item.condition.sides:
        whole = code if len(code) > 1 else item.condition.code.replace("#", code)
        if whole.rstrip("@").rstrip("X") == item.code or item.code.startswith(whole.replace("@", "")):
            return name
    return ""
