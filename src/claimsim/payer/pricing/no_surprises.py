"""The No Surprises Act: what an out-of-network clinician's protected service is recognized at.

Published example ADM-08; AAPC forum thread 200999 on the recognized amount; remarks by pararevenue.com, RARC codes
related to the No Surprises Act: the lesser of the qualifying payment amount and the charge, where no state law or
all-payer agreement says otherwise.
"""

from msgspec import Struct

from claimsim.fees import Step
from claimsim.model.claim import ClaimLine
from claimsim.model.money import CENT, Money, cents, percent
from claimsim.payer.categories import is_emergency, is_protected
from claimsim.payer.context import ClaimContext
from claimsim.payer.file import BenefitCategory
from claimsim.payer.matching import first_glob
from claimsim.payer.pricing.contract import Allowance
from claimsim.payer.pricing.line_price import fee_of_unit

_AUTHORITY = "No Surprises Act: the recognized amount"


class Protection(Struct, frozen=True):
    """Why a line is protected, and on what the member's share is worked out, dollars."""

    qualifying_amount: Money
    emergency: bool
    by_charge: bool
    """Whether the charge was the lesser."""


def recognized_amount(qualifying_amount: Money, charge: Money) -> Money:
    """The lesser of the qualifying payment amount and the charge, dollars."""
    return min(qualifying_amount, charge)


def protection(at: ClaimContext, line: ClaimLine, category: BenefitCategory) -> tuple[Protection, Allowance] | None:
    """The protection of a line and what it is allowed at; None where the act does not hold or there is no amount."""
    act = at.payer.file.no_surprises
    if act is None or not is_protected(at, line, category):
        return None
    pattern = first_glob(act.qualifying_amounts, line.code)
    if pattern is not None:
        qualifying = cents(act.qualifying_amounts[pattern] * line.units)
    else:
        fee = fee_of_unit(at.payer, at.claim, line.code, line.modifiers, line, at.payer.file.contract)
        if fee is None:
            return None
        qualifying = percent(cents(fee.amount * line.units), act.qualifying_percent_of_medicare)
    amount = recognized_amount(max(qualifying, CENT), line.charge)
    by_charge = line.charge < qualifying
    how = "the charge, below the qualifying payment amount" if by_charge else "qualifying payment amount"
    steps = (
        Step("qualifying payment amount", qualifying, _AUTHORITY),
        Step("lesser of that and the charge", amount, _AUTHORITY),
    )
    return Protection(qualifying, is_emergency(line, category), by_charge), Allowance(amount, amount, how, steps)
