"""What is said about a fault in a file, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from claimsim.diagnostics.display import clip, display_width, escape, fit, hang
from claimsim.diagnostics.positions import Position

Severity = Literal["error", "warning"]

_WIDEST_LINE = 100
"""Terminal columns of a source line that are shown; a longer line is clipped around the caret."""
_LONGEST_MESSAGE = 400
_LONGEST_HINT = 1200


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


def _window(line: str, column: int, span: int, widest: int = _WIDEST_LINE) -> tuple[str, str]:
    """The part of the line around the caret, escaped, and the blanks-and-carets line below it."""
    start = min(column - 1, len(line))
    end = max(start, min(start + span, len(line)))
    # Only so many characters can be shown, so only so many are looked at: the line may have millions.
    before = escape(line[max(0, start - widest) : start])
    marked = escape(line[start : min(end, start + widest)])
    after = escape(line[end : end + widest])
    head = tail = ""
    if len(line) > widest or display_width(before + marked + after) > widest:
        marked, cut_marked = fit(marked, widest * 3 // 5)
        room = widest - display_width(marked)
        after, cut_after = (
            ("", True) if cut_marked else fit(after, max(room - widest // 4, room - display_width(before)))
        )
        kept, cut_before = fit(before[::-1], room - display_width(after))
        before = kept[::-1]
        head = "…" if cut_before or start > widest else ""
        tail = "…" if cut_after or end + widest < len(line) else ""
    blanks = " " * display_width(head + before)
    return head + before + marked + after + tail, blanks + "^" * max(1, display_width(marked))


def render(diagnostic: Diagnostic, width: int | None = None) -> str:
    """The diagnostic as printed: place, code and message; the line with a caret; the hint. No final line break.

    Into a pipe or file (no `width`) message and hint are one line each, for whoever searches there; on a terminal of
    some width they are broken at its edge, and the line of the file is cut to it.
    """
    place = diagnostic.position
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    head = escape(f"{where}{diagnostic.severity}[{diagnostic.code}]:")
    lines = [hang(f"{head} ", escape(clip(diagnostic.message, _LONGEST_MESSAGE)), width, "    ")]
    if place is not None and diagnostic.source_line is not None:
        number = f"{place.line:>5}"
        # Two columns are for the marks of what was cut off.
        room = _WIDEST_LINE if width is None else min(_WIDEST_LINE, width - len(number) - len(" | ") - 2)
        shown, carets = _window(diagnostic.source_line, place.column, diagnostic.span, room)
        lines.append(f"{number} | {shown}".rstrip())
        lines.append(f"{' ' * len(number)} | {carets}")
    if diagnostic.hint:
        lines.append(hang("   = ", escape(clip(diagnostic.hint, _LONGEST_HINT)), width))
    return "\n".join(lines)


def in_file_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each once; those without a place come first."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    place = diagnostic.position or Position("", 0, 0)
    return place.file, place.line, place.column, diagnostic.code, diagnostic.message


def render_all(diagnostics: Iterable[Diagnostic], width: int | None = None) -> str:
    """All of them in file order, then how many there are ("2 errors", "1 error, 3 warnings"); nothing for none."""
    ordered = in_file_order(diagnostics)
    if not ordered:
        return ""
    errors = sum(1 for diagnostic in ordered if diagnostic.severity == "error")
    counts = [(errors, "error"), (len(ordered) - errors, "warning")]
    count_line = ", ".join(f"{number} {word}{'s' if number != 1 else ''}" for number, word in counts if number)
    return "\n".join([*(render(diagnostic, width) for diagnostic in ordered), count_line])
