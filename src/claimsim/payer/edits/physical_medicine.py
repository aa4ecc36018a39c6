"""Therapy and chiropractic adjustments: what the line must say of the plan of care, and of its aim."""

from claimsim.payer.context import LineContext
from claimsim.payer.edits.notices import told_before
from claimsim.rules import Answer, Rule

PLANS = frozenset({"GN", "GO", "GP"})
ALWAYS_THERAPY = "5"
"""Multiple procedure indicator of the fee file: always therapy."""
SPINAL_ADJUSTMENTS = frozenset({"98940", "98941", "98942"})


def _plan_missing(at: LineContext) -> str | None:
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is None or row.multiple_procedure != ALWAYS_THERAPY:
        return None
    plans = sorted(PLANS.intersection(at.line.modifiers))
    if len(plans) == 1:
        return None
    has = f"both {' and '.join(plans)}" if plans else "none of GN, GO and GP"
    return f"{at.line.code} is always therapy, and the line has {has}"


def _maintenance(at: LineContext) -> str | None:
    if at.line.code not in SPINAL_ADJUSTMENTS or "AT" in at.line.modifiers:
        return None
    return f"{at.line.code} without AT: taken as maintenance"


def _maintenance_without_notice(at: LineContext) -> str | None:
    return None if told_before(at) else _maintenance(at)


def _maintenance_with_notice(at: LineContext) -> str | None:
    return _maintenance(at) if told_before(at) else None


_ACTIVE_TREATMENT = (
    "MLN Matters SE1601 (as at medicalbillingcptmodifiers.com, 2016-04); Palmetto GBA, chiropractic services: acute "
    "treatment (8EELEE3554); Noridian JF, chiropractic claim submission requirements"
)

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="therapy-plan-missing",
        title="Therapy without the plan of care that it belongs to",
        meaning="A code that is always therapy says under whose plan it was given: GP physical, GO occupational, GN "
        "speech. One of them, and one only.",
        authority="CMS change request 10176, transmittal 3814 (2017-07-27): CO-4; NGS, smart edit mONPN_23955; First "
        "Coast, claim rejected as unprocessable with CO-4 (FAQ 158896)",
        answer=Answer("deny", "CO", "4"),
        action="The coder adds the modifier of the plan of care in the record. With MA130 a new claim with the line; "
        "else correct the claim the payer has.",
        stage="line",
        check=_plan_missing,
    ),
)
"""Asked with the other details that a line cannot be paid without."""

NECESSITY_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="active-treatment-not-said",
        title="A spinal adjustment that is not said to be active treatment",
        meaning="Medicare covers adjustments that are to correct a subluxation and are expected to help. Without AT "
        "they are taken as maintenance, which is not necessary; with no ABN signed the provider owes it.",
        authority=_ACTIVE_TREATMENT,
        answer=Answer("deny", "CO", "50"),
        action="If the record shows active treatment (an acute or chronic problem that is getting better), the coder "
        "adds AT and the claim is corrected. Maintenance: write it off, and have an ABN signed before the next one.",
        stage="line",
        check=_maintenance_without_notice,
    ),
    Rule(
        id="maintenance-with-notice",
        title="A spinal adjustment for maintenance, and the patient was told before (GA)",
        meaning="Medicare does not pay maintenance. The patient has signed an ABN before it, and owes it.",
        authority=_ACTIVE_TREATMENT,
        answer=Answer("deny", "PR", "50"),
        action="Bill the patient, or first the next payer.",
        stage="line",
        check=_maintenance_with_notice,
    ),
)
"""Asked with the medical policies."""
