"""What a lint rule is, and what it finds. Its title and meaning are its row in the catalogue of diagnostics."""

import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from claimsim.diagnostics import Diagnostic, Document, Path, Position, Severity, catalogue

Subject = TypeVar("Subject")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Found(Struct, frozen=True):
    """Something a rule found: what is wrong, at which value of which document, and what to write instead.

    `start` is where in a text value it stands, `token` the characters that are meant; without one the whole value is.
    """

    message: str
    document: Document
    path: Path = ()
    hint: str | None = None
    at_key: bool = False
    token: str = ""
    start: int = 0


class LintRule(Struct, Generic[Subject], frozen=True):
    """One rule: its id is the code of its diagnostics, and `check` finds all places of a file that break it."""

    id: str
    severity: Severity
    check: Callable[[Subject], Iterable[Found]]

    @property
    def title(self) -> str:
        """When it fires, in a few words."""
        return catalogue()[self.id].title

    @property
    def meaning(self) -> str:
        """Why that is a fault, and what to do instead."""
        entry = catalogue()[self.id]
        return f"{entry.meaning} {entry.instead}"

    def diagnostics(self, subject: Subject) -> tuple[Diagnostic, ...]:
        """Everything this rule has to say about a file."""
        return tuple(_diagnostic(self, found) for found in self.check(subject))


def _diagnostic(rule: LintRule[Subject], found: Found) -> Diagnostic:
    whole = found.document.diagnostic(
        rule.id, found.message, found.path, hint=found.hint, at_key=found.at_key, severity=rule.severity
    )
    place = _place_of_token(found)
    if place is None:
        return whole
    position, line = place
    return Diagnostic(rule.id, found.message, position, found.hint, rule.severity, line, len(found.token))


def _place_of_token(found: Found) -> tuple[Position, str] | None:
    """Where the token stands in the file: on its line of a block text, or on the first line that holds it."""
    if not found.token:
        return None
    document = found.document
    lines = _LINE_BREAK.split(document.text)
    first = document.block_start_line(found.path)
    value = str(document.get(found.path))
    number = first + value.count("\n", 0, found.start)
    # A folded or quoted text has other lines in the file than in the value: from there on, the first that holds it.
    for candidate in (number, *range(first, len(lines) + 1)):
        if not 1 <= candidate <= len(lines):
            continue
        line = lines[candidate - 1]
        before = value.rfind("\n", 0, found.start) + 1
        column = line.find(found.token, _indent(line) + (found.start - before) if candidate == number else 0)
        column = column if column >= 0 else line.find(found.token)
        if column >= 0:
            return Position(document.file, candidate, column + 1), line
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
