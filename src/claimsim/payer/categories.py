"""Which benefit of the member's plan a line falls under."""

from claimsim.model.claim import ClaimLine
from claimsim.payer.accumulators import IN_NETWORK, OUT_OF_NETWORK
from claimsim.payer.context import ClaimContext, LineContext, Payer, PlanTerms
from claimsim.payer.file import BenefitCategory, PayerFile
from claimsim.payer.matching import glob_covers


def category_of(
    file: PayerFile, code: str, modifiers: tuple[str, ...], category: str, taxonomy: str
) -> BenefitCategory:
    """The benefit category of a service; `category` is that of its procedure code.

    A category's own modifiers (33 at most payers, PT at Medicare) put a line there. A visit to another specialty than
    the payer's primary care ones is a specialist visit.
    """
    categories = file.service_categories
    by_modifier = _by_modifier(file, code, modifiers) if modifiers else None
    if by_modifier is not None:
        return by_modifier
    by_category: BenefitCategory = next((name for name, s in categories.items() if category in s.categories), "other")
    found: BenefitCategory = next((name for name, s in categories.items() if glob_covers(s.codes, code)), by_category)
    primary = file.primary_care_taxonomies
    if found == "primary_care_visit" and primary and not glob_covers(primary, taxonomy):
        return "specialist_visit"
    return found


def _by_modifier(file: PayerFile, code: str, modifiers: tuple[str, ...]) -> BenefitCategory | None:
    for name, service in file.service_categories.items():
        if not set(service.modifiers).isdisjoint(modifiers):
            return name
        if any(
            m in service.codes_with_modifier and glob_covers(service.codes_with_modifier[m], code) for m in modifiers
        ):
            return name
    return None


def category_of_service(
    payer: Payer, code: str, modifiers: tuple[str, ...], category: str, taxonomy: str
) -> BenefitCategory:
    """The benefit category of any service, remembered by the payer."""
    key = (code, modifiers, category, taxonomy)
    name = payer.categories.get(key)
    if name is None:
        name = category_of(payer.file, *key)
        payer.remember(payer.categories, key, name)
    return name


def line_context(at: ClaimContext, line: ClaimLine, denied: frozenset[int] = frozenset()) -> LineContext:
    """A line as the rules see it, `denied` being the numbers of the claim's lines that were denied before it."""
    row = at.tables.procedure(line.code, line.date_of_service)
    category = row.category if row is not None else ""
    return LineContext(at, line, category, at.claim.pointed(line), plan_terms(at, line, category), denied)


def plan_terms(at: ClaimContext, line: ClaimLine, category: str) -> PlanTerms:
    """What the plan in force on a line's day says of it, at the tier of the practice; `category` is that of its
    procedure code."""
    day = line.date_of_service
    name = category_of_service(at.payer, line.code, line.modifiers, category, at.claim.rendering_provider.taxonomy)
    span = at.state.span_on(day)
    plan = span.plan if span else at.claim.plan
    tier = IN_NETWORK
    if at.participation == "out_of_network" and at.payer.plan(plan).out_of_network is not None:
        tier = IN_NETWORK if is_protected(at, line, name) else OUT_OF_NETWORK
    amounts = at.payer.tier(plan, tier, day.year)
    benefit = at.payer.benefit(amounts, name)
    return PlanTerms(name, tier, amounts, benefit.on(day) if benefit.periods else benefit)


def is_protected(at: ClaimContext, line: ClaimLine, category: BenefitCategory) -> bool:
    """Whether the No Surprises Act holds: an out-of-network clinician in an emergency or an in-network facility."""
    act = at.payer.file.no_surprises
    if act is None or at.participation != "out_of_network":
        return False
    return (act.emergency and is_emergency(line, category)) or line.place_of_service in act.facility_places


def is_emergency(line: ClaimLine, category: BenefitCategory) -> bool:
    """Whether a line is an emergency service: by its benefit category, or in the emergency department (place 23)."""
    return category == "emergency_visit" or line.place_of_service == "23"
