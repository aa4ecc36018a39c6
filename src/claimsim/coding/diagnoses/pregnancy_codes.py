"""Conditions of a pregnant patient by chapter 15, which has precedence over all others (guideline I.C.15.a.1).

It is the clinician's to say that a condition does not affect the pregnancy (Z33.1 then); so where the note tells of a
pregnancy, a condition that chapter 15 has a code for is coded there, and itself beside it where that says more.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.diagnoses.pregnancy import trimester
from claimsim.coding.queries.queries import ask_measure
from claimsim.coding.rules import because

_DIGIT = {"first trimester": 1, "second trimester": 2, "third trimester": 3}
_INCIDENTAL = "Z33.1"
_SPOKEN_OF = frozenset({"pregnancy", "pregnant", "gravid"})
_NOT_THE_PATIENT = frozenset({"not", "no", "test", "prevent", "avoid", "plans", "planning", "if", "before", "history"})
_UNKNOWN_WEEKS = "Z3A.00"
_ASSESSED = frozenset({"assessment", "assessment_plan"})
_NEWBORN_DAYS = 28


def of_pregnancy(case: Case, coded: list[Coded], weeks: tuple[int, int] | None) -> list[Coded]:
    """The diagnoses with those that chapter 15 tells in its codes. `weeks` as the note gives them, or None."""
    if any(item.code == _INCIDENTAL for item in coded):
        return coded
    if weeks is None:
        return _without_weeks(case, coded)
    return _in_chapter_15(case, coded, _DIGIT[trimester(weeks[0])])


def _without_weeks(case: Case, coded: list[Coded]) -> list[Coded]:
    """The note calls the patient pregnant where it assesses, and tells no weeks: coded so, and asked about."""
    told = {
        number
        for number, statement in enumerate(case.reading.statements)
        if statement.role in _ASSESSED
        and not _SPOKEN_OF.isdisjoint(statement.words)
        and _NOT_THE_PATIENT.isdisjoint(statement.words)
    }
    quotes = [case.quote(number) for number in sorted(told)]
    spoken = [item for item in coded if any(quote in item.evidence for quote in quotes)]
    others = [item for item in coded if item not in spoken]
    found = _in_chapter_15(case, spoken, 0)
    if not any(item.code[0] == "O" and item not in spoken for item in found):
        return coded
    ask_measure(case, "pregnancy", "weeks of gestation", (quotes[0],))
    why = because("weeks-of-gestation", "The note tells no weeks of gestation; they are asked for.")
    return [*found, *others, Coded(_UNKNOWN_WEEKS, None, [quotes[0]], [why])]


def of_newborn(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses of a patient of at most 28 days by chapter 16 (guideline I.C.16.a.1)."""
    if (case.on - case.encounter.patient.birth_date).days > _NEWBORN_DAYS:
        return coded
    for item in coded:
        code = case.lexicon.newborn_codes.get(item.term)
        if code is not None and case.diagnosis(code) is not None:
            item.code = code
            item.why.append(because("specificity", "A condition of the first 28 days has its code in chapter 16."))
    return coded


def _in_chapter_15(case: Case, coded: list[Coded], digit: int) -> list[Coded]:
    result: list[Coded] = []
    for item in coded:
        row = case.lexicon.pregnancy_codes.get(item.term)
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
