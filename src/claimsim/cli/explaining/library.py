"""Where a word occurs in the scenarios that come with the program: in their files, and in what happens in them.

What a scenario does not assert happens in it all the same: so each is lived through once, the first time anybody asks.
"""

import re
from functools import cache

from claimsim.cli.explaining.occurrences import SPACES, Occurrences, kept
from claimsim.scenario.library import shipped_scenarios

_CODES = ("ICD-10-CM", "CPT", "HCPCS", "remittance advice", "adjustment group", "claim status category")


def scenarios_with(kind: str, name: str) -> tuple[str, ...]:
    """The ids of the scenarios in which it occurs, or whose files name it as such a file writes it."""
    pattern = re.compile(_pattern(kind, re.escape(name)), re.IGNORECASE)
    met = _key(kind, name)
    occurring = _occurrences() if met else {}
    plain = "" if kind == "term" else name.lower()  # most files lack the word: that is told at once
    return tuple(
        stem
        for stem, text, low in _texts()
        if met in occurring.get(stem, ()) or (plain in low and pattern.search(text) is not None)
    )


@cache
def _texts() -> tuple[tuple[str, str, str], ...]:
    found = ((path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in shipped_scenarios())
    return tuple((stem, text, text.lower()) for stem, text in found)


@cache
def _occurrences() -> Occurrences:
    return kept(_work_out)


def _work_out() -> Occurrences:
    from claimsim.cli.explaining.happenings import live_through  # with the whole program, which a kept answer can spare

    return live_through()


def _key(kind: str, name: str) -> str:
    """What `happenings` calls it; empty for kinds that only files name."""
    if kind in SPACES:
        return SPACES[kind] + name
    if "CARC" in kind:
        return name if "-" in name else f"carc {name}"
    return name if kind.startswith(_CODES) else ""


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
