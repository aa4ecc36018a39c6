"""What the record leaves out of a service that it says was done: asked for, and its code waits for the answer.

A query is due where the missing words decide whether there is a code, or which (AHIMA and ACDIS, Guidelines for
Achieving a Compliant Query Practice, 2022: documentation that is incomplete or imprecise).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_measure, ask_open
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.counts import count_of, muscles_of, times, variant_for
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.noted import session_minutes
from claimsim.coding.services.performed_here import RESULT
from claimsim.coding.services.service_text import ServiceText, service_text
from claimsim.coding.services.telling import role_of
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import ServiceEntry
from claimsim.model.codes import Evidence

_HOSPITALS = frozenset({"19", "21", "22", "23", "24"})
_MINUTES = "number of minutes"
_HELD = frozenset(
    {
        "discussed", "talked", "discussion", "conversation", "reviewed", "completed", "filled", "signed", "addressed",
        "voluntary", "explained", "spoke", "done", "agent", "proxy", "polst", "molst", "surrogate", "form", "forms",
    }
)  # fmt: skip
"""Words of a planning of care that took place."""
_NOT_HELD = frozenset(
    {"declined", "declines", "deferred", "defer", "file", "refused", "next", "later", "offered", "already", "no", "not"}
)
_TRACING = frozenset({"sinus", "rhythm", "nsr", "qtc", "axis", "st", "lvh", "bpm", "afib", "fibrillation", "block"})
_READ = frozenset(
    {"read", "reads", "interpreted", "interpretation", "interp", "impression", "shows", "showed", "independently"}
    | {"compared", "unchanged", "progression"}
)
_REPORTED = re.compile(r"\binterpret\w*|\breport\b", re.IGNORECASE)
_RENDERED = frozenset({"provided", "performed", "rendered", "delivered", "time", "services", "given", "gave", "spent"})
_COORDINATED = frozenset(
    {"calls", "called", "call", "coordination", "coordinated", "updated", "month", "services", "provided", "time"}
)
_NOT_ENROLLED = _NOT_HELD | {"consent", "consented", "enroll", "enrolled", "eligible", "discussed", "candidate"}
_MINUTES_TOLD = re.compile(r"\d\s*-?\s*(?:min|hr|hour)|\d{1,2}:?\d\d\s*(?:-|to)\s*\d{1,2}:?\d\d", re.IGNORECASE)
_TAKEN_HERE = frozenset(
    {
        "today", "here", "office", "ofc", "clinic", "obtained", "taken", "my", "me", "i", "read", "interpreted", "done",
        "performed", "house", "poc", "independently", "shot",
    }
)  # fmt: skip
_BEGUN = re.compile(
    r"\b(?:started|infused|running|hung|begun|given|completed|administered|tolerated|received)\b", re.IGNORECASE
)
_VAGUE = frozenset({"several", "multiple", "few", "many", "numerous", "some", "scattered", "various", "all"})
_PLURALS = {
    "lesion": frozenset({"biopsies", "keratoses", "aks", "warts", "verrucae", "tags", "lesions"}),
    "nail": frozenset({"nails", "toenails"}),
}
"""By measure: plurals that tell that there were several, and without a number not how many."""
_SEVERAL = 6
_FIFTEEN = 15
_MANY = frozenset({"many", "numerous", "innumerable", "countless", "multiple", "dozens"})
_GROWTHS = frozenset({"wart", "warts", "papules", "verrucae", "molluscum", "mollusca"})
_ELECTROCARDIOGRAM = "electrocardiogram"
_APART = 8
_NOT_TODAY = frozenset({"history", "symptoms", "family"})


_CLOSING = frozenset({("all", "counts"), ("all", "questions"), ("all", "risks"), ("all", "count"), ("all", "question")})
"""What is said of every operation, and counts nothing."""


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    return ((word, words[at + 1 : at + 2]) for at, word in enumerate(words))


def in_hospital(case: Case) -> bool:
    """Whether the place is a hospital or surgery centre, which bills its own films, vaccines and supplies."""
    return case.encounter.place_of_service in _HOSPITALS


def taken_here(case: Case, evidence: Evidence) -> bool:
    """Whether a film was made or read in this practice: "severe on film" may be anybody's."""
    if in_hospital(case):
        return False
    words = set(tokens.words(tokens.lowered(evidence.text)))
    return evidence.source == "services" or not _TAKEN_HERE.isdisjoint(words)


def ask_unsaid(case: Case, services: Services) -> None:
    """Ask what the services of the day lack, and hold their lines."""
    _untimed_in_list(case, services)
    _untimed_in_note(case, services)
    _two_times(case, services)
    _unread(case, services)
    _untimed_care(case, services)


def uncounted(
    case: Case, entry: ServiceEntry, text: ServiceText, quantity: int, minutes: int | None, evidence: Evidence
) -> str:
    """What is to be counted and is not, where one and several have different codes; empty if nothing is missing."""
    if entry.measure == "minute" and entry.kind == "therapy" and minutes is None:
        bounded = any(name == "minute" for variant in entry.variants for name, _, _ in variant.measures)
        told = count_of(text, "minute", -1) >= 0 or session_minutes(case) > 0
        return _MINUTES if bounded and not told else ""
    if entry.measure == "muscle":
        named = muscles_of(text, case.lexicon) or any(muscles_of(_of(case, s), case.lexicon) for s in _now(case))
        counted = count_of(text, "muscle", -1) > 0 or any(count_of(_of(case, s), "muscle", -1) > 0 for s in _now(case))
        return "" if named or counted else "muscles"
    if entry.measure == "each" and entry.kind == "test":
        listed = evidence.source == "services" and _counted(case, evidence)
        told = listed or quantity > 1 or any(count_of(_of(case, s), "each", -1) > 0 for s in _now(case))
        return "" if told else "number of tests"
    if entry.measure == "lesion" and quantity == 1 and _many(case, entry, text):
        return "number of lesions"
    if entry.measure not in _PLURALS or quantity > 1 or not _one_and_several_differ(entry, text):
        return ""
    said = text.found
    plural = not _PLURALS[entry.measure].isdisjoint(said) and not any(word[0].isdigit() for word in said)
    vague = any(word in _VAGUE and (word, *following) not in _CLOSING for word, following in _pairs(said))
    if (not vague and not plural) or count_of(text, entry.measure, -1) > 0:
        return ""
    listed = evidence.source == "services" and _counted(case, evidence)
    told = any(count_of(_of(case, s), entry.measure, -1) > 1 or times(s.words) > 1 for s in _now(case))
    return "" if listed or told else f"number of {entry.measure}s"


def _many(case: Case, entry: ServiceEntry, text: ServiceText) -> bool:
    """ "Verrucous papules, many": where fifteen are another code, and nothing counts them."""
    if variant_for(entry, text, 1, None) == variant_for(entry, text, _FIFTEEN, None):
        return False
    statements = list(_now(case))
    if count_of(text, "lesion", -1) > 1 or any(count_of(_of(case, s), "lesion", -1) > 1 for s in statements):
        return False
    return any(not _MANY.isdisjoint(s.words) and not _GROWTHS.isdisjoint(s.words) for s in statements)


def _counted(case: Case, evidence: Evidence) -> bool:
    return "quantity" in case.encounter.services[evidence.line - 1].model_fields_set


def _one_and_several_differ(entry: ServiceEntry, text: ServiceText) -> bool:
    further = entry.add_on.split()
    if len(further) > 2 and int(further[2]) <= _SEVERAL:
        return True
    return variant_for(entry, text, 1, None) != variant_for(entry, text, _SEVERAL, None)


def _now(case: Case) -> Iterator[Statement]:
    """The statements of the visit itself in which a number may stand."""
    return (s for s in case.prose if s.role not in _NOT_TODAY)


def _of(case: Case, statement: Statement) -> ServiceText:
    return service_text(statement.words, case.lexicon)


def _untimed_in_list(case: Case, services: Services) -> None:
    """Timed services of the record's list without minutes or units: the note's minutes, else a query."""
    waiting = [
        line for line in services.billed if line.kind == "timed" and line.minutes is None and _listed(case, line)
    ]
    for line in waiting:
        told = max((_minutes_in(case, evidence) for evidence in line.evidence[1:]), default=-1)
        if told <= 0 and len(waiting) == 1:
            told = session_minutes(case)
        if told > 0:
            line.minutes = told
            continue
        services.billed = [other for other in services.billed if other is not line]
        ask_measure(case, line.name, _MINUTES, tuple(line.evidence[:2]))


def _listed(case: Case, line: Billed) -> bool:
    """Whether it comes from the list without a number of its own: a quantity written out is units."""
    source = line.evidence[0]
    return source.source == "services" and not (
        {"quantity", "minutes"} & case.encounter.services[source.line - 1].model_fields_set
    )


def _minutes_in(case: Case, evidence: Evidence) -> int:
    if evidence.source != "note":
        return -1
    words = next((s.words for s in case.prose if s.line == evidence.line and s.text == evidence.text), [])
    return int(count_of(service_text(words, case.lexicon), "minute", -1))


def _untimed_in_note(case: Case, services: Services) -> None:
    """What a therapist's note says was done without saying how long, and infusions without their end."""
    visit = case.encounter.visit
    therapy = visit is not None and visit.kind == "therapy"
    done = {line.name for line in services.billed}
    told: dict[str, tuple[ServiceEntry, Evidence]] = {}
    for entry, evidence in services.unsaid:
        begun = _BEGUN.search(evidence.text) is not None and not in_hospital(case)
        wanted = therapy if entry.kind == "timed" else entry.kind == "infusion" and begun
        if wanted and entry.name not in done:
            told.setdefault(entry.name, (entry, evidence))
    if len(told) == 1 and session_minutes(case) > 0:
        return
    for entry, evidence in told.values():
        ask_measure(case, entry.name, _MINUTES, (evidence,))


def _two_times(case: Case, services: Services) -> None:
    """A session whose minutes the list and the note tell differently, by more than rounding."""
    for line in services.billed:
        source = line.evidence[0]
        if source.source != "services" or line.kind != "therapy" or not line.minutes:
            continue
        told = [(e, _minutes_in(case, e)) for e in line.evidence[1:]]
        other = next((e for e, minutes in told if minutes > 0 and abs(minutes - line.minutes) >= _APART), None)
        if other is not None:
            listed = case.encounter.services[source.line - 1].minutes
            options = (f"{listed} minutes", f"{_minutes_in(case, other)} minutes")
            about = f"the minutes of the {line.name}, as the record has two numbers"
            ask_open(case, line.name, about, "number of minutes without contradiction", options, (source, other))


def _unread(case: Case, services: Services) -> None:
    """A tracing that the list calls interpreted, or the note itself tells, and nobody says what it shows."""
    for line in list(services.billed):
        source = line.evidence[0]
        listed = source.source == "services"
        if line.kind != "global_test" or (listed and not _REPORTED.search(source.text)):
            continue
        if not listed and line.name != _ELECTROCARDIOGRAM:
            continue
        said = [evidence for evidence in line.evidence if evidence.source == "note"]
        if said and not any(_is_read(case, line, evidence) for evidence in said):
            services.billed = [other for other in services.billed if other is not line]
            options = ("The interpretation was: ____", "It was not interpreted by me")
            ask_open(
                case, line.name, f"the interpretation of the {line.name}", "interpretation", options, tuple(said[:2])
            )


def _is_read(case: Case, line: Billed, evidence: Evidence) -> bool:
    """Whether the statement, or any other of the visit, has a result in it."""
    own = next((s.words for s in case.prose if s.line == evidence.line and s.text == evidence.text), [])
    if not RESULT.isdisjoint(own) or any(word[0].isdigit() and word not in ("12", "1") for word in own):
        return True
    beside = [word for s in case.prose if s.line == evidence.line for word in s.words]
    if not _READ.isdisjoint(beside) or any(m.line == evidence.line for m in case.reading.mentions):
        return True
    return line.name == _ELECTROCARDIOGRAM and any(
        not _TRACING.isdisjoint(s.words) for s in case.prose if s.role not in _NOT_TODAY
    )


def _untimed_care(case: Case, services: Services) -> None:
    """Advance care planning and critical care that took place, without their minutes."""
    if not any(line.code == "99497" for line in services.billed):
        _ask_minutes(case, "advance care planning", _is_planning)
    _ask_minutes(case, "critical care", _is_critical_care)
    if not any(line.kind == "care_management" for line in services.billed):
        _ask_minutes(case, "chronic care management", _is_care_management)


def _ask_minutes(case: Case, name: str, meant: Callable[[list[str]], bool]) -> None:
    found = [number for number, s in enumerate(case.prose) if meant(s.words) and role_of(case, number)[1] != "history"]
    if not found:
        return
    timed = any(
        _MINUTES_TOLD.search(case.prose[at].text)
        for number in found
        for at in (number, number + 1)
        if at < len(case.prose)
    )
    if not timed:
        ask_measure(case, name, _MINUTES, (case.quote(found[0]),))


def _is_planning(words: list[str]) -> bool:
    named = "advance" in words and not {"planning", "directive", "directives"}.isdisjoint(words)
    return named and not _HELD.isdisjoint(words) and _NOT_HELD.isdisjoint(words)


def _is_critical_care(words: list[str]) -> bool:
    named = "critical" in words and ("critical", "care") in pairwise(words)
    return named and not _RENDERED.isdisjoint(words) and _NOT_HELD.isdisjoint(words)


def _is_care_management(words: list[str]) -> bool:
    named = "ccm" in words or ("chronic" in words and "care" in words and "management" in words)
    return named and not _COORDINATED.isdisjoint(words) and _NOT_ENROLLED.isdisjoint(words)
