"""Taking back a claim that should not exist: at the payer it went to, and at every payer that answered after it."""

from msgspec.structs import replace

from claimsim.billing.claim_build import correction_of
from claimsim.billing.overpayment import overpayment_deadline
from claimsim.model.account import LedgerEntry
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money

from .asks import Ask
from .casefile import CaseFile, Steps, decide
from .events import DecisionTaken, Posted
from .sending import Send
from .work import CLAIM_ERROR_OPTIONS, Outgoing


def found_wrong_patient(file: CaseFile, send: Send) -> Steps:
    """Somebody finds that the visit was charged to the wrong patient: a claim that should not exist is voided."""
    wrong = file.case.inquiries.wrong_patient
    if file.in_process and not file.answered:
        file.waiting.append((file.in_process[0].payer, found_wrong_patient(file, send)))  # a void names the answer
        return
    standing = _first_standing(file)
    if wrong is None or standing is None:
        return
    coverage, claim, number = standing
    answer = next(a for a in file.answers if a.payer_claim_control_number == number)
    due = overpayment_deadline(file.today)
    question = f"{claim.claim_id} is for the wrong patient: {wrong.what}. What is to be done?"
    ask = Ask("biller", "claim_error", file.today, claim.claim_id, question, answer, CLAIM_ERROR_OPTIONS)
    taken = yield from decide(ask)
    yield DecisionTaken(file.today, "biller", taken.by, "claim_error", claim.claim_id, taken.action, taken.reason, due)
    if taken.action == "void_claim":
        item = void_of(file, coverage, claim, number, f"void of {number}: the service was not this patient's")
        file.schedule(item.on, send(file, item))


def void_what_rested(file: CaseFile, voided: str) -> tuple[Outgoing, ...]:
    """The voids of later payers' answers that were worked out from one that is voided: their money goes back too.

    One that is still to come is voided when it comes. `voided` is the payer's number of the voided answer, or "" when
    another answer has come in.
    """
    if voided:
        file.voided.add(voided)
    found = []
    for coverage, claim, number in _standing(file):
        earlier = [prior.control_number for prior in claim.prior_payers if prior.control_number in file.voided]
        if earlier and number not in file.voided:
            file.voided.add(number)
            reason = f"void of {number}: it rests on {earlier[0]}, which was taken back"
            found.append(void_of(file, coverage, claim, number, reason))
    return tuple(found)


def void_of(file: CaseFile, coverage: Coverage, claim: Claim, number: str, reason: str) -> Outgoing:
    """What takes an answered claim back whole: nothing of it should have been billed. `number` is the answer's."""
    void = replace(correction_of(claim, claim, "8", number), claim_id=file.next_claim_id(), forwarded_by="")
    return Outgoing(
        next_business_day(file.today), "void", coverage, void, number, reason, overpayment_deadline(file.today)
    )


def _first_standing(file: CaseFile) -> tuple[Coverage, Claim, str] | None:
    """The claim to begin with: the last that was answered, not taken back, and rests on no earlier payer's answer."""
    return next((found for found in reversed(_standing(file)) if not found[1].prior_payers), None)


def _standing(file: CaseFile) -> list[tuple[Coverage, Claim, str]]:
    """The claims that were answered and not taken back, with the coverage and the payer's number of the answer."""
    reversed_ = {a.payer_claim_control_number for a in file.answers if a.is_reversal}
    coverages = {claim.payer: coverage for coverage, claim in file.sent}
    return [
        (coverages[claim.payer], claim, number) for number, claim in file.answered.items() if number not in reversed_
    ]


def take_out_charges(file: CaseFile, payer: str) -> Steps:
    """After a void: the charges leave the account, because the service was not this patient's."""
    left: dict[str, Money] = {}
    for entry in file.account.entries:
        if entry.party == payer:
            left[entry.line] = left.get(entry.line, ZERO) + entry.amount
    entries = tuple(
        LedgerEntry(file.today, "reversal", payer, -amount, code, "Charge was not this patient's")
        for code, amount in left.items()
        if amount != ZERO
    )
    if entries:
        file.post(*entries)
        yield Posted(file.today, entries, file.account)
