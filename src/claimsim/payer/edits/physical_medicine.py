"""Therapy and chiropractic adjustments: what the line must say of the plan of care, and of its aim."""

from claimsim.model.money import Money, total
from claimsim.model.physical_medicine import ALWAYS_THERAPY, PLANS, SPINAL_ADJUSTMENTS
from claimsim.payer.context import LineContext
from claimsim.payer.edits.notices import told_before
from claimsim.rules import Answer, Rule


def _plan_missing(at: LineContext) -> str | None:
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is None or row.multiple_procedure != ALWAYS_THERAPY:
        return None
    plans = sorted(PLANS.intersection(at.line.modifiers))
    if len(plans) == 1:
        return None
    has = f"both {' and '.join(plans)}" if plans else "none of GN, GO and GP"
    return f"{at.line.code} is always therapy, and the line has {has}"


def _initial_treatment_missing(at: LineContext) -> str | None:
    if at.line.code not in SPINAL_ADJUSTMENTS or at.of.claim.initial_treatment_date is not None:
        return None
    return f"{at.line.code} is chiropractic care, and the claim does not say when the treatment began (DTP 454)"


def _maintenance(at: LineContext) -> str | None:
    if at.line.code not in SPINAL_ADJUSTMENTS or "AT" in at.line.modifiers:
        return None
    return f"{at.line.code} without AT: taken as maintenance"


def _maintenance_without_notice(at: LineContext) -> str | None:
    return None if told_before(at) else _maintenance(at)


def _maintenance_with_notice(at: LineContext) -> str | None:
    return _maintenance(at) if told_before(at) else None


def _past_threshold(at: LineContext) -> str | None:
    line, year = at.line, at.line.date_of_service.year
    plans = PLANS.intersection(line.modifiers)
    threshold = next((t.amount for t in at.of.payer.file.therapy_thresholds if t.year == year), None)
    if threshold is None or not plans or "KX" in line.modifiers:
        return None
    before = _incurred(at, year, occupational="GO" in plans)
    if before < threshold:
        return None
    return f"{before:.2f} of therapy before it in {year}; from {threshold:.2f} on each line says KX"


def _incurred(at: LineContext, year: int, occupational: bool) -> Money:
    """What the year's therapy under such a plan has cost before this claim, dollars."""
    on_file = at.of.state.on_file.therapy_incurred
    filed = (
        line.allowed
        for claim in at.of.state.filed
        if not claim.closed and claim.claim.date_of_service.year == year
        for line in claim.result.lines
        if PLANS.intersection(line.modifiers) and ("GO" in line.modifiers) == occupational
    )
    return (on_file.occupational if occupational else on_file.physical_and_speech) + total(filed)


def _threshold_without_notice(at: LineContext) -> str | None:
    return None if told_before(at) else _past_threshold(at)


def _threshold_with_notice(at: LineContext) -> str | None:
    return _past_threshold(at) if told_before(at) else None


_THRESHOLD = (
    "NGS, KX modifier threshold (article 10703808); Palmetto GBA, therapy caps: financial limitation denials "
    "(8EELMC7556: 119; that without an ABN the provider owes it, as since 2013, is not verified)"
)
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
    Rule(
        id="initial-treatment-missing",
        title="A spinal adjustment without the date on which the treatment began",
        meaning="Medicare wants the first treatment of the present course on each claim for spinal manipulation "
        "(item 14, DTP 454).",
        authority="Noridian JF Part B, chiropractic services: initial treatment date (CO-16 with MA122); "
        "chirowise.com, Medicare initial treatment date (MA130)",
        answer=Answer("deny", "CO", "16", ("MA122",)),
        action="Look up the date in the record and add it. With MA130 a new claim with the line; else correct the "
        "claim the payer has.",
        stage="line",
        check=_initial_treatment_missing,
    ),
)
"""Asked with the other details that a line cannot be paid without."""

NECESSITY_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="therapy-threshold",
        title="Therapy past the year's threshold, without KX",
        meaning="Past an amount of the year each therapy line says with KX that the record justifies it. The threshold "
        "is no cap: what is necessary is paid. What patient and Medicare have paid counts, here and elsewhere.",
        authority=_THRESHOLD,
        answer=Answer("deny", "CO", "119"),
        action="If the record justifies more therapy the coder adds KX, and the claim is corrected. Else write it off.",
        stage="line",
        check=_threshold_without_notice,
    ),
    Rule(
        id="therapy-threshold-with-notice",
        title="Therapy past the year's threshold that is not necessary, and the patient was told before (GA)",
        meaning="Without KX nobody says that it is necessary. The patient has signed an ABN before it, and owes it.",
        authority=_THRESHOLD,
        answer=Answer("deny", "PR", "119"),
        action="Bill the patient, or first the next payer.",
        stage="line",
        check=_threshold_with_notice,
    ),
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
