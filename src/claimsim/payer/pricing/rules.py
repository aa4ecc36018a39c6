"""The adjustments of a payable line as rules: each names its group and reason, its source, and what it saw."""

from collections.abc import Iterator

from claimsim.payer.pricing import rules_allowed, rules_no_surprises, rules_payment, rules_shares
from claimsim.payer.pricing.settlement import MoneyRule, SettledLine

MONEY_RULES: tuple[MoneyRule, ...] = (
    *rules_allowed.RULES,
    *rules_shares.RULES,
    *rules_payment.RULES,
    *rules_no_surprises.RULES,
)
"""The rules in the order in which a remittance shows their adjustments, with the amount of each."""


def money_rules_for(settled: SettledLine) -> Iterator[MoneyRule]:
    """The rules that concern a line, in that order: those of a discount are not asked where there is none."""
    if settled.discount:
        yield from rules_allowed.DISCOUNTS
    if settled.reduction:
        yield from rules_allowed.REDUCTIONS
    if settled.prior_line is not None:
        yield from rules_allowed.EARLIER_PAYERS
    yield from rules_shares.RULES
    if settled.sequestration or settled.to_patient or settled.quality or settled.assistant:
        yield from rules_payment.RULES
    if settled.protection is not None:
        yield from rules_no_surprises.RULES
