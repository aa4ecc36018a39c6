"""A note of the ICD-10-CM tabular list and the codes it names in brackets."""

import re
from functools import lru_cache
from typing import NamedTuple

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_REFERENCE = re.compile(rf"\b({_CODE})\b(?: ?- ?({_CODE})\b)?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ENDING = re.compile(r"[.-]([0-9A-Z]+)")
_PLACE = re.compile(r"(fourth|fifth|sixth|seventh)[ -]character ([0-9A-Z])")
_PLACES = {"fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6}


class Note(NamedTuple):
    """An instruction of the tabular list; ``code`` is where it stands, which may be a parent, a block or a chapter."""

    code: str
    text: str

    def names(self, code: str) -> bool:
        """Whether the note's brackets name a code, a heading above it (M10.-) or a range that holds it (E08-E13).

        "(E08-E13 with .42)" names only the codes of the range that go on so, "(A37 with fifth-character 1)" those
        with that character. A note without a code in brackets names none: it must be read.
        """
        wanted = code.upper().replace(".", "")
        return any(
            first <= wanted[: len(first)] and wanted[: len(last)] <= last and _goes_on(wanted, condition)
            for first, last, condition in _references(self.text)
        )


@lru_cache(maxsize=4096)
def _references(text: str) -> tuple[tuple[str, str, str], ...]:
    """(first, last, condition) of each code or range in brackets, without dots; the words after "with" go with all."""
    found = []
    for bracket in _BRACKETS.findall(text):
        codes, _, condition = bracket.partition(" with ")
        for first, last in _REFERENCE.findall(codes):
            found.append((first.replace(".", ""), (last or first).replace(".", ""), condition))
    return tuple(found)


def _goes_on(code: str, condition: str) -> bool:
    if not condition:
        return True
    if place := _PLACE.search(condition):
        return code[_PLACES[place[1]] :].startswith(place[2])
    return any(code[3:].startswith(ending) for ending in _ENDING.findall(condition))
