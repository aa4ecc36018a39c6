"""Options that several commands have."""

from enum import StrEnum
from typing import Annotated

import typer

LEVELS = ("beginner", "intermediate", "advanced")


def check_level(level: str) -> str:
    """A level that scenarios have, or none; raises a usage error for any other word."""
    if level and level not in LEVELS:
        raise typer.BadParameter(f"there is no level {level!r}: {', '.join(LEVELS[:-1])} or {LEVELS[-1]}")
    return level


class Format(StrEnum):
    """How facts are printed."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="Text for people, or JSON for programs.")]


def complete_scenarios(incomplete: str) -> list[str]:
    """The names of shipped scenarios that begin so, for the shell's completion."""
    from claimsim.resources import MissingResource
    from claimsim.scenario.library import shipped_scenarios

    try:
        return [path.stem for path in shipped_scenarios() if path.stem.startswith(incomplete)]
    except MissingResource:
        return []


ScenarioArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE|NAME",
        help="A scenario or encounter file, or the name of a scenario that comes with the program.",
        autocompletion=complete_scenarios,
        show_default=False,
    ),
]
