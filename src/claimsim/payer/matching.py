"""Code patterns of payer files: a code, or the beginning of codes with a star after it ("M81*")."""

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=50_000)
def glob_covers(patterns: tuple[str, ...], code: str) -> bool:
    """Whether a pattern names the code, or with a star at its end the code's beginning."""
    return any(code.startswith(p[:-1]) if p.endswith("*") else p == code for p in patterns)


def first_glob(patterns: Iterable[str], code: str) -> str | None:
    """The first pattern that names the code."""
    return next((p for p in patterns if glob_covers((p,), code)), None)
