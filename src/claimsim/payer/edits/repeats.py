"""Services that the payer's history already has: paid before, or furnished by somebody else."""

from claimsim.payer.context import LineContext
from claimsim.payer.history import repeated_on_file, services_on_file
from claimsim.rules import Answer, Rule

_COMPONENTS = frozenset({"26", "TC"})
_AGAIN = frozenset({"76", "77", "91", "59", "XE", "XS", "XP", "XU", "RT", "LT", "50"})
_DIAGNOSTIC = ("laboratory", "imaging", "ultrasound", "cardiology", "pulmonary", "pathology", "sleep", "neurology")
_VISITS = ("em_office", "em_consultation")


def _paid_before(at: LineContext) -> str | None:
    service = repeated_on_file(at)
    if service is None:
        return None
    return f"{service.code} of {service.day} by this clinician was paid before, perhaps in another payment"


def _by_somebody_else(at: LineContext) -> str | None:
    line, npi = at.line, at.of.claim.rendering_provider.npi
    if not at.category.startswith(_DIAGNOSTIC) or not _AGAIN.isdisjoint(line.modifiers):
        return None
    own = _COMPONENTS.intersection(line.modifiers)
    for service in services_on_file(at.of):
        if service.code != line.code or service.day != line.date_of_service or service.npi == npi:
            continue
        other = _COMPONENTS.intersection(service.modifiers)
        if own and other and own != other:
            continue
        part = f"its {'-'.join(sorted(other))} part" if other else "all of it"
        return f"provider {service.npi} was paid for {part}: {service.code} on {service.day}"
    return None


def _second_visit(at: LineContext) -> str | None:
    line, rendering = at.line, at.of.claim.rendering_provider
    if not at.category.startswith(_VISITS) or "25" in line.modifiers:
        return None
    for service in services_on_file(at.of):
        if service.day != line.date_of_service or service.taxonomy != rendering.taxonomy:
            continue
        if service.code == line.code and service.npi == rendering.npi:
            continue  # a duplicate, which is asked before
        row = at.of.tables.procedure(service.code, service.day)
        if row is not None and row.category.startswith(_VISITS):
            return f"{service.code} of the same day by the same specialty of the group"
    return None


PAID_BEFORE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="already-paid",
        title="The payer has paid this service before",
        meaning="The history has the same service as paid; the money may stand in another payment, or was netted by a "
        "PLB entry.",
        authority="CARC B13 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "B13"),
        action="Find the payment by its trace number and post it.",
        stage="line",
        check=_paid_before,
    ),
)
"""Asked before the plain duplicate by payers that tell a service of another payment from a claim sent again."""

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="furnished-by-another",
        title="Another provider was paid for the test, or for a part of it",
        meaning="A test is paid once: as a whole, or its professional (26) and technical (TC) parts to two providers.",
        authority="CARC B20 in X12's list of 2026-08-17; Medicare Claims Processing Manual chapter 13, section 20",
        answer=Answer("deny", "CO", "B20"),
        action="If only one part was done here: the coder adds 26 or TC, and the claim is corrected. Else write off.",
        stage="line",
        check=_by_somebody_else,
    ),
    Rule(
        id="second-visit-of-day",
        title="A second visit of the day to the same specialty of the group",
        meaning="Two visits of one day to one specialty are billed as one, at the level of both together.",
        authority="Medicare Claims Processing Manual chapter 12, section 30.6.5; CARC B14 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "B14"),
        action="Combine the visits, or say with 25 that the problems were unrelated if the record shows it.",
        stage="line",
        check=_second_visit,
    ),
)
