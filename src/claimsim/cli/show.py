"""`claimsim show`: a scenario's chart as the coder sees it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption, ScenarioArgument
from claimsim.cli.screen import PlainOption, WidthOption, print_blocks
from claimsim.cli.settings import Settings

if TYPE_CHECKING:
    from claimsim.scenario.load import LoadedScenario

app = new_app()


@app.command("show", help="Show a scenario's chart as the coder sees it.")
def show(
    context: typer.Context,
    scenario: ScenarioArgument,
    plain: PlainOption = False,
    width: WidthOption = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Underline what the reference's codes stand on, and name them.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Save the scenario as a file of your own, without the decisions and answers."
        ),
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print the chart, with the numbers of the note's lines; or save it for somebody to code and bill."""
    from claimsim.scenario.library import find_scenario
    from claimsim.scenario.load import load_scenario

    settings: Settings = context.obj
    tables = settings.open_tables()
    loaded = load_scenario(find_scenario(scenario), tables)
    if save:
        _save(loaded, save)
        return
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(
            {
                "scenario": {"id": loaded.id, "title": loaded.meta.title, "level": loaded.meta.level},
                "encounter": loaded.case.encounter.model_dump(mode="json", exclude_defaults=True),
            }
        )
        return
    from claimsim.render.chart import chart_blocks
    from claimsim.render.explain import Explain

    case = loaded.case
    coding = None
    if evidence:
        from claimsim.coding import code_encounter

        coding = code_encounter(case.encounter, case.practice, case.manual, tables)
    print_blocks(chart_blocks(case.encounter, case.practice, case.names, Explain(tables), coding), plain, width)


def _save(loaded: "LoadedScenario", target: Path) -> None:
    """Write the scenario without its answers into a new file. Raises `CommandFault`: no file is ever overwritten."""
    from claimsim.cli.faults import CommandFault
    from claimsim.cli.output import print_text
    from claimsim.diagnostics import escape
    from claimsim.scenario.exercise import exercise

    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(exercise(loaded.document))
    except OSError as fault:
        raise CommandFault(f"{target} cannot be written: {fault.strerror or fault}") from fault
    named = (*loaded.file.payers.values(), loaded.file.practice, loaded.file.encounter)
    beside = [name for name in named if isinstance(name, str) and name.endswith((".yaml", ".yml"))]
    more = f"\nIt names files beside it: copy {', '.join(beside)} from {loaded.path.parent}, too." if beside else ""
    words = f"{target} has the chart and no decisions: write yours under `seats:`, then `claimsim run {target}`.{more}"
    print_text("\n".join(map(escape, words.splitlines())))
