"""Prices by an instructor's own rules: a set amount in place of the contract's, then reductions with their reasons."""

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from claimsim.fees import Step
from claimsim.model.claim import ClaimLine
from claimsim.model.money import ZERO, Money, cents, percent
from claimsim.payer.context import ClaimContext, LineContext, PricingRule
from claimsim.payer.pricing.contract import Allowance
from claimsim.rules import Rule, TraceEntry

if TYPE_CHECKING:
    from claimsim.payer.own_rules.rules import Reduce, SetAllowed

Taken = tuple[Rule[LineContext], Money]
"""A rule that took something off, and dollars."""


class OwnPricing(Struct, frozen=True):
    """What an instructor's rules say of a payable line: the first set amount, every reduction in the file's order, and
    every remark."""

    allowed: "tuple[Rule[LineContext], SetAllowed] | None"
    reductions: "tuple[tuple[Rule[LineContext], Reduce], ...]"
    remarks: tuple[str, ...]


def ask_pricing(at: LineContext, trace: list[TraceEntry]) -> OwnPricing | None:
    """Ask the payer's pricing rules about a payable line; None where none fires."""
    fired: list[PricingRule] = []
    code = at.line.code
    for own in at.of.payer.pricing_rules:
        if own[2].codes and code not in own[2].codes:
            continue
        saw = own[1](at)
        trace.append((own[0], f"line {at.line.number}", saw))
        if saw is not None:
            fired.append(own)
    if not fired:
        return None
    sets = [(rule, then.set_allowed) for _, _, rule, then in fired if then.set_allowed is not None]
    reductions = tuple((rule, then.reduce) for _, _, rule, then in fired if then.reduce is not None)
    remarks = dict.fromkeys(remark for _, _, rule, _ in fired for remark in rule.answer.remarks)
    return OwnPricing(sets[0] if sets else None, reductions, tuple(remarks))


def priced(
    at: ClaimContext, line: ClaimLine, allowance: Allowance, own: OwnPricing
) -> tuple[Allowance, tuple[Taken, ...]]:
    """The allowance with the rules applied, and what each reduction took off. Money is rounded at each reduction."""
    if own.allowed is not None:
        rule, wanted = own.allowed
        asked = cents(wanted.amount * (line.units if wanted.per == "unit" else 1))
        lesser = at.payer.contract(at.participation).lesser_of_charge
        amount = min(asked, line.charge) if lesser else asked
        allowance = Allowance(amount, amount, f"set by rule {rule.id}", (Step(rule.title, asked, rule.authority),))
    taken: list[Taken] = []
    left = allowance.allowed
    for rule, reduce in own.reductions:
        asked = percent(left, reduce.percent) if reduce.percent is not None else cents(reduce.amount or ZERO)
        off = min(asked, left)
        if off:
            taken.append((rule, off))
            left -= off
    return replace(allowance, allowed=left), tuple(taken)
