"""Codes against the patient's sex and age."""

from claimsim.model.calendar import age_on
from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _sex_of(at: LineContext) -> str:
    return "" if "KX" in at.line.modifiers else at.of.claim.patient.sex


def _procedure_sex(at: LineContext) -> str | None:
    sex = _sex_of(at)
    for limit in at.of.payer.file.procedure_sex:
        if glob_covers(limit.codes, at.line.code) and sex in ("F", "M") and sex != limit.sex:
            return f"{at.line.code} is for sex {limit.sex}, the claim says {sex}"
    return None


def _diagnosis_sex(at: LineContext) -> str | None:
    sex = _sex_of(at)
    if sex not in ("F", "M"):
        return None
    for limit in at.of.payer.file.diagnosis_sex:
        if limit.sex != sex and (wrong := _first_covered(limit.codes, at.diagnoses)):
            return f"{wrong} is for sex {limit.sex}, the claim says {sex}"
    return None


def _diagnosis_age(at: LineContext) -> str | None:
    limits = at.of.payer.file.diagnosis_ages
    age = age_on(at.of.claim.patient.birth_date, at.line.date_of_service) if limits else 0
    for limit in limits:
        if not limit.from_age <= age <= limit.to_age and (wrong := _first_covered(limit.codes, at.diagnoses)):
            return f"{wrong} is for ages {limit.from_age} to {limit.to_age}; the patient was {age}"
    return None


def _first_covered(patterns: tuple[str, ...], codes: tuple[str, ...]) -> str:
    for code in codes:
        if glob_covers(patterns, code):
            return code
    return ""


_SEX_ACTION = (
    "Verify the record. A wrong entry is corrected; where record and care are right, say so with KX (or the payer's "
    "own way). A transgender patient's marker is never changed to be paid."
)

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="procedure-sex",
        title="The procedure does not fit the sex on file",
        meaning="The payer pays some procedures for one sex only, unless modifier KX says that the record is right.",
        authority="Medicare Claims Processing Manual (Pub. 100-04) chapter 32, section 240 (KX); CAQH CORE 360 code "
        "combinations 3.3.0 (7, no remark but of a coverage policy)",
        answer=Answer("deny", "CO", "7"),
        action=_SEX_ACTION,
        stage="line",
        check=_procedure_sex,
    ),
    Rule(
        id="diagnosis-sex",
        title="The diagnosis does not fit the sex on file",
        meaning="Some diagnoses belong to one sex, unless modifier KX says that the record is right.",
        authority="The payer's edits; CAQH CORE 360 code combinations 3.3.0 (10)",
        answer=Answer("deny", "CO", "10"),
        action=_SEX_ACTION,
        stage="line",
        check=_diagnosis_sex,
    ),
    Rule(
        id="diagnosis-age",
        title="The diagnosis does not fit the patient's age",
        meaning="Some diagnoses are of the newborn, of children or of adults.",
        authority="The payer's edits; CAQH CORE 360 code combinations 3.3.0 (9)",
        answer=Answer("deny", "CO", "9"),
        action="Verify the birth date, then the diagnosis, and correct what is wrong.",
        stage="line",
        check=_diagnosis_age,
    ),
)
