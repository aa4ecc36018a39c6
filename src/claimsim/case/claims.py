"""Claims on their way: built, scrubbed, sent, acknowledged, answered, and sent again."""

from datetime import date, timedelta

from msgspec.structs import replace

from claimsim.billing.claim_build import correction_of, only_lines
from claimsim.model.calendar import business_day_on_or_after, next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.payer import (
    Adjudicated,
    acknowledged_on,
    adjudicate,
    hold_of,
    payment_date,
    receive,
    receive_records,
)

from .after_answer import ask_for_records, plan_takeback, request_authorization, send_appeal, send_records
from .answers import work_answer
from .casefile import CaseFile, Steps
from .claim_step import after_earlier_payers, build, encounter_lines, key, lines_as, payer_name
from .coding_audit import tell_what_went_back
from .events import (
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimSubmitted,
    LetterWritten,
    SyntaxAcknowledged,
)
from .hospice_contact import ask_hospice
from .next_payer import answer_that_rested, answered, in_its_place, in_place_of, waits_for_an_answer
from .patient_contact import ring_patient
from .rejections import Answer, work_rejection
from .reopening import ask_for_reopening
from .scrub_step import scrub_claim
from .voiding import void_what_rested
from .work import Outgoing


def send_original(file: CaseFile, coverage: Coverage, reason: str, lines: frozenset[int] = frozenset()) -> Steps:
    """Build an original claim to the payer of a coverage, with all of the encounter's lines or with some, and see it
    through to its answer."""
    claim = build(file, coverage, file.next_claim_id())
    if lines:
        file.lines_of[claim.claim_id] = lines
        claim = only_lines(claim, lines)
    if not claim.lines:
        return  # the coder took every line off: there is nothing to ask a payer for
    claim = yield from key(file, claim)
    yield ClaimBuilt(file.today, claim, payer_name(file, claim), reason)
    yield from _send(file, coverage, claim)


def send_outgoing(file: CaseFile, outgoing: Outgoing) -> Steps:
    """Send what the work on an answer asks for: a claim to another payer, a replacement, failed lines, a reopening."""
    if outgoing.kind == "original":
        yield from send_original(file, outgoing.coverage, outgoing.reason, outgoing.lines)
        return
    if outgoing.kind == "again":
        yield from _send_again(file, outgoing.coverage, outgoing.claim, outgoing.reason)
        return
    if outgoing.kind in _REQUESTS:
        yield from _REQUESTS[outgoing.kind](file, outgoing, _answered, send_outgoing)
        return
    if outgoing.kind == "next":
        if waits_for_an_answer(file, outgoing.claim):
            file.waiting.append((outgoing.claim.payer, send_outgoing(file, outgoing)))
            return
        outgoing = in_its_place(file, outgoing)
        if outgoing.replaces and outgoing.claim.frequency == "1":
            yield from ask_for_reopening(file, outgoing, outgoing.claim, outgoing.replaces, _answered)
            return
        following = yield from key(file, replace(outgoing.claim, claim_id=file.next_claim_id()))
        yield ClaimBuilt(file.today, following, payer_name(file, following), outgoing.reason)
        yield from _send(file, outgoing.coverage, following)
        return
    if outgoing.kind == "void":
        yield from _void(file, outgoing)
        return
    corrected = build(file, outgoing.coverage, file.next_claim_id())
    if outgoing.kind == "lines" and len(outgoing.lines) < len(outgoing.claim.lines):
        file.lines_of[corrected.claim_id] = encounter_lines(file, outgoing.claim, outgoing.lines)
    corrected = after_earlier_payers(file, outgoing.claim, lines_as(file, outgoing.claim, corrected))
    if outgoing.kind == "reopening":
        yield from ask_for_reopening(file, outgoing, corrected, outgoing.control_number, _answered)
        return
    if outgoing.kind != "lines":
        corrected = correction_of(outgoing.claim, corrected, "7", outgoing.control_number)
    corrected = yield from key(file, corrected)
    yield ClaimBuilt(file.today, corrected, payer_name(file, corrected), outgoing.reason)
    yield from _send(file, outgoing.coverage, corrected, outgoing.due)


_REQUESTS = {
    "appeal": send_appeal, "records": send_records, "authorization": request_authorization, "contact": ring_patient,
    "hospice": ask_hospice,
}  # fmt: skip


def _void(file: CaseFile, outgoing: Outgoing) -> Steps:
    """Take a claim back: by a claim of frequency 8, or where the payer takes none by a request to recoup."""
    void = outgoing.claim
    payer, state = file.payer(void.payer), file.state(outgoing.coverage)
    if payer.file.manual.corrected_claims.route == "replacement":
        yield ClaimBuilt(file.today, void, payer_name(file, void), outgoing.reason)
        yield from _send(file, outgoing.coverage, void, outgoing.due)
        return
    text = f"Billed in error, please take the payment back: {outgoing.reason}"
    yield LetterWritten(file.today, "practice", payer.file.name, text, outgoing.due)
    pay_on = payment_date(payer, state, file.today)
    file.schedule(pay_on, _adjudicated(file, outgoing.coverage, void, file.today, pay_on))


def _send(file: CaseFile, coverage: Coverage, claim: Claim, due: date | None = None) -> Steps:
    """Scrub, submit, and put the acknowledgement on the calendar; a claim that lies is scrubbed when it leaves."""
    lies = file.lying.pop(claim.claim_id, 0)
    if lies:
        on = next_business_day(file.today + timedelta(days=lies - 1))
        file.schedule(on, _send(file, coverage, claim, due))
        return
    coverage, claim, elsewhere = yield from scrub_claim(file, coverage, claim)
    for item in elsewhere:
        file.schedule(item.on, send_outgoing(file, item))
    if not claim.lines:
        return
    yield from _submit(file, coverage, replace(claim, submitted_on=file.today), due)


def _submit(file: CaseFile, coverage: Coverage, claim: Claim, due: date | None) -> Steps:
    """Hand a claim to the payer, and take up what its front end says."""
    file.sent.append((coverage, claim))
    file.billed.add(claim.payer)
    name = payer_name(file, claim)
    yield ClaimSubmitted(file.today, claim, name, due or file.filing_deadline(claim))
    payer = file.payer(claim.payer)
    received = receive(claim, payer, file.state(coverage), file.today)
    file.states[claim.payer] = received.state
    yield SyntaxAcknowledged(file.today, received.implementation, () if received.acknowledgement else received.trace)
    if received.acknowledgement is None:
        rules = tuple(rule for rule, _, saw in received.trace if saw is not None)
        yield from _turned_away(file, coverage, claim, received.implementation, rules)
        return
    file.in_process.append(claim)
    event = ClaimAcknowledged(acknowledged_on(payer, file.today), received.acknowledgement, name, received.trace)
    file.schedule(event.on, _acknowledged(file, coverage, claim, event))
    if claim.claim_id in file.sent_twice:
        file.sent_twice.discard(claim.claim_id)
        file.schedule(file.today, _send_copy(file, coverage, claim))


def _send_copy(file: CaseFile, coverage: Coverage, claim: Claim) -> Steps:
    """The same claim once more on the same day: its batch was uploaded twice, past the scrubber."""
    yield from _submit(file, coverage, claim, None)


def _acknowledged(file: CaseFile, coverage: Coverage, claim: Claim, event: ClaimAcknowledged) -> Steps:
    """The 277CA is in: wait for the answer, or work the rejection."""
    yield event
    answer = event.acknowledgement
    if not answer.accepted:
        answered(file, claim)
        yield from _turned_away(file, coverage, claim, answer, tuple(s.rule for s in answer.statuses))
        return
    payer, state = file.payer(claim.payer), file.state(coverage)
    received_on = claim.submitted_on or file.today
    wanted = state.later.records_request
    if wanted is not None and any(line.code in wanted.codes for line in claim.lines):
        due = file.today + timedelta(days=wanted.within_days)
        received_on, kinds = yield from ask_for_records(file, event.payer_name, claim, due)
        claim, state = receive_records(claim, kinds, state)
        file.states[claim.payer] = state
    pay_on = payment_date(payer, state, received_on, claim.date_of_service)
    if state.later.grace_period is not None and state.later.grace_period.waits(claim.date_of_service):
        grace_ends = state.later.grace_period.ends_on
        text = f"{claim.claim_id} waits: the premium is not paid, and the grace period ends on {grace_ends} (N615)"
        yield LetterWritten(file.today, claim.payer, event.payer_name, text, grace_ends)
    hold = hold_of(payer.file.claims_holds, claim, pay_on)
    if hold is not None:
        pay_on = business_day_on_or_after(hold.until)
        text = f"{claim.claim_id} is held: {hold.why}. Nothing is to be sent again"
        yield LetterWritten(file.today, claim.payer, event.payer_name, text)
    file.schedule(pay_on, _adjudicated(file, coverage, claim, received_on, pay_on))


def _adjudicated(file: CaseFile, coverage: Coverage, claim: Claim, received_on: date, pay_on: date) -> Steps:
    done = adjudicate(claim, file.payer(claim.payer), file.state(coverage), received_on, pay_on)
    file.states[claim.payer] = done.state
    yield from _answered(file, coverage, claim, done)


def _answered(file: CaseFile, coverage: Coverage, claim: Claim, done: Adjudicated) -> Steps:
    answered(file, claim)
    outgoing = yield from work_answer(file, coverage, claim, done)
    voids = void_what_rested(file, claim.original_reference if claim.frequency == "8" else "")
    yield from tell_what_went_back(file, done.remittance)
    for item in (*outgoing, *voids):
        file.schedule(item.on, send_outgoing(file, item))
    if done.forwarded is not None:
        following = next(c for c in file.coverages if c.payer == done.forwarded.payer)
        file.schedule(next_business_day(file.today), _forwarded(file, following, done.forwarded))
    plan_takeback(file, coverage, claim, done, _answered)


def _forwarded(file: CaseFile, coverage: Coverage, claim: Claim) -> Steps:
    """The next payer has a claim that this practice did not send: it is adjudicated as any other."""
    if waits_for_an_answer(file, claim):
        file.waiting.append((claim.payer, _forwarded(file, coverage, claim)))
        return
    payer = file.payer(claim.payer)
    rested = answer_that_rested(file, claim)
    if rested:
        claim = in_place_of(file, claim, rested)
    received = receive(claim, payer, file.state(coverage), file.today)
    file.states[claim.payer] = received.state
    if received.acknowledgement is None or not received.acknowledgement.accepted:
        return  # the forwarding payer is told, not the practice: the money stays open until somebody asks
    file.sent.append((coverage, claim))
    file.in_process.append(claim)
    pay_on = payment_date(payer, file.state(coverage), file.today)
    file.schedule(pay_on, _adjudicated(file, coverage, claim, file.today, pay_on))
    yield from ()


def _turned_away(file: CaseFile, coverage: Coverage, claim: Claim, answer: Answer, rules: tuple[str, ...]) -> Steps:
    outgoing = yield from work_rejection(file, coverage, claim, answer, rules)
    if outgoing is not None:
        file.schedule(outgoing.on, send_outgoing(file, outgoing))


def _send_again(file: CaseFile, coverage: Coverage, claim: Claim, reason: str) -> Steps:
    """Send a claim that was turned away once more: with a number of its own, and else as it is handed in."""
    number = file.next_claim_id()
    if claim.claim_id in file.lines_of:
        file.lines_of[number] = file.lines_of[claim.claim_id]
    if claim.claim_id in file.keyed_wrong:
        file.keyed_wrong[number] = replace(file.keyed_wrong[claim.claim_id], claim_id=number)
    claim = yield from key(file, replace(claim, claim_id=number, submitted_on=None))
    yield ClaimBuilt(file.today, claim, payer_name(file, claim), reason)
    yield from _send(file, coverage, claim)
