"""The vocabulary of everything that is shown: a few kinds of blocks, holding text and no layout.

Text stands in a block as it came from its file. It is escaped in one place only, `layout`, through which every writer
goes: control characters are shown, and nothing is ever read as markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from claimsim.model.money import Money

Marker = Literal["ok", "stop", "warn", "denied", "rejected", "paid", "info"]
Tone = Literal["", "heading", "strong", "dim", "rule", "ok", "stop", "warn", "denied", "rejected", "paid", "info"]
"""How a word is meant. A writer may colour it; the word itself always says the same."""
Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A stage begins, on a day of the scenario's calendar."""

    stage: str
    title: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose, wrapped."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class RuleReference:
    """Which rule it was, and on whose authority."""

    rule: str
    authority: str


Details = tuple[str | RuleReference, ...]


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A label, what it stands for, and details below it."""

    key: str
    value: str
    details: Details = ()
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Labels in one column, values in the next."""

    rows: tuple[KeyValue, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. A flexible one gives way, and wraps, when the table is wider than the page."""

    title: str
    align: Align = "left"
    flexible: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns. A total stands below a line."""

    cells: tuple[str, ...]
    tone: Tone = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines of the chart with their numbers, as they stand."""

    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall; a result stands below a line."""

    label: str
    amount: Money
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How one amount becomes another."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to notice. The marker is shown as a word, `word` where it should be another than the marker's own."""

    marker: Marker
    text: str
    details: Details = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One empty line. Several in a row are one."""


Block = Heading | Paragraph | KeyValues | Table | Quote | Waterfall | Note | RuleReference | Gap
Blocks = tuple[Block, ...]


class Writer(Protocol):
    """Where blocks go. Called once for each event, so that a caller can stop between two of them."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the blocks below what was written before."""
        ...
