"""The coder's tables compiled: what is looked up while a note is read. Compiled once per process and folder."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.coding import tokens
from claimsim.coding.entries import (
    Condition,
    Cue,
    Level,
    Link,
    Medication,
    Pattern,
    ServiceEntry,
    Site,
    Vaccine,
    compile_services,
    condition_of,
    service_of,
)

Node = dict[str, Any]
"""A node of the term tree: word to node; under the empty word the entries of the term that ends here."""

Entry = Condition | Cue | Medication | Vaccine | Site
SIDES = {
    "right": "right",
    "left": "left",
    "bilateral": "bilateral",
    "bilaterally": "bilateral",
    "both": "bilateral",
    "r": "right",
    "l": "left",
    "lt": "left",
}
FILLERS = frozenset({"the", "a", "an", "of", "in", "his", "her", "my", "your", "their", "this", "on", "to"})


class Lexicon(Struct, frozen=True):
    """Everything the coder knows that is a table."""

    root: Node
    senses: Mapping[str, tuple[tokens.Sense, ...]]
    headings: Mapping[str, tuple[str, str]]
    conditions: Mapping[str, Condition]
    links: tuple[Link, ...]
    medications: tuple[Medication, ...]
    vaccines: tuple[Vaccine, ...]
    services: tuple[ServiceEntry, ...]
    triggers: Mapping[str, tuple[Pattern, ...]]
    trigger_words: frozenset[str]
    sites: Mapping[str, Site]
    levels: Mapping[tuple[str, str], tuple[Level, ...]]


def lexicon_of(tables: CodeTables) -> Lexicon:
    """The lexicon that belongs to some code tables: theirs, with the files of their overlays in place of the
    shipped.
    """
    return _compiled((tables.folder, *tables.overlays))


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon of the shipped tables alone."""
    return _compiled((resources.code_tables_dir(),))


@lru_cache(maxsize=8)
def _compiled(folders: tuple[Path, ...]) -> Lexicon:
    def rows(name: str) -> Iterator[dict[str, str]]:
        path = next((p for folder in reversed(folders) if (p := folder / f"{name}.csv").is_file()), None)
        if path is None:
            raise resources.MissingResource(f"the code table {name}.csv is missing: install claimsim again")
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    senses = _senses(rows("abbreviations"))
    conditions = {row["term"]: condition_of(row) for row in rows("diagnosis_index")}
    medications = tuple(
        Medication(
            row["drug"],
            row["supply"] == "prescription",
            _listed(row["indications"]),
            row["long_term"],
            _terms(row["drug"], row["synonyms"]),
        )
        for row in rows("medications")
    )
    vaccines = tuple(_vaccine(row) for row in rows("vaccines"))
    sites = [(Site(r["site"], r["joint"], r["skin"], r["region"], r["sided"] == "yes"), r) for r in rows("body_sites")]
    services = tuple(service_of(row) for row in rows("procedure_index"))

    root: Node = {}
    for condition in conditions.values():
        for term in condition.terms:
            for order in _orders(term):
                _add(root, order, condition, senses)
    for row in rows("assertion_cues"):
        _add(root, row["cue"], Cue(row["kind"], row["value"], row["direction"] or "before"), senses)
    for medication in medications:
        for term in medication.terms:
            _add(root, term, medication, senses)
    for vaccine in vaccines:
        for term in vaccine.terms:
            _add(root, f"{term} vaccine", vaccine, senses)
            _add(root, f"{term} shot", vaccine, senses)
    site_words: dict[str, Site] = {}
    for site, row in sites:
        for term in _terms(row["site"], row["synonyms"]):
            _add(root, term, site, senses)
            site_words[tokens.stem(term)] = site
    levels: dict[tuple[str, str], list[Level]] = {}
    for row in rows("em_levels"):
        level = Level(row["mdm"], row["code"], int(row["minutes"] or 0))
        levels.setdefault((row["family"], row["patient"]), []).append(level)
    triggers = compile_services(services)
    return Lexicon(
        root,
        senses,
        _headings(rows("section_headings")),
        conditions,
        tuple(
            Link(
                frozenset(r["conditions"].split("+")),
                frozenset(r["when"].split()),
                r["code"],
                frozenset(r["replaces"].split("+")),
                r["authority"],
            )
            for r in rows("diagnosis_links")
        ),
        medications,
        vaccines,
        services,
        triggers,
        frozenset(triggers) | frozenset(f"{word}s" for word in triggers),
        site_words,
        {key: tuple(value) for key, value in levels.items()},
    )


def _senses(rows: Iterator[dict[str, str]]) -> dict[str, tuple[tokens.Sense, ...]]:
    senses: dict[str, tuple[tokens.Sense, ...]] = {}
    for row in rows:
        sense = tokens.Sense(
            tuple(tokens.words(row["expansion"])),
            frozenset(row["section"].split()),
            frozenset(row["near"].split()),
            row["case"] == "upper",
        )
        key = row["abbreviation"].replace("'", "")
        if sense.words != (key,):
            senses[key] = (*senses.get(key, ()), sense)
    return senses


def _headings(rows: Iterator[dict[str, str]]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        for heading in row["headings"].split("|"):
            found.setdefault(heading, (row["section"], row["role"]))
    return found


def _vaccine(row: dict[str, str]) -> Vaccine:
    return Vaccine(
        row["vaccine"],
        row["code"],
        int(row["components"]),
        row["route"],
        int(row["minimum_age"] or 0),
        int(row["maximum_age"] or 200),
        row["medicare_administration"],
        row["administration"],
        _terms(row["vaccine"], row["synonyms"]),
    )


def _add(root: Node, term: str, entry: Entry, senses: Mapping[str, tuple[tokens.Sense, ...]]) -> None:
    found = tokens.words(term)
    # Terms are written as notes are after expansion; only unconditional abbreviations are sure to be expanded.
    plain = [
        word
        for part in found
        for word in (
            senses[part][0].words if part in senses and len(senses[part]) == 1 and _always(senses[part][0]) else (part,)
        )
    ]
    for way in {tuple(found), tuple(plain)}:
        node = root
        for word in way:
            node = node.setdefault(word, {})
        entries = node.get("", ())
        if entry not in entries:
            node[""] = (*entries, entry)


def _always(sense: tokens.Sense) -> bool:
    return not (sense.sections or sense.near or sense.upper_case)


def _orders(term: str) -> tuple[str, ...]:
    head, mark, site = term.partition("~")
    return (f"{head} {site}", f"{site} {head}") if mark else (term,)


def _terms(first: str, synonyms: str) -> tuple[str, ...]:
    return (first, *(part for part in synonyms.split("|") if part))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)
