"""A YAML document that knows where each of its values stands."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct

from claimsim.diagnostics.messages import Diagnostic, Severity
from claimsim.diagnostics.positions import Lines, Position

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list indexes from the top, e.g. `("coverage", 0, "plan")`."""

Marked: TypeAlias = Any
"""The parser's own events in the shape of the data, kept instead of objects of our own, which would cost a third more.

A scalar is its event. A mapping is a dict from key to (key event, marked value), its own event under None. A list is a
list of the marked entries, its own event first.
"""


class Document:
    """What a YAML file holds, as plain dict, list, str, bool and None in `data`, with the place of everything in it."""

    __slots__ = ("_lines", "_marked", "data", "file", "text")

    def __init__(self, data: Any, file: str, lines: Lines, marked: Marked) -> None:
        self.data: Any = data
        self.file = file
        self.text = lines.text
        self._lines = lines
        self._marked = marked

    def get(self, path: Path) -> Any:
        """The value at the path. Raises KeyError or IndexError where there is none."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def position(self, path: Path) -> Position:
        """Where the value begins. Raises KeyError or IndexError where there is none, as the methods below do."""
        return self._at(self._extent(path)[0])

    def key_position(self, path: Path) -> Position:
        """Where the key of the value begins; for an entry of a list, and for the whole document, the value itself."""
        return self._at(self.key_extent(path)[0])

    def span(self, path: Path) -> int:
        """How many characters of the value stand on its first line; 1 for a block mapping or list."""
        return self._lines.first_line_span(*self._extent(path))

    def key_span(self, path: Path) -> int:
        """How many characters the key of the value takes."""
        return self._lines.first_line_span(*self.key_extent(path))

    def is_empty(self, path: Path) -> bool:
        """Whether nothing at all is written for the value (`key:` alone)."""
        start, end = self._extent(path)
        return start == end

    def block_start_line(self, path: Path) -> int:
        """The line on which a text begins: for a block scalar the one after its `|` or `>`, else that of the value.

        Line n of a `|` block's value, counted from 0, is on this line + n.
        """
        event = self._event(path)
        line = self.position(path).line
        return min(line + 1, self._lines.count) if getattr(event, "style", None) in ("|", ">") else line

    def is_own(self, path: Path) -> bool:
        """Whether the value stands in the file itself, and not in another that it builds on."""
        try:
            self._find(path)
        except (KeyError, IndexError):
            return False
        return True

    def style(self, path: Path) -> str:
        """How a text is written: `|` or `>` for a block, a quote, or nothing where it is plain or no text."""
        return getattr(self._event(path), "style", None) or ""

    def source(self, path: Path) -> str:
        """A text as the file has it, with its quotes or the sign of its block."""
        return self.text[slice(*self._extent(path))]

    def after(self, path: Path) -> str:
        """What stands behind a text on the line on which it ends."""
        end = self._extent(path)[1]
        return self.text[end:].partition("\n")[0]

    def diagnostic(
        self,
        code: str,
        message: str,
        path: Path = (),
        *,
        hint: str | None = None,
        at_key: bool = False,
        severity: Severity = "error",
    ) -> Diagnostic:
        """A diagnostic about the value at the path; about its key with `at_key`, or where no value is written."""
        start, end = self.key_extent(path) if at_key or self.is_empty(path) else self._extent(path)
        return located(self._lines, self.file, code, message, start, end, hint, severity)

    def key_extent(self, path: Path) -> tuple[int, int]:
        """First character index of the key, and the one after its last; of the value where it has no key."""
        if not path or isinstance(path[-1], int):
            return self._extent(path)
        key_event = self._find(path[:-1])[path[-1]][0]
        return _extent_of(key_event)

    def _at(self, index: int) -> Position:
        return Position(self.file, *self._lines.locate(index))

    def _find(self, path: Path) -> Marked:
        marked = self._marked
        for step in path:
            if isinstance(marked, dict):
                marked = marked[step][1]
            elif isinstance(marked, list) and isinstance(step, int) and step >= 0:
                marked = marked[step + 1]
            else:
                raise KeyError(path)
        return marked

    def _event(self, path: Path) -> Any:
        marked = self._find(path)
        if isinstance(marked, dict):
            return marked[None]
        return marked[0] if isinstance(marked, list) else marked

    def _extent(self, path: Path) -> tuple[int, int]:
        return _extent_of(self._event(path))


def _extent_of(event: Any) -> tuple[int, int]:
    # A collection's event is the one that opens it: one bracket of a flow collection, nothing of a block one.
    start, end = event.start_mark.index, event.end_mark.index
    return (start, max(end, start + 1)) if hasattr(event, "flow_style") else (start, end)


def located(
    lines: Lines,
    file: str,
    code: str,
    message: str,
    start: int,
    end: int,
    hint: str | None = None,
    severity: Severity = "error",
) -> Diagnostic:
    """A diagnostic about the characters from `start` up to `end` of a text."""
    line, column = lines.locate(start)
    return Diagnostic(
        code,
        message,
        Position(file, line, column),
        hint,
        severity,
        lines.line_text(line),
        lines.first_line_span(start, end),
    )


class Parsed(Struct, frozen=True):
    """What came of reading a file: `document` where it has no fault, else the faults.

    `partial` is what could be read in spite of faults that do not hide the rest (a key given twice, say), so that a
    check of the
    keys and values can go on and report the file's other faults at the same time. It is the document where there are
    none.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...] = ()
    partial: Document | None = None
