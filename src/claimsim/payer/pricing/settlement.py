"""Who pays what of a payable line: the plan's benefits, then an earlier payer's part, then sequestration.

The deductible is used up in the order in which claims are received; the out-of-pocket maximum comes after all shares.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.claim import ClaimLine
from claimsim.model.money import ZERO, Money, percent
from claimsim.payer.categories import benefit_for
from claimsim.payer.context import ClaimContext
from claimsim.payer.file import Benefit, Plan
from claimsim.payer.members import Used
from claimsim.payer.pricing.contract import Allowance, allowances
from claimsim.payer.pricing.coordination import PriorLine, coordinate, prior_line


class SettledLine(Struct, frozen=True):
    """A payable line with every amount that the remittance shows, dollars. What is left of the charge is `paid`."""

    line: ClaimLine
    allowance: Allowance
    category: str
    discount: Money
    reduction: Money
    deductible: Money
    coinsurance: Money
    copay: Money
    prior: Money = ZERO
    sequestration: Money = ZERO
    prior_line: PriorLine | None = None

    @property
    def paid(self) -> Money:
        """What the payer pays."""
        shares = self.deductible + self.coinsurance + self.copay
        return self.line.charge - self.discount - self.reduction - shares - self.prior - self.sequestration


def cost_share(
    allowed: Money, benefit: Benefit, plan: Plan, used: Used, copay_due: Money
) -> tuple[Money, Money, Money]:
    """Deductible, coinsurance and copay of an allowed amount, dollars, capped by the out-of-pocket maximum.

    `copay_due` is what of the copay is still due on that day. The copay comes first, then the deductible, then
    coinsurance on what is left; the cap takes coinsurance away first.
    """
    copay = min(copay_due, allowed)
    left = allowed - copay
    deductible = min(max(plan.deductible - used.deductible, ZERO), left) if benefit.deductible else ZERO
    coinsurance = percent(left - deductible, benefit.coinsurance_percent)
    if plan.out_of_pocket_maximum is None:
        return deductible, coinsurance, copay
    room = max(plan.out_of_pocket_maximum - used.out_of_pocket, ZERO)
    deductible = min(deductible, room)
    copay = min(copay, room - deductible)
    return deductible, min(coinsurance, room - deductible - copay), copay


def settle(at: ClaimContext, lines: Sequence[tuple[ClaimLine, str]]) -> tuple[dict[int, SettledLine], tuple[Used, ...]]:
    """Each payable line settled, by its number, and what the claim used of each year's benefits.

    `lines` are the payable ones with the categories of their procedure codes.
    """
    allowed = allowances(at, [line for line, _ in lines])
    used: dict[int, Used] = {}
    copays: dict[tuple[date, str], Money] = {}
    settled: dict[int, SettledLine] = {}
    for line, procedure_category in lines:
        category, benefit = benefit_for(at, line, procedure_category)
        year = line.date_of_service.year
        before = used.get(year) or at.state.used_in(year)
        span = at.state.span_on(line.date_of_service)
        plan = at.payer.plan(span.plan if span else at.claim.plan)
        day = (line.date_of_service, category)
        due = copays.get(day, benefit.copay)
        shares = cost_share(allowed[line.number].allowed, benefit, plan, before, due)
        copays[day] = due - shares[2]
        used[year] = before.plus(shares[0], sum(shares, ZERO))
        settled[line.number] = _settled(at, line, allowed[line.number], category, shares)
    changes = tuple(_difference(after, at.state.used_in(year)) for year, after in used.items())
    return settled, changes


def _difference(after: Used, before: Used) -> Used:
    return after.plus(-before.deductible, -before.out_of_pocket)


def _settled(
    at: ClaimContext, line: ClaimLine, allowance: Allowance, category: str, shares: tuple[Money, Money, Money]
) -> SettledLine:
    deductible, coinsurance, copay = shares
    settled = SettledLine(
        line=line,
        allowance=allowance,
        category=category,
        discount=line.charge - allowance.contract,
        reduction=allowance.contract - allowance.allowed,
        deductible=deductible,
        coinsurance=coinsurance,
        copay=copay,
    )
    before = prior_line(at.claim, line)
    if before is not None:
        settled = _after_prior_payer(settled, before, medicare=at.payer.file.is_medicare)
    rate = at.payer.file.contract.sequestration_percent
    return replace(settled, sequestration=percent(settled.paid, rate)) if rate else settled


def _after_prior_payer(settled: SettledLine, before: PriorLine, *, medicare: bool) -> SettledLine:
    shares = (settled.deductible, settled.coinsurance, settled.copay)
    answer = coordinate(settled.line.charge, settled.allowance.allowed, settled.paid, shares, before, medicare=medicare)
    deductible, coinsurance, copay = answer.shares
    return replace(
        settled,
        discount=answer.discount,
        reduction=ZERO,
        deductible=deductible,
        coinsurance=coinsurance,
        copay=copay,
        prior=answer.prior,
        prior_line=before,
    )
