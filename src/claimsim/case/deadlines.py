"""By when something must be done about a denial: each clock of the payer's manual, from the day from which it runs."""

from datetime import date

from msgspec.structs import replace

from claimsim.model.calendar import add_days
from claimsim.model.claim import Claim
from claimsim.model.remittance import RemittanceClaim
from claimsim.payer import appeal_deadline

from .casefile import CaseFile
from .work import FIRST_CLAIM_DENIED, FIRST_CLAIM_LACKED_IT, Denial

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
    return (_first_answer(file, denial) or denial.answer).payer_claim_control_number


def claim_to_correct(file: CaseFile, claim: Claim, denial: Denial) -> Claim:
    """The claim that a correction takes the place of, with all its lines: of a duplicate, the one that it repeats."""
    first = _first_answer(file, denial)
    if first is None:
        return claim
    return next((sent for _, sent in file.sent if sent.claim_id == first.claim_id), claim)


def about_first_claim(file: CaseFile, claim: Claim, denial: Denial) -> tuple[str, ...]:
    """What is known of the claim that a duplicate repeats: whether it was denied, and lacked what this one has."""
    answer = _first_answer(file, denial)
    if answer is None or not any(line.denied and line.code in denial.codes for line in answer.lines):
        return ()
    first = claim_to_correct(file, claim, denial)
    alike = _said(first, denial.codes) == _said(claim, denial.codes)
    return (FIRST_CLAIM_DENIED,) if alike else (FIRST_CLAIM_DENIED, FIRST_CLAIM_LACKED_IT)


def _said(claim: Claim, codes: tuple[str, ...]) -> Claim:
    """What a claim says of some codes, without what every claim has of its own."""
    lines = tuple(replace(line, number=0) for line in claim.lines if line.code in codes)
    return replace(claim, claim_id="", submitted_on=None, lines=lines)


def _first_answer(file: CaseFile, denial: Denial) -> RemittanceClaim | None:
    """The answer to the claim that a duplicate repeats."""
    if "duplicate" not in denial.rules:
        return None
    for answer in file.answers:
        repeated = answer.payer == denial.answer.payer and not {x.code for x in answer.lines}.isdisjoint(denial.codes)
        if repeated and answer is not denial.answer:
            return answer
    return None
