"""What is said about one word, in one shape for all kinds: text and JSON are both made of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from claimsim.code_tables.table import Dated


class Explanation(Struct, frozen=True):
    """One meaning of a word.

    `kind` says what it is (a CARC, a modifier, a rule), `name` is the word as it is written in the trade, `title` its
    meaning in a line, `text` more of it. `facts` and `notes` have a name and a value, or several; a name is in lower
    case with spaces. `source` is where the words or the rule come from.
    """

    kind: str
    name: str
    title: str
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: str = ""

    def as_json(self, scenarios: Iterable[str]) -> dict[str, Any]:
        """The same as plain data, with where it occurs; names of facts and notes have underscores, and no brackets."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title,
            "text": self.text,
            "facts": {_key(name): value for name, value in self.facts},
            "notes": {_key(name): list(values) for name, values in self.notes},
            "source": self.source,
            "scenarios": list(scenarios),
        }


def _key(name: str) -> str:
    return name.partition(" (")[0].replace(" ", "_").replace("-", "_").lower()


def facts(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    """The pairs that have a value, as text."""
    return tuple((name, str(value)) for name, value in pairs if value not in ("", None))


def notes(*pairs: tuple[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists that are not empty, without repetitions."""
    unique = ((name, tuple(dict.fromkeys(values))) for name, values in pairs)
    return tuple((name, values) for name, values in unique if values)


def validity(row: Dated) -> str:
    """A row's period in words; empty where the tables set no limit to it."""
    return period(row.effective_from, row.effective_to)


def period(begins: date | None, ends: date | None) -> str:
    """A period in words, both ends inclusive; empty when it has none."""
    if begins and ends:
        return f"{begins} to {ends}"
    return f"from {begins}" if begins else f"until {ends}" if ends else ""
