"""A clerical error reopening: no claim is sent, the payer's own claim is put right over its portal or telephone."""

from collections.abc import Callable

from msgspec.structs import replace

from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.payer import Adjudicated, ReopeningRefused, payment_date, reopen

from .asks import Ask
from .casefile import CaseFile, Steps, decide
from .claim_step import payer_name
from .closing import close, write_off_revised
from .events import ClaimBuilt, DecisionTaken, LetterWritten
from .work import BILL_PATIENT, HOLD, REOPENING_REFUSED, WRITE_OFF, Denial, Outgoing


def ask_for_reopening(
    file: CaseFile,
    item: Outgoing,
    corrected: Claim,
    number: str,
    answered: Callable[[CaseFile, Coverage, Claim, Adjudicated], Steps],
) -> Steps:
    """Have the payer correct its claim of that number; where it refuses, its first answer stands and is closed."""
    corrected = replace(corrected, claim_id=item.claim.claim_id, submitted_on=file.today)
    yield ClaimBuilt(file.today, corrected, payer_name(file, corrected), item.reason)
    payer, state = file.payer(corrected.payer), file.state(item.coverage)
    pay_on = payment_date(payer, state, file.today)
    done = reopen(number, corrected, payer, state, file.today, pay_on)
    if isinstance(done, ReopeningRefused):
        text = f"No reopening of {number}: {done.reason}"
        yield LetterWritten(file.today, payer.name, payer.file.name, text, refused_claim=corrected.claim_id)
        for denial in item.denials:
            yield from _close(file, denial, done)
        return
    file.states[corrected.payer] = done.state
    file.schedule(pay_on, answered(file, item.coverage, corrected, done))


def _close(file: CaseFile, denial: Denial, refused: ReopeningRefused) -> Steps:
    options = (WRITE_OFF, *((BILL_PATIENT,) if denial.patient_owes else ()), HOLD)
    subject = f"{', '.join(denial.codes)} {denial.reason}"
    question = f"The payer does not reopen {subject}: {refused.reason}. What is to be done?"
    about = (*denial.codes, *denial.rules, REOPENING_REFUSED)
    taken = yield from decide(
        Ask("biller", "coder_answer", file.today, denial.codes[0], question, denial, options, about)
    )
    yield DecisionTaken(file.today, "biller", taken.by, "coder_answer", subject, taken.action, taken.reason, None)
    yield from close(file, denial, taken)
    if taken.action == "write_off":
        yield from write_off_revised(file, denial, taken)
