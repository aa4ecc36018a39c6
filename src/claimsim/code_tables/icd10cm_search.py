"""Full-text search in the ICD-10-CM tabular list: from words to the rows of codes, the best first.

Codes with a 7th character are most of the list and say little that their stem does not: they are searched only for
words that the 7th characters add. Where no code has all words, any two of the rarer ones do, so that the commonest
(right, unspecified, other), which half the list has, are never what is looked for.
"""

import re
import sqlite3
import unicodedata
from itertools import combinations
from typing import NamedTuple

_LONGEST_QUERY = 12  # words
_COMMON = 2500
"""Codes that have a word: of those above there are ten, which stand for themselves and not for what begins so."""
_SHORT = 3
"""Letters of the least word that finds the words it begins."""
_RARE = 6
_COUNT = "SELECT coalesce(sum(codes), 0), max(in_seventh) FROM word WHERE word BETWEEN ? AND ?"
_FIND = "SELECT rowid AS id, bm25({table}, 5.0, 2.0) AS score FROM {table} WHERE {table} MATCH ?"
# A code that can be billed is worth more than a heading, and a category that is itself a code (I10) more than one of
# many siblings.
_RANKED = f"""WITH hit AS ({_FIND}) SELECT hit.id FROM hit JOIN node n ON n.id = hit.id
    ORDER BY hit.score * (1 + 0.15 * n.billable + 0.5 * (n.billable AND n.kind = 'category')), n.id LIMIT ?"""
_STEMS = _RANKED.format(table="search")
_EXTENSIONS = _RANKED.format(table="search_extension")


class _Word(NamedTuple):
    """A word that is looked for: how many codes have it (or what it begins), how, and whether a 7th character does."""

    codes: int
    phrase: str
    in_seventh: bool


def search_words(text: str) -> list[str]:
    """Words of plain letters and digits: what is left can not be read as search syntax, and accents do not matter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word for word in re.findall(r"[a-z0-9]+", plain)]


def find_rows(connection: sqlite3.Connection, text: str, limit: int) -> list[int]:
    """The row numbers of at most `limit` codes that fit a text, the best first.

    All words must be found; if no code has them all, two of the rarer ones; if none has two, the rarest alone.
    """
    asked = dict.fromkeys(search_words(text)[:_LONGEST_QUERY])
    words = sorted(_known(connection, word) for word in asked)
    known = [word for word in words if word.codes or word.in_seventh]
    if not known:
        return []
    if len(known) == len(words) and (found := _all(connection, known, limit)):
        return found
    rare = [word for word in known if 0 < word.codes <= _COMMON][:_RARE] or known[:1]
    pairs = " OR ".join(f"({one.phrase} {other.phrase})" for one, other in combinations(rare, 2))
    return (_rows(connection, _STEMS, pairs, limit) if pairs else []) or _rows(
        connection, _STEMS, " OR ".join(word.phrase for word in rare[:2]), limit
    )


def _all(connection: sqlite3.Connection, words: list[_Word], limit: int) -> list[int]:
    """Codes that have all words, or codes with a 7th character that do."""
    every = " ".join(word.phrase for word in words)
    found = _rows(connection, _STEMS, every, limit)
    if found or not any(word.in_seventh for word in words):
        return found
    of_stem = " ".join(word.phrase for word in words if not word.in_seventh)
    if of_stem and not _rows(connection, "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", of_stem, 1):
        return []
    return _rows(connection, _EXTENSIONS, every, limit)


def _known(connection: sqlite3.Connection, text: str) -> _Word:
    """A word with the phrase that finds it; all but the shortest and the commonest find what begins so, too."""
    codes, in_seventh = connection.execute(_COUNT, (text, text)).fetchone()
    if len(text) < _SHORT or codes > _COMMON:
        return _Word(codes, f'"{text}"', bool(in_seventh))
    codes, in_seventh = connection.execute(_COUNT, (text, f"{text}~")).fetchone()
    return _Word(codes, f'"{text}"*', bool(in_seventh))


def _rows(connection: sqlite3.Connection, query: str, phrases: str, limit: int) -> list[int]:
    return [number for (number,) in connection.execute(query, (phrases, limit))]
