"""What Medicare wants said that others do not: the therapist's plan, active treatment, its own administration codes."""

from claimsim.billing.scrub.answers import STOP, WARN
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.model.billing_manual import CPT_ADMINISTRATIONS
from claimsim.model.physical_medicine import ALWAYS_THERAPY, PLANS, SPINAL_ADJUSTMENTS
from claimsim.rules import Rule

_MEDICARE = frozenset({"medicare_part_b", "medicare_advantage"})
_DENIAL_WANTED = frozenset({"GA", "GY", "GZ"})


def _plan_missing(at: ScrubContext) -> str | None:
    line = at.service
    if at.manual.line_of_business not in _MEDICARE and not at.manual.therapy_plan_modifiers:
        return None
    row = at.tables.physician_fee(line.code, "", line.date_of_service)
    if row is None or row.multiple_procedure != ALWAYS_THERAPY or len(PLANS.intersection(line.modifiers)) == 1:
        return None
    return f"{line.code} is always therapy, and not one of GN, GO and GP says under whose plan"


def _active_treatment(at: ScrubContext) -> str | None:
    line = at.service
    if at.manual.line_of_business not in _MEDICARE or line.code not in SPINAL_ADJUSTMENTS:
        return None
    if "AT" in line.modifiers or not _DENIAL_WANTED.isdisjoint(line.modifiers):
        return None
    return f"{line.code} without AT: Medicare takes it as maintenance, which it does not pay"


def _administration(at: ScrubContext) -> str | None:
    line = at.service
    if line.code not in CPT_ADMINISTRATIONS:
        return None
    vaccines = [other.code for other, category in at.same_day if category == "vaccine"]
    number = [other.number for other, _ in at.same_day if other.code in CPT_ADMINISTRATIONS].index(line.number)
    wanted = at.manual.administration_wanted(vaccines, number)
    return f"{line.code} gives {wanted.vaccine}, for which this payer has {wanted.code}" if wanted else None


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="therapy-plan-missing",
            title="Therapy without GN, GO or GP",
            meaning="A code that is always therapy says under whose plan of care it was given: GP physical, GO "
            "occupational, GN speech. Without one, or with two, Medicare sends the line back.",
            authority="CMS change request 10176, transmittal 3814 (2017-07-27); NGS, smart edit mONPN_23955",
            answer=STOP,
            action="The coder adds the modifier of the plan of care in the record.",
            stage="scrub",
            check=_plan_missing,
        ),
        fix="coder",
        categories=("therapy",),
    ),
    ScrubEdit(
        Rule(
            id="active-treatment-not-said",
            title="A spinal adjustment without AT",
            meaning="Medicare pays adjustments that correct, not those that maintain, and AT says which it was. "
            "Maintenance goes out with GA, if the patient has signed an ABN, or with GZ.",
            authority="MLN Matters SE1601; Palmetto GBA, chiropractic services: acute treatment (8EELEE3554)",
            answer=WARN,
            action="Look in the record: active treatment takes AT, maintenance never does.",
            stage="scrub",
            check=_active_treatment,
        ),
        fix="coder",
        categories=("chiropractic",),
    ),
    ScrubEdit(
        Rule(
            id="vaccine-administration-code",
            title="A vaccine given under a code that this payer does not take for it",
            meaning="For influenza, pneumococcus and hepatitis B Medicare has codes of its own (G0008 to G0010), which "
            "cost the patient nothing; 90471 and its kind are for other vaccines.",
            authority="NGS, 2023-09-08 (article 4910990); CGS, 2017-02-07; the payer's manual",
            answer=STOP,
            action="The coder puts the payer's code in the place of the other one.",
            stage="scrub",
            check=_administration,
        ),
        fix="coder",
        categories=("vaccine_administration",),
    ),
)
