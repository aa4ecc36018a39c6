"""What a table is, apart from any file: its row and its keys."""

from collections.abc import Callable
from typing import Generic, TypeVar, get_type_hints

from msgspec import Struct

from claimsim.code_tables.cells import Converter, converter_for

Row = TypeVar("Row")


class TableSpec(Struct, Generic[Row], frozen=True):
    """What a table is: its file's stem, its row and its keys.

    ``key`` are the columns looked up by. ``unique`` are the columns of which two rows may not hold at the same time
    (the key, unless given). ``key_width`` says that every line begins with a key of that many characters, which is
    three times as fast to index. ``separators`` are those of list columns that are not split at spaces.
    """

    name: str
    row: Callable[..., Row]
    key: tuple[str, ...]
    unique: tuple[str, ...] | None = None
    key_width: int | None = None
    separators: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's header."""
        return tuple(get_type_hints(self.row))

    @property
    def unique_columns(self) -> tuple[str, ...]:
        """The columns that, with the dates, identify a row."""
        return self.key if self.unique is None else self.unique

    def converters(self) -> tuple[Converter, ...]:
        """A converter for each column."""
        separators = dict(self.separators)
        return tuple(
            converter_for(annotation, separators.get(column, " "))
            for column, annotation in get_type_hints(self.row).items()
        )
