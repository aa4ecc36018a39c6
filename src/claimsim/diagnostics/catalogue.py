"""The catalogue of diagnostics: what every code means and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from claimsim.diagnostics.messages import InvalidInput
from claimsim.diagnostics.yaml_reader import parse_yaml

KINDS = ("file", "yaml", "validation", "case", "expectation")
"""Where a diagnostic comes from: opening the file, reading its YAML, checking its keys and values, living the case."""


class CatalogueEntry(Struct, frozen=True):
    """One row: `wrong` and `right` are tiny examples, empty where there is nothing to show."""

    code: str
    kind: str
    title: str
    meaning: str
    instead: str
    wrong: str
    right: str


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """All entries by code, in the file's order. Read once, when first asked for.

    Raises InvalidInput where the catalogue file itself is faulty.
    """
    # Beside this module in every kind of install; importlib.resources would add to the start-up time.
    source = Path(__file__).with_name("catalogue.yaml")
    parsed = parse_yaml(source.read_text(encoding="utf-8"), "catalogue.yaml")
    if parsed.document is None:
        raise InvalidInput(parsed.diagnostics)
    rows = parsed.document.data
    if not isinstance(rows, dict):
        raise TypeError("the catalogue of diagnostics is not a mapping")
    return MappingProxyType({code: _entry(code, row) for code, row in rows.items()})


def _entry(code: str, row: object) -> CatalogueEntry:
    """One row of the file. Raises TypeError or KeyError for a row without its words: a fault of the package."""
    if not isinstance(row, dict):
        raise TypeError(f"catalogue row {code} is not a mapping")
    words = {key: row[key] for key in ("kind", "title", "meaning", "instead")}
    words |= {key: row.get(key) or "" for key in ("wrong", "right")}
    if not all(isinstance(word, str) for word in words.values()) or set(row) - set(words) or words["kind"] not in KINDS:
        raise TypeError(f"catalogue row {code} is not made of the seven texts it needs")
    return CatalogueEntry(code=code, **{key: word.strip() for key, word in words.items()})


def is_known_code(code: str) -> bool:
    """Whether the catalogue has a row for this diagnostic code."""
    return code in catalogue()
