"""The adjustments of a payable line as rules: each names its group and reason, its source, and what it saw."""

from collections.abc import Callable

from claimsim.model.money import ZERO, Money
from claimsim.payer.pricing.settlement import SettledLine
from claimsim.rules import Answer, Rule


def _discount(at: SettledLine) -> str | None:
    if at.discount <= ZERO:
        return None
    return f"charge {at.line.charge:.2f}, contract amount {at.allowance.contract:.2f} ({at.allowance.how})"


def _above_charge(at: SettledLine) -> str | None:
    if at.discount >= ZERO:
        return None
    return f"contract amount {at.allowance.contract:.2f} is above the charge {at.line.charge:.2f}"


def _reduction(at: SettledLine) -> str | None:
    if not at.reduction:
        return None
    return (
        f"{at.allowance.contract:.2f} reduced to {at.allowance.allowed:.2f}: another procedure of the day ranks higher"
    )


def _deductible(at: SettledLine) -> str | None:
    return (
        f"{at.deductible:.2f} of {at.allowance.allowed:.2f} allowed went to the deductible" if at.deductible else None
    )


def _coinsurance(at: SettledLine) -> str | None:
    return f"{at.coinsurance:.2f} coinsurance for {at.category.replace('_', ' ')}" if at.coinsurance else None


def _copay(at: SettledLine) -> str | None:
    return f"{at.copay:.2f} copay for {at.category.replace('_', ' ')}" if at.copay else None


def _prior_payer(at: SettledLine) -> str | None:
    if at.prior_line is None or not at.prior:
        return None
    before = at.prior_line
    return (
        f"the earlier payer paid {before.paid:.2f} and left {before.patient:.2f} of {at.line.charge:.2f} to the patient"
    )


def _sequestration(at: SettledLine) -> str | None:
    return f"{at.sequestration:.2f} off the payment of {at.paid + at.sequestration:.2f}" if at.sequestration else None


_POST = "Post it; nothing is to be done."

CONTRACT_DISCOUNT: Rule[SettledLine] = Rule(
    id="contract-discount",
    title="The charge is above the contract amount",
    meaning="What the provider agreed not to collect from anybody. It never explains a whole charge.",
    authority="CARC 45 usage note; Noridian JE/JF Part B denial and reason code guidance; the contract",
    answer=Answer("reduce", "CO", "45"),
    action="Compare the allowed amount with the contract and write the rest off. Too low: dispute the underpayment.",
    stage="pricing",
    check=_discount,
)
ALLOWED_ABOVE_CHARGE: Rule[SettledLine] = Rule(
    id="allowed-above-charge",
    title="The contract amount is above the charge",
    meaning="Without a lesser-of clause the contract pays its own amount; a negative adjustment raises the payment.",
    authority="X12 835 sample with OA-94 (published example ERA-05)",
    answer=Answer("reduce", "OA", "94"),
    action="Review the charge master: charges below the allowed amount lose money with lesser-of contracts.",
    stage="pricing",
    check=_above_charge,
)
MULTIPLE_PROCEDURES: Rule[SettledLine] = Rule(
    id="multiple-procedures",
    title="Reduced as a second or later procedure of the day",
    meaning="Procedures of one session share preparation and recovery: the highest fee is paid in full, the others at "
    "half; "
    "endoscopies of a family less the fee of their base.",
    authority="CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40.6; the CARC is general "
    "knowledge",
    answer=Answer("reduce", "CO", "59"),
    action="Rank the procedures by fee and recompute. Dispute it only if the wrong line was paid in full.",
    stage="pricing",
    check=_reduction,
    verified=False,
)
DEDUCTIBLE: Rule[SettledLine] = Rule(
    id="deductible",
    title="Allowed money that went to the deductible",
    meaning="Each year the member pays allowed amounts up to the deductible first. It is used up in the order claims "
    "are received.",
    authority="The plan's benefits; Noridian claim adjustment group codes",
    answer=Answer("cost_share", "PR", "1"),
    action="Bill the next payer, then the patient.",
    stage="benefits",
    check=_deductible,
)
COINSURANCE: Rule[SettledLine] = Rule(
    id="coinsurance",
    title="The member's per cent of the allowed amount",
    meaning="A share of what is left after copay and deductible, never of the charge, up to the out-of-pocket maximum.",
    authority="The plan's benefits; Noridian claim adjustment group codes",
    answer=Answer("cost_share", "PR", "2"),
    action="Bill the next payer, then the patient.",
    stage="benefits",
    check=_coinsurance,
)
COPAY: Rule[SettledLine] = Rule(
    id="copay",
    title="The member's fixed amount for the visit",
    meaning="Often it stands in place of the deductible for visits; due once a day for a kind of service.",
    authority="The plan's benefits; Noridian claim adjustment group codes",
    answer=Answer("cost_share", "PR", "3"),
    action="Apply what was collected at check-in, and bill or refund the difference.",
    stage="benefits",
    check=_copay,
)
PRIOR_PAYER: Rule[SettledLine] = Rule(
    id="prior-payer",
    title="What an earlier payer paid and adjusted",
    meaning="Computed from the earlier payer's remittance: everything except what it left to the patient.",
    authority="CARC 23; 42 CFR 411.33 for Medicare; X12 samples ERA-03 to ERA-05",
    answer=Answer("reduce", "OA", "23"),
    action=_POST,
    stage="benefits",
    check=_prior_payer,
)
SEQUESTRATION: Rule[SettledLine] = Rule(
    id="sequestration",
    title="Federal sequestration",
    meaning="Two per cent off what Medicare would pay, after the patient's share. Nobody's bill.",
    authority="Budget Control Act of 2011, 2 U.S.C. 901a; First Coast sequestration page",
    answer=Answer("reduce", "CO", "253"),
    action="Write it off as an adjustment of its own; it is no denial.",
    stage="benefits",
    check=_sequestration,
)

MONEY_RULES: tuple[tuple[Rule[SettledLine], Callable[[SettledLine], Money]], ...] = (
    (CONTRACT_DISCOUNT, lambda at: at.discount),
    (ALLOWED_ABOVE_CHARGE, lambda at: at.discount),
    (MULTIPLE_PROCEDURES, lambda at: at.reduction),
    (PRIOR_PAYER, lambda at: at.prior),
    (DEDUCTIBLE, lambda at: at.deductible),
    (COINSURANCE, lambda at: at.coinsurance),
    (COPAY, lambda at: at.copay),
    (SEQUESTRATION, lambda at: at.sequestration),
)
"""The rules in the order in which a remittance shows their adjustments, with the amount of each."""
