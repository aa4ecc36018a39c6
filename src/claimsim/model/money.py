"""Dollars and cents. Every amount is a `Decimal`; rounding is half-up to the cent, at the points that say so."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

Money = Decimal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Money:
    """The amount in dollars, rounded half-up to the cent (2.345 is 2.35)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent(amount: Decimal, rate: Decimal) -> Money:
    """`rate` percent of an amount, rounded half-up to the cent."""
    return (amount * rate / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Money:
    """The sum in dollars; 0.00 for nothing."""
    return sum(amounts, ZERO)


def dollars(amount: Decimal) -> str:
    """The amount as text with two decimals, as JSON and tables show it ("1234.50", "-3.00")."""
    return f"{amount:.2f}"


class OutOfBalance(Exception):
    """Money that does not add up: an internal error that stops the run, never a warning."""
