"""Visits that have codes of their own: critical care, care after an operation, discharge day, a nurse's visit, and
psychotherapy beside a medical visit.
"""

import re
from collections.abc import Callable

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.diagnoses.stays import ends_today
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.visits.global_period import Global, open_globals, says_aftercare
from claimsim.coding.visits.total_time import total_minutes
from claimsim.coding.words import tokens
from claimsim.model.codes import Evidence

_CRITICAL_LEAST = 30
_PSYCHOTHERAPY = {"90832": "90833", "90834": "90836", "90837": "90838"}
_PRESCRIBERS = frozenset({"MD", "DO", "NP", "PA", "PA-C", "FNP", "PMHNP", "APRN", "CNS"})
_NURSE = re.compile(r"\b(?:nurse|rn|ma|lpn)(?:[ -]only)?[ -]visit\b|\bnurse (?:bp|blood pressure) check\b")
_SHOT = re.compile(r"\b(?:here|returns?|presents?|scheduled)(?: today)? for (?:[\w-]+ ){0,3}(?:injections?|shot)\b")
_OPENING = 120
_MANAGEMENT = re.compile(r"\b(?:ccm|pcm|rpm|care management|principal care|non[ -]?face[ -]to[ -]face)\b")
_NEGATIONS = frozenset({"no", "not", "without"})
_MONTHLY = re.compile(r"\bmonth|\bccm\b|\bcare management\b")
_NOT_SEEN = re.compile(
    r"\b(?:pt|patient) (?:was )?not seen (?:this month|in person|today)\b|\bnon[ -]face[ -]to[ -]face\b"
)
_OVER_30 = 30
_CRITICAL = frozenset({"critical", "crit"})
_SHORT_WORD = 3


def critical_care(case: Case) -> list[Billed]:
    """99291 and 99292 by the payer's count; none below 30 minutes or where no time is told.

    CPT counts 99292 from 75 minutes and each 30 more, Medicare a full 30 past 74: from 104 (published examples UNT-11
    and D-06; Medicare's rule of 2023).
    """
    minutes, evidence = _critical_minutes(case)
    if evidence is None or minutes < _CRITICAL_LEAST:
        return []
    first = 104 if _medicare_count(case) else 75
    why = [because("critical-care-time", f"{minutes} minutes of critical care; the first 30 to 74 are 99291.")]
    billed = [Billed("99291", 1, "visit", [evidence], why, name="critical care", minutes=minutes)]
    if minutes >= first:
        units = 1 + (minutes - first) // 30
        text = f"This payer counts 99292 from {first} minutes, each further 30: {units}."
        add_on = Billed(
            "99292", units, "visit_add_on", [evidence], [because("critical-care-time", text)],
            name="critical care, further", primary="99291",
        )  # fmt: skip
        billed.append(add_on)
    return billed


def _medicare_count(case: Case) -> bool:
    rule = case.manual.critical_care_time
    return case.medicare if rule == "by_line_of_business" else rule == "medicare"


def _critical_minutes(case: Case) -> tuple[int, Evidence | None]:
    for number, item in enumerate(case.encounter.services, start=1):
        if "critical care" in item.description.lower():
            words = tokens.words(tokens.lowered(item.description))
            told = item.minutes or _minutes_in(words)
            if told:
                return told, Evidence("services", number, item.description)
    if _CRITICAL.isdisjoint(case.vocabulary):
        return 0, None
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        at = next((i for i, word in enumerate(words) if word in _CRITICAL), -1)
        if at >= 0 and words[at + 1 : at + 2] == ["care"] and not _NEGATIONS & set(words[max(0, at - 2) : at]):
            told = _minutes_in(words)
            if told:
                return told, case.quote(number)
    return 0, None


def _minutes_in(words: list[str]) -> int:
    return int(max((value for value, unit in tokens.measured(words) if unit in ("minute", "min")), default=0))


def after_operation(case: Case, problems: list[Problem]) -> tuple[list[Problem], Global | None, bool]:
    """The problems that an open global period does not take in, the period, and whether the visit belongs to it."""
    periods = open_globals(case)
    if not periods:
        return problems, None, False
    aftercare = says_aftercare(case)
    unrelated = [p for p in problems if all(not belongs(p, period, aftercare) for period in periods)]
    if unrelated:
        return unrelated, periods[0], False
    return [], periods[0], aftercare or bool(problems)


def belongs(problem: Problem, period: Global, aftercare: bool) -> bool:
    """Whether a problem is what an operation was for, by its name, its region, or at a visit that is aftercare."""
    named = {tokens.stem(word) for word in problem.term.replace("~", " ").split() if len(word) > _SHORT_WORD}
    if named & {tokens.stem(word) for word in tokens.words(period.description.lower())}:
        return True  # the abscess that was drained
    if problem.region and period.regions:
        return problem.region in period.regions
    return aftercare and problem.kind not in ("chronic",)


def aftercare_visit(period: Global, evidence: Evidence) -> Billed:
    """99024: reported, without a charge."""
    why = [because("global-aftercare", f"{period.sentence}; care after it is in its payment.")]
    return Billed("99024", 1, "aftercare", [evidence], why, name="visit in a global period")


def discharge_day(case: Case) -> Billed | None:
    """99238, or 99239 over 30 minutes, where the record says the day was the discharge's."""
    visit = case.encounter.visit
    if visit is None or not ends_today(case):
        return None
    minutes = visit.total_minutes or total_minutes(case) or 0
    code = "99239" if minutes > _OVER_30 else "99238"
    why = [because("em-time", f"Discharge day, {minutes or 'no'} minutes told; over {_OVER_30} would be 99239.")]
    evidence = [Evidence("visit", 1, visit.reason or "discharge day")]
    return Billed(code, 1, "visit", evidence, why, name="discharge day", minutes=visit.total_minutes)


def nurse_visit(case: Case, services: Services) -> list[Billed] | None:
    """99211 for a visit the record calls a nurse's; no line where something else of the visit is billed instead."""
    visit = case.encounter.visit
    said = " ".join(((visit.reason if visit else ""), *(s.description for s in case.encounter.services))).lower()
    opening = case.encounter.note[:_OPENING].lower()
    if not _NURSE.search(said) and not _NURSE.search(opening):
        return _only_given(case, services) if _SHOT.search(opening) else None
    instead = next(
        (b for b in services.billed if b.kind in ("treatment", "vaccine_administration", "collection")), None
    )
    if instead is not None:
        text = f"{instead.code} is billed for the same contact with the nurse."
        case.leave_out(Evidence("visit", 1, "nurse visit"), because("nurse-visit", text))
        return []
    why = [because("nurse-visit", "An established patient's visit with the nurse under the clinician's plan.")]
    return [Billed("99211", 1, "visit", [Evidence("visit", 1, "nurse visit")], why, name="nurse visit")]


def _only_given(case: Case, services: Services) -> list[Billed] | None:
    """No visit of somebody who comes for an injection and whom nobody examines."""
    given = next((b for b in services.billed if b.kind == "treatment"), None)
    if given is None or any(s.section == "exam" or s.role == "plan" for s in case.reading.statements):
        return None
    text = f"The patient came for what {given.code} gave, and nothing else was evaluated."
    case.leave_out(Evidence("visit", 1, "office visit"), because("nurse-visit", text))
    return []


def care_management(case: Case, services: Services) -> list[Billed] | None:
    """No visit in a month of care management in which the patient was not seen."""
    visit = case.encounter.visit
    reason = visit.reason.lower() if visit is not None else ""
    billed = any(line.kind == "care_management" for line in services.billed)
    told = _MONTHLY.search(case.encounter.note[:_OPENING].lower()) is not None
    if _NOT_SEEN.search(case.encounter.note.lower()) or (_MANAGEMENT.search(reason) and (billed or told)):
        text = "The record is of a time of care management; the patient was not seen."
        case.leave_out(Evidence("visit", 1, reason or "visit"), because("care-management", text))
        return []
    return None


def psychiatric_evaluation(case: Case, services: Services, managed: Callable[[], bool]) -> list[Billed] | None:
    """The psychiatric diagnostic evaluation stands for the visit; 90792 where a prescriber manages treatment in it."""
    line = next((b for b in services.billed if b.code == "90791"), None)
    if line is None:
        return None
    if _prescriber(case) and managed():
        line.code = "90792"
        line.why.append(because("psychiatric-evaluation", "A prescriber's evaluation with medical services."))
    text = f"{line.code} stands for the visit."
    case.leave_out(Evidence("visit", 1, "visit"), because("psychiatric-evaluation", text))
    return []


def _prescriber(case: Case) -> bool:
    provider = case.practice.providers.get(case.encounter.rendering_provider)
    return provider is not None and provider.credential.upper() in _PRESCRIBERS


_WITH_MEDICAL = re.compile(
    r"\bpsychotherapy (?:with|beside|and|plus) (?:the |a )?(?:medical|medication|med|e/?m)\b"
    r"|\b(?:medical|medication|med) (?:visit|management|mgmt|check) (?:with|w/|and|plus|\+) ?(?:psycho)?therapy\b",
    re.IGNORECASE,
)
_NO_MEDICAL = re.compile(r"\bno (?:medical (?:evaluation|services?)|e/?m\b)", re.IGNORECASE)


def psychotherapy_beside(case: Case, services: Services, managed: bool) -> bool | None:
    """Make psychotherapy the add-on of a medical visit. None: no psychotherapy; False: psychotherapy alone."""
    line = next((b for b in services.billed if b.code in _PSYCHOTHERAPY), None)
    if line is None:
        untimed = any("psychotherapy" in query.text and "minutes" in query.text for query in case.queries)
        return False if untimed and not managed else None
    services_told = " ".join(item.description for item in case.encounter.services)
    managed = managed or _WITH_MEDICAL.search(f"{services_told}\n{case.encounter.note}") is not None
    if not managed or not _prescriber(case) or _NO_MEDICAL.search(case.encounter.note):
        return False
    line.code = _PSYCHOTHERAPY[line.code]
    line.kind = "psychotherapy_add_on"
    text = "Psychotherapy beside a medical visit is the add-on; its minutes do not count to the visit's level."
    line.why.append(because("psychotherapy-with-visit", text))
    return True
