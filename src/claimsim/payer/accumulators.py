"""What of a calendar year's benefits was used, at each tier of the network."""

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.money import ZERO, Money

IN_NETWORK = "in_network"
OUT_OF_NETWORK = "out_of_network"
"""Tiers of the network, each with accumulators of its own."""


class Used(Struct, frozen=True):
    """What was used of a calendar year's benefits at a tier of the network, dollars.

    The family's amounts are those of all its members, this one included. `dollars` is what the plan paid in benefit
    categories that have a dollar limit.
    """

    year: int
    deductible: Money = ZERO
    out_of_pocket: Money = ZERO
    tier: str = IN_NETWORK
    family_deductible: Money = ZERO
    family_out_of_pocket: Money = ZERO
    dollars: tuple[tuple[str, Money], ...] = ()

    def plus(self, deductible: Money, out_of_pocket: Money) -> "Used":
        """With more used (less, when negative), by the member and so by the family."""
        return Used(
            self.year, self.deductible + deductible, self.out_of_pocket + out_of_pocket, self.tier,
            self.family_deductible + deductible, self.family_out_of_pocket + out_of_pocket, self.dollars,
        )  # fmt: skip

    def paid_in(self, category: str) -> Money:
        """What the plan paid in a category with a dollar limit."""
        return next((amount for name, amount in self.dollars if name == category), ZERO)

    def with_paid(self, category: str, amount: Money) -> "Used":
        """With more paid in a category with a dollar limit."""
        others = tuple(item for item in self.dollars if item[0] != category)
        return replace(self, dollars=tuple(sorted((*others, (category, self.paid_in(category) + amount)))))

    def added(self, other: "Used") -> "Used":
        """The sum of two amounts of use of the same year and tier."""
        if other.dollars:
            return self.minus(other.negated())
        return Used(
            self.year, self.deductible + other.deductible, self.out_of_pocket + other.out_of_pocket, self.tier,
            self.family_deductible + other.family_deductible, self.family_out_of_pocket + other.family_out_of_pocket,
            self.dollars,
        )  # fmt: skip

    def minus(self, other: "Used") -> "Used":
        """The difference between two states of the same year and tier."""
        dollars: tuple[tuple[str, Money], ...] = ()
        if self.dollars or other.dollars:
            names = dict.fromkeys(name for name, _ in (*self.dollars, *other.dollars))
            both = ((name, self.paid_in(name) - other.paid_in(name)) for name in names)
            dollars = tuple(item for item in both if item[1])
        return Used(
            self.year, self.deductible - other.deductible, self.out_of_pocket - other.out_of_pocket, self.tier,
            self.family_deductible - other.family_deductible, self.family_out_of_pocket - other.family_out_of_pocket,
            dollars,
        )  # fmt: skip

    def negated(self) -> "Used":
        """The same, given back."""
        return Used(self.year, tier=self.tier).minus(self)
