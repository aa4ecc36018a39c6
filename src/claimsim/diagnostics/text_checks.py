"""What is wrong with a text before it is read as YAML: its size, and characters that YAML forbids."""

from __future__ import annotations

import re
from functools import cache

from claimsim.diagnostics.document import located
from claimsim.diagnostics.messages import Diagnostic
from claimsim.diagnostics.positions import Lines

MOST_CHARACTERS = 2_000_000
MOST_ENTRIES = 200_000
MOST_DIAGNOSTICS = 100

_FORBIDDEN_ASCII = re.compile(r"[^\t\n\r -~]")


@cache
def _forbidden_anywhere() -> re.Pattern[str]:
    """What YAML 1.2, section 5.1, forbids. Compiled for the first text that is not plain ASCII: it takes 3 ms."""
    return re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


def faults_of_the_text(lines: Lines, file: str) -> tuple[Diagnostic, ...]:
    """The faults for which a text is not read at all; none for nearly every file."""
    too_large = _too_large(lines.text)
    if too_large:
        return (located(lines, file, "file-too-large", too_large, 0, 1),)
    forbidden = _FORBIDDEN_ASCII if lines.text.isascii() else _forbidden_anywhere()
    return _forbidden_characters(lines, file, forbidden) if forbidden.search(lines.text) else ()


def _too_large(text: str) -> str | None:
    """Why the text is not worth reading, if so: a comma or line may each hold a value, and a million take seconds."""
    if len(text) > MOST_CHARACTERS:
        return f"the file has more than {MOST_CHARACTERS // 1_000_000} MB"
    if text.count(",") + text.count("\n") > MOST_ENTRIES:
        return f"the file has more than {MOST_ENTRIES:,} lines and entries"
    return None


def _forbidden_characters(lines: Lines, file: str, forbidden: re.Pattern[str]) -> tuple[Diagnostic, ...]:
    """One diagnostic for each line that holds a character YAML forbids."""
    found: list[Diagnostic] = []
    match = forbidden.search(lines.text)
    while match and len(found) < MOST_DIAGNOSTICS:
        line, column = lines.locate(match.start())
        message = f"the character U+{ord(match[0]):04X} may not stand in YAML"
        hint = 'delete it, or write it as an escape in double quotes, e.g. "\\u0007"'
        found.append(located(lines, file, "forbidden-character", message, match.start(), match.end(), hint))
        next_line = match.start() - column + 1 + len(lines.line_text(line))
        match = forbidden.search(lines.text, next_line)
    return tuple(found)
