"""Whether the patient was this payer's member on the date of service, and whether somebody else pays first."""

from functools import lru_cache

from claimsim.coordination import order_of_liability
from claimsim.payer.context import ClaimContext
from claimsim.rules import Answer, Rule


@lru_cache(maxsize=1024)
def plain_id(member_id: str) -> str:
    """A member id without the dashes and blanks that cards print for the eye."""
    return member_id.replace("-", "").replace(" ", "").upper()


def _not_recognized(at: ClaimContext) -> str | None:
    member = at.state.member
    if member is None:
        return f"no member {at.claim.member_id} on file"
    if plain_id(member.member_id) != plain_id(at.claim.member_id):
        return f"the claim says member {at.claim.member_id}, which is not this patient's number on file"
    return None


def _not_begun(at: ClaimContext) -> str | None:
    day = at.claim.date_of_service
    if at.state.span_on(day) is not None:
        return None
    later = [s.starts for s in at.state.coverage if s.starts is not None and s.starts > day]
    earlier = [s for s in at.state.coverage if s.ends is not None and s.ends < day]
    if earlier or not later:
        return None
    return f"coverage began on {min(later)}, the service was on {day}"


def _ended(at: ClaimContext) -> str | None:
    day = at.claim.date_of_service
    if at.state.span_on(day) is not None:
        return None
    ends = [s.ends for s in at.state.coverage if s.ends is not None and s.ends < day]
    return f"coverage ended on {max(ends)}, the service was on {day}" if ends else None


_MEDICARE = "medicare_part_b"


def _other_payer_primary(at: ClaimContext) -> str | None:
    other = at.state.other_coverage
    if other and not at.claim.prior_payers:
        return f"{other} is on file as primary, and the claim does not show what it paid"
    own, member = at.state.own, at.state.member
    if own is None or member is None or not at.state.others:
        return None
    shown = {prior.payer for prior in at.claim.prior_payers}
    if any(prior.line_of_business == _MEDICARE for prior in at.claim.prior_payers):
        # Whichever of its contractors answered, Medicare has.
        shown |= {other.payer for other in at.state.others if other.line_of_business == _MEDICARE}
    order = order_of_liability((own, *at.state.others), member.birth_date, at.claim.date_of_service)
    for found in order.why:
        if found.second == own.payer and found.first not in shown:
            return f"{found.first} pays first: {found.reason} ({found.authority})"
    return None


_NOVITAS = "Novitas JH, top claim submission errors (contentId 00250502, 00081416)"

RULES: tuple[Rule[ClaimContext], ...] = (
    Rule(
        id="member-not-recognized",
        title="The payer cannot match the patient to a member",
        meaning="Nobody with this number is on the payer's file, or the number is another person's. The claim is "
        "answered with claim "
        "status 4: it was never this payer's patient, so there is nothing to appeal.",
        authority="X12 835 claim status 4; CARC 31 as in the WV and NY payers' EOB crosswalk to CARC and RARC",
        answer=Answer("deny", "PR", "31", ("N382",)),
        action="Compare the card with the claim, ask the payer for eligibility, and send a new claim with the right "
        "number.",
        stage="claim",
        check=_not_recognized,
    ),
    Rule(
        id="coverage-not-begun",
        title="The service was before coverage began",
        meaning="Eligibility is looked up for the date of service. On that day this coverage had not begun yet.",
        authority=_NOVITAS,
        answer=Answer("deny", "PR", "26", ("N30",)),
        action="Ask for eligibility on the date of service and bill the plan that was in force then, within its "
        "filing limit.",
        stage="claim",
        check=_not_begun,
    ),
    Rule(
        id="coverage-ended",
        title="The service was after coverage ended",
        meaning="Eligibility is looked up for the date of service. On that day this coverage had ended.",
        authority=_NOVITAS,
        answer=Answer("deny", "PR", "27", ("N30",)),
        action="Ask the patient for the new coverage and bill it within its filing limit; without any the patient "
        "owes.",
        stage="claim",
        check=_ended,
    ),
    Rule(
        id="other-payer-primary",
        title="Another payer must pay first",
        meaning="According to this payer's file another coverage is primary. It pays only after it has seen what the "
        "other one did.",
        authority=f"{_NOVITAS}; 42 CFR 411.20 to 411.33 for Medicare",
        answer=Answer("deny", "CO", "22", ("MA04",)),
        action="Bill the primary payer, then this one with the primary's remittance. If this payer's file is wrong, "
        "the patient calls it.",
        stage="claim",
        check=_other_payer_primary,
    ),
)
