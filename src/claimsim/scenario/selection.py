"""Which scenarios are meant: by words in their names and titles, by what they teach, by level, by what failed last."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from claimsim.diagnostics import InvalidInput, suggest

from .load import read_meta

Matcher = Callable[[str], bool]
_TOKEN = re.compile(r"\(|\)|[^\s()]+")


class BadExpression(Exception):
    """An expression for `-k` that cannot be read; the text says where."""


class Selection(Struct, frozen=True):
    """What to keep. Empty things keep everything."""

    words: str = ""
    tags: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def keep(self, files: Iterable[tuple[Path, str]]) -> tuple[tuple[Path, str], ...]:
        """The files that are meant, and those that cannot be read, to tell their faults. Raises `BadExpression`."""
        matches = compile_words(self.words)
        if not (self.words or self.tags or self.levels):
            return tuple(files)
        return tuple((path, shown) for path, shown in files if self._keeps(path, matches))

    def _keeps(self, path: Path, matches: Matcher) -> bool:
        try:
            meta = read_meta(path)
        except InvalidInput:
            return True
        if self.levels and meta.level not in self.levels:
            return False
        if self.tags and not set(self.tags) & set(meta.teaches):
            return False
        return matches(" ".join((f"{path.parent.name}/{path.stem}", meta.title, *meta.teaches)).casefold())


def untaught(tags: Sequence[str], files: Iterable[tuple[Path, str]]) -> tuple[tuple[str, str | None], ...]:
    """The tags that none of the files teaches, each with the one that may be meant. Without tags no file is read."""
    if not tags:
        return ()
    taught: set[str] = set()
    for path, _ in files:
        try:
            taught.update(read_meta(path).teaches)
        except InvalidInput:
            return ()
    return tuple((tag, suggest(tag, taught)) for tag in tags if tag not in taught)


def compile_words(expression: str) -> Matcher:
    """A test for `-k`: words that occur in a text, with `and`, `or`, `not` and brackets; `and` may be left out.

    Raises `BadExpression` for anything else.
    """
    tokens = _TOKEN.findall(expression.casefold())
    if not tokens:
        return lambda text: True
    matcher, rest = _either(tokens)
    if rest:
        raise BadExpression(f"nothing belongs before {rest[0]!r} in {expression!r}")
    return matcher


def _either(tokens: Sequence[str]) -> tuple[Matcher, Sequence[str]]:
    left, rest = _both(tokens)
    while rest and rest[0] == "or":
        right, rest = _both(rest[1:])
        left = _joined(left, right, any)
    return left, rest


def _both(tokens: Sequence[str]) -> tuple[Matcher, Sequence[str]]:
    left, rest = _one(tokens)
    while rest and rest[0] not in ("or", ")"):
        right, rest = _one(rest[1:] if rest[0] == "and" else rest)
        left = _joined(left, right, all)
    return left, rest


def _joined(left: Matcher, right: Matcher, how: Callable[[Iterable[bool]], bool]) -> Matcher:
    return lambda text: how((left(text), right(text)))


def _one(tokens: Sequence[str]) -> tuple[Matcher, Sequence[str]]:
    if not tokens or tokens[0] in ("and", "or", ")"):
        raise BadExpression(f"a word is missing {f'before {tokens[0]!r}' if tokens else 'at the end'}")
    word, rest = tokens[0], tokens[1:]
    if word == "not":
        matcher, rest = _one(rest)
        return (lambda text: not matcher(text)), rest
    if word == "(":
        matcher, rest = _either(rest)
        if not rest or rest[0] != ")":
            raise BadExpression("a closing bracket is missing")
        return matcher, rest[1:]
    return (lambda text: word in text), rest
