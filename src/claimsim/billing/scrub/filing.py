"""In time, and by the way that this payer has for corrections."""

from datetime import date

from claimsim.billing.scrub.answers import STOP, WARN
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.model.billing_manual import BillingManual
from claimsim.model.calendar import add_days, add_years
from claimsim.model.claim import Claim
from claimsim.rules import Rule

NEAR_DAYS = 14
"""From this many days before the filing limit on, the scrubber says so."""
_CORRECTIONS = ("7", "8")


def filing_deadline(claim: Claim, manual: BillingManual) -> date:
    """The last day on which the payer may receive the claim.

    Medicare Part B: one calendar year after the service, also as secondary (42 CFR 424.44(a)). Others: the manual's
    days from the service, or from the earlier payer's remittance where there is one. A last day that is no working day
    moves to the next one where the manual says so.
    """
    if manual.line_of_business == "medicare_part_b":
        return manual.last_day(add_years(claim.date_of_service, 1))
    start = max((prior.paid_on for prior in claim.prior_payers), default=claim.date_of_service)
    return manual.last_day(add_days(start, manual.filing_limit_days))


def _days_left(at: ScrubContext) -> int | None:
    # A correction has a limit of its own, from a remittance that the claim does not show.
    if at.claim.frequency in _CORRECTIONS:
        return None
    return (filing_deadline(at.claim, at.manual) - at.on).days


def _limit_near(at: ScrubContext) -> str | None:
    left = _days_left(at)
    if left is None or not 0 <= left <= NEAR_DAYS:
        return None
    return f"{left} days left: the limit is {filing_deadline(at.claim, at.manual)}"


def _limit_past(at: ScrubContext) -> str | None:
    left = _days_left(at)
    if left is None or left >= 0:
        return None
    return f"{-left} days late: the limit was {filing_deadline(at.claim, at.manual)}"


def _no_reference(at: ScrubContext) -> str | None:
    if at.claim.frequency in _CORRECTIONS and not at.claim.original_reference:
        return f"frequency {at.claim.frequency} without the payer's own number of the claim that it stands for"
    return None


def _not_this_way(at: ScrubContext) -> str | None:
    if at.claim.frequency == "7" and at.manual.corrected_claims.route == "reopening":
        return "a replacement claim (frequency 7) to a payer that corrects by reopening"
    return None


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="filing-limit-near",
            title="The filing limit is near",
            meaning="What counts is the day on which the payer receives the claim, not the day on which it is sent.",
            authority="The payer's provider manual; Medicare 42 CFR 424.44(a)",
            answer=WARN,
            action="Send it today, and keep the payer's 277CA as proof of receipt.",
            stage="scrub",
            check=_limit_near,
        ),
        fix="biller",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="filing-limit-past",
            title="The filing limit has passed",
            meaning="The payer will deny the claim as late (CARC 29), and the patient owes nothing for that.",
            authority="The payer's provider manual; Medicare 42 CFR 424.44(a)",
            answer=STOP,
            action="Look for proof that the payer accepted it in time, or for an exception that applies. Without "
            "one, write it off.",
            stage="scrub",
            check=_limit_past,
        ),
        fix="biller",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="replacement-without-reference",
            title="A replacement or void that names no claim",
            meaning="Frequency 7 replaces and 8 voids a claim that the payer has adjudicated, and the payer finds it "
            "by its own control number.",
            authority="837P guide (005010X222A1), CLM05-3 with REF*F8 in loop 2300",
            answer=STOP,
            action="Take the payer claim control number from the remittance. If nothing was adjudicated, send an "
            "original.",
            stage="scrub",
            check=_no_reference,
        ),
        fix="biller",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="reopening-not-replacement",
            title="This payer takes no replacement claims",
            meaning="Medicare Part B rejects frequency 7 at the front end. Clerical errors are corrected by a "
            "reopening of the claim it has.",
            authority="42 CFR 405.980; the payer's provider manual",
            answer=STOP,
            action="Ask for a clerical error reopening over the contractor's portal or by telephone.",
            stage="scrub",
            check=_not_this_way,
        ),
        fix="biller",
        scope="claim",
    ),
)
