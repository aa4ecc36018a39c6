"""Who pays what of a payable line: the plan's benefits, then an earlier payer's part, then sequestration.

The deductible is used up in the order in which claims are received; the out-of-pocket maximum comes after all shares.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.fees import LIMITING_PERCENT
from claimsim.model.claim import ClaimLine
from claimsim.model.money import HUNDRED, ZERO, Money, cents, percent, total
from claimsim.payer.accumulators import OUT_OF_NETWORK, Used
from claimsim.payer.context import ClaimContext, PlanTerms
from claimsim.payer.file import Benefit
from claimsim.payer.members import UNASSIGNED
from claimsim.payer.pricing.benefits import cost_share
from claimsim.payer.pricing.contract import Allowance, agreed, allowances
from claimsim.payer.pricing.coordination import PriorLine, coordinate, prior_line
from claimsim.payer.pricing.line_price import NON_PHYSICIANS
from claimsim.payer.pricing.no_surprises import Protection, protection
from claimsim.payer.pricing.own_rules import OwnPricing, Taken, priced
from claimsim.rules import Rule

__all__ = ["MoneyRule", "SettledLine", "cost_share", "settle"]

NOTHING_OF_ITS_OWN: Mapping[int, OwnPricing] = {}
ASSISTANTS = frozenset({"CQ", "CO"})
"""Therapy given wholly or partly by an assistant: of physical and of occupational therapy."""
_PAID_STATUSES = frozenset({"A", "R", "T"})
_REDUCTION_RULES = {
    "procedures": "multiple-procedures",
    "therapy": "therapy-units-reduced",
    "tests": "tests-reduced",
    "": "multiple-procedures",
}


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
    counted: Money = ZERO
    """Of a line that an earlier payer answered: what counts toward the year's deductible, whoever paid it (for Medicare
    42 CFR 411.30; verified: no)."""
    over_limit: Money = ZERO
    """Above a benefit's dollar limit: the patient's."""
    assistant: Money = ZERO
    """What comes off the payment for therapy by an assistant."""
    quality: Money = ZERO
    """What a quality program takes off the payment; negative where it adds."""
    negotiated: bool = False
    """Whether the discount was agreed for this case."""
    above_limit: Money = ZERO
    """Of an unassigned service: what of the discount is above the limiting charge."""
    to_patient: Money = ZERO
    """Of an unassigned service: what is paid, to the patient."""
    balance_bill: bool = False
    """Whether what is above the allowed amount may be billed to the patient: no contract and no protection."""
    protection: Protection | None = None
    taken: tuple[Taken, ...] = ()
    """What rules of an instructor's own took off the contract amount."""

    @property
    def paid(self) -> Money:
        """What the payer pays."""
        shares = self.deductible + self.coinsurance + self.copay + self.over_limit
        taken = total(amount for _, amount in self.taken) if self.taken else ZERO
        last = self.assistant + self.quality + self.sequestration + self.to_patient
        return self.line.charge - self.discount - self.reduction - taken - shares - self.prior - last

    @property
    def reduction_rule(self) -> str:
        """The id of the rule that reduced the line beside others of its day."""
        return _REDUCTION_RULES[self.allowance.reduction]


PayableLine = tuple[ClaimLine, PlanTerms]

MoneyRule = tuple[Rule[SettledLine], Callable[[SettledLine], Money]]
"""A rule that is asked of a settled line, and the amount of its adjustment."""


def settle(
    at: ClaimContext, lines: Sequence[PayableLine], own: Mapping[int, OwnPricing] = NOTHING_OF_ITS_OWN
) -> tuple[dict[int, SettledLine], tuple[Used, ...]]:
    """Each payable line settled, by its number, and what the claim used of each year's benefits.

    `lines` are the payable ones with what the plan says of them; `own` is what an instructor's rules said of them, by
    number.
    """
    allowed, protections = _allowed(at, lines)
    taken: dict[int, tuple[Taken, ...]] = {}
    for line, _ in lines if own else ():
        if line.number in own:
            allowed[line.number], taken[line.number] = priced(at, line, allowed[line.number], own[line.number])
    used: dict[tuple[int, str], Used] = {}
    copays: dict[tuple[date, str], Money] = {}
    settled: dict[int, SettledLine] = {}
    family = at.state.family
    for line, terms in lines:
        number, category, benefit = line.number, terms.category, terms.benefit
        key = (line.date_of_service.year, terms.tier)
        before = used.get(key) or at.state.used_in(*key)
        day = (line.date_of_service, category)
        due = copays.get(day, benefit.copay)
        shares = cost_share(allowed[number].allowed, benefit, terms.plan, before, due, family=family)
        copays[day] = due - shares[2]
        used[key] = before.plus(shares[0], sum(shares, ZERO))
        settled[number] = _settled(
            at, line, allowed[number], category, shares, protections.get(number), taken.get(number, ())
        )
        if benefit.dollar_limit is not None:
            settled[number], used[key] = _within_limit(settled[number], benefit, used[key], category)
    changes = tuple(after.minus(at.state.used_in(*key)) for key, after in used.items())
    return settled, changes


def _allowed(at: ClaimContext, lines: Sequence[PayableLine]) -> tuple[dict[int, Allowance], dict[int, Protection]]:
    """What each line is allowed, and the protected ones among them."""
    if at.participation != OUT_OF_NETWORK:
        return allowances(at, [line for line, _ in lines]), {}
    found: dict[int, Allowance] = {}
    protections: dict[int, Protection] = {}
    for line, terms in lines:
        protected = protection(at, line, terms.category)
        if protected is not None:
            protections[line.number], found[line.number] = protected
        elif at.state.on_file.negotiated_percent_of_charge is not None:
            found[line.number] = agreed(line, at.state.on_file.negotiated_percent_of_charge)
    return {**allowances(at, [line for line, _ in lines if line.number not in found]), **found}, protections


def _within_limit(settled: SettledLine, benefit: Benefit, used: Used, category: str) -> tuple[SettledLine, Used]:
    """The line with the plan's payment cut to what its yearly dollar limit leaves, and the limit used up so far."""
    limit = benefit.dollar_limit if benefit.dollar_limit is not None else ZERO
    pays = settled.paid + settled.sequestration
    if pays <= ZERO:
        return settled, used
    over = pays - min(pays, max(limit - used.paid_in(category), ZERO))
    if over:
        # Sequestration comes off what is really paid, so it shrinks with the payment.
        sequestration = cents(settled.sequestration * (pays - over) / pays)
        settled = replace(settled, over_limit=over, sequestration=sequestration)
    return settled, used.with_paid(category, pays - over)


def _settled(
    at: ClaimContext,
    line: ClaimLine,
    allowance: Allowance,
    category: str,
    shares: tuple[Money, Money, Money],
    protected: Protection | None,
    taken: tuple[Taken, ...],
) -> SettledLine:
    deductible, coinsurance, copay = shares
    taken_off = total(amount for _, amount in taken) if taken else ZERO
    agreed_for_case = at.state.on_file.negotiated_percent_of_charge is not None
    negotiated = agreed_for_case and protected is None and at.participation == OUT_OF_NETWORK
    settled = SettledLine(
        line=line,
        allowance=allowance,
        category=category,
        discount=line.charge - allowance.contract,
        reduction=allowance.contract - allowance.allowed - taken_off,
        deductible=deductible,
        coinsurance=coinsurance,
        copay=copay,
        negotiated=negotiated,
        balance_bill=protected is None and not negotiated and at.participation == OUT_OF_NETWORK,
        protection=protected,
        taken=taken,
    )
    before = prior_line(at.claim, line)
    if before is not None:
        settled = _after_prior_payer(at, settled, before)
    if not ASSISTANTS.isdisjoint(line.modifiers):
        assistants = at.payer.file.contract.therapy_assistant_percent
        settled = replace(settled, assistant=percent(settled.paid, HUNDRED - assistants))
    quality = at.state.on_file.quality_adjustment_percent
    if quality and _is_professional(at, line):
        settled = replace(settled, quality=percent(settled.paid, -quality))
    rate = at.payer.file.contract.sequestration_percent
    settled = replace(settled, sequestration=percent(settled.paid, rate)) if rate else settled
    return _without_assignment(settled) if _is_unassigned(at, line, settled) else settled


def _is_unassigned(at: ClaimContext, line: ClaimLine, settled: SettledLine) -> bool:
    """Drugs and tests, and the services of those who are no physicians, always go with assignment."""
    credential = at.claim.rendering_provider.credential
    able = at.participation == UNASSIGNED and credential not in NON_PHYSICIANS and settled.prior_line is None
    return able and _is_professional(at, line)


def _without_assignment(settled: SettledLine) -> SettledLine:
    """The patient is paid, and owes the charge up to the limiting charge."""
    most = percent(settled.allowance.allowed, LIMITING_PERCENT)
    above = min(max(settled.line.charge - settled.reduction - most, ZERO), settled.discount)
    return replace(settled, balance_bill=True, above_limit=max(above, ZERO), to_patient=settled.paid)


def _is_professional(at: ClaimContext, line: ClaimLine) -> bool:
    """Whether the physician fee schedule pays it: quality adjustments spare drugs, tests and equipment."""
    row = at.tables.physician_fee(line.code, "", line.date_of_service)
    return row is not None and row.status in _PAID_STATUSES


def _after_prior_payer(at: ClaimContext, settled: SettledLine, before: PriorLine) -> SettledLine:
    shares = (settled.deductible, settled.coinsurance, settled.copay)
    span = at.state.span_on(settled.line.date_of_service)
    plan = at.payer.plan(span.plan if span else at.claim.plan)
    answer = coordinate(
        settled.line.charge, settled.allowance.allowed, settled.paid, shares, before,
        method=at.payer.file.coordination_method, pays_deductible=not plan.benefits["other"].deductible,
    )  # fmt: skip
    deductible, coinsurance, copay = answer.shares
    return replace(
        settled,
        discount=answer.discount,
        reduction=ZERO,
        taken=(),
        deductible=deductible,
        coinsurance=coinsurance,
        copay=copay,
        prior=answer.prior,
        prior_line=before,
        counted=settled.deductible,
        # A supplement has no contract that would cut what a claim without assignment leaves to the patient.
        balance_bill=settled.balance_bill
        or (before.to_patient > ZERO and at.payer.file.coordination_method == "supplement"),
    )
