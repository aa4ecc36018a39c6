"""Services in a note's prose: which rows of the procedure index a statement meets, where, and whether it was done.

A statement is matched as a whole, so that words may stand in any order; each hit then has the clauses its words stand
in, and what vetoes it is only looked for there. Lines that read like a procedure note (consent, preparation, local
anaesthetic) are one, whatever heading they stand under.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.reading.lexicon import Lexicon
from claimsim.coding.reading.note import Statement
from claimsim.coding.reading.performed import clauses, marks_in, sizes_of, status_at
from claimsim.coding.services.service_text import ServiceText, earlier_biopsy, service_text
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Pattern, ServiceEntry

_SILENT = frozenset({"family", "social", "allergies", "medications"})
"""Sections that tell nothing of what was done at the visit."""
_EARLIER = frozenset({"history", "symptoms"})
"""Roles in which a service counts only where the words say that it was done here or today."""
RESULT = frozenset(
    {
        "negative", "positive", "normal", "abnormal", "neg", "pos", "shows", "showed", "shown", "reveals", "result",
        "trace", "large", "small", "moderate", "clear", "passed", "failed", "score", "scored", "nonreactive",
        "reactive", "sinus", "unremarkable", "fracture", "effusion", "infiltrate", "read", "impression", "yeast",
        "hyphae", "cells", "type",
        "fluid", "drusen", "thinning", "arcuate", "defect", "subretinal", "detected", "nitrite",
        "leukocyte", "le", "nit", "wnl", "acute", "rate",
    }
)  # fmt: skip
_SETTING = frozenset(
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
_NOT_NOW = frozenset({"blocked", "intended", "planned", "past", "dated", "away"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORDS_TOO = frozenset({"may", "march", "mar", "oct", "dec"})
"""Months that are other words as well: these count with a number or a word of time beside them."""
_OF_TIME = frozenset({"in", "last", "this", "since", "early", "late", "mid", "from", "of"})
_YEAR = 4  # digits
_ENOUGH = 2
_LONG = 4
_TITLE_WORDS = 5
_DRAWN = frozenset({"drawn", "drew", "draw", "venipuncture", "collected"})
_RUN = frozenset(
    {"point", "poc", "fingerstick", "finger", "house", "run", "machine", "cassette", "meter", "dip", "dipstick"}
)
_TALKED = frozenset({"discussed", "discuss", "option", "options", "offered", "versus", "vs"})
_CAME = (" here for ", " returns for ", " back for ", " in for ", " comes for ", " presents for ")
_SCORED = frozenset(
    {"score", "scored", "completed", "administered", "screen", "screened", "screening", "form", "scale", "done"}
)
_DETAILED = frozenset({"procedure", "treatment", "collection"})
_MEANS = frozenset(
    {
        "fluoro",
        "fluoroscopy",
        "fluoroscopic",
        "c-arm",
        "ultrasound",
        "loupe",
        "traction",
        "antecubital",
        "x1",
        "plaster",
        "fiberglass",
        "orthoglass",
        "ocl",
        "silicone",
        "collagen",
        "forceps",
        "curette",
        "spud",
        "burr",
    }
)
_MEASURED = re.compile(r"\d+(?:\.\d+)?(?:mg|cc|ml|cm|mm|g|fr)")
_UNITS = frozenset({"mg", "cc", "ml", "cm", "mm", "gauge", "french", "fr", "units"})
_MINUTES = frozenset({"minute", "minutes", "min", "mins"})
_HEADING_REACH = 6
_TITLE = 60
_TITLED = frozenset({"results", "exam", "procedure", "plan", "immunizations", ""})
_HERE = frozenset({"poc", "poct", "office", "ofc", "house", "clinic", "inhouse"})
_AWAY = frozenset({"outside", "quest", "labcorp", "hospital", "osh", "prior", "previous", "last"})
_ONE_LINE = frozenset({"family", "social", "allergies", "medications", "history", "review", "complaint"})
_OWN_VISITS = frozenset({"therapy", "procedure", "vaccination"})
_ONE_CLAUSE = frozenset({"equipment", "supply"})
_OPENING = 2
_OWN_TESTS = frozenset({"global_test", "test", "imaging"})
_OWN_KINDS = frozenset(
    {"therapy", "timed", "procedure", "treatment", "psychotherapy_add_on", "procedure_add_on", "half_hours"}
)
_CLOCKS = re.compile(r"\b\d{1,2}:?\d\d ?(?:am|pm)? ?(?:-|to|\u2013) ?\d{1,2}:?\d\d\b")
_TIMED_KINDS = frozenset({"infusion", "counselling", "therapy", "timed", "half_hours", "care_management", "online"})
_READ_BY_ONE = frozenset({"imaging", "global_test"})
_HOSPITALS = frozenset({"19", "21", "22", "23", "24"})
_OWN_READING = frozenset(
    {
        "read", "reading", "interpreted", "interpretation", "interp", "independent", "independently", "my", "me",
        "myself", "i", "viewed", "reviewed",
    }
)  # fmt: skip
_TESTS = frozenset({"laboratory", "imaging", "global_test", "test"})


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
        return title if colon and len(title) < _TITLE else ""
    before = line[: max(line.find(text), 0)].rstrip()
    title = before[:-1].rpartition(".")[2] if before.endswith(":") else ""
    return title if len(title) < _TITLE else ""


def procedural_lines(statements: Sequence[Statement]) -> frozenset[int]:
    """The lines that read like a procedure note."""
    said: dict[int, set[str]] = {}
    for statement in statements:
        if statement.section not in _SILENT:
            words = _SETTING.intersection(statement.words)
            if words:
                said.setdefault(statement.line, set()).update(words)
    return frozenset(line for line, words in said.items() if len(words) >= _ENOUGH)


def told_in(case: Case, number: int, extra: frozenset[str]) -> list[Told]:
    """The rows of the index that a statement meets."""
    statement = case.prose[number]
    if case.lexicon.trigger_words.isdisjoint(statement.words):
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
            not pattern.entry.without.isdisjoint(other) and one.entry.kind == kind
            for one, other, _, _ in hits.values()
            if one is not pattern
        ):
            continue  # a cervical biopsy told with the colposcopy is the colposcopy's
        if any(
            matched < other
            and not (high < first or low > last)
            and (fuller.entry.kind == kind or kind == "procedure")
            and fuller.entry.kind != "supply"
            for fuller, other, low, high in hits.values()
        ):
            continue
        status = status_at(marks, numbers, sizes, first, last, kind in _TESTS)
        told.append(Told(pattern.entry, matched, number, first, last, status or (heading if kind in _TESTS else "")))
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
    headed = not lines[begun.line - 1].strip().startswith(begun.text)  # the heading stands before it on its line
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
        single = tokens.stem(word)
        if earlier_biopsy(words, index):
            continue
        places.setdefault(single, []).append(index)
        if single.endswith("ie"):
            places.setdefault(f"{single[:-2]}y", []).append(index)
        elif single.endswith(("sse", "xe", "che", "she")):
            places.setdefault(single[:-1], []).append(index)
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


def was_done(case: Case, told: Told, procedural: bool) -> bool | None:
    """Whether the note says that it was done here. None: it does not tell."""
    statement = case.prose[told.statement]
    section, role = role_of(case, told.statement, procedural or told.status in ("here", "done"))
    entry, status = told.entry, told.status
    if section in _SILENT:
        return False
    test = entry.kind in _TESTS or (entry.kind == "screening" and entry.office)
    if _came_for(case, statement, entry, status):
        return True
    if status in _NOT_NOW or (status == "elsewhere" and test):
        return False
    if entry.kind in _READ_BY_ONE and _of_hospital(case) and _OWN_READING.isdisjoint(statement.words):
        return None  # in a hospital its radiologist reads, unless the clinician says otherwise
    if role in _EARLIER:
        another_day = dated(case, statement.words)
        return None if another_day else status == "here" or (status == "today" and entry.kind != "laboratory")
    if entry.kind in _DETAILED | _TESTS and dated(case, statement.words[told.first : told.last + 1]):
        return None
    if status == "here" and entry.kind == "laboratory" and _only_drawn(statement.words):
        return None
    if status == "here":
        return True
    if section == "procedure" or (procedural and not test):
        return True
    if test and _own_visit(case, entry) and statement.line <= _OPENING and status == "":
        return True
    if test:
        return _test_done(case, entry, status, statement, told)
    if status in ("done", "today") or _own_visit(case, entry) or _is_title(statement, told):
        return True
    if entry.kind in _TIMED_KINDS and (
        not _MINUTES.isdisjoint(statement.words) or _CLOCKS.search(statement.text) is not None
    ):
        return True
    if entry.kind in _DETAILED and not _TALKED.isdisjoint(statement.words):
        return None
    if entry.kind in _DETAILED and _has_detail(statement.words[told.first : told.last + 1]):
        return True
    participle = any(word.endswith("ed") and len(word) > _LONG for word in told.matched)
    return True if participle or not _SETTING.isdisjoint(told.matched) else None


def _of_hospital(case: Case) -> bool:
    return case.encounter.place_of_service in _HOSPITALS and not case.encounter.services


def _has_detail(words: Sequence[str]) -> bool:
    """Whether a doing is described: a dose, a size, how often, by what means ("punch biopsy, 4 mm", "x 3")."""
    if not _MEANS.isdisjoint(words) or not _SETTING.isdisjoint(words):
        return True
    return any(word[0] == "x" and word[1:].isdigit() for word in words) or any(
        _MEASURED.fullmatch(word) or (word[0].isdigit() and words[index + 1 : index + 2] and words[index + 1] in _UNITS)
        for index, word in enumerate(words)
    )


def _only_drawn(words: Sequence[str]) -> bool:
    """ "TSH drawn here": the blood was taken here; nothing says that the test was run here."""
    return not _DRAWN.isdisjoint(words) and _RUN.isdisjoint(words)


def _came_for(case: Case, statement: Statement, entry: ServiceEntry, status: str) -> bool:
    """ "Here for the plugs we set up": a visit for a procedure, and a procedure note says that it was done."""
    visit = case.encounter.visit
    if visit is None or visit.kind != "procedure" or entry.kind != "procedure" or status == "blocked":
        return False
    if statement.line > _OPENING or not any(way in f" {' '.join(statement.words)} " for way in _CAME):
        return False
    return any(line > statement.line for line in case.procedural)


def _is_title(statement: Statement, told: Told) -> bool:
    """ "Anoscopy: second-degree hemorrhoids", and the first line of a note that names a session."""
    if told.first == 0 and ":" in statement.words[: _TITLE_WORDS + 1] and len(told.matched) <= _TITLE_WORDS:
        return True
    return statement.line == 1 and told.entry.kind in _TIMED_KINDS


def _own_visit(case: Case, entry: ServiceEntry) -> bool:
    """Whether the visit was for such a service: the whole note is then its record."""
    visit = case.encounter.visit
    return visit is not None and visit.kind in _OWN_VISITS and entry.kind in _OWN_KINDS | _OWN_TESTS


def dated(case: Case, words: Sequence[str]) -> bool:
    """Whether another day than the visit's is named ("8/9", "in June"): what is told of it is of that day."""
    if _another_month(case, words):
        return True
    for index in range(1, len(words) - 1):
        if words[index] == "/" and words[index - 1].isdigit() and words[index + 1].isdigit():
            month, day = int(words[index - 1][:4]), int(words[index + 1][:4])
            if 1 <= month <= 12 and 1 <= day <= 31 and (month, day) != (case.on.month, case.on.day):
                return True
    return False


def _another_month(case: Case, words: Sequence[str]) -> bool:
    """Whether a month is named that is not the visit's, or a day of the visit's month that is not the visit's day."""
    if _MONTHS.keys().isdisjoint(words):
        return False
    for index, word in enumerate(words):
        month = _MONTHS.get(word)
        if month is None:
            continue
        day = next((w for w in words[index + 1 : index + 2] if w.isdigit()), "")
        told = bool(day) or (index > 0 and words[index - 1] in _OF_TIME)
        if word in _WORDS_TOO and not told:
            continue
        if month != case.on.month or (day and len(day) < _YEAR and int(day) != case.on.day):
            return True
        if day and len(day) == _YEAR and int(day) != case.on.year:
            return True
    return False


def _test_done(case: Case, entry: ServiceEntry, status: str, statement: Statement, told: Told) -> bool | None:
    words = statement.words[told.first : told.last + 1]
    number = any(word[0].isdigit() for word in words)
    result = number or not RESULT.isdisjoint(statement.words[told.first :])
    if entry.measure == "tool" and _SCORED.isdisjoint(statement.words):
        return True if status in ("done", "today") else None  # a score that is only quoted is no form scored today
    if entry.office:
        return True if result or status in ("done", "today") else None
    if entry.kind == "laboratory":
        return True if number and status == "today" and _waived(case, entry) else None
    return True if status == "done" or result else None


def _waived(case: Case, entry: ServiceEntry) -> bool:
    """Whether a practice may run the test with a certificate of waiver: a result of the day is then its own."""
    return any(case.tables.laboratory_fee(variant.code, "QW", case.on) is not None for variant in entry.variants)


def text_of(case: Case, told: Told, extra: frozenset[str]) -> ServiceText:
    """The text of a hit's own clauses."""
    words = case.prose[told.statement].words
    return service_text(words[told.first : told.last + 1], case.lexicon, extra)
