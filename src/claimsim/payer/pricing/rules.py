"""The adjustments of a payable line as rules: each names its group and reason, its source, and what it saw."""

from collections.abc import Callable

from claimsim.model.money import ZERO, Money
from claimsim.payer.pricing.settlement import SettledLine
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


def _paid_to_patient(at: SettledLine) -> str | None:
    return f"{at.to_patient:.2f} was paid to the patient" if at.to_patient else None


def _patients_sequestration(at: SettledLine) -> str | None:
    return f"{at.sequestration:.2f} off what the patient was paid" if at.sequestration and at.to_patient else None


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


def _deductible(at: SettledLine) -> str | None:
    return (
        f"{at.deductible:.2f} of {at.allowance.allowed:.2f} allowed went to the deductible" if at.deductible else None
    )


def _coinsurance(at: SettledLine) -> str | None:
    return f"{at.coinsurance:.2f} coinsurance for {at.category.replace('_', ' ')}" if at.coinsurance else None


def _copay(at: SettledLine) -> str | None:
    return f"{at.copay:.2f} copay for {at.category.replace('_', ' ')}" if at.copay else None


def _over_limit(at: SettledLine) -> str | None:
    return f"{at.over_limit:.2f} above the yearly limit for {at.category.replace('_', ' ')}" if at.over_limit else None


def _on_qualifying_amount(at: SettledLine) -> str | None:
    if at.protection is None or at.protection.by_charge:
        return None
    return f"qualifying payment amount {at.protection.qualifying_amount:.2f}, charge {at.line.charge:.2f}"


def _on_charge(at: SettledLine) -> str | None:
    if at.protection is None or not at.protection.by_charge:
        return None
    return f"charge {at.line.charge:.2f}, qualifying payment amount {at.protection.qualifying_amount:.2f}"


def _emergency(at: SettledLine) -> str | None:
    return "an out-of-network emergency service" if at.protection is not None and at.protection.emergency else None


def _facility(at: SettledLine) -> str | None:
    if at.protection is None or at.protection.emergency:
        return None
    return f"an out-of-network clinician at place of service {at.line.place_of_service}"


def _prior_payer(at: SettledLine) -> str | None:
    if at.prior_line is None or not at.prior:
        return None
    before = at.prior_line
    return (
        f"the earlier payer paid {before.paid:.2f} and left {before.patient:.2f} of {at.line.charge:.2f} to the patient"
    )


def _quality_lowers(at: SettledLine) -> str | None:
    return f"{at.quality:.2f} off what would have been paid" if at.quality > ZERO else None


def _quality_raises(at: SettledLine) -> str | None:
    return f"{-at.quality:.2f} on top of what would have been paid" if at.quality < ZERO else None


def _sequestration(at: SettledLine) -> str | None:
    if not at.sequestration or at.to_patient:
        return None
    return f"{at.sequestration:.2f} off the payment of {at.paid + at.sequestration:.2f}"


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
_UNASSIGNED = "42 CFR 414.48 (limiting charge) and 424.55; published example D-08"
LIMITING_CHARGE: Rule[SettledLine] = Rule(
    id="above-limiting-charge",
    title="The charge is above the limiting charge",
    meaning="A practice that does not participate and takes no assignment may bill 115 per cent of its lower Medicare "
    "amount, and no more. What is above that is nobody's bill, and a refund where it was collected.",
    authority=_UNASSIGNED,
    answer=Answer("reduce", "CO", "45"),
    action="Write it off, and refund the patient who has paid it.",
    stage="pricing",
    check=_above_limit,
)
PAID_TO_PATIENT: Rule[SettledLine] = Rule(
    id="paid-to-patient",
    title="Without assignment the patient is paid",
    meaning="Nothing comes to the practice. The patient has the payment, and owes the practice all up to the limiting "
    "charge.",
    authority=f"{_UNASSIGNED}; CARC 100 in X12's list of 2026-08-17",
    answer=Answer("reduce", "PR", "100"),
    action="Bill the patient the charge up to the limiting charge.",
    stage="benefits",
    check=_paid_to_patient,
)
PATIENTS_SEQUESTRATION: Rule[SettledLine] = Rule(
    id="sequestration-of-the-patients-payment",
    title="Sequestration off what the patient is paid",
    meaning="Two per cent come off the patient's payment too. The limiting charge does not fall with it: the patient "
    "owes it all the same.",
    authority="Palmetto GBA, payment adjustment reminders (2024-12-11): payment to patients for unassigned claims. The "
    "pages on CO-253 speak of assigned claims; PR here because the patient owes the whole limiting charge",
    answer=Answer("reduce", "PR", "253"),
    action="Bill the patient the charge up to the limiting charge.",
    stage="benefits",
    check=_patients_sequestration,
    verified=False,
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
_PROTECTED = "pararevenue.com, RARC codes related to the No Surprises Act (2022-05-04); published example ADM-08"
QUALIFYING_AMOUNT: Rule[SettledLine] = Rule(
    id="no-surprises-qualifying-amount",
    title="Cost share on the qualifying payment amount",
    meaning="The No Surprises Act protects the patient: the share is the in-network one, worked out on the lesser of "
    "the plan's median contract rate and the charge. The rest may not be billed to the patient.",
    authority=_PROTECTED,
    answer=Answer("remark", remarks=("N869",)),
    action="Bill the patient the share shown and no more. Too low: open negotiation with the plan, then arbitration.",
    stage="benefits",
    check=_on_qualifying_amount,
)
CHARGE_BELOW: Rule[SettledLine] = Rule(
    id="no-surprises-charge",
    title="Cost share on the charge, below the qualifying payment amount",
    meaning="The No Surprises Act protects the patient, and the charge is the lesser amount.",
    authority=_PROTECTED,
    answer=Answer("remark", remarks=("N870",)),
    action="Bill the patient the share shown and no more.",
    stage="benefits",
    check=_on_charge,
)
PROTECTED_EMERGENCY: Rule[SettledLine] = Rule(
    id="no-surprises-emergency",
    title="Protected as an emergency service",
    meaning="Emergency services of out-of-network clinicians are under the No Surprises Act wherever they are given.",
    authority=_PROTECTED,
    answer=Answer("remark", remarks=("N864",)),
    action=_POST,
    stage="benefits",
    check=_emergency,
)
PROTECTED_FACILITY: Rule[SettledLine] = Rule(
    id="no-surprises-facility",
    title="Protected as a visit to an in-network facility",
    meaning="Services of an out-of-network clinician at an in-network facility are under the No Surprises Act.",
    authority=_PROTECTED,
    answer=Answer("remark", remarks=("N865",)),
    action=_POST,
    stage="benefits",
    check=_facility,
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
_QUALITY = (
    "NGS Medicare article 4797338 (CO-237 or CO-144 with N807); Palmetto GBA, payment adjustment reminders "
    "(2024-12-11): before sequestration"
)
QUALITY_LOWERS: Rule[SettledLine] = Rule(
    id="quality-program-reduction",
    title="A quality program lowers the payment",
    meaning="The clinician's score of two years ago changes what Medicare pays for professional services, after the "
    "patient's share and before sequestration. Drugs, tests and equipment are spared. Nobody's bill.",
    authority=_QUALITY,
    answer=Answer("reduce", "CO", "237", ("N807",)),
    action="Write it off as an adjustment of its own; the score is disputed with the program, not with the claim.",
    stage="benefits",
    check=_quality_lowers,
)
QUALITY_RAISES: Rule[SettledLine] = Rule(
    id="quality-program-increase",
    title="A quality program raises the payment",
    meaning="The same score, above what was asked for: a negative adjustment, which is paid on top.",
    authority=_QUALITY,
    answer=Answer("reduce", "CO", "144", ("N807",)),
    action="Post it as it stands: the payment is higher than allowed less the patient's share, and that is no mistake.",
    stage="benefits",
    check=_quality_raises,
)
SEQUESTRATION: Rule[SettledLine] = Rule(
    id="sequestration",
    title="Federal sequestration",
    meaning="Two percent off what Medicare would pay, after the patient's share. Nobody's bill.",
    authority="Budget Control Act of 2011, 2 U.S.C. 901a; First Coast sequestration page",
    answer=Answer("reduce", "CO", "253"),
    action="Write it off as an adjustment of its own; it is no denial.",
    stage="benefits",
    check=_sequestration,
)

MONEY_RULES: tuple[tuple[Rule[SettledLine], Callable[[SettledLine], Money]], ...] = (
    (CONTRACT_DISCOUNT, lambda at: at.discount),
    (BALANCE_BILL, lambda at: at.discount - at.above_limit),
    (LIMITING_CHARGE, lambda at: at.above_limit),
    (NEGOTIATED, lambda at: at.discount),
    (ALLOWED_ABOVE_CHARGE, lambda at: at.discount),
    (MULTIPLE_PROCEDURES, lambda at: at.reduction),
    (THERAPY_REDUCED, lambda at: at.reduction),
    (TESTS_REDUCED, lambda at: at.reduction),
    (PRIOR_PAYER, lambda at: at.prior),
    (DEDUCTIBLE, lambda at: at.deductible),
    (COINSURANCE, lambda at: at.coinsurance),
    (COPAY, lambda at: at.copay),
    (DOLLAR_LIMIT, lambda at: at.over_limit),
    (QUALITY_LOWERS, lambda at: at.quality),
    (QUALITY_RAISES, lambda at: at.quality),
    (SEQUESTRATION, lambda at: at.sequestration),
    (PATIENTS_SEQUESTRATION, lambda at: at.sequestration),
    (PAID_TO_PATIENT, lambda at: at.to_patient),
    (QUALIFYING_AMOUNT, lambda at: ZERO),
    (CHARGE_BELOW, lambda at: ZERO),
    (PROTECTED_EMERGENCY, lambda at: ZERO),
    (PROTECTED_FACILITY, lambda at: ZERO),
)
"""The rules in the order in which a remittance shows their adjustments, with the amount of each."""
