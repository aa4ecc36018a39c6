"""Multiple procedures on one day: the highest fee in full, the others at half, endoscopies within their family first.

CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40.6: rank by fee, not by claim order;
100, 50, 50, 50, 50 per cent (indicator 2). Indicator 3: of an endoscopy family the highest is paid in full, the others
less the fee of their base; then the family as a whole is ranked against the rest.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from claimsim.model.money import ZERO, Money, cents, total

HALF = Decimal("0.5")


class RankedLine(Struct, frozen=True):
    """A line that takes part: its fee for all units, that of one unit, and for an endoscopy its base code and base fee.
    A line that takes part: its fee for all units, that of one unit, and for an endoscopy its base code and base fee."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    fee: Money
    first_unit: Money
    base_code: str = ""
    base_fee: Money = ZERO


def multiple_procedure_amounts(lines: Sequence[RankedLine]) -> dict[int, Money]:
    """The amount of each line by its number, dollars. Lines come in any order; the answer does not depend on it.

    All lines are of one day and one clinician. Fewer than two: nothing is reduced.
    """
    within = _after_endoscopy_families(lines)
    groups: dict[str, list[RankedLine]] = {}
    for line in lines:
        groups.setdefault(line.base_code or f"{line.number}", []).append(line)
    ranked = sorted(groups.values(), key=lambda group: _rank(group, within))
    amounts: dict[int, Money] = {}
    for place, group in enumerate(ranked):
        for line in group:
            amounts[line.number] = _ranked_amount(line, within[line.number], first=place == 0)
    return amounts


def _rank(group: list[RankedLine], within: dict[int, Money]) -> tuple[Money, str, tuple[str, ...], int]:
    """Highest fee first; a single line ranks by one unit. Equal fees by code, so that claim order does not matter."""
    value = total(within[line.number] for line in group) if group[0].base_code else group[0].first_unit
    lead = min(group, key=lambda line: (line.code, line.modifiers, line.number))
    return -value, lead.code, lead.modifiers, lead.number


def _ranked_amount(line: RankedLine, amount: Money, *, first: bool) -> Money:
    if line.base_code:
        return amount if first else cents(amount * HALF)
    # Units after the first are procedures of their own: only one unit of all is paid in full.
    in_full = line.first_unit if first else ZERO
    return cents(in_full + (amount - in_full) * HALF)


def _after_endoscopy_families(lines: Sequence[RankedLine]) -> dict[int, Money]:
    amounts = {line.number: line.fee for line in lines}
    families: dict[str, list[RankedLine]] = {}
    for line in lines:
        if line.base_code:
            families.setdefault(line.base_code, []).append(line)
    for members in families.values():
        highest, *others = sorted(members, key=lambda line: (-line.fee, line.code, line.modifiers, line.number))
        for line in others:
            # The base itself comes to nothing beside another of its family.
            amounts[line.number] = max(ZERO, line.fee - max(line.base_fee, ZERO))
        amounts[highest.number] = highest.fee
    return amounts
