"""What each service was done for: up to four diagnoses, the most important first.

In this order: what the service is for by its nature (vaccines, preventive visits), the diagnoses the index names for
it, those of its body region and side, those of its problem in the note. Where none of these ties it to a diagnosis, it
points at the first and says so.
"""

from collections.abc import Iterable

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.visits.visits import Visit
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.matching import find

_MOST = 4
_DRAWING = frozenset({"36415", "36416"})
_EXAMINATION = ("Z00.", "Z01.", "Z02.")
_NOT_OF_VISIT = ("Z23", "Z00.", "Z01.", "Z02.", "Z11", "Z12", "Z13")
"""Codes of what is done beside a problem visit: immunization, examination, screening."""
_CHECKED = frozenset({"screening", "laboratory", "imaging", "global_test", "test", "counselling", "collection"})
_WEEKS = "Z3A"
_AFTER_REPLACEMENT = ("Z47.1", "Z96.6")
"""Aftercare of a joint's replacement and the joint."""


def point(case: Case, coded: list[Coded], visit: Visit, billed: list[Billed], services: Services) -> None:
    """Set the pointers (codes) of every line."""
    by_code: dict[str, Billed] = {}
    for line in sorted(billed, key=lambda line: line.code in _DRAWING):
        found = _for(case, coded, visit, line, by_code, services)
        line.pointers = tuple(dict.fromkeys(_with_weeks(coded, line, found)))[:_MOST]
        by_code.setdefault(line.code, line)


def take_sides(case: Case, coded: list[Coded], services: Services) -> None:
    """Give a sided service without a side the side of the one diagnosis it can be for."""
    for line in services.billed:
        if line.sided and not line.side:
            fitting = [item for item in coded if item.condition is not None and item.region in line.regions]
            sides = {_side_of(item) for item in fitting} - {""}
            if not sides:
                sides = {b.side for b in services.billed if b.side and set(b.regions) & set(line.regions)}
            if len(sides) == 1:
                line.side = sides.pop()


def _for(
    case: Case, coded: list[Coded], visit: Visit, line: Billed, done: dict[str, Billed], services: Services
) -> list[str]:
    codes = [item.code for item in coded]
    if line.kind in ("vaccine", "vaccine_administration") and "Z23" in codes:
        return ["Z23"]
    if line.kind == "preventive":
        return _of_preventive(coded, visit)
    if line.code in _DRAWING:  # drawn for the tests it is drawn for
        drawn = _drawn_for(case, coded, services) | {
            code for other in done.values() if other.kind == "laboratory" for code in other.pointers
        }
        if drawn:
            return [code for code in codes if code in drawn]
    if line.kind in ("visit", "visit_add_on"):
        return _of_visit(coded, visit) or codes[:1]
    if line.primary in done:
        return list(done[line.primary].pointers)
    if line.kind == "procedure":
        told = _told_by_line(case, coded, line)
        if told:
            return told
    named = _named(codes, line.indications)
    if named:
        return _nearest(coded, line, named)
    if line.kind in ("drug", "treatment"):
        found = _of_drug(case, coded, line)
        if found:
            return found
    found = _of_regions(coded, line)
    if found and not (line.kind in _CHECKED and "any" in line.regions):
        return found
    examination = _beginning(codes, _EXAMINATION)
    if line.kind in _CHECKED and examination:
        return examination[:1]
    return found or _for_want_of_better(_of_visit(coded, visit) or codes, line)


def _beginning(codes: Iterable[str], beginnings: tuple[str, ...]) -> list[str]:
    return [code for code in codes if beginnings and code.startswith(beginnings)]


def _named(codes: list[str], indications: tuple[str, ...]) -> list[str]:
    """The codes that begin so; what stands after a ";" counts where nothing before it is there."""
    tier: list[str] = []
    for beginning in (*indications, ";"):
        if beginning != ";":
            tier.append(beginning)
            continue
        found = _beginning(codes, tuple(tier))
        if found:
            return found
        tier = []
    return []


def _told_by_line(case: Case, coded: list[Coded], line: Billed) -> list[str]:
    """The diagnosis that the record of a service names itself: "layered closure of chin laceration"."""
    terms: set[str] = set()
    for evidence in line.evidence:
        text = evidence.text
        words = tokens.expanded(text, tokens.lowered(text), case.lexicon.senses, "procedure")
        hits = find(words, case.lexicon.root)
        terms |= {e.term for hit in hits for e in hit.entries if isinstance(e, Condition) and e.system == "injury"}
    return [i.code for i in coded if i.term in terms and (not line.side or _side_of(i) in (line.side, ""))][:_MOST]


def _nearest(coded: list[Coded], line: Billed, named: list[str]) -> list[str]:
    """Of the diagnoses a service is named for, those of its own side and place."""
    by_code = {item.code: item for item in coded}
    sided = [c for c in named if not line.side or _side_of(by_code[c]) in (line.side, "", "bilateral")]
    return sided or named


def _for_want_of_better(codes: list[str], line: Billed) -> list[str]:
    """The first diagnosis; where there are others, the line says that the record does not tie it to one."""
    if len(codes) > 1:
        text = "The record does not say for which diagnosis: it points at the first. Ask, where coverage hangs on it."
        line.why.append(because("pointer", text))
    return codes[:1]


def _of_preventive(coded: list[Coded], visit: Visit) -> list[str]:
    """The examination, and what was found at it where no visit of its own deals with that."""
    codes = [item.code for item in coded]
    examination = _beginning(codes, _EXAMINATION)
    if not examination or any(line.kind == "visit" for line in visit.billed):
        return examination or codes[:1]
    abnormal = any(code.endswith(("121", ".01", "110")) for code in examination)
    found = [i.code for i in coded if i.condition is not None and i.condition.problem not in ("status", "")]
    return [*examination, *(found if abnormal else [])]


def _of_visit(coded: list[Coded], visit: Visit) -> list[str]:
    """The codes of the visit's problems, and of what goes with them (drug use, body mass index, weeks, cause)."""
    terms = {problem.term for problem in visit.problems}
    own = [item.code for item in coded if _is_problem(item) and item.term in terms]
    if not own:
        return []
    return [
        item.code
        for item in coded
        if item.code in own or (not _is_problem(item) and not item.code.startswith(_NOT_OF_VISIT))
    ]


def _is_problem(item: Coded) -> bool:
    return item.condition is not None and item.condition.problem not in ("status", "")


def _drawn_for(case: Case, coded: list[Coded], services: Services) -> set[str]:
    """What the tests of the day are for: all that the note orders of a laboratory."""
    codes = [item.code for item in coded]
    found: set[str] = set()
    for entry in case.lexicon.services:
        if entry.kind == "laboratory" and entry.name in services.tests:
            found.update(_named(codes, entry.diagnoses))
    return found


def _with_weeks(coded: list[Coded], line: Billed, found: list[str]) -> list[str]:
    """The weeks of pregnancy go with its diagnoses."""
    if not any(code.startswith("O") for code in found) or line.code in _DRAWING:
        return found
    return [*found, *(item.code for item in coded if item.code.startswith(_WEEKS))]


def _of_drug(case: Case, coded: list[Coded], line: Billed) -> list[str]:
    name = line.primary if line.kind == "treatment" and line.primary else line.name
    low = name.lower()
    for medication in case.lexicon.medications:
        if any(map(low.__contains__, medication.terms)):
            found = [item.code for item in coded if item.term in medication.indications]
            if found:
                return found
    return []


def _of_regions(coded: list[Coded], line: Billed) -> list[str]:
    if "any" in line.regions:
        after = [item.code for item in coded if item.code.startswith(_AFTER_REPLACEMENT)]
        if after and coded[0].code == after[0]:
            return after[:_MOST]  # what the therapy is for
        return [item.code for item in coded if _is_problem(item)][:_MOST]
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
    if item.condition is None:
        return ""
    for name, code in item.condition.sides:
        whole = code if len(code) > 1 else item.condition.code.replace("#", code)
        if whole.rstrip("@").rstrip("X") == item.code or item.code.startswith(whole.replace("@", "")):
            return name
    return ""
