"""Patterns of codes in an instructor's rule: a star at the end stands for the rest, ? for one character."""

import re
from collections.abc import Callable, Iterable


def fits_any(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text fits one of the patterns: a look-up for whole codes, a test of the beginning for plain stars."""
    names = tuple(dict.fromkeys(patterns))
    exact = frozenset(name for name in names if is_exact(name))
    stems = tuple(name[:-1] for name in names if name.endswith("*") and "?" not in name)
    others = [name for name in names if "?" in name]
    if not others and not stems:
        return exact.__contains__
    if not others:
        return lambda text: text in exact or text.startswith(stems)
    form = re.compile("|".join(map(_expression, others)))
    return lambda text: text in exact or text.startswith(stems) or form.fullmatch(text) is not None


def _expression(pattern: str) -> str:
    stem = "".join("." if character == "?" else re.escape(character) for character in pattern.rstrip("*"))
    return stem + (".*" if pattern.endswith("*") else "")


def is_exact(pattern: str) -> bool:
    """Whether it is a whole code."""
    return not pattern.endswith("*") and "?" not in pattern


def covers(wide: str, narrow: str) -> bool:
    """Whether everything that fits the second pattern fits the first."""
    stem, beginning = wide.rstrip("*"), narrow.rstrip("*")
    if not wide.endswith("*"):
        if narrow.endswith("*") or len(stem) != len(beginning):
            return False
    elif len(beginning) < len(stem):
        return False
    return all(one in ("?", other) for one, other in zip(stem, beginning, strict=False))


def overlap(one: str, other: str) -> bool:
    """Whether something can fit both patterns."""
    left, right = one.rstrip("*"), other.rstrip("*")
    shorter = one if len(left) < len(right) else other
    if len(left) != len(right) and not shorter.endswith("*"):
        return False
    return all("?" in (a, b) or a == b for a, b in zip(left, right, strict=False))
