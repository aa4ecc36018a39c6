"""Search over all code systems, for people who know the words and not the code."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Literal, NamedTuple, get_args

from claimsim.code_tables.icd10cm_search import search_words
from claimsim.code_tables.table import in_effect
from claimsim.code_tables.tables import CodeTables

System = Literal["ICD-10-CM", "procedure", "modifier", "place-of-service", "CARC", "RARC"]
SYSTEMS: tuple[System, ...] = get_args(System)


class Found(NamedTuple):
    """A code that fits; ``billable`` is whether a claim may carry it as it stands."""

    system: System
    code: str
    description: str
    billable: bool


def search_codes(
    tables: CodeTables, text: str, system: System | None = None, on: date | None = None, limit: int = 20
) -> tuple[Found, ...]:
    """Codes whose number begins with the text or whose words begin with each of its words.

    Exact codes come first, then the systems in the order of ``SYSTEMS``, each with at most ``limit`` codes; last the
    diagnoses whose own words are others; diagnoses with some of the words only where nothing else has all. ``on``
    leaves out what did not hold on that day. No text is an error; one without a letter or digit finds nothing.
    """
    wanted = search_words(text)
    if not wanted or limit < 1:
        return ()
    by_system = {name: list(_SEARCHES[name](tables, text, on, limit)) for name in SYSTEMS if system in (None, name)}
    diagnoses = by_system.get("ICD-10-CM", [])
    others = len(diagnoses) < sum(map(len, by_system.values()))
    if others and all(_is_remote(hit, text, wanted) for hit in diagnoses):
        by_system["ICD-10-CM"] = []  # another system has all of the words: "flu vaccine" is no flutter
    found = [hit for hits in by_system.values() for hit in hits]
    plain = _squeezed(text)
    return tuple(sorted(found, key=lambda hit: (_squeezed(hit.code) != plain, _is_remote(hit, text, wanted))))


def _is_remote(hit: Found, text: str, wanted: list[str]) -> bool:
    """Whether a diagnosis was found by some of the words or by other words for it: what has all of them goes before."""
    if hit.system != "ICD-10-CM" or _squeezed(hit.code).startswith(_squeezed(text)):
        return False
    return not _all_begin(wanted, search_words(hit.description))


def missing_words(text: str, found: Iterable[Found]) -> tuple[str, ...]:
    """The words of a text that no code has all together: those that are in none of the descriptions, else all of them.

    Empty where a code fits that has them all, or begins with the text.
    """
    wanted, hits = search_words(text), tuple(found)
    if any(_squeezed(h.code).startswith(_squeezed(text)) or _all_begin(wanted, _words(h)) for h in hits):
        return ()
    return _in_none(wanted, hits) or tuple(wanted)


def _diagnoses(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterator[Found]:
    """Those that fit; where they lack a word altogether, in turns with those that have it."""
    found = _in_list(tables, text, on, limit)
    wanted = search_words(text)
    lacking = _in_none(wanted, found)
    if not found or not 0 < len(lacking) < len(wanted):  # all of them: found by other words for the same
        yield from found
        return
    lists = [found, *(_in_list(tables, word, on, limit) for word in lacking)]
    in_turns = (hit for turn in zip_longest(*lists) for hit in turn if hit is not None)
    yield from tuple(dict.fromkeys(in_turns))[:limit]


def _in_list(tables: CodeTables, text: str, on: date | None, limit: int) -> tuple[Found, ...]:
    rows = tables.icd10cm.search(text, limit, on)
    return tuple(Found("ICD-10-CM", row.code, row.description, row.billable) for row in rows)


def _in_none(wanted: Iterable[str], found: Iterable[Found]) -> tuple[str, ...]:
    there = [word for hit in found for word in _words(hit)]
    return tuple(part for part in wanted if not _all_begin([part], there))


def _words(hit: Found) -> list[str]:
    return search_words(f"{hit.code} {hit.description}")


def _procedures(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterable[Found]:
    rows = [row for row in tables.procedures() if on is None or in_effect(row, on)]
    drugs: dict[str, str] = {}
    for drug in tables.drugs():
        drugs[drug.code] = " ".join((drugs.get(drug.code, ""), drug.drug, *drug.synonyms))
    return _ranked("procedure", text, limit, ((row.code, row.description, drugs.get(row.code, "")) for row in rows))


def _modifiers(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterable[Found]:
    rows = (row for row in tables.modifiers() if on is None or in_effect(row, on))
    return _ranked("modifier", text, limit, ((row.modifier, row.short, row.description) for row in rows))


def _places(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterable[Found]:
    rows = (row for row in tables.places_of_service() if on is None or in_effect(row, on))
    return _ranked("place-of-service", text, limit, ((row.code, row.name, "") for row in rows))


def _carcs(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterable[Found]:
    rows = (row for row in tables.adjustment_reasons() if on is None or in_effect(row, on))
    return _ranked("CARC", text, limit, ((row.carc, row.meaning, "") for row in rows))


def _rarcs(tables: CodeTables, text: str, on: date | None, limit: int) -> Iterable[Found]:
    rows = (row for row in tables.remark_codes() if on is None or in_effect(row, on))
    return _ranked("RARC", text, limit, ((row.rarc, row.meaning, "") for row in rows))


_SEARCHES: dict[System, Callable[[CodeTables, str, date | None, int], Iterable[Found]]] = {
    "ICD-10-CM": _diagnoses,
    "procedure": _procedures,
    "modifier": _modifiers,
    "place-of-service": _places,
    "CARC": _carcs,
    "RARC": _rarcs,
}


def _ranked(system: System, text: str, limit: int, rows: Iterable[tuple[str, str, str]]) -> list[Found]:
    """The (code, description, further words) that fit: by code, then by words of the description, then by the rest."""
    wanted, beginning = search_words(text), _squeezed(text)
    hits: list[tuple[int, str, Found]] = []
    for code, description, further in rows:
        if _squeezed(code).startswith(beginning):
            rank = 0
        elif _all_begin(wanted, search_words(description)):
            rank = 1
        elif _all_begin(wanted, search_words(f"{description} {further}")):
            rank = 2
        else:
            continue
        hits.append((rank, code, Found(system, code, description, True)))
    return [found for _, _, found in sorted(hits)[:limit]]


def _all_begin(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _squeezed(code: str) -> str:
    return code.strip().upper().replace(".", "")
