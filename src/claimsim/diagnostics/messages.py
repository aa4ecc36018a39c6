"""What is said about a fault in a file, and how it is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from claimsim.diagnostics.positions import Position

Severity = Literal["error", "warning"]

_WIDEST_LINE = 100
"""Terminal columns of a source line that are shown; a longer line is clipped around the caret."""
_WIDEST_MARK = 60
_LEAST_BEFORE = 25
_LONGEST_MESSAGE = 400
_LONGEST_HINT = 1200
_SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


class Diagnostic(Struct, frozen=True):
    """One fault: what is wrong, where, and what to write instead.

    `code` is a row of the catalogue. `position` is None where there is no place to point at (a missing file).
    `source_line` is the line at `position` as it stands in the file, `span` the number of characters to underline.
    """

    code: str
    message: str
    position: Position | None = None
    hint: str | None = None
    severity: Severity = "error"
    source_line: str | None = None
    span: int = 1


class InvalidInput(Exception):
    """Faulty input, raised only at the edges (the command line, a loader that cannot go on)."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return render_all(self.diagnostics)


def escape(text: str) -> str:
    """The text with all that a terminal obeys or hides (controls, ANSI, bidi marks, odd blanks) written out."""
    if text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    if character.isprintable():
        return character
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def display_width(text: str) -> int:
    """Terminal columns the text takes: two for wide East Asian characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def clip(text: str, longest: int) -> str:
    """The text, cut to `longest` characters with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _window(line: str, column: int, span: int) -> tuple[str, str]:
    """The part of the line around the caret, escaped, and the blanks-and-carets line below it."""
    start = min(column - 1, len(line))
    end = max(start, min(start + span, len(line)))
    # Only so many characters can be shown, so only so many are looked at: the line may have millions.
    before = escape(line[max(0, start - _WIDEST_LINE) : start])
    marked = escape(line[start : min(end, start + _WIDEST_LINE)])
    after = escape(line[end : end + _WIDEST_LINE])
    head = tail = ""
    if len(line) > _WIDEST_LINE or display_width(before + marked + after) > _WIDEST_LINE:
        marked, cut_marked = _fit(marked, _WIDEST_MARK)
        room = _WIDEST_LINE - display_width(marked)
        after, cut_after = (
            ("", True) if cut_marked else _fit(after, max(room - _LEAST_BEFORE, room - display_width(before)))
        )
        kept, cut_before = _fit(before[::-1], room - display_width(after))
        before = kept[::-1]
        head = "…" if cut_before or start > _WIDEST_LINE else ""
        tail = "…" if cut_after or end + _WIDEST_LINE < len(line) else ""
    blanks = " " * display_width(head + before)
    return head + before + marked + after + tail, blanks + "^" * max(1, display_width(marked))


def _fit(text: str, room: int) -> tuple[str, bool]:
    """As much of the text as fits into so many terminal columns, and whether it had to be cut."""
    width = 0
    for index, character in enumerate(text):
        width += _character_width(character)
        if width > room:
            return text[:index], True
    return text, False


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic as printed: place, code and message; the line with a caret; the hint. No final line break."""
    place = diagnostic.position
    head = f"{place.file}:{place.line}:{place.column}: " if place else ""
    message = clip(diagnostic.message, _LONGEST_MESSAGE)
    lines = [escape(f"{head}{diagnostic.severity}[{diagnostic.code}]: {message}")]
    if place is not None and diagnostic.source_line is not None:
        shown, carets = _window(diagnostic.source_line, place.column, diagnostic.span)
        number = f"{place.line:>5}"
        lines.append(f"{number} | {shown}".rstrip())
        lines.append(f"{' ' * len(number)} | {carets}")
    if diagnostic.hint:
        lines.append(f"   = {escape(clip(diagnostic.hint, _LONGEST_HINT))}")
    return "\n".join(lines)


def in_file_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each once; those without a place come first."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    place = diagnostic.position or Position("", 0, 0)
    return place.file, place.line, place.column, diagnostic.code, diagnostic.message


def render_all(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them in file order, then how many there are ("2 errors", "1 error, 3 warnings"); nothing for none."""
    ordered = in_file_order(diagnostics)
    if not ordered:
        return ""
    errors = sum(1 for diagnostic in ordered if diagnostic.severity == "error")
    counts = [(errors, "error"), (len(ordered) - errors, "warning")]
    count_line = ", ".join(f"{number} {word}{'s' if number != 1 else ''}" for number, word in counts if number)
    return "\n".join([*map(render, ordered), count_line])
