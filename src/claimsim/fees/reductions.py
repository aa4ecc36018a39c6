"""Several services on one day: the highest in full, the others reduced by their indicator.

CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40.6: rank by fee, not by claim order;
100, 50, 50, 50, 50 percent (indicator 2). Indicator 3: of an endoscopy family the highest is paid in full, the others
less the fee of their base; then the family as a whole is ranked against the rest.

Component rules: therapy (indicator 5; Novitas, MPPR for therapy services) pays half the practice expense of every unit
but that with the highest one. Imaging (4; BCBS North Dakota NDRP-RAD-001, ACR on the MPPR) pays 50 percent of further
technical and 95 percent of further professional components. Cardiovascular (6) and ophthalmic tests (7) pay 75 and 80
percent of further technical components (Independence Blue Cross MA policy on MPPR).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from claimsim.model.money import HUNDRED, ZERO, Money, cents, total

MEDICARE_PERCENTS = (Decimal(100), Decimal(50))
"""Of the first and second procedure; the last holds for all further ones."""


class RankedLine(Struct, frozen=True):
    """A line that takes part: its fee for all units, that of one unit, and for an endoscopy its base code and base fee.
    `charge` and `units` only break ties, so that the order of lines never matters."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    fee: Money
    first_unit: Money
    base_code: str = ""
    base_fee: Money = ZERO
    charge: Money = ZERO
    units: int = 1


class ComponentPart(NamedTuple):
    """A line under a component rule: practice expense of therapy, technical or professional component of tests.

    `rank` and `tie` of one unit say which unit is paid in full; `off` is what comes off a unit that is not, dollars,
    unrounded.
    """

    number: int
    code: str
    modifiers: tuple[str, ...]
    rank: Decimal
    tie: Decimal
    off: Decimal
    units: int
    charge: Money


def multiple_procedure_amounts(
    lines: Sequence[RankedLine], percents: Sequence[Decimal] = MEDICARE_PERCENTS
) -> dict[int, Money]:
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
        own, further = (percents[min(n, len(percents) - 1)] for n in (place, place + 1))
        for line in group:
            amounts[line.number] = _ranked_amount(line, within[line.number], own, further)
    return amounts


def component_reductions(parts: Sequence[ComponentPart]) -> dict[int, Decimal]:
    """What comes off each line by its number, dollars, unrounded.

    The unit with the highest rank is paid in full; equal ranks by tie, then by code, so that line order never matters.
    """
    if not parts:
        return {}
    lead = min(parts, key=lambda p: (-p.rank, -p.tie, p.code, p.modifiers, -p.charge, p.units, p.number))
    return {part.number: part.off * (part.units - (part is lead)) for part in parts}


def _rank(group: list[RankedLine], within: dict[int, Money]) -> tuple[object, ...]:
    """Highest fee first; a single line ranks by one unit. Equal fees by code, so that claim order does not matter."""
    value = total(within[line.number] for line in group) if group[0].base_code else group[0].first_unit
    lead = min(group, key=_tie)
    return -value, *_tie(lead)


def _tie(line: RankedLine) -> tuple[str, tuple[str, ...], Money, Money, int, int]:
    return line.code, line.modifiers, -line.charge, line.fee, line.units, line.number


def _ranked_amount(line: RankedLine, amount: Money, own: Decimal, further: Decimal) -> Money:
    if line.base_code:
        return cents(amount * own / HUNDRED)
    # Units after the first are procedures of their own: only one unit of all is paid in full.
    return cents((line.first_unit * own + (amount - line.first_unit) * further) / HUNDRED)


def _after_endoscopy_families(lines: Sequence[RankedLine]) -> dict[int, Money]:
    amounts = {line.number: line.fee for line in lines}
    families: dict[str, list[RankedLine]] = {}
    for line in lines:
        if line.base_code:
            families.setdefault(line.base_code, []).append(line)
    for members in families.values():
        highest, *others = sorted(members, key=lambda line: (-line.fee, *_tie(line)))
        for line in others:
            # The base itself comes to nothing beside another of its family.
            amounts[line.number] = max(ZERO, line.fee - max(line.base_fee, ZERO))
        amounts[highest.number] = highest.fee
    return amounts
