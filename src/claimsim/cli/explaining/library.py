"""Where a word occurs in the scenarios that come with the program: in their files, and in what happens in them.

What a scenario does not assert happens in it all the same: so each is lived through once, the first time anybody asks.
"""

import re
from collections.abc import Iterable
from functools import cache

from claimsim.cli.explaining.occurrences import kept
from claimsim.code_tables import CodeTables
from claimsim.model.claim import Claim
from claimsim.model.codes import Coding
from claimsim.model.remittance import RemittanceClaim
from claimsim.resources import MissingResource
from claimsim.scenario.bench import Bench
from claimsim.scenario.coverage import usage_of
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.outcome import Outcome

_RULE, _MODIFIER, _PLACE, _STATUS, _ENTITY = "rule ", "modifier ", "place ", "status ", "entity "
_CODES = ("ICD-10-CM", "CPT", "HCPCS", "remittance advice", "adjustment group", "claim status category")
_SPACES = {
    "rule": _RULE, "modifier": _MODIFIER, "place of service": _PLACE, "claim status code (277CA)": _STATUS,
    "entity code (277CA)": _ENTITY,
}  # fmt: skip
"""Kinds whose names are short numbers or words: each in a space of its own."""


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


def _live_through() -> dict[str, frozenset[str]]:
    """What occurs in each scenario with the shipped tables; nothing in one that does not run."""
    bench = Bench(CodeTables.load())
    found: dict[str, frozenset[str]] = {}
    for path in shipped_scenarios():
        try:
            found[path.stem] = frozenset(_met(bench.live(path).outcome))
        except MissingResource:  # of the installation: nothing may be kept of it
            raise
        except Exception:  # what is wrong with it is for `claimsim test` to say
            found[path.stem] = frozenset()
    return found


@cache
def _occurrences() -> dict[str, frozenset[str]]:
    return kept(_live_through)


def _key(kind: str, name: str) -> str:
    """What `_met` calls it; empty for kinds that only files name."""
    if kind in _SPACES:
        return _SPACES[kind] + name
    if "CARC" in kind:
        return name if "-" in name else f"carc {name}"
    return name if kind.startswith(_CODES) else ""


def _met(outcome: Outcome) -> Iterable[str]:
    usage = usage_of(outcome)
    yield from (_RULE + rule for rule in (*usage.fired, *usage.coding))
    yield from (_RULE + hit.edit for hit in outcome.hits)
    for coding in (outcome.first_coding, outcome.coding):
        yield from _of_coding(coding) if coding is not None else ()
    for claim in outcome.claims:
        yield from _of_claim(claim.claim)
    for remittance in outcome.remittances:
        yield from _of_answer(remittance.answer)
    for status in outcome.rejections:
        yield from (status.category, f"{status.category}:{status.status}", _STATUS + status.status)
        yield _ENTITY + status.entity


def _of_coding(coding: Coding) -> Iterable[str]:
    yield from (diagnosis.code for diagnosis in coding.diagnoses)
    yield from (service.code for service in coding.services)


def _of_claim(claim: Claim) -> Iterable[str]:
    yield _PLACE + claim.place_of_service
    yield from claim.diagnoses
    for line in claim.lines:
        yield line.code
        yield from (_MODIFIER + modifier for modifier in line.modifiers)


def _of_answer(answer: RemittanceClaim) -> Iterable[str]:
    yield from answer.remarks
    for line in answer.lines:
        yield from line.remarks
    for adjustment in (*answer.adjustments, *(a for line in answer.lines for a in line.adjustments)):
        yield from (adjustment.group, adjustment.code, f"carc {adjustment.carc}")


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
