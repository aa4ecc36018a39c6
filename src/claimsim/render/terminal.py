"""Blocks on a terminal: the same lines as plain text, with colours and finer rules. The only module that needs rich.

Nothing is told by colour alone: with NO_COLOR, which rich obeys, the words are all there.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from .blocks import Block, Tone
from .layout import Layout

STYLES: dict[Tone, str] = {
    "": "",
    "heading": "bold cyan",
    "strong": "bold",
    "dim": "dim",
    "rule": "dim cyan",
    "ok": "green",
    "stop": "bold red",
    "warn": "bold yellow",
    "denied": "bold red",
    "rejected": "bold red",
    "paid": "bold green",
    "info": "cyan",
}


class TerminalWriter:
    """Writes blocks to a rich console, in lines of its width."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._layout = Layout(console.width, "─" if console.encoding.startswith("utf") else "-")

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the blocks below what was written before."""
        for line in self._layout.lines(blocks):
            text = Text(no_wrap=True, end="")
            for words, tone in line:
                text.append(words, STYLES[tone])
            text.rstrip()
            self._console.print(text, soft_wrap=True)
