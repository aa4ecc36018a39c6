"""What of the allowed amount the member pays."""

from claimsim.payer.pricing.settlement import MoneyRule, SettledLine
from claimsim.rules import Answer, Rule


def _deductible(at: SettledLine) -> str | None:
    if not at.deductible:
        return None
    if at.counted > at.deductible:
        return f"of {at.counted:.2f} to the deductible {at.deductible:.2f} is left after what the earlier payer paid"
    return f"{at.deductible:.2f} of {at.allowance.allowed:.2f} allowed went to the deductible"


def _coinsurance(at: SettledLine) -> str | None:
    return f"{at.coinsurance:.2f} coinsurance for {at.category.replace('_', ' ')}" if at.coinsurance else None


def _copay(at: SettledLine) -> str | None:
    return f"{at.copay:.2f} copay for {at.category.replace('_', ' ')}" if at.copay else None


def _over_limit(at: SettledLine) -> str | None:
    return f"{at.over_limit:.2f} above the yearly limit for {at.category.replace('_', ' ')}" if at.over_limit else None


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
    title="The member's percent of the allowed amount",
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
DOLLAR_LIMIT: Rule[SettledLine] = Rule(
    id="dollar-limit",
    title="The benefit's yearly dollars are used up",
    meaning="The plan pays so many dollars a year for this kind of service; what is above them is the patient's.",
    authority="The plan's benefits; Palmetto GBA on PR-119, benefit maximum for the period",
    answer=Answer("reduce", "PR", "119"),
    action="Verify the plan's count of the benefit, then bill the next payer, then the patient.",
    stage="benefits",
    check=_over_limit,
)

RULES: tuple[MoneyRule, ...] = (
    (DEDUCTIBLE, lambda at: at.deductible),
    (COINSURANCE, lambda at: at.coinsurance),
    (COPAY, lambda at: at.copay),
    (DOLLAR_LIMIT, lambda at: at.over_limit),
)
