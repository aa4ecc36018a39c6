"""`claimsim list`: the scenarios there are, and what each teaches."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimsim.cli.exit_codes import INVALID_INPUT
from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption
from claimsim.cli.screen import PlainOption

if TYPE_CHECKING:
    from claimsim.diagnostics import Diagnostic
    from claimsim.render.blocks import KeyValue
    from claimsim.scenario.file import Meta

app = new_app()


@app.command("list", help="List the scenarios that come with the program, or those of a folder.")
def list_scenarios(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files and folders of your own.", show_default=False)
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="WORD", help="Only beginner, intermediate or advanced.")
    ] = "",
    teaches: Annotated[str, typer.Option("--teaches", metavar="TAG", help="Only those that teach this.")] = "",
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print them; a file that cannot be read is told of, and the others are listed all the same."""
    found, faults = _read(paths)
    found = [(path, m) for path, m in found if level in ("", m.level) and (not teaches or teaches in m.teaches)]
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(
            [
                {"id": path.stem, "title": m.title, "level": m.level, "teaches": list(m.teaches), "path": _shown(path)}
                for path, m in found
            ]
        )
    else:
        _print_text(found, plain)
    if faults:
        from claimsim.cli.output import print_error
        from claimsim.diagnostics import render_all

        print_error(render_all(faults))
        raise typer.Exit(INVALID_INPUT)


def _read(paths: list[str] | None) -> tuple[list[tuple[Path, "Meta"]], list["Diagnostic"]]:
    from claimsim.diagnostics import InvalidInput
    from claimsim.scenario.library import expand, shipped_scenarios
    from claimsim.scenario.load import read_meta

    found: list[tuple[Path, Meta]] = []
    faults: list[Diagnostic] = []
    for path in expand(paths) if paths else shipped_scenarios():
        try:
            found.append((path, read_meta(path)))
        except InvalidInput as fault:
            faults += fault.diagnostics
    return found, faults


def _print_text(found: list[tuple[Path, "Meta"]], plain: bool) -> None:
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Block, Gap, Heading, KeyValues, Note, Paragraph
    from claimsim.render.words import count

    if not found:
        print_blocks([Note("info", "No scenario fits.", word="NOTHING FOUND")], plain)
        return
    blocks: list[Block] = []
    for folder in dict.fromkeys(path.parent for path, _ in found):
        rows = tuple(_row(path, meta) for path, meta in found if path.parent == folder)
        blocks += [
            Heading(folder.name.replace("-", " "), count(len(rows), "scenario")),
            KeyValues(rows, outline=True),
            Gap(),
        ]
    blocks.append(Paragraph("`claimsim run NAME` lives through one; `claimsim show NAME` shows its chart first."))
    print_blocks(blocks, plain)


def _row(path: Path, meta: "Meta") -> "KeyValue":
    """A scenario: its name and level, what happens, and what it teaches."""
    from claimsim.render.blocks import KeyValue

    outcome = f" Ends: {meta.outcome.rstrip('.')}." if meta.outcome else ""
    teaches = (f"Teaches {', '.join(meta.teaches)}.",) if meta.teaches else ()
    return KeyValue(path.stem, meta.level, (f"{meta.title.rstrip('.')}.{outcome}", *teaches))


def _shown(path: Path) -> str:
    """The path from here where the file is below, else in full."""
    from claimsim.diagnostics.files import real_path

    full = real_path(path)
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)
