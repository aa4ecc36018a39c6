"""Whether the note says that a service it names was done here, today, by this practice."""

import re
from collections.abc import Sequence
from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.other_day import dated
from claimsim.coding.services.telling import SETTING, SILENT, TESTS, Told, role_of
from claimsim.coding.words.entries import ServiceEntry

_EARLIER = frozenset({"history", "symptoms"})
"""Roles in which a service counts only where the words say that it was done here or today."""
RESULT = frozenset(
    {
        "negative", "positive", "normal", "abnormal", "neg", "pos", "shows", "showed", "shown", "reveals", "result",
        "trace", "large", "small", "moderate", "clear", "passed", "failed", "score", "scored", "nonreactive",
        "reactive", "sinus", "unremarkable", "fracture", "effusion", "infiltrate", "read", "impression", "yeast",
        "hyphae", "cells", "type",
        "fluid", "drusen", "thinning", "arcuate", "defect", "subretinal", "detected", "nitrite",
        "leukocyte", "le", "nit", "wnl", "acute", "rate", "flat", "peaked",
    }
)  # fmt: skip
_NOT_NOW = frozenset({"blocked", "intended", "planned", "past", "dated", "away"})
_NOT_YET = frozenset(
    {"pending", "ordered", "order", "await", "awaiting", "schedule", "scheduled", "declined", "due", "next"}
)
_ASKED_FOR = frozenset({"plan", "assessment", "assessment_plan"})
_LONG = 4
_TITLE_WORDS = 5
_DRAWN = frozenset({"drawn", "drew", "draw", "venipuncture", "collected"})
_DRAWN_AT = re.compile(r"\b(?:[Dd]rawn|[Cc]ollected|[Dd]one) at (?:the )?[A-Z][a-z]")
"""Before the name of the laboratory where blood was drawn."""
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
        "cecum",
        "ileum",
        "retroflexion",
        "antrum",
        "duodenum",
        "blocks",
        "balloon",
        "snare",
        "snared",
    }
)
_MEASURED = re.compile(r"\d+(?:\.\d+)?(?:mg|cc|ml|cm|mm|g|fr)")
_UNITS = frozenset({"mg", "cc", "ml", "cm", "mm", "gauge", "french", "fr", "units"})
_MINUTES = frozenset({"minute", "minutes", "min", "mins"})
_OWN_VISITS = frozenset({"therapy", "procedure", "vaccination"})
_SCOPED = frozenset(
    {"cecum", "ileum", "snare", "polypectomy", "withdrawal", "advanced", "duodenum", "forceps", "retroflexion", "scope"}
)
_OPENING = 2
_DATE = 3
_OWN_TESTS = frozenset({"global_test", "test", "imaging"})
_OWN_KINDS = frozenset(
    {"therapy", "timed", "procedure", "treatment", "psychotherapy_add_on", "procedure_add_on", "half_hours"}
)
_CLOCKS = re.compile(r"\b\d{1,2}:?\d\d ?(?:am|pm)? ?(?:-|to|\u2013) ?\d{1,2}:?\d\d\b")
_TIMED_KINDS = frozenset({"infusion", "counselling", "therapy", "timed", "half_hours", "care_management", "online"})
_READ_BY_ONE = frozenset({"imaging", "global_test"})
_HOSPITALS = frozenset({"19", "21", "22", "23", "24"})
_IN = frozenset({"in", "at", "by", "from"})
_EMERGENCY = frozenset({"ed", "er", "emergency"})
_FULL_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_CENTURY = 99
_NURSES = frozenset({"nurse", "nurses", "rn", "lpn"})
_RADIOLOGY = frozenset({"radiologist", "radiology", "rads", "radiologists", "cardiology", "cardiologist"})
_OWN_READING = frozenset(
    {
        "read", "reading", "interpreted", "interpretation", "interp", "independent", "independently", "my", "me",
        "myself", "i", "viewed", "reviewed",
    }
)  # fmt: skip


def was_done(case: Case, told: Told, procedural: bool) -> bool | None:
    """Whether the note says that it was done here. None: it does not tell."""
    statement = case.prose[told.statement]
    section, role = role_of(case, told.statement, procedural or told.status in ("here", "done"))
    entry, status = told.entry, told.status
    if section in SILENT:
        return False
    test = entry.kind in TESTS or (entry.kind == "screening" and entry.office)
    if _came_for(case, statement, entry, status):
        return True
    if status in _NOT_NOW or (status == "elsewhere" and test):
        return False
    if entry.kind == "procedure" and case.encounter.place_of_service not in _HOSPITALS and _in_emergency(statement):
        return False
    if entry.kind == "procedure" and still_ahead(case, statement):
        return False
    if entry.kind == "procedure" and _of_hospital(case) and not _NURSES.isdisjoint(statement.words):
        return False  # the hospital's own staff did it
    if entry.kind in _READ_BY_ONE and _of_hospital(case) and _OWN_READING.isdisjoint(statement.words):
        return None  # in a hospital its radiologist reads, unless the clinician says otherwise
    if entry.kind in _READ_BY_ONE and _of_hospital(case) and not _RADIOLOGY.isdisjoint(statement.words):
        return None
    if role in _EARLIER:
        another_day = dated(case, statement.words)
        return None if another_day else status == "here" or (status == "today" and entry.kind != "laboratory")
    if role == "told" and entry.kind == "procedure" and dated(case, statement.words[: told.last + 1]):
        return None  # "treated here 6/3, closed without manipulation, short arm cast"
    if entry.kind in _DETAILED | TESTS and dated(case, statement.words[told.first : told.last + 1]):
        return None
    if entry.kind in TESTS and dated(case, statement.words[:_DATE]):
        return None  # "10/20 labs here reviewed: CRP 18"
    if status == "here" and entry.kind == "laboratory" and _only_drawn(statement.words):
        return None
    if status != "here" and entry.kind == "collection" and _DRAWN_AT.search(statement.text):
        return None
    if status == "here":
        return True
    if section == "procedure" or (procedural and not test):
        return True
    if test and not entry.seldom and _own_visit(case, entry) and statement.line <= _OPENING and status == "":
        return True
    if test:
        return _test_done(case, entry, status, statement, told)
    if entry.seldom and not _own_visit(case, entry) and _SCOPED.isdisjoint(statement.words):
        return None  # a colonoscopy that an office visit tells of was another day's
    if status in ("done", "today") or _own_visit(case, entry) or _is_title(statement, told):
        return True
    if entry.kind == "collection" and told.first == 0 and role not in _ASKED_FOR:
        return True  # "venipuncture L AC, labs sent"
    if entry.kind in _TIMED_KINDS and (
        not _MINUTES.isdisjoint(statement.words) or _CLOCKS.search(statement.text) is not None
    ):
        return True
    if entry.kind in _DETAILED and not _TALKED.isdisjoint(statement.words):
        return None
    if entry.kind in _DETAILED and _has_detail(statement.words[told.first : told.last + 1]):
        return True
    participle = any(word.endswith("ed") and len(word) > _LONG for word in told.matched)
    return True if participle or not SETTING.isdisjoint(told.matched) else None


def _in_emergency(statement: Statement) -> bool:
    """ "Laceration repaired in the ED, here for recheck": that department's work."""
    words = [word for word in statement.words if word != "the"]
    return any(first in _IN and then in _EMERGENCY for first, then in pairwise(words))


def _of_hospital(case: Case) -> bool:
    return case.encounter.place_of_service in _HOSPITALS and not case.encounter.services


def _has_detail(words: Sequence[str]) -> bool:
    """Whether a doing is described: a dose, a size, how often, by what means ("punch biopsy, 4 mm", "x 3")."""
    if not _MEANS.isdisjoint(words) or not SETTING.isdisjoint(words):
        return True
    return any(word[0] == "x" and word[1:].isdigit() for word in words) or any(
        _MEASURED.fullmatch(word) or (word[0].isdigit() and words[index + 1 : index + 2] and words[index + 1] in _UNITS)
        for index, word in enumerate(words)
    )


def _only_drawn(words: Sequence[str]) -> bool:
    """ "TSH drawn here": the blood was taken here; nothing says that the test was run here."""
    return not _DRAWN.isdisjoint(words) and _RUN.isdisjoint(words)


def still_ahead(case: Case, statement: Statement) -> bool:
    """Whether a statement gives a procedure a later date: "phacoemulsification, right eye, 05/01/2025"."""
    for found in _FULL_DATE.finditer(statement.text):
        month, day, year = (int(part) for part in found.groups())
        if (year if year > _CENTURY else year + 2000, month, day) > (case.on.year, case.on.month, case.on.day):
            return True
    return False


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


def _test_done(case: Case, entry: ServiceEntry, status: str, statement: Statement, told: Told) -> bool | None:
    words = statement.words[told.first : told.last + 1]
    number = any(word[0].isdigit() for word in words)
    result = number or not RESULT.isdisjoint(statement.words[told.first :])
    if entry.measure == "tool" and _SCORED.isdisjoint(statement.words):
        return True if status in ("done", "today") else None  # a score that is only quoted is no form scored today
    if entry.seldom:
        return True if status in ("done", "today") else None
    if entry.office:
        return True if result or status in ("done", "today") or _told_by_title(statement, told) else None
    if entry.kind == "laboratory":
        return True if number and status == "today" and _waived(case, entry) else None
    return True if status == "done" or result else None


def _waived(case: Case, entry: ServiceEntry) -> bool:
    """Whether a practice may run the test with a certificate of waiver: a result of the day is then its own."""
    return any(case.tables.laboratory_fee(variant.code, "QW", case.on) is not None for variant in entry.variants)


def _told_by_title(statement: Statement, told: Told) -> bool:
    """ "Gonioscopy OU: open to scleral spur": what stands behind the name of a test of the office is its result."""
    words = statement.words
    at = words.index(":") if ":" in words[: _TITLE_WORDS + 1] else 0
    behind = words[at + 1 :]
    return at > told.first == 0 and len(behind) > 1 and _NOT_YET.isdisjoint(behind)
