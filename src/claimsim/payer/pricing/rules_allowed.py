"""What of a charge is nobody's payment here: discounts, reductions, and an earlier payer's part."""

from collections.abc import Callable

from claimsim.model.money import ZERO
from claimsim.payer.pricing.settlement import MoneyRule, SettledLine
from claimsim.rules import Answer, Rule


def _discount(at: SettledLine) -> str | None:
    if at.discount <= ZERO or at.balance_bill or at.negotiated:
        return None
    return f"charge {at.line.charge:.2f}, contract amount {at.allowance.contract:.2f} ({at.allowance.how})"


def _balance(at: SettledLine) -> str | None:
    if at.discount - at.above_limit <= ZERO or not at.balance_bill:
        return None
    return f"charge {at.line.charge:.2f}, the plan recognizes {at.allowance.contract:.2f} ({at.allowance.how})"


def _above_limit(at: SettledLine) -> str | None:
    if not at.above_limit:
        return None
    return f"charge {at.line.charge:.2f}, {at.above_limit:.2f} above the limiting charge"


def _agreed(at: SettledLine) -> str | None:
    if at.discount <= ZERO or not at.negotiated:
        return None
    return f"charge {at.line.charge:.2f}, agreed for this case {at.allowance.contract:.2f} ({at.allowance.how})"


def _above_charge(at: SettledLine) -> str | None:
    if at.discount >= ZERO:
        return None
    return f"contract amount {at.allowance.contract:.2f} is above the charge {at.line.charge:.2f}"


def _reduced(rule: str, why: str) -> Callable[[SettledLine], str | None]:
    def check(at: SettledLine) -> str | None:
        if not at.reduction or at.reduction_rule != rule:
            return None
        beside = f"; counted with it: {at.allowance.beside}" if at.allowance.beside else ""
        return f"{at.allowance.contract:.2f} reduced to {at.allowance.allowed:.2f}: {why}{beside}"

    return check


def _prior_payer(at: SettledLine) -> str | None:
    if at.prior_line is None or not at.prior:
        return None
    before = at.prior_line
    counted = f"; {at.counted:.2f} count toward the deductible here, whoever paid them" if at.counted else ""
    return (
        f"the earlier payer paid {before.paid:.2f} and left {before.patient:.2f} of {at.line.charge:.2f} to the patient"
        f"{counted}"
    )


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
BALANCE_BILL: Rule[SettledLine] = Rule(
    id="above-out-of-network-allowance",
    title="The charge is above what the plan recognizes, and no contract forbids to bill the rest",
    meaning="An out-of-network practice has agreed to no discount: what is above the plan's amount is between practice "
    "and patient, unless the No Surprises Act or a state's law protects the patient.",
    authority="CARC 45 usage note, and Noridian claim adjustment group codes: PR where no contract binds the provider",
    answer=Answer("reduce", "PR", "45"),
    action="Check whether the patient is protected before billing the rest.",
    stage="pricing",
    check=_balance,
)
LIMITING_CHARGE: Rule[SettledLine] = Rule(
    id="above-limiting-charge",
    title="The charge is above the limiting charge",
    meaning="A practice that does not participate and takes no assignment may bill 115 per cent of its lower Medicare "
    "amount, and no more. What is above that is nobody's bill, and a refund where it was collected.",
    authority="42 CFR 414.48 (limiting charge) and 424.55; published example D-08",
    answer=Answer("reduce", "CO", "45"),
    action="Write it off, and refund the patient who has paid it.",
    stage="pricing",
    check=_above_limit,
)
NEGOTIATED: Rule[SettledLine] = Rule(
    id="discount-agreed-for-this-case",
    title="A discount agreed for this claim alone",
    meaning="A practice outside the network and the plan have agreed on a price for this case, by a single case "
    "agreement or through a repricer. What it takes off is nobody's bill.",
    authority="CARC 131 in X12's list of 2026-08-17; the agreement",
    answer=Answer("reduce", "CO", "131"),
    action="Match it to the signed agreement and write it off. No agreement on file: dispute the repricing.",
    stage="pricing",
    check=_agreed,
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
    authority="CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40.6; CO-59 by "
    "denialcodeguide.com and HHS guidance on CR 7564 (2011-10-28)",
    answer=Answer("reduce", "CO", "59"),
    action="Rank the procedures by fee and recompute. Dispute it only if the wrong line was paid in full.",
    stage="pricing",
    check=_reduced("multiple-procedures", "another procedure of the day ranks higher"),
)
THERAPY_REDUCED: Rule[SettledLine] = Rule(
    id="therapy-units-reduced",
    title="Practice expense of further therapy units reduced",
    meaning="Of all always-therapy units of a day the one with the highest practice expense is paid in full; of the "
    "others work and malpractice in full and half of the practice expense.",
    authority="Novitas and NGS, multiple procedure payment reduction for therapy services (fee file indicator 5); "
    "CARC 59 by HHS guidance on CR 7564 (2011-10-28)",
    answer=Answer("reduce", "CO", "59"),
    action="Recompute with the practice expense of the fee file. It counts units and codes, and all disciplines.",
    stage="pricing",
    check=_reduced("therapy-units-reduced", "another therapy unit of the day has the highest practice expense"),
)
TESTS_REDUCED: Rule[SettledLine] = Rule(
    id="tests-reduced",
    title="Component of a further test of the day reduced",
    meaning="Imaging: further technical components at 50 and professional ones at 95 percent. Cardiovascular and "
    "ophthalmic tests: further technical components at 75 and 80 percent. The highest is paid in full.",
    authority="Independence Blue Cross MA and BCBS North Dakota policies on the multiple procedure payment reduction, "
    "after CMS (fee file indicators 4, 6 and 7); ACR; CO-59 by denialcodeguide.com",
    answer=Answer("reduce", "CO", "59"),
    action="Recompute by component. Another session of the day carries 59 or XE, if the record has it.",
    stage="pricing",
    check=_reduced("tests-reduced", "another test of the day has the higher component"),
)
PRIOR_PAYER: Rule[SettledLine] = Rule(
    id="prior-payer",
    title="What an earlier payer paid and adjusted",
    meaning="Computed from the earlier payer's remittance: everything except what it left to the patient.",
    authority="CARC 23; 42 CFR 411.33 for Medicare; X12 samples ERA-03 to ERA-05",
    answer=Answer("reduce", "OA", "23"),
    action="Post it; nothing is to be done.",
    stage="benefits",
    check=_prior_payer,
)

DISCOUNTS: tuple[MoneyRule, ...] = (
    (CONTRACT_DISCOUNT, lambda at: at.discount),
    (BALANCE_BILL, lambda at: at.discount - at.above_limit),
    (LIMITING_CHARGE, lambda at: at.above_limit),
    (NEGOTIATED, lambda at: at.discount),
    (ALLOWED_ABOVE_CHARGE, lambda at: at.discount),
)
REDUCTIONS: tuple[MoneyRule, ...] = (
    (MULTIPLE_PROCEDURES, lambda at: at.reduction),
    (THERAPY_REDUCED, lambda at: at.reduction),
    (TESTS_REDUCED, lambda at: at.reduction),
)
EARLIER_PAYERS: tuple[MoneyRule, ...] = ((PRIOR_PAYER, lambda at: at.prior),)
RULES: tuple[MoneyRule, ...] = (*DISCOUNTS, *REDUCTIONS, *EARLIER_PAYERS)
