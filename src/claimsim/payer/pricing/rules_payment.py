"""What comes off a payment at the end, and a payment that goes to the patient."""

from claimsim.model.money import ZERO
from claimsim.payer.pricing.settlement import MoneyRule, SettledLine
from claimsim.rules import Answer, Rule


def _assistant(at: SettledLine) -> str | None:
    if at.assistant <= ZERO:
        return None
    return f"{at.assistant:.2f} off what would have been paid: therapy by an assistant"


def _quality_lowers(at: SettledLine) -> str | None:
    return f"{at.quality:.2f} off what would have been paid" if at.quality > ZERO else None


def _quality_raises(at: SettledLine) -> str | None:
    return f"{-at.quality:.2f} on top of what would have been paid" if at.quality < ZERO else None


def _sequestration(at: SettledLine) -> str | None:
    if not at.sequestration or at.to_patient:
        return None
    return f"{at.sequestration:.2f} off the payment of {at.paid + at.sequestration:.2f}"


def _patients_sequestration(at: SettledLine) -> str | None:
    return f"{at.sequestration:.2f} off what the patient was paid" if at.sequestration and at.to_patient else None


def _paid_to_patient(at: SettledLine) -> str | None:
    return f"{at.to_patient:.2f} was paid to the patient" if at.to_patient else None


_QUALITY = (
    "NGS Medicare article 4797338 (CO-237 or CO-144 with N807); Palmetto GBA, payment adjustment reminders "
    "(2024-12-11): before sequestration"
)
THERAPY_ASSISTANT: Rule[SettledLine] = Rule(
    id="therapy-assistant",
    title="Therapy by an assistant is paid less",
    meaning="For therapy given wholly or partly by an assistant (CQ, CO) Medicare pays 85 percent of what it would. "
    "The patient's share stays that of the full fee, so that the practice has 88 percent of it in all.",
    authority="Social Security Act 1834(v), cms.gov billing examples using CQ and CO; 88 percent: WebPT, CQ and CO "
    "modifiers revisited, and pt-management.com; N851 at mdclarity.com. No page names the reason code: 45 by its "
    "meaning (a fee arrangement set by law)",
    answer=Answer("reduce", "CO", "45", ("N851",)),
    action="Write it off. If no assistant gave more than a tenth of the unit, the coder takes CQ or CO off, and the "
    "claim is corrected.",
    stage="benefits",
    check=_assistant,
    verified=False,
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
PATIENTS_SEQUESTRATION: Rule[SettledLine] = Rule(
    id="sequestration-of-the-patients-payment",
    title="Sequestration off what the patient is paid",
    meaning="Two per cent come off the patient's payment too. The limiting charge does not fall with it: the patient "
    "owes it all the same.",
    authority="First Coast, federal sequestration payment reductions (253; payments to beneficiaries for unassigned "
    "claims, too); Noridian, sequestration; Palmetto GBA, payment adjustment reminders (2024-12-11). No page names the "
    "group: PR because the patient owes the whole limiting charge",
    answer=Answer("reduce", "PR", "253"),
    action="Bill the patient the charge up to the limiting charge.",
    stage="benefits",
    check=_patients_sequestration,
    verified=False,
)
PAID_TO_PATIENT: Rule[SettledLine] = Rule(
    id="paid-to-patient",
    title="Without assignment the patient is paid",
    meaning="Nothing comes to the practice. The patient has the payment, and owes the practice all up to the limiting "
    "charge.",
    authority="42 CFR 424.55; published example D-08; CARC 100 in X12's list of 2026-08-17",
    answer=Answer("reduce", "PR", "100"),
    action="Bill the patient the charge up to the limiting charge.",
    stage="benefits",
    check=_paid_to_patient,
)

RULES: tuple[MoneyRule, ...] = (
    (THERAPY_ASSISTANT, lambda at: at.assistant),
    (QUALITY_LOWERS, lambda at: at.quality),
    (QUALITY_RAISES, lambda at: at.quality),
    (SEQUESTRATION, lambda at: at.sequestration),
    (PATIENTS_SEQUESTRATION, lambda at: at.sequestration),
    (PAID_TO_PATIENT, lambda at: at.to_patient),
)
