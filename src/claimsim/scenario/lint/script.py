"""What a scenario says the seats did: steps that could never happen, codes and edits that do not exist."""

from collections.abc import Iterable, Iterator
from datetime import date

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.case import work
from claimsim.case.script import (
    AddedDiagnosis,
    AddedService,
    BillerStep,
    CodingChange,
    DiagnosisChange,
    Seats,
    ServiceChange,
    ServiceCodes,
)
from claimsim.case.seats import changed
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path, suggest
from claimsim.model.codes import Assignment
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject

_OFFERED = {
    "build": work.KEYED_OPTIONS,
    "scrub": work.SCRUB_OPTIONS,
    "rejected": work.REJECTED_OPTIONS,
    # What a payer has made the patient's (PR) may be billed to the patient, or to the next payer.
    "denied": (*work.DENIED_OPTIONS, work.BILL_NEXT, work.BILL_PATIENT, work.CONTACT_PATIENT),
    "coder_answer": (*work.CODER_ANSWER_OPTIONS, work.BILL_PATIENT),
    "order_of_payers": work.ORDER_OPTIONS,
    "records_requested": work.RECORDS_OPTIONS,
    "next_payer": work.NEXT_PAYER_OPTIONS,
    "appeal_decided": work.APPEAL_DECIDED_OPTIONS,
    "claim_error": work.CLAIM_ERROR_OPTIONS,
    "audit": (*work.AUDITED_BEFORE_OPTIONS, *work.AUDITED_PAID_OPTIONS),
}
_CODER = ("seats", "coder")
_BILLER = ("seats", "biller")


def rules_asked(subject: ScenarioSubject, prompt: str) -> frozenset[str]:
    """The ids of the rules whose answer a step on this prompt may name."""
    if prompt == "scrub":
        return frozenset(SCRUB_RULES.ids())
    if prompt == "rejected":
        return frozenset(rule.id for payer in subject.payers.values() for rule in payer.front_end_rules)
    if prompt == "denied":
        of_claims = {rule.id for payer in subject.payers.values() for rule, _ in payer.claim_rules}
        return frozenset(of_claims | {row[0] for payer in subject.payers.values() for row in payer.line_rules})
    return frozenset()


def line_codes(subject: ScenarioSubject) -> frozenset[str] | None:
    """The procedure codes a line may have: those the chart supports and those the script puts in. None: not known."""
    if subject.reading is None:
        return None
    coder = subject.file.seats.coder
    codes = {service.code for service in subject.reading.services}
    for change in coder.changes if coder else ():
        if isinstance(change, ServiceChange) and change.code:
            codes.add(change.code)
        if isinstance(change, AddedService):
            codes.add(change.add_service.code)
    codes.update(service.code for service in (coder.codes.services if coder and coder.codes else ()))
    codes.update(step.value for step in subject.file.seats.biller if step.field == "code")
    return frozenset(codes)


def diagnosis_codes(subject: ScenarioSubject) -> frozenset[str] | None:
    """The diagnoses a claim may have, without dots: those the chart supports and those the script puts in."""
    if subject.reading is None:
        return None
    scripted = (code for _, code in _scripted_diagnoses(subject))
    return frozenset(code.replace(".", "") for code in (*subject.reading.diagnoses, *scripted))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint with the nearest name, else with all of them where they are few."""
    names = sorted(known)
    near = suggest(word, names)
    if near:
        return f"did you mean `{near}`?"
    return f"there are: {', '.join(names)}" if 0 < len(names) <= 12 else None


def _unknown_edits(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.case is None:
        return
    for number, step in enumerate(subject.file.seats.biller):
        known = rules_asked(subject, step.on)
        if step.edit and known and step.edit not in known:
            what = "scrub edit" if step.on == "scrub" else "rule of this case's payers"
            hint = did_you_mean(step.edit, known) or "`claimsim explain` knows every rule by its name"
            yield Found(f"no {what} is named `{step.edit}`", subject.document, (*_BILLER, number, "edit"), hint=hint)


def _impossible_steps(subject: ScenarioSubject) -> Iterator[Found]:
    for number, step in enumerate(subject.file.seats.biller):
        path = (*_BILLER, number)
        offered = [option.action for option in _OFFERED[step.on]]
        if step.do not in offered:
            message = f"`{step.do}` is no answer to `{step.on}`"
            yield Found(message, subject.document, (*path, "do"), hint=f"it can be answered with {', '.join(offered)}")
        if step.edit and step.on == "coder_answer":
            message = "a coder's answer is about a line, not about an edit: this step never matches"
            yield Found(message, subject.document, (*path, "edit"), hint="name the `line`, or neither")
        if step.line and step.on == "rejected":
            message = "a rejection is of the whole claim: a step that names a line never matches"
            yield Found(message, subject.document, (*path, "line"), hint="name the `edit` that rejects it, or neither")


def _unknown_lines(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.seats == Seats():
        return  # the chart is read only where something is said of its codes
    codes = line_codes(subject)
    if codes is None or subject.reading is None:
        return
    for number, step in enumerate(subject.file.seats.biller):
        if step.line and step.on != "rejected" and step.line not in codes:
            message = f"no line of this encounter can have the code {step.line}"
            yield Found(message, subject.document, (*_BILLER, number, "line"), hint=did_you_mean(step.line, codes))
    read = subject.reading
    for path, change in _changes(subject):
        if isinstance(change, ServiceChange) and change.service not in {s.code for s in read.services}:
            message = f"the reference coder does not assign {change.service}, so there is nothing to change"
            hint = did_you_mean(change.service, (s.code for s in read.services))
            yield Found(message, subject.document, (*path, "service"), hint=hint)
        if isinstance(change, DiagnosisChange) and change.diagnosis not in read.diagnoses:
            message = f"the reference coder does not assign {change.diagnosis}, so there is nothing to change"
            hint = did_you_mean(change.diagnosis, read.diagnoses)
            yield Found(message, subject.document, (*path, "diagnosis"), hint=hint)


def _changes_without_effect(subject: ScenarioSubject) -> Iterator[Found]:
    coder = subject.file.seats.coder
    reading = subject.reading if coder else None
    for path, change in _changes(subject):
        if _says_nothing(change):
            hint = "add code, modifiers, units or diagnoses, or leave_off: true"
            yield Found("the change changes nothing", subject.document, path, hint=hint)
        elif reading is not None and _is_reference(change, reading):
            hint = "change something, or remove it: the reference does it so anyway"
            yield Found("this is how the reference codes it: nothing changes", subject.document, path, hint=hint)
    if coder is not None and coder.codes is not None and coder.changes:
        message = "`codes` is all of the coder's work: the changes are never looked at"
        yield Found(message, subject.document, (*_CODER, "changes"), hint="keep one of the two", at_key=True)


def _says_nothing(change: CodingChange) -> bool:
    if isinstance(change, ServiceChange):
        said = (change.code, change.modifiers, change.units, change.diagnoses)
        return not change.leave_off and all(value is None for value in said)
    return isinstance(change, DiagnosisChange) and not change.leave_off and change.code is None


def _is_reference(change: CodingChange, reading: Assignment) -> bool:
    """Whether a change finds what it is to change, and leaves it as the reference has it."""
    if isinstance(change, ServiceChange):
        found = any(service.code == change.service for service in reading.services)
    else:
        found = isinstance(change, DiagnosisChange) and change.diagnosis in reading.diagnoses
    return found and changed(reading, change, reading) == reading


def _not_valid_on_date(subject: ScenarioSubject) -> Iterator[Found]:
    tables, day = subject.tables, subject.encounter.date_of_service
    hint = "this may be what the case teaches; the payer will answer it"
    for path, code in _scripted_services(subject):
        if tables.procedure_rows(code) and tables.procedure(code, day) is None:
            yield Found(f"{code} was not valid on {day}", subject.document, path, hint=hint)
    for path, code in _scripted_diagnoses(subject):
        if tables.icd10cm.exists(code) and not tables.icd10cm.is_billable(code, day):
            yield Found(f"{code} could not be billed on {day}", subject.document, path, hint=hint)
    for path, modifier in scripted_modifiers(subject):
        if tables.modifier(modifier, day) is None:
            yield Found(_modifier_fault(tables, modifier, day), subject.document, path, hint=hint)


def _modifier_fault(tables: CodeTables, modifier: str, day: date) -> str:
    ever = any(row.modifier == modifier for row in tables.modifiers())
    return f"modifier {modifier} was not valid on {day}" if ever else f"modifier {modifier} is not in the code tables"


def _changes(subject: ScenarioSubject) -> Iterator[tuple[Path, CodingChange]]:
    coder = subject.file.seats.coder
    for number, change in enumerate(coder.changes if coder else ()):
        yield (*_CODER, "changes", number), change


def _service_mappings(subject: ScenarioSubject) -> Iterator[tuple[Path, ServiceCodes | ServiceChange]]:
    for path, change in _changes(subject):
        if isinstance(change, AddedService):
            yield (*path, "add_service"), change.add_service
        elif isinstance(change, ServiceChange):
            yield path, change
    coder = subject.file.seats.coder
    for number, service in enumerate(coder.codes.services if coder and coder.codes else ()):
        yield (*_CODER, "codes", "services", number), service


def _scripted_services(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    yield from (((*path, "code"), service.code) for path, service in _service_mappings(subject) if service.code)


def scripted_modifiers(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    """Every modifier that the script puts on a line."""
    for path, service in _service_mappings(subject):
        for number, modifier in enumerate(service.modifiers or ()):
            yield (*path, "modifiers", number), modifier


def _scripted_diagnoses(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    for path, change in _changes(subject):
        if isinstance(change, DiagnosisChange) and change.code:
            yield (*path, "code"), change.code
        if isinstance(change, AddedDiagnosis):
            yield (*path, "add_diagnosis"), change.add_diagnosis
    coder = subject.file.seats.coder
    for number, code in enumerate(coder.codes.diagnoses if coder and coder.codes else ()):
        yield (*_CODER, "codes", "diagnoses", number), code
    for path, service in _service_mappings(subject):
        for number, code in enumerate(service.diagnoses or ()):
            yield (*path, "diagnoses", number), code


def step_in_words(step: BillerStep) -> str:
    """A step as a sentence has it: on denied 99214: ask_coder."""
    about = " ".join(filter(None, (step.edit, step.line)))
    return f"on {step.on}{' ' + about if about else ''}: {step.do}"


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("unknown-rule", "error", _unknown_edits),
    LintRule("step-cannot-happen", "error", _impossible_steps),
    LintRule("line-not-in-encounter", "error", _unknown_lines),
    LintRule("change-without-effect", "warning", _changes_without_effect),
    LintRule("code-not-valid-on-date", "warning", _not_valid_on_date),
)
