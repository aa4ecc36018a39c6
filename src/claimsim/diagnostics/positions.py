"""Where something stands in a file: lines and columns from character indexes."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Position(Struct, frozen=True, order=True):
    """A place in a file. `line` and `column` count from 1; a column is a character, not a byte."""

    file: str
    line: int
    column: int


class Lines:
    """The lines of a text, as an editor counts them (LF, CR LF or CR), found when first asked for.

    The parser's own line numbers are not used: YAML 1.1 also breaks lines at NEL and at the Unicode line and
    paragraph separators, which editors do not count.
    """

    __slots__ = ("_line_texts", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._line_texts: dict[int, str] = {}

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *[found.end() for found in _LINE_BREAK.finditer(self.text)]]
        return self._starts

    @property
    def count(self) -> int:
        """How many lines there are; a line break at the very end does not begin another."""
        starts = self._line_starts()
        return len(starts) - 1 if len(starts) > 1 and starts[-1] == len(self.text) else len(starts)

    def locate(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at `index`, which is drawn to the edge of the text."""
        index = max(0, min(index, len(self.text)))
        line = bisect_right(self._line_starts(), index)
        if line > self.count:
            # Behind the last line break there is no line to show, so the end of the last line.
            line = self.count
            return line, len(self.line_text(line)) + 1
        return line, index - self._line_starts()[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line break. Empty where there is no such line."""
        known = self._line_texts.get(line)
        if known is None:
            starts = self._line_starts()
            if not 1 <= line <= len(starts):
                return ""
            end = starts[line] if line < len(starts) else len(self.text)
            # Kept, so that many messages about one enormous line share one string.
            known = self._line_texts[line] = self.text[starts[line - 1] : end].rstrip("\r\n")
        return known

    def first_line_span(self, start: int, end: int) -> int:
        """How many characters of `start` to `end` stand on the line where it starts; at least 1."""
        line, column = self.locate(start)
        return max(1, min(end - start, len(self.line_text(line)) - column + 1))
