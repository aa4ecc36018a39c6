"""Somebody else's bill: another plan, another contractor, the hospice, an employer's or a liability insurer."""

from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.edits.eligibility import plain_id
from claimsim.payer.matching import glob_covers
from claimsim.payer.on_file import ResponsibleElsewhere
from claimsim.rules import Answer, Rule


def _elsewhere(at: ClaimContext) -> ResponsibleElsewhere | None:
    entry = at.state.on_file.responsible_elsewhere
    return entry if entry is not None and entry.covers(at.claim.date_of_service) else None


def _managed_care(at: ClaimContext) -> str | None:
    entry = _elsewhere(at)
    if entry is None or entry.kind != "managed_care" or entry.forwarded:
        return None
    return f"the member was in {entry.who} on {at.claim.date_of_service}, which pays in this payer's place"


def _misdirected(at: ClaimContext) -> str | None:
    entry = _elsewhere(at)
    if entry is None or entry.kind in ("railroad", "liability") or entry.forwarded:
        return None
    return f"{entry.who} must be sent this claim"


def _railroad(at: ClaimContext) -> str | None:
    entry = _elsewhere(at)
    if entry is None or entry.kind != "railroad" or entry.forwarded:
        return None
    return f"the member is a railroad retirement beneficiary: {entry.who} pays"


def _forwarded(at: ClaimContext) -> str | None:
    entry = _elsewhere(at)
    return f"sent on to {entry.who}" if entry is not None and entry.forwarded else None


def _name_differs(at: ClaimContext) -> str | None:
    member, patient = at.state.member, at.claim.patient
    if member is None or plain_id(member.member_id) != plain_id(at.claim.member_id):
        return None
    if (patient.last.casefold(), patient.first.casefold()) == (member.last.casefold(), member.first.casefold()):
        return None
    return f"number {at.claim.member_id} is not that of {patient.last}, {patient.first}"


def _work_injury(at: ClaimContext) -> str | None:
    accident = at.claim.accident
    if accident is None or accident.kind != "employment" or at.claim.prior_payers:
        return None
    return "the claim says that the condition comes from employment (CLM11 EM)"


def _no_fault(at: ClaimContext) -> str | None:
    accident, entry = at.claim.accident, _elsewhere(at)
    # An accident of another kind (a fall at home) makes nobody liable by itself: the payer asks the member.
    if accident is None or accident.kind != "auto" or at.claim.prior_payers:
        return None
    if entry is not None and entry.kind == "liability":
        return None
    return f"the claim says that the condition comes from a car accident in {accident.state or 'a state not named'}"


def _liability(at: ClaimContext) -> str | None:
    entry = _elsewhere(at)
    if entry is None or entry.kind != "liability" or at.claim.accident is None or at.claim.prior_payers:
        return None
    return f"{entry.who} insures whoever is liable for the accident that is on the claim"


def _unanswered(at: ClaimContext) -> str | None:
    asked = at.state.on_file.questions_unanswered
    return f"the member was asked about {asked} and has not answered" if asked else None


def _hospice(at: LineContext) -> str | None:
    election = at.of.state.on_file.hospice
    if election is None or not election.covers(at.line.date_of_service):
        return None
    if not {"GW", "GV"}.isdisjoint(at.line.modifiers):
        return None
    return f"in hospice since {election.from_}, and the line has neither GW (unrelated) nor GV (own attending)"


def _hospice_elsewhere(at: ClaimContext) -> str | None:
    election, day = at.state.on_file.hospice, at.claim.date_of_service
    if election is None:
        return None
    # Original Medicare keeps the whole month in which hospice ends.
    ends = election.to
    later_in_its_month = ends is not None and day > ends and (day.year, day.month) == (ends.year, ends.month)
    if not election.covers(day) and not later_in_its_month:
        return None
    return f"in hospice since {election.from_}: original Medicare pays, not the plan"


def _other_contractor(at: LineContext) -> str | None:
    for contractor in at.of.payer.file.other_contractors:
        if glob_covers(contractor.codes, at.line.code):
            return f"{at.line.code} is paid by {contractor.who}"
    return None


CLAIM_RULES: tuple[Rule[ClaimContext], ...] = (
    Rule(
        id="name-and-number-differ",
        title="Member number and name do not belong together",
        meaning="The number is another person's, or the name is not as the payer has it, and the front end let it "
        "through.",
        authority="CAQH CORE 360 code combinations 3.3.0 (140 with MA36)",
        answer=Answer("deny", "CO", "140", ("MA36",)),
        action="Write name and number as on the card, and send a new claim.",
        stage="claim",
        check=_name_differs,
    ),
    Rule(
        id="claim-forwarded",
        title="The payer has sent the claim on to the right one",
        meaning="It was misdirected, but this payer forwards such claims.",
        authority="CARC B11 in the published code list",
        answer=Answer("deny", "OA", "B11"),
        action="Wait thirty days for the other payer's remittance; sending it again at once makes a duplicate.",
        stage="claim",
        check=_forwarded,
    ),
    Rule(
        id="managed-care-enrollee",
        title="The member is in a managed care plan that pays in this payer's place",
        meaning="A Medicare Advantage plan (or a Medicaid managed care plan) has taken over the benefits: original "
        "Medicare pays nothing beside it.",
        authority="Noridian JF Part B, claims denying CO-24 (article 10534)",
        answer=Answer("deny", "CO", "24"),
        action="Look up the plan on the 271 and bill it, within its own filing limit.",
        stage="claim",
        check=_managed_care,
    ),
    Rule(
        id="railroad-beneficiary",
        title="The member's Medicare is the Railroad Retirement Board's",
        meaning="Railroad beneficiaries have a contractor of their own.",
        authority="Novitas JH top claim errors (CARC 109); N105 in the published code list",
        answer=Answer("deny", "CO", "109", ("N105",)),
        action="Send the claim to the railroad contractor.",
        stage="claim",
        check=_railroad,
    ),
    Rule(
        id="misdirected-claim",
        title="Another payer or contractor must be sent this claim",
        meaning="The claim went to the wrong place: another jurisdiction, another plan of the same group, a plan that "
        "has taken over.",
        authority="Noridian denial code resolution (109 with N418); Novitas JH top claim errors",
        answer=Answer("deny", "CO", "109", ("N418",)),
        action="Find the right payer and send it a new claim within its own filing limit.",
        stage="claim",
        check=_misdirected,
    ),
    Rule(
        id="hospice-at-original-medicare",
        title="The member is in hospice: original Medicare pays, not the Advantage plan",
        meaning="From the election to the end of the month in which hospice ends, original Medicare pays what has "
        "nothing to do with the terminal illness, and the hospice the rest. The plan keeps only what Medicare does not "
        "cover.",
        authority="Blue Cross and Blue Shield of Nebraska, Medicare Advantage policy MA-X-010 on 42 CFR 422.320; 109 "
        "with N418 as for other misdirected claims (Noridian denial code resolution)",
        answer=Answer("deny", "CO", "109", ("N418",)),
        action="Bill the Medicare contractor with the Medicare number, with GW on every line that has nothing to do "
        "with the terminal illness (GV for the patient's own attending).",
        stage="claim",
        check=_hospice_elsewhere,
    ),
    Rule(
        id="work-injury",
        title="An injury at work: the workers' compensation carrier pays",
        meaning="The claim itself says that the condition comes from employment.",
        authority="42 CFR 411.40 for Medicare; CARC 19 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "19"),
        action="Get carrier and claim number from the patient or employer, and bill on its form and fee schedule. "
        "Medicare may be asked for a conditional payment where the carrier does not pay promptly.",
        stage="claim",
        check=_work_injury,
    ),
    Rule(
        id="no-fault-insurer",
        title="A car accident: medical payments or no-fault insurance comes first",
        meaning="The claim says that the condition comes from a car accident. Medical payments coverage and personal "
        "injury protection pay whoever was at fault, and before this payer.",
        authority="42 CFR 411.50 for Medicare; Palmetto GBA, auto, medical, no-fault and liability insurance "
        "(8EEL7A4100); CARC 21 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "21"),
        action="Get the car policy's insurer and its claim number from the patient, and bill that insurer first. Only "
        "Medicare may be asked for a conditional payment.",
        stage="claim",
        check=_no_fault,
    ),
    Rule(
        id="liability-insurer",
        title="An accident, for which a liability insurer answers",
        meaning="The payer has on file who insures the one that is liable for the accident on the claim: another "
        "driver, the owner of a house or shop.",
        authority="42 CFR 411.50 for Medicare; Palmetto GBA, auto, medical, no-fault and liability insurance "
        "(8EEL7A4100); CARC 20 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "20"),
        action="Collect the accident's details and bill the liability insurer. Only Medicare may be asked for a "
        "conditional payment.",
        stage="claim",
        check=_liability,
    ),
    Rule(
        id="member-did-not-answer",
        title="The member has not answered the payer's questions",
        meaning="The payer has asked the member about other insurance or an accident, and heard nothing.",
        authority="medprecisionbilling.com, PR-227 (the questionnaire that the member did not answer, group PR); N179 "
        "by its own text in the published code list",
        answer=Answer("deny", "PR", "227", ("N179",)),
        action="Ask the patient to call the payer; when answered, the claim is looked at again. The bill waits till "
        "then.",
        stage="claim",
        check=_unanswered,
    ),
)

LINE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="other-contractor",
        title="Another contractor of the program pays the service",
        meaning="Equipment, orthoses and supplies for the home go to Medicare's equipment contractor (DME MAC) of the "
        "state where the patient lives, not to the Part B contractor. The line comes back as unprocessable: there is "
        "no appeal, and the clock runs on.",
        authority="Medicare Claims Processing Manual (Pub. 100-04) chapter 1, section 10.1.9.2 (109 with N104 and "
        "MA130, cms1500claimbilling.com); Palmetto GBA, submitted to incorrect program (8EELMR3107)",
        answer=Answer("deny", "CO", "109", ("N104",)),
        action="Look the code up in the DMEPOS jurisdiction list and bill the contractor that it names, as a supplier "
        "enrolled there.",
        stage="line",
        check=_other_contractor,
    ),
    Rule(
        id="hospice-enrollee",
        title="The patient is in hospice, and the line does not say that it is unrelated",
        meaning="Care for the terminal illness is the hospice's. GW says that the service was unrelated, GV that the "
        "patient's own attending, not employed by the hospice, gave it.",
        authority="First Coast, avoiding denial reason code CO B9 (FAQ 269900)",
        answer=Answer("deny", "CO", "B9"),
        action="See in the record whether it was unrelated: the coder adds GW (or GV) to every such line and the claim "
        "is corrected. Else look to the hospice for payment.",
        stage="line",
        check=_hospice,
    ),
)
