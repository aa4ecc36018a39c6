"""The problems whose work was more than the decision for a minor procedure, or for a preventive visit."""

import re

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chief import FOOT_CARE
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.visits.progress import not_at_goal
from claimsim.coding.visits.risk import PLANNED
from claimsim.coding.visits.total_time import apart_from_procedure
from claimsim.coding.words.entries import Medication
from claimsim.model.codes import Reason

_MINOR_GLOBALS = frozenset({"000", "010"})
_WEIGHTY = frozenset({"threat", "systemic", "complicated"})
"""Problems whose work is never merely the decision for a minor procedure: the concussion beside the stitched scalp."""
_GROWTHS = ("D48.5", "D49.2", "L98.9")
"""Growths of the skin whose nature the pathologist will tell."""
_CASTS = "29"
"""A first cast, splint or strapping is reported beside the evaluation of the injury (CPT, casts and strapping)."""
_FEET_AT_RISK = ("E08", "E09", "E10", "E11", "E13", "I70.2", "I73", "G60", "G62", "G63")
_STORY = frozenset({"symptoms", "told"})
_CESSATION, _NICOTINE = ("99406", "99407"), ("F17", "Z72.0")
_ANEW, _OPENING = frozenset({"new"}), 2
_A_WORKUP = 2
_ACTIONS = frozenset({"start", "change", "stop"})
_SEPARATE = re.compile(
    r"\b(?:separate (?:problem|issue|concern|complaint)|on top of the (?:physical|exam|well)|separately addressed"
    r"|(?:in addition to|beyond) (?:the |today's )?(?:physical|preventive|well|annual|cpe))",
    re.IGNORECASE,
)
_ANYWHERE = PLANNED | {"assessment", "findings"}
_STUDIES = frozenset({"ultrasound", "mammogram", "ct", "mri", "biopsy", "echocardiogram", "colposcopy", "endoscopy"})
_ORDERED = frozenset({"order", "ordered", "orders", "referred", "referral", "scheduled"})
_MILD = frozenset({"mild", "minor", "trivial", "tiny", "resolving"})
_TREATMENTS = frozenset({"prescription", "low_risk", "moderate_risk", "high_risk"})


def beyond_procedures(
    case: Case, problems: list[Problem], services: Services, new: bool
) -> tuple[list[Problem], list[Reason]]:
    """The problems whose work was more than deciding on a minor procedure done today, and why the others do not
    count. `new`: whether the patient is.
    """
    done = [b for b in services.billed if b.kind == "procedure"]
    major = {region for b in done if case.global_days(b.code) == "090" for region in b.regions}
    minor = [
        b
        for b in done
        if case.global_days(b.code) in _MINOR_GLOBALS and major.isdisjoint(b.regions) and b.code[:2] != _CASTS
    ]
    kept: list[Problem] = []
    decided: list[Reason] = []
    stitched = _stitched(services)
    timed_apart = apart_from_procedure(case)
    sampled = any("biopsy" in waiting.name for waiting in services.questions)
    counselled = any(b.code in _CESSATION for b in services.billed)
    for problem in problems:
        if counselled and len(problems) > 1 and _only_counselled(case, problem):
            text = f"{problem.term}: its work is the counselling, which is billed apart."
            decided.append(because("em-procedure-decision", text))
            continue
        if problem.region in stitched and problem.kind == "acute" and not _also_managed(case, problem):
            text = f"{problem.term.replace('~', ' of ')}: its work is the repair, whose length is asked for."
            decided.append(because("em-procedure-decision", text))
            continue
        if sampled and any(code.startswith(_GROWTHS) for code in problem.codes):
            text = f"{problem.term.replace('~', ' of ')}: its work is the biopsy, whose technique is asked for."
            decided.append(because("em-procedure-decision", text))
            continue
        procedure = next((b for b in minor if _done_for(b, problem, problems)), None)
        procedure = procedure or _foot_care_for(case, problem, done)
        own = (
            timed_apart
            or problem.kind in _WEIGHTY
            or _also_managed(case, problem)
            or _worked_up(case, problem, services)
        )
        own = own or (len(problems) == 1 and _prescribed_anew(case, services))
        own = own or (procedure is not None and _new_and_imaged(case, problem, services))
        own = own or (procedure is not None and _other_side(case, procedure, problem))
        own = own or (procedure is not None and _only_looked(case, procedure, new))
        if procedure is not None and not own:
            text = (
                f"{problem.term.replace('~', ' of ')}: its work is the decision for {procedure.code}; "
                f"not counted to the visit."
            )
            decided.append(because("em-procedure-decision", text))
        else:
            kept.append(problem)
    return kept, decided


def _only_counselled(case: Case, problem: Problem) -> bool:
    """Whether nicotine dependence is only counselled for: no drug on prescription is given for it."""
    return any(code.startswith(_NICOTINE) for code in problem.codes) and not _also_managed(case, problem)


def _prescribed_anew(case: Case, services: Services) -> bool:
    """Whether the plan begins, changes or stops a prescription drug that the procedure does not give."""
    injected = {b.name.lower() for b in services.billed if b.kind == "drug"}
    acted = {s.statement for s in case.reading.signals if s.kind == "action" and s.value in _ACTIONS}
    return any(
        m.statement in acted and not any(name.startswith(m.entry.name.lower()) for name in injected)
        for m in _prescriptions(case, PLANNED | {"assessment"})
    )


def _worked_up(case: Case, problem: Problem, services: Services) -> bool:
    """Whether an unexplained problem, or an injury in the emergency department, has a workup of its own beside the
    procedure: imaging and laboratory tests.
    """
    visit = case.encounter.visit
    unsure = problem.kind == "undiagnosed" or (visit is not None and visit.kind == "emergency")
    return unsure and len(services.tests) >= _A_WORKUP


def _new_and_imaged(case: Case, problem: Problem, services: Services) -> bool:
    """Whether a complaint that is told as new was imaged here and is treated in a second way beside the procedure:
    "new today: right shoulder pain", films read, physical therapy and an injection.
    """
    statements = case.reading.statements
    new = any(s.role in _STORY and not _ANEW.isdisjoint(s.words[:_OPENING]) for s in statements)
    imaged = any(b.kind == "imaging" and problem.region in b.regions for b in services.billed)
    return (
        new
        and imaged
        and any(s.kind in _TREATMENTS and statements[s.statement].role in PLANNED for s in case.reading.signals)
    )


def _other_side(case: Case, procedure: Billed, problem: Problem) -> bool:
    """Whether a condition of both sides has a plan for the side on which nothing was done: "Left: night splint"."""
    other = {"right": "left", "left": "right"}.get(procedure.side)
    if other is None or not any("bilateral" in (case.diagnosis(code) or "") for code in problem.codes):
        return False
    letter = other[0]
    return any(
        s.role in PLANNED - {""} and s.section != "procedure" and (other in s.words[:3] or letter in s.words[:3])
        for s in case.reading.statements
    )


def _foot_care_for(case: Case, problem: Problem, done: list[Billed]) -> Billed | None:
    """The routine foot care that a systemic disease makes payable (Medicare Benefit Policy Manual, chapter 15, section
    290), where nothing was done for the disease itself.
    """
    if not any(code.startswith(_FEET_AT_RISK) for code in problem.codes) or problem.control == "not_at_goal":
        return None
    return next((b for b in done if b.code in FOOT_CARE), None)


def _only_looked(case: Case, procedure: Billed, new: bool) -> bool:
    """Whether a procedure only looked, at a new patient, or the plan treats with a drug what it found: that is the
    visit's work.
    """
    looked = "diagnostic" in case.service(procedure.code).lower()
    return looked and (new or bool(_prescriptions(case, PLANNED)))


def _done_for(procedure: Billed, problem: Problem, problems: list[Problem]) -> bool:
    """Whether a procedure was done for a problem: of its region, and by its indications where they name another."""
    if not problem.region or problem.region not in procedure.regions:
        return False
    begins = procedure.indications
    named = {other.term for other in problems if any(code.startswith(begins) for code in other.codes)}
    return not begins or not named or problem.term in named


def _stitched(services: Services) -> set[str]:
    """The regions of repairs that wait for an answer: they are procedures done, though not yet billed."""
    if any(b.kind == "procedure" for b in services.billed):
        return set()
    return {wound.site.region for repair in services.repairs for wound in repair.wounds if wound.site is not None}


def _also_managed(case: Case, problem: Problem) -> bool:
    return any(
        isinstance(m.entry, Medication) and problem.term in m.entry.indications
        for m in _prescriptions(case, PLANNED - {""})
    )


def _prescriptions(case: Case, roles: frozenset[str]) -> list[Mention]:
    """The prescription drugs that are told in statements of some roles and not denied."""
    return [
        m
        for m in case.reading.drugs
        if isinstance(m.entry, Medication) and m.entry.prescription and m.role in roles and m.assertion == "affirmed"
    ]


def significant(case: Case, problem: Problem) -> bool:
    """Beside a preventive visit: a problem that was worked on, not merely noted."""
    if problem.kind in _WEIGHTY or problem.control == "not_at_goal" or not_at_goal(case, [problem]):
        return True
    changing = any(s.kind == "action" and s.value != "continue" for s in case.reading.signals)
    if _also_managed(case, problem) and changing:
        return True
    if problem.kind == "acute" and _SEPARATE.search(case.encounter.note) and _prescriptions(case, _ANYWHERE):
        return True
    if problem.kind in ("undiagnosed", "chronic") and _studied(case, problem):
        return True
    return problem.kind in ("acute", "undiagnosed") and _treated(case, problem) and not _trifle(case, problem)


def _studied(case: Case, problem: Problem) -> bool:
    """A finding of the physical that is new and for which studies of its own are ordered: "Breast lump, new. Diagnostic
    mammogram and ultrasound ordered".
    """
    words = {
        word for s in case.reading.statements if s.block == problem.block and s.role in ASSESSED for word in s.words
    }
    return "new" in words and not _STUDIES.isdisjoint(words) and not _ORDERED.isdisjoint(words)


def _trifle(case: Case, problem: Problem) -> bool:
    """An acute problem called mild for which something without prescription is advised (CPT, preventive medicine: a
    trivial problem that needs no work of its own is not reported).
    """
    statements = [s for s in case.reading.statements if s.block == problem.block]
    mild = any(not _MILD.isdisjoint(s.words) for s in statements)
    prescribed = any(m.block == problem.block for m in _prescriptions(case, PLANNED))
    return problem.kind == "acute" and mild and not prescribed


def _treated(case: Case, problem: Problem) -> bool:
    """Whether something is given or advised for a problem where it stands, or for it by a drug's purpose."""
    drugs = any(
        m.assertion == "affirmed"
        and m.role in PLANNED | {"assessment"}
        and (m.block == problem.block or (isinstance(m.entry, Medication) and problem.term in m.entry.indications))
        for m in case.reading.drugs
    )
    return drugs or any(
        signal.kind in _TREATMENTS and case.reading.statements[signal.statement].block == problem.block
        for signal in case.reading.signals
    )
