"""Each line's money from the charge to what was paid, step by step, derived from its settlement only when asked for."""

from msgspec import Struct

from claimsim.fees import Step
from claimsim.model.money import total
from claimsim.payer.pricing.rules import MONEY_RULES
from claimsim.payer.pricing.settlement import SettledLine


class LinePricing(Struct, frozen=True):
    """How one payable line was priced and settled."""

    settled: SettledLine

    @property
    def line(self) -> int:
        """The line's number on the claim."""
        return self.settled.line.number

    @property
    def price(self) -> tuple[Step, ...]:
        """How the allowed amount came about: each step with the amount after it, dollars; the last is allowed."""
        settled, allowance = self.settled, self.settled.allowance
        steps = list(allowance.steps)
        before = steps[-1].amount if steps else allowance.contract
        if allowance.contract < before:
            steps.append(Step("not more than the charge", allowance.contract, "the contract's lesser-of clause"))
        left = allowance.allowed + total(amount for _, amount in settled.taken)
        if left != allowance.contract:
            rule = next(rule for rule, _ in MONEY_RULES if rule.id == settled.reduction_rule)
            steps.append(Step(rule.title, left, rule.authority))
        for own, amount in settled.taken:
            left -= amount
            steps.append(Step(own.title, left, own.authority))
        return tuple(steps)

    @property
    def waterfall(self) -> tuple[Step, ...]:
        """From the charge to what is paid: the charge, what each rule takes off (negative), and last what is left."""
        settled = self.settled
        steps = [Step("Charge", settled.line.charge, "the claim")]
        steps += (
            Step(rule.title, -amount_of(settled), rule.authority)
            for rule, amount_of in MONEY_RULES
            if rule.answer.kind != "remark" and rule.check(settled) is not None
        )
        steps += (Step(rule.title, -amount, rule.authority) for rule, amount in settled.taken)
        return (*steps, Step("Paid", settled.paid, "what is left"))
