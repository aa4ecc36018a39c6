"""The ICD-10-CM tabular list: codes, their hierarchy, their notes and 7th characters.

The list is the fiscal year 2026 one, compiled into SQLite when claimsim is built. Codes that start or end inside the
teaching years are in the table ``diagnosis_changes``, which decides for a date of service. Codes are accepted in any
case, with or without the dot, and returned in capitals with it.
"""

import re
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from claimsim.code_tables.icd10cm_notes import Note
from claimsim.code_tables.icd10cm_search import find_rows
from claimsim.code_tables.rows import DiagnosisChange
from claimsim.code_tables.table import Table, first_in_effect
from claimsim.resources import MissingResource

Kind = Literal["chapter", "block", "category", "subcategory", "extension"]

_COLUMNS = """n.name, n.kind, n.billable, p.name,
    CASE n.kind WHEN 'extension' THEN p.description || ', ' || n.description ELSE n.description END,
    n.id, n.parent, n.seventh_from"""
_FROM = "FROM node n LEFT JOIN node p ON p.id = n.parent"
_KEY = re.compile(r"[A-Z][0-9A][0-9A-Z]{1,5}")
_DESCRIBED = f"""WITH hit AS (SELECT rowid AS id, bm25(search, 5.0, 5.0) AS score FROM search WHERE search MATCH ?)
    SELECT {_COLUMNS} {_FROM} JOIN hit ON hit.id = n.id ORDER BY hit.score, n.id LIMIT ?"""
_MOST_WORDS = 12
_MOST_KEYS = 10_000
_LAYOUT = 2
"""Of the data base, as its `user_version`; hatch_build.py makes it."""


class Icd10cmCode(NamedTuple):
    """A node of the tabular list. ``kind`` extension is a code with its 7th character."""

    code: str
    kind: Kind
    billable: bool
    parent: str | None
    description: str


class SeventhCharacter(NamedTuple):
    """A 7th character, its meaning and the further terms it includes (may be empty)."""

    character: str
    meaning: str
    note: str


class _Node(NamedTuple):
    row: Icd10cmCode
    id: int
    parent_id: int | None
    seventh_from: int | None


class Icd10cm:
    """Read-only look-ups in the tabular list."""

    def __init__(self, path: Path, changes: Table[DiagnosisChange]) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        # Immutable: no locks and no journal, so threads and forked processes may share the connection.
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        if self._connection.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            raise MissingResource(
                "the ICD-10-CM data base is one of another version: install claimsim again "
                "(in the repository, `python3 dev.py setup`)"
            )
        self._changes = changes
        self._nodes: dict[str, _Node | None] = {}
        self._paths: dict[str, tuple[_Node, ...]] = {}
        self._notes: dict[tuple[str, str], tuple[Note, ...]] = {}

    def get(self, code: str, on: date | None = None) -> Icd10cmCode | None:
        """The code as it stood on a day, ``None`` if it was not in the list then; without a day, as of the list.

        ``billable`` is that of the day: N18.3 was a code until 2020-09-30 and is a heading since.
        """
        key = _key(code)
        node = self._node(key)
        row = node.row if node else None
        if on is None or key not in self._changed:
            return row
        changes = self._changes.rows(_dotted(key))
        change = first_in_effect(changes, on)
        if change is None:
            return row if row and not row.billable else None
        if row is None:
            parent = self._nearest(key)
            above = parent.row.code if parent else None
            return Icd10cmCode(change.code, "subcategory", True, above, change.description)
        return row._replace(billable=True, description=change.description or row.description)

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The keys of codes that start or end inside the teaching years."""
        keys = self._changes.keys()
        return frozenset(_key(code) for (code,) in keys)

    def exists(self, code: str, on: date | None = None) -> bool:
        """Whether the list has the code (or heading) on a day."""
        return self.get(code, on) is not None

    def is_billable(self, code: str, on: date | None = None) -> bool:
        """Whether a claim may carry the code on a day: a leaf, with its 7th character where one is needed."""
        row = self.get(code, on)
        return row is not None and row.billable

    def changes(self, code: str) -> tuple[DiagnosisChange, ...]:
        """The recorded starts and ends of a code, with what replaced it."""
        return self._changes.rows(_dotted(_key(code)))

    def parent(self, code: str) -> Icd10cmCode | None:
        """The heading above: a code, a block or a chapter."""
        return next(iter(self.ancestors(code)), None)

    def ancestors(self, code: str) -> tuple[Icd10cmCode, ...]:
        """All headings above, the nearest first, block and chapter last."""
        key = _key(code)
        path = self._path(key)
        return tuple(node.row for node in (path[1:] if self._node(key) else path))

    def children(self, code: str, on: date | None = None) -> tuple[Icd10cmCode, ...]:
        """The codes directly below, in the list's order; with a day, those that were in the list then."""
        node = self._node(_key(code))
        if node is None:
            return ()
        found = self._select(f"SELECT {_COLUMNS} {_FROM} WHERE n.parent = ? ORDER BY n.id", node.id)
        return tuple(child.row for child in found if on is None or self.exists(child.row.code, on))

    def category_codes(self) -> tuple[str, ...]:
        """The three-character categories, in the list's order."""
        found = self._connection.execute("SELECT name FROM node WHERE kind = 'category' ORDER BY id")
        return tuple(name for (name,) in found)

    def leaves(self, heading: str) -> tuple[tuple[Icd10cmCode, bool], ...]:
        """The codes below a heading (or the heading itself), and whether each needs a 7th character."""
        key = _key(heading)
        query = f"SELECT {_COLUMNS} {_FROM} WHERE n.key >= ? AND n.key < ? AND n.kind <> 'extension' ORDER BY n.id"
        found = self._select(query, key, f"{key}~")
        parents = {node.parent_id for node in found}
        return tuple((node.row, node.seventh_from is not None) for node in found if node.id not in parents)

    def categories_of(self, words: Sequence[str], limit: int) -> tuple[str, ...]:
        """The categories whose titles or inclusion terms have any of some words (plain letters and digits), the best
        first; `limit` is how many codes are looked at.
        """
        phrases = " OR ".join(f'"{word}"*' for word in words[:_MOST_WORDS])
        found = self._select(_DESCRIBED, phrases, limit) if phrases else []
        return tuple(dict.fromkeys(node.row.code[:3] for node in found))

    def own_terms(self, code: str) -> tuple[str, ...]:
        """The inclusion terms of a code and its subcategories, not those of its category."""
        key = _key(code)
        above = {key, *(key[:end] for end in range(4, len(key)))}
        query = (
            "SELECT text FROM note JOIN node n ON n.id = note.node "
            f"WHERE note.kind = 'inclusion_term' AND n.key IN ({', '.join('?' * len(above))}) "
            "ORDER BY length(n.key) DESC, sequence"
        )
        return tuple(text for (text,) in self._connection.execute(query, sorted(above)))

    def inclusion_terms(self, code: str) -> tuple[Note, ...]:
        """Conditions for which the code, or a heading above it, is to be used."""
        return self._inherited(code, "inclusion_term")

    def includes(self, code: str) -> tuple[Note, ...]:
        """ "Includes" notes of the code and the headings above."""
        return self._inherited(code, "includes")

    def excludes1(self, code: str) -> tuple[Note, ...]:
        """ "Not coded here" notes of the code and the headings above (guideline I.A.12.a, which has an exception)."""
        return self._inherited(code, "excludes1")

    def excludes2(self, code: str) -> tuple[Note, ...]:
        """ "Not included here" notes of the code and the headings above (guideline I.A.12.b: both may be coded)."""
        return self._inherited(code, "excludes2")

    def code_first(self, code: str) -> tuple[Note, ...]:
        """ "Code first" notes of the code and the headings above (guideline I.A.13)."""
        return self._inherited(code, "code_first")

    def use_additional(self, code: str) -> tuple[Note, ...]:
        """ "Use additional code" notes of the code and the headings above (guideline I.A.13)."""
        return self._inherited(code, "use_additional")

    def code_also(self, code: str) -> tuple[Note, ...]:
        """ "Code also" notes of the code and the headings above (guideline I.A.17: no sequence is meant)."""
        return self._inherited(code, "code_also")

    def notes(self, code: str) -> tuple[Note, ...]:
        """Other notes of the code and the headings above."""
        return self._inherited(code, "note")

    def seventh_characters(self, code: str) -> tuple[SeventhCharacter, ...]:
        """The 7th characters that go with a code; empty if it takes none.

        For a stem those its codes have, for a code that has one the whole choice of its stem, for a heading all that
        are defined for it.
        """
        node = self._node(_key(code))
        if node is None or node.seventh_from is None:
            return ()
        if node.row.kind == "extension" and node.row.parent:
            return self.seventh_characters(node.row.parent)
        allowed = {child.code[-1] for child in self.children(code) if child.kind == "extension"}
        query = "SELECT character, meaning, note FROM seventh_character WHERE node = ? ORDER BY sequence"
        found = self._connection.execute(query, (node.seventh_from,))
        return tuple(
            SeventhCharacter(*row) for row in found if row[0] in allowed or (not allowed and not node.row.billable)
        )

    def search(self, text: str, limit: int = 20, on: date | None = None) -> tuple[Icd10cmCode, ...]:
        """Codes found by their beginning or by words of description and inclusion terms, the best first.

        A word of three letters finds every word it begins. All words must be found; if no code has them all, two of
        the rarer ones, or the rarest alone.
        No text is an error, and none can break the search.
        """
        if limit < 1:
            return ()
        room = 2 * limit  # a few may not have been in the list on the day
        found = self._by_beginning(text, room) or [
            node
            for number in find_rows(self._connection, text, room)
            for node in self._select(f"SELECT {_COLUMNS} {_FROM} WHERE n.id = ?", number)
        ]
        return tuple(row for node in found if (row := self.get(node.row.code, on)) is not None)[:limit]

    def _by_beginning(self, text: str, limit: int) -> list[_Node]:
        key = _key(text)
        if not _KEY.fullmatch(f"{key}0" if len(key) == 2 else key):
            return []
        query = f"SELECT {_COLUMNS} {_FROM} WHERE n.key >= ? AND n.key < ? ORDER BY length(n.key), n.id LIMIT ?"
        return self._select(query, key, f"{key}~", limit)

    def _inherited(self, code: str, kind: str) -> tuple[Note, ...]:
        key = _key(code)
        notes = self._notes.get((key, kind))
        if notes is None:
            query = "SELECT text FROM note WHERE node = ? AND kind = ? ORDER BY sequence"
            notes = self._notes[key, kind] = tuple(
                Note(node.row.code, text)
                for node in self._path(key)
                for (text,) in self._connection.execute(query, (node.id, kind))
            )
        return notes

    def _path(self, key: str) -> tuple[_Node, ...]:
        """The node and all above it; for a code that has left the list, those above it."""
        path = self._paths.get(key)
        if path is None:
            node = self._node(key) or self._nearest(key)
            climbed = []
            while node is not None:
                climbed.append(node)
                node = next(iter(self._select(f"SELECT {_COLUMNS} {_FROM} WHERE n.id = ?", node.parent_id)), None)
            path = self._paths[key] = tuple(climbed)
        return path

    def _nearest(self, key: str) -> _Node | None:
        if not self._changes.rows(_dotted(key)):
            return None
        return next((node for end in range(len(key) - 1, 2, -1) if (node := self._node(key[:end]))), None)

    def _node(self, key: str) -> _Node | None:
        if key not in self._nodes:
            known = _KEY.fullmatch(key)
            found = self._select(f"SELECT {_COLUMNS} {_FROM} WHERE n.key = ?", key) if known else []
            self._nodes[key] = found[0] if found else None
        return self._nodes[key]

    def _select(self, query: str, *values: object) -> list[_Node]:
        rows: Iterable[tuple[str, Kind, int, str | None, str, int, int | None, int | None]]
        rows = self._connection.execute(query, values)
        return [
            _Node(Icd10cmCode(name, kind, bool(billable), parent, description), node_id, parent_id, seventh_from)
            for name, kind, billable, parent, description, node_id, parent_id, seventh_from in rows
        ]


@lru_cache(maxsize=_MOST_KEYS)
def _key(code: str) -> str:
    return code.strip().upper().replace(".", "")


def _dotted(key: str) -> str:
    return f"{key[:3]}.{key[3:]}" if len(key) > 3 else key
