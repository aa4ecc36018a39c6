"""Every name that the tabular list gives a condition, as a set of words: "peripartum cardiomyopathy" is no
cardiomyopathy of the heart's own chapter.

The build writes them into a data base: the titles and inclusion terms of the list (injuries, external causes and
encounters apart, whose titles are not names), and the names of the table `disease_names`. A name is found where all of
its words are said and nothing else; words that mean the same (`name_words`) count as one. Beside them stand the titles
of each category as they are read, which takes milliseconds for one with many.
"""

import csv
import os
import re
import sqlite3
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import combinations, islice, product
from pathlib import Path
from zlib import crc32

import msgspec

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.code_tables.icd10cm import Icd10cm
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.titles import Category, Title, stems, titles_of

SCHEMA = """
CREATE TABLE name (words TEXT PRIMARY KEY, code TEXT NOT NULL, sides TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE category (code TEXT PRIMARY KEY, titles BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE term (words TEXT PRIMARY KEY, term TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE title (words TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE marks (names BLOB NOT NULL, pairs BLOB NOT NULL, titles BLOB NOT NULL);
-- marks: checksums in order, four bytes each
PRAGMA user_version = 4;
"""
_LAYOUT = 4
"""Of the data base, as its `user_version`."""
MOST_WORDS = 7
_BETWEEN = re.compile(r"[^a-z0-9 ]+")
_SPELLED = re.compile(r"[a-z0-9]+")
_MOST_PIECES = 10
_LETTER = re.compile(r"\bA\b")
_MOST_WAYS = 8
_MOST_REMEMBERED = 50_000
_NOT_NAMES = ("S", "T", "V", "W", "X", "Y", "Z", "C43", "C44", "D03", "D04", "D22", "D23")
"""Chapters whose titles are not names, and the categories of the skin: "skin" is a filler, and the breast is not its
skin.
"""
_IN_ORDER = frozenset({"injury", "status", "preventive"})
_CAUSAL = frozenset({"due", "secondary", "from", "related", "associated", "after", "by", "without"})
_CHRONIC = frozenset("CDEFGHIM")
_CATEGORY = msgspec.msgpack.Decoder(Category)
_SYSTEMS = {
    "F": "mental", "G": "nervous", "I": "circulatory", "J": "respiratory", "K": "digestive", "L": "skin",
    "M": "musculoskeletal", "N": "genitourinary", "O": "pregnancy", "S": "injury", "T": "injury", "C": "neoplasm",
    "D": "neoplasm", "E": "endocrine", "A": "infection", "B": "infection", "H": "eye", "Z": "status",
}  # fmt: skip


class Names:
    """Look-ups by sets of words."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        if self._connection.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            raise resources.MissingResource(
                "the names of the tabular list are those of another version: install claimsim again "
                "(in the repository, `python3 dev.py setup`)"
            )
        self._together: dict[tuple[str, str], bool] = {}
        self._categories: dict[str, Category] = {}
        marks = self._connection.execute("SELECT names, pairs, titles FROM marks").fetchone()
        self._names, self._pairs, self._titles = (array("I", blob) for blob in marks)

    def knows(self, word: str) -> bool:
        """Whether a singular word is part of any name."""
        return self._connection.execute("SELECT 1 FROM word WHERE word = ?", (word,)).fetchone() is not None

    def may_name(self, key: str) -> bool:
        """Whether a set of words may be a name: quick, and wrong once in hundred thousand times."""
        return _among(crc32(key.encode()), self._names)

    def together(self, word: str, other: str) -> bool:
        """Whether two words may stand in one name."""
        pair = (word, other) if word < other else (other, word)
        known = self._together.get(pair)
        if known is None:
            if len(self._together) >= _MOST_REMEMBERED:
                self._together.clear()
            known = self._together[pair] = _among(crc32(" ".join(pair).encode()), self._pairs)
        return known

    def category(self, code: str) -> Category:
        """The titles below a category; none where the list has no such category."""
        known = self._categories.get(code)
        if known is None:
            found = self._connection.execute("SELECT titles FROM category WHERE code = ?", (code,)).fetchone()
            known = _CATEGORY.decode(zlib.decompress(found[0])) if found else Category((), frozenset())
            self._categories[code] = known
        return known

    def listed(self, low: str) -> tuple[str, str] | None:
        """The code (@ where a 7th character stands) whose title a lower-case text begins with, word for word, and the
        rest of the text; None if it begins with no title.
        """
        mark, said, best = 0, "", ""
        for piece in _BETWEEN.split(low, _MOST_PIECES):
            for_mark = f"{' '.join(piece.split())} "
            if for_mark == " ":
                continue
            mark = crc32(for_mark.encode(), mark)
            said += for_mark
            if _among(mark, self._titles):
                best = said
        if not best:
            return None
        found = self._connection.execute("SELECT code FROM title WHERE words = ?", (best,)).fetchone()
        if found is None:
            return None
        end = next(islice(_SPELLED.finditer(low), best.count(" ") - 1, None)).end()
        return found[0], low[end:]

    def indexed(self, keys: Sequence[str]) -> dict[str, str]:
        """The terms of the diagnosis index whose words are some sets of words, by key."""
        marks = ",".join("?" * len(keys))
        return dict(self._connection.execute(f"SELECT words, term FROM term WHERE words IN ({marks})", keys).fetchall())

    def named(self, keys: Sequence[str]) -> dict[str, Title]:
        """What some sets of words (see `key_of`) name in the tabular list, by key."""
        marks = ",".join("?" * len(keys))
        found = self._connection.execute(f"SELECT words, code, sides FROM name WHERE words IN ({marks})", keys)
        return {key: _title(key, code, sides) for key, code, sides in found}


@cache
def names() -> Names:
    """The names. Raises :class:`claimsim.resources.MissingResource` where they were never gathered."""
    return Names(resources.names_path())


def key_of(words: Iterable[str], alike: Mapping[str, tuple[str, ...]]) -> str:
    """A set of words in one order: singular, without fillers and sides, each as the word that it stands for."""
    return " ".join(sorted({same for word in stems(words) for same in alike.get(word, (word,))}))


def condition_of_title(title: Title, name: str) -> Condition:
    """A title as a row of the index would have it."""
    code = title.code
    letter = code[0]
    sides = title.sides if len(title.sides) > 1 else ()
    lasting = letter in _CHRONIC and "acute" not in title.words
    kind = "status" if letter == "Z" else "chronic" if lasting else "acute"
    system = _SYSTEMS.get(letter, "")
    return Condition(name, (name,), code, sides, (), kind, letter == "R", frozenset(), system, "", "", bool(sides))


def build() -> None:
    """Gather the names of the shipped tables (when the program is built)."""
    folder = resources.built_dir()
    unfinished = folder / f"names.sqlite.{os.getpid()}.new"
    write(unfinished, CodeTables.load().icd10cm, resources.code_tables_dir())
    unfinished.replace(folder / "names.sqlite")


def write(path: Path, icd: Icd10cm, tables: Path) -> None:
    """Write the data base: the list's own names first, then those of the table that mean nothing else."""
    alike = alike_of(csv.DictReader((tables / "name_words.csv").read_text(encoding="utf-8").splitlines()))
    rows: dict[str, tuple[str, str]] = {}
    ambiguous: set[str] = set()
    categories = {code: titles_of(icd, code) for code in icd.category_codes()}
    for key, title in _listed(icd, categories, alike):
        row = (title.code, "|".join(f"{side}={code}" for side, code in title.sides))
        if rows.setdefault(key, row)[0] != title.code:
            ambiguous.add(key)
    own = frozenset(rows)
    for line in csv.DictReader((tables / "disease_names.csv").read_text(encoding="utf-8").splitlines()):
        key = key_of(tokens.words(tokens.lowered(line["name"])), alike)
        if key not in own and rows.setdefault(key, (line["code"], f"={line['code']}"))[0] != line["code"]:
            ambiguous.add(key)
    for key in ambiguous:
        del rows[key]
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", ((key, *row) for key, row in sorted(rows.items())))
        packed = ((code, zlib.compress(msgspec.msgpack.encode(titles))) for code, titles in categories.items())
        connection.executemany("INSERT INTO category VALUES (?, ?)", packed)
        index = (tables / "diagnosis_index.csv").read_text(encoding="utf-8").splitlines()
        terms = _indexed(csv.DictReader(index), alike)
        connection.executemany("INSERT INTO term VALUES (?, ?)", sorted(terms.items()))
        said = sorted({*rows, *terms})
        known = sorted({word for key in said for word in key.split()})
        connection.executemany("INSERT INTO word VALUES (?)", ((word,) for word in known))
        pairs = {pair for key in said for pair in combinations(key.split(), 2)}
        spelled = _spelled_titles(icd)
        connection.executemany("INSERT INTO title VALUES (?, ?)", sorted(spelled.items()))
        marks = (
            {crc32(key.encode()) for key in said},
            {crc32(" ".join(pair).encode()) for pair in pairs},
            {crc32(words.encode()) for words in spelled},
        )
        connection.execute(
            "INSERT INTO marks VALUES (?, ?, ?)", [array("I", sorted(found)).tobytes() for found in marks]
        )
        connection.commit()


def alike_of(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Word to the words that stand for it in keys."""
    return {row["word"]: tuple(row["stands_for"].split()) for row in rows}


def _among(mark: int, marks: Sequence[int]) -> bool:
    at = bisect_left(marks, mark)
    return at < len(marks) and marks[at] == mark


def _listed(
    icd: Icd10cm, categories: Mapping[str, Category], alike: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Title]]:
    """The names of the tabular list. "and" joins alternatives, each of which is a name (guideline I.A.14)."""
    for code, category in categories.items():
        if code.startswith(_NOT_NAMES):
            continue
        for title in category.titles:
            description = _description(icd, title.code)
            if title.residual or "classified elsewhere" in description or _LETTER.search(description):
                continue  # a manifestation is named with its disease only; hepatitis A is no hepatitis
            for ways in islice(product(*title.groups), _MOST_WAYS):
                key = key_of(frozenset().union(*ways), alike)
                if key and key.count(" ") < MOST_WORDS:
                    yield key, title


def _spelled_titles(icd: Icd10cm) -> dict[str, str]:
    """Every title that one code alone has, as its words with a blank behind each."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for category in icd.category_codes():
        for row, extended in icd.leaves(category):
            words = "".join(f"{word} " for word in _SPELLED.findall(tokens.lowered(row.description)))
            code = f"{(row.code if '.' in row.code else f'{row.code}.').ljust(7, 'X')}@" if extended else row.code
            if found.setdefault(words, code) != code:
                several.add(words)
    return {words: code for words, code in found.items() if words not in several}


def _indexed(rows: Iterable[Mapping[str, str]], alike: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The names of several words that the diagnosis index has for diseases, each with its row's term: what a note says
    in another order ("cirrhosis, alcoholic, with ascites"). Injuries go by their sites, statuses by their own words.
    """
    found: dict[str, str] = {}
    several: set[str] = set()
    for row in rows:
        if row["system"] in _IN_ORDER or row["problem"] == "status" or not row["code"]:
            continue
        for name in filter(None, (row["term"], *row["synonyms"].split("|"))):
            words = tokens.words(name.replace("~", " "))
            if not _CAUSAL.isdisjoint(words):
                continue  # insomnia from depression is no depression with insomnia
            key = key_of(words, alike)
            if 0 < key.count(" ") < MOST_WORDS and found.setdefault(key, row["term"]) != row["term"]:
                several.add(key)
    return {key: term for key, term in found.items() if key not in several}


def _description(icd: Icd10cm, code: str) -> str:
    row = icd.get(code.partition("@")[0].rstrip("X"))
    return row.description if row is not None else ""


def _title(key: str, code: str, sides: str) -> Title:
    words = frozenset(key.split())
    found = tuple((side, own) for side, _, own in (part.partition("=") for part in sides.split("|")))
    return Title((), words, found or (("", code),), 0)
