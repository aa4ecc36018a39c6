"""What some services cannot be paid without: CLIA number and QW, JZ or JW, the NDC, the other half of a vaccination."""

from claimsim.billing.scrub.answers import STOP, WARN
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.rules import Rule

_OUTSIDE_LABORATORY = "90"
_WASTE = frozenset({"JW", "JZ"})


def _is_own_test(at: ScrubContext) -> bool:
    # Drawing blood (364xx) and handling specimens (99000) are no laboratory tests.
    return at.service.code[:1] in "08GQ" and _OUTSIDE_LABORATORY not in at.service.modifiers


def _clia_missing(at: ScrubContext) -> str | None:
    if at.claim.clia_number or not _is_own_test(at):
        return None
    return f"{at.service.code} is a laboratory test, and the claim has no CLIA number"


def _waived_modifier_missing(at: ScrubContext) -> str | None:
    line = at.service
    if not at.manual.clia_waived_modifier or "QW" in line.modifiers or not _is_own_test(at):
        return None
    if at.tables.laboratory_fee(line.code, "QW", line.date_of_service) is None:
        return None
    return f"{line.code} can be done as a waived test, and the line has no QW"


def _waste_modifier_missing(at: ScrubContext) -> str | None:
    line = at.service
    if not at.manual.drug_waste_modifiers or not _WASTE.isdisjoint(line.modifiers):
        return None
    # The line of what was given stands beside a JW line of the same drug and needs nothing itself.
    if any(other.code == line.code and "JW" in other.modifiers for other, _ in at.same_day):
        return None
    return f"{line.code} has neither JZ nor a JW line: right for a multiple-dose container only"


def _ndc_missing(at: ScrubContext) -> str | None:
    if not at.manual.ndc_on_drug_lines or at.service.ndc:
        return None
    return f"{at.service.code} is a drug, and the line has no National Drug Code"


def _anesthesia_time_missing(at: ScrubContext) -> str | None:
    line = at.service
    # Minutes are in the line's own field, else they are its units. AD is paid without time.
    if line.minutes is not None or line.units > 1 or "AD" in line.modifiers:
        return None
    return f"{line.code} is anesthesia, and the line has no minutes"


def _no_administration(at: ScrubContext) -> str | None:
    if any(category == "vaccine_administration" for _, category in at.same_day):
        return None
    return f"{at.service.code} is a vaccine, and nothing on the claim says that it was given"


def _no_vaccine(at: ScrubContext) -> str | None:
    if any(category == "vaccine" for _, category in at.same_day):
        return None
    return f"{at.service.code} is the giving of a vaccine, and no vaccine is on the claim"


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="clia-missing",
            title="A laboratory test without a CLIA number",
            meaning="Whoever tests human specimens, an office too, needs a CLIA certificate, and its number stands "
            "on the claim.",
            authority="42 CFR part 493; 837P guide, REF*X4 in loop 2300",
            answer=STOP,
            action="Enter the practice's CLIA number. A test that an outside laboratory did is billed by that "
            "laboratory.",
            stage="scrub",
            check=_clia_missing,
        ),
        fix="biller",
        categories=("laboratory",),
    ),
    ScrubEdit(
        Rule(
            id="waived-test-modifier-missing",
            title="A test that can be waived, without QW",
            meaning="An office with a certificate of waiver may do waived tests only, and says so with QW. A few "
            "codes are always waived and take no QW (dipstick urinalysis 81002 and its kind); a laboratory with a "
            "higher certificate does not use it.",
            authority="CMS change request 11747 (waived tests); Medicare clinical laboratory fee schedule, rows with "
            "QW",
            answer=WARN,
            action="Under a certificate of waiver: the coder adds QW if the kit that was used is a waived one.",
            stage="scrub",
            check=_waived_modifier_missing,
        ),
        fix="coder",
        categories=("laboratory",),
    ),
    ScrubEdit(
        Rule(
            id="drug-waste-modifier-missing",
            title="A drug with neither JZ nor JW",
            meaning="Medicare Part B wants to know of each single-dose container what was thrown away: a JW line for "
            "it, or JZ when it was nothing. Multiple-dose vials take neither. The claim does not show the container, "
            "the record does.",
            authority="CMS Claims Processing Manual (Pub. 100-04), chapter 17, section 40; required since 2023-07-01",
            answer=WARN,
            action="Look in the record which container it was and what was discarded.",
            stage="scrub",
            check=_waste_modifier_missing,
        ),
        fix="coder",
        categories=("drug",),
    ),
    ScrubEdit(
        Rule(
            id="ndc-missing",
            title="A drug line without a National Drug Code",
            meaning="This payer wants to know which product was given: eleven digits, with unit and quantity.",
            authority="The payer's provider manual; 837P guide, LIN03 in loop 2410",
            answer=STOP,
            action="Take the NDC from the record of what was given, not from the shelf.",
            stage="scrub",
            check=_ndc_missing,
        ),
        fix="coder",
        categories=("drug",),
    ),
    ScrubEdit(
        Rule(
            id="anesthesia-time-missing",
            title="Anesthesia without its minutes",
            meaning="The payer makes time units of the minutes from when the patient was made ready until handed over. "
            "A line without them comes back unprocessable, or is denied.",
            authority="ASA, Anesthesia Payment Basics 3; 837P guide, SV103 (MJ, minutes) in loop 2400",
            answer=STOP,
            action="Take start and end from the anesthesia record.",
            stage="scrub",
            check=_anesthesia_time_missing,
        ),
        fix="coder",
        categories=("anesthesia",),
    ),
    ScrubEdit(
        Rule(
            id="vaccine-without-administration",
            title="A vaccine without its administration",
            meaning="A vaccination is two services: the product and giving it. Money is left lying when one is "
            "forgotten.",
            authority="izsummitpartners.org, top questions on coding and billing for vaccines (an administration code "
            "is reported whatever the way of giving); gskpro.com, coding for vaccine services (both codes for each)",
            answer=WARN,
            action="Look in the record who gave it and how, and add the administration.",
            stage="scrub",
            check=_no_administration,
        ),
        fix="coder",
        categories=("vaccine",),
    ),
    ScrubEdit(
        Rule(
            id="administration-without-vaccine",
            title="The giving of a vaccine without the vaccine",
            meaning="Right where the vaccine came free of charge, and then most payers still want its code. Else the "
            "product was forgotten.",
            authority="AAPC Primary Care Coding Alert, a simple rule avoids a VFC coding pitfall (the vaccine is coded "
            "even when it was free; some states differ)",
            answer=WARN,
            action="Add the vaccine that the record names; ask this payer how it wants a free one.",
            stage="scrub",
            check=_no_vaccine,
        ),
        fix="coder",
        categories=("vaccine_administration",),
    ),
)
