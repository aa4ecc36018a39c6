"""Who is who: provider numbers, the member's number, and what the payer said about coverage."""

from claimsim.billing.scrub.answers import STOP, WARN
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.model.identifiers import is_valid_npi
from claimsim.rules import Rule

_SAID = {
    "inactive": "not covered",
    "not_found": "not known to the payer under this number",
    "mismatch": "known to the payer under another name or birth date",
}


def _npi_wrong(at: ScrubContext) -> str | None:
    for role, provider in (("billing", at.claim.billing_provider), ("rendering", at.claim.rendering_provider)):
        if not provider.npi:
            return f"the {role} provider has no NPI on the claim"
        if not is_valid_npi(provider.npi):
            return f"the {role} provider's NPI {provider.npi!r} is not ten digits with a right check digit"
    return None


def _member_id_missing(at: ScrubContext) -> str | None:
    return None if at.claim.member_id.strip() else "no member number on the claim"


def _not_confirmed(at: ScrubContext) -> str | None:
    answer, day = at.eligibility, at.claim.date_of_service
    if answer is None:
        return f"nobody asked the payer whether the patient was covered on {day}"
    if answer.for_date != day:
        return f"the payer was asked about {answer.for_date}, the service was on {day}"
    return None


def _not_active(at: ScrubContext) -> str | None:
    answer, day = at.eligibility, at.claim.date_of_service
    if answer is None or answer.for_date != day or answer.status == "active":
        return None
    return f"on {day} the patient was {_SAID[answer.status]}" + (f": {answer.reason}" if answer.reason else "")


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="npi-check-digit",
            title="A provider number that cannot be right",
            meaning="The tenth digit of an NPI is computed from the other nine. A number that fails was mistyped.",
            authority="CMS, Requirements for National Provider Identifier (NPI) and NPI Check Digit",
            answer=STOP,
            action="Take the number from the provider's enrollment, not from another claim.",
            stage="scrub",
            check=_npi_wrong,
        ),
        fix="biller",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="member-id-missing",
            title="No member number",
            meaning="Without the subscriber's number the payer cannot tell whose claim it is, and its front end "
            "rejects it.",
            authority="837P guide (005010X222A1), loop 2010BA, NM109",
            answer=STOP,
            action="Look at the card, or ask the payer with name and birth date.",
            stage="scrub",
            check=_member_id_missing,
        ),
        fix="registration",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="eligibility-not-confirmed",
            title="Coverage on the date of service was not confirmed",
            meaning="Eligibility holds for the date that was asked about. A card shows neither an end nor a change "
            "of plan.",
            authority="ASC X12 270/271 eligibility inquiry and response: the answer is for the date of the inquiry",
            answer=WARN,
            action="Ask the payer (270) about the date of service before the claim goes out.",
            stage="scrub",
            check=_not_confirmed,
        ),
        fix="registration",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="coverage-not-active",
            title="The payer itself said that there is no coverage",
            meaning="The 271 that the desk holds says that the patient was not this payer's member on the date of "
            "service. The claim would come back as a rejection or with CARC 26, 27 or 31, and meanwhile the right "
            "payer's filing limit runs.",
            authority="ASC X12 270/271 eligibility inquiry and response",
            answer=STOP,
            action="Compare the claim with the card, ask the patient about other coverage, and bill the plan of that "
            "date.",
            stage="scrub",
            check=_not_active,
        ),
        fix="registration",
        scope="claim",
    ),
)
