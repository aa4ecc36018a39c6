"""Limits of a benefit that are counted in visits."""

from claimsim.payer.categories import category_of_service
from claimsim.payer.context import LineContext
from claimsim.payer.history import services_on_file
from claimsim.rules import Answer, Rule


def _visit_limit(at: LineContext) -> str | None:
    category, benefit = at.terms.category, at.terms.benefit
    if benefit.visit_limit is None:
        return None
    day = at.line.date_of_service
    days = {
        service.day
        for service in services_on_file(at.of)
        if service.day.year == day.year and _category(at, service.code, service.modifiers, service.taxonomy) == category
    }
    rendering = at.of.claim.rendering_provider
    for line in at.of.claim.lines:
        earlier = line.number not in at.denied and line.date_of_service < day and line.date_of_service.year == day.year
        if earlier and _category(at, line.code, line.modifiers, rendering.taxonomy) == category:
            days.add(line.date_of_service)
    counted = at.of.state.visits_before(category, day.year) + len(days - {day})
    if day in days or counted < benefit.visit_limit:
        return None
    return f"{counted} of {benefit.visit_limit} visits of {day.year} for {category.replace('_', ' ')} are used"


def _category(at: LineContext, code: str, modifiers: tuple[str, ...], taxonomy: str) -> str:
    row = at.of.tables.procedure(code, at.line.date_of_service)
    return category_of_service(at.of.payer, code, modifiers, row.category if row is not None else "", taxonomy)


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="visit-limit",
        title="The benefit's visits of the year are used up",
        meaning="The plan covers so many days of service a year of this kind, whoever gave them. The patient owes what "
        "comes after them, unless the plan grants more.",
        authority="The plan's benefits; Palmetto GBA on PR-119, benefit maximum for the period",
        answer=Answer("deny", "PR", "119"),
        action="Verify the plan's count (271 or telephone). Ask for more visits where the plan has that way; else bill "
        "the next payer, then the patient.",
        stage="line",
        check=_visit_limit,
    ),
)
