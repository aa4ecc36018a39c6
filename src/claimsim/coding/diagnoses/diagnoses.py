"""The diagnoses of an encounter: chosen, resolved to codes, linked, completed with status codes and put in order."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chief import chief_first
from claimsim.coding.diagnoses.chosen import Chosen, told_apart
from claimsim.coding.diagnoses.condition_codes import indicated_by, is_due, resolve, unspecific
from claimsim.coding.diagnoses.conflicts import settle_excludes
from claimsim.coding.diagnoses.contradictions import without_contradictions
from claimsim.coding.diagnoses.dementia import with_dementia
from claimsim.coding.diagnoses.drug_effects import add_drug_effects
from claimsim.coding.diagnoses.generalities import without_general
from claimsim.coding.diagnoses.history import add_history
from claimsim.coding.diagnoses.injuries import settle_injuries
from claimsim.coding.diagnoses.instructed_order import in_instructed_order, reason_first
from claimsim.coding.diagnoses.late_effects import with_late_effects
from claimsim.coding.diagnoses.linking import Coded, link
from claimsim.coding.diagnoses.named_causes import with_named_causes
from claimsim.coding.diagnoses.naming import MANAGEMENT, chosen_by_name
from claimsim.coding.diagnoses.nearest import nearest
from claimsim.coding.diagnoses.note_context import in_context
from claimsim.coding.diagnoses.patient_fit import fit_to_patient
from claimsim.coding.diagnoses.polyps import of_colonoscopy
from claimsim.coding.diagnoses.pregnancy import SUPERVISED, told_order, trimester, weeks_of, with_weeks
from claimsim.coding.diagnoses.pregnancy_codes import birth_first, of_newborn, of_pregnancy
from claimsim.coding.diagnoses.problems import Problem, of_one_disease
from claimsim.coding.diagnoses.refining import refine
from claimsim.coding.diagnoses.selecting import choose
from claimsim.coding.diagnoses.smoking import counselled_smoker
from claimsim.coding.diagnoses.status_codes import (
    add_status,
    external_causes,
    preventive_first,
    told_by_services,
)
from claimsim.coding.diagnoses.symptoms import add_symptoms, without_integral_symptoms
from claimsim.coding.diagnoses.titled import by_title
from claimsim.coding.diagnoses.unassessed import by_own_reading, of_procedures
from claimsim.coding.diagnoses.underdosing import add_underdosing
from claimsim.coding.queries.queries import ask_detail, ask_side
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.model.codes import Candidate, CodedDiagnosis, Evidence

_CANDIDATES = 5
_ACUTE_PHASE = frozenset({"exacerbation", "acute", "status asthmaticus", "intractable"})
_NOT_A_STATEMENT = 3
_SHORT_WORD = 3
_STITCHES = "suture removal"
_CATEGORY = 3
_NO_SIDE = re.compile(
    r"\bunspecified(?= (?:eye|ear|hand|foot|knee|hip|ankle|wrist|elbow|shoulder|arm|leg|limb|side|breast|upper|lower"
    r"|thigh|forearm|toe|finger|thumb|heel|lung|kidney|ovary|testis|great|external|orbit))"
)
_SIDE_AT = 7
"""The side is told by the last of up to six characters (the point counts as one here)."""


class Diagnoses(Struct):
    """What the diagnoses of a visit are. `coded` in the order of the claim."""

    coded: list[Coded]
    problems: list[Problem] = field(default_factory=list)

    def codes(self) -> list[str]:
        """The codes in order."""
        return [item.code for item in self.coded]

    def as_model(self, case: Case) -> tuple[CodedDiagnosis, ...]:
        """The coding's diagnoses."""
        return tuple(
            CodedDiagnosis(
                item.code,
                case.diagnosis(item.code) or "",
                tuple(item.evidence),
                tuple(item.why),
                tuple(item.alternatives) or nearest(case, item),
            )
            for item in self.coded
        )


def diagnose(
    case: Case,
    vaccinated: Evidence | None,
    services: Mapping[str, Evidence],
    indications: Iterable[tuple[str, ...]] = (),
) -> Diagnoses:
    """Choose, resolve, link, complete and order. `vaccinated` is the evidence that a vaccine was given, `services` the
    codes of what was done with theirs, `indications` how the codes begin of what the procedures are for.
    """
    chosen, uncertain = choose(case)
    chosen += of_procedures(case, chosen, indications)
    named = chosen_by_name(case)
    if named:
        chosen = sorted([*chosen, *named], key=lambda item: item.order)
    chosen = by_own_reading(case, _most_specific(case, chosen))
    chosen = without_integral_symptoms(case, chosen)
    add_symptoms(case, chosen, [m.entry for m in uncertain if isinstance(m.entry, Condition)])
    chosen = with_named_causes(case, without_contradictions(case, with_late_effects(case, chosen)))
    chosen.sort(key=lambda item: item.order)
    weeks = weeks_of(case) if case.encounter.patient.sex != "M" and chosen else None
    treated = any("fracture" in (case.service(code) or "").lower() for code in services if code[0] == "2")
    coded: list[Coded] = []
    problems: list[Problem] = []
    unsaid: list[tuple[Chosen, str, set[str]]] = []
    for item in (part for whole in chosen for part in told_apart(case, whole)):
        made, asks = _coded(case, item, weeks, treated)
        coded.extend(made)
        unsaid.extend((item, ask, {entry.code[:_CATEGORY] for entry in made}) for ask in asks)
        kind = item.condition.problem
        if "chronic" in item.qualifiers and kind in ("acute", "minor"):
            kind = "chronic"
        if kind not in ("status", ""):
            new = item.control == ""
            codes = tuple(entry.code for entry in made)
            problems.append(
                Problem(
                    item.condition.term,
                    kind,
                    item.control,
                    item.block,
                    item.condition.region,
                    codes,
                    item.evidence[0],
                    new,
                    item.condition.name,
                    kind == "chronic" and not _ACUTE_PHASE.isdisjoint(item.qualifiers),
                )
            )
    coded = in_context(case, with_dementia(case, by_title(case, link(case, coded), problems)))
    coded = settle_injuries(case, without_general(case, coded))
    coded = of_newborn(case, of_pregnancy(case, coded, weeks))
    coded = settle_excludes(case, fit_to_patient(case, coded))
    coded = with_weeks(case, in_instructed_order(case, coded), weeks)
    coded = add_underdosing(case, add_drug_effects(case, coded))
    coded = external_causes(case, add_status(case, add_history(case, coded), vaccinated))
    coded = counselled_smoker(case, coded, services)
    coded = of_colonoscopy(case, told_by_services(case, coded, services), services)
    coded = chief_first(case, reason_first(case, coded), services)
    coded = birth_first(case, preventive_first(case, coded, problems))
    _ask(case, coded, unsaid)
    _ask_untold_sides(case, coded)
    if coded:
        coded[0].why.append(because("first-listed", "Chiefly responsible for the services of this visit."))
    _statements_unknown(case, {item.block for item in named}, {e for item in coded for e in item.evidence})
    coded = _without_repeats(coded)
    return Diagnoses(coded, of_one_disease(problems, [item.code for item in coded]))


def _most_specific(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """ "Osteoarthritis" beside "osteoarthritis of the knee" is the same disease said twice, unless its own words pick
    out another title ("allergic rhinitis due to pollen").
    """
    words = [(item, frozenset(item.condition.term.replace("~", " ").split())) for item in chosen]
    return [
        item
        for item, mine in words
        if not any(
            mine < theirs
            and other.condition.system == item.condition.system
            and (other.block == item.block or refine(case, item.condition, item.mentions) is None)
            for other, theirs in words
        )
        and not any(_same_category(item, other) for other in chosen)
    ]


def _same_category(item: Chosen, other: Chosen) -> bool:
    """ "Cryotherapy to the warts" in the plan is the assessed plantar wart, said again."""
    planned, assessed = (all(m.role == "plan" for m in one.mentions) for one in (item, other))
    return planned and not assessed and item.condition.code[:3] == other.condition.code[:3]


def _coded(
    case: Case, item: Chosen, weeks: tuple[int, int] | None, treated: bool
) -> tuple[list[Coded], tuple[str, ...]]:
    """The codes of a diagnosis, and what its code needs and the note does not say. `treated`: a fracture is treated
    today, which is active treatment (guideline I.C.19.a).
    """
    phase = next((m.encounter for m in item.mentions if m.encounter), "") or _phase_of(case, item)
    if treated and phase == "subsequent" and "fracture" in item.condition.name:
        phase = "initial"
    qualifiers = item.qualifiers
    if weeks is not None and not any(name.endswith("trimester") for name in qualifiers):
        qualifiers |= {trimester(weeks[0])}
    if item.condition.code.startswith(SUPERVISED) and not any(name.endswith("pregnancy") for name in qualifiers):
        qualifiers |= {told_order(case)} - {""}
    resolved = resolve(case, item.condition, qualifiers, item.side, phase, () if item.untyped else item.mentions)
    if item.elsewhere and (resolved.asks or item.condition.term == "nicotine dependence"):
        resolved = resolve(case, item.condition, qualifiers | item.elsewhere, item.side, phase)
    elif item.beside and resolved.codes == unspecific(case, item.condition, item.side, phase):
        resolved = resolve(case, item.condition, qualifiers | item.told, item.side, phase, item.beside)
    if not resolved.codes:
        case.candidates.append(_candidate(case, case.reading.text_of(item.mentions[0]), item.evidence[0]))
    made = [
        Coded(code, item.condition, list(item.evidence), [*item.why, *resolved.why], list(resolved.alternatives))
        for code in resolved.codes
    ]
    return made, resolved.asks


def _ask(case: Case, coded: list[Coded], unsaid: list[tuple[Chosen, str, set[str]]]) -> None:
    """Ask for what is missing of the diagnoses that are reported, and of those that have no code without it. What a
    fuller code has taken in is not asked for.
    """
    reported = {(item.term, item.code[:_CATEGORY]) for item in coded}
    for item, ask, categories in unsaid:
        condition = item.condition
        if categories and all((condition.term, category) not in reported for category in categories):
            continue
        evidence = tuple(item.evidence)
        if ask == "side":
            ask_side(case, condition.name, evidence)
        elif is_due(case, ask, item.qualifiers):
            ask_detail(case, condition.name, ask, (*evidence, *indicated_by(case, ask)))


def _ask_untold_sides(case: Case, coded: list[Coded]) -> None:
    """Ask for the side of codes whose title has none while its neighbours tell right from left."""
    for item in coded:
        title = case.diagnosis(item.code) or ""
        if item.condition is None or item.condition.sided or item.condition.symptom or _NO_SIDE.search(title) is None:
            continue
        told = case.reading.region_sides.get(item.region, set()) if item.region else set()
        if not told and _has_sides(case, item.code, title):
            ask_side(case, item.name, tuple(item.evidence))


def _has_sides(case: Case, code: str, title: str) -> bool:
    wanted = {_NO_SIDE.sub(side, title) for side in ("right", "left")}
    at = min(len(code), _SIDE_AT) - 1
    return wanted <= {case.diagnosis(f"{code[:at]}{digit}{code[at + 1 :]}") or "" for digit in "123456789"}


def _phase_of(case: Case, item: Chosen) -> str:
    """What the note says of the care of a fracture elsewhere than where it names it: "cast change", "3 weeks out"."""
    visit = case.encounter.visit
    if visit is not None and visit.kind == "therapy" and item.condition.system == "injury":
        return "subsequent"  # rehabilitation is care after the active treatment (guideline I.C.19.a)
    if item.condition.system == "injury" and _stitches_out(case):
        return "subsequent"
    if "fracture" not in item.condition.name:
        return ""
    statements = case.reading.statements
    told = (s.value for s in case.reading.signals if s.kind == "phase" and statements[s.statement].role != "history")
    return next(told, "")


def _stitches_out(case: Case) -> bool:
    """Whether the visit is for the stitches of a wound that has healed."""
    return any(
        m.entry.term == _STITCHES and m.assertion == "affirmed" and m.role not in ("history", "plan")
        for m in case.reading.mentions
        if isinstance(m.entry, Condition)
    )


def _statements_unknown(case: Case, named: set[int], coded: set[Evidence]) -> None:
    """Statements of the assessment in which nothing is known, and that gave no code: candidates for somebody to
    review, never assigned.
    """
    known = {m.statement for m in case.reading.mentions} | {s.statement for s in case.reading.signals}
    known |= {m.statement for m in case.reading.drugs}
    blocks = {m.block for m in case.reading.mentions} | named
    for number, statement in enumerate(case.reading.statements):
        if statement.role not in ASSESSED or number in known or statement.block in blocks:
            continue
        if statement.words[0] in MANAGEMENT or case.quote(number) in coded:
            continue
        if len(statement.text) > _NOT_A_STATEMENT and any(word[0].isalpha() for word in statement.words):
            blocks.add(statement.block)  # the first words of a problem name it
            case.candidates.append(_candidate(case, statement.text, case.quote(number)))
            if len(case.candidates) >= _CANDIDATES:
                return


def _candidate(case: Case, text: str, evidence: Evidence) -> Candidate:
    """What the tabular list has for a statement: codes with at least half of its longer words."""
    wanted = [word for word in tokens.words(tokens.lowered(text)) if len(word) > _SHORT_WORD]
    stems = set(map(tokens.stem, wanted))
    fitting = tuple(
        (row.code, row.description)
        for row in case.tables.icd10cm.search(" ".join(wanted), _CANDIDATES, case.on)
        if row.billable
        and 2 * len(stems.intersection(map(tokens.stem, tokens.words(row.description.lower())))) >= len(stems)
    )
    return Candidate(text, evidence, fitting)


def _without_repeats(coded: list[Coded]) -> list[Coded]:
    first: dict[str, Coded] = {}
    for item in coded:
        kept = first.setdefault(item.code, item)
        if kept is not item:
            kept.evidence.extend(e for e in item.evidence if e not in kept.evidence)
    return list(first.values())
