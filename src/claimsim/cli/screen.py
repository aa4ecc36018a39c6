"""Which writer the blocks go to: the plain one into pipes and files, the coloured one onto a terminal."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, TextIO

import typer

from claimsim.render.blocks import Block, Writer

PIPED_WIDTH = 80
NARROWEST, WIDEST = 40, 240
WIDEST_TEXT = 120

PlainOption = Annotated[bool, typer.Option("--plain", help="Plain text, as into a pipe: no colors, no lines.")]
WidthOption = Annotated[
    int | None,
    typer.Option("--width", min=NARROWEST, max=WIDEST, metavar="N", help="Columns; else the terminal's, or 80."),
]


def open_screen(plain: bool = False, width: int | None = None) -> Writer:
    """The writer for standard output. rich is imported only where it is used."""
    terminal = sys.stdout.isatty()
    if plain or not terminal or os.environ.get("TERM") == "dumb":
        from claimsim.render.plain import PlainWriter

        return PlainWriter(sys.stdout, width or (_terminal_width() if terminal else PIPED_WIDTH))
    from rich.console import Console

    from claimsim.render.terminal import TerminalWriter

    return TerminalWriter(Console(width=width, highlight=False))


def print_blocks(blocks: Sequence[Block], plain: bool = False, width: int | None = None) -> None:
    """Write blocks to standard output at once."""
    open_screen(plain, width).write(blocks)


def message_width(stream: TextIO) -> int | None:
    """How wide messages may be that go to a stream: as wide as its terminal, at most what is easy to read.

    None in a pipe or file, where a message is one line whatever its length, so that a search finds it.
    """
    if not stream.isatty():
        return None
    return min(_terminal_width(), WIDEST_TEXT)


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return max(NARROWEST, min(WIDEST, get_terminal_size((PIPED_WIDTH, 24)).columns))
