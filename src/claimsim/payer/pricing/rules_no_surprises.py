"""Remarks of the No Surprises Act: on what amount the share was worked out, and why the patient is protected."""

from claimsim.model.money import ZERO
from claimsim.payer.pricing.settlement import MoneyRule, SettledLine
from claimsim.rules import Answer, Rule


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


_POST = "Post it; nothing is to be done."
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

RULES: tuple[MoneyRule, ...] = (
    (QUALIFYING_AMOUNT, lambda at: ZERO),
    (CHARGE_BELOW, lambda at: ZERO),
    (PROTECTED_EMERGENCY, lambda at: ZERO),
    (PROTECTED_FACILITY, lambda at: ZERO),
)
