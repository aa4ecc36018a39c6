"""The allowed amount of each line: the contract's price, reduced beside other lines of the day, at most the charge."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from claimsim.fees import ComponentPart, RankedLine, Step, component_reductions, multiple_procedure_amounts
from claimsim.model.claim import ClaimLine
from claimsim.model.money import CENT, HUNDRED, ZERO, Money, cents, percent
from claimsim.payer.context import ClaimContext
from claimsim.payer.contract_file import Contract, MultipleServices
from claimsim.payer.pricing.earlier import EarlierLine, earlier_lines
from claimsim.payer.pricing.line_price import fee_of_unit, price_of, scheduled_fee
from claimsim.payer.pricing.price import Price

__all__ = ["Allowance", "Reduction", "allowances", "scheduled_fee"]

Reduction = Literal["", "procedures", "therapy", "tests"]
_KIND: dict[str, Reduction] = {
    "2": "procedures",
    "3": "procedures",
    "5": "therapy",
    "4": "tests",
    "6": "tests",
    "7": "tests",
}
"""Which rule reduces a further service, by the fee file's multiple-procedure indicator."""
_SEPARATE_SESSION = frozenset({"59", "XE"})


class Allowance(Struct, frozen=True):
    """What the contract allows for a line: `contract` before and `allowed` after reductions, neither above the charge.

    `how` says in words where the price came from, `steps` how it was worked out; `reduction` which rule reduced it, and
    `beside` what on other claims of the day counted with it.
    """

    contract: Money
    allowed: Money
    how: str
    steps: tuple[Step, ...] = ()
    reduction: Reduction = ""
    beside: str = ""


def agreed(line: ClaimLine, percent_of_charge: Decimal) -> Allowance:
    """What an agreement for one case allows of a line."""
    amount = max(percent(line.charge, percent_of_charge), min(CENT, line.charge))
    how = f"{percent_of_charge.normalize():f} percent of the charge, agreed for this case"
    return Allowance(amount, amount, how, (Step(how, amount, "the agreement"),))


def allowances(at: ClaimContext, lines: Sequence[ClaimLine]) -> dict[int, Allowance]:
    """The allowance of each payable line by its number."""
    contract = at.payer.contract(at.participation)
    prices = {line.number: price_of(at, line) for line in lines}
    several = contract.multiple_procedure_reductions and any(_rule_of(price) for price in prices.values())
    reduced, beside = _reduced(at, lines, prices, contract) if several else ({}, {})
    found: dict[int, Allowance] = {}
    for line in lines:
        price = prices[line.number]
        # Something payable is never allowed at nothing: CARC 45 may not explain a whole charge.
        fee = max(price.amount, CENT)
        amount = min(reduced.get(line.number, fee), fee)
        if contract.lesser_of_charge:
            fee, amount = min(fee, line.charge), min(amount, line.charge)
        kind = _KIND[price.row.multiple_procedure] if amount != fee and price.row is not None else ""
        words = beside.get(line.number, "") if kind else ""
        how = price.how + (_without_base(at, line, lines, prices, contract) if several else "")
        found[line.number] = Allowance(fee, amount, how, price.steps, kind, words)
    return found


def _without_base(
    at: ClaimContext, line: ClaimLine, lines: Sequence[ClaimLine], prices: dict[int, Price], contract: Contract
) -> str:
    """Says so where an endoscopy stands beside another of its family and their base has no fee to take off."""
    base = _base_code(prices[line.number])
    if not base or not contract.multiple_services.endoscopy_families:
        return ""
    family = [x for x in lines if x.date_of_service == line.date_of_service and _base_code(prices[x.number]) == base]
    if len(family) == 1 or fee_of_unit(at.payer, at.claim, base, (), line, contract) is not None:
        return ""
    return f"; of the endoscopies of {base} the lower ones are paid less its fee, which no table has: not taken off"


def _reduced(
    at: ClaimContext, lines: Sequence[ClaimLine], prices: dict[int, Price], contract: Contract
) -> tuple[dict[int, Money], dict[int, str]]:
    """Reduced amounts of the lines that share a rule with another line or unit of their day, and in words what on other
    claims counted with them."""
    groups: dict[tuple[date, str], list[ClaimLine]] = {}
    for line in lines:
        rule = _rule_of(prices[line.number])
        if rule:
            groups.setdefault((line.date_of_service, rule), []).append(line)
    before = earlier_lines(at, {day for day, _ in groups}) if groups else ()
    reduced: dict[int, Money] = {}
    beside: dict[int, str] = {}
    for (day, rule), group in groups.items():
        others = [e for e in before if e.line.date_of_service == day and _rule_of(e.price) == rule]
        if not others and len(group) == 1 and group[0].units == 1:
            continue
        found = _together(at, rule, [*group, *(e.line for e in others)], prices, others, contract)
        if others:
            found = _less_overpaid(at, rule, group, found, prices, others, contract)
            words = ", ".join(dict.fromkeys(f"{e.line.code} on {e.claim}" for e in others))
            beside.update((line.number, words) for line in group)
        reduced.update(found)
    return reduced, beside


def _rule_of(price: Price) -> str:
    """The multiple-procedure indicator by which a line is reduced; endoscopies (3) are ranked with procedures (2)."""
    indicator = price.row.multiple_procedure if price.row is not None else ""
    return "" if indicator not in _KIND else "2" if indicator == "3" else indicator


def _together(
    at: ClaimContext, rule: str, lines: list[ClaimLine], prices: dict[int, Price], others: Sequence[EarlierLine],
    contract: Contract,
) -> dict[int, Money]:  # fmt: skip
    prices = {**prices, **{e.line.number: e.price for e in others}} if others else prices
    if rule == "2":
        return _procedures(at, lines, prices, contract)
    return _components(lines, prices, rule, contract.multiple_services)


def _less_overpaid(
    at: ClaimContext, rule: str, group: list[ClaimLine], found: dict[int, Money], prices: dict[int, Price],
    others: Sequence[EarlierLine], contract: Contract,
) -> dict[int, Money]:  # fmt: skip
    """The amounts of a claim's own lines, less what others of the day were allowed above what they come to beside
    these: both claims together are allowed what one claim would have been."""
    alone = _together(at, rule, [e.line for e in others], {}, others, contract)
    over = ZERO
    for e in others:
        full = e.price.amount
        allowed = alone.get(e.line.number, full) if e.allowed is None else e.allowed
        over += max(ZERO, allowed - found.get(e.line.number, full))
    own = {line.number: found.get(line.number, prices[line.number].amount) for line in group}
    for line in sorted(group, key=lambda x: (-own[x.number], x.code, x.modifiers, -x.charge, x.number)):
        taken = min(over, max(ZERO, own[line.number] - CENT))
        own[line.number] -= taken
        over -= taken
    return own


def _procedures(
    at: ClaimContext, group: list[ClaimLine], prices: dict[int, Price], contract: Contract
) -> dict[int, Money]:
    families = contract.multiple_services.endoscopy_families
    bases = {_base_code(prices[line.number]) for line in group} - {""} if families else frozenset()
    ranked = []
    for line in group:
        price = prices[line.number]
        fee = max(price.amount, CENT)
        base = line.code if line.code in bases else _base_code(price) if families else ""
        base_fee = ZERO if not base else fee if base == line.code else _base_fee(at, line, base, price, contract)
        first = cents(fee / line.units)
        ranked.append(
            RankedLine(line.number, line.code, line.modifiers, fee, first, base, base_fee, line.charge, line.units)
        )
    return multiple_procedure_amounts(ranked, contract.multiple_services.procedure_percents)


def _base_code(price: Price) -> str:
    row = price.row
    return row.endoscopy_base if row is not None and row.multiple_procedure == "3" else ""


def _base_fee(at: ClaimContext, line: ClaimLine, base: str, price: Price, contract: Contract) -> Money:
    """The fee of an endoscopy's base, at the percent of the schedule at which the endoscopy itself is priced."""
    fee = fee_of_unit(at.payer, at.claim, base, (), line, contract)
    return ZERO if fee is None else cents(price.part(fee.amount)) / line.units


def _components(
    group: list[ClaimLine], prices: dict[int, Price], rule: str, terms: MultipleServices
) -> dict[int, Money]:
    together = [line for line in group if rule == "5" or _SEPARATE_SESSION.isdisjoint(line.modifiers)]
    off: dict[int, Decimal] = {}
    for component, rate in _component_rates(rule, terms):
        parts = [_part(line, prices[line.number], component, (HUNDRED - rate) / HUNDRED) for line in together]
        for number, amount in component_reductions([p for p in parts if p.off]).items():
            off[number] = off.get(number, ZERO) + amount
    return {number: cents(prices[number].amount - amount) for number, amount in off.items()}


def _component_rates(rule: str, terms: MultipleServices) -> tuple[tuple[str, Decimal], ...]:
    match rule:
        case "5":
            rates = [("expense", terms.therapy_expense_percent)]
        case "4":
            rates = [
                ("technical", terms.imaging_technical_percent),
                ("professional", terms.imaging_professional_percent),
            ]
        case "6":
            rates = [("technical", terms.cardiovascular_technical_percent)]
        case _:
            rates = [("technical", terms.ophthalmology_technical_percent)]
    return tuple(rate for rate in rates if rate[1] != HUNDRED)


def _part(line: ClaimLine, price: Price, component: str, cut: Decimal) -> ComponentPart:
    """The line under a rule that cuts (0 to 1) a component of its further units. Therapy ranks by the schedule's
    practice expense, tests by the component itself."""
    fee = price.scheduled
    if fee is None:
        rank = off = ZERO
    elif component == "expense":
        rank, off = fee.expense, price.part(fee.less_expense(cut)) / line.units
    else:
        rank = price.part(fee.technical if component == "technical" else fee.professional) / line.units
        off = rank * cut
    tie = price.amount / line.units
    return ComponentPart(line.number, line.code, line.modifiers, rank, tie, off, line.units, line.charge)
