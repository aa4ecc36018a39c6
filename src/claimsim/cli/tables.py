"""`claimsim tables`: where the code tables come from, how many rows they have, and under which licence."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption
from claimsim.cli.screen import PlainOption
from claimsim.cli.settings import Settings

if TYPE_CHECKING:
    from claimsim.code_tables import CodeTables, Source

app = new_app()

_LICENCES = (
    "CPT is the American Medical Association's, and the lists of adjustment reasons, remarks and claim status are "
    "X12's: the tables hold their numbers with descriptions in our own words. ICD-10-CM and HCPCS Level II are public. "
    "Your own licensed tables go on top with --code-tables DIR."
)


@app.callback(invoke_without_command=True, help="Say where the code tables come from, and under which licence.")
def tables(context: typer.Context, plain: PlainOption = False, format_: FormatOption = Format.TEXT) -> None:
    """The list of all tables."""
    if context.invoked_subcommand is not None:
        return
    settings: Settings = context.obj
    opened = settings.open_tables()
    sources = opened.sources()
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json([_as_json(opened, source) for source in sources])
        return
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Column, Gap, Paragraph, Row, Table

    columns = (Column("Table"), Column("Rows", "right"), Column("Edition", flexible=True), Column("Words"))
    rows = tuple(Row((_name(opened, s), str(s.rows), s.edition, s.words)) for s in sources)
    advice = Paragraph("`claimsim tables info NAME` tells all of one.")
    print_blocks([Table(columns, rows), Gap(), Paragraph(_LICENCES), Gap(), advice], plain)


@app.command("info", help="Tell all about one table: origin, edition, dates, licence.")
def info(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A table's name.", show_default=False)],
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """One table's entry of the list of sources, and the user's own files on top of it."""
    settings: Settings = context.obj
    opened = settings.open_tables()
    source = _find(opened, name)
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(_as_json(opened, source))
        return
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Heading, KeyValue, KeyValues

    facts = _as_json(opened, source)
    facts["overlays"] = ", ".join(facts["overlays"])
    shown = tuple(KeyValue(key, str(facts[key])) for key in facts if key not in ("name", "title") and facts[key] != "")
    print_blocks([Heading(source.name, source.title), KeyValues(shown)], plain)


def _find(opened: "CodeTables", name: str) -> "Source":
    from claimsim.diagnostics import Diagnostic, InvalidInput, suggest

    sources = {source.name: source for source in opened.sources()}
    if name not in sources:
        near = suggest(name, sources)
        hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(sources)}"
        raise InvalidInput((Diagnostic("bad-table", f"no table is named `{name}`", hint=hint),))
    return sources[name]


def _name(opened: "CodeTables", source: "Source") -> str:
    return f"{source.name} +" if _overlays(opened, source.name) else source.name


def _overlays(opened: "CodeTables", name: str) -> list[str]:
    """The user's own files on top of a table."""
    return [str(path) for folder in opened.overlays if (path := folder / f"{name}.csv").is_file()]


def _as_json(opened: "CodeTables", source: "Source") -> dict[str, Any]:
    return source._asdict() | {"overlays": _overlays(opened, source.name)}
