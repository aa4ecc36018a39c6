"""`claimsim show`: a scenario's chart as the coder sees it."""

from typing import Annotated

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption, ScenarioArgument
from claimsim.cli.screen import PlainOption, WidthOption, print_blocks
from claimsim.cli.settings import Settings

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
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print the chart, with the numbers of the note's lines."""
    from claimsim.scenario.library import find_scenario
    from claimsim.scenario.load import load_scenario

    settings: Settings = context.obj
    tables = settings.open_tables()
    loaded = load_scenario(find_scenario(scenario), tables)
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
