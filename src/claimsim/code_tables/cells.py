"""From a CSV line to typed cells: what the text of a cell must look like for each annotation.

``str`` is taken as it stands. ``int``, ``Decimal`` and ``date`` are plain ASCII forms (12, 12.50, 2025-03-14), ``bool``
is yes or no, ``X | None`` may be empty, a ``Literal`` is one of its words, ``tuple[str, ...]`` is separated by spaces
unless the table says otherwise. A converter raises ``ValueError`` whose text says what was expected.
"""

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

Converter = Callable[[str], object]

_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def split_line(line: str) -> list[str]:
    """The cells of one CSV line. Raises ``ValueError`` for broken quoting."""
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise ValueError(f"the quotation marks do not match ({error})") from None


def cell_column(line: str, index: int) -> int:
    """The 1-based character column at which cell ``index`` of a CSV line starts."""
    quoted = False
    for position, character in enumerate(line):
        if index == 0:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            index -= 1
    return len(line) + 1


def converter_for(annotation: Any, separator: str = " ") -> Converter:
    """The converter for a row's annotation; ``separator`` is for tuples. Raises ``TypeError`` for an unknown one."""
    if annotation == tuple[str, ...]:
        return lambda text: tuple(part for piece in text.split(separator) if (part := piece.strip()))
    if get_origin(annotation) is Literal:
        return _one_of({str(choice): choice for choice in get_args(annotation)})
    if annotation not in _CONVERTERS:
        raise TypeError(f"a code table has no cells of type {annotation!r}")
    return _CONVERTERS[annotation]


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("expected a whole number")
    return int(text)


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError("expected a number such as 12.50")
    return Decimal(text)


def _date(text: str) -> date:
    if not _ISO_DATE.fullmatch(text):
        raise ValueError("expected a date such as 2025-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


def _optional(convert: Converter) -> Converter:
    return lambda text: convert(text) if text else None


def _one_of(choices: Mapping[str, object]) -> Converter:
    def convert(text: str) -> object:
        if text not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}")
        return choices[text]

    return convert


_CONVERTERS: dict[Any, Converter] = {
    str: str,
    int: _integer,
    Decimal: _decimal,
    bool: _one_of({"yes": True, "no": False}),
    date | None: _optional(_date),
    int | None: _optional(_integer),
    Decimal | None: _optional(_decimal),
}
