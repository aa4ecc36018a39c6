"""The services that a note tells in prose, put to the list of what was done."""

import re
from collections.abc import Callable

from claimsim.coding.case import Case
from claimsim.coding.reading.performed import marks_in
from claimsim.coding.reading.statements import ASSESSED, Statement
from claimsim.coding.rules import because
from claimsim.coding.services.counts import count_of, times
from claimsim.coding.services.doing import headed, methods, tells_doing
from claimsim.coding.services.lines import Services
from claimsim.coding.services.performed_here import still_ahead, was_done
from claimsim.coding.services.service_text import Found, ServiceText, match, service_text
from claimsim.coding.services.telling import Told, role_of
from claimsim.coding.services.time_apart import COUNSELLING, time_apart, told_with_time
from claimsim.coding.services.told_text import PROCEDURES, Texts
from claimsim.coding.words.entries import ServiceEntry
from claimsim.model.codes import Candidate, Evidence

Bill = Callable[[Case, Services, Told, ServiceText, Evidence, int, int | None, int], None]

DATA_KINDS = frozenset({"laboratory", "imaging", "global_test"})
_CLOCK = r"(\d{1,2}:?\d\d)"
_TO = r"(?: ?(?:-|\u2013|to|until|stop|end|stopped|ended|finish)[:, ]*)+"
_SPAN = re.compile(rf"(?i)\b{_CLOCK} ?(?:am|pm)?{_TO}(?:time )?{_CLOCK}\b")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-*#\u2022])\s")
_SESSION = re.compile(r"\b(\d{2,3})[ -]?min(?:ute)?s?\b")
_ITEM_REACH = 8
_TRIES = 12
_SEVERAL = 2
_MOST_NOTE = 20_000
_FRACTURE_CARE = frozenset({"fracture", "care"})
_THREADS = frozenset({"nylon", "prolene", "ethilon", "vicryl", "monocryl", "gut", "dermabond"})
_TAUGHT = frozenset(
    {
        "instruction", "instructions", "sheet", "handout", "referral", "orthopedics", "discussed", "by", "ortho",
        "appt", "appointment", "refer", "referred", "surgeon",
    }
)  # fmt: skip
_SCAN = {"ct scan": "ct", "mri": "mri"}
"""Tests that are one row of the index for every part of the body: each naming of it is a test of its own."""
_UNTOLD_PART = "x ray"
"""The index's row for a film of whatever part."""
_CUT_OUT = "diameter"
"""The measure of excisions."""
_CAREFUL = frozenset(
    {"equipment", "supply", "delivery", "care_management", "online", "infusion", "pack", "eye_refraction", "timed"}
)
"""Kinds that a note often speaks of without their being given: they count where it says so plainly."""
_ASSESSED = 6
_LESIONS = frozenset(
    {"fracture", "laceration", "lac", "burn", "abscess", "wart", "warts", "keratosis", "keratoses", "cyst", "cerumen"}
)
_ELSEWHERE_ROLES = frozenset({"history", "symptoms", "assessment", "findings"})
_HEADED_ROLES = frozenset({"findings", "assessment"})
_ANYWHERE = frozenset({"skin", "site", "any"})
_REVIEWED = frozenset({"reviewed", "read", "report", "seen"})
_THINGS = frozenset({"equipment", "supply"})
_OWNED = frozenset({"own", "owns", "already", "closet"})
_NOT_TESTED = frozenset({"blocked", "past", "dated"})


def from_note(case: Case, services: Services, payer: frozenset[str], bill: Bill) -> None:
    """Read what the note says was done; what it names without saying so is left for review."""
    statements = case.prose
    triggers = case.lexicon.trigger_words
    lines = case.procedural
    apart = time_apart(statements)
    told = [
        hit
        for number, statement in enumerate(statements)
        if number in apart or not triggers.isdisjoint(statement.words)
        for hit in told_with_time(case, number, payer, number in apart)
    ]
    passages = _passages(statements, lines, case.reading.lines)
    done: list[Told] = []
    for hit in told:
        statement = statements[hit.statement]
        evidence = case.quote(hit.statement)
        if (
            hit.entry.kind in DATA_KINDS
            and (hit.status not in _NOT_TESTED or _reviewed(hit, statement))
            and role_of(case, hit.statement)[1] != "history"
        ):
            services.tests.setdefault(hit.entry.name, evidence)
            for further in range(2, statement.words.count(_SCAN.get(hit.entry.name, "")) + 1):
                services.tests.setdefault(f"{hit.entry.name} ({further})", evidence)
        verdict = was_done(case, hit, statement.line in lines)
        if verdict is None and hit.entry.kind == COUNSELLING and hit.statement in apart:
            verdict = True  # its minutes are told
        if verdict and hit.entry.kind in _CAREFUL:
            verdict = _plainly(case, hit, statement)
            if not verdict:
                services.unsaid.append((hit.entry, evidence))
        if verdict:
            done.append(hit)
        else:
            _left_out(case, services, hit, evidence, verdict)
    if any(name.endswith(f" {_UNTOLD_PART}") for name in services.tests):
        services.tests.pop(_UNTOLD_PART, None)  # the film of which another sentence tells the part
    texts = Texts(case, done, passages, payer)
    for index, hit in enumerate(done):
        text = texts.of(index, hit)
        minutes = count_of(text, "minute", -1)
        if minutes < 0 and hit.entry.kind == COUNSELLING and hit.statement in apart:
            text = service_text([*text.found, ",", *apart[hit.statement]], case.lexicon, payer)
            minutes = count_of(text, "minute", -1)
        if minutes < 0 and hit.entry.kind in ("infusion", "timed"):
            minutes = _clock_minutes(statements[hit.statement].text)
        if minutes < 0 and hit.entry.measure == "minute" and hit.entry.kind == "therapy":
            minutes = session_minutes(case)
        own = statements[hit.statement].words[hit.first : hit.last + 1]
        evidence = case.quote(hit.statement)
        bill(case, services, hit, text, evidence, times(own), int(minutes) if minutes > 0 else None, _block(case, hit))
    if not case.encounter.services:
        spoken = {hit.statement for hit in done if hit.entry.kind in PROCEDURES and hit.entry.measure != "repair"}
        _unnamed(case, services, spoken, lines, passages, payer, bill)


def _unnamed(
    case: Case,
    services: Services,
    spoken: set[int],
    lines: frozenset[int],
    passages: dict[int, tuple[int, int]],
    payer: frozenset[str],
    bill: Bill,
) -> None:
    """Statements that tell what was done and not of what: the assessment names it ("closed with 4-0 nylon x7")."""
    for first, last in sorted(set(passages.values())):
        if spoken.isdisjoint(range(first, last + 1)):
            spoken |= _as_a_whole(case, services, first, last, payer, bill)
    tried = 0
    for number, statement in enumerate(case.prose):
        if tried == _TRIES:
            return
        care = _FRACTURE_CARE.issubset(statement.words) and _TAUGHT.isdisjoint(statement.words)
        section, role = role_of(case, number, statement.line in lines)
        if (number in spoken and not care) or not tells_doing(statement, section, statement.line in lines):
            continue
        several = len(methods(statement.words)) > 1
        threads = not _THREADS.isdisjoint(statement.words) and any(word[0].isdigit() for word in statement.words)
        several = several or threads
        reported = section == "procedure" or (role in _HEADED_ROLES and (headed(statement) or several))
        if role in _ELSEWHERE_ROLES and not reported and not care:
            continue
        marks = marks_in(statement.words, case.lexicon.service_cues)
        if any(mark.status in ("blocked", "intended", "dated", "past", "away") for mark in marks):
            continue
        tried += 1
        alone = service_text(statement.words, case.lexicon, payer)
        for hit, text in by_assessment(case, alone, payer):
            if not care and _done_there(services, hit.entry):
                continue
            found = Told(hit.entry, hit.matched, number, 0, len(statement.words) - 1, "")
            bill(case, services, found, text, case.quote(number), times(statement.words), None, statement.block)


def _done_there(services: Services, entry: ServiceEntry) -> bool:
    """Whether a procedure of the same organ is told already: these words then describe that one."""
    regions = set(entry.regions) - _ANYWHERE
    return any(b.kind == "procedure" and regions.intersection(b.regions) for b in services.billed)


def _as_a_whole(case: Case, services: Services, first: int, last: int, payer: frozenset[str], bill: Bill) -> set[int]:
    """A procedure note whose sentences tell it together ("the knee was prepped. Kenalog 40 mg was injected")."""
    statements = case.prose[first : last + 1]
    if any(mark.status == "blocked" for s in statements for mark in marks_in(s.words, case.lexicon.service_cues)):
        return set()
    if any(still_ahead(case, statement) for statement in statements):
        return set(range(first, last + 1))  # a procedure that the visit prepares for
    words = [word for statement in statements for word in (*statement.words, ",")]
    text = service_text(words, case.lexicon, payer)
    closed = any(repair.evidence.line in {s.line for s in statements} for repair in services.repairs)
    hits = [
        (hit, text)
        for hit in match(text, case.lexicon)
        if hit.entry.kind == "procedure" and hit.entry.measure != "repair"
    ]
    if not hits and (closed or methods(words)):
        hits = by_assessment(case, text, payer)
    if closed:  # what was closed was a wound, unless something was cut out
        hits = [(hit, both) for hit, both in hits if hit.entry.measure == _CUT_OUT]
    if len(hits) != 1:
        return set()
    hit, text = hits[0]
    text = _with_site(case, hit, text, payer)
    at = max(range(first, last + 1), key=lambda n: len(hit.matched.intersection(case.prose[n].words)))
    told = Told(hit.entry, hit.matched, at, 0, len(case.prose[at].words) - 1, "")
    bill(case, services, told, text, case.quote(at), times(words), None, _block(case, told))
    return set(range(first, last + 1))


def _with_site(case: Case, hit: Found, text: ServiceText, extra: frozenset[str]) -> ServiceText:
    """A procedure's text with the assessed lesion's place, where the report names none."""
    if text.site is not None or "skin" not in hit.entry.regions:
        return text
    for statement in case.prose:
        if statement.role in ASSESSED and not hit.matched.isdisjoint(statement.words):
            placed = service_text(statement.words, case.lexicon, extra)
            if placed.site is not None:
                return service_text([*text.found, ",", *statement.words], case.lexicon, extra)
    return text


def by_assessment(case: Case, text: ServiceText, extra: frozenset[str]) -> list[tuple[Found, ServiceText]]:
    """The one procedure that a text means with the assessed condition: "cryotherapy x 3" of the assessed warts."""
    assessed = [s for s in case.prose if s.role in ASSESSED]
    if not assessed:
        told = (m for m in case.reading.mentions if m.assertion == "affirmed" and m.role in ("told", ""))
        named = dict.fromkeys(m.statement for m in told)
        assessed = [case.prose[number] for number in named]
    lesions = [s for s in case.prose if s.role != "history" and not _LESIONS.isdisjoint(s.words)]
    alone = {hit.entry.name for hit in match(text, case.lexicon)}
    hits: dict[str, tuple[Found, ServiceText]] = {}
    for statement in (*assessed[:_ASSESSED], *lesions[:_ASSESSED]):
        both = service_text([*text.found, ",", *statement.words], case.lexicon, extra)
        for hit in match(both, case.lexicon):
            if hit.entry.kind != "procedure" or hit.entry.name in alone:
                continue
            if hit.matched & text.words and hit.matched - text.words:
                hits[hit.entry.name] = (hit, both)
    return list(hits.values()) if len(hits) == 1 else []


def _clock_minutes(text: str) -> int:
    """The minutes of a span of the clock ("1010-1044"); -1 without one."""
    found = _SPAN.search(text)
    if found is None:
        return -1
    begun, ended = (int(part.replace(":", "")) for part in found.groups())
    minutes = ended // 100 * 60 + ended % 100 - (begun // 100 * 60 + begun % 100)
    return minutes if minutes > 0 else minutes + 720


def session_minutes(case: Case) -> int:
    """The minutes of a session by the note's one span or one number of minutes; -1 if it has none or several."""
    visit = case.encounter.visit
    if visit is not None and visit.kind == "therapy" and visit.total_minutes:
        return visit.total_minutes
    spans = {
        (int(b[:-2]) * 60 + int(b[-2:])) - (int(a[:-2]) * 60 + int(a[-2:]))
        for a, b in (
            (a.replace(":", ""), b.replace(":", "")) for a, b in _SPAN.findall(case.encounter.note[:_MOST_NOTE])
        )
    }
    if len(spans) == 1:
        minutes = spans.pop()
        return minutes if minutes > 0 else minutes + 720
    told = {int(number) for number in _SESSION.findall(case.encounter.note[:_MOST_NOTE].lower())}
    return told.pop() if len(told) == 1 else -1


def _reviewed(hit: Told, statement: Statement) -> bool:
    """A result of another day that was looked at: "CT 5/12 (outside, report read)"."""
    return hit.status == "dated" and not _REVIEWED.isdisjoint(statement.words)


def _block(case: Case, hit: Told) -> int:
    return case.prose[hit.statement].block


def _plainly(case: Case, hit: Told, statement: Statement) -> bool:
    """Whether a therapy, supply or infusion is told as given: in a procedure section, with minutes, or by the word."""
    visit = case.encounter.visit
    if hit.entry.kind in _THINGS and not _OWNED.isdisjoint(statement.words):
        return False  # "walking boot (she has her own)"
    if hit.entry.kind == "timed" or hit.entry.kind == "infusion":
        timed = any(word in ("minute", "minutes", "min", "mins") for word in statement.words)
        timed = timed or _SPAN.search(statement.text) is not None
        return timed or (visit is not None and visit.kind == "therapy" and statement.section == "procedure")
    return hit.status in ("done", "here") or statement.section == "procedure"


def _passages(
    statements: tuple[Statement, ...], lines: frozenset[int], texts: tuple[str, ...]
) -> dict[int, tuple[int, int]]:
    """For each statement of a procedure note the first and last statement of its passage."""
    found: dict[int, tuple[int, int]] = {}
    start: int | None = None
    for number in range(len(statements) + 1):
        inside = number < len(statements) and (
            statements[number].section == "procedure" or statements[number].line in lines
        )
        if (
            inside
            and start is not None
            and statements[number].line != statements[number - 1].line
            and (_ITEM.match(texts[statements[number].line - 1]))
        ):
            for member in range(start, number):
                found[member] = (start, number - 1)
            start = number
        if inside and start is None:
            start = _item_start(statements, number, texts)
        elif not inside and start is not None:
            for member in range(start, number):
                found[member] = (start, number - 1)
            start = None
    return found


def _item_start(statements: tuple[Statement, ...], number: int, texts: tuple[str, ...]) -> int:
    """The statement at which the numbered problem begins that a procedure belongs to; itself where there is none."""
    for earlier in range(number, max(number - _ITEM_REACH, -1), -1):
        if _ITEM.match(texts[statements[earlier].line - 1]):
            while earlier and statements[earlier - 1].line == statements[earlier].line:
                earlier -= 1
            return earlier
    return number


def ordered_only(case: Case, services: Services, entry: ServiceEntry, evidence: Evidence) -> None:
    """Keep a test that was ordered, or is run elsewhere, as read and rightly not billed."""
    if not any(item.name == entry.name for item in services.billed):
        text = f"{entry.name} was ordered or is run elsewhere; this practice did not perform it."
        case.leave_out(evidence, because("ordered-only", text))


def _left_out(case: Case, services: Services, hit: Told, evidence: Evidence, verdict: bool | None) -> None:
    if hit.entry.kind in DATA_KINDS:
        ordered_only(case, services, hit.entry, evidence)
    elif verdict is None and hit.entry.kind == "procedure" and hit.status == "":
        codes = tuple((v.code, case.service(v.code)) for v in hit.entry.variants if case.service(v.code))
        case.candidates.append(Candidate(evidence.text, evidence, codes[:3]))
