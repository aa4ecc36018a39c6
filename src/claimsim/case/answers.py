"""The payer has answered: post it, then work every denial by the way that the reason, and this payer, have."""

from datetime import timedelta
from typing import Literal

from claimsim.billing.posting import post_remittance, undo_decisions, undo_passing_over
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import total
from claimsim.payer import Adjudicated

from .asks import Ask, Decision, Option
from .casefile import CaseFile, StepsTo, decide
from .charge_step import recharge
from .claim_step import payer_name
from .closing import close, decision_taken, write_off_revised
from .coding_step import ask_coder
from .deadlines import about_first_claim, claim_to_correct, deadline, number_to_correct
from .events import LetterWritten, Posted, RemittanceReceived
from .finding_coverage import HOSPICE, find_coverage
from .next_payer import bill_next_payer, first_answered, next_coverage, next_party, pass_on
from .voiding import take_out_charges
from .work import (
    BILL_HOSPICE,
    BILL_NEXT,
    BILL_PATIENT,
    CODER_ANSWER_OPTIONS,
    CONTACT_PATIENT,
    DENIED_OPTIONS,
    KEYED_OTHERWISE,
    NO_ACTION,
    Denial,
    Outgoing,
    denials_of,
    still_open,
)

SECOND_VISIT = "second-visit-of-day"
_FOUND = {
    "revise": ("found that the record supports other codes", "codes-changed"),
    "stand": ("found that the codes stand as billed", "codes-stand"),
    "take_off": ("found nothing in the record", "line-comes-off"),
}
"""What the coder found about a denied line, in words, and what a decision about it names it."""
_REQUESTS: dict[str, Literal["appeal", "records", "authorization", "contact"]] = {
    "appeal": "appeal", "send_records": "records", "request_authorization": "authorization",
    "contact_patient": "contact",
}  # fmt: skip


def _options(denial: Denial, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return (*options, BILL_PATIENT) if denial.patient_owes else options


def _denied_options(file: CaseFile, denial: Denial) -> tuple[Option, ...]:
    passes_on = denial.patient_owes and next_coverage(file, denial.answer.payer) is not None
    asks = (CONTACT_PATIENT,) if denial.patient_owes else ()
    return (*_options(denial, DENIED_OPTIONS), *asks, *((BILL_NEXT,) if passes_on else ()))


def work_answer(file: CaseFile, coverage: Coverage, claim: Claim, done: Adjudicated) -> StepsTo[tuple[Outgoing, ...]]:
    """Show and post a remittance, then work its denials. Returns what goes out next."""
    yield RemittanceReceived(file.today, done.remittance, claim, done.trace)
    file.remittances.append(done.remittance)
    outgoing: list[Outgoing] = []
    for answer in done.remittance.claims:
        entries = post_remittance(answer, file.today, next_party(file, answer.payer))
        entries = (*entries, *undo_passing_over(file.account, answer, file.today))
        if answer.is_reversal:
            entries = (*entries, *undo_decisions(file.account, answer, file.today))
        file.post(*entries)
        file.answers.append(answer)
        file.answered_on.setdefault(answer.payer_claim_control_number, done.remittance.paid_on)
        file.answered.setdefault(answer.payer_claim_control_number, claim)
        denials = () if answer.is_reversal else denials_of(answer)
        left = ((d, total(amount for _, amount in still_open(file.account, d))) for d in denials)
        open_denials = tuple(f"{', '.join(d.codes)} {d.reason} {amount:.2f}" for d, amount in left if amount)
        yield Posted(file.today, entries, file.account, answer, open_denials)
        if answer.is_reversal and claim.frequency == "8":
            yield from take_out_charges(file, answer.payer)
        found = yield from work_denials(file, coverage, claim, denials)
        outgoing.extend(found)
        if not any(item.is_pending for item in found):
            outgoing.extend((yield from bill_next_payer(file, claim, answer, done.remittance.paid_on)))
    return tuple(outgoing)


def work_denials(
    file: CaseFile, coverage: Coverage, claim: Claim, denials: tuple[Denial, ...], taken: Decision | None = None
) -> StepsTo[tuple[Outgoing, ...]]:
    """One decision for each denial, or `taken`, which was; corrections of one claim go out together as one."""
    found: list[Outgoing] = []
    correct: list[tuple[Denial, Decision]] = []
    again: list[Denial] = []
    given_up: list[tuple[Denial, Decision]] = []
    asked: dict[str, list[tuple[Denial, Decision]]] = {}
    for denial in denials:
        decision = taken or (yield from _decide_denied(file, claim, denial))
        if decision.action == "ask_coder":
            decision = yield from _with_the_coder(file, coverage, claim, denial, decision)
        if decision.action in ("find_coverage", "bill_hospice"):
            found.extend((yield from find_coverage(file, claim, denial, decision)))
        elif decision.action == "correct_adjudicated":
            correct.append((denial, decision))
        elif decision.action == "correct_new_claim":
            again.append(denial)
        elif decision.action == "bill_next_payer":
            yield from pass_on(file, denial)
        elif decision.action in _REQUESTS:
            asked.setdefault(decision.action, []).append((denial, decision))
        else:
            yield from close(file, denial, decision)
            if decision.action == "write_off" and SECOND_VISIT in denial.rules:
                yield _reopen_first_visit(file, claim, denial)
            given_up += [(denial, decision)] if decision.action == "write_off" else []
    if given_up and not (found or correct or again or asked):
        # Nothing goes out with the codes as the coder has revised them.
        for denial, decision in given_up:
            yield from write_off_revised(file, denial, decision)
    requests = (_request(file, coverage, claim, action, items) for action, items in asked.items())
    return (*found, *_corrections(file, coverage, claim, correct, again), *requests)


def _decide_denied(file: CaseFile, claim: Claim, denial: Denial) -> StepsTo[Decision]:
    question = f"{', '.join(denial.codes)} came back denied with {denial.reason}. What is to be done?"
    about = (*denial.codes, *denial.rules, *about_first_claim(file, claim, denial))
    options = _denied_options(file, denial)
    ask = Ask("biller", "denied", file.today, denial.codes[0], question, denial, options, about)
    decision = yield from decide(ask)
    yield decision_taken(file, "denied", denial, decision, deadline(file, claim, decision.action, denial))
    return decision


def _reopen_first_visit(file: CaseFile, claim: Claim, denial: Denial) -> LetterWritten:
    """The day's visit that was paid is corrected on its own account: both records are coded together, at one level."""
    manual = file.payer(claim.payer).file.manual.corrected_claims
    way = "Replacement" if manual.route == "replacement" else "Clerical error reopening"
    text = (
        f"{way} of the other visit of {claim.date_of_service}, which was paid on an account of its own: both notes are "
        f"coded together, at one level, and {', '.join(denial.codes)} is not billed beside it"
    )
    return LetterWritten(file.today, "practice", payer_name(file, claim), text)


def _request(
    file: CaseFile, coverage: Coverage, claim: Claim, action: str, items: list[tuple[Denial, Decision]]
) -> Outgoing:
    """An appeal, records, or a request for an approval: one for all denials of the answer that want it."""
    denials = tuple(denial for denial, _ in items)
    lines = frozenset(line.line for denial in denials for line in denial.lines)
    wait = max(decision.wait_days for _, decision in items)
    attach = tuple(dict.fromkeys(kind for _, decision in items for kind in decision.attach))
    return Outgoing(
        on=next_business_day(file.today + timedelta(days=max(wait - 1, 0))),
        kind=_REQUESTS[action],
        coverage=coverage,
        claim=claim,
        control_number=denials[0].answer.payer_claim_control_number,
        reason=action.replace("_", " "),
        due=deadline(file, claim, action, denials[0]),
        lines=lines,
        denials=denials,
        attach=attach,
        notice_on=file.today,
    )


def _with_the_coder(
    file: CaseFile, coverage: Coverage, claim: Claim, denial: Denial, decision: Decision
) -> StepsTo[Decision]:
    """Ask the coder about the denied line, then decide again with the answer in hand."""
    code = denial.codes[0]
    file.coder_asked.update(denial.codes)
    found = yield from ask_coder(file, code, decision.about or denial.rules[0], denial)
    if found != "stand":
        yield from recharge(file, first_answered(file, coverage, claim, "")[0].payer)
    if found == "take_off" and claim.prior_payers:
        found = "revise"  # an earlier payer has answered the line: its claim is corrected
    question = f"The coder {_FOUND[found][0]} for {code}, denied with {denial.reason}. What is to be done?"
    nothing_to_bill = found == "revise" and not any(line.charge for line in file.charges)
    about = (*denial.codes, "nothing-to-bill" if nothing_to_bill else _FOUND[found][1])
    about = (*about, KEYED_OTHERWISE) if claim.claim_id in file.keyed_wrong else about
    comes_off = nothing_to_bill or found == "take_off"
    options = (*CODER_ANSWER_OPTIONS, NO_ACTION) if comes_off else CODER_ANSWER_OPTIONS
    if HOSPICE in denial.rules:
        options = (*options, BILL_HOSPICE)
    answer = yield from decide(
        Ask("biller", "coder_answer", file.today, code, question, denial, _options(denial, options), about)
    )
    yield decision_taken(file, "coder_answer", denial, answer, deadline(file, claim, answer.action, denial))
    return answer


def _corrections(
    file: CaseFile, coverage: Coverage, claim: Claim, correct: list[tuple[Denial, Decision]], again: list[Denial]
) -> tuple[Outgoing, ...]:
    """One replacement or reopening for all that is to be corrected; one new claim for all unprocessable lines."""
    on = next_business_day(file.today)
    outgoing: list[Outgoing] = []
    if correct:
        wait = max(decision.wait_days for _, decision in correct)
        route = file.payer(claim.payer).file.manual.corrected_claims.route
        number = number_to_correct(file, correct[0][0])
        due = deadline(file, claim, "correct_adjudicated", correct[0][0])
        reason = (
            f"replacement of {number} with all its lines, as this payer takes corrections"
            if route == "replacement"
            else f"clerical error reopening of {number}: this payer takes no replacement claims"
        )
        sent_on = next_business_day(file.today + timedelta(days=max(wait - 1, 0)))
        about = tuple(denial for denial, _ in correct)
        at, meant = coverage, claim_to_correct(file, claim, correct[0][0])
        if not {line.code for line in meant.lines} <= {charge.code for charge in file.charges} and meant.prior_payers:
            at, meant, number = first_answered(file, coverage, meant, number)
            route = file.payer(meant.payer).file.manual.corrected_claims.route
            reason = f"{route} of {number}: what was coded wrong is put right where it was answered first"
        outgoing.append(Outgoing(sent_on, route, at, meant, number, reason, due, denials=about))
    if again:
        numbers = frozenset(line.line for denial in again for line in denial.lines)
        undecided = all(denial.unprocessable for denial in again)
        meaning = ": nothing about them was decided" if undecided else ", though the payer has decided about them"
        reason = f"new claim with the failed lines only{meaning}"
        outgoing.append(Outgoing(on, "lines", coverage, claim, "", reason, lines=numbers))
    return tuple(outgoing)
