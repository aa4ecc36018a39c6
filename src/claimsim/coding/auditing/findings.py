"""Findings while they are collected, each with what the claim is over- or under-charged by it."""

from collections.abc import Callable
from decimal import Decimal

from claimsim.model.codes import Finding, Severity

Price = Callable[[str, tuple[str, ...], int], Decimal | None]
"""What the practice charges in dollars for a code with modifiers and units; None where it has no price."""

_UNLOCKING = frozenset({"24", "25", "57", "58", "59", "76", "77", "78", "79", "91", "XE", "XP", "XS", "XU"})
"""Modifiers without which the line would not be paid: the whole line hangs on them."""
_BOTH_SIDES = "50"


class Findings:
    """A list of findings and the prices they are valued with."""

    def __init__(self, price: Price | None) -> None:
        self._price = price
        self._found: list[Finding] = []

    def add(self, kind: str, subject: str, text: str, severity: Severity, dollars: Decimal | None = None) -> None:
        """Keep a finding; `dollars` is positive where the claim charges too much, negative where too little."""
        self._found.append(Finding(kind, subject, text, severity, dollars))

    def all(self) -> tuple[Finding, ...]:
        """What was found, in order."""
        return tuple(self._found)

    def charge(self, code: str, modifiers: tuple[str, ...] = (), units: int = 1) -> Decimal | None:
        """The charge of a line; None without prices."""
        return self._price(code, modifiers, units) if self._price is not None else None

    def difference(
        self, assigned: tuple[str, tuple[str, ...], int], read: tuple[str, tuple[str, ...], int]
    ) -> Decimal | None:
        """The charge of what was assigned less that of what the record supports."""
        first, second = self.charge(*assigned), self.charge(*read)
        return None if first is None or second is None else first - second

    def of_modifier(self, code: str, modifier: str, units: int, sign: int) -> Decimal | None:
        """What a modifier that is too much (sign 1) or missing (-1) moves: the line, or its second side."""
        if modifier in _UNLOCKING:
            whole = self.charge(code, (), units)
            return None if whole is None else sign * whole
        if modifier == _BOTH_SIDES:
            difference = self.difference((code, (modifier,), units), (code, (), units))
            return None if difference is None else sign * difference
        return None


def negative(amount: Decimal | None) -> Decimal | None:
    """An amount that was left out."""
    return None if amount is None else -amount
