"""The visit itself: its family, new or established, its level by decision making or time, preventive and wellness
visits.
"""

import re
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.diagnoses import Diagnoses
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.rules import because
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.visits.beyond_procedures import beyond_procedures, significant
from claimsim.coding.visits.eye_visits import eye_examination
from claimsim.coding.visits.maternity import maternity_visit
from claimsim.coding.visits.mdm import LEVELS, Mdm, decision_making
from claimsim.coding.visits.preventive import OPENING, gynecologic_alone, preventive_visit, without_assessment_form
from claimsim.coding.visits.special_visits import (
    after_operation,
    aftercare_visit,
    care_management,
    critical_care,
    discharge_day,
    nurse_visit,
    psychiatric_evaluation,
    psychotherapy_beside,
)
from claimsim.coding.visits.specialty import specialty
from claimsim.coding.visits.total_time import total_minutes
from claimsim.coding.visits.transition import transitional_care
from claimsim.coding.words.entries import Level
from claimsim.model.calendar import add_years
from claimsim.model.codes import Alternative, Evidence, Reason

_FAMILIES = {
    "office": "office",
    "emergency": "emergency",
    "inpatient": "hospital",
    "observation": "hospital",
    "home": "home",
    "nursing_facility": "nursing",
    "preventive": "office",
    "wellness": "office",
}
_FACE_TO_FACE = frozenset(
    {"office", "video", "home", "hospital", "nursing_facility", "procedure", "preventive", "wellness"}
)
_FOLLOWED = ("Z02", "Z08", "Z09", "Z20", "Z30.0", "Z31", "Z32", "Z71")
"""Reasons of a visit that are no disease and are worked on as one: follow-up without a finding, exposure, an
examination for others, contraception, a pregnancy to confirm, counselling.
"""
_HOSPITAL_STAY = 30  # days
_DRUG_MANAGEMENT = 2  # the level of the risk element that prescription drug management has
_AUDIO_MINIMUM = 10  # more than 10 minutes of discussion, for the audio-only codes
_INPATIENT = frozenset({"21", "22"})
_PROLONGED = {
    # 15 minutes past the minimum of the highest level (CPT), or 15 past its range (Medicare).
    "99417": {
        ("office", "new"): 75, ("office", "established"): 55, ("video", "new"): 75, ("video", "established"): 55,
        ("audio", "new"): 75, ("audio", "established"): 55, ("consultation", "any"): 70,
        ("home", "new"): 90, ("home", "established"): 75,
    },
    "G2212": {("office", "new"): 89, ("office", "established"): 69},
}  # fmt: skip
_PROLONGED_STEP = 15
_LATER_DAY = re.compile(
    r"\b(?:hospital day|hosp day|hd) ?#? ?[2-9]\b|\bsubsequent (?:hospital|inpatient)\b|\bprogress note\b"
)

_LATER_VISIT = re.compile(
    r"\b(?:progress note|subsequent|recheck|follow[- ]?up|f/u|monthly|acute visit|sick visit"
    r"|long[- ]term (?:resident|care)|asked by (?:the )?(?:don|nurs\w+|staff))\b"
)


class Visit(NamedTuple):
    """What was found about the visit: its lines, and the problems that count to it."""

    billed: list[Billed]
    problems: list[Problem]
    alternatives: tuple[Alternative, ...]
    new: bool


def code_visit(case: Case, diagnoses: Diagnoses, services: Services) -> Visit:
    """The visit's codes; none for a visit that was only a procedure, therapy or vaccination."""
    visit = case.encounter.visit
    new, why_new = new_patient(case)
    kept, decided = beyond_procedures(case, diagnoses.problems, services, new)
    if visit is None or visit.kind in ("procedure", "therapy", "vaccination"):
        return Visit([], kept, (), new)
    special = _special(case, diagnoses, services, new)
    if special is not None:
        return Visit(special, kept, (), new)
    kept, period, aftercare = after_operation(case, kept)
    if aftercare and period is not None and visit.kind not in ("preventive", "wellness"):
        evidence = diagnoses.problems[0].evidence if diagnoses.problems else Evidence("visit", 1, visit.reason)
        return Visit([aftercare_visit(period, evidence)], diagnoses.problems, (), new)
    billed: list[Billed] = []
    alternatives: tuple[Alternative, ...] = ()
    preventive = visit.kind in ("preventive", "wellness")
    if preventive and gynecologic_alone(case, services):
        kept = [problem for problem in kept if significant(case, problem)]
    elif preventive:
        billed.append(preventive_visit(case, new, why_new))
        without_assessment_form(case, services, billed[0])
        kept = [problem for problem in kept if significant(case, problem)]
    if not preventive and not diagnoses.problems and not services.billed_procedures():
        kept = _followed(diagnoses)
    if kept:
        leveled, alternatives = _leveled(case, kept, services, new, why_new, not preventive)
        for line in leveled[:1]:
            line.why.extend(decided)
            if period is not None:
                line.modifiers.append("24")
                text = f"{period.sentence}; this visit's problem is another."
                line.why.append(because("modifier-24", text))
        billed.extend(leveled)
    elif not preventive:
        for reason in decided or [because("em-mdm", "The note assesses no problem that the visit worked on.")]:
            case.leave_out(Evidence("visit", 1, f"{visit.kind} visit"), reason)
    return Visit(billed, kept, alternatives, new)


def _followed(diagnoses: Diagnoses) -> list[Problem]:
    """A follow-up without a finding, or an exposure, as the one problem of the visit."""
    first = next((item for item in diagnoses.coded if item.code.startswith(_FOLLOWED)), None)
    if first is None or not first.evidence:
        return []
    return [Problem(first.code, "acute", "", -1, "", (first.code,), first.evidence[0], False)]


def _special(case: Case, diagnoses: Diagnoses, services: Services, new: bool) -> list[Billed] | None:
    """The lines of a visit that has codes of its own; None for any other."""
    critical = critical_care(case)
    if critical:
        return critical
    discharged = discharge_day(case)
    if discharged is not None:
        return [discharged]
    nurse = nurse_visit(case, services)
    if nurse is not None:
        return nurse
    eye = eye_examination(case, new)
    if eye is not None:
        return [eye]
    maternity = maternity_visit(case, services)
    if maternity is not None:
        return maternity
    managed = care_management(case, services)
    if managed is not None:
        return managed
    if not diagnoses.problems:
        return None

    def mdm() -> Mdm:
        return decision_making(case, diagnoses.problems, services)

    evaluated = psychiatric_evaluation(case, services, lambda: mdm().risk.level >= _DRUG_MANAGEMENT)
    if evaluated is not None:
        return evaluated
    transition = transitional_care(case, lambda: mdm().level)
    if transition is not None:
        transition.evidence.extend(dict.fromkeys(problem.evidence for problem in diagnoses.problems))
        return [transition]
    return None


def new_patient(case: Case) -> tuple[bool, Reason]:
    """Whether nobody of this specialty in the group has seen the patient in three years, and what tells so."""
    mine = specialty(case, case.encounter.rendering_provider)
    since = add_years(case.on, -3)
    for item in case.encounter.history:
        if item.kind not in _FACE_TO_FACE or not since < item.date < case.on or not item.provider:
            continue
        same = item.provider == case.encounter.rendering_provider
        if same or (mine and specialty(case, item.provider) == mine):
            who = case.practice.providers.get(item.provider)
            name = str(who.name) if who is not None else item.provider
            what = "" if same else " of the same specialty"
            text = f"Seen by {name}{what} on {item.date.isoformat()}: established."
            return False, because("em-new-patient", text)
    return True, because("em-new-patient", "Not seen face to face in three years by this group and specialty: new.")


def _leveled(
    case: Case, problems: list[Problem], services: Services, new: bool, why_new: Reason, time_counts: bool
) -> tuple[list[Billed], tuple[Alternative, ...]]:
    family = _family(case)
    patient = "new" if new else "established"
    if family == "hospital":
        patient = "established" if _in_hospital(case) else "new"
    elif family == "nursing":  # initial is the first of the stay, whoever knows the patient from elsewhere
        seen = any(item.kind == "nursing_facility" and item.date < case.on for item in case.encounter.history)
        said = f"{case.encounter.visit.reason if case.encounter.visit else ''}\n{case.encounter.note[:OPENING]}".lower()
        patient = "established" if seen or _LATER_VISIT.search(said) else "new"
    levels = case.lexicon.levels.get((family, patient)) or case.lexicon.levels.get((family, "any"), ())
    if not levels:
        return [], ()
    mdm = decision_making(case, problems, services)
    beside = psychotherapy_beside(case, services, mdm.risk.level >= _DRUG_MANAGEMENT)
    if beside is False:
        text = "Psychotherapy without medical management: no visit beside it."
        case.leave_out(Evidence("visit", 1, "visit"), because("psychotherapy-with-visit", text))
        return [], ()
    time_counts = time_counts and beside is None
    minutes = total_minutes(case) if case.encounter.visit is not None and time_counts else None
    if family == "audio" and minutes is not None and minutes <= _AUDIO_MINIMUM:
        text = "An audio-only visit needs more than 10 minutes of discussion."
        case.leave_out(Evidence("visit", 1, f"{minutes} minutes"), because("em-time", text))
        return [], ()
    by_time = _level_by_time(levels, minutes)
    chosen = max(mdm.level, by_time)
    level = levels[chosen]
    why = [because("em-mdm", mdm.sentence())]
    if minutes is not None:
        why.append(_time_reason(levels, minutes, by_time, mdm))
    if family in ("office", "video", "audio", "home"):
        why.append(why_new)
    evidence = list(dict.fromkeys(problem.evidence for problem in problems))
    billed = Billed(level.code, 1, "visit", evidence, why, name="visit", minutes=minutes)
    lines = [billed]
    if by_time > mdm.level and chosen == len(levels) - 1 and minutes is not None:
        lines.extend(_prolonged(case, billed, minutes, patient, family))
    return lines, _neighbours(levels, chosen, mdm, minutes)


def _family(case: Case) -> str:
    visit = case.encounter.visit
    kind = visit.kind if visit is not None else "office"
    if kind in ("video", "audio"):
        return kind if case.manual.telehealth.codes == "98000_series" else "office"
    if kind == "consultation":
        inside = case.encounter.place_of_service in _INPATIENT
        if case.manual.takes_consultation_codes:
            return "hospital_consultation" if inside else "consultation"
        return "hospital" if inside else "office"
    if kind in ("inpatient", "observation") and _same_day(case):
        return "same_day"
    return _FAMILIES.get(kind, "office")


def _same_day(case: Case) -> bool:
    """Whether the record says the patient was admitted and discharged on this day."""
    visit = case.encounter.visit
    listed = (item.description for item in case.encounter.services)
    title = next((line for line in case.reading.lines if line.strip()), "")
    said = " ".join(((visit.reason if visit else ""), title, *listed)).lower()
    return "admi" in said and "discharge" in said and ("same day" in said or "same date" in said)


def _in_hospital(case: Case) -> bool:
    if any(h.kind == "hospital" and 0 < (case.on - h.date).days <= _HOSPITAL_STAY for h in case.encounter.history):
        return True
    visit = case.encounter.visit
    said = f"{visit.reason if visit else ''}\n{case.encounter.note[:OPENING]}".lower()
    return _LATER_DAY.search(said) is not None


def _level_by_time(levels: tuple[Level, ...], minutes: int | None) -> int:
    if minutes is None:
        return -1
    reached = [index for index, level in enumerate(levels) if level.minutes and minutes >= level.minutes]
    return reached[-1] if reached else -1


def _time_reason(levels: tuple[Level, ...], minutes: int, by_time: int, mdm: Mdm) -> Reason:
    if by_time < 0:
        return because("em-time", f"{minutes} minutes reach no level; decision making decides.")
    code = levels[by_time].code
    verdict = "decision making supports as much or more" if by_time <= mdm.level else "time supports more"
    return because("em-time", f"{minutes} minutes alone would be {code}; {verdict}.")


def _neighbours(levels: tuple[Level, ...], chosen: int, mdm: Mdm, minutes: int | None) -> tuple[Alternative, ...]:
    found: list[Alternative] = []
    code = levels[chosen].code
    if chosen > 0 and levels[chosen - 1].code != code:
        found.append(Alternative(levels[chosen - 1].code, "decision making or time supports the higher level"))
    if chosen + 1 < len(levels) and levels[chosen + 1].code != code:
        needed = LEVELS[chosen + 1]
        least = levels[chosen + 1].minutes
        time = f", and {minutes if minutes is not None else 'no'} minutes of {least}" if least else ""
        found.append(Alternative(levels[chosen + 1].code, f"two of three elements do not reach {needed}{time}"))
    return tuple(found)


def _prolonged(case: Case, visit: Billed, minutes: int, patient: str, family: str) -> list[Billed]:
    code = case.manual.prolonged_service
    start = _PROLONGED.get(code, {}).get((family, patient)) or _PROLONGED.get(code, {}).get((family, "any"))
    if start is None or not case.service(code) or minutes < start:
        return []
    units = 1 + (minutes - start) // _PROLONGED_STEP
    why = because("em-prolonged", f"{minutes} minutes; this payer counts {code} from {start}, each further 15 minutes.")
    return [
        Billed(code, units, "visit_add_on", list(visit.evidence), [why], name="prolonged visit", primary=visit.code)
    ]
