"""By when something must be done about a denial: each clock of the payer's manual, from the day from which it runs."""

from datetime import date

from claimsim.model.calendar import add_days
from claimsim.model.claim import Claim
from claimsim.payer import appeal_deadline

from .casefile import CaseFile
from .work import Denial

RECORDS_DID_NOT_COME = "226"


def deadline(file: CaseFile, claim: Claim, action: str, denial: Denial) -> date | None:
    """The last day for an action on a denial of today's answer; None where nothing sets one."""
    manual = file.payer(claim.payer).file.manual
    match action:
        case "ask_coder" | "correct_adjudicated":
            return _correction_deadline(file, claim, denial)
        case "correct_new_claim":
            return file.filing_deadline(claim)
        case "appeal":
            return appeal_deadline(manual, 0, file.today)
        case "send_records":
            came_not = any(a.carc == RECORDS_DID_NOT_COME for line in denial.lines for a in line.adjustments)
            late = manual.late_records_within_days if came_not else None
            return add_days(file.today, late or manual.records_within_days)
        case "request_authorization" if manual.retro_authorization_days is not None:
            return add_days(claim.date_of_service, manual.retro_authorization_days)
        case _:
            return None


def _correction_deadline(file: CaseFile, claim: Claim, denial: Denial) -> date:
    """The clock of corrections runs from the answer that is corrected, which of a duplicate is the answer to the claim
    that it repeats. What came back unprocessable has the filing limit only: it is sent as a new claim, not reopened."""
    if denial.unprocessable:
        return file.filing_deadline(claim)
    answered_on = file.answered_on.get(number_to_correct(file, denial), file.today)
    return add_days(answered_on, file.payer(claim.payer).file.manual.corrected_claims.limit_days)


def number_to_correct(file: CaseFile, denial: Denial) -> str:
    """The payer's number of the claim that a correction is about: of a duplicate, the claim that it repeats."""
    if "duplicate" in denial.rules:
        for answer in file.answers:
            if answer.payer == denial.answer.payer and not {x.code for x in answer.lines}.isdisjoint(denial.codes):
                return answer.payer_claim_control_number
    return denial.answer.payer_claim_control_number
