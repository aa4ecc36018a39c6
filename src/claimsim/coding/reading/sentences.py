"""A line cut into statements: at full stops, semicolons and list numbers."""

import re

_NO_END = "|".join(
    rf"(?<=\b{word})\."
    for word in ("[Vv]s", "Dr", "Drs", "Mr", "Mrs", "Ms", "St", "[Aa]pprox", "[Ii]ncl", "[Ee]xcl", "[Ee]sp")
)
_SIDE_END = r"(?<=\b[RrLl]t)\.(?= [a-z])"
"""The point of "Rt. knee"."""
_ITEM = re.compile(r"(?<!\S)\(?#?(\d{1,2})\)(?=\s)")
_STATEMENT = re.compile(
    rf"[^.;]+(?:(?:\.(?=\d)|(?<=\b[A-Z])\.(?= [a-z])|(?<=\s[dw])\.(?= )|{_SIDE_END}|{_NO_END})[^.;]*)*"
)
BULLET = re.compile(r"\s*(?:[-*•\u2013\u2014▪◦·]+|#\d{1,2}[:.)]?|#|(?:\([a-hA-H]|[b-h])\)(?=\s))\s*")


def number_of(bullet: str) -> int:
    digits = "".join(filter(str.isdecimal, bullet))
    return int(digits) if digits else 0


_ORDER = ("one", "two", "three", "four", "five", "six")
_SPELLED = re.compile(rf"({'|'.join(_ORDER)})[,:] +(?=[a-zA-Z])", re.IGNORECASE)


def pieces(line: str) -> list[tuple[str, int]]:
    """The statements of a line, with the list number that stands before; else 0."""
    if ")" not in line:
        return _statements(line, 0)
    parts = _ITEM.split(line)
    found = _statements(parts[0], 0)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        found.extend(_statements(part, int(number)) or [("", int(number))])
    return found


def _statements(part: str, item: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for piece in _STATEMENT.findall(part):
        text = piece.strip()
        spelled = _SPELLED.match(text) if not item else None
        if spelled:  # "Two, weight loss: finger foods"
            text, item = text[spelled.end() :], _ORDER.index(spelled.group(1).lower()) + 1
        if len(text) < 3 and text.isdecimal():
            item = int(text)  # "1. Hypertension"
        elif text:
            found.append((text, item))
            item = 0
    return found
