"""Which benefit of the member's plan a line falls under."""

from claimsim.model.claim import ClaimLine
from claimsim.payer.context import ClaimContext
from claimsim.payer.file import Benefit, BenefitCategory, PayerFile
from claimsim.payer.matching import glob_covers


def category_of(
    file: PayerFile, code: str, modifiers: tuple[str, ...], category: str, taxonomy: str
) -> BenefitCategory:
    """The benefit category of a service; `category` is that of its procedure code.

    Modifier 33 makes any service preventive. A visit to another specialty than the payer's primary care ones is a
    specialist visit.
    """
    if "33" in modifiers:
        return "preventive"
    categories = file.service_categories
    by_category: BenefitCategory = next((name for name, s in categories.items() if category in s.categories), "other")
    found: BenefitCategory = next((name for name, s in categories.items() if glob_covers(s.codes, code)), by_category)
    primary = file.primary_care_taxonomies
    if found == "primary_care_visit" and primary and not glob_covers(primary, taxonomy):
        return "specialist_visit"
    return found


def benefit_for(at: ClaimContext, line: ClaimLine, category: str) -> tuple[BenefitCategory, Benefit]:
    """The benefit category of a line and what the plan in force on its day says of it."""
    taxonomy = at.claim.rendering_provider.taxonomy
    key = (line.code, line.modifiers, category, taxonomy)
    name = at.payer.categories.get(key)
    if name is None:
        name = category_of(at.payer.file, *key)
        at.payer.categories[key] = name
    span = at.state.span_on(line.date_of_service)
    return name, at.payer.benefit(at.payer.plan(span.plan if span else at.claim.plan), name)
