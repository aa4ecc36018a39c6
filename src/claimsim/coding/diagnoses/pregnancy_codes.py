"""Conditions of a pregnant patient by chapter 15, which has precedence over all others (guideline I.C.15.a.1).

It is the clinician's to say that a condition does not affect the pregnancy (Z33.1 then); so where the note tells of a
pregnancy, a condition that chapter 15 has a code for is coded there, and itself beside it where that says more.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.diagnoses.pregnancy import pregnant_now, told_trimester, trimester
from claimsim.coding.diagnoses.stays import NEWBORN_DAYS, liveborn
from claimsim.coding.rules import because
from claimsim.model.codes import Evidence

_DIGIT = {"first trimester": 1, "second trimester": 2, "third trimester": 3}
_UNSPECIFIED = 0
_INCIDENTAL = "Z33.1"
_CATEGORY = 3
_LIVEBORN = "Z38"


def of_pregnancy(case: Case, coded: list[Coded], weeks: tuple[int, int] | None) -> list[Coded]:
    """The diagnoses with those that chapter 15 tells in its codes. `weeks` as the note gives them, or None."""
    if any(item.code == _INCIDENTAL for item in coded) or (weeks is None and pregnant_now(case) is None):
        return coded
    told = trimester(weeks[0]) if weeks is not None else told_trimester(case)
    digit = _DIGIT.get(told, _UNSPECIFIED)
    result: list[Coded] = []
    for item in coded:
        row = _row_for(case, item)
        if row is None or item.code[0] == "O":
            result.append(item)
            continue
        template, digits, keeps = row
        code = template.replace("#", digits[digit]) if digits else template
        if case.diagnosis(code) is None:
            result.append(item)
            continue
        if all(other.code != code for other in result):
            why = because(
                "pregnancy-chapter", "The patient is pregnant, and nothing says that it has no bearing on it."
            )
            result.append(Coded(code, item.condition, list(item.evidence), [*item.why, why]))
        if keeps:
            result.append(item)
    return result


def _row_for(case: Case, item: Coded) -> tuple[str, str, bool] | None:
    """The row of chapter 15 for a condition by its name, else by the chapter of its code ("J*")."""
    rows = case.lexicon.pregnancy_codes
    beginnings = (f"{item.code[:length]}*" for length in range(_CATEGORY, 0, -1))
    return rows.get(item.term) or next((rows[begin] for begin in beginnings if begin in rows), None)


def of_newborn(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses of a patient of at most 28 days by chapter 16 (guideline I.C.16.a.1)."""
    if (case.on - case.encounter.patient.birth_date).days > NEWBORN_DAYS:
        return coded
    for item in coded:
        code = case.lexicon.newborn_codes.get(item.term)
        if code is not None and case.diagnosis(code) is not None:
            item.code = code
            item.why.append(because("specificity", "A condition of the first 28 days has its code in chapter 16."))
    return coded


def birth_first(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses of a child in the stay of its birth, with the birth itself in front (guideline I.C.16.a.2)."""
    code = liveborn(case)
    if not code or case.diagnosis(code) is None:
        return coded
    visit = case.encounter.visit
    said = visit.reason if visit is not None and visit.reason else "newborn, in the stay of the birth"
    why = because("birth-stay", "The child is seen in the stay in which it was born; the note tells how.")
    rest = [item for item in coded if not item.code.startswith(_LIVEBORN)]
    return [Coded(code, None, [Evidence("visit", 1, said)], [why]), *rest]
