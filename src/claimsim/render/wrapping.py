"""Text made safe to show, and broken into lines by the terminal columns that it takes."""

import re

from claimsim.diagnostics.messages import display_width, escape

_BLANKS = re.compile(r"[ \t\r\n]+")


def shown(text: str) -> str:
    """Prose on one line: blanks run together, and whatever a terminal would obey or hide is written out."""
    if not text.isprintable() or "  " in text:
        text = _BLANKS.sub(" ", text)
    return escape(text.strip())


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most `width` columns, the first of at most `first`. A word that is longer is cut."""
    room = width if first is None else first
    if len(text) <= room and text.isascii():
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = display_width(word)
        if line and used + 1 + size > room:
            lines.append(line)
            line, used, room = "", 0, width
        while size > room:
            if line == "" and not lines and room < width:
                lines.append("")
                room = width
                continue
            head = _head(word, room)
            lines.append(head)
            word, room = word[len(head) :], width
            size = display_width(word)
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    lines.append(line)
    return lines


def _head(word: str, room: int) -> str:
    """As much of a word as fits, and at least one character."""
    end = 1
    while end < len(word) and display_width(word[: end + 1]) <= room:
        end += 1
    return word[:end]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with blanks to that many columns, on its left when it is to stand right."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks
