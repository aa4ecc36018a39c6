"""Blocks as plain text: no boxes, no escapes, no colours, and nothing imported for them."""

from collections.abc import Sequence
from typing import TextIO

from .blocks import Block
from .layout import Layout

DEFAULT_WIDTH = 80


class PlainWriter:
    """Writes blocks to a text stream, in lines of at most `width` columns."""

    def __init__(self, stream: TextIO, width: int = DEFAULT_WIDTH) -> None:
        self._stream = stream
        self._layout = Layout(width, "-")

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the blocks below what was written before."""
        lines = self._layout.lines(blocks)
        self._stream.write("".join("".join([text for text, _ in line]).rstrip() + "\n" for line in lines))


def plain_text(blocks: Sequence[Block], width: int = DEFAULT_WIDTH) -> str:
    """The blocks as text, one page."""
    lines = Layout(width, "-").lines(blocks)
    return "".join("".join([text for text, _ in line]).rstrip() + "\n" for line in lines)
