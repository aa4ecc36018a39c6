"""Codes and modifiers on the date of service: ended, not begun, not specific enough, or not taken by this payer."""

from claimsim.model.calendar import age_on
from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule

_NORIDIAN = "Noridian JE/JF Part B, denial and reason code guidance"


def _procedure_not_valid(at: LineContext) -> str | None:
    line = at.line
    if at.of.tables.procedure(line.code, line.date_of_service) is not None:
        return None
    rows = at.of.tables.procedure_rows(line.code)
    ended = [row for row in rows if row.effective_to is not None and row.effective_to < line.date_of_service]
    if ended:
        instead = " or ".join(ended[-1].replaced_by)
        return f"{line.code} ended on {ended[-1].effective_to}" + (f"; now {instead}" if instead else "")
    return f"{line.code} was not valid on {line.date_of_service}"


def _modifier_not_valid(at: LineContext) -> str | None:
    for modifier in at.line.modifiers:
        if at.of.tables.modifier(modifier, at.line.date_of_service) is None:
            return f"modifier {modifier} was not valid on {at.line.date_of_service}"
    return None


def _diagnosis_not_valid(at: LineContext) -> str | None:
    on = at.line.date_of_service
    icd = at.of.tables.icd10cm
    for code in at.diagnoses:
        if not icd.is_billable(code, on) and (icd.changes(code) or not icd.exists(code, on)):
            return f"{code} was not a valid diagnosis code on {on}"
    return None


def _diagnosis_not_specific(at: LineContext) -> str | None:
    on = at.line.date_of_service
    icd = at.of.tables.icd10cm
    for code in at.diagnoses:
        if not icd.is_billable(code, on):
            return f"{code} is a heading, the codes below it say more"
    return None


def _not_taken(at: LineContext) -> str | None:
    instead = at.of.payer.instead_of(at.line.code)
    return f"this payer does not take {at.line.code}: bill {instead}" if instead else None


def _age_not_valid(at: LineContext) -> str | None:
    line = at.line
    limits = at.of.payer.file.age_limits
    limit = next((entry for entry in limits if glob_covers(entry.codes, line.code)), None)
    if limit is None:
        return None
    age = age_on(at.of.claim.patient.birth_date, line.date_of_service)
    if limit.from_age <= age <= limit.to_age:
        return None
    return f"{line.code} is for ages {limit.from_age} to {limit.to_age}; the patient was {age}"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="procedure-not-valid",
        title="The procedure code was not valid on the date of service",
        meaning="CPT and HCPCS codes begin and end, mostly on 1 January. The code set of the date of service counts.",
        authority=f"{_NORIDIAN} (CARC 181); 45 CFR 162.1002",
        answer=Answer("deny", "CO", "181", ("N56",)),
        action="Find the code that was valid on the date of service and fits the record, and correct the claim.",
        stage="line",
        check=_procedure_not_valid,
    ),
    Rule(
        id="modifier-not-valid",
        title="A modifier was not valid on the date of service",
        meaning="The modifier has ended, has not begun, or is mistyped.",
        authority="CAQH CORE 360 code combinations 3.3.0 (182 with N657)",
        answer=Answer("deny", "CO", "182", ("N657",)),
        action="Correct the modifier.",
        stage="line",
        check=_modifier_not_valid,
    ),
    Rule(
        id="diagnosis-not-valid",
        title="A diagnosis code was not valid on the date of service",
        meaning="ICD-10-CM changes on 1 October and 1 April. A code that has ended, or was divided into longer ones, "
        "is not valid after.",
        authority="45 CFR 162.1002; CAQH CORE 360 code combinations 3.3.0 (146 with M76)",
        answer=Answer("deny", "CO", "146", ("M76",)),
        action="Use the code that was valid on the date of service and fits the record, and correct the claim.",
        stage="line",
        check=_diagnosis_not_valid,
    ),
    Rule(
        id="diagnosis-not-specific",
        title="A diagnosis is not coded to its full length",
        meaning="A code that is divided further is a heading and is not valid on a claim.",
        authority=f"{_NORIDIAN} (16 with M81); ICD-10-CM guideline I.B.2",
        answer=Answer("deny", "CO", "16", ("M81",)),
        action="Take the full code that the record supports; if it does not say enough, ask the clinician.",
        stage="line",
        check=_diagnosis_not_specific,
    ),
    Rule(
        id="age-not-valid",
        title="The code is for another age",
        meaning="Preventive visits and vaccine counseling have codes by age on the date of service.",
        authority="CPT code descriptors; CAQH CORE 360 code combinations 3.3.0 (6 with N129)",
        answer=Answer("deny", "CO", "6", ("N129",)),
        action="Verify the birth date first. If it is right, take the code for the age and correct the claim.",
        stage="line",
        check=_age_not_valid,
    ),
    Rule(
        id="code-not-taken",
        title="This payer wants the service billed with another code",
        meaning="The code is valid, but this payer's manual asks for another one (Medicare's G codes, consultations, "
        "the telehealth series).",
        authority="The payer's provider manual; 16 with N657 at docplayer.net/5201819 (2015)",
        answer=Answer("deny", "CO", "16", ("N657",)),
        action="Bill the code that the payer's manual names, if the record supports it.",
        stage="line",
        check=_not_taken,
    ),
)
