"""Numbers that a claim cannot go out with: no charge, no units, a date to come."""

from claimsim.billing.charges import REPORTING
from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.model.money import ZERO
from claimsim.rules import Rule

_SUPPLIED_BY_STATE = "SL"


def _charge_zero(at: ScrubContext) -> str | None:
    line = at.service
    # Codes that only report something, and vaccines that the state supplied, have no charge.
    if line.charge > ZERO or at.category == REPORTING or _SUPPLIED_BY_STATE in line.modifiers:
        return None
    return f"{line.code} is charged at {line.charge:.2f}"


def _units_zero(at: ScrubContext) -> str | None:
    return None if at.service.units > 0 else f"{at.service.units} units of {at.service.code}"


def _in_future(at: ScrubContext) -> str | None:
    day = at.service.date_of_service
    return f"the service is dated {day}, today is {at.on}" if day > at.on else None


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="charge-zero",
            title="A service without a charge",
            meaning="The charge master has no price for the code. A payer pays at most what is charged.",
            authority="837P guide (005010X222A1), SV102; lesser-of clauses of payer contracts",
            answer=STOP,
            action="Give the code a price in the charge master and enter the charge again.",
            stage="scrub",
            check=_charge_zero,
        ),
        fix="biller",
    ),
    ScrubEdit(
        Rule(
            id="units-zero",
            title="A service without units",
            meaning="Each line has at least one unit: a dose, a quarter of an hour, a time done.",
            authority="837P guide (005010X222A1), SV104",
            answer=STOP,
            action="The coder takes the units from the record.",
            stage="scrub",
            check=_units_zero,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="date-in-future",
            title="A date of service still to come",
            meaning="Nothing can be billed before it was done. Mostly a year or a month was mistyped.",
            authority="837P guide (005010X222A1), DTP*472 in loop 2400; payer front ends reject it",
            answer=STOP,
            action="Compare the date with the record.",
            stage="scrub",
            check=_in_future,
        ),
        fix="biller",
    ),
)
