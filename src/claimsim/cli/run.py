"""`claimsim run`: live through one scenario or encounter and print each step."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption, ScenarioArgument
from claimsim.cli.screen import PlainOption, WidthOption, open_screen
from claimsim.cli.settings import Settings

app = new_app()


class StageName(StrEnum):
    """The stages of `claimsim.case.events`, repeated so that the help need not import them."""

    REGISTRATION = "registration"
    CODING = "coding"
    CHARGES = "charges"
    CLAIM = "claim"
    SCRUB = "scrub"
    SUBMISSION = "submission"
    ADJUDICATION = "adjudication"
    POSTING = "posting"
    FOLLOW_UP = "follow_up"
    STATEMENT = "statement"


UntilOption = Annotated[
    StageName | None, typer.Option("--until", metavar="STAGE", help=f"Stop after this stage: {', '.join(StageName)}.")
]
WhyOption = Annotated[bool, typer.Option("--why", help="Show every rule that was asked, too.")]
StepOption = Annotated[
    bool, typer.Option("--step", help="Wait for Enter after each stage (q leaves); on a terminal only.")
]
LogOption = Annotated[Path | None, typer.Option("--log", metavar="FILE", help="Save the decisions that were taken.")]
ReplayOption = Annotated[
    Path | None, typer.Option("--replay", metavar="FILE", help="Take the decisions from a saved file.")
]


_HELP = """Live through one scenario or encounter, step by step, until it is settled.

The reference coder and biller decide, unless the file says under `seats:` what somebody did. To sit there yourself,
save a case with `claimsim show NAME --save mine.yaml`, write your codes and steps at its end (docs/seats.md), and run
it."""


@app.command("run", help=_HELP)
def run(
    context: typer.Context,
    scenario: ScenarioArgument,
    plain: PlainOption = False,
    width: WidthOption = None,
    step: StepOption = False,
    until: UntilOption = None,
    why: WhyOption = False,
    format_: FormatOption = Format.TEXT,
    log: LogOption = None,
    replay: ReplayOption = None,
) -> None:
    """Drive the case, print its events or their result, save the log, and complain of steps that never happened."""
    from claimsim.cli.living import Life
    from claimsim.cli.logs import read_log, write_log
    from claimsim.scenario.library import find_scenario
    from claimsim.scenario.load import load_scenario

    settings: Settings = context.obj
    tables = settings.open_tables()
    loaded = load_scenario(find_scenario(scenario), tables)
    life = Life(loaded, tables, read_log(replay, loaded.id) if replay else None, until.value if until else None)
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(life.result())
    else:
        life.tell(open_screen(plain, width), why, step)
    if log:
        write_log(log, loaded.id, life.decisions)
    life.refuse_unused_steps()
