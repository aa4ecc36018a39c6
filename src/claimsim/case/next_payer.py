"""After a payer's answer: what it left to the patient goes to the next payer first, by claim or by crossover."""

from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from claimsim.billing.posting import BILLED_TO_NEXT_PAYER, PASSED_OVER, transfer
from claimsim.coordination import claim_to_next_payer, order_of_liability
from claimsim.model.account import PATIENT, LedgerEntry
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, total
from claimsim.model.remittance import RemittanceClaim, own_adjustments

from .asks import Ask
from .case import coverage_facts
from .casefile import CaseFile, Steps, StepsTo, decide
from .events import DecisionTaken, OrderOfPayersChecked, Posted
from .work import BILL_NEXT, BILL_PATIENT, HOLD, ORDER_OPTIONS, WAIT, Denial, Outgoing


def check_order(file: CaseFile) -> Steps:
    """Hold the order of the cards against the order of liability; the desk may put it right before billing."""
    if len(file.coverages) < 2:
        return
    encounter = file.case.encounter
    facts = tuple(coverage_facts(file.case, c) for c in file.coverages)
    order = order_of_liability(facts, encounter.patient.birth_date, encounter.date_of_service)
    listed = tuple(c.payer for c in file.coverages)
    yield OrderOfPayersChecked(file.today, listed, order)
    if order.payers == listed:
        return
    liable = ", ".join(order.payers)
    question = f"The cards were copied as {', '.join(listed)}; liable are {liable}. What is to be done?"
    ask = Ask("biller", "order_of_payers", file.today, listed[0], question, order, ORDER_OPTIONS, listed)
    decision = yield from decide(ask)
    yield DecisionTaken(
        file.today, "biller", decision.by, "order_of_payers", listed[0], decision.action, decision.reason, None,
        "registration",
    )  # fmt: skip
    if decision.action == "reorder":
        file.coverages.sort(key=lambda c: order.payers.index(c.payer))


def next_coverage(file: CaseFile, payer: str) -> Coverage | None:
    """The coverage after a payer's, in the order of liability; one that the payer itself calls inactive is none."""
    names = [c.payer for c in file.coverages]
    payer = payer if payer in names else file.stands_for.get(payer, payer)
    if payer not in names:
        return None
    for coverage in file.coverages[names.index(payer) + 1 :]:
        response = file.eligibility.get(coverage.payer)
        if coverage.payer != payer and (response is None or response.status == "active"):
            return coverage
    return None


def next_party(file: CaseFile, payer: str) -> str:
    """Who takes over what a payer leaves to the patient."""
    coverage = next_coverage(file, payer)
    return coverage.payer if coverage else PATIENT


def pass_on(file: CaseFile, denial: Denial) -> Steps:
    """Move denied lines that the payer has made the patient's to the next payer."""
    taker = next_party(file, denial.answer.payer)
    entries = tuple(
        entry
        for line in denial.lines
        for adjustment in own_adjustments(line)
        for entry in transfer(
            denial.answer.payer, taker, adjustment.amount, line.code, file.today, BILLED_TO_NEXT_PAYER,
            denial.answer.claim_id, adjustment.code,
        )
    )  # fmt: skip
    file.post(*entries)
    yield Posted(file.today, entries, file.account)


def bill_next_payer(
    file: CaseFile, claim: Claim, answer: RemittanceClaim, paid_on: date
) -> StepsTo[tuple[Outgoing, ...]]:
    """Decide what becomes of what a payer left to the patient where another payer comes next."""
    coverage = next_coverage(file, answer.payer)
    if coverage is None or answer.is_reversal or any(p.control_number in file.voided for p in claim.prior_payers):
        return ()
    moved = _moved(file, answer, coverage.payer)
    amount = total(e.amount for e in moved)
    if amount <= ZERO:
        return ()
    crossed = answer.crossover_to == coverage.payer
    forwarded = ", and this payer has forwarded the claim there" if crossed else ""
    question = f"{amount:.2f} is left after {answer.payer}; {coverage.payer} comes next{forwarded}. What is to be done?"
    options = (WAIT, BILL_NEXT, BILL_PATIENT, HOLD) if crossed else (BILL_NEXT, BILL_PATIENT, HOLD)
    ask = Ask(
        "biller", "next_payer", file.today, answer.claim_id, question, answer, options, (coverage.payer, answer.payer)
    )
    decision = yield from decide(ask)
    facts = coverage_facts(file.case, coverage)
    following = claim_to_next_payer(
        claim, answer, paid_on, facts, file.payer(answer.payer).file.manual.line_of_business
    )
    yield DecisionTaken(
        file.today, "biller", decision.by, "next_payer", f"{answer.claim_id} {coverage.payer}", decision.action,
        decision.reason, file.filing_deadline(following),
    )  # fmt: skip
    if decision.action == "bill_patient":
        entries = tuple(_to_the_patient(file, answer, coverage.payer, moved))
        file.post(*entries)
        yield Posted(file.today, entries, file.account)
        return ()
    if decision.action != "bill_next_payer":
        return ()
    on, number = next_business_day(file.today), answer.payer_claim_control_number
    return (
        Outgoing(
            on, "next", coverage, following, number, f"{facts.name} is next: built from the answer of {answer.payer}"
        ),
    )


def _moved(file: CaseFile, answer: RemittanceClaim, taker: str) -> list[LedgerEntry]:
    """What a claim's payer has left to the next one, what it took back of that among it; a claim that was forwarded has
    the same number there, so what the next payer itself moved is told apart by who gave."""
    entries = file.account.entries
    return [
        taken
        for given, taken in pairwise(entries)
        if given.kind == taken.kind == "transfer" and taken.claim_id == answer.claim_id
        and given.party == answer.payer and taken.party == taker
    ]  # fmt: skip


def waits_for_an_answer(file: CaseFile, claim: Claim) -> bool:
    """Whether its payer still has a claim in process that rests on an answer taken back: what takes its place has to
    name the answer to it."""
    taken_back = _taken_back(file)
    return any(
        other.payer == claim.payer and any(prior.control_number in taken_back for prior in other.prior_payers)
        for other in file.in_process
    )


def answered(file: CaseFile, claim: Claim) -> None:
    """A claim is in process no more, and what waited for its payer's answer may go on its way."""
    same = [
        c
        for c in file.in_process
        if (c.payer, c.claim_id, c.prior_payers) == (claim.payer, claim.claim_id, claim.prior_payers)
    ]
    file.in_process = [c for c in file.in_process if c not in same]
    waited = [steps for payer, steps in file.waiting if payer == claim.payer]
    file.waiting = [item for item in file.waiting if item[0] != claim.payer]
    for steps in waited:
        file.schedule(next_business_day(file.today), steps)


def in_its_place(file: CaseFile, item: Outgoing) -> Outgoing:
    """What goes to a next payer, as it takes the place of its answer that rested on one taken back, if there is any."""
    number = answer_that_rested(file, item.claim)
    if not number:
        return item
    name = file.payer(item.claim.payer).file.name
    reason = (
        f"{name} has paid on an answer of {item.claim.prior_payers[-1].payer} that was taken back: it gets the new one"
    )
    return replace(item, claim=in_place_of(file, item.claim, number), reason=reason, replaces=number)


def answer_that_rested(file: CaseFile, claim: Claim) -> str:
    """The number of the answer of a claim's payer that still stands though it was worked out from an earlier payer's
    answer that was taken back, or that has the same services after an earlier payer; else "".

    Of two, the one that allowed something: the other is a duplicate.
    """
    codes, taken_back = {line.code for line in claim.lines}, _taken_back(file)
    found = []
    for answer in file.answers:
        number = answer.payer_claim_control_number
        if answer.payer != claim.payer or number in taken_back:
            continue
        earlier = file.answered[number].prior_payers
        rested = any(prior.control_number in taken_back for prior in earlier)
        if rested or (earlier and not codes.isdisjoint(line.code for line in answer.lines)):
            found.append((any(not line.denied for line in answer.lines), number))
    return max(found, key=lambda item: item[0])[1] if found else ""


def _taken_back(file: CaseFile) -> set[str]:
    return {answer.payer_claim_control_number for answer in file.answers if answer.is_reversal}


def in_place_of(file: CaseFile, claim: Claim, number: str) -> Claim:
    """The claim as it takes the place of an answered one, where its payer takes replacements."""
    if file.payer(claim.payer).file.manual.corrected_claims.route != "replacement":
        return claim
    return replace(claim, frequency="7", original_reference=number)


def _to_the_patient(file: CaseFile, answer: RemittanceClaim, payer: str, moved: list[LedgerEntry]) -> list[LedgerEntry]:
    return [
        new
        for e in moved
        for new in transfer(payer, PATIENT, e.amount, e.line, file.today, PASSED_OVER, answer.claim_id, e.adjustment)
    ]


def first_answered(file: CaseFile, coverage: Coverage, claim: Claim, number: str) -> tuple[Coverage, Claim, str]:
    """Where a correction of codes begins: at the first payer that answered, because later answers rest on its own.

    Given and returned are the coverage, the claim and the payer's number of the answer.
    """
    standing = (p.control_number for p in claim.prior_payers if p.control_number not in _taken_back(file))
    first = next((n for n in standing if n in file.answered), None)
    if first is None:
        return coverage, claim, number
    sent = file.answered[first]
    return next(c for c, x in file.sent if x.payer == sent.payer), sent, first
