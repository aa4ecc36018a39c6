"""Claims on their way: built, scrubbed, sent, acknowledged, and put right when the front end turns them away."""

from datetime import date, timedelta

from msgspec.structs import replace

from claimsim.billing.claim_build import SEQUENCES, build_claim, correction_of, only_lines
from claimsim.billing.scrub import scrub
from claimsim.billing.scrub.edits import EditHit
from claimsim.model.acknowledgement import ClaimAcknowledgement, ImplementationAcknowledgement
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.payer import (
    Adjudicated,
    acknowledged_on,
    adjudicate,
    payment_date,
    receive,
    receive_records,
    reopen,
)

from .after_answer import ask_for_records, plan_takeback, request_authorization, send_appeal, send_records
from .answers import work_answer
from .asks import Ask, Option
from .casefile import CaseFile, Steps, StepsTo, decide
from .charge_step import recharge
from .coding_step import ask_coder
from .events import (
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimScrubbed,
    ClaimSubmitted,
    DecisionTaken,
    LetterWritten,
    SyntaxAcknowledged,
)
from .mistyping import with_slip
from .next_payer import answer_that_rested, in_place_of
from .registration import correct_from_card, look_at_card
from .work import Outgoing

MAX_SCRUBS = 6
KEYED = (
    Option("as_recorded", "Everything as the record has it"),
    Option("mistype", "A field is keyed wrong"),
    Option("send_twice", "The batch with this claim is uploaded twice"),
)
FIX = Option("fix", "Hold the claim and have it mended by whoever can")
ASK_CODER = Option("ask_coder", "Ask the coder what the record supports")
RELEASE = Option("release", "Send the claim as it is")
REJECTED_OPTIONS = (
    Option("correct_and_resend", "Find out what is right and send it as an original: nothing was adjudicated"),
    Option("resend_unchanged", "Send the same claim again"),
    Option("send_replacement", "Send it as a replacement of the rejected claim (frequency 7)"),
    Option("no_action", "Nothing is to be done: the payer has the claim already"),
    Option("hold", "Leave it lying"),
)


def send_original(file: CaseFile, coverage: Coverage, reason: str) -> Steps:
    """Build an original claim to the payer of a coverage and see it through to its answer."""
    claim = yield from _key(file, _build(file, coverage, file.next_claim_id()))
    yield ClaimBuilt(file.today, claim, _payer_name(file, claim), reason)
    yield from _send(file, coverage, claim)


def send_outgoing(file: CaseFile, outgoing: Outgoing) -> Steps:
    """Send what the work on an answer asks for: a claim to another payer, a replacement, failed lines, a reopening."""
    if outgoing.kind == "original":
        yield from send_original(file, outgoing.coverage, outgoing.reason)
        return
    if outgoing.kind in _REQUESTS:
        yield from _REQUESTS[outgoing.kind](file, outgoing, _answered, send_outgoing)
        return
    if outgoing.kind == "next":
        if outgoing.replaces and outgoing.claim.frequency == "1":
            yield from _reopen(file, outgoing, outgoing.claim, outgoing.replaces)
            return
        following = yield from _key(file, replace(outgoing.claim, claim_id=file.next_claim_id()))
        yield ClaimBuilt(file.today, following, _payer_name(file, following), outgoing.reason)
        yield from _send(file, outgoing.coverage, following)
        return
    if outgoing.kind == "void":
        yield from _void(file, outgoing)
        return
    corrected = _build(file, outgoing.coverage, file.next_claim_id())
    if outgoing.kind == "lines":
        before = sorted(file.lines_of.get(outgoing.claim.claim_id, ()))
        lines = (before[n - 1] for n in outgoing.lines) if before else outgoing.lines
        file.lines_of[corrected.claim_id] = frozenset(lines)
    corrected = _lines_as(file, outgoing.claim, corrected)
    if outgoing.kind == "reopening":
        yield from _reopen(file, outgoing, corrected, outgoing.control_number)
        return
    if outgoing.kind != "lines":
        corrected = correction_of(outgoing.claim, corrected, "7", outgoing.control_number)
    corrected = yield from _key(file, corrected)
    yield ClaimBuilt(file.today, corrected, _payer_name(file, corrected), outgoing.reason)
    yield from _send(file, outgoing.coverage, corrected, outgoing.due)


_REQUESTS = {"appeal": send_appeal, "records": send_records, "authorization": request_authorization}


def _void(file: CaseFile, outgoing: Outgoing) -> Steps:
    """Take a claim back: by a claim of frequency 8, or where the payer takes none by reopening and refund."""
    void = outgoing.claim
    yield ClaimBuilt(file.today, void, _payer_name(file, void), outgoing.reason)
    payer, state = file.payer(void.payer), file.state(outgoing.coverage)
    if payer.file.manual.corrected_claims.route == "replacement":
        yield from _send(file, outgoing.coverage, void, outgoing.due)
        return
    pay_on = payment_date(payer, state, file.today)
    file.schedule(pay_on, _adjudicated(file, outgoing.coverage, void, file.today, pay_on))


def _reopen(file: CaseFile, outgoing: Outgoing, corrected: Claim, number: str) -> Steps:
    """A clerical error reopening: no claim is sent, the payer's own claim is put right over its portal or telephone."""
    corrected = replace(corrected, claim_id=outgoing.claim.claim_id, submitted_on=file.today)
    yield ClaimBuilt(file.today, corrected, _payer_name(file, corrected), outgoing.reason)
    payer, state = file.payer(corrected.payer), file.state(outgoing.coverage)
    pay_on = payment_date(payer, state, file.today)
    done = reopen(number, corrected, payer, state, file.today, pay_on)
    file.states[corrected.payer] = done.state
    file.schedule(pay_on, _answered(file, outgoing.coverage, corrected, done))


def _payer_name(file: CaseFile, claim: Claim) -> str:
    return file.payer(claim.payer).file.name


def _build(file: CaseFile, coverage: Coverage, claim_id: str) -> Claim:
    position = file.coverages.index(coverage) if coverage in file.coverages else 0
    encounter, practice = file.case.encounter, file.case.practice
    claim = build_claim(
        claim_id, encounter, coverage, practice, file.coding.diagnoses, file.charges, SEQUENCES[min(position, 2)]
    )
    return replace(claim, authorization_number=file.authorization) if file.authorization else claim


def _key(file: CaseFile, claim: Claim) -> StepsTo[Claim]:
    """The claim as the biller keys it: as the record has it, unless a hand slips."""
    question = f"{claim.claim_id} is keyed from the record and the charges. Is anything keyed otherwise?"
    number = (str(file.claims_built),)
    decision = yield from decide(Ask("biller", "build", file.today, claim.claim_id, question, claim, KEYED, number))
    if decision.slips:
        file.keyed_wrong[claim.claim_id] = claim
    for slip in decision.slips:
        claim = with_slip(claim, slip)
    if decision.action == "send_twice":
        file.sent_twice.add(claim.claim_id)
    return claim


def _lines_as(file: CaseFile, earlier: Claim, built: Claim) -> Claim:
    """What corrects or repeats a claim with some of the lines has those lines only."""
    lines = file.lines_of.get(built.claim_id) or file.lines_of.get(earlier.claim_id)
    if lines is None:
        return built
    file.lines_of[built.claim_id] = lines
    return only_lines(built, lines)


def _rebuild(file: CaseFile, coverage: Coverage, claim: Claim) -> Claim:
    built = _lines_as(file, claim, _build(file, coverage, claim.claim_id))
    meant = file.keyed_wrong.pop(claim.claim_id, claim)
    return replace(
        built, frequency=meant.frequency, original_reference=meant.original_reference, sequence=meant.sequence,
        prior_payers=meant.prior_payers,
    )  # fmt: skip


def _send(file: CaseFile, coverage: Coverage, claim: Claim, due: date | None = None) -> Steps:
    """Scrub, submit, and put the acknowledgement on the calendar."""
    coverage, claim = yield from _scrub(file, coverage, claim)
    yield from _submit(file, coverage, replace(claim, submitted_on=file.today), due)


def _submit(file: CaseFile, coverage: Coverage, claim: Claim, due: date | None) -> Steps:
    """Hand a claim to the payer, and take up what its front end says."""
    file.sent.append((coverage, claim))
    file.billed.add(claim.payer)
    name = _payer_name(file, claim)
    yield ClaimSubmitted(file.today, claim, name, due or file.filing_deadline(claim))
    payer = file.payer(claim.payer)
    received = receive(claim, payer, file.state(coverage), file.today)
    file.states[claim.payer] = received.state
    yield SyntaxAcknowledged(file.today, received.implementation, () if received.acknowledgement else received.trace)
    if received.acknowledgement is None:
        rules = tuple(rule for rule, _, saw in received.trace if saw is not None)
        yield from _work_rejection(file, coverage, claim, received.implementation, rules)
        return
    event = ClaimAcknowledged(acknowledged_on(payer, file.today), received.acknowledgement, name, received.trace)
    file.schedule(event.on, _acknowledged(file, coverage, claim, event))
    if claim.claim_id in file.sent_twice:
        file.sent_twice.discard(claim.claim_id)
        file.schedule(file.today, _send_copy(file, coverage, claim))


def _send_copy(file: CaseFile, coverage: Coverage, claim: Claim) -> Steps:
    """The same claim once more on the same day: its batch was uploaded twice, past the scrubber."""
    yield from _submit(file, coverage, claim, None)


def _scrub(file: CaseFile, coverage: Coverage, claim: Claim) -> StepsTo[tuple[Coverage, Claim]]:
    """Ask the practice's own edits until nothing stops the claim that has not been released by somebody."""
    for _ in range(MAX_SCRUBS):
        manual = file.payer(claim.payer).file.manual
        hits, trace = scrub(claim, manual, file.world.tables, file.today, file.eligibility.get(claim.payer))
        yield ClaimScrubbed(file.today, claim.claim_id, hits, trace)
        for hit in hits:
            if hit.severity == "stop" and (hit.edit, hit.code) not in file.released:
                mended = yield from _work_edit(file, coverage, claim, hit)
                if mended is not None:
                    coverage, claim = mended
                    break
        else:
            return coverage, claim
    return coverage, claim


def _work_edit(
    file: CaseFile, coverage: Coverage, claim: Claim, hit: EditHit
) -> StepsTo[tuple[Coverage, Claim] | None]:
    """One edit that stopped the claim: release it, or have it mended. None when the claim stays as it is."""
    options = (FIX, ASK_CODER, RELEASE) if hit.code else (FIX, RELEASE)
    question = f"The scrubber stopped the claim: {hit.title}. What is to be done?"
    decision = yield from decide(
        Ask("biller", "scrub", file.today, hit.edit, question, hit, options, (hit.edit, hit.code))
    )
    yield DecisionTaken(
        file.today, "biller", decision.by, "scrub", f"{hit.edit} {hit.code}".strip(), decision.action, decision.reason,
        file.filing_deadline(claim), "scrub",
    )  # fmt: skip
    if decision.action != "release":
        if claim.claim_id in file.keyed_wrong and decision.action == "fix":
            return coverage, file.keyed_wrong.pop(claim.claim_id)
        if hit.fix == "registration":
            corrected = look_at_card(file, coverage)
            if corrected is not None:
                yield from correct_from_card(file, coverage, corrected)
                return corrected, _rebuild(file, corrected, claim)
        elif hit.code and (hit.fix == "coder" or decision.action == "ask_coder"):
            changed = yield from ask_coder(file, hit.code, decision.about or hit.edit, hit)
            if changed:
                yield from recharge(file, claim.payer)
                return coverage, _rebuild(file, coverage, claim)
        yield DecisionTaken(
            file.today, "biller", decision.by, "scrub", f"{hit.edit} {hit.code}".strip(), "release",
            "Nothing was found that would mend it; the claim goes as it is.", None, "scrub",
        )  # fmt: skip
    file.released.add((hit.edit, hit.code))
    return None


def _acknowledged(file: CaseFile, coverage: Coverage, claim: Claim, event: ClaimAcknowledged) -> Steps:
    """The 277CA is in: wait for the answer, or work the rejection."""
    yield event
    answer = event.acknowledgement
    if not answer.accepted:
        yield from _work_rejection(file, coverage, claim, answer, tuple(s.rule for s in answer.statuses))
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
    file.schedule(pay_on, _adjudicated(file, coverage, claim, received_on, pay_on))


def _adjudicated(file: CaseFile, coverage: Coverage, claim: Claim, received_on: date, pay_on: date) -> Steps:
    done = adjudicate(claim, file.payer(claim.payer), file.state(coverage), received_on, pay_on)
    file.states[claim.payer] = done.state
    yield from _answered(file, coverage, claim, done)


def _answered(file: CaseFile, coverage: Coverage, claim: Claim, done: Adjudicated) -> Steps:
    outgoing = yield from work_answer(file, coverage, claim, done)
    for item in outgoing:
        file.schedule(item.on, send_outgoing(file, item))
    if done.forwarded is not None:
        following = next(c for c in file.coverages if c.payer == done.forwarded.payer)
        file.schedule(next_business_day(file.today), _forwarded(file, following, done.forwarded))
    plan_takeback(file, coverage, claim, done, _answered)


def _forwarded(file: CaseFile, coverage: Coverage, claim: Claim) -> Steps:
    """The next payer has a claim that this practice did not send: it is adjudicated as any other."""
    payer = file.payer(claim.payer)
    rested = answer_that_rested(file, claim.payer)
    if rested:
        claim = in_place_of(file, claim, rested)
    received = receive(claim, payer, file.state(coverage), file.today)
    file.states[claim.payer] = received.state
    if received.acknowledgement is None or not received.acknowledgement.accepted:
        return  # the forwarding payer is told, not the practice: the money stays open until somebody asks
    file.sent.append((coverage, claim))
    pay_on = payment_date(payer, file.state(coverage), file.today)
    file.schedule(pay_on, _adjudicated(file, coverage, claim, file.today, pay_on))
    yield from ()


def _work_rejection(
    file: CaseFile,
    coverage: Coverage,
    claim: Claim,
    answer: ClaimAcknowledgement | ImplementationAcknowledgement,
    rules: tuple[str, ...],
) -> Steps:
    """A rejected claim was never adjudicated: find out what is right and send it as an original, in time."""
    question = f"The front end turned {claim.claim_id} away: {'; '.join(_faults(answer))}. What is to be done?"
    decision = yield from decide(
        Ask("biller", "rejected", file.today, claim.claim_id, question, answer, REJECTED_OPTIONS, rules)
    )
    deadline = file.filing_deadline(claim)
    yield DecisionTaken(
        file.today, "biller", decision.by, "rejected", claim.claim_id, decision.action, decision.reason, deadline
    )
    if decision.action in ("hold", "no_action"):
        return
    again_on = next_business_day(file.today)
    if decision.action == "resend_unchanged":
        file.schedule(again_on, _send_again(file, coverage, claim, f"{claim.claim_id} sent again as it was"))
        return
    if decision.action == "send_replacement":
        outgoing = Outgoing(again_on, "replacement", coverage, claim, "", "replacement of a claim that was rejected")
        file.schedule(again_on, send_outgoing(file, outgoing))
        return
    if claim.claim_id in file.keyed_wrong:
        meant = file.keyed_wrong.pop(claim.claim_id)
        reason = f"{claim.claim_id}, which was never adjudicated, keyed again from the record"
        file.schedule(again_on, _send_again(file, coverage, meant, reason))
        return
    if decision.action == "correct_and_resend":
        changed = yield from _put_right(file, coverage, claim, answer, rules)
        if changed is None:
            yield DecisionTaken(
                file.today, "biller", decision.by, "rejected", claim.claim_id, "hold",
                "Neither the card nor the record shows anything else than what was sent.", deadline,
            )  # fmt: skip
            return
        coverage = changed
    file.schedule(
        again_on, send_original(file, coverage, f"sent again as an original: {claim.claim_id} was never adjudicated")
    )


def _faults(answer: ClaimAcknowledgement | ImplementationAcknowledgement) -> tuple[str, ...]:
    """What the 999 or the 277CA found, in words."""
    if isinstance(answer, ImplementationAcknowledgement):
        return answer.errors
    return tuple(f"{s.category}:{s.status} {s.text}" for s in answer.statuses)


def _send_again(file: CaseFile, coverage: Coverage, claim: Claim, reason: str) -> Steps:
    """Send a claim that was turned away once more: with a number of its own, and else as it is handed in."""
    number = file.next_claim_id()
    if claim.claim_id in file.lines_of:
        file.lines_of[number] = file.lines_of[claim.claim_id]
    if claim.claim_id in file.keyed_wrong:
        file.keyed_wrong[number] = replace(file.keyed_wrong[claim.claim_id], claim_id=number)
    claim = yield from _key(file, replace(claim, claim_id=number, submitted_on=None))
    yield ClaimBuilt(file.today, claim, _payer_name(file, claim), reason)
    yield from _send(file, coverage, claim)


def _put_right(
    file: CaseFile,
    coverage: Coverage,
    claim: Claim,
    answer: ClaimAcknowledgement | ImplementationAcknowledgement,
    rules: tuple[str, ...],
) -> StepsTo[Coverage | None]:
    """Look where the rejection points: at the card for the member, at the coder for codes. None: nothing changed."""
    corrected = look_at_card(file, coverage)
    if corrected is not None:
        yield from correct_from_card(file, coverage, corrected)
        return corrected
    for line in claim.lines:
        if any(line.code in fault for fault in _faults(answer)):
            changed = yield from ask_coder(file, line.code, rules[0], answer)
            if changed:
                yield from recharge(file, claim.payer)
                return coverage
    return None
