"""The answer to an eligibility inquiry (270/271): for the date that was asked about, not for today."""

from datetime import date

from claimsim.model.eligibility import BenefitAnswer, EligibilityInquiry, EligibilityResponse
from claimsim.payer.accumulators import IN_NETWORK, OUT_OF_NETWORK
from claimsim.payer.context import Payer
from claimsim.payer.edits.eligibility import plain_id
from claimsim.payer.file import PlanTier
from claimsim.payer.members import CoverageSpan, Member, PayerState
from claimsim.payer.pricing.benefits import deductible_left, out_of_pocket_left


def respond(inquiry: EligibilityInquiry, payer: Payer, state: PayerState) -> EligibilityResponse:
    """What the payer says of a member: not found, mismatch, inactive on that date, or active with the plan's cost
    share at the practice's tier of the network."""
    member = state.member
    if member is None or plain_id(member.member_id) != plain_id(inquiry.member_id):
        return _refusal(inquiry, payer, "not_found", f"no member with the number {inquiry.member_id}")
    difference = mismatch(member, inquiry.last, inquiry.first, inquiry.birth_date)
    if difference:
        return _refusal(inquiry, payer, "mismatch", difference)
    span = state.span_on(inquiry.for_date)
    if span is None:
        return _inactive(inquiry, payer, state)
    plan_id = span.plan
    plan = payer.plan(plan_id)
    outside = (state.participation or payer.file.participation) == OUT_OF_NETWORK and plan.out_of_network is not None
    tier = OUT_OF_NETWORK if outside else IN_NETWORK
    amounts = payer.tier(plan_id, tier, inquiry.for_date.year)
    used = state.used_in(inquiry.for_date.year, tier)
    # A supplement counts nothing itself: its deductible is the one that Medicare counts.
    own_deductible = payer.file.coordination_method != "supplement"
    return EligibilityResponse(
        payer=payer.name,
        payer_name=payer.file.name,
        for_date=inquiry.for_date,
        status="active",
        plan=plan_id,
        plan_name=plan.name,
        coverage_from=span.starts,
        # Most ends are reported after the day that was asked about; this payer does not tell what it may not know yet.
        coverage_to=None,
        deductible=amounts.deductible if own_deductible else None,
        deductible_remaining=deductible_left(amounts, used, family=state.family) if own_deductible else None,
        out_of_pocket_remaining=out_of_pocket_left(amounts, used, family=state.family),
        benefits=_benefits(amounts, inquiry.for_date),
        reason=f"{state.other_coverage} is on file as primary" if state.other_coverage else "",
    )


def mismatch(member: Member, last: str, first: str, birth_date: date) -> str:
    """What differs between the file and the person named, who may be the patient or the subscriber; empty if nothing.
    What differs between the file and the person named, who may be the patient or the subscriber; empty if nothing."""
    named = (last.casefold(), first.casefold())
    on_file = {
        (member.last.casefold(), member.first.casefold()): member.birth_date,
        (member.subscriber_last.casefold(), member.subscriber_first.casefold()): member.subscriber_birth_date,
    }
    if named not in on_file:
        return f"the name {last}, {first} is not the one on file for this number"
    if on_file[named] != birth_date:
        return f"the birth date {birth_date} is not the one on file"
    return ""


def _benefits(plan: PlanTier, on: date) -> tuple[BenefitAnswer, ...]:
    return tuple(
        BenefitAnswer(
            category=category,
            copay=benefit.copay or None,
            coinsurance_percent=benefit.coinsurance_percent or None,
            deductible_applies=benefit.deductible,
        )
        for category, benefit in ((name, benefit.on(on)) for name, benefit in plan.benefits.items())
        if benefit.covered
    )


def _inactive(inquiry: EligibilityInquiry, payer: Payer, state: PayerState) -> EligibilityResponse:
    day = inquiry.for_date
    before = [s for s in state.coverage if s.ends is not None and s.ends < day]
    after = [s for s in state.coverage if s.starts is not None and s.starts > day]
    nearest: CoverageSpan | None = before[-1] if before else after[0] if after else None
    reason = (
        f"coverage ended on {before[-1].ends}"
        if before
        else f"coverage begins on {after[0].starts}"
        if after
        else "no coverage"
    )
    return EligibilityResponse(
        payer=payer.name,
        payer_name=payer.file.name,
        for_date=day,
        status="inactive",
        plan=nearest.plan if nearest else "",
        plan_name=payer.plan(nearest.plan).name if nearest else "",
        coverage_from=nearest.starts if nearest else None,
        coverage_to=nearest.ends if nearest else None,
        reason=reason,
    )


def _refusal(inquiry: EligibilityInquiry, payer: Payer, status: str, reason: str) -> EligibilityResponse:
    return EligibilityResponse(
        payer.name,
        payer.file.name,
        inquiry.for_date,
        "mismatch" if status == "mismatch" else "not_found",
        reason=reason,
    )
