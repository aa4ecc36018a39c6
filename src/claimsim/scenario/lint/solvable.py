"""Proving a scenario by living through it: once as it is written, once with the reference in both seats.

The fault that the script puts in must make something go wrong which the reference does not make go wrong, and the
reference must bring the case to a right end. A scenario without a script is proved by its right end alone.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath

from msgspec import Struct
from msgspec.structs import replace

from claimsim.case.case import Case, World
from claimsim.case.casefile import EndlessCase
from claimsim.case.driver import Run
from claimsim.case.script import Seats
from claimsim.diagnostics import Diagnostic, Document, Path
from claimsim.model.money import ZERO, total
from claimsim.model.remittance import Adjustment
from claimsim.scenario.compare import compare
from claimsim.scenario.lint.script import step_in_words
from claimsim.scenario.load import LoadedScenario
from claimsim.scenario.mismatch import located
from claimsim.scenario.outcome import Outcome, outcome_of

_TITLE = ("scenario", "title")


class Proof(Struct, frozen=True):
    """Whether a scenario was proved, in a sentence, and what failed with its place."""

    scenario: LoadedScenario
    proved: bool
    sentence: str
    diagnostics: tuple[Diagnostic, ...] = ()


class _Lived(Struct, frozen=True):
    outcome: Outcome
    unused_steps: tuple[int, ...]


def prove(scenario: LoadedScenario, world: World) -> Proof:
    """Live through a scenario with its script and with the reference, and hold one against the other."""
    if scenario.todo:
        return Proof(scenario, True, f"not proved: it is known to fail ({scenario.todo})")
    faults: list[Diagnostic] = []
    by_reference = _live(replace(scenario.case, seats=Seats()), world, scenario, faults)
    scripted = has_fault(scenario.case)
    as_written = _live(scenario.case, world, scenario, faults) if scripted else by_reference
    if by_reference is None or as_written is None:
        return _failed(scenario, faults)
    faults.extend(_wrong_end(scenario, by_reference.outcome))
    faults.extend(_unused(scenario, as_written))
    faults.extend(_unmet(scenario, as_written.outcome, world))
    went_wrong = tuple((Counter(failures(as_written.outcome)) - Counter(failures(by_reference.outcome))).elements())
    lost = _lost(as_written.outcome, by_reference.outcome) if scripted else ""
    if scripted and not went_wrong and not lost:
        message = "what the script does makes nothing go wrong: it ends as with the reference in both seats"
        faults.append(_fault("fault-without-effect", scenario, message, _script_at(scenario)))
    if faults:
        return _failed(scenario, faults)
    return Proof(scenario, True, _sentence(scenario, by_reference.outcome, went_wrong, lost, scripted))


def has_fault(case: Case) -> bool:
    """Whether the script puts anything into the seats."""
    return case.seats.coder is not None or bool(case.seats.biller)


def failures(outcome: Outcome) -> Iterator[str]:
    """Everything that went wrong in a run, in words: stops, rejections, denials, appeals not won, and wrong codes."""
    for hit in outcome.hits:
        if hit.severity == "stop":
            yield f"the scrubber stops the claim ({' '.join(filter(None, (hit.edit, hit.code)))})"
    for claim in outcome.claims:
        if claim.status == "rejected" or claim.rejections:
            statuses = ", ".join(f"{s.category}:{s.status}" for s in claim.rejections) or "999"
            yield f"the front end rejects the claim ({statuses})"
    for item in outcome.remittances:
        if item.answer.is_reversal:
            continue
        for line in item.answer.lines:
            if line.denied:
                reasons = " ".join(adjustment.code for adjustment in line.adjustments)
                what = "returned as unprocessable" if item.answer.unprocessable else "denied"
                yield f"{line.code} is {what} with {reasons}"
    for action in outcome.actions:
        if action.prompt == "appeal_decided":
            yield f"the appeal of {action.subject} is not won"
    for finding in outcome.first_coding.findings if outcome.first_coding else ():
        if finding.severity != "info":
            yield f"the codes are not what the chart supports ({finding.kind} {finding.subject})"


LATE = "29"


@cache
def _seat_errors() -> dict[str, tuple[str, str]]:
    """Adjustment reasons that answer an error of the coder or the biller: which, and what the error was."""
    with FilePath(__file__).with_name("seat_errors.csv").open(encoding="utf-8", newline="") as source:
        return {row["carc"]: (row["seat"], row["why"]) for row in csv.DictReader(source)}


def _live(case: Case, world: World, scenario: LoadedScenario, faults: list[Diagnostic]) -> _Lived | None:
    run = Run(case, world)
    try:
        outcome = outcome_of(run.events())
    except EndlessCase as endless:
        faults.append(_fault("not-solvable", scenario, str(endless), _script_at(scenario)))
        return None
    return _Lived(outcome, run.unused_steps)


def _wrong_end(scenario: LoadedScenario, outcome: Outcome) -> Iterator[Diagnostic]:
    """What is not right at the end with the reference in both seats."""
    balance = outcome.account.payer_balance
    if balance != ZERO:
        message = f"with the reference in both seats {balance:.2f} is still expected of a payer in the end"
        yield _fault("not-solvable", scenario, message, _TITLE)
    for action in outcome.actions:
        if action.action == "hold":
            message = f"with the reference in both seats {action.subject} is left lying: {action.reason}"
            yield _fault("not-solvable", scenario, message, _TITLE)
        # A payer that was learned of late is billed late: then another one has answered before.
        if (action.prompt, action.action) == ("scrub", "write_off") and not outcome.remittances:
            seat, why = _seat_errors()[LATE]
            message = f"the reference's own claim is given up past its filing limit, an error of the {seat}: {why}"
            yield _fault("not-solvable", scenario, message, _TITLE)
    for item in outcome.remittances:
        for line in item.answer.lines:
            for adjustment in line.adjustments if line.denied and not item.answer.is_reversal else ():
                if adjustment.carc in _seat_errors() and not _of_the_world(scenario, item.answer.payer, adjustment):
                    seat, why = _seat_errors()[adjustment.carc]
                    what = f"the reference's own {line.code} is denied with {adjustment.code}"
                    message = f"{what}, an error of the {seat}: {why}"
                    yield _fault("not-solvable", scenario, message, _TITLE)


def _of_the_world(scenario: LoadedScenario, payer: str, adjustment: Adjustment) -> bool:
    """Whether a reason that often answers a seat's error was nobody's here.

    How often a test was done before is the patient's history, and what was billed before this case is the payer's; a
    payer that was learned of late is billed late.
    """
    if adjustment.rule == "duplicate":
        on_file = scenario.case.payer_files.get(payer)
        return on_file is not None and bool(on_file.history)
    if adjustment.carc == LATE:
        coverage = scenario.case.encounter.coverage
        return bool(coverage) and payer != coverage[0].payer
    return adjustment.rule in ("policy-frequency", "policy-frequency-with-notice")


def _unused(scenario: LoadedScenario, lived: _Lived) -> Iterator[Diagnostic]:
    for number in lived.unused_steps:
        message = f"this step never happened: {step_in_words(scenario.case.seats.biller[number])}"
        hint = "remove it, or see in `claimsim run` what happened instead"
        yield scenario.document.diagnostic("step-never-happened", message, ("seats", "biller", number), hint=hint)


def _unmet(scenario: LoadedScenario, outcome: Outcome, world: World) -> Iterator[Diagnostic]:
    if scenario.expect is None:
        return
    for mismatch in compare(scenario.expect, outcome, world.tables):
        found = located(mismatch, scenario.document)
        yield Diagnostic(
            "expectation-not-met", found.message, found.position, found.because or None, "error",
            found.source_line, found.span,
        )  # fmt: skip


def _lost(as_written: Outcome, by_reference: Outcome) -> str:
    """Money that the reference is paid and the script is not, in words; empty where there is none."""
    paid, possible = (total(item.answer.paid for item in o.remittances) for o in (as_written, by_reference))
    return f"{possible - paid:.2f} of the payer's money is lost" if paid < possible else ""


def _sentence(
    scenario: LoadedScenario, outcome: Outcome, went_wrong: tuple[str, ...], lost: str, scripted: bool
) -> str:
    owed = f"the patient owes {outcome.account.patient_balance:.2f}"
    end = f"with the reference in both seats no payer owes anything, and {owed}"
    met = "" if scenario.expect is None else ", and what is expected holds"
    if scripted:
        said = list(dict.fromkeys(went_wrong))
        more = (f"{len(said) - 3} more",) if len(said) > 3 else ()
        words = ", ".join((*said[:3], *more, *filter(None, (lost,))))
        return f"proved: as scripted {words}{met}; {end}"
    met_alone = list(dict.fromkeys(failures(outcome)))
    on_the_way = f" after {', '.join(met_alone[:3])}" if met_alone else " clean"
    return f"proved{on_the_way}{met}: {end}"


def _failed(scenario: LoadedScenario, faults: list[Diagnostic]) -> Proof:
    words = "; ".join(dict.fromkeys(fault.message for fault in faults))
    return Proof(scenario, False, f"not solvable: {words}", tuple(faults))


def _fault(code: str, scenario: LoadedScenario, message: str, path: Path) -> Diagnostic:
    where = path if _exists(scenario.document, path) else ()
    return scenario.document.diagnostic(code, message, where, at_key=True)


def _script_at(scenario: LoadedScenario) -> Path:
    return ("seats", "coder") if scenario.case.seats.coder is not None else ("seats", "biller")


def _exists(document: Document, path: Path) -> bool:
    try:
        document.get(path)
    except (KeyError, IndexError):
        return False
    return True
