"""Who sits in the seats: the reference, and the script that a scenario puts in front of it.

The flow does not know who decides. A scripted decision that is wrong travels to the payer and comes back as the
answer it deserves.
"""

from typing import Protocol

from msgspec.structs import replace

from claimsim.coding import assignment_of
from claimsim.model.codes import AssignedService, Assignment, WrittenQuery
from claimsim.model.remittance import own_adjustments

from .asks import Ask, Decision
from .case import Case, World
from .coding_step import AUDIT, answer_from_record, spoken
from .reference_work import after_appeal, at_audit, at_next_payer, may_win
from .script import (
    AddedDiagnosis,
    AddedService,
    BillerStep,
    CoderScript,
    DiagnosisChange,
    ServiceChange,
    ServiceCodes,
)
from .work import FIRST_CLAIM_DENIED, FIRST_CLAIM_LACKED_IT, PATIENT_SILENT, REOPENING_REFUSED, AppealOutcome, Denial

REFERENCE = "reference"
_ANOTHER_PAYER = frozenset({"bill_other_payer", "find_coverage"})
_NOTHING_TO_SHOW = frozenset(
    {
        "appeal", "extend_authorization", "fix_enrollment", "get_referral", "prove_timely", "retro_authorization",
        "send_records", "verify_credentialing",
    }
)  # fmt: skip
"""Ways of the worklist that need a paper the case does not have: what is left is to give the money up."""
SCRIPT = "script"
_FORESEEN_BY_A_NOTICE = frozenset({"50", "151"})
EARLIER_PAYER_WRONG = "129"
COMBINED = (
    "The visit that was paid is reopened on its own account, at the level of both records; this charge comes off."
)
"""Two visits of a day to one specialty of one group, about one matter (Palmetto GBA 8EEL9R7732)."""
_NEED_PROOF = frozenset({"appeal", "prove_timely", "send_records", "retro_authorization"})
"""Ways of the worklist that are open only to who has something to show."""


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
        revised, words = answer_from_record(self._case, assigned, reading, ask.about[0])
        return Decision("revise" if revised else "stand", words, REFERENCE, revised)


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


class ReferenceBiller:
    """Works every edit, rejection and denial by the denial worklist (denial_actions.csv) and this payer's way."""

    def __init__(self, case: Case, world: World) -> None:
        self._case = case
        self._tables = world.tables

    def decide(self, ask: Ask) -> Decision:
        """What a good biller does next."""
        match ask.kind:
            case "build":
                return Decision("as_recorded", "", REFERENCE)
            case "scrub":
                return Decision("fix", "An edit that stops a claim is mended before it goes out.", REFERENCE)
            case "rejected":
                if "duplicate-submission" in ask.about:
                    return Decision("no_action", "The payer has it already, and is working on the first.", REFERENCE)
                return Decision(
                    "correct_and_resend",
                    "It never reached adjudication: find the error and send it as an original.",
                    REFERENCE,
                )
            case "denied":
                assert isinstance(ask.view, Denial)
                return self._denied(ask.view, ask)
            case "order_of_payers":
                return Decision("reorder", "Claims go to the payers in the order in which they are liable.", REFERENCE)
            case "next_payer":
                return at_next_payer(ask, REFERENCE)
            case "appeal_decided":
                assert isinstance(ask.view, AppealOutcome)
                return after_appeal(self._case, ask.view, REFERENCE)
            case "records_requested":
                action = "send_records" if self._case.inquiries.records else "hold"
                return Decision(action, "The payer decides with the record only, and has set a day.", REFERENCE)
            case "claim_error":
                reason = "A claim that should not exist is taken back, and the money with it."
                return Decision("void_claim", reason, REFERENCE)
            case "audit":
                return at_audit(ask, REFERENCE)
            case _:
                assert isinstance(ask.view, Denial)
                return self._coder_answered(ask)

    def _denied(self, denial: Denial, ask: Ask) -> Decision:
        adjustment = own_adjustments(denial.lines[0])[0]
        work = self._tables.denial_action(adjustment.group, adjustment.carc, denial.lines[0].remarks)
        action = work.action if work else "hold"
        if denial.answer.outcome == "not_recognized":
            return Decision("find_coverage", "Not this payer's patient under that number: ask for the card.", REFERENCE)
        elsewhere = action in _ANOTHER_PAYER
        again = action == "correct_new_claim" and adjustment.carc != EARLIER_PAYER_WRONG
        reason = _worklist(adjustment.code, work.steps if work else ())
        if denial.unprocessable and not elsewhere:
            return Decision("ask_coder", "Unprocessable: find out what the line should have said.", REFERENCE)
        if again:
            return Decision("ask_coder", reason, REFERENCE)
        offered = {option.action for option in ask.options}
        if "earlier-payer-data-wrong" in denial.rules:
            return Decision("correct_adjudicated", reason, REFERENCE)
        if action == "bill_patient" and "bill_next_payer" in offered:
            return Decision("bill_next_payer", "Another payer comes before the patient.", REFERENCE)
        if action == "send_records" and self._case.inquiries.records:
            return Decision("send_records", reason, REFERENCE)
        if action == "retro_authorization" and may_win(self._case, denial):
            window = self._case.payers[denial.answer.payer].file.manual.retro_authorization_days
            return Decision("appeal" if window is None else "request_authorization", reason, REFERENCE)
        if action in _NEED_PROOF | _NOTHING_TO_SHOW and may_win(self._case, denial):
            return Decision("appeal", reason, REFERENCE)
        if action in _NEED_PROOF:
            return Decision("write_off", "Nothing in the record shows that the payer is wrong.", REFERENCE)
        if "capitated-service" in denial.rules:
            return Decision("write_off", "Posted against the capitation, which pays it by the month.", REFERENCE)
        if "claim-forwarded" in denial.rules:
            return Decision("find_coverage", reason, REFERENCE)
        if action == "wait":
            return Decision("no_action", reason, REFERENCE)
        if action in ("ask_coder", "correct_adjudicated"):
            return Decision("ask_coder", reason, REFERENCE)
        if elsewhere:
            return Decision("find_coverage", reason, REFERENCE)
        if action == "contact_patient" and "contact_patient" in offered:
            return Decision("contact_patient", reason, REFERENCE)
        if PATIENT_SILENT in ask.about:
            return Decision("bill_patient", "The patient was asked, and only the patient can answer.", REFERENCE)
        # Where the patient does not answer, or nothing protects the patient, both ways end with the statement.
        if action in ("bill_patient", "contact_patient", "verify_credentialing") and denial.patient_owes:
            return Decision("bill_patient", f"{self._notice_on_file(adjustment.carc)}{reason}", REFERENCE)
        if FIRST_CLAIM_LACKED_IT in ask.about:
            reason = "The first claim was denied for what this one has: that one is corrected, and this one left."
            return Decision("correct_adjudicated", reason, REFERENCE)
        if FIRST_CLAIM_DENIED in ask.about:
            return Decision("ask_coder", "The first claim was denied: that denial is worked.", REFERENCE)
        if action == "post_only":
            return Decision("no_action", reason, REFERENCE)
        if action in ("write_off", "verify_then_write_off"):
            return Decision("write_off", reason, REFERENCE)
        if action in _NOTHING_TO_SHOW and not denial.patient_owes:
            nothing = "There is nothing to show for it, and nobody else may be billed."
            return Decision("write_off", f"{reason} {nothing}", REFERENCE)
        if action in _NOTHING_TO_SHOW:
            return Decision("bill_patient", reason, REFERENCE)
        return Decision("hold", reason, REFERENCE)

    def _notice_on_file(self, carc: str) -> str:
        """The signed notice that lets a denial for necessity or frequency be billed to the patient."""
        notices = self._case.encounter.notices if carc in _FORESEEN_BY_A_NOTICE else ()
        return f"The {notices[0].kind.upper()} signed on {notices[0].signed_on} is on file. " if notices else ""

    def _coder_answered(self, ask: Ask) -> Decision:
        denial = ask.view
        assert isinstance(denial, Denial)
        if REOPENING_REFUSED in ask.about:
            action = "bill_patient" if denial.patient_owes else "write_off"
            return Decision(action, "Nothing opens the first answer any more: it stands.", REFERENCE)
        if "nothing-to-bill" in ask.about:
            return Decision("no_action", "What the record supports is not billed: the charge is off.", REFERENCE)
        if "codes-changed" in ask.about:
            if denial.unprocessable:
                return Decision(
                    "correct_new_claim", "The record supports other codes, and nothing was decided yet.", REFERENCE
                )
            return Decision("correct_adjudicated", "The record supports other codes.", REFERENCE)
        if "second-visit-of-day" in denial.rules and not may_win(self._case, denial):
            return Decision("write_off", COMBINED, REFERENCE)
        if may_win(self._case, denial):
            return Decision("appeal", "The codes stand, and the record shows what this denial asks for.", REFERENCE)
        if denial.patient_owes:
            return Decision("bill_patient", "The codes stand, and the payer has made it the patient's.", REFERENCE)
        if "hospice-enrollee" in denial.rules:
            reason = "Neither GW nor GV by the record: it is the hospice's to pay, and no agreement with it is on file."
            return Decision("write_off", reason, REFERENCE)
        return Decision("write_off", "The codes stand, and nobody else may be billed for this reason.", REFERENCE)


class ScriptedBiller:
    """The biller as the scenario has it. Each step answers once; what no step matches is left to the reference."""

    def __init__(self, steps: tuple[BillerStep, ...]) -> None:
        self._steps = steps
        self.used: set[int] = set()

    def decide(self, ask: Ask) -> Decision | None:
        """The first step not used yet that matches the ask and that the ask has as an option."""
        if ask.kind == "build":
            return self._keyed(int(ask.about[0]))
        for number, step in enumerate(self._steps):
            if number not in self.used and _matches(step, ask):
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


def _matches(step: BillerStep, ask: Ask) -> bool:
    return (
        step.on == ask.kind
        and (not step.edit or step.edit in ask.about)
        and (not step.line or step.line in ask.about)
        and any(option.action == step.do for option in ask.options)
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
    def idle_changes(self) -> tuple[int, ...]:
        """The coder's scripted changes that met nothing to change, by their position in the script."""
        return self._scripted.idle if self._scripted else ()


def _worklist(code: str, steps: tuple[str, ...]) -> str:
    """What the worklist says to do about an adjustment, numbered where it is more than one thing."""
    if not steps:
        return f"The worklist has no way for {code}."
    if len(steps) == 1:
        return f"The worklist for {code}: {_sentence(steps[0])}"
    return f"The worklist for {code}: " + " ".join(f"({n}) {_sentence(step)}" for n, step in enumerate(steps, 1))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
