"""Slips at the colon of a key or the dash of an entry: a blank that is missing, a colon where the text goes on."""

from __future__ import annotations

import re

from msgspec import Struct

from claimsim.diagnostics.positions import Lines


class SyntaxFault(Struct, frozen=True):
    """A syntax error: where (character indexes), its code, what is wrong and what to write."""

    code: str
    message: str
    start: int
    end: int
    hint: str | None = None


_NO_SPACE_AFTER_COLON = re.compile(r"^\s*(?:- )?([A-Za-z_]\w*):([^\s:/][^:]*)$")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*(-)([^\s-].*)$")
_PLAIN_VALUE_WITH_COLON = re.compile(r"^\s*(?:- )*([^\s:'\"{\[][^:]*):\s+([^'\"\s{\[].*)$")
_KEY_OF_A_TEXT = re.compile(r"^\s*(?:- )*([A-Za-z_]\w*):(?:\s+[^\s|>{\['\"].*|\s*)$")


def dash_fault(lines: Lines, place: int) -> SyntaxFault | None:
    """An entry of a list without the space after its dash."""
    line, column = lines.locate(place)
    match = _NO_SPACE_AFTER_DASH.match(lines.line_text(line))
    if match is None:
        return None
    dash = place - column + 1 + match.start(1)
    written = match[2].rstrip()
    shown = written if len(written) <= 60 else f"{written[:59]}…"
    return SyntaxFault("missing-space", "there is no space after the dash", dash, dash + 1, f"write `- {shown}`")


def colon_fault(lines: Lines, place: int) -> SyntaxFault:
    """A colon where none may be: the line above lacks the space after its own, is indented wrongly, or holds two."""
    line, column = lines.locate(place)
    start = place - column + 1
    above = next((n for n in range(line - 1, 0, -1) if lines.line_text(n).strip()), 0)
    if above:
        begins = lines.text.rfind(lines.line_text(above), 0, start)
        no_space = colon_without_space(lines, begins) or dash_fault(lines, begins)
        if no_space:
            return no_space
    owner = _text_above(lines, line)
    if owner:
        return SyntaxFault(
            "colon-in-value",
            f"the text of `{owner}` contains a colon followed by a space",
            start + blanks(lines.line_text(line)),
            place + 1,
            f"begin the text with `{owner}: |` and write all of it below that, indented",
        )
    value = _PLAIN_VALUE_WITH_COLON.match(lines.line_text(line)[: column - 1])
    if value:
        index = start + value.start(2)
        return SyntaxFault(
            "colon-in-value",
            f"the value of `{value[1].strip()}` contains a colon followed by a space",
            index,
            place + 1,
            _block_or_quotes(value[1].strip(), lines, line),
        )
    return SyntaxFault(
        "bad-indentation",
        "this key is not indented like the keys it belongs to",
        start + blanks(lines.line_text(line)),
        place,
        "indent it exactly like the keys above it, or two spaces deeper to place it inside the one above",
    )


def _text_above(lines: Lines, line: int) -> str:
    """The key whose text a line goes on with, where a line of plain text lies between the two; else nothing."""
    indent = blanks(lines.line_text(line))
    between = 0
    for number in range(line - 1, 0, -1):
        text = lines.line_text(number)
        if not text.strip():
            continue
        if blanks(text) < indent:
            key = _KEY_OF_A_TEXT.match(text)
            return key[1] if key and between else ""
        if text.lstrip().startswith("- ") or re.search(r":(\s|$)", text):
            return ""
        between += 1
    return ""


def _block_or_quotes(key: str, lines: Lines, line: int) -> str:
    following = lines.line_text(line + 1)
    if following.strip() and blanks(following) > blanks(lines.line_text(line)):
        return f"begin the text with `{key}: |` and write all of it below that, indented"
    return "put the whole value in quotes"


def colon_without_space(lines: Lines, place: int) -> SyntaxFault | None:
    """A line of the form `key:value`, which YAML takes for a text."""
    line, column = lines.locate(place)
    match = _NO_SPACE_AFTER_COLON.match(lines.line_text(line))
    if match is None:
        return None
    key, value = match.groups()
    index = place - column + 1 + match.start(1)
    return SyntaxFault(
        "missing-space",
        f"there is no space after the colon of `{key}`",
        index,
        index + len(key) + 1,
        f"write `{key}: {value.strip()}`",
    )


def blanks(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip(" "))
