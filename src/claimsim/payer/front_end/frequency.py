"""Replacements, voids and repeats at the door."""

from claimsim.payer.context import FrontEndContext
from claimsim.rules import Answer, Rule

_SOURCE = "X12 277CA 005010X214; category and status chosen by their published meanings"


def _no_reference(at: FrontEndContext) -> str | None:
    if at.claim.frequency == "1" or at.claim.original_reference:
        return None
    return f"frequency {at.claim.frequency} without the payer's control number of the first claim (REF F8)"


def _not_taken(at: FrontEndContext) -> str | None:
    if at.claim.frequency == "1" or at.payer.file.manual.corrected_claims.route == "replacement":
        return None
    return f"frequency {at.claim.frequency}: this payer corrects by reopening"


def _reference_not_found(at: FrontEndContext) -> str | None:
    reference = at.claim.original_reference
    if at.claim.frequency == "1" or not reference or at.state.filed_claim(reference) is not None:
        return None
    return f"no adjudicated claim has the control number {reference}"


def _reference_replaced(at: FrontEndContext) -> str | None:
    if at.claim.frequency == "1":
        return None
    filed = at.state.filed_claim(at.claim.original_reference)
    if filed is None or not filed.closed:
        return None
    return f"claim {filed.control_number} was replaced or voided before: name the latest one"


def _same_day_duplicate(at: FrontEndContext) -> str | None:
    for earlier in at.state.received:
        if earlier.received_on == at.received_on and earlier.claim == at.claim:
            return f"the same claim came today already as {earlier.control_number}"
    return None


RULES: tuple[Rule[FrontEndContext], ...] = (
    Rule(
        id="reference-missing",
        title="A replacement or void without the first claim's control number",
        meaning="Frequency 7 and 8 name the claim they are about by the payer's control number in REF F8.",
        authority="X12 837P CLM05-3 and REF F8 (published example ADM-07); AZCOMP, common rejections (missing payer "
        "claim control number); SimplePractice, rejected claim messages (the text of status 464)",
        answer=Answer("reject", category="A6", status="464"),
        action="Add the control number from the remittance and send it again.",
        stage="front_end",
        check=_no_reference,
    ),
    Rule(
        id="frequency-not-taken",
        title="This payer takes no replacement claims",
        meaning="Medicare Part B corrects by a clerical error reopening and rejects frequency 7 and 8 at the door.",
        authority="CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 34; support.pmhelpcenter.com, payer "
        "rejections (Medicare on a replacement: invalid information, claim frequency code)",
        answer=Answer("reject", category="A7", status="535"),
        action="Ask for a reopening by portal or telephone.",
        stage="front_end",
        check=_not_taken,
    ),
    Rule(
        id="reference-not-found",
        title="The control number is of no adjudicated claim",
        meaning="Mistyped, another payer's, or of a claim that was rejected and so never adjudicated.",
        authority="knowledge.therabill.com, corrected claims (rejected where no such claim is found; no code "
        f"shown); {_SOURCE}",
        answer=Answer("reject", category="A7", status="464"),
        action="Copy the number from the remittance. A claim that was never adjudicated is sent as an original.",
        stage="front_end",
        check=_reference_not_found,
        verified=False,
    ),
    Rule(
        id="reference-replaced",
        title="The control number is of a claim that was replaced before",
        meaning="Corrections are made to the latest version of a claim.",
        authority="support.pmhelpcenter.com, payer rejection for the control number of a readjudication (returned; the "
        "message is status 495's)",
        answer=Answer("reject", category="A3", status="495"),
        action="Name the control number of the latest remittance.",
        stage="front_end",
        check=_reference_replaced,
    ),
    Rule(
        id="duplicate-submission",
        title="The same claim twice on one day",
        meaning="A batch sent twice.",
        authority="NGS Medicare, quarterly top ten Part B EDI edits (A3:78)",
        answer=Answer("reject", category="A3", status="78"),
        action="Nothing: the first one is being worked on.",
        stage="front_end",
        check=_same_day_duplicate,
    ),
)
