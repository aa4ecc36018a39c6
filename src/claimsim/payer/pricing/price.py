"""What the contract pays for one line by itself, with the steps that led to it."""

from decimal import Decimal

from msgspec import Struct

from claimsim.code_tables.rows import PhysicianFee
from claimsim.fees import Step, UnitFee
from claimsim.model.money import ZERO, Money


class Price(Struct, frozen=True):
    """What the contract pays for a line before other lines and the charge are looked at, dollars for all units.

    `how` says where it came from. `row` is the fee schedule's, for its multiple-procedure indicator; `scheduled` the
    schedule's fee of one unit, whose proportions say what of the amount is practice expense or a component.
    """

    amount: Money
    how: str
    steps: tuple[Step, ...]
    row: PhysicianFee | None = None
    scheduled: UnitFee | None = None

    def part(self, of: Decimal) -> Decimal:
        """The part of the amount that `of` is of the scheduled fee of one unit, unrounded."""
        if self.scheduled is None or not self.scheduled.amount:
            return ZERO
        return self.amount * of / self.scheduled.amount
