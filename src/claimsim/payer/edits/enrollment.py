"""Providers as the payer has them: enrollment, numbers, and what their type may bill."""

from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.matching import glob_covers
from claimsim.payer.on_file import ProviderOnFile
from claimsim.payer.provisions import ProviderLimit
from claimsim.rules import Answer, Rule


def _rendering(at: ClaimContext) -> ProviderOnFile | None:
    files = at.state.on_file
    return files.provider(at.claim.rendering_provider.npi) if files.providers else None


def _npi_absent(at: ClaimContext) -> str | None:
    return None if at.claim.rendering_provider.npi else "loop 2310B has no NPI of the rendering provider"


def _number_not_on_file(at: ClaimContext) -> str | None:
    billing = at.claim.billing_provider
    entry = at.state.on_file.provider(billing.npi) if at.state.on_file.providers else None
    if entry is None or not entry.tax_id:
        return None
    if entry.tax_id.replace("-", "") == billing.tax_id.replace("-", ""):
        return None
    return f"billing NPI {billing.npi} is on file with tax number {entry.tax_id}, the claim says {billing.tax_id}"


def _not_enrolled_then(at: ClaimContext) -> str | None:
    entry, day = _rendering(at), at.claim.date_of_service
    if entry is None or not entry.enrolled or entry.covers(day):
        return None
    return f"{entry.npi} is enrolled from {entry.from_ or 'the beginning'} to {entry.to or 'now'}, not on {day}"


def _not_eligible(at: ClaimContext) -> str | None:
    entry = _rendering(at)
    if entry is None or (entry.enrolled and entry.linked):
        return None
    return f"{entry.npi} is " + ("not linked to the billing group" if entry.enrolled else "not enrolled here")


def _limits(at: LineContext) -> list[ProviderLimit]:
    return [limit for limit in at.of.payer.file.provider_limits if glob_covers(limit.codes, at.line.code)]


def _other_specialty(at: LineContext) -> str | None:
    taxonomy = at.of.claim.rendering_provider.taxonomy
    for limit in _limits(at):
        if limit.taxonomies and not glob_covers(limit.taxonomies, taxonomy):
            return f"{at.line.code} is paid to {', '.join(limit.taxonomies)}, the claim's taxonomy is {taxonomy}"
    return None


def _other_type(at: LineContext) -> str | None:
    credential = at.of.claim.rendering_provider.credential
    for limit in _limits(at):
        if not limit.places and credential in limit.not_credentials:
            return f"{at.line.code} is not paid when {credential} renders it"
    return None


def _other_type_here(at: LineContext) -> str | None:
    credential, place = at.of.claim.rendering_provider.credential, at.line.place_of_service
    for limit in _limits(at):
        if place in limit.places and credential in limit.not_credentials:
            return f"{at.line.code} is not paid to {credential} at place of service {place}"
    return None


CLAIM_RULES: tuple[Rule[ClaimContext], ...] = (
    Rule(
        id="rendering-npi-absent",
        title="No number of the clinician who rendered the service",
        meaning="A group's claim names who did the work by that person's own NPI.",
        authority="45 CFR 162.410; CAQH CORE 360 code combinations 3.3.0 (206; its remarks name other providers)",
        answer=Answer("deny", "CO", "206"),
        action="Add the clinician's NPI, and correct the claim the payer has.",
        stage="claim",
        check=_npi_absent,
    ),
    Rule(
        id="billing-npi-not-on-file",
        title="Billing number and tax number do not belong together",
        meaning="The payer has the group's NPI with another tax number: an old entity, a personal number in place of "
        "the group's, a new bank or owner that nobody told of.",
        authority="CAQH CORE 360 code combinations 3.3.0 (208 with N257)",
        answer=Answer("deny", "CO", "208", ("N257",)),
        action="Correct the pair on the claim, or have the payer's roster put right.",
        stage="claim",
        check=_number_not_on_file,
    ),
    Rule(
        id="rendering-not-enrolled",
        title="The clinician was not enrolled on the date of service",
        meaning="The payer's file has a day on which enrollment began, and perhaps one on which it ended. The service "
        "was outside.",
        authority="NGS reason code CO-B7 (article 10605729): before the performing provider's effective date; N570 by "
        "its meaning",
        answer=Answer("deny", "CO", "B7", ("N570",)),
        action="Ask whether the effective date can be set back; then have it reprocessed. Never bill it under another "
        "clinician's number.",
        stage="claim",
        check=_not_enrolled_then,
    ),
    Rule(
        id="rendering-not-eligible",
        title="The clinician may not render services for this group",
        meaning="The payer does not have the clinician at all, or not as one of this group.",
        authority="CAQH CORE 360 code combinations 3.3.0 (185 with N570)",
        answer=Answer("deny", "CO", "185", ("N570",)),
        action="Correct the rendering provider if it was mistaken; else credential first. A physician's number on "
        "another's visit is a false claim.",
        stage="claim",
        check=_not_eligible,
    ),
)

LINE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="other-specialty",
        title="The procedure does not fit the specialty on the claim",
        meaning="This payer pays the service to certain specialties, told by taxonomy.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (8 with N95)",
        answer=Answer("deny", "CO", "8", ("N95",)),
        action="Correct the taxonomy if it is wrong; else write off.",
        stage="line",
        check=_other_specialty,
    ),
    Rule(
        id="other-provider-type",
        title="This type of provider is not paid for the service",
        meaning="The service is outside what the payer pays this profession for.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (170 with N95)",
        answer=Answer("deny", "CO", "170", ("N95",)),
        action="Check taxonomy, credential and the supervising rule; else write off.",
        stage="line",
        check=_other_type,
    ),
    Rule(
        id="other-provider-type-in-place",
        title="This type of provider is not paid for the service in this place",
        meaning="What the payer pays this profession in an office, it does not pay in that facility.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (171 with N428)",
        answer=Answer("deny", "CO", "171", ("N428",)),
        action="Correct the place of service if it is wrong; else write off.",
        stage="line",
        check=_other_type_here,
    ),
)
