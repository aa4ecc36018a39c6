"""`claimsim check`: lints scenarios, payers, practices and tables without running them, and proves scenarios."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimsim.cli.exit_codes import INVALID_INPUT
from claimsim.cli.group import new_app
from claimsim.cli.output import print_json, print_text
from claimsim.cli.screen import message_width, print_blocks
from claimsim.cli.settings import Settings

if TYPE_CHECKING:
    from claimsim.code_tables import CodeTables
    from claimsim.diagnostics import Diagnostic
    from claimsim.scenario.lint import Report
    from claimsim.scenario.lint.solvable import Proof

app = new_app()


class CheckFormat(StrEnum):
    """How faults are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command("check", help="Check files without running them, or prove that scenarios can be solved.")
def check(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Scenarios, payers, practices, folders, folders of code tables; all that ships if none is named.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    solvable: Annotated[
        bool, typer.Option("--solvable", help="Prove each scenario by living through it, with its script and without.")
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List what is checked, and leave.")] = False,
    format_: Annotated[
        CheckFormat, typer.Option("--format", help="Text for people, JSON for programs, github for annotations.")
    ] = CheckFormat.TEXT,
) -> None:
    """Everything that is wrong with what was given; the exit code is 3 when there is an error."""
    if rules:
        _print_rules(format_)
        return
    settings: Settings = context.obj
    tables = settings.open_tables()
    report = _report(paths, tables)
    proofs = _proofs(report, tables) if solvable else ()
    faults = _all_faults(report, proofs)
    if format_ is CheckFormat.JSON:
        print_json(_as_json(report, proofs, faults))
    elif format_ is CheckFormat.GITHUB:
        for fault in faults:
            print_text(_annotation(fault))
    else:
        _print_text(report, proofs, faults)
    if any(fault.severity == "error" or strict for fault in faults):
        raise typer.Exit(INVALID_INPUT)


def _report(paths: list[str] | None, tables: "CodeTables") -> "Report":
    from claimsim.scenario.library import find_scenario
    from claimsim.scenario.lint import check_paths, check_shipped

    return check_paths((find_scenario(path) for path in paths), tables) if paths else check_shipped(tables)


def _proofs(report: "Report", tables: "CodeTables") -> tuple["Proof", ...]:
    from claimsim.case.case import World
    from claimsim.scenario.lint.solvable import prove

    world = World(tables)
    return tuple(prove(scenario, world) for scenario in report.scenarios)


def _all_faults(report: "Report", proofs: tuple["Proof", ...]) -> tuple["Diagnostic", ...]:
    """What was read and what was proved; that an expectation cannot hold is not told where it is shown not to hold."""
    proved = [fault for proof in proofs for fault in proof.diagnostics]
    unmet = {_line(fault) for fault in proved if fault.code == "expectation-not-met"}
    read = (f for f in report.diagnostics if f.code != "expectation-never-holds" or _line(f) not in unmet)
    return (*read, *proved)


def _line(fault: "Diagnostic") -> tuple[str, int] | None:
    return (fault.position.file, fault.position.line) if fault.position else None


def _print_text(report: "Report", proofs: tuple["Proof", ...], faults: tuple["Diagnostic", ...]) -> None:
    from claimsim.diagnostics import escape, render_all
    from claimsim.diagnostics.display import hang

    width = message_width(sys.stdout)
    for proof in proofs:
        told_below = "not solvable, see below" if proof.diagnostics else proof.sentence
        print_text(hang(escape(f"{proof.scenario.id}: "), escape(told_below), width, "    "))
    if faults:
        print_text(render_all(faults, width))
    print_text(hang("checked ", f"{report.summary}{'' if faults else ': nothing to say'}", width))


def _as_json(report: "Report", proofs: tuple["Proof", ...], faults: tuple["Diagnostic", ...]) -> dict[str, Any]:
    errors = sum(1 for fault in faults if fault.severity == "error")
    found: dict[str, Any] = {
        "checked": dict(report.checked),
        "errors": errors,
        "warnings": len(faults) - errors,
        "diagnostics": [_fault_as_json(fault) for fault in faults],
    }
    if proofs:
        found["proofs"] = [
            {"id": p.scenario.id, "path": Path(p.scenario.path).as_posix(), "proved": p.proved, "sentence": p.sentence}
            for p in proofs
        ]
    return found


def _fault_as_json(fault: "Diagnostic") -> dict[str, Any]:
    place = fault.position
    return {
        "code": fault.code,
        "severity": fault.severity,
        "message": fault.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hint": fault.hint,
    }


def _annotation(fault: "Diagnostic") -> str:
    """A workflow command of GitHub Actions, which shows the fault at its line."""
    place = fault.position
    where = f"file={_property(place.file)},line={place.line},col={place.column}," if place else ""
    text = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
    return f"::{fault.severity} {where}title={_property(fault.code)}::{_data(text)}"


def _data(text: str) -> str:
    """As GitHub has it; what a terminal would obey is written out, as in the text format."""
    from claimsim.diagnostics import escape

    return "%0A".join(escape(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _print_rules(format_: CheckFormat) -> None:
    from claimsim.scenario.lint import LINT_RULES

    rules = LINT_RULES.values()
    if format_ is CheckFormat.JSON:
        rows = [{"id": r.id, "title": r.title, "severity": r.severity, "meaning": r.meaning} for r in rules]
        print_json(rows)
        return
    from claimsim.render.blocks import Gap, KeyValue, KeyValues, Paragraph

    listed = tuple(KeyValue(rule.id, rule.severity, (f"{rule.title}.", rule.meaning)) for rule in rules)
    last = Paragraph("Besides, every file is held to its schema: `claimsim explain CODE` tells about each fault.")
    print_blocks([KeyValues(listed, outline=True), Gap(), last])
