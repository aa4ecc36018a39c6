"""What is coded beside the diseases: long-term drugs, body mass index, immunisation, the examination code in front."""

from collections.abc import Mapping

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import NOW, begun_today, talked_of
from claimsim.coding.diagnoses.body_mass import body_mass
from claimsim.coding.diagnoses.coronary import after_coronary_disease
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition, Medication
from claimsim.model.codes import Evidence

_BITES = frozenset({"bite", "bites", "bit", "bitten", "scratch", "scratched"})
_ANIMALS = {
    "dog": "W54.0XX@", "dogs": "W54.0XX@", "puppy": "W54.0XX@", "cat": "W55.01X@", "kitten": "W55.01X@",
    "rat": "W53.11X@", "horse": "W55.11X@", "tick": "W57.XXX@", "spider": "W57.XXX@",
}  # fmt: skip
_PHASES = dict.fromkeys("ABC", "A") | dict.fromkeys("DEFGHJKMNPQR", "D") | {"S": "S"}
"""The phase of care, which a cause shares with its injury, by the injury's 7th character."""
_TELLS_CAUSE = ("T36", "T37", "T38", "T39", "T4", "T5", "T6", "T78")
"""Toxic effects and poisonings: the code has the cause in it."""
_DIABETES_DRUGS = frozenset({"Z79.4", "Z79.84", "Z79.85"})
_TELL_DRUGS = ("E08.", "E09.", "E11.", "E13.")
"""Kinds of diabetes beside which the drugs are told (tabular list, use additional code)."""
_STOPPED = frozenset({"stop", "stopped", "stopping", "discontinue", "discontinued", "d/c", "dc", "off", "d/ced"})
_STAY = frozenset({"hospitalized", "hospitalization", "inpatient"})
_STAY_REACH = 4
_SLIDING = frozenset({"sliding", "ssi", "correction", "correctional"})
_HOSPITAL = "21"
_IMMUNE = "Z79.6"
"""Drugs that keep the immune system down are taken for many diseases, beside which they are told."""
_WEIGHT_TERMS = frozenset(
    {"obesity", "morbid obesity", "class 3 severe obesity", "class 2 severe obesity", "overweight"}
)
_ADULT_BMI_AGE = 20
_TOLD = frozenset({"symptoms", "told", "assessment", "assessment_plan", ""})
_POSITIVE = frozenset({"positive", "pos", "confirmed"})
_PREGNANCY_TESTS = ("81025", "84703")
_NEW = frozenset({"new", "newly", "discovered", "incidental", "incidentally", "unreported", "previously"})
_KNOWN = frozenset(
    {"continue", "cont", "stable", "controlled", "known", "on", "chronic", "same", "unchanged", "longstanding", "hx"}
    | {
        "followed",
        "established",
        "history",
        "recheck",
        "refill",
        "refilled",
        "f/u",
        "follow",
        "well",
        "taking",
        "takes",
        "stay",
        "keep",
        "ok",
    }
)
_NEAR = 5
_GYN_REASONS = ("gyn", "pelvic", "pap", "well woman", "well-woman", "wwe")
_CHRONIC_FAILURE = ("J96.1", "J96.2")
_OXYGEN = "Z99.81"
_GYN_REGIONS = frozenset({"pelvis", "breast", "chest"})
"""What a gynecological examination looks at: a rhinitis told beside it is no finding of it."""
_EXAMINATIONS = frozenset({"Z01.411", "Z01.419", "Z00.00", "Z00.01", "Z00.110", "Z00.111", "Z00.121", "Z00.129"})


def add_status(case: Case, coded: list[Coded], vaccinated: Evidence | None) -> list[Coded]:
    """Add Z68, Z79 and Z23 codes after the diseases."""
    result = list(coded)
    weight = next((item for item in coded if item.term in _WEIGHT_TERMS), None)
    if weight is not None and case.age >= _ADULT_BMI_AGE:
        at = result.index(weight) + 1
        result[at:at] = body_mass(case)
    result.extend(_long_term(case, coded))
    result.extend(_on_oxygen(case, coded))
    result.extend(after_coronary_disease(case, coded))
    if vaccinated is not None and case.diagnosis("Z23") is not None:
        why = because("immunization", "A vaccine was given at this visit.")
        shot = Coded("Z23", None, [vaccinated], [why])
        visit = case.encounter.visit
        front = visit is not None and visit.kind == "vaccination"
        result = [item for item in result if item.code != "Z23"]
        result.insert(0 if front else len(result), shot)
    return result


def external_causes(case: Case, coded: list[Coded]) -> list[Coded]:
    """Add how an injury came about, where the note says so plainly; the phase of care is the injury's.

    Guideline I.C.20: after the injury, never first, and only as far as the record tells.
    """
    injury = next((item for item in coded if item.code[0] in "ST" and item.code[-1] in _PHASES), None)
    if injury is None:
        return coded
    for signal in case.reading.signals:
        if signal.kind != "cause" or case.reading.statements[signal.statement].role not in _TOLD:
            continue
        code = signal.value.replace("@", _PHASES[injury.code[-1]])
        if case.diagnosis(code) is not None:
            why = because("external-cause", f"The note tells how {injury.code} came about.")
            return [*coded, Coded(code, None, [case.quote(signal.statement)], [why])]
    return coded if injury.code.startswith(_TELLS_CAUSE) else _bitten(case, coded, injury)


def _bitten(case: Case, coded: list[Coded], injury: Coded) -> list[Coded]:
    """A bite with the animal that the note tells of, wherever it does ("bitten on the hand by her own dog")."""
    if _BITES.isdisjoint(case.vocabulary):
        return coded
    for number, statement in enumerate(case.reading.statements):
        words = set(statement.words)
        if _BITES.isdisjoint(words) or statement.role not in _TOLD:
            continue
        for animal, template in _ANIMALS.items():
            code = template.replace("@", _PHASES[injury.code[-1]])
            if animal in words and case.diagnosis(code) is not None:
                why = because("external-cause", f"The note tells how {injury.code} came about.")
                return [*coded, Coded(code, None, [case.quote(number)], [why])]
    return coded


def _long_term(case: Case, coded: list[Coded]) -> list[Coded]:
    terms = {item.term for item in coded} - {""}
    if any(item.code.startswith("M80.") for item in coded):
        terms.add("osteoporosis")
    categories = {item.code[:3] for item in coded}  # paroxysmal atrial fibrillation is atrial fibrillation
    if any(item.code.startswith("I69.3") for item in coded):
        categories.add("I63")  # what a stroke left is treated as the stroke was
    diabetes = "type 2 diabetes" in terms or any(item.code.startswith(_TELL_DRUGS) for item in coded)
    added: dict[str, Coded] = {}
    assessed = {
        m.block
        for m in case.reading.mentions
        if m.role in ASSESSED and m.assertion == "affirmed" and isinstance(m.entry, Condition) and not m.entry.symptom
    }
    denied = {
        m.entry.long_term for m in case.reading.drugs if m.assertion == "negated" and isinstance(m.entry, Medication)
    }
    for mention in case.reading.drugs:
        drug = mention.entry
        if not isinstance(drug, Medication) or not drug.long_term or mention.assertion != "affirmed":
            continue
        if mention.role in NOW and (begun_today(case, mention) or talked_of(case, mention)):
            continue  # nobody has taken it for long
        if _ended(case, mention) or _in_hospital(case, mention):
            continue
        if drug.long_term in _DIABETES_DRUGS:
            fits = diabetes and not (drug.long_term in denied and mention.role not in NOW)
        else:
            fits = not terms.isdisjoint(drug.indications) or any(
                case.lexicon.conditions[term].code[:3] in categories for term in drug.indications
            )
            if drug.long_term.startswith(_IMMUNE):  # "sarcoidosis, on methotrexate"
                fits = fits or (mention.role in ASSESSED and mention.block in assessed)
        if fits and drug.long_term not in added and case.diagnosis(drug.long_term) is not None:
            why = because("long-term-drug", f"Takes {drug.name}.")
            added[drug.long_term] = Coded(drug.long_term, None, [case.evidence(mention)], [why])
    return [added[code] for code in sorted(added)]


def _on_oxygen(case: Case, coded: list[Coded]) -> list[Coded]:
    """Oxygen at home, wherever the note tells it, beside the chronic respiratory failure that it is for."""
    failing = any(item.code.startswith(_CHRONIC_FAILURE) for item in coded)
    if not failing or any(item.code == _OXYGEN for item in coded) or case.diagnosis(_OXYGEN) is None:
        return []
    told = next((m for m in case.reading.mentions if m.entry.name == "oxygen dependence"), None)
    if told is None or told.assertion != "affirmed":
        return []
    why = because("long-term-drug", "Depends on oxygen for the chronic respiratory failure.")
    return [Coded(_OXYGEN, None, [case.evidence(told)], [why])]


def _in_hospital(case: Case, mention: Mention) -> bool:
    """ "Treated with insulin while hospitalized", a sliding scale of a stay: it was given for a time."""
    words = case.reading.statements[mention.statement].words
    following = words[mention.end : mention.end + _STAY_REACH]
    in_bed = case.encounter.place_of_service == _HOSPITAL
    return not _STAY.isdisjoint(following) or (in_bed and not _SLIDING.isdisjoint(following))


def _ended(case: Case, mention: Mention) -> bool:
    """ "Stop aspirin", "warfarin stopped": it is not taken any more."""
    words = case.reading.statements[mention.statement].words
    return not _STOPPED.isdisjoint(
        words[max(0, mention.start - 2) : mention.start] + words[mention.end : mention.end + 2]
    )


def preventive_first(case: Case, coded: list[Coded], problems: list[Problem]) -> list[Coded]:
    """Put the examination code in front of a preventive visit, with or without abnormal findings."""
    visit = case.encounter.visit
    if visit is None or visit.kind not in ("preventive", "wellness"):
        return _of_the_first_weeks(case, coded)
    looked_at = [p for p in problems if p.region in _GYN_REGIONS] if _gynecological(case) else problems
    abnormal = any(p.kind != "chronic" or p.control == "not_at_goal" or _found_today(case, p) for p in looked_at)
    code = _examination_code(case, abnormal)
    if case.diagnosis(code) is None:
        return coded
    stated = next((item for item in coded if item.code in _EXAMINATIONS), None)
    evidence = stated.evidence if stated is not None else [Evidence("visit", 1, visit.reason or visit.kind)]
    words = "with" if abnormal else "without"
    why = because("preventive-first", f"A preventive visit {words} abnormal findings.")
    return [Coded(code, None, list(evidence), [why]), *(item for item in coded if item.code not in _EXAMINATIONS)]


def _of_the_first_weeks(case: Case, coded: list[Coded]) -> list[Coded]:
    """A child's health examination in the first 28 days has codes of its own."""
    code = _examination_code(case, False)
    if code.startswith("Z00.11") and case.diagnosis(code) is not None:
        for item in coded:
            if item.code.startswith("Z00.12"):
                item.code = code
    return coded


def _found_today(case: Case, problem: Problem) -> bool:
    """Whether a lasting disease is a finding of this examination: the note calls it new, or neither tells of it in
    the history nor speaks of it as known.
    """
    mentions = [m for m in case.reading.mentions if m.entry.name == problem.name and m.assertion == "affirmed"]
    known = any(m.role in ("history", "told", "symptoms") for m in mentions) or problem.term in _WEIGHT_TERMS
    block = [word for s in case.reading.statements if s.block == problem.block for word in s.words]
    if not known and not problem.control and _KNOWN.isdisjoint(block):
        return True
    return any(
        mention.entry.name == problem.name and not _NEW.isdisjoint(_around(case, mention))
        for mention in case.reading.mentions
        if mention.assertion == "affirmed" and mention.role not in ("history", "family")
    )


def _around(case: Case, mention: Mention) -> list[str]:
    words = case.reading.statements[mention.statement].words
    return words[max(0, mention.start - _NEAR) : mention.end + _NEAR]


def _gynecological(case: Case) -> bool:
    """Whether the examination is the routine gynecological one, by its own name or the reason that was given."""
    if case.encounter.patient.sex != "F":
        return False
    visit = case.encounter.visit
    reason = (visit.reason or "").lower() if visit is not None else ""
    if any(word in reason for word in _GYN_REASONS) and "physical" not in reason:
        return True
    told = {m.entry.name for m in case.reading.mentions if m.assertion == "affirmed" and m.role != "history"}
    return "well woman exam" in told and "annual physical" not in told


def _examination_code(case: Case, abnormal: bool) -> str:
    days = (case.on - case.encounter.patient.birth_date).days
    if days < 8:
        return "Z00.110"
    if days <= 28:
        return "Z00.111"
    if _gynecological(case):
        return "Z01.411" if abnormal else "Z01.419"
    if case.age < 18:
        return "Z00.121" if abnormal else "Z00.129"
    return "Z00.01" if abnormal else "Z00.00"


def told_by_services(case: Case, coded: list[Coded], services: Mapping[str, Evidence]) -> list[Coded]:
    """Add the diagnoses that a service by itself tells the reason of (an intrauterine device is put in)."""
    result = _with_pregnancy_test(case, coded, services)
    for service, evidence in services.items():
        known = case.lexicon.reasons.get(service)
        if known is None:
            continue
        code, place, unless = known
        if any(item.code.startswith(unless) for item in result) or case.diagnosis(code) is None:
            continue
        if place == "alone" and result:
            continue
        made = Coded(code, None, [evidence], [because("assessed", "The service tells what it is done for.")])
        result.insert(len(result) if place == "last" else 0, made)
    return result


def _with_pregnancy_test(case: Case, coded: list[Coded], services: Mapping[str, Evidence]) -> list[Coded]:
    """The result of a pregnancy test that was done here: Z32.01 or Z32.02 in place of a result that is unknown."""
    done = next((services[code] for code in _PREGNANCY_TESTS if code in services), None)
    told = [m for m in case.reading.mentions if m.entry.name == "pregnancy test"]
    if any(item.code.startswith(("Z32.01", "Z32.02", "Z34", "O")) for item in coded):
        return [item for item in coded if item.code != "Z32.00"]
    if done is None:
        return list(coded)
    positive = any(
        m.assertion == "affirmed" and not _POSITIVE.isdisjoint(case.reading.statement_of(m).words) for m in told
    )
    if not positive and not any(m.assertion == "negated" for m in told):
        return list(coded)
    code, result = ("Z32.01", "positive") if positive else ("Z32.02", "negative")
    if case.diagnosis(code) is None:
        return list(coded)
    made = Coded(code, None, [done], [because("assessed", f"A pregnancy test was done here and is {result}.")])
    others = [item for item in coded if item.code != "Z32.00"]
    return [made, *others] if positive else [*others, made]
