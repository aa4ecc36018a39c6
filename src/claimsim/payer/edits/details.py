"""Details that a service cannot be paid without: the CLIA number, JZ or JW, the NDC, the minutes of anesthesia."""

from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _clia_missing(at: LineContext) -> str | None:
    # Drawing blood (364xx) and handling specimens (99000) are no laboratory tests.
    is_test = at.category == "laboratory" and at.line.code[0] in "08GQ"
    if is_test and not at.of.claim.clia_number and "90" not in at.line.modifiers:
        return f"{at.line.code} is a laboratory test and the claim has no CLIA number"
    return None


def _waste_modifier_missing(at: LineContext) -> str | None:
    line = at.line
    if at.category != "drug" or not {"JZ", "JW"}.isdisjoint(line.modifiers):
        return None
    known = at.of.payer.file.waste_modifiers
    if glob_covers(known.codes, line.code):
        return f"{line.code} comes in single-dose containers only, and the line has neither JZ nor JW"
    if line.ndc and line.ndc.replace("-", "") in {ndc.replace("-", "") for ndc in known.ndcs}:
        return f"NDC {line.ndc} is a single-dose container, and the line has neither JZ nor JW"
    return None


def _ndc_missing(at: LineContext) -> str | None:
    if at.category == "drug" and at.of.payer.file.manual.ndc_on_drug_lines and not at.line.ndc:
        return f"{at.line.code} is a drug and the line has no NDC"
    return None


def _anesthesia_time_missing(at: LineContext) -> str | None:
    line = at.line
    # Minutes are in the line's own field, else they are its units. AD is paid without time.
    if at.category != "anesthesia" or line.minutes is not None or line.units > 1 or "AD" in line.modifiers:
        return None
    return f"{line.code} is anesthesia, and the line has no minutes"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="clia-missing",
        title="A laboratory test without a CLIA number",
        meaning="A laboratory, an office one too, needs a CLIA certificate, and its number on the claim.",
        authority="42 CFR 493.1809; Noridian JE/JF Part B denial guidance (16 with MA120)",
        answer=Answer("deny", "CO", "16", ("MA120",)),
        action="Add the CLIA number (and QW for a waived test). With MA130 a new claim with the line; else correct the "
        "claim the payer has.",
        stage="line",
        check=_clia_missing,
    ),
    Rule(
        id="waste-modifier-missing",
        title="A single-dose drug without JZ or JW",
        meaning="Medicare Part B wants to know for each single-dose container whether something was thrown away: JW "
        "on a line of its own "
        "for what was, JZ when nothing was.",
        authority="Social Security Act 1847A(h); First Coast, discarded drugs; N822 for a missing modifier",
        answer=Answer("deny", "CO", "16", ("N822",)),
        action="Look in the record how much was given and discarded, and bill it with JZ, or with a JW line. With "
        "MA130 a new claim; else correct the claim the payer has.",
        stage="line",
        check=_waste_modifier_missing,
    ),
    Rule(
        id="ndc-missing",
        title="A drug line without a National Drug Code",
        meaning="This payer wants the NDC of what was given, eleven digits, with unit and quantity.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (16 with M119)",
        answer=Answer("deny", "CO", "16", ("M119",)),
        action="Add the NDC from the record, and correct the claim the payer has: a new one is a duplicate.",
        stage="line",
        check=_ndc_missing,
    ),
    Rule(
        id="anesthesia-time-missing",
        title="Anesthesia without its minutes",
        meaning="Anesthesia is paid by base units and time units, and time units are made of the minutes on the line. "
        "Without them nothing can be priced.",
        authority="ASA, Anesthesia Payment Basics 3; 837P guide, SV103 (MJ, minutes) in loop 2400; CAQH CORE 360 code "
        "combinations 3.3.0 (16 with N203)",
        answer=Answer("deny", "CO", "16", ("N203",)),
        action="Take start and end from the anesthesia record, and bill the minutes. With MA130 a new claim; else "
        "correct the claim the payer has.",
        stage="line",
        check=_anesthesia_time_missing,
    ),
)
