"""Tables in columns; on a page too narrow for columns, one paragraph for each row."""

from collections.abc import Iterator

from claimsim.diagnostics.display import display_width, pad, shown, wrap

from .blocks import Row, Table, Tone

Line = tuple[tuple[str, Tone], ...]
GAP = "  "
_LEAST_FLEXIBLE = 12


def table_lines(table: Table, width: int, dash: str, indent: str) -> Iterator[Line]:
    """The lines of a table on a page of that width."""
    yield from title_lines(table.title, width, indent)
    titles = [shown(column.title) for column in table.columns]
    rows = [tuple(shown(cell) for cell in row.cells) for row in table.rows]
    widths = _widths(table, titles, rows, width - len(indent))
    if widths is None:
        for cells in rows:
            yield from _stacked(titles, cells, width, indent)
        return
    if any(titles):
        yield from _row_lines(table, tuple(titles), widths, "dim", indent)
    for row, cells in zip(table.rows, rows, strict=True):
        if row.is_total:
            yield _rule(widths, dash, indent)
        yield from _row_lines(table, cells, widths, _tone(row), indent)


def title_lines(title: str, width: int, indent: str) -> Iterator[Line]:
    """A title above rows; no line for none."""
    if title:
        for line in wrap(shown(title), width - len(indent)):
            yield (indent, ""), (line, "strong")


def _tone(row: Row) -> Tone:
    return row.tone or ("strong" if row.is_total else "")


def _rule(widths: list[int], dash: str, indent: str) -> Line:
    return (indent, ""), (dash * (sum(widths) + len(GAP) * (len(widths) - 1)), "rule")


def _widths(table: Table, titles: list[str], rows: list[tuple[str, ...]], room: int) -> list[int] | None:
    """Columns for each column, or None when the table does not fit however its flexible columns give way."""
    widths = [max(map(display_width, cells)) for cells in zip(titles, *rows, strict=True)]
    over = sum(widths) + len(GAP) * (len(widths) - 1) - room
    flexible = [n for n, column in enumerate(table.columns) if column.flexible]
    while over > 0:
        widest = max(flexible, key=lambda n: (widths[n], n), default=None)
        if widest is None or widths[widest] <= _LEAST_FLEXIBLE:
            return None
        next_widest = max([_LEAST_FLEXIBLE, *(widths[n] for n in flexible if n != widest)])
        given = min(max(widths[widest] - next_widest, 1), over)
        widths[widest] -= given
        over -= given
    return widths


def _row_lines(table: Table, cells: tuple[str, ...], widths: list[int], tone: Tone, indent: str) -> Iterator[Line]:
    pieces = [wrap(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for number in range(max(map(len, pieces))):
        parts = [
            pad(lines[number] if number < len(lines) else "", wide, right=column.align == "right")
            for lines, wide, column in zip(pieces, widths, table.columns, strict=True)
        ]
        yield (indent, ""), (GAP.join(parts).rstrip(), tone)


def _stacked(titles: list[str], cells: tuple[str, ...], width: int, indent: str) -> Iterator[Line]:
    """A row as a paragraph, each cell behind its column's title."""
    text = ", ".join(f"{title.lower()} {cell}".strip() for title, cell in zip(titles, cells, strict=True) if cell)
    hang = indent * 2
    for number, line in enumerate(wrap(text, width - len(hang), width - len(indent))):
        yield (indent if number == 0 else hang, ""), (line, "")
