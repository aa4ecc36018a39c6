"""The coder's seat in the flow: assigning codes from the chart, and answering the biller's questions from it."""

from msgspec.structs import replace

from claimsim.billing.charges import enter_charges
from claimsim.coding import Price, audit, record_of
from claimsim.model.codes import AssignedService, Assignment, CodedService
from claimsim.model.money import Money

from .asks import Ask, Option
from .case import Case
from .casefile import CaseFile, Steps, StepsTo, decide
from .events import CodesAssigned, QueryAnswered, QuestionAnswered

ASSIGN = Option("assign", "Assign these codes")
AUDIT = "audit"
"""What a question is about that wants the whole encounter coded anew."""
ANSWER = (
    Option("revise", "The record supports other codes: revise the line"),
    Option("stand", "The record supports the codes as they stand"),
)


def assign_codes(file: CaseFile) -> Steps:
    """Ask the coder for codes, hold them against the chart, and keep what was assigned with its findings."""
    encounter = file.case.encounter
    for item in file.world.answered(file.case):
        file.today = max(file.today, item.on)
        yield QueryAnswered(file.today, item.query, item.answer)
    ask = Ask("coder", "code", file.today, encounter.id, "Which codes does this chart support?", file.case, (ASSIGN,))
    decision = yield from decide(ask)
    yield from _take(file, decision.assignment or Assignment((), ()), decision.by, revised=False)


def _take(file: CaseFile, assignment: Assignment, by: str, revised: bool) -> Steps:
    reading = file.world.reading(file.case)
    file.assignment = assignment
    encounter = file.case.encounter
    tables, on = file.world.tables, encounter.date_of_service
    file.coding = audit(reading, assignment, tables, on, _prices(file), record_of(encounter))
    yield CodesAssigned(file.today, file.coding, by, revised)


def _prices(file: CaseFile) -> Price:
    """What the practice charges for a line, so that a finding tells what it moves."""
    encounter, practice, tables = file.case.encounter, file.case.practice, file.world.tables

    def price(code: str, modifiers: tuple[str, ...], units: int) -> Money | None:
        line = CodedService(code, "", modifiers, units)
        on, place = encounter.date_of_service, encounter.place_of_service
        return enter_charges((line,), practice, on, place, tables)[0].charge

    return price


def ask_coder(file: CaseFile, code: str, about: str, view: object) -> StepsTo[bool]:
    """The biller asks about a line; the coder answers from the record alone. Returns whether the codes changed."""
    subject = f"{code} {about}".strip()
    question = f"Does the record support {code} as billed?" + (
        f" Asked about: {about.replace('-', ' ')}." if about else ""
    )
    decision = yield from decide(Ask("coder", "question", file.today, subject, question, view, ANSWER, (code, about)))
    revised = decision.assignment
    service = _service_of(file, code)
    evidence = tuple(f"{e.source} line {e.line}: {e.text}" for e in service.evidence) if service and revised else ()
    yield QuestionAnswered(file.today, question, decision.reason, revised, evidence)
    if revised is not None:
        yield from _take(file, revised, decision.by, revised=True)
    return revised is not None


def code_anew(file: CaseFile, about: str, view: object) -> StepsTo[bool]:
    """An audit has the encounter coded anew from the record alone. Returns whether the codes changed."""
    question = f"What does the record support? Asked about: {about}."
    decision = yield from decide(Ask("coder", "question", file.today, AUDIT, question, view, ANSWER, (AUDIT,)))
    yield QuestionAnswered(file.today, question, decision.reason, decision.assignment)
    if decision.assignment is not None:
        yield from _take(file, decision.assignment, decision.by, revised=True)
    return decision.assignment is not None


def _service_of(file: CaseFile, code: str) -> CodedService | None:
    return next((s for s in file.world.reading(file.case).services if s.code == code), None)


def answer_from_record(
    case: Case, assigned: Assignment, reading: Assignment, code: str
) -> tuple[Assignment | None, str]:
    """The reference's answer about one line: the line as the record supports it, or None when it stands.

    The diagnoses that the record's line points at come with it; nothing else of the assignment is touched.
    """
    ours = [s for s in assigned.services if s.code == code]
    right = [s for s in reading.services if s.code == code]
    if not right:
        right = _instead(assigned, reading, ours)
    if not right:
        return None, f"The record holds nothing that supports {code}; it should not have been billed."
    if not ours:
        return None, f"{code} was not coded; the codes are {', '.join(spoken(s) for s in assigned.services)}."
    if ours == right:
        return (
            None,
            f"The record supports {spoken(right[0])} as it was billed, and nothing else that would change the line.",
        )
    services: list[AssignedService] = []
    placed = False
    for service in assigned.services:
        if service.code != code:
            services.append(service)
        elif not placed:
            services.extend(right)
            placed = True
    pointed = {d for service in services for d in service.diagnoses}
    kept = (d for d in assigned.diagnoses if d in pointed or d in reading.diagnoses)
    diagnoses = tuple(dict.fromkeys((*kept, *(d for s in right for d in s.diagnoses))))
    changed = replace(assigned, services=tuple(services), diagnoses=diagnoses)
    return (
        changed,
        f"The record supports {', '.join(spoken(s) for s in right)}; the line was billed as {spoken(ours[0])}.",
    )


def _instead(assigned: Assignment, reading: Assignment, ours: list[AssignedService]) -> list[AssignedService]:
    """What the record supports in place of a code that it does not: not billed yet, and done for the same diagnosis."""
    billed = {service.code for service in assigned.services}
    reasons = {diagnosis for service in ours for diagnosis in service.diagnoses}
    return [s for s in reading.services if s.code not in billed and not reasons.isdisjoint(s.diagnoses)][:1]


def spoken(service: AssignedService) -> str:
    """A service as a coder says it: 99214-25, J3301 x4."""
    code = "-".join((service.code, *service.modifiers))
    return f"{code} x{service.units}" if service.units != 1 else code
