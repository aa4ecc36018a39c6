"""The vocabulary of everything that is shown: a few kinds of blocks, holding text and no layout.

Text stands in a block as it came from its file. It is escaped in one place only, `layout`, through which every writer
goes: control characters are shown, and nothing is ever read as markup.

Named tuples, because a dataclass costs each start of the program six times as much.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

from claimsim.model.money import Money

Marker = Literal["ok", "stop", "warn", "denied", "rejected", "paid", "info"]
Tone = Literal["", "heading", "strong", "dim", "rule", "ok", "stop", "warn", "denied", "rejected", "paid", "info"]
"""How a word is meant. A writer may colour it; the word itself always says the same."""
Align = Literal["left", "right"]


class Heading(NamedTuple):
    """A stage begins, on a day of the scenario's calendar."""

    stage: str
    title: str
    on: date | None = None


class Paragraph(NamedTuple):
    """Prose, wrapped."""

    text: str
    tone: Tone = ""


class RuleReference(NamedTuple):
    """Which rule it was, and on whose authority."""

    rule: str
    authority: str


Details = tuple[str | RuleReference, ...]


class KeyValue(NamedTuple):
    """A label, what it stands for, and details below it."""

    key: str
    value: str
    details: Details = ()
    tone: Tone = ""


class KeyValues(NamedTuple):
    """Labels in one column, values in the next. An `outline` has each label and value on a line, details under both."""

    rows: tuple[KeyValue, ...]
    title: str = ""
    outline: bool = False


class Column(NamedTuple):
    """A column of a table. A flexible one gives way, and wraps, when the table is wider than the page."""

    title: str
    align: Align = "left"
    flexible: bool = False


class Row(NamedTuple):
    """Cells in the order of the columns. A total stands below a line."""

    cells: tuple[str, ...]
    tone: Tone = ""
    is_total: bool = False


class Table(NamedTuple):
    """Rows under column titles."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""


class Quote(NamedTuple):
    """Lines of the chart with their numbers, as they stand. `marks` are words that are underlined: the line's number,
    the words, and what stands on them.
    """

    lines: tuple[tuple[int, str], ...]
    marks: tuple[tuple[int, str, str], ...] = ()


class Step(NamedTuple):
    """One step of a waterfall; a result stands below a line."""

    label: str
    amount: Money
    is_result: bool = False


class Waterfall(NamedTuple):
    """How one amount becomes another."""

    title: str
    steps: tuple[Step, ...]


class Note(NamedTuple):
    """Something to notice. The marker is shown as a word, `word` where it should be another than the marker's own."""

    marker: Marker
    text: str
    details: Details = ()
    word: str = ""


class Gap(NamedTuple):
    """One empty line. Several in a row are one."""


Block = Heading | Paragraph | KeyValues | Table | Quote | Waterfall | Note | RuleReference | Gap
Blocks = tuple[Block, ...]


class Writer(Protocol):
    """Where blocks go. Called once for each event, so that a caller can stop between two of them."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the blocks below what was written before."""
        ...
