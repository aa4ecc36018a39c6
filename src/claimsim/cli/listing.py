"""`claimsim list`: the scenarios there are, and what each teaches."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimsim.cli.exit_codes import INVALID_INPUT
from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption, check_level
from claimsim.cli.screen import PlainOption, message_width

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
    brief: Annotated[bool, typer.Option("--brief", help="The names alone, by group.")] = False,
    tags: Annotated[bool, typer.Option("--tags", help="List what --teaches can be given.")] = False,
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print them; a file that cannot be read is told of, and the others are listed all the same."""
    check_level(level)
    everything, faults = _read(paths)
    found = [(path, m) for path, m in everything if level in ("", m.level) and (not teaches or teaches in m.teaches)]
    if tags:
        _print_tags(found, plain, format_)
    elif format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(
            [
                {"id": path.stem, "title": m.title, "level": m.level, "teaches": list(m.teaches), "path": _shown(path)}
                for path, m in found
            ]
        )
    elif found:
        _print_text(found, plain, own=bool(paths), brief=brief)
    else:
        _print_nothing(everything, teaches, plain)
    if faults:
        from claimsim.cli.output import print_error
        from claimsim.diagnostics import render_all

        print_error(render_all(faults, message_width(sys.stderr)))
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


def _print_text(found: list[tuple[Path, "Meta"]], plain: bool, own: bool, brief: bool) -> None:
    """What ships is called by its name, and `own` files by their paths. `brief`: nothing but that."""
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Block, Gap, Heading, KeyValues, Paragraph
    from claimsim.render.words import count

    blocks: list[Block] = []
    folders = tuple(dict.fromkeys(path.parent for path, _ in found))
    for folder in folders:
        inside = [(_shown(path) if own else path.stem, meta) for path, meta in found if path.parent == folder]
        names = Paragraph(", ".join(name for name, _ in inside))
        rows = KeyValues(tuple(_row(name, meta) for name, meta in inside), outline=True)
        heading = Heading(folder.absolute().name.replace("-", " "), count(len(inside), "scenario"))
        blocks += [heading, names if brief else rows, Gap()]
    word = "FILE" if own else "NAME"
    blocks.append(Paragraph(f"`claimsim run {word}` lives through one; `claimsim show {word}` shows its chart first."))
    shorter = "" if brief else " `--brief` lists the names alone; `--level` and `--teaches` narrow it."
    blocks.append(Paragraph(f"{count(len(found), 'scenario')} in {count(len(folders), 'group')}.{shorter}"))
    print_blocks(blocks, plain)


def _print_nothing(everything: list[tuple[Path, "Meta"]], teaches: str, plain: bool) -> None:
    """Nothing fits, and what may have been meant."""
    from claimsim.cli.screen import print_blocks
    from claimsim.diagnostics import suggest
    from claimsim.render.blocks import Note

    known = {tag for _, meta in everything for tag in meta.teaches}
    near = suggest(teaches, known) if teaches and teaches not in known else None
    hint = f" Did you mean `{near}`?" if near else ""
    ways = " `claimsim list --tags` lists what is taught." if teaches else ""
    print_blocks([Note("info", f"No scenario fits.{hint}{ways}", word="NOTHING FOUND")], plain)


def _print_tags(found: list[tuple[Path, "Meta"]], plain: bool, format_: Format) -> None:
    """Each tag with the number of scenarios that teach it, in order of the alphabet."""
    from collections import Counter

    numbers = sorted(Counter(tag for _, meta in found for tag in meta.teaches).items())
    if format_ is Format.JSON:
        from claimsim.cli.output import print_json

        print_json(dict(numbers))
        return
    from claimsim.cli.screen import print_blocks
    from claimsim.render.blocks import Paragraph

    words = ", ".join(f"{tag} ({number})" for tag, number in numbers) or "No scenario has a tag."
    print_blocks([Paragraph(words)], plain)


def _row(name: str, meta: "Meta") -> "KeyValue":
    """A scenario: its name and level, what happens, and what it teaches."""
    from claimsim.render.blocks import KeyValue

    outcome = f" Ends: {meta.outcome.rstrip('.')}." if meta.outcome else ""
    teaches = (f"Teaches {', '.join(meta.teaches)}.",) if meta.teaches else ()
    return KeyValue(name, meta.level, (f"{meta.title.rstrip('.')}.{outcome}", *teaches))


def _shown(path: Path) -> str:
    """The path from here where the file is below, else in full."""
    from claimsim.diagnostics.files import real_path

    full = real_path(path)
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)
