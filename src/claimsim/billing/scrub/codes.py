"""Procedure codes and modifiers on the date of service."""

from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.rules import Rule

_MEDICARE = frozenset({"medicare_part_b", "medicare_advantage"})
_COLONOSCOPY = "45378"
_COLORECTAL_SCREENING = frozenset({"Z12.11", "Z12.12"})


def _procedure_not_valid(at: ScrubContext) -> str | None:
    # Only a code that the tables know on the day has a category.
    if at.category:
        return None
    line = at.service
    rows = at.tables.procedure_rows(line.code)
    if not rows:
        return f"{line.code} is not in the loaded code tables"
    ended = [row for row in rows if row.effective_to is not None and row.effective_to < line.date_of_service]
    if ended:
        instead = " or ".join(ended[-1].replaced_by)
        return f"{line.code} ended on {ended[-1].effective_to}" + (f"; now {instead}" if instead else "")
    return f"{line.code} begins on {rows[0].effective_from}, the service was on {line.date_of_service}"


def _modifier_not_valid(at: ScrubContext) -> str | None:
    line = at.service
    for modifier in line.modifiers:
        if at.tables.modifier(modifier, line.date_of_service) is None:
            return f"modifier {modifier} is not valid on {line.date_of_service}"
    return None


def _screening_code_wanted(at: ScrubContext) -> str | None:
    line = at.service
    if at.manual.line_of_business not in _MEDICARE or line.code != _COLONOSCOPY or "PT" in line.modifiers:
        return None
    first = next((at.claim.diagnoses[p - 1] for p in line.diagnosis_pointers if p <= len(at.claim.diagnoses)), "")
    if first not in _COLORECTAL_SCREENING:
        return None
    return f"{line.code} for {first}: a screening in which nothing was done is G0121, at high risk G0105"


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="procedure-not-valid-on-date",
            title="The procedure code was not valid on the date of service",
            meaning="CPT and HCPCS codes begin and end, mostly on 1 January. The code set of the date of service "
            "counts, not that of the day on which the claim is sent.",
            authority="45 CFR 162.1000 and 162.1002 (the code sets, as valid on the date of service)",
            answer=STOP,
            action="The coder finds the code that was valid on that date and fits the record.",
            stage="scrub",
            check=_procedure_not_valid,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="modifier-not-valid",
            title="A modifier was not valid on the date of service",
            meaning="The modifier is mistyped, has ended, or had not begun.",
            authority="45 CFR 162.1000 and 162.1002 (the code sets, as valid on the date of service)",
            answer=STOP,
            action="The coder corrects the modifier from the record.",
            stage="scrub",
            check=_modifier_not_valid,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="screening-code-wanted",
            title="A screening colonoscopy under the diagnostic code",
            meaning="Medicare has codes of its own for a screening colonoscopy in which nothing was taken or treated: "
            "G0121, and G0105 for a patient at high risk. Under 45378 it takes deductible and coinsurance that the "
            "patient does not owe.",
            authority="First Coast, colorectal cancer screening (page 0501980); UTHealth Houston, colonoscopy coding "
            "for Medicare; codingintel.com, coding for screening colonoscopy",
            answer=STOP,
            action="The coder looks whether it was a screening, and how high the risk is. What was biopsied or removed "
            "has the procedure's code with PT.",
            stage="scrub",
            check=_screening_code_wanted,
        ),
        fix="coder",
        categories=("procedure",),
    ),
)
