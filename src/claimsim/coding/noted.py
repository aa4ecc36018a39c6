"""The services that a note tells in prose, put to the list of what was done."""

from collections.abc import Callable

from claimsim.coding.case import Case
from claimsim.coding.entries import ServiceEntry
from claimsim.coding.prose import Told, procedural_lines, text_of, told_in, was_done
from claimsim.coding.reading import Statement
from claimsim.coding.rules import because
from claimsim.coding.service_text import Found, ServiceText, count_of, match, service_text, times, variant_for
from claimsim.coding.services_model import Services
from claimsim.model.codes import Candidate, Evidence

Bill = Callable[[Case, Services, Told, ServiceText, Evidence, int, int | None, int], None]

DATA_KINDS = frozenset({"laboratory", "imaging", "global_test"})
_PROCEDURES = frozenset({"procedure", "procedure_add_on", "treatment"})
_CAREFUL = frozenset(
    {"equipment", "supply", "delivery", "care_management", "online", "infusion", "pack", "eye_refraction", "timed"}
)
"""Kinds that a note often speaks of without their being given: they count where it says so plainly."""
_ASSESSED = 6
_NOT_TESTED = frozenset({"blocked", "past", "dated"})


def from_note(case: Case, services: Services, payer: frozenset[str], bill: Bill) -> None:
    """Read what the note says was done; what it names without saying so is left for review."""
    statements = case.reading.statements
    triggers = case.lexicon.trigger_words
    lines = procedural_lines(statements)
    told = [
        hit
        for number, statement in enumerate(statements)
        if not triggers.isdisjoint(statement.words)
        for hit in told_in(case, number, payer)
    ]
    passages = _passages(statements, lines)
    done: list[Told] = []
    for hit in told:
        statement = statements[hit.statement]
        evidence = case.quote(hit.statement)
        if hit.entry.kind in DATA_KINDS and hit.status not in _NOT_TESTED and statement.role != "history":
            services.tests.setdefault(hit.entry.name, evidence)
        verdict = was_done(case, hit, statement.line in lines)
        if verdict and hit.entry.kind in _CAREFUL:
            verdict = _plainly(case, hit, statement)
        if verdict:
            done.append(hit)
        else:
            _left_out(case, services, hit, evidence, verdict)
    for index, hit in enumerate(done):
        text = _text(case, hit, done, index, passages, payer)
        minutes = count_of(text, "minute", -1)
        own = statements[hit.statement].words[hit.first : hit.last + 1]
        evidence = case.quote(hit.statement)
        bill(case, services, hit, text, evidence, times(own), int(minutes) if minutes > 0 else None, _block(case, hit))
    spoken = {hit.statement for hit in told}
    for first, last in sorted(set(passages.values())):
        if spoken.isdisjoint(range(first, last + 1)):
            _unnamed(case, services, first, last, payer, bill)


def _unnamed(case: Case, services: Services, first: int, last: int, payer: frozenset[str], bill: Bill) -> None:
    """A procedure note that does not name its procedure: what the assessment makes of it, else left for review."""
    if case.encounter.services or case.encounter.drugs:
        return
    for number in range(first, last + 1):
        statement = case.reading.statements[number]
        text = service_text(statement.words, case.lexicon, payer)
        for hit in by_assessment(case, text, payer):
            found = Told(hit.entry, hit.matched, number, 0, len(statement.words) - 1, "")
            bill(case, services, found, text, case.quote(number), times(statement.words), None, statement.block)
            return


def by_assessment(case: Case, text: ServiceText, extra: frozenset[str]) -> list[Found]:
    """The one procedure that a text means with the assessed condition: "cryotherapy x 3" of the assessed warts."""
    assessed = [s for s in case.reading.statements if s.role in ("assessment", "assessment_plan")]
    hits: dict[str, Found] = {}
    for statement in assessed[:_ASSESSED]:
        both = service_text([*text.found, ",", *statement.words], case.lexicon, extra)
        for hit in match(both, case.lexicon):
            if hit.entry.kind == "procedure" and hit.matched & text.words and hit.matched - text.words:
                hits[hit.entry.name] = hit
    return list(hits.values()) if len(hits) == 1 else []


def _block(case: Case, hit: Told) -> int:
    return case.reading.statements[hit.statement].block


def _plainly(case: Case, hit: Told, statement: Statement) -> bool:
    """Whether a therapy, supply or infusion is told as given: in a procedure section, with minutes, or by the word."""
    visit = case.encounter.visit
    if hit.entry.kind == "timed" or hit.entry.kind == "infusion":
        timed = any(word in ("minute", "minutes", "min", "mins") for word in statement.words)
        return timed or (visit is not None and visit.kind == "therapy" and statement.section == "procedure")
    return hit.status in ("done", "here") or statement.section == "procedure"


def _passages(statements: tuple[Statement, ...], lines: frozenset[int]) -> dict[int, tuple[int, int]]:
    """For each statement of a procedure note the first and last statement of its passage."""
    found: dict[int, tuple[int, int]] = {}
    start: int | None = None
    for number in range(len(statements) + 1):
        inside = number < len(statements) and (
            statements[number].section == "procedure" or statements[number].line in lines
        )
        if inside and start is None:
            start = number
        elif not inside and start is not None:
            for member in range(start, number):
                found[member] = (start, number - 1)
            start = None
    return found


def _text(
    case: Case, hit: Told, done: list[Told], index: int, passages: dict[int, tuple[int, int]], payer: frozenset[str]
) -> ServiceText:
    """What is said of a hit: its clauses; for a procedure, its part of the passage; else its whole statement where
    the clauses leave the code open.
    """
    own = text_of(case, hit, payer)
    passage = passages.get(hit.statement)
    if passage is not None and hit.entry.kind in _PROCEDURES:
        first, last = _part(hit, done, index, passage)
        if first <= last:
            words: list[str] = []
            for number in range(first, last + 1):
                words += [*case.reading.statements[number].words, ","]
            return service_text(words, case.lexicon, payer)
    statement = case.reading.statements[hit.statement]
    alone = sum(other.statement == hit.statement for other in done) == 1
    if alone or variant_for(hit.entry, own, 1, None) is None:
        return service_text(statement.words, case.lexicon, payer)
    return own


def _part(hit: Told, done: list[Told], index: int, passage: tuple[int, int]) -> tuple[int, int]:
    """The statements of a passage that speak of this procedure: to the next one's. None where two share a statement."""
    others = [
        other.statement
        for other in done
        if other.entry.name != hit.entry.name
        and other.entry.kind in _PROCEDURES
        and passage[0] <= other.statement <= passage[1]
    ]
    if hit.statement in others:
        return 1, 0
    earlier = [number for number in others if number < hit.statement]
    later = [number for number in others if number > hit.statement]
    return (hit.statement if earlier else passage[0]), (min(later) - 1 if later else passage[1])


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
