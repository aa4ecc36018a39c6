"""Who sits in the seats: the reference, and the script that a scenario puts in front of it.

The flow does not know who decides. A scripted decision that is wrong travels to the payer and comes back as the
answer it deserves.
"""

from collections.abc import Mapping
from typing import Protocol

from msgspec.structs import replace

from claimsim.coding import assignment_of
from claimsim.model.codes import AssignedService, Assignment, WrittenQuery

from .asks import Ask, Decision
from .case import Case, World
from .coder_answers import answer_from_record, spoken
from .coding_step import AUDIT
from .reference_biller import ReferenceBiller
from .reference_work import REFERENCE
from .script import (
    AddedDiagnosis,
    AddedService,
    BillerStep,
    CoderScript,
    DiagnosisChange,
    ServiceChange,
    ServiceCodes,
)

SCRIPT = "script"


class Occupant(Protocol):
    """Whoever may sit in a seat."""

    def decide(self, ask: Ask) -> Decision | None:
        """The decision, or None to leave it to whoever sits behind (the reference always decides)."""


class ReferenceCoder:
    """Codes what the chart supports, and answers questions from the record alone."""

    def __init__(self, case: Case, world: World) -> None:
        self._case = case
        self._world = world
        self.assigned: Assignment | None = None

    def decide(self, ask: Ask) -> Decision:
        """The reference's codes, or its answer to a question about a line."""
        reading = assignment_of(self._world.reading(self._case))
        if ask.kind == "code":
            return Decision("assign", "What the record supports.", REFERENCE, reading)
        if ask.about == (AUDIT,):
            codes = ", ".join(map(spoken, reading.services)) or "no service"
            return Decision("revise", f"The record supports {codes}.", REFERENCE, reading)
        assigned = self.assigned or reading
        return answer_from_record(self._case, self._world.tables, assigned, reading, ask.about[0])


class ScriptedCoder:
    """The coder as the scenario has it: the reference's work with faults put in, or codes of its own."""

    def __init__(self, script: CoderScript, behind: ReferenceCoder) -> None:
        self._script = script
        self._behind = behind
        self.idle: tuple[int, ...] = ()

    def decide(self, ask: Ask) -> Decision | None:
        """The scripted codes; questions are left to the reference."""
        if ask.kind != "code":
            return None
        reading = self._behind.decide(ask).assignment or Assignment((), ())
        if self._script.codes is not None:
            codes = self._script.codes
            assignment = Assignment(codes.diagnoses, tuple(_service(s, reading) for s in codes.services))
        else:
            assignment = reading
            idle: list[int] = []
            for number, change in enumerate(self._script.changes):
                if not _meets(assignment, change):
                    idle.append(number)
                assignment = changed(assignment, change, reading)
            self.idle = tuple(idle)
        written = tuple(WrittenQuery(query.text, query.options) for query in self._script.queries)
        return Decision("assign", "As the scenario has it.", SCRIPT, replace(assignment, queries=written))


def _service(service: ServiceCodes, reading: Assignment) -> AssignedService:
    pointed = service.diagnoses or next((s.diagnoses for s in reading.services if s.code == service.code), ())
    return AssignedService(service.code, service.modifiers, service.units, pointed)


def _meets(assignment: Assignment, change: object) -> bool:
    """Whether what a change is about is there."""
    if isinstance(change, ServiceChange):
        return any(service.code == change.service for service in assignment.services)
    if isinstance(change, DiagnosisChange):
        return change.diagnosis in assignment.diagnoses
    return True


def changed(assignment: Assignment, change: object, reading: Assignment) -> Assignment:
    """The assignment with one change of a script made to it."""
    match change:
        case AddedService():
            return replace(assignment, services=(*assignment.services, _service(change.add_service, reading)))
        case AddedDiagnosis():
            return replace(assignment, diagnoses=(*assignment.diagnoses, change.add_diagnosis))
        case DiagnosisChange():
            return _change_diagnosis(assignment, change)
        case ServiceChange():
            services = tuple(
                s if s.code != change.service else _change_service(s, change)
                for s in assignment.services
                if not (s.code == change.service and change.leave_off)
            )
            return replace(assignment, services=services)
        case _:
            raise TypeError(f"no change of a script: {change!r}")


def _change_service(service: AssignedService, change: ServiceChange) -> AssignedService:
    return AssignedService(
        change.code or service.code,
        service.modifiers if change.modifiers is None else change.modifiers,
        change.units or service.units,
        service.diagnoses if change.diagnoses is None else change.diagnoses,
    )


def _change_diagnosis(assignment: Assignment, change: DiagnosisChange) -> Assignment:
    new = (change.code,) if change.code and not change.leave_off else ()

    def swap(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for code in codes for n in (new if code == change.diagnosis else (code,))))

    services = tuple(replace(s, diagnoses=swap(s.diagnoses)) for s in assignment.services)
    return replace(assignment, diagnoses=swap(assignment.diagnoses), services=services)


class ScriptedBiller:
    """The biller as the scenario has it. Each step answers once; what no step matches is left to the reference."""

    def __init__(self, steps: tuple[BillerStep, ...]) -> None:
        self._steps = steps
        self.used: set[int] = set()
        self.refused: dict[int, tuple[str, ...]] = {}
        """Steps that met their matter and could not be done there, with what could."""

    def decide(self, ask: Ask) -> Decision | None:
        """The first step not used yet that matches the ask and that the ask has as an option."""
        if ask.kind == "build":
            return self._keyed(int(ask.about[0]))
        for number, step in enumerate(self._steps):
            if number in self.used or not _is_about(step, ask):
                continue
            offered = tuple(option.action for option in ask.options)
            if step.do not in offered:
                self.refused.setdefault(number, offered)
            else:
                self.used.add(number)
                return Decision(
                    step.do, step.reason or "As the scenario has it.", SCRIPT, about=step.about, attach=step.attach,
                    wait_days=step.wait_days,
                )  # fmt: skip
        return None

    def _keyed(self, number: int) -> Decision | None:
        """All slips of one claim are one decision: it is keyed once."""
        steps = [(n, s) for n, s in enumerate(self._steps) if s.on == "build" and s.claim == number]
        slips = tuple(s.slip for _, s in steps if s.do == "mistype")
        if not steps:
            return None
        self.used.update(n for n, _ in steps)
        reason = "; ".join(s.reason for _, s in steps if s.reason) or "As the scenario has it."
        lies = max(s.wait_days for _, s in steps)
        return Decision(steps[0][1].do, reason, SCRIPT, slips=slips, wait_days=lies)


def _is_about(step: BillerStep, ask: Ask) -> bool:
    """Whether a step is about what is asked."""
    return (
        step.on == ask.kind and (not step.edit or step.edit in ask.about) and (not step.line or step.line in ask.about)
    )


class Table:
    """The seats of a case around one table: the script where the scenario has one, the reference behind it."""

    def __init__(self, case: Case, world: World) -> None:
        self._coder = ReferenceCoder(case, world)
        self._biller = ScriptedBiller(case.seats.biller)
        behind = ReferenceBiller(case, world)
        script = case.seats.coder
        self._scripted = ScriptedCoder(script, self._coder) if script else None
        self._occupants: dict[str, tuple[Occupant, ...]] = {
            "coder": (self._scripted, self._coder) if self._scripted else (self._coder,),
            "biller": (self._biller, behind),
        }

    def decide(self, ask: Ask) -> Decision:
        """The decision of whoever sits nearest and has one."""
        for occupant in self._occupants[ask.seat]:
            decision = occupant.decide(ask)
            if decision is not None:
                if decision.assignment is not None:
                    self._coder.assigned = decision.assignment
                return decision
        raise LookupError(f"nobody decided: {ask.question}")

    @property
    def unused_steps(self) -> tuple[int, ...]:
        """The biller's scripted steps that never happened, by their position in the script."""
        return tuple(n for n in range(len(self._biller._steps)) if n not in self._biller.used)

    @property
    def refused_steps(self) -> Mapping[int, tuple[str, ...]]:
        """What could be done where a scripted step that never happened was about the matter, by its position."""
        return {n: offered for n, offered in self._biller.refused.items() if n not in self._biller.used}

    @property
    def idle_changes(self) -> tuple[int, ...]:
        """The coder's scripted changes that met nothing to change, by their position in the script."""
        return self._scripted.idle if self._scripted else ()
