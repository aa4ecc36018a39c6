"""Prior authorization: none, not named, for something or somebody else, run out, or used up.

CARC 15 was retired in 2018; its place was taken by 197, 284, 296 and 302.
"""

from claimsim.payer.context import LineContext
from claimsim.payer.file import PayerFile
from claimsim.payer.history import services_on_file
from claimsim.payer.matching import glob_covers
from claimsim.payer.on_file import AuthorizationOnFile
from claimsim.payer.provisions import AuthorizationNeed
from claimsim.rules import Answer, Rule


def need_of(file: PayerFile, code: str) -> AuthorizationNeed | None:
    """The file's entry that wants a code approved."""
    for need in file.authorization_required:
        if glob_covers(need.codes, code):
            return need
    return None


def _needed(at: LineContext) -> bool:
    need = need_of(at.of.payer.file, at.line.code)
    if need is None:
        return False
    if not need.after_units:
        return True
    year = at.line.date_of_service.year
    before = sum(s.units for s in services_on_file(at.of) if s.day.year == year and glob_covers(need.codes, s.code))
    return before + at.line.units > need.after_units


def _named(at: LineContext) -> AuthorizationOnFile | None:
    number = at.of.claim.authorization_number
    approvals = at.of.state.on_file.authorizations
    if not number or approvals is None:
        return None
    return next((a for a in approvals if a.number == number), None)


def _missing(at: LineContext) -> str | None:
    if not _needed(at):
        return None
    number, approvals = at.of.claim.authorization_number, at.of.state.on_file.authorizations
    if number:
        if approvals is None or _named(at) is not None:
            return None
        return f"{at.line.code} must be approved, and {number} is not an approval on file"
    if any(glob_covers(a.codes, at.line.code) for a in approvals or ()):
        return None
    return f"{at.line.code} must be approved before it is done, and there is no approval on file"


def _number_missing(at: LineContext) -> str | None:
    if at.of.claim.authorization_number or not _needed(at):
        return None
    for approval in at.of.state.on_file.authorizations or ():
        if glob_covers(approval.codes, at.line.code):
            return f"{at.line.code} was approved, but the claim does not carry the approval's number (REF G1)"
    return None


def _other_service(at: LineContext) -> str | None:
    approval = _named(at)
    if approval is None or glob_covers(approval.codes, at.line.code) or not _needed(at):
        return None
    return f"{approval.number} approves {', '.join(approval.codes)}, not {at.line.code}"


def _other_provider(at: LineContext) -> str | None:
    approval = _named(at)
    if approval is None or approval.provider_npi is None or not _needed(at):
        return None
    npi = at.of.claim.rendering_provider.npi
    if approval.provider_npi in (npi, at.of.claim.billing_provider.npi):
        return None
    return f"{approval.number} was given for provider {approval.provider_npi}, not for {npi}"


def _expired(at: LineContext) -> str | None:
    approval, day = _named(at), at.line.date_of_service
    if approval is None or approval.covers(day) or not _needed(at):
        return None
    return f"{approval.number} holds from {approval.from_ or 'the beginning'} to {approval.to or 'now'}, not on {day}"


def _exceeded(at: LineContext) -> str | None:
    approval = _named(at)
    if approval is None or approval.units is None or not _needed(at):
        return None
    used = sum(
        s.units for s in services_on_file(at.of) if approval.covers(s.day) and glob_covers(approval.codes, s.code)
    )
    if used + at.line.units <= approval.units:
        return None
    return f"{approval.number} approves {approval.units} units; {used} were used before, {at.line.units} are billed"


_LISTED = "The payer's authorization list and approval letter"

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="authorization-missing",
        title="The service had to be approved first, and was not",
        meaning="The payer's list wants this service approved before it is done. Nobody asked, or the number on the "
        "claim is no approval of this payer.",
        authority=f"{_LISTED}; rcmguide.com on CO 197 (a third party's page)",
        answer=Answer("deny", "CO", "197"),
        action="Ask for a retroactive approval inside the payer's window, then appeal with the medical facts. Else "
        "write off.",
        stage="line",
        check=_missing,
    ),
    Rule(
        id="authorization-number-missing",
        title="The service was approved, but the claim does not say so",
        meaning="There is an approval on file; its number is missing in REF G1 (item 23).",
        authority="The payer's authorization list and approval letter; CAQH CORE 360 code combinations 3.3.0 (16 "
        "with M62)",
        answer=Answer("deny", "CO", "16", ("M62",)),
        action="Add the number from the approval letter and correct the claim.",
        stage="line",
        check=_number_missing,
    ),
    Rule(
        id="authorization-other-service",
        title="The approval is for another service",
        meaning="The number is good, but what was approved is not what was billed: another code was approved, or the "
        "procedure changed on the day.",
        authority=f"{_LISTED}; CARC 284 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "284"),
        action="Compare the approval with the record. Wrong code billed: correct it. Procedure changed: have the "
        "approval extended.",
        stage="line",
        check=_other_service,
    ),
    Rule(
        id="authorization-other-provider",
        title="The approval is for another provider",
        meaning="Approvals are given for a provider. Another clinician of the group did the service.",
        authority=f"{_LISTED}; CARC 296 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "296"),
        action="Correct the rendering provider if the claim is wrong; else ask to have the approval moved.",
        stage="line",
        check=_other_provider,
    ),
    Rule(
        id="authorization-expired",
        title="The approval had run out, or had not begun",
        meaning="Approvals have dates. The service was outside them.",
        authority=f"{_LISTED}; CARC 302 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "302"),
        action="Ask to have the dates extended, or appeal.",
        stage="line",
        check=_expired,
    ),
    Rule(
        id="authorization-exceeded",
        title="More was done than was approved",
        meaning="A series has run past the number of units that the approval counts.",
        authority="The payer's authorization list and approval letter; CAQH CORE 360 code combinations 3.3.0 (198 "
        "with N435)",
        answer=Answer("deny", "CO", "198", ("N435",)),
        action="Ask for more units, for the past too, and correct the claim; else write off.",
        stage="line",
        check=_exceeded,
    ),
)
