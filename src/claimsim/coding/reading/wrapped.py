"""Lines that only the width of the page has ended: a sentence that goes on in the next line is read as one.

A line is taken as wrapped where it fills the width of its note, ends within a sentence, and the next one begins as no
sentence, heading or item of a list does.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_LEAST_WIDTH = 60
_FILLED = 0.88
"""Of the longest line, which by-hand wrapping seldom reaches everywhere."""
_ENDS = frozenset(".;:!?")
_GOES_ON = frozenset(
    {"a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "w/o", "no", "not", "without", "by", "from",
     "at", "as", "per", "is", "was", "due", "than", "but", "then"}
)  # fmt: skip
"""Words that end no sentence."""
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-*#\u2022])(?:\s|$)")
_WORD = re.compile(r"[a-z/&+]+")


class Whole(NamedTuple):
    """A line as it was meant: its text, and at which offsets the lines of the note begin in it."""

    text: str
    offsets: tuple[int, ...]
    numbers: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        """The number (1-based) of the note's line in which an offset of the text stands."""
        return self.numbers[bisect_right(self.offsets, offset) - 1] if len(self.numbers) > 1 else self.numbers[0]


def whole_lines(lines: Sequence[str], headings: Mapping[str, tuple[str, str]]) -> Iterator[Whole]:
    """The lines of a note, those that belong together as one."""
    width = max(map(len, lines), default=0)
    if width < _LEAST_WIDTH:
        yield from (Whole(line, (0,), (number,)) for number, line in enumerate(lines, start=1))
        return
    full = width * _FILLED
    number = 0
    while number < len(lines):
        first = number
        number += 1
        while number < len(lines) and _is_wrapped(lines[number - 1], lines[number], full, headings):
            number += 1
        yield _joined(lines, first, number)


def _joined(lines: Sequence[str], first: int, end: int) -> Whole:
    if end == first + 1:
        return Whole(lines[first], (0,), (end,))
    text, offsets = lines[first].rstrip(), [0]
    for line in lines[first + 1 : end]:
        offsets.append(len(text) + 1)
        text = f"{text} {line.strip()}"
    return Whole(text, tuple(offsets), tuple(range(first + 1, end + 1)))


def _is_wrapped(line: str, following: str, full: float, headings: Mapping[str, tuple[str, str]]) -> bool:
    line, following = line.rstrip(), following.strip()
    if not line or not following or line[-1] in _ENDS:
        return False
    start = following.split(None, 1)[0]
    if len(line) + 1 + len(start) <= full or _ITEM.match(following):
        return False
    goes_on = line[-1] == "," or line.rsplit(None, 1)[-1].lower() in _GOES_ON
    if not goes_on and not (following[0].islower() or following[0].isdigit() or following[0] == "("):
        return False
    return not _is_headed(following, headings)


def _is_headed(text: str, headings: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a line begins with a heading: "plan: …", "dx sprain"."""
    low = text.lower()
    title, colon, _ = low[:_LEAST_WIDTH].partition(":")
    if colon and title.strip() in headings:
        return True
    word = _WORD.match(low)
    return word is not None and len(word.group()) > 1 and word.group() in headings and not text[0].isdigit()
