"""Where a word occurs in the scenarios that come with the program."""

import re
from functools import cache

from claimsim.scenario.library import shipped_scenarios


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    found = ((path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in shipped_scenarios())
    return tuple(found)


def scenarios_with(kind: str, name: str) -> tuple[str, ...]:
    """The ids of the scenarios whose files name it. A code is searched as such a file writes it."""
    pattern = re.compile(_pattern(kind, re.escape(name)), re.IGNORECASE)
    return tuple(stem for stem, text in _texts() if pattern.search(text))


def _pattern(kind: str, name: str) -> str:
    if kind == "modifier":
        return rf"modifier-{name}\b|modifiers: *\[[^\]\n]*\b{name}\b"
    if kind == "place of service":
        return rf"place_of_service: *\"?{name}\b"
    if "CARC" in kind and "-" not in name:
        return rf"\b(CO|PR|OA|PI)-{name}\b|\bcarc: *\"?{name}\b"
    if kind == "term":
        return rf"teaches:[^\n]*\b{name.replace(chr(92) + ' ', '[- ]')}\b"
    if kind == "entity code (277CA)":
        return rf"\b[A-F][0-9]:[0-9]+:{name}\b"
    if kind == "claim status code (277CA)":
        return rf"\b[A-F][0-9]:{name}\b"
    return rf"(?<![\w.-]){name}(?![\w-]|\.\w)"
