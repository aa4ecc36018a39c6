"""Build hook: compiles the ICD-10-CM tabular list into SQLite when claimsim is built, keeps the coder's tables and the
shipped payers as the program has them once read, and gathers the data files.

The source is the tabular XML inside the package simple_icd_10_cm (the public NCHS list). The package itself is not
imported: that takes three seconds, parsing its file one. The result is ``src/claimsim/_data/icd10cm.sqlite``; it is
kept when its recorded source digest still matches.

A code whose category defines 7th characters is a stem: it is padded with the placeholder X to six characters, and each
7th character that the official code list knows for it becomes a billable code of its own.
"""

import hashlib
import importlib.util
import os
import sqlite3
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

XML_NAME = "icd10c-tabular-April-1-2026.xml"
CODE_LIST_NAME = "code-list-April-2026.txt"
EDITION = "FY2026, April 1 2026 update"
BILLABLE_CODES = 74_719  # fiscal year 2026, as CMS counts them
TARGET = Path("src", "claimsim", "_data", "icd10cm.sqlite")
SHIPPED = {
    "data/code_tables": "code_tables",
    "data/payers": "payers",
    "data/practices": "practices",
    "scenarios": "scenarios",
}

NOTE_TAGS = {
    "inclusionTerm": "inclusion_term",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "seventh_character_note",
}

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (
    id INTEGER PRIMARY KEY,          -- the order of the tabular list
    key TEXT NOT NULL UNIQUE,        -- M1711, block:M15-M19, chapter:13
    name TEXT NOT NULL,              -- M17.11, M15-M19, 13
    kind TEXT NOT NULL,              -- chapter, block, category, subcategory, extension
    billable INTEGER NOT NULL,
    parent INTEGER REFERENCES node,
    seventh_from INTEGER REFERENCES node,  -- the node whose 7th characters apply
    description TEXT NOT NULL        -- of an extension only what it adds to its parent's
);
CREATE TABLE note (node INTEGER NOT NULL, kind TEXT NOT NULL, sequence INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (node, kind, sequence)) WITHOUT ROWID;
CREATE TABLE seventh_character (node INTEGER NOT NULL, sequence INTEGER NOT NULL, character TEXT NOT NULL,
    meaning TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (node, sequence)) WITHOUT ROWID;
-- Codes without those that have a 7th character, which are most and say little more: they are searched by themselves.
CREATE VIRTUAL TABLE search USING fts5(description, terms, content='', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE search_extension
    USING fts5(description, terms, content='', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE word (
    word TEXT PRIMARY KEY,
    codes INTEGER NOT NULL,          -- in how many rows of search it stands
    in_seventh INTEGER NOT NULL      -- whether the meaning of a 7th character has it
) WITHOUT ROWID;
PRAGMA user_version = 2;             -- claimsim.code_tables.icd10cm says which it reads
"""
COUNT_WORDS = """
CREATE VIRTUAL TABLE temp.found USING fts5vocab('main', 'search', 'row');
CREATE VIRTUAL TABLE temp.meaning USING fts5(text, tokenize="unicode61 remove_diacritics 2");
INSERT INTO temp.meaning SELECT DISTINCT description FROM node WHERE kind = 'extension';
CREATE VIRTUAL TABLE temp.added USING fts5vocab('temp', 'meaning', 'row');
INSERT INTO word SELECT term, max(codes), max(seventh) FROM (
    SELECT term, doc AS codes, 0 AS seventh FROM temp.found UNION ALL SELECT term, 0, 1 FROM temp.added) GROUP BY term;
"""


class IcdBuildHook(BuildHookInterface[Any]):
    """Called by hatchling for every wheel, editable ones too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or whose source has changed; put the shipped files into a normal wheel."""
        build(Path(self.root) / TARGET)
        keep_tables_and_files(Path(self.root) / "src")
        if version != "editable":
            for origin, place in SHIPPED.items():
                build_data["force_include"][str(Path(self.root, origin))] = f"claimsim/_data/{place}"


@dataclass
class Node:
    """One row of the tabular list: a chapter, a block, a category, a code or a code with its 7th character."""

    id: int
    key: str
    name: str
    kind: str
    parent: Self | None
    description: str
    notes: dict[str, list[str]] = field(default_factory=dict)
    seventh: list[tuple[str, str, str]] = field(default_factory=list)
    seventh_from: Self | None = None
    children: int = 0


def build(target: Path) -> None:
    """Write the data base to ``target`` unless one with the same source digest is there."""
    folder = _source_folder()
    xml, code_list = (folder / XML_NAME).read_bytes(), (folder / CODE_LIST_NAME).read_bytes()
    digest = hashlib.sha256(xml + code_list + Path(__file__).read_bytes()).hexdigest()
    if _digest_of(target) == digest:
        return
    nodes = list(_TabularList(frozenset(code_list.decode("ascii").split())).read(ET.fromstring(xml)))
    billable = sum(_is_billable(node) for node in nodes)
    if billable != BILLABLE_CODES:
        raise RuntimeError(f"the ICD-10-CM list gave {billable} billable codes and should give {BILLABLE_CODES}")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    _write(unfinished, nodes, digest)
    unfinished.replace(target)


def keep_tables_and_files(source: Path) -> None:
    """Let the code of this tree gather the names of the tabular list, compile the coder's tables and read the shipped
    payers and practices, and keep all that.
    """
    sys.path.insert(0, str(source))
    from claimsim.coding.reading import lexicon
    from claimsim.coding.words import names
    from claimsim.scenario import shipped

    names.build()
    lexicon.shipped()
    shipped.keep()


def _source_folder() -> Path:
    spec = importlib.util.find_spec("simple_icd_10_cm")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("building claimsim needs the package simple-icd-10-cm, which holds the ICD-10-CM list")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _digest_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'digest'").fetchone()
    except sqlite3.DatabaseError:
        return None  # a broken or foreign file is built anew
    return str(row[0]) if row else None


def _is_billable(node: Node) -> bool:
    return node.kind not in ("chapter", "block") and node.children == 0


class _TabularList:
    """Walks the XML in the list's own order; notes stand before the codes they govern."""

    def __init__(self, known_codes: frozenset[str]) -> None:
        self.known_codes = known_codes
        self.count = 0

    def read(self, root: ET.Element) -> Iterator[Node]:
        for chapter in root.iter("chapter"):
            yield from self._walk(chapter, None)

    def _walk(self, element: ET.Element, parent: Node | None) -> Iterator[Node]:
        name = element.get("id") or _text(element.find("name"))
        if element.tag == "chapter":
            node = self._node(f"chapter:{name}", name, "chapter", parent, _text(element.find("desc")))
        elif element.tag == "section":
            node = self._node(f"block:{name}", name, "block", parent, _text(element.find("desc")))
        else:
            kind = "category" if len(name) == 3 else "subcategory"
            node = self._node(name.replace(".", ""), name, kind, parent, _text(element.find("desc")))
        _read_notes(element, node)
        nested = [child for child in element if child.tag in ("section", "diag")]
        extensions = [] if nested else [*self._extensions(node)]
        node.children = len(nested) + len(extensions)
        yield node
        yield from extensions
        for child in nested:
            yield from self._walk(child, node)

    def _node(self, key: str, name: str, kind: str, parent: Node | None, description: str) -> Node:
        self.count += 1
        inherited = parent.seventh_from if parent else None
        return Node(self.count, key, name, kind, parent, description, seventh_from=inherited)

    def _extensions(self, stem: Node) -> Iterator[Node]:
        if stem.seventh_from is None:
            return
        padded = stem.key.ljust(6, "X")
        for character, meaning, _ in stem.seventh_from.seventh:
            code = padded + character
            if code in self.known_codes:  # not every character goes with every stem
                yield self._node(code, f"{code[:3]}.{code[3:]}", "extension", stem, meaning)


def _read_notes(element: ET.Element, node: Node) -> None:
    for child in element:
        if child.tag in NOTE_TAGS:
            node.notes.setdefault(NOTE_TAGS[child.tag], []).extend(filter(None, map(_text, child)))
        elif child.tag == "sevenChrDef":
            node.seventh, node.seventh_from = _read_seventh(child), node


def _read_seventh(element: ET.Element) -> list[tuple[str, str, str]]:
    """(character, meaning, note) of each 7th character; a note belongs to the character before it."""
    found: list[tuple[str, str, str]] = []
    for child in element:
        if child.tag == "extension":
            found.append((child.attrib["char"], _text(child), ""))
        elif child.tag == "note" and found:
            character, meaning, note = found.pop()
            found.append((character, meaning, "; ".join(filter(None, [note, _text(child)]))))
    return found


def _text(element: ET.Element | None) -> str:
    return " ".join((element.text or "").split()) if element is not None else ""


def _search_row(node: Node) -> tuple[int, str, str]:
    """What full-text search sees of a code; an extension is found by its parent's words too."""
    described = node.parent if node.kind == "extension" and node.parent else node
    words = node.description if described is node else f"{described.description}, {node.description}"
    terms = [*described.notes.get("inclusion_term", []), *described.notes.get("includes", [])]
    return node.id, words, "; ".join(terms)


def _write(path: Path, nodes: list[Node], digest: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("digest", digest), ("edition", EDITION), ("billable_codes", str(BILLABLE_CODES))],
        )
        connection.executemany(
            "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    node.id,
                    node.key,
                    node.name,
                    node.kind,
                    _is_billable(node),
                    node.parent.id if node.parent else None,
                    node.seventh_from.id if node.seventh_from else None,
                    node.description,
                )
                for node in nodes
            ),
        )
        connection.execute("CREATE INDEX node_parent ON node (parent)")
        connection.executemany(
            "INSERT INTO note VALUES (?, ?, ?, ?)",
            (
                (node.id, kind, sequence, text)
                for node in nodes
                for kind, texts in sorted(node.notes.items())
                for sequence, text in enumerate(texts)
            ),
        )
        connection.executemany(
            "INSERT INTO seventh_character VALUES (?, ?, ?, ?, ?)",
            ((node.id, sequence, *row) for node in nodes for sequence, row in enumerate(node.seventh)),
        )
        for table, kinds in (("search", ("category", "subcategory")), ("search_extension", ("extension",))):
            connection.executemany(
                f"INSERT INTO {table} (rowid, description, terms) VALUES (?, ?, ?)",
                (_search_row(node) for node in nodes if node.kind in kinds),
            )
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        connection.executescript(COUNT_WORDS)
        connection.commit()
        connection.execute("VACUUM")
