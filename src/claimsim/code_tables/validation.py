"""Checks a whole table file and says everything that is wrong with it, each fault with line and column."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from claimsim.code_tables.cells import Converter, cell_column, split_line
from claimsim.code_tables.spec import TableSpec
from claimsim.diagnostics import Diagnostic, Position, suggest


def check_file(spec: TableSpec[Any], path: Path) -> list[Diagnostic]:
    """Every fault of one file: header, cells, periods and rows that contradict each other, in the file's order."""
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        return [Diagnostic("bad-table", "the table is not an ordinary file", Position(str(path), 1, 1))]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the table is not UTF-8 text (byte {error.start + 1} cannot be read)"
        return [Diagnostic("bad-table", message, Position(str(path), 1, 1), "save it as CSV in UTF-8")]
    except OSError as error:
        return [Diagnostic("bad-table", f"the table cannot be read: {error.strerror}", Position(str(path), 1, 1))]
    lines = text.rstrip("\n").split("\n")
    header_faults = [*_check_header(spec, path, lines[0])]
    return header_faults or _FileCheck(spec, path).check(lines[1:])


def unknown_table(path: Path, known: Iterable[str]) -> Diagnostic:
    """The fault of a file whose name is no table's."""
    near = suggest(path.stem, known)
    hint = f"did you mean {near}.csv?" if near else "the names are those of the shipped tables: claimsim tables"
    return Diagnostic("bad-table", f"{path.name} is not the name of a code table", Position(str(path), 1, 1), hint)


def check_width(path: Path, shipped: Path) -> list[Diagnostic]:
    """The faults of form of a table that is read without types (the coder's words): its header must be the shipped
    table's, and each row as wide as it.
    """
    wanted = shipped.read_text(encoding="utf-8").partition("\n")[0].split(",")
    try:
        lines = path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError):
        return [Diagnostic("bad-table", "the table cannot be read as UTF-8 text", Position(str(path), 1, 1))]
    if lines[0].rstrip("\r").split(",") != wanted:
        hint = f"the columns are {','.join(wanted)}"
        return [Diagnostic("bad-table", "the header is not the shipped table's", Position(str(path), 1, 1), hint)]
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            width = len(split_line(line.rstrip("\r")))
        except ValueError as error:
            faults.append(Diagnostic("bad-table-row", f"{error}", Position(str(path), number, 1), source_line=line))
            continue
        if width != len(wanted):
            message = f"the row has {width} cells and the table {len(wanted)} columns"
            faults.append(Diagnostic("bad-table-row", message, Position(str(path), number, 1), source_line=line))
    return faults


def _check_header(spec: TableSpec[Any], path: Path, line: str) -> Iterator[Diagnostic]:
    wanted, found = spec.columns, line.split(",")

    def fault(message: str, index: int = 0, hint: str | None = None, span: int = 1) -> Diagnostic:
        position = Position(str(path), 1, cell_column(line, index))
        return Diagnostic("bad-table", message, position, hint, source_line=line, span=max(span, 1))

    missing = [column for column in wanted if column not in found]
    for index, column in enumerate(found):
        if column not in wanted:
            near = suggest(column, missing)
            hint = f"did you mean {near}?" if near else f"the columns are {','.join(wanted)}"
            yield fault(f"{spec.name}.csv has no column {column!r}", index, hint, len(column))
        elif column in found[:index]:
            yield fault(f"column {column} stands twice", index, None, len(column))
    for column in missing:
        yield fault(f"column {column} is missing", 0, f"the columns are {','.join(wanted)}", len(line))
    if len(found) == len(wanted) and not missing and tuple(found) != wanted:
        yield fault("the columns are in another order", 0, f"the order is {','.join(wanted)}", len(line))


class _FileCheck:
    """The rows of one file, checked one by one and then against each other."""

    def __init__(self, spec: TableSpec[Any], path: Path) -> None:
        self.spec = spec
        self.path = path
        self.columns = spec.columns
        self.converters = spec.converters()
        self.faults: list[Diagnostic] = []
        self.periods: dict[tuple[str, ...], list[tuple[date, date, int, str]]] = {}

    def check(self, lines: Sequence[str]) -> list[Diagnostic]:
        for number, line in enumerate(lines, start=2):
            self._check_line(number, line)
        for identity, periods in self.periods.items():
            self._check_overlaps(identity, sorted(periods))
        return sorted(self.faults, key=_place)

    def _fault(
        self, number: int, line: str, message: str, index: int = 0, hint: str | None = None, span: int = 1
    ) -> None:
        position = Position(str(self.path), number, cell_column(line, index))
        self.faults.append(Diagnostic("bad-table-row", message, position, hint, source_line=line, span=max(span, 1)))

    def _check_line(self, number: int, line: str) -> None:
        try:
            cells = split_line(line)
        except ValueError as error:
            self._fault(number, line, f"{error}", hint="a row is one line; a quotation mark inside quotes is doubled")
            return
        if len(cells) != len(self.columns):
            message = f"the row has {len(cells)} cells and the table {len(self.columns)} columns"
            hint = "a cell that holds a comma stands in quotation marks" if len(cells) > len(self.columns) else None
            self._fault(number, line, message, min(len(cells), len(self.columns)), hint)
            return
        self._check_keys(number, line, cells)
        values = {
            column: self._value(number, line, index, convert, cells[index])
            for index, (column, convert) in enumerate(zip(self.columns, self.converters, strict=True))
        }
        self._note_period(number, line, cells, values)

    def _value(self, number: int, line: str, index: int, convert: Converter, cell: str) -> object:
        column = self.columns[index]
        try:
            if cell != cell.strip() or not cell.isprintable():
                raise ValueError("expected text without blanks around it and without control characters")
            return convert(cell)
        except ValueError as error:
            self._fault(number, line, f"{column}: {cell!r} does not fit: {error}", index, span=len(cell))
            return None

    def _check_keys(self, number: int, line: str, cells: Sequence[str]) -> None:
        if not cells[0]:
            self._fault(number, line, f"{self.columns[0]} is empty")
        width = self.spec.key_width
        plain = ",".join(cells[self.columns.index(column)] for column in self.spec.key)
        if width is not None and line[: width + 1] != f"{plain},":
            message = f"the row does not begin with {' and '.join(self.spec.key)} in {width} characters"
            self._fault(number, line, message)
        elif any(set(cells[self.columns.index(column)]) & {",", '"'} for column in self.spec.key):
            self._fault(number, line, "a code holds a comma or a quotation mark")

    def _note_period(self, number: int, line: str, cells: Sequence[str], values: dict[str, object]) -> None:
        begin, end = values.get("effective_from"), values.get("effective_to")
        first = begin if isinstance(begin, date) else date.min
        last = end if isinstance(end, date) else date.max
        if first > last:
            index = self.columns.index("effective_to")
            message = f"the row ends ({last}) before it begins ({first})"
            self._fault(number, line, message, index, span=len(cells[index]))
            return
        identity = tuple(cells[self.columns.index(column)] for column in self.spec.unique_columns)
        self.periods.setdefault(identity, []).append((first, last, number, line))

    def _check_overlaps(self, identity: Sequence[str], periods: Sequence[tuple[date, date, int, str]]) -> None:
        name = " ".join(filter(None, identity)) or self.spec.name
        last, line_number = date.min, 0
        for begin, end, number, line in periods:
            if line_number and begin <= last:
                dated = "effective_to" in self.columns
                message = f"{name} already has a row{' for the same days' if dated else ''} in line {line_number}"
                hint = "end the earlier row on the day before the later begins" if dated else None
                self._fault(number, line, message, hint=hint)
            if end >= last:
                last, line_number = end, number


def _place(fault: Diagnostic) -> tuple[int, int]:
    assert fault.position is not None  # every fault of a file is given one above
    return fault.position.line, fault.position.column
