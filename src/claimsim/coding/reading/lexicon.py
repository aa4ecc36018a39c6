"""The coder's tables compiled: what is looked up while a note is read.

Compiled once for each set of tables; the shipped tables' lexicon is kept in a file when the program is built (see
:mod:`claimsim.stored`).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.coding.reading.paragraphs import Parts, parts_of
from claimsim.coding.reading.performed import Cues, cues_of
from claimsim.coding.reading.sited import sites_of
from claimsim.coding.reading.whole_names import Naming
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import (
    ClinicalQuery,
    Cue,
    Level,
    Limit,
    Link,
    Medication,
    ModifierCue,
    Pattern,
    RepairCode,
    ServiceEntry,
    Site,
    Technique,
    TimedAddOn,
    Vaccine,
)
from claimsim.coding.words.names import alike_of, names
from claimsim.coding.words.rows import (
    clinical_query_of,
    compile_services,
    links_of,
    modifier_cue_of,
    repair_code_of,
    service_of,
    technique_of,
)
from claimsim.coding.words.terms import HEADS, Conditions, Entry, Terms
from claimsim.stored import code_in, kept


class Lexicon(Struct, frozen=True):
    """Everything the coder knows that is a table."""

    root: Terms
    senses: Mapping[str, tuple[tokens.Sense, ...]]
    headings: Mapping[str, tuple[str, str]]
    conditions: Conditions
    links: tuple[Link, ...]
    limits: tuple[Limit, ...]
    medications: tuple[Medication, ...]
    vaccines: tuple[Vaccine, ...]
    services: tuple[ServiceEntry, ...]
    triggers: Mapping[str, tuple[Pattern, ...]]
    trigger_words: frozenset[str]
    sites: Mapping[str, Site]
    site_ends: frozenset[str]
    """The last words of the sites' names."""
    levels: Mapping[tuple[str, str], tuple[Level, ...]]
    repairs: tuple[RepairCode, ...]
    techniques: tuple[Technique, ...]
    timed_add_ons: tuple[TimedAddOn, ...]
    line_cues: Mapping[str, tuple[ModifierCue, ...]]
    note_cues: tuple[ModifierCue, ...]
    note_cue_words: frozenset[str]
    muscles: Mapping[str, str]
    service_cues: Cues
    parts: Parts
    implied: Mapping[str, tuple[str, ...]]
    """A note's word to the words of the tabular list that it stands for."""
    alike: Mapping[str, tuple[str, ...]]
    """A word to the words that stand for it where names are compared."""
    families: Mapping[str, frozenset[str]]
    """A condition to the categories of the codes that it is linked to."""
    drug_effects: Mapping[str, str]
    """A drug's name to the stem of its codes in T36 to T50."""
    drug_induced: Mapping[str, tuple[tuple[str, str], ...]]
    """A code to what it becomes where a drug caused it: the beginning of the drug's code (or none), and the code."""
    aftercare: Mapping[str, str]
    """A word of an operation to the code for its aftercare."""
    reasons: Mapping[str, tuple[str, str, str]]
    """A service to the diagnosis that it tells, where that goes, and beside which codes it does not."""
    general: Mapping[str, tuple[str, ...]]
    """A general code to the beginnings of codes that say more."""
    pregnancy_codes: Mapping[str, tuple[str, str, bool]]
    """A condition to its code in chapter 15, the trimester's digits there, and whether its own code stays beside it."""
    newborn_codes: Mapping[str, str]
    """A condition to its code in chapter 16, for the first 28 days."""
    clinical_queries: tuple[ClinicalQuery, ...]
    """What the record shows that no diagnosis explains, and diagnoses that a result speaks against."""
    history_codes: Mapping[str, str]
    """How the code of a disease begins to the code of its history."""
    naming: Naming | None = None
    """Looks up the names of the tabular list; added when the lexicon is loaded."""


TABLES = (
    "abbreviations", "aftercare_words", "assertion_cues", "body_sites", "clinical_queries", "diagnosis_index",
    "diagnosis_limits", "diagnosis_links", "drug_effects", "drug_induced", "em_levels", "endoscopic_techniques",
    "general_diagnoses", "history_codes", "implied_words", "medications", "modifier_cues", "muscles", "name_words",
    "newborn_codes", "note_parts", "other_places", "pregnancy_codes", "procedure_index", "repair_codes",
    "section_headings", "service_cues", "service_diagnoses", "timed_add_ons", "vaccines",
)  # fmt: skip
"""The files that a lexicon is made from."""
_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "words")


def lexicon_of(tables: CodeTables) -> Lexicon:
    """The lexicon that belongs to some code tables: theirs, with the files of their overlays in place of the
    shipped.
    """
    return _lexicon((tables.folder, *tables.overlays))


def shipped() -> Lexicon:
    """The lexicon of the shipped tables alone."""
    return _lexicon((resources.code_tables_dir(),))


@lru_cache(maxsize=8)
def _lexicon(folders: tuple[Path, ...]) -> Lexicon:
    texts = {name: _text(name, folders) for name in TABLES}
    if folders == (resources.code_tables_dir(),):
        sources = [*code_in(*_CODE), *(text.encode() for text in texts.values())]
        made = kept(resources.lexicon_path(), sources, Lexicon, lambda: compiled(texts))
    else:
        made = compiled(texts)
    return replace(made, naming=Naming(names(), made.alike, made.families, made.general, made.conditions))


def _text(name: str, folders: tuple[Path, ...]) -> str:
    path = next((p for folder in reversed(folders) if (p := folder / f"{name}.csv").is_file()), None)
    if path is None:
        raise resources.MissingResource(f"the code table {name}.csv is missing: install claimsim again")
    # At once: a text file that drops its byte order mark while it is read line by line takes thrice the time.
    return path.read_bytes().decode("utf-8").removeprefix("\ufeff")


def compiled(texts: Mapping[str, str]) -> Lexicon:
    """Compile the tables, given as the texts of their files by name."""

    def plain_rows(name: str) -> Iterator[list[str]]:
        return csv.reader(texts[name].splitlines(keepends=True))

    def rows(name: str) -> Iterator[dict[str, str]]:
        found = plain_rows(name)
        names = next(found)
        return (dict(zip(names, row, strict=True)) for row in found)

    senses = _senses(rows("abbreviations"))
    header, *listed = plain_rows("diagnosis_index")
    conditions = Conditions(header, listed)
    medications = tuple(
        Medication(
            row["drug"],
            row["supply"] in ("prescription", "controlled"),
            int(row["prescription_from"] or 0),
            _listed(row["indications"]),
            row["long_term"],
            row["supply"] == "controlled",
            _terms(row["drug"], row["synonyms"]),
        )
        for row in rows("medications")
    )
    vaccines = tuple(_vaccine(row) for row in rows("vaccines"))
    sites = [(Site(r["site"], r["joint"], r["skin"], r["region"], r["sided"] == "yes"), r) for r in rows("body_sites")]
    services = tuple(service_of(row) for row in rows("procedure_index"))

    terms: list[tuple[str, Entry | str]] = []
    for row_of in listed:
        for term in row_of[:1] + row_of[1].split("|"):
            if term:
                terms += [(order, row_of[0]) for order in _orders(term)]
    _, *cue_rows = plain_rows("assertion_cues")
    terms += [(cue, Cue(kind, value, direction or "before")) for cue, kind, value, direction, *_ in cue_rows]
    terms += [(term, medication) for medication in medications for term in medication.terms]
    for vaccine in vaccines:
        for term in vaccine.terms:
            terms += [(f"{term} vaccine", vaccine), (f"{term} shot", vaccine)]
    site_words: dict[str, Site] = {}
    for site, row in sites:
        for term in _terms(row["site"], row["synonyms"]):
            terms.append((term, site))
            site_words[tokens.stem(term)] = site
    root = Terms(senses, conditions, terms, sites_of((r[0], r[1], not r[2]) for r in listed))
    levels: dict[tuple[str, str], list[Level]] = {}
    for row in rows("em_levels"):
        level = Level(row["mdm"], row["code"], int(row["minutes"] or 0))
        levels.setdefault((row["family"], row["patient"]), []).append(level)
    triggers = compile_services(services)
    cues = tuple(map(modifier_cue_of, rows("modifier_cues")))
    return Lexicon(
        root,
        senses,
        _headings(rows("section_headings")),
        conditions,
        links_of(rows("diagnosis_links")),
        tuple(
            Limit(
                r["first"],
                r["last"],
                r["sex"],
                int(r["minimum_age"] or 0),
                int(r["maximum_age"] or 200),
                r["reason"],
            )
            for r in rows("diagnosis_limits")
        ),
        medications,
        vaccines,
        services,
        triggers,
        frozenset(triggers) | frozenset(f"{word}s" for word in triggers),
        site_words,
        frozenset(name.rpartition(" ")[2] for name in site_words),
        {key: tuple(value) for key, value in levels.items()},
        tuple(map(repair_code_of, rows("repair_codes"))),
        tuple(map(technique_of, rows("endoscopic_techniques"))),
        tuple(
            TimedAddOn(r["primary"], r["add_on"], int(r["first_minute"]), int(r["step"])) for r in rows("timed_add_ons")
        ),
        _by_kind(cues),
        tuple(cue for cue in cues if cue.where != "line"),
        frozenset(
            form
            for cue in cues
            if cue.where != "line"
            for groups in cue.patterns
            for word in groups[0]
            for form in (word, f"{word}s")
        ),
        {r["muscle"]: r["region"] for r in rows("muscles")},
        cues_of([(r["cue"], r["status"]) for r in rows("service_cues")], rows("other_places")),
        parts_of((r["word"], r["part"]) for r in rows("note_parts")),
        {r["word"]: tuple(r["means"].split()) for r in rows("implied_words")},
        alike_of(rows("name_words")),
        _families((r["conditions"].split("+"), r["code"][:3]) for r in rows("diagnosis_links")),
        {drug: r["stem"] for r in rows("drug_effects") for drug in r["drugs"].split("|")},
        _drug_induced(rows("drug_induced")),
        {r["word"]: r["code"] for r in rows("aftercare_words")},
        {r["service"]: (r["diagnosis"], r["place"], r["unless"]) for r in rows("service_diagnoses")},
        {r["general"]: tuple(r["specific"].split()) for r in rows("general_diagnoses")},
        {
            name: (r["code"], r["digits"], r["keeps"] == "yes")
            for r in rows("pregnancy_codes")
            for name in r["conditions"].split("|")
        },
        {name: r["code"] for r in rows("newborn_codes") for name in r["conditions"].split("|")},
        tuple(map(clinical_query_of, rows("clinical_queries"))),
        {r["disease"]: r["code"] for r in rows("history_codes")},
    )


def _families(linked: Iterable[tuple[list[str], str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for conditions, category in linked:
        for name in conditions:
            found.setdefault(name, set()).add(category)
    return {name: frozenset(categories) for name, categories in found.items()}


def _drug_induced(rows: Iterable[dict[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        found[row["code"]] = (*found.get(row["code"], ()), (row["drug"], row["becomes"]))
    return found


def _by_kind(cues: tuple[ModifierCue, ...]) -> dict[str, tuple[ModifierCue, ...]]:
    kinds = sorted({kind for cue in cues for kind in cue.kinds})
    return {kind: tuple(cue for cue in cues if kind in cue.kinds) for kind in kinds}


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


def _orders(term: str) -> tuple[str, ...]:
    head, mark, site = term.partition("~")
    if mark:
        return (f"{head} {site}", f"{site} {head}")
    before, _, last = term.rpartition(" ")
    return (term, f"{last} {before}") if before and last in HEADS else (term,)


def _terms(first: str, synonyms: str) -> tuple[str, ...]:
    return (first, *(part for part in synonyms.split("|") if part))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)
