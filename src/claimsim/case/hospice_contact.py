"""The hospice is asked to pay for what belongs to the terminal illness, and the account is held for its answer.

A service that somebody else than the attending gives for the terminal illness is a hospice service: whoever gave it
looks to the hospice for payment (CGS, hospice care), which pays those with whom it has an
arrangement (as the worklist has it).
"""

from datetime import timedelta

from claimsim.model.calendar import next_business_day

from .casefile import CaseFile, Steps
from .closing import decide_again
from .events import LetterWritten
from .sending import Answered, Send
from .work import HOLD, HOSPICE_SILENT, WRITE_OFF, Outgoing

HELD_DAYS = 30
"""Days that the account is held for the hospice's answer (general knowledge: nothing sets them)."""
THE_HOSPICE = "the hospice"


def ask_hospice(file: CaseFile, item: Outgoing, answered: Answered, send: Send) -> Steps:
    """Bill the hospice by letter, with the record; what it does not answer is decided when the hold ends."""
    until = next_business_day(file.today + timedelta(days=HELD_DAYS - 1))
    codes = ", ".join(code for denial in item.denials for code in denial.codes)
    text = (
        f"Bill for {codes} of {item.claim.date_of_service}, with the note: it is care for the terminal illness. Is "
        "there an arrangement under which it is paid?"
    )
    yield LetterWritten(file.today, "practice", THE_HOSPICE, text, until)
    file.schedule(until, _no_arrangement(file, item))


def _no_arrangement(file: CaseFile, item: Outgoing) -> Steps:
    for denial in item.denials:
        codes = ", ".join(denial.codes)
        question = f"The hospice has not paid for {codes}, and there is no arrangement with it. What is to be done?"
        yield from decide_again(file, denial, question, (WRITE_OFF, HOLD), HOSPICE_SILENT)
