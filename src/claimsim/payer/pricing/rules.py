"""The adjustments of a payable line as rules: each names its group and reason, its source, and what it saw."""

from claimsim.payer.pricing import rules_allowed, rules_no_surprises, rules_payment, rules_shares
from claimsim.payer.pricing.settlement import MoneyRule

MONEY_RULES: tuple[MoneyRule, ...] = (
    *rules_allowed.RULES,
    *rules_shares.RULES,
    *rules_payment.RULES,
    *rules_no_surprises.RULES,
)
"""The rules in the order in which a remittance shows their adjustments, with the amount of each."""
