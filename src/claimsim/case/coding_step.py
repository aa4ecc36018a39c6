"""The coder's seat in the flow: assigning codes from the chart, and answering the biller's questions from it."""

from claimsim.billing.charges import enter_charges
from claimsim.coding import Price, audit, record_of
from claimsim.model.codes import Assignment, CodedService
from claimsim.model.money import Money

from .asks import Ask, Option
from .casefile import CaseFile, Steps, StepsTo, decide
from .events import CodesAssigned, QueryAnswered, QuestionAnswered

ASSIGN = Option("assign", "Assign these codes")
AUDIT = "audit"
"""What a question is about that wants the whole encounter coded anew."""
ANSWER = (
    Option("revise", "The record supports other codes: revise the line"),
    Option("stand", "The record supports the codes as they stand"),
    Option("take_off", "The record supports nothing of the kind: the line comes off"),
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


def ask_coder(file: CaseFile, code: str, about: str, view: object) -> StepsTo[str]:
    """The biller asks about a line; the coder answers from the record alone. Returns what it came to: `revise`, `stand`
    or `take_off`."""
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
        if decision.action == "take_off":
            _renumber(file, code)
        yield from _take(file, revised, decision.by, revised=True)
    return decision.action


def _renumber(file: CaseFile, code: str) -> None:
    """Claims with some of the encounter's lines keep theirs when a line of it comes off."""
    off = {number for number, charge in enumerate(file.charges, 1) if charge.code == code}
    for claim_id, lines in file.lines_of.items():
        kept = lines - off
        file.lines_of[claim_id] = frozenset(n - sum(gone < n for gone in off) for n in kept)


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
