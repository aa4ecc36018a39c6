"""Plans with a gatekeeper: referrals, the member's own primary care physician, and the network."""

from claimsim.payer.categories import is_protected
from claimsim.payer.context import LineContext
from claimsim.payer.history import services_on_file
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _needs_referral(at: LineContext) -> bool:
    need = at.of.payer.file.referral_required
    taxonomy = at.of.claim.rendering_provider.taxonomy
    return need is not None and at.category in need.categories and not glob_covers(need.not_for, taxonomy)


def _referral_missing(at: LineContext) -> str | None:
    if not _needs_referral(at):
        return None
    number, referrals = at.of.claim.referral_number, at.of.state.on_file.referrals
    if number and (referrals is None or any(r.number == number for r in referrals)):
        return None
    said = f"referral {number} is not on file" if number else "the claim names no referral (REF 9F)"
    return f"{at.line.code} by taxonomy {at.of.claim.rendering_provider.taxonomy} needs one, and {said}"


def _referral_exceeded(at: LineContext) -> str | None:
    number = at.of.claim.referral_number
    referral = next((r for r in at.of.state.on_file.referrals or () if r.number == number), None)
    if not number or referral is None or not _needs_referral(at):
        return None
    if not referral.covers(at.line.date_of_service):
        return f"referral {number} holds from {referral.from_ or 'the beginning'} to {referral.to or 'now'}"
    if referral.to_npi and referral.to_npi != at.of.claim.rendering_provider.npi:
        return f"referral {number} is to provider {referral.to_npi}"
    if referral.visits is None:
        return None
    npi = at.of.claim.rendering_provider.npi
    seen = {
        s.day
        for s in services_on_file(at.of)
        if s.npi == npi and referral.covers(s.day) and _category(at, s.code) == at.category
    } | {at.line.date_of_service}
    return (
        f"referral {number} is for {referral.visits} visits, this is number {len(seen)}"
        if (len(seen) > referral.visits)
        else None
    )


def _category(at: LineContext, code: str) -> str:
    row = at.of.tables.procedure(code, at.line.date_of_service)
    return row.category if row is not None else ""


def _not_the_pcp(at: LineContext) -> str | None:
    own = at.of.state.on_file.primary_care_npi
    rendering = at.of.claim.rendering_provider
    if own is None or own == rendering.npi or at.of.claim.referral_number:
        return None
    primary = at.of.payer.file.primary_care_taxonomies
    if at.category not in ("em_office", "em_preventive") or not glob_covers(primary, rendering.taxonomy):
        return None
    return f"the member's primary care physician is {own}, and nobody referred the member to {rendering.npi}"


def _out_of_network(at: LineContext) -> str | None:
    of = at.of
    if of.payer.file.out_of_network_covered or of.participation != "out_of_network":
        return None
    if is_protected(of, at.line, at.terms.category):
        return None
    return f"provider {of.claim.rendering_provider.npi} is outside the network, and the plan covers no care there"


NETWORK_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="out-of-network",
        title="Care outside the network in a plan that covers none there",
        meaning="The clinician has no contract with this plan, and the plan pays for its own network only. Emergencies "
        "and outside clinicians in the network's own facilities are paid all the same: the No Surprises Act.",
        authority="The plan's benefits; 45 CFR 149.110 and 149.120 for what no plan may leave out; CARC 242 in X12's "
        "list of 2026-08-17",
        answer=Answer("deny", "PR", "242"),
        action="Check the roster and the date credentialing began. Truly outside: the patient owes it, unless the No "
        "Surprises Act protects them.",
        stage="line",
        check=_out_of_network,
    ),
)
"""Asked before what is said of the service itself."""

LINE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="not-primary-care-physician",
        title="Primary care by somebody else than the member's own physician",
        meaning="The member chose a primary care physician. Another one is paid only with that one's referral.",
        authority="The plan's provider manual; CARC 243 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "243"),
        action="Ask whether the member has changed physicians, and since when; else get a referral, or write off.",
        stage="line",
        check=_not_the_pcp,
    ),
    Rule(
        id="referral-missing",
        title="A specialist's visit without a referral",
        meaning="This plan's members see specialists on the word of their primary care physician, who gives a number.",
        authority="The plan's provider manual; CARC 288 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "288"),
        action="Get the referral from the primary care physician (some plans take one dated back) and correct the "
        "claim.",
        stage="line",
        check=_referral_missing,
    ),
    Rule(
        id="referral-exceeded",
        title="The referral does not reach so far",
        meaning="The referral's visits are used up, its dates are over, or it was to another clinician.",
        authority="The plan's provider manual; CARC 287 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "287"),
        action="Ask the primary care physician for a new referral and correct the claim.",
        stage="line",
        check=_referral_exceeded,
    ),
)
