"""What a scenario scripts and its run never came to: steps of the biller, changes of the coder."""

from claimsim.case.driver import Run
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic

from .load import LoadedScenario

NEVER_HAPPENED = "step-never-happened"
_OF_THE_PATIENT = ("bill_patient", "bill_next_payer", "contact_patient")
_ONLY_PR = "; only what came back as PR is the patient's"


def unmet(scenario: LoadedScenario, run: Run, tables: CodeTables) -> list[Diagnostic]:
    """A diagnostic for each, in the order of the file; empty when all of the script happened. The run is at its end."""
    return [
        *(_met_nothing(scenario, number, tables) for number in run.idle_changes),
        *(_never_happened(scenario, number, run.refused_steps.get(number, ())) for number in run.unused_steps),
    ]


def _never_happened(scenario: LoadedScenario, number: int, offered: tuple[str, ...]) -> Diagnostic:
    step = scenario.case.seats.biller[number]
    about = step.edit or step.line
    where = f"the step on {step.on}{f' ({about})' if about else ''}"
    if offered:
        message = f"{where} never happened: `{step.do}` cannot be done there"
        hint = f"what can: {', '.join(offered)}{_ONLY_PR if step.do in _OF_THE_PATIENT else ''}"
        return scenario.document.diagnostic(NEVER_HAPPENED, message, ("seats", "biller", number, "do"), hint=hint)
    message = f"{where} never happened"
    hint = "take it out, or correct what it answers: `claimsim run` shows which decisions were asked for"
    return scenario.document.diagnostic(NEVER_HAPPENED, message, ("seats", "biller", number), hint=hint)


def _met_nothing(scenario: LoadedScenario, number: int, tables: CodeTables) -> Diagnostic:
    message = "this change never happened: the codes have nothing that it is about"
    hint = "take it out, or name a code that `claimsim run --until coding` shows"
    path = ("seats", "coder", "changes", number)
    change = scenario.document.get(path)
    named = change.get("service") if isinstance(change, dict) else None
    if isinstance(named, str) and tables.procedure(named, scenario.case.encounter.date_of_service) is None:
        message += f", and the tables have no {named} on the date of service"
    return scenario.document.diagnostic(NEVER_HAPPENED, message, path, hint=hint)
