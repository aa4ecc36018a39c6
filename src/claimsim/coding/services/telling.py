"""Services in a note's prose: which rows of the procedure index a statement meets, and where.

A statement is matched as a whole, so that words may stand in any order; each hit then has the clauses its words stand
in, and what vetoes it is only looked for there. Lines that read like a procedure note (consent, preparation, local
anaesthetic) are one, whatever heading they stand under.
"""

from collections.abc import Sequence
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.reading.lexicon import Lexicon
from claimsim.coding.reading.performed import clauses, marks_in, sizes_of, status_at
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.service_text import BIOPSIES, ServiceText, is_past_biopsy, service_text
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Pattern, ServiceEntry

SILENT = frozenset({"family", "social", "allergies", "medications"})
"""Sections that tell nothing of what was done at the visit."""
SETTING = frozenset(
    {
        "consent", "consented", "timeout", "prepped", "prep", "sterile", "betadine", "chloraprep", "chlorhexidine",
        "hibiclens", "povidone", "draped", "lidocaine", "lido", "xylocaine", "anesthesia", "anesthetized", "anesthetic",
        "ln2", "nitrogen", "hemostasis", "ebl", "tolerated", "sutures", "suture", "blade", "packed", "cautery",
        "drysol", "monsel", "monsels", "cryo", "cryogun", "ethilon", "prolene", "vicryl", "nylon", "specimen",
        "gauge", "22g", "25g", "27g", "30g", "18g", "complication", "complications", "scalpel", "dermablade",
        "epinephrine", "epi", "alcl", "punch", "curette", "curetted", "superolateral", "superolat", "landmarks",
        "probe", "bandaid", "bandage", "dressing", "dressed", "npo", "sedation", "propofol", "scope", "forceps",
        "staple", "staples", "monocryl", "dermabond", "cryotherapy", "cryosurgery", "electrodesiccation", "curettage",
        "marcaine", "bupivacaine", "hyfrecate", "hyfrecator", "proparacaine", "tetracaine", "speculum", "tourniquet",
        "betamethasone", "celestone", "kenalog", "methylprednisolone", "ropivacaine", "ankylosis", "guidewire",
    }
)  # fmt: skip
_ENOUGH = 2
_HEADING_REACH = 6
_TITLE = 60
_SENTENCE = ". "
_TITLED = frozenset({"results", "exam", "procedure", "plan", "immunizations", ""})
_HERE = frozenset({"poc", "poct", "office", "ofc", "house", "clinic", "inhouse"})
_AWAY = frozenset({"outside", "quest", "labcorp", "hospital", "osh", "prior", "previous", "last"})
_ONE_LINE = frozenset({"family", "social", "allergies", "medications", "history", "review", "complaint"})
_NOT_FULLER = frozenset({"supply", "question"})
_ONE_CLAUSE = frozenset({"equipment", "supply"})
TESTS = frozenset({"laboratory", "imaging", "global_test", "test"})


class Told(NamedTuple):
    """An index row that a statement meets: the words it met, the clauses' word range, and what is said of it."""

    entry: ServiceEntry
    matched: frozenset[str]
    statement: int
    first: int
    last: int
    status: str


def with_titles(case: Case) -> tuple[Statement, ...]:
    """The note's statements, each with the name of the service that heads its line ("EKG: sinus rhythm")."""
    triggers = case.lexicon.trigger_words
    result: list[Statement] = []
    line, section = 0, ""
    for statement in case.reading.statements:
        title = ""
        if (statement.line != line or statement.section != section) and statement.section in _TITLED:
            title = _title_of(case.reading.lines[statement.line - 1], statement.text, statement.line != line)
        line, section = statement.line, statement.section
        if title:
            words = tokens.expanded(title, tokens.lowered(title), case.lexicon.senses, statement.section)
            if not triggers.isdisjoint(words) and statement.words[: len(words)] != words:
                statement = statement._replace(words=[*words, ":", *statement.words])
        result.append(statement)
    return tuple(result)


def _title_of(line: str, text: str, first: bool) -> str:
    """The heading before a statement on its line: "EKG: sinus rhythm", also behind another sentence."""
    if first:
        title, colon, _ = line.partition(":")
        return title if colon and len(title) < _TITLE and _SENTENCE not in title else ""
    before = line[: max(line.find(text), 0)].rstrip()
    title = before[:-1].rpartition(".")[2] if before.endswith(":") else ""
    return title if len(title) < _TITLE else ""


def procedural_lines(statements: Sequence[Statement]) -> frozenset[int]:
    """The lines that read like a procedure note."""
    said: dict[int, set[str]] = {}
    for statement in statements:
        if statement.section not in SILENT:
            words = SETTING.intersection(statement.words)
            if words:
                said.setdefault(statement.line, set()).update(words)
    return frozenset(line for line, words in said.items() if len(words) >= _ENOUGH)


_BLANK = "***"
"""A blank of a template that nobody filled in: what stands around it was not written for this patient."""


def told_in(case: Case, number: int, extra: frozenset[str]) -> list[Told]:
    """The rows of the index that a statement meets."""
    statement = case.prose[number]
    if case.lexicon.trigger_words.isdisjoint((*statement.words, *extra)) or _BLANK in statement.text:
        return []
    said = service_text(statement.words, case.lexicon, extra).words
    triggers = case.lexicon.triggers
    met = [
        pattern
        for word in sorted(said & triggers.keys())
        for pattern in triggers[word]
        if not any(map(said.isdisjoint, pattern.groups))
    ]
    if not met:
        return []
    places = _places(statement.words, case.lexicon)
    numbers = clauses(statement.words)
    hits: dict[str, tuple[Pattern, frozenset[str], int, int]] = {}
    for pattern in met:
        found = _place(pattern, said, places, numbers)
        if found is not None:
            before = hits.get(pattern.entry.name)
            if before is None or len(before[1]) < len(found[0]):
                hits[pattern.entry.name] = (pattern, *found)
    if not hits:
        return []
    marks = marks_in(statement.words, case.lexicon.service_cues)
    sizes = sizes_of(numbers)
    heading = _heading_says(case, number)
    told: list[Told] = []
    for pattern, matched, first, last in hits.values():
        kind = pattern.entry.kind
        if kind in _ONE_CLAUSE and numbers[first] != numbers[last]:
            continue  # "fracture care, boot" is no fracture boot
        if kind == "procedure" and any(
            not pattern.entry.without.isdisjoint(other)
            and one.entry.kind == kind
            and not ((high < first or low > last) and not one.entry.without.isdisjoint(matched))
            for one, other, low, high in hits.values()
            if one is not pattern
        ):
            continue  # a cervical biopsy told with the colposcopy is the colposcopy's; "IUD out, a new one in" are two
        if any(
            matched < other
            and not (high < first or low > last)
            and (fuller.entry.kind == kind or kind == "procedure")
            and fuller.entry.kind not in _NOT_FULLER
            for fuller, other, low, high in hits.values()
        ):
            continue
        status = status_at(marks, numbers, sizes, first, last, kind in TESTS)
        told.append(Told(pattern.entry, matched, number, first, last, status or (heading if kind in TESTS else "")))
    return sorted(told, key=lambda one: (one.first, one.entry.name))


def _heading_says(case: Case, number: int) -> str:
    """ "here" or "elsewhere" by the heading of a statement's line or section ("POC:", "Labs in office:")."""
    statement = case.prose[number]
    for line in range(statement.line, max(statement.line - _HEADING_REACH, 0), -1):
        title, colon, _ = case.reading.lines[line - 1].partition(":")
        if colon and len(title) < _TITLE:
            words = tokens.words(tokens.lowered(title))
            if not _HERE.isdisjoint(words):
                return "here"
            return "elsewhere" if not _AWAY.isdisjoint(words) else ""
    return ""


def role_of(case: Case, number: int, procedural: bool = False) -> tuple[str, str]:
    """Section and role of a statement; none where its line only stands below a one-line history ("FHx: asthma sib")."""
    statement = case.prose[number]
    if statement.section not in _ONE_LINE and not (procedural and statement.section == "hpi"):
        return statement.section, statement.role
    begun = case.prose[case.begins[number]]
    lines = case.reading.lines
    text = lines[statement.line - 1]
    if begun.line == statement.line or (not procedural and (text[:1].isspace() or text[:1].islower())):
        return statement.section, statement.role
    line = lines[begun.line - 1].strip()
    headed = not line.startswith(begun.text) and not begun.text.startswith(line)  # the heading stands before it
    return ("", "") if headed else (statement.section, statement.role)


def section_begins(statements: Sequence[Statement]) -> list[int]:
    """For each statement the number of the first one of its section."""
    begins: list[int] = []
    for number, statement in enumerate(statements):
        same = number and statements[number - 1].section == statement.section
        begins.append(begins[-1] if same else number)
    return begins


def _places(words: Sequence[str], lexicon: Lexicon) -> dict[str, list[int]]:
    """Where each word stands, in the singular too."""
    places: dict[str, list[int]] = {}
    previous = ""
    for index, word in enumerate(words):
        if word in BIOPSIES and is_past_biopsy(words, index):
            continue
        ways = tokens.singulars(word)
        single = ways[0]
        for way in ways:
            places.setdefault(way, []).append(index)
        if single in lexicon.site_ends:
            site = lexicon.sites.get(f"{previous} {single}") or lexicon.sites.get(single)
            if site is not None:
                joint = (f"{site.joint}_joint", "joint_site") if site.joint else ()
                for name in filter(None, (*joint, site.skin, "site")):
                    places.setdefault(name, []).append(index)
        previous = single
    return places


def _place(
    pattern: Pattern, said: frozenset[str], places: dict[str, list[int]], numbers: Sequence[int]
) -> tuple[frozenset[str], int, int] | None:
    """The words by which a pattern is met and the range of the clauses they stand in, the fewest clauses. None where
    there stands what vetoes it.
    """
    matched: set[str] = set()
    spots: list[list[int]] = []
    for group in pattern.groups:
        common = group & said
        matched |= common
        at = [index for word in common for index in places.get(word, ())]
        if at:
            spots.append(at)
    low, high = _range(spots, numbers)
    first = numbers.index(low)
    last = len(numbers) - 1 - numbers[::-1].index(high)
    if pattern.entry.without and any(
        first <= index <= last for word in pattern.entry.without for index in places.get(word, ())
    ):
        return None
    return frozenset(matched), first, last


def _range(spots: list[list[int]], numbers: Sequence[int]) -> tuple[int, int]:
    """The lowest and highest clause that together hold a word of each group: one clause if one has them all."""
    if not spots:
        return numbers[0], numbers[-1]
    held = [{numbers[index] for index in at} for at in spots]
    common = set.intersection(*held)
    if common:
        clause = min(common)
        return clause, clause
    anchor = min(held[0])
    nearest = [min(found, key=lambda clause: abs(clause - anchor)) for found in held]
    return min(nearest), max(nearest)


def text_of(case: Case, told: Told, extra: frozenset[str]) -> ServiceText:
    """The text of a hit's own clauses."""
    words = case.prose[told.statement].words
    return service_text(words[told.first : told.last + 1], case.lexicon, extra)
