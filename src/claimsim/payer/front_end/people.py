"""Members and providers at the door: the rejections for numbers, names and birth dates."""

from claimsim.model.claim import PersonOnClaim
from claimsim.model.identifiers import is_valid_npi
from claimsim.payer.context import FrontEndContext
from claimsim.payer.edits.eligibility import plain_id
from claimsim.rules import Answer, Rule

_SOURCE = "X12 277CA 005010X214; category and status chosen by their published meanings"
_CARESOURCE = (
    "Another answer, at CareSource (claim rejection notifications): A7:33, since number, sex, birth date and the first "
    "four letters of the name are tried together"
)
_LOOPS = (
    "the entity is NM101 of the 837's loop that the fault stands in: IL in 2010BA, QC in 2010CA (NGS CEDI answers "
    "2010BA.NM109 with IL)"
)


def _bad_member_id(at: FrontEndContext) -> str | None:
    if at.payer.member_id.fullmatch(plain_id(at.claim.member_id)):
        return None
    return f"{at.claim.member_id} is not formed like a member id ({at.payer.file.front_end.member_id_example})"


def _member_not_found(at: FrontEndContext) -> str | None:
    member = at.state.member
    if member is not None and plain_id(member.member_id) == plain_id(at.claim.member_id):
        return None
    return f"no member {at.claim.member_id} on file"


def _known(at: FrontEndContext) -> bool:
    return _member_not_found(at) is None


def _name_mismatch(at: FrontEndContext) -> str | None:
    member = at.state.member
    if member is None or not _known(at):
        return None
    subscriber = at.claim.patient if at.claim.relationship == "self" else at.claim.subscriber
    return _other_name(subscriber, member.subscriber_last, member.subscriber_first)


def _dependent_not_found(at: FrontEndContext) -> str | None:
    member = at.state.member
    if at.claim.relationship == "self" or member is None or not _known(at):
        return None
    return _other_name(at.claim.patient, member.last, member.first)


def _other_name(person: PersonOnClaim, last: str, first: str) -> str | None:
    if (person.last.casefold(), person.first.casefold()) == (last.casefold(), first.casefold()):
        return None
    return f"the claim says {person.last}, {person.first}; the number belongs to another name"


def _birth_date_mismatch(at: FrontEndContext) -> str | None:
    member = at.state.member
    if member is None or not _known(at):
        return None
    # The subscriber's birth date (DMG) is on the claim only where the subscriber is the patient.
    if at.claim.patient.birth_date == member.birth_date:
        return None
    return f"the claim says born {at.claim.patient.birth_date}; the file has another date"


def _bad_billing_npi(at: FrontEndContext) -> str | None:
    npi = at.claim.billing_provider.npi
    return None if is_valid_npi(npi) else f"billing provider NPI {npi} fails its check digit"


def _bad_rendering_npi(at: FrontEndContext) -> str | None:
    npi = at.claim.rendering_provider.npi  # none at all is another matter: rendering-npi-missing
    return None if not npi or is_valid_npi(npi) else f"rendering provider NPI {npi} fails its check digit"


RULES: tuple[Rule[FrontEndContext], ...] = (
    Rule(
        id="member-id-format",
        title="The member id is not formed as this payer's are",
        meaning="A mistyped number, another payer's card, or a Medicare number of the old kind.",
        authority="NGS Medicare, quarterly top ten Part B EDI edits (A7:164:IL)",
        answer=Answer("reject", category="A7", status="164", entity="IL"),
        action="Copy the number from the card and send the claim as an original.",
        stage="front_end",
        check=_bad_member_id,
    ),
    Rule(
        id="member-not-found",
        title="No member has this number",
        meaning="The number is well formed, but nobody on the payer's file has it.",
        authority="X12 RFI 1614 (33, IL for a subscriber who is not found); CureMD, acknowledgement/returned as "
        "unprocessable claim (A3: the subscriber's number is wrong); CareSource, claim rejection notifications (33, "
        "there with A7)",
        answer=Answer("reject", category="A3", status="33", entity="IL"),
        action="Ask for eligibility with the card in hand, correct the number, and send the claim as an original.",
        stage="front_end",
        check=_member_not_found,
    ),
    Rule(
        id="member-name-mismatch",
        title="Number and name do not belong together",
        meaning="The number is another person's, or the subscriber's name is not as the payer has it (a married name, "
        "a nickname).",
        authority=f"{_LOOPS}; {_SOURCE}. {_CARESOURCE}; its 30 is for a wrong sex or address",
        answer=Answer("reject", category="A8", status="30", entity="IL"),
        action="Write the name exactly as the card has it and send the claim as an original.",
        stage="front_end",
        check=_name_mismatch,
        verified=False,
    ),
    Rule(
        id="dependent-not-found",
        title="The patient is none of the subscriber's dependants",
        meaning="The subscriber is known, but the patient's name is not as the payer has it: a nickname, a brother or "
        "sister, the parent's surname.",
        authority="OfficeMD, common payer rejections (A3, entity not found: the payer cannot identify the patient as a "
        f"member); X12 RFI 1614 (26, with the entity that is not found); {_LOOPS}",
        answer=Answer("reject", category="A3", status="26", entity="QC"),
        action="Ask for eligibility of the dependant, write the name as the payer has it, and send the claim as an "
        "original.",
        stage="front_end",
        check=_dependent_not_found,
    ),
    Rule(
        id="birth-date-mismatch",
        title="Number and birth date do not belong together",
        meaning="The patient's birth date is not the one on the payer's file for this member.",
        authority=f"{_LOOPS}; {_SOURCE}. {_CARESOURCE}",
        answer=Answer("reject", category="A8", status="158", entity="QC"),
        action="Verify the birth date with the patient and send the claim as an original.",
        stage="front_end",
        check=_birth_date_mismatch,
        verified=False,
    ),
    Rule(
        id="billing-npi-invalid",
        title="The billing provider's NPI fails its check digit",
        meaning="Ten digits of which the last is computed from the others; a typing error shows.",
        authority="45 CFR 162.406; NGS CEDI, how to use the 277CA edit tool (A7, 562, 85)",
        answer=Answer("reject", category="A7", status="562", entity="85"),
        action="Correct the NPI in the practice's file and send the claim as an original.",
        stage="front_end",
        check=_bad_billing_npi,
    ),
    Rule(
        id="rendering-npi-invalid",
        title="The rendering provider's NPI fails its check digit",
        meaning="Ten digits of which the last is computed from the others; a typing error shows.",
        authority="45 CFR 162.406; NGS Medicare, quarterly top ten Part B EDI edits (A7:562:82)",
        answer=Answer("reject", category="A7", status="562", entity="82"),
        action="Correct the NPI in the clinician's file and send the claim as an original.",
        stage="front_end",
        check=_bad_rendering_npi,
    ),
)
