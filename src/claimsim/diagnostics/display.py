"""Text made safe to show, measured in terminal columns, cut, and broken into lines."""

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"[ \t\r\n]+")
_SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


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


def fit(text: str, room: int) -> tuple[str, bool]:
    """As much of the text as fits into so many terminal columns, and whether it had to be cut."""
    width = 0
    for index, character in enumerate(text):
        width += _character_width(character)
        if width > room:
            return text[:index], True
    return text, False


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


def hang(lead: str, text: str, width: int | None, indent: str = "") -> str:
    """A text behind what leads it in, in lines of that width; further lines are indented, as far as the lead if nothing
    else is said. Without a width one line. The lead is never broken.
    """
    if width is None:
        return f"{lead}{text}"
    indent = indent or " " * display_width(lead)
    first, *more = wrap(text, max(1, width - display_width(indent)), max(0, width - display_width(lead)))
    return "\n".join([f"{lead}{first}".rstrip(), *(f"{indent}{line}" for line in more)])
