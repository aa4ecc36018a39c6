"""The payer waits for an answer of the patient's: the patient is rung, and the account is held until the payer has it.

Such a denial (PR-227, PR-22) is no balance yet. A month is what billers give it before the statement (15 to 30 days:
arlearningonline.com on denial 227; medprecisionbilling.com on PR-227: a statement does not get the claim paid).
"""

from datetime import timedelta

from claimsim.model.calendar import next_business_day
from claimsim.payer import payment_date, reprocess

from .casefile import CaseFile, Steps
from .closing import decide_again
from .events import CoverageLearned
from .next_payer import bill_next_payer
from .sending import Answered, Send
from .work import BILL_PATIENT, HOLD, PATIENT_SILENT, WRITE_OFF, Outgoing

HELD_DAYS = 30
SILENT_OPTIONS = (BILL_PATIENT, WRITE_OFF, HOLD)


def ring_patient(file: CaseFile, item: Outgoing, answered: Answered, send: Send) -> Steps:
    """Ring the patient. Who answers the payer has the claim taken up again; who does not is asked about when the
    hold ends."""
    if file.case.inquiries.answers_payer:
        yield CoverageLearned(file.today, "patient", "Rung, and has given the plan the answer it waited for.", ())
        payer = file.payer(item.claim.payer)
        state = file.state(item.coverage).questions_answered()
        file.states[payer.name] = state
        file.schedule(payment_date(payer, state, file.today), _taken_up(file, item, answered))
        return
    until = next_business_day(file.today + timedelta(days=HELD_DAYS - 1))
    text = f"Rung and written to. Only the patient can answer the plan; the account is held until {until}."
    yield CoverageLearned(file.today, "patient", text, ())
    file.schedule(until, _silent(file, item, send))


def _taken_up(file: CaseFile, item: Outgoing, answered: Answered) -> Steps:
    payer, state = file.payer(item.claim.payer), file.state(item.coverage)
    done = reprocess(item.control_number, payer, state, file.today, file.today)
    file.states[payer.name] = done.state
    yield from answered(file, item.coverage, item.claim, done)


def _silent(file: CaseFile, item: Outgoing, send: Send) -> Steps:
    """The hold has ended without an answer: each denial is decided again."""
    for denial in item.denials:
        subject = f"{', '.join(denial.codes)} {denial.reason}"
        question = f"The patient has not answered the plan about {subject}. What is to be done?"
        yield from decide_again(file, denial, question, SILENT_OPTIONS, PATIENT_SILENT)
    answer = item.denials[0].answer
    for following in (yield from bill_next_payer(file, item.claim, answer, item.notice_on)):
        file.schedule(following.on, send(file, following))
