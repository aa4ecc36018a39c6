"""What comes after the first answer: appeals, records, approvals after the service, takebacks."""

from datetime import date, timedelta

from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.evidence import Record
from claimsim.model.money import ZERO
from claimsim.payer import (
    COVERAGE_ENDED_LATE,
    Adjudicated,
    AppealRequest,
    RetroactiveTermination,
    appeal,
    appeal_deadline,
    appeal_decided_on,
    authorize_afterwards,
    pay_others,
    payment_date,
    reprocess,
)

from .answers import work_denials
from .asks import Ask
from .casefile import CaseFile, Steps, StepsTo, decide
from .closing import close
from .events import DecisionTaken, LetterWritten, RemittanceReceived
from .next_payer import bill_next_payer
from .sending import Answered, Send
from .work import APPEAL, ASK_CODER, BILL_PATIENT, HOLD, RECORDS_OPTIONS, WRITE_OFF, AppealOutcome, Outgoing

DECISION_DAYS = 10
"""Days in which a payer answers a request for approval: general knowledge, contracts differ."""


def records_of(file: CaseFile, kinds: tuple[str, ...]) -> tuple[Record, ...]:
    """The records that are attached: those named, else all that the practice has."""
    held = file.case.inquiries.records
    return tuple(record for record in held if record.kind in kinds) if kinds else held


def _shown(records: tuple[Record, ...]) -> frozenset[str]:
    return frozenset(proof for record in records for proof in record.shows)


def _about(item: Outgoing) -> str:
    return "; ".join(f"{', '.join(denial.codes)} {denial.reason}" for denial in item.denials)


def send_appeal(file: CaseFile, item: Outgoing, answered: Answered, send: Send) -> Steps:
    """File an appeal with what is attached; the decision comes on its day."""
    payer = file.payer(item.claim.payer)
    manual, records = payer.file.manual, records_of(file, item.attach)
    kinds = tuple(record.kind for record in records)
    due = appeal_deadline(manual, item.level, item.notice_on)
    name = manual.appeals[item.level].name if item.level < len(manual.appeals) else "Appeal"
    attached = f"with {', '.join(kinds)}" if kinds else "with nothing attached"
    yield LetterWritten(file.today, "practice", payer.file.name, f"{name} of {_about(item)}, {attached}", due)
    request = AppealRequest(
        item.control_number, item.level, tuple(sorted(item.lines)), item.notice_on, file.today, _shown(records), kinds
    )
    decided_on = appeal_decided_on(manual, item.level, file.today)
    file.schedule(decided_on, _appeal_decided(file, item, request, answered, send))


def _appeal_decided(file: CaseFile, item: Outgoing, request: AppealRequest, answered: Answered, send: Send) -> Steps:
    payer, state = file.payer(item.claim.payer), file.state(item.coverage)
    found = appeal(request, payer, state)
    decision = found.decision
    text = f"{decision.level}, {_about(item)}: {decision.outcome}: {decision.reason}"
    next_ = f"; next: {decision.next_level}" if decision.next_level else ""
    if decision.against:
        next_ = f". Open against that: {'; or '.join(decision.against)}"
    yield LetterWritten(file.today, payer.name, payer.file.name, f"{text}{next_}", decision.next_due)
    if found.done is not None:
        file.states[payer.name] = found.done.state
        yield from answered(file, item.coverage, item.claim, found.done)
        return
    outcome = AppealOutcome(item, decision)
    codes = tuple(code for denial in item.denials for code in denial.codes)
    options = (
        *((APPEAL,) if decision.next_due else ()), *(() if file.coder_asked.issuperset(codes) else (ASK_CODER,)),
        WRITE_OFF, *((BILL_PATIENT,) if outcome.patient_owes else ()), HOLD,
    )  # fmt: skip
    rules = tuple(rule for denial in item.denials for rule in denial.rules)
    question = f"The appeal of {_about(item)} was {decision.outcome}: {decision.reason}. What is to be done?"
    ask = Ask("biller", "appeal_decided", file.today, codes[0], question, outcome, options, (*codes, *rules))
    taken = yield from decide(ask)
    deadline = decision.next_due if taken.action == "appeal" else None
    yield DecisionTaken(
        file.today, "biller", taken.by, "appeal_decided", _about(item), taken.action, taken.reason, deadline
    )
    if taken.action == "appeal":
        again = Outgoing(
            _sent_on(file, taken.wait_days), "appeal", item.coverage, item.claim, item.control_number,
            "appeal at the next level", decision.next_due, item.lines, item.denials, taken.attach, item.level + 1,
            file.today,
        )  # fmt: skip
        file.schedule(again.on, send(file, again))
        return
    if taken.action == "ask_coder":
        outgoing = yield from work_denials(file, item.coverage, item.claim, item.denials, taken)
        for next_item in outgoing:
            file.schedule(next_item.on, send(file, next_item))
        if any(next_item.is_pending for next_item in outgoing):
            return
    else:
        for denial in item.denials:
            yield from close(file, denial, taken)
    answer = item.denials[0].answer
    for next_item in (yield from bill_next_payer(file, item.claim, answer, item.notice_on)):
        file.schedule(next_item.on, send(file, next_item))


def _sent_on(file: CaseFile, wait_days: int) -> date:
    return next_business_day(file.today + timedelta(days=max(wait_days - 1, 0)))


def send_records(file: CaseFile, item: Outgoing, answered: Answered, send: Send) -> Steps:
    """Send the records that a denial asked for; in time, the payer takes its claim up again with them."""
    payer, state = file.payer(item.claim.payer), file.state(item.coverage)
    kinds = tuple(record.kind for record in records_of(file, item.attach))
    yield LetterWritten(
        file.today, "practice", payer.file.name, f"Records for {_about(item)}: {', '.join(kinds) or 'none'}", item.due
    )
    if item.due is not None and file.today > item.due:
        text = "The records did not come in time: the denial stands"
        yield LetterWritten(file.today, payer.name, payer.file.name, text, None)
        return
    if not kinds:
        text = "The letter had nothing with it: the denial stands until the records come"
        yield LetterWritten(file.today, payer.name, payer.file.name, text, item.due)
        outgoing = yield from work_denials(file, item.coverage, item.claim, item.denials)
        for next_item in outgoing:
            file.schedule(next_item.on, send(file, next_item))
        return
    pay_on = payment_date(payer, state, file.today)
    file.schedule(pay_on, _records_read(file, item, kinds, pay_on, answered))


def _records_read(file: CaseFile, item: Outgoing, kinds: tuple[str, ...], pay_on: date, answered: Answered) -> Steps:
    payer, state = file.payer(item.claim.payer), file.state(item.coverage)
    done = reprocess(item.control_number, payer, state, file.today, pay_on, attachments=kinds)
    file.states[payer.name] = done.state
    yield from answered(file, item.coverage, item.claim, done)


def request_authorization(file: CaseFile, item: Outgoing, answered: Answered, send: Send) -> Steps:
    """Ask for an approval after the service; with its number the claim is corrected."""
    payer = file.payer(item.claim.payer)
    text = f"Request for an approval after the service: {_about(item)}"
    yield LetterWritten(file.today, "practice", payer.file.name, text, item.due)
    answer_on = next_business_day(file.today + timedelta(days=DECISION_DAYS))
    file.schedule(answer_on, _authorization_decided(file, item, file.today, send))


def _authorization_decided(file: CaseFile, item: Outgoing, asked_on: date, send: Send) -> Steps:
    payer, state = file.payer(item.claim.payer), file.state(item.coverage)
    service_date = item.claim.date_of_service
    found = authorize_afterwards(service_date, asked_on, _shown(records_of(file, item.attach)), payer, state)
    file.states[payer.name] = found.state
    number = f"approval {found.number}: " if found.number else "refused: "
    yield LetterWritten(file.today, payer.name, payer.file.name, f"{number}{found.reason}", None)
    if not found.number:
        options = (APPEAL, WRITE_OFF, HOLD)
        denial = item.denials[0]
        question = f"No approval was given for {_about(item)}. What is to be done?"
        ask = Ask(
            "biller", "coder_answer", file.today, denial.codes[0], question, denial, options,
            (*denial.codes, *denial.rules),
        )  # fmt: skip
        taken = yield from decide(ask)
        yield DecisionTaken(
            file.today, "biller", taken.by, "coder_answer", _about(item), taken.action, taken.reason, None
        )
        if taken.action == "appeal":
            file.schedule(_sent_on(file, taken.wait_days), send(file, _as_appeal(file, item, taken.attach)))
        else:
            for denial in item.denials:
                yield from close(file, denial, taken)
        return
    file.authorization = found.number
    route = payer.file.manual.corrected_claims.route
    reason = f"corrected with approval {found.number}"
    on = next_business_day(file.today)
    corrected = Outgoing(on, route, item.coverage, item.claim, item.control_number, reason)
    file.schedule(on, send(file, corrected))


def _as_appeal(file: CaseFile, item: Outgoing, attach: tuple[str, ...]) -> Outgoing:
    return Outgoing(
        file.today, "appeal", item.coverage, item.claim, item.control_number, "appeal", None, item.lines, item.denials,
        attach, 0, item.notice_on,
    )  # fmt: skip


def plan_takeback(file: CaseFile, coverage: Coverage, claim: Claim, done: Adjudicated, answered: Answered) -> None:
    """Put the day on the calendar on which the payer learns that coverage had ended, once it has paid."""
    ended = done.state.later.retroactive_termination
    paid = any(c.paid > ZERO for c in done.remittance.claims)
    if ended is None or not paid or claim.payer in file.taken_back:
        return
    if claim.date_of_service <= ended.coverage_ended:
        return
    file.taken_back.add(claim.payer)
    on = max(ended.noticed_on, next_business_day(file.today))
    number = done.remittance.claims[-1].payer_claim_control_number
    file.schedule(on, _take_back(file, coverage, claim, number, ended, answered))


def _take_back(
    file: CaseFile, coverage: Coverage, claim: Claim, number: str, ended: RetroactiveTermination, answered: Answered
) -> Steps:
    payer = file.payer(claim.payer)
    state = file.state(coverage).ending_coverage(ended.coverage_ended)
    filed = state.filed_claim(number)
    if filed is None or filed.closed:
        return
    text = f"Coverage had ended on {ended.coverage_ended}: what was paid for {claim.date_of_service} is taken back"
    starts = file.today + timedelta(days=payer.file.recoups_after_days)
    yield LetterWritten(file.today, payer.name, payer.file.name, f"{text}, from payments after {starts}", starts)
    done = reprocess(number, payer, state, filed.received_on, file.today, takeback=True, why=COVERAGE_ENDED_LATE)
    file.states[payer.name] = done.state
    if ended.next_payment is not None:
        on = max(ended.next_payment.on, starts)
        file.schedule(on, _withhold(file, coverage, claim, ended))
    yield from answered(file, coverage, claim, done)


def _withhold(file: CaseFile, coverage: Coverage, claim: Claim, ended: RetroactiveTermination) -> Steps:
    """The payer withholds what it takes back from a payment for other patients. This account is not touched again."""
    payment = ended.next_payment
    if payment is None:
        return
    done = pay_others(file.payer(claim.payer), file.state(coverage), file.today, payment.amount)
    file.states[claim.payer] = done.state
    file.remittances.append(done.remittance)
    yield RemittanceReceived(file.today, done.remittance, claim, done.trace)


def ask_for_records(file: CaseFile, payer_name: str, claim: Claim, due: date) -> StepsTo[tuple[date, tuple[str, ...]]]:
    """The payer's letter and the biller's answer: the day on which records arrive and which; the day it was due and
    none when they do not come in time."""
    text = f"Records for {', '.join(line.code for line in claim.lines)} are wanted before the claim is decided"
    yield LetterWritten(file.today, claim.payer, payer_name, text, due)
    question = f"{payer_name} wants the records for {claim.claim_id} by {due}. What is to be done?"
    ask = Ask("biller", "records_requested", file.today, claim.claim_id, question, claim, RECORDS_OPTIONS)
    taken = yield from decide(ask)
    yield DecisionTaken(
        file.today, "biller", taken.by, "records_requested", claim.claim_id, taken.action, taken.reason, due
    )
    kinds = tuple(record.kind for record in records_of(file, taken.attach))
    arrives = _sent_on(file, taken.wait_days)
    if taken.action == "send_records" and kinds and arrives <= due:
        return arrives, kinds
    return due + timedelta(days=1), ()
