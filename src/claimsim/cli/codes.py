"""`claimsim codes`: search the code tables by words, and show one code."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption
from claimsim.cli.screen import PlainOption
from claimsim.cli.settings import Settings

if TYPE_CHECKING:
    from claimsim.code_tables.search import Found
    from claimsim.render.blocks import Block

app = new_app()


class SystemName(StrEnum):
    """The code systems as they are named on the command line."""

    ICD = "icd-10-cm"
    PROCEDURE = "procedure"
    MODIFIER = "modifier"
    PLACE = "place-of-service"
    CARC = "carc"
    RARC = "rarc"


@app.callback(help="Search the code tables by words, and show one code.")
def codes() -> None:
    """The group; it does nothing of its own."""


@app.command("search", help="Find codes by the words of their description, or by how they begin.")
def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words, or how a code begins.", show_default=False)],
    system: Annotated[SystemName | None, typer.Option("--system", help="Only in this code system.")] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Only what was valid then.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="At most so many of each.")] = 20,
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print what was found: exact codes first, then system by system."""
    from claimsim.code_tables.search import SYSTEMS, search_codes

    settings: Settings = context.obj
    wanted = next((name for name in SYSTEMS if system is not None and name.lower() == system.value), None)
    found = search_codes(settings.open_tables(), " ".join(text), wanted, _day(on), limit)
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json([hit._asdict() for hit in found])
        return
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Column, Note, Row, Table

    if not found:
        print_blocks([Note("info", f"No code has the words {' '.join(text)!r}.", word="NOTHING FOUND")], plain)
        return
    columns = (Column("Code"), Column("System"), Column("Description", flexible=True))
    rows = tuple(Row((h.code, h.system, h.description if h.billable else f"{h.description} (heading)")) for h in found)
    print_blocks([Table(columns, rows), *_what_is_missing(" ".join(text), found)], plain)


def _what_is_missing(text: str, found: Sequence["Found"]) -> Iterator["Block"]:
    """That no code has all of the words, and which of them it is that none of these has."""
    from claimsim.code_tables.icd10cm_search import search_words
    from claimsim.code_tables.search import missing_words
    from claimsim.render.blocks import Gap, Note

    missing = missing_words(text, found)
    if missing:
        some = len(missing) < len(search_words(text))
        more = f" None of these has {' or '.join(missing)}." if some else " These are the nearest by some of them."
        yield Gap()
        yield Note("info", f"No description has all of these words.{more}")


@app.command("show", help="Show one code: what it means, when it is valid, its notes, fees and edits.")
def show(
    context: typer.Context,
    code: Annotated[list[str], typer.Argument(metavar="CODE", help="The code.", show_default=False)],
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """As `explain`, for codes alone."""
    from claimsim.cli.explaining.lookup import explain
    from claimsim.cli.explaining.printing import print_explanations

    settings: Settings = context.obj
    found = explain(settings.open_tables(), " ".join(code), only_codes=True)
    print_explanations(found, plain, as_json=format_ is Format.JSON)


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None
