"""The one mechanism behind every table: a file is read when first asked for, a row is parsed when first looked up.

A table is a CSV of one row per line. Reading it indexes the raw lines by their key columns; a look-up parses the few
lines of its key and keeps the typed rows. So a run that touches ten codes of 21,000 pays for ten.
An overlay is a user's file of the same form: the rows of each key it names replace the shipped rows of that key.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from claimsim.code_tables.cells import Converter, split_line
from claimsim.code_tables.spec import Row, TableSpec
from claimsim.diagnostics import Diagnostic, InvalidInput
from claimsim.resources import MissingResource

Lines = str | tuple[str, ...]
"""The raw lines of one key; most keys have one."""


class Dated(Protocol):
    """A row with a period in which it holds."""

    @property
    def effective_from(self) -> date | None: ...

    @property
    def effective_to(self) -> date | None: ...


DatedRow = TypeVar("DatedRow", bound=Dated)


class Table(Generic[Row]):
    """The rows of one table, the user's files on top. Reading is lazy; a faulty line raises ``InvalidInput``."""

    def __init__(self, spec: TableSpec[Row], path: Path, overlays: tuple[Path, ...] = ()) -> None:
        self.spec = spec
        self.files = (path, *overlays)
        self._lines: dict[str, Lines] | None = None
        self._rows: dict[tuple[str, ...], tuple[Row, ...]] = {}
        self._converters: tuple[Converter, ...] = ()

    def rows(self, *key: str) -> tuple[Row, ...]:
        """All rows of a key, whatever their dates, in the file's order; empty if there is none."""
        found = self._rows.get(key)
        if found is None:
            lines = self._index().get(",".join(key), ())
            found = tuple(map(self._parse, (lines,) if isinstance(lines, str) else lines))
            self._rows[key] = found
        return found

    def all(self) -> Iterator[Row]:
        """Every row, in the file's order, then those of keys that only an overlay has."""
        for key in self._index():
            yield from self.rows(*key.split(","))

    def keys(self) -> Iterator[tuple[str, ...]]:
        """Every key, without parsing a row."""
        return (tuple(key.split(",")) for key in self._index())

    def faults(self) -> tuple[Diagnostic, ...]:
        """Every fault of this table's files; empty if they are sound. Reads and parses them whole."""

        from claimsim.code_tables.validation import check_file  # a sound table never needs it

        return tuple(fault for path in self.files for fault in check_file(self.spec, path))

    def _index(self) -> dict[str, Lines]:
        if self._lines is None:
            merged: dict[str, Lines] = {}
            try:
                for path in self.files:
                    merged.update(_index_lines(self.spec, read_text(path).split("\n")[1:]))
            except (IndexError, UnicodeDecodeError):
                raise InvalidInput(self.faults()) from None
            self._converters = self.spec.converters()
            self._lines = merged
        return self._lines

    def _parse(self, line: str) -> Row:
        try:
            cells = split_line(line)
            return self.spec.row(*[convert(cell) for convert, cell in zip(self._converters, cells, strict=True)])
        except ValueError:
            raise InvalidInput(self.faults()) from None


def in_effect(row: Dated, on: date) -> bool:
    """Whether a row holds on a day; both ends are inclusive."""
    return (row.effective_from is None or row.effective_from <= on) and (
        row.effective_to is None or on <= row.effective_to
    )


def first_in_effect(rows: Iterable[DatedRow], on: date) -> DatedRow | None:
    """The first of the rows that holds on a day."""
    for row in rows:
        begins, ends = row.effective_from, row.effective_to
        if (begins is None or begins <= on) and (ends is None or on <= ends):
            return row
    return None


def read_text(path: Path) -> str:
    """A table's text without its last line break. A byte order mark and CRLF, as spreadsheets write, are accepted."""
    try:
        # At once: decoding a large file piece by piece takes several times as long.
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    except FileNotFoundError:
        raise MissingResource(f"the code table {path} is missing: install claimsim again") from None


def _index_lines(spec: TableSpec[Row], lines: list[str]) -> dict[str, Lines]:
    if spec.key_width is not None:
        width = spec.key_width
        index: dict[str, Lines] = {line[:width]: line for line in lines}
        if len(index) == len(lines):
            return index
    grouped: dict[str, Lines] = {}
    places = [spec.columns.index(column) for column in spec.key]
    depth = max(places) + 1
    for line in lines:
        cells = line.split(",", depth)
        key = cells[places[0]] if len(places) == 1 else ",".join([cells[place] for place in places])
        before = grouped.get(key)
        grouped[key] = line if before is None else (before, line) if isinstance(before, str) else (*before, line)
    return grouped
