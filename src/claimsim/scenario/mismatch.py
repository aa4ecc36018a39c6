"""What is reported when an expectation does not hold, and how it is printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct, structs

from claimsim.diagnostics import Diagnostic, Document, Path, Position, escape, render
from claimsim.diagnostics.display import clip, hang

Data: TypeAlias = str | Decimal | date | list["Data"] | dict[str, "Data"]
"""A value to be written into a file."""


class Relist(Struct, frozen=True):
    """A list made anew: an entry that stays, by its number from 0, or a new value. None left: `none`."""

    entries: tuple[int | Data, ...]


class Edit(Struct, frozen=True):
    """What would have to be written at a place of the file for the expectation to hold."""

    path: Path
    value: Data | Relist


class Mismatch(Struct, frozen=True):
    """One expectation that does not hold.

    `kind` is a row of the catalogue of messages; `what` names the thing in the field's words; `because` is the rule
    that caused the actual value, in words; `instead` says what to change. `position`, `source_line` and `span` are
    filled in by `located`.
    """

    kind: str
    path: Path
    what: str
    expected: str
    actual: str
    because: str = ""
    instead: str = ""
    edits: tuple[Edit, ...] = ()
    position: Position | None = None
    source_line: str = ""
    span: int = 1

    @property
    def message(self) -> str:
        """The mismatch in one sentence."""
        return f"{self.what}: expected {self.expected}, got {self.actual}"


def located(mismatch: Mismatch, document: Document) -> Mismatch:
    """The mismatch with its place in the file: the value that was expected, or the key above it."""
    path = mismatch.path
    while True:
        try:
            shown = document.diagnostic("mismatch", "", path, at_key=_is_collection(document, path))
            break
        except (KeyError, IndexError):  # a place that the file only implies: the nearest one above it
            path = path[:-1]
    return structs.replace(mismatch, position=shown.position, source_line=shown.source_line or "", span=shown.span)


def _is_collection(document: Document, path: Path) -> bool:
    """Whether the key says more than the value's first character: for a block list or mapping under a key."""
    value = document.get(path)
    return isinstance(value, dict | list) and bool(path) and isinstance(path[-1], str) and document.span(path) == 1


def render_mismatch(mismatch: Mismatch, width: int | None = None) -> str:
    """The mismatch as printed: place and sentence; the line with a caret; why it is so; what to change.

    A `width` is a terminal's, as of `diagnostics.render`.
    """
    head = Diagnostic(
        mismatch.kind, mismatch.message, mismatch.position, None, "error", mismatch.source_line, mismatch.span
    )
    lines = [render(head, width)]
    lines += [
        hang("   = ", f"{label}: {escape(clip(text, 600))}", width)
        for label, text in (("why", mismatch.because), ("to do", mismatch.instead))
        if text
    ]
    return "\n".join(lines)
