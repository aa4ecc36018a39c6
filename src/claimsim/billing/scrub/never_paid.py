"""Codes with a units limit of nothing: Medicare does not pay them here, or not at all."""

from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.rules import Rule

_MEDICARE = frozenset({"medicare_part_b", "medicare_advantage"})
_EQUIPMENT = ("equipment", "orthosis", "supply")
_DENIAL_WANTED = "GY"
"""Says itself that the service is excluded by law: it is billed so that it is denied (published example MOD-13)."""


def _limit_of_none(at: ScrubContext) -> bool:
    if at.manual.line_of_business not in _MEDICARE or _DENIAL_WANTED in at.service.modifiers:
        return False
    limit = at.tables.mue_limit(at.service.code, at.service.date_of_service)
    return limit is not None and limit.units == 0


def _other_contractors(at: ScrubContext) -> str | None:
    if at.manual.pays_equipment or not _limit_of_none(at):
        return None
    return f"{at.service.code} has a limit of none: this contractor pays no equipment, the equipment contractor does"


def _never_paid(at: ScrubContext) -> str | None:
    if at.category in _EQUIPMENT or not _limit_of_none(at):
        return None
    return f"{at.service.code} has a limit of none: Medicare does not pay it under this code"


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="other-contractors-code",
            title="Another contractor of the program pays this code",
            meaning="Equipment, orthoses and supplies for the home are the equipment contractor's (DME MAC), not the "
            "Part B contractor's. One claim cannot have both: here the lines come back unprocessable (109, N104).",
            authority="Medicare Claims Processing Manual (Pub. 100-04) chapter 1, section 10.1.9.2; Palmetto GBA, "
            "submitted to incorrect program (8EELMR3107)",
            answer=STOP,
            action="Take the line off this claim and bill it to the equipment contractor of the state where the "
            "patient lives, as a supplier enrolled there.",
            stage="scrub",
            check=_other_contractors,
        ),
        fix="biller",
        categories=_EQUIPMENT,
    ),
    ScrubEdit(
        Rule(
            id="code-never-paid",
            title="Medicare does not pay this code",
            meaning="A units limit of none marks a code that Medicare pays to nobody: it has another code for the "
            "service, or does not cover it.",
            authority="CMS medically unlikely edits (MUE), practitioner table; NCCI Policy Manual, chapter I",
            answer=STOP,
            action="Bill the code that Medicare has for the service. Excluded by law: GY, where the denial is wanted "
            "for the next payer or the patient.",
            stage="scrub",
            check=_never_paid,
        ),
        fix="coder",
    ),
)
