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
        authority="The payer's provider manual; CARC 58 with M77 by their meaning",
        answer=Answer("deny", "CO", "58", ("M77",)),
        action="Correct the place if it is wrong; else appeal with the record.",
        stage="line",
        check=_not_suitable,
        verified=False,
    ),
)
