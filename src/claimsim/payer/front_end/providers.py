"""Providers, accidents and earlier payers at the door: missing (A6), wrong (A7), or not going together (A8)."""

from claimsim.model.identifiers import is_valid_npi
from claimsim.payer.context import FrontEndContext
from claimsim.rules import Answer, Rule

_SOURCE = "X12 277CA 005010X214; category and status chosen by their published meanings"
_ANY_NPI = (
    "45 CFR 162.406; Stedi, claim edit for an invalid NPI (A7:562 with the entity code of the provider, for every NPI "
    "of a claim; its example is 85)"
)


def _not_enrolled(at: FrontEndContext) -> str | None:
    files = at.state.on_file
    entry = files.provider(at.claim.billing_provider.npi) if files.providers else None
    if entry is None or entry.enrolled:
        return None
    return f"billing provider {entry.npi} has not enrolled to send claims to this payer"


def _no_rendering_npi(at: FrontEndContext) -> str | None:
    return None if at.claim.rendering_provider.npi else "the rendering provider has no NPI"


def _bad_ordering_npi(at: FrontEndContext) -> str | None:
    orderer = at.claim.ordering_provider
    if orderer is None or not orderer.npi or is_valid_npi(orderer.npi):
        return None
    return f"ordering provider NPI {orderer.npi} fails its check digit"


def _bad_referring_npi(at: FrontEndContext) -> str | None:
    referrer = at.claim.referring_provider
    if referrer is None or not referrer.npi or is_valid_npi(referrer.npi):
        return None
    return f"referring provider NPI {referrer.npi} fails its check digit"


def _no_accident_date(at: FrontEndContext) -> str | None:
    accident = at.claim.accident
    return "the claim speaks of an accident without its date" if accident and accident.day is None else None


def _no_accident_state(at: FrontEndContext) -> str | None:
    accident = at.claim.accident
    if accident is None or accident.kind != "auto" or accident.state:
        return None
    return "the claim speaks of a car accident without the state"


def _no_earlier_payer(at: FrontEndContext) -> str | None:
    if at.claim.sequence == "P" or at.claim.prior_payers:
        return None
    return "the claim says that another payer is first, and does not show what it did"


def _before_birth(at: FrontEndContext) -> str | None:
    born, day = at.claim.patient.birth_date, at.claim.date_of_service
    return f"the service of {day} is before the patient's birth on {born}" if day < born else None


RULES: tuple[Rule[FrontEndContext], ...] = (
    Rule(
        id="billing-provider-not-enrolled",
        title="The billing provider has not enrolled with this payer",
        meaning="Claims are taken from providers who have enrolled for electronic claims with the payer (an EDI "
        "agreement), by NPI and tax number.",
        authority="NGS CEDI, top ten edits on the 277CA (2011 second quarter): A8, 496, 85 where the NPI is not linked "
        "to the submitter; CGS, 277CA questions (EDI)",
        answer=Answer("reject", category="A8", status="496", entity="85"),
        action="Enrol, and send the claim as an original when the payer confirms; mind the filing limit.",
        stage="front_end",
        check=_not_enrolled,
    ),
    Rule(
        id="rendering-npi-missing",
        title="The rendering provider's NPI is missing",
        meaning="A group's claim names the clinician who did the work by NPI.",
        authority=f"45 CFR 162.410; {_SOURCE}",
        answer=Answer("reject", category="A6", status="562", entity="82"),
        action="Add the NPI and send the claim as an original.",
        stage="front_end",
        check=_no_rendering_npi,
        verified=False,
    ),
    Rule(
        id="ordering-npi-invalid",
        title="The ordering provider's NPI fails its check digit",
        meaning="Ten digits of which the last is computed from the others; a typing error shows.",
        authority=f"{_ANY_NPI}; DK is NM101 of loop 2420E",
        answer=Answer("reject", category="A7", status="562", entity="DK"),
        action="Look the number up and send the claim as an original.",
        stage="front_end",
        check=_bad_ordering_npi,
    ),
    Rule(
        id="referring-npi-invalid",
        title="The referring provider's NPI fails its check digit",
        meaning="Ten digits of which the last is computed from the others; a typing error shows.",
        authority=f"{_ANY_NPI}; DN is NM101 of loop 2310A",
        answer=Answer("reject", category="A7", status="562", entity="DN"),
        action="Look the number up and send the claim as an original.",
        stage="front_end",
        check=_bad_referring_npi,
    ),
    Rule(
        id="accident-date-missing",
        title="An accident without its date",
        meaning="A claim for an accident (CLM11) carries the day it happened (DTP 439).",
        authority=f"X12 837P 005010X222A1, DTP*439; {_SOURCE}",
        answer=Answer("reject", category="A6", status="727"),
        action="Ask the patient, add the date, and send the claim as an original.",
        stage="front_end",
        check=_no_accident_date,
        verified=False,
    ),
    Rule(
        id="accident-state-missing",
        title="A car accident without the state",
        meaning="A claim for a car accident says in which state it happened: its law decides who pays.",
        authority="X12 837P 005010X222A1, CLM11-4; A6:728 in the 277 rejections of the clearinghouse Jopari that a "
        "billing service lists in a public repository",
        answer=Answer("reject", category="A6", status="728"),
        action="Ask the patient, add the state, and send the claim as an original.",
        stage="front_end",
        check=_no_accident_state,
    ),
    Rule(
        id="earlier-payer-missing",
        title="A secondary claim without the first payer's answer",
        meaning="A claim that says another payer is first carries that payer's payment and adjustments.",
        authority=f"X12 837P 005010X222A1, loops 2320 and 2430; {_SOURCE}. UnitedHealthcare's Smart Edits page has "
        "A7:85 for a claim rejected over coordination of benefits, without saying for which fault",
        answer=Answer("reject", category="A6", status="286"),
        action="Add the first payer's remittance data and send the claim as an original.",
        stage="front_end",
        check=_no_earlier_payer,
        verified=False,
    ),
    Rule(
        id="service-before-birth",
        title="A service before the patient was born",
        meaning="Two dates of the claim contradict each other: one of them is mistyped.",
        authority=_SOURCE,
        answer=Answer("reject", category="A8", status="158", entity="QC"),
        action="Verify both dates and send the claim as an original.",
        stage="front_end",
        check=_before_birth,
        verified=False,
    ),
)
