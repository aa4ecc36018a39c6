"""What a scenario scripts and its run never came to: steps of the biller, changes of the coder."""

from claimsim.case.driver import Run
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic

from .load import LoadedScenario

NEVER_HAPPENED = "step-never-happened"


def unmet(scenario: LoadedScenario, run: Run, tables: CodeTables) -> list[Diagnostic]:
    """A diagnostic for each, in the order of the file; empty when all of the script happened. The run is at its end."""
    return [
        *(_met_nothing(scenario, number, tables) for number in run.idle_changes),
        *(_never_happened(scenario, number) for number in run.unused_steps),
    ]


def _never_happened(scenario: LoadedScenario, number: int) -> Diagnostic:
    step = scenario.case.seats.biller[number]
    about = step.edit or step.line
    message = f"the step on {step.on}{f' ({about})' if about else ''} never happened"
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
