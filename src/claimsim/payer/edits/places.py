"""Services against the place of service."""

from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _elsewhere(at: LineContext, *, unsuitable: bool) -> str | None:
    for limit in at.of.payer.file.place_limits:
        if limit.unsuitable is unsuitable and glob_covers(limit.codes, at.line.code):
            if at.line.place_of_service not in limit.places:
                paid_in = ", ".join(limit.places)
                return f"{at.line.code} at place of service {at.line.place_of_service}: paid in {paid_in}"
            return None
    return None


def _not_for_code(at: LineContext) -> str | None:
    return _elsewhere(at, unsuitable=False)


def _not_suitable(at: LineContext) -> str | None:
    return _elsewhere(at, unsuitable=True)


_WITH_TECHNICAL_PART = frozenset("134")
"""Component indicators of the fee file: divisible (1), technical only (3), whole test only (4)."""


def _technical_part(at: LineContext) -> str | None:
    line = at.line
    if line.place_of_service not in at.of.payer.file.technical_part_in_facility or "26" in line.modifiers:
        return None
    row = at.of.tables.physician_fee(line.code, "", line.date_of_service)
    if row is None or row.pctc not in _WITH_TECHNICAL_PART:
        return None
    part = "the technical part" if row.pctc == "3" or "TC" in line.modifiers else "the whole test"
    return f"{line.code} at place of service {line.place_of_service} is {part}: the equipment there is the facility's"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="place-not-for-code",
        title="The code is not for this place of service",
        meaning="Hospital codes belong to hospital places, home visits to homes: code and place contradict each other.",
        authority="Noridian denial code resolution (CARC 5 with M77)",
        answer=Answer("deny", "CO", "5", ("M77",)),
        action="See in the record where the patient was, and correct place or code.",
        stage="line",
        check=_not_for_code,
    ),
    Rule(
        id="place-not-suitable",
        title="A place of service that the payer does not hold suitable",
        meaning="The service can be done there, but this payer pays it in other places only.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (58, no remark but of a "
        "coverage policy; M77 goes with 5)",
        answer=Answer("deny", "CO", "58"),
        action="Correct the place if it is wrong; else appeal with the record.",
        stage="line",
        check=_not_suitable,
    ),
    Rule(
        id="facility-technical-part",
        title="The technical part of a test in a facility is the facility's",
        meaning="In a hospital the equipment and the technician are the hospital's, which is paid for them. A practice "
        "is paid the reading (26); the whole test or TC is denied there as a line.",
        authority="Medicare Claims Processing Manual (Pub. 100-04) chapter 13, section 20.2.1; UnitedHealthcare, "
        "Professional/Technical Component policy; CARC 97 with M97 at immedicaresolutions.com (RARC M97)",
        answer=Answer("deny", "CO", "97", ("M97",)),
        action="See in the record whose equipment it was. The facility's: the coder adds 26 (or takes the code of the "
        "reading) and the claim is corrected. The practice's own: correct the place of service.",
        stage="line",
        check=_technical_part,
    ),
)
