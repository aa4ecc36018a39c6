"""What may be asserted of claims, remittances, decisions, the statement and the balances."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from claimsim.case.script import BillerAction, BillerPrompt
from claimsim.model.people import FileModel

from .codes import LineExpectation, ServicesMatch
from .matchers import (
    LEFT_TO_RIGHT,
    DateMatch,
    DiagnosesMatch,
    ListMatch,
    NoEntries,
    NumberMatch,
    OneWay,
    ServiceMatch,
    TextMatch,
    unsaid,
)

ClaimStatus = Literal[
    "built", "submitted", "accepted", "rejected", "refused", "paid", "denied", "denied_in_part", "reversed",
    "unprocessable", "not_recognized",
]  # fmt: skip
RemittanceStatus = Literal["paid", "denied", "denied_in_part", "reversal", "unprocessable", "not_recognized"]
Prompt = BillerPrompt
EligibilityStatus = Literal["active", "inactive", "not_found", "mismatch", "not_checked"]
SpokenAdjustment = Annotated[
    str,
    StringConstraints(pattern=r"^(CO|PR|OA|PI)-[A-Z]?\d{1,3}( -?\d+\.\d{2})?$"),
    Field(examples=["CO-45", "CO-45 12.34"]),
]


class AnyClaimStatus(FileModel):
    """One of several statuses of a claim."""

    any_of: tuple[ClaimStatus, ...]


class AnyRemittanceStatus(FileModel):
    """One of several answers."""

    any_of: tuple[RemittanceStatus, ...]


class AnyAction(FileModel):
    """One of several actions."""

    any_of: tuple[BillerAction, ...]


class AdjustmentExpectation(FileModel):
    """One adjustment: group and reason as they are spoken (CO-45), and perhaps its amount."""

    code: TextMatch
    amount: NumberMatch = unsaid("dollars")


Adjustment = Annotated[SpokenAdjustment | AdjustmentExpectation, LEFT_TO_RIGHT]


class AdjustmentsMatcher(OneWay):
    """The adjustments in other ways than as a complete set."""

    any_of: tuple[tuple[Adjustment, ...], ...] = unsaid("one of these sets")
    at_least: tuple[Adjustment, ...] = unsaid("all of these, and perhaps others")
    lacks: tuple[Adjustment, ...] = unsaid("none of these")


AdjustmentsMatch = Annotated[tuple[Adjustment, ...] | NoEntries | AdjustmentsMatcher, LEFT_TO_RIGHT]


class RemittanceLineExpectation(LineExpectation):
    """A service line of a remittance."""

    allowed: NumberMatch = unsaid("dollars")
    paid: NumberMatch = unsaid("dollars")
    adjustments: AdjustmentsMatch = unsaid("all of them, in any order")
    remarks: ListMatch = unsaid("remark codes, in any order")


class ExactlyRemittanceLines(FileModel):
    """These lines and no others."""

    exactly: tuple[RemittanceLineExpectation, ...]


RemittanceLinesMatch = Annotated[
    tuple[RemittanceLineExpectation, ...] | NoEntries | ExactlyRemittanceLines, LEFT_TO_RIGHT
]


class ClaimExpectation(FileModel):
    """A claim as it left the practice, and what became of it."""

    payer: TextMatch = unsaid("the payer's name")
    frequency: TextMatch = unsaid("1 original, 7 replacement, 8 void")
    status: Annotated[ClaimStatus | AnyClaimStatus, LEFT_TO_RIGHT] = unsaid("what became of it")
    submitted_on: DateMatch = unsaid("the day it was sent")
    claim_id: TextMatch = unsaid("the practice's own number")
    rejections: ListMatch = unsaid("category and status of the 277CA (A7:164), in any order")
    diagnoses: DiagnosesMatch = unsaid("ICD-10-CM codes, all of them, in order")
    place_of_service: TextMatch = unsaid("two digits")
    charge: NumberMatch = unsaid("dollars, the whole claim")
    lines: ServicesMatch = unsaid("service lines; those that are not named are not asserted")


class RemittanceExpectation(FileModel):
    """The payer's answer to one claim."""

    payer: TextMatch = unsaid("the payer's name")
    status: Annotated[RemittanceStatus | AnyRemittanceStatus, LEFT_TO_RIGHT] = unsaid("in a word")
    status_code: TextMatch = unsaid("CLP02: 1, 2, 3, 4, 19 to 22")
    claim_id: TextMatch = unsaid("the practice's own number")
    charge: NumberMatch = unsaid("dollars")
    paid: NumberMatch = unsaid("dollars")
    patient_responsibility: NumberMatch = unsaid("dollars")
    paid_on: DateMatch = unsaid("the day of the payment")
    adjustments: AdjustmentsMatch = unsaid("those of the whole claim, in any order; the lines have their own")
    remarks: ListMatch = unsaid("remark codes of the whole claim, in any order")
    lines: RemittanceLinesMatch = unsaid("service lines; those that are not named are not asserted")


class ActionExpectation(FileModel):
    """A decision of the biller."""

    on: Prompt = unsaid("what it answered")
    action: Annotated[BillerAction | AnyAction, LEFT_TO_RIGHT] = unsaid("what was decided")
    subject: TextMatch = unsaid(
        "what it was about: an edit's id, a line's code, a claim's number; one word of it is enough"
    )
    deadline: DateMatch = unsaid("by when it has to be done")
    date: DateMatch = unsaid("the day it was taken")
    reason: TextMatch = unsaid("why, in the biller's words")
    by: TextMatch = unsaid("reference, script or human")


class EligibilityExpectation(FileModel):
    """What a payer answered about coverage."""

    payer: TextMatch = unsaid("the payer's name")
    status: EligibilityStatus = unsaid("the answer for the date asked about")


class BalancesExpectation(FileModel):
    """Who owes what in the end, dollars."""

    payer: NumberMatch = unsaid("what all payers are still expected to answer for")
    patient: NumberMatch = unsaid("what the patient owes; negative: a refund is due")


class StatementLineExpectation(FileModel):
    """One service on the statement."""

    code: ServiceMatch
    charge: NumberMatch = unsaid("dollars")
    discount: NumberMatch = unsaid("the plan's discount, dollars")
    insurance_paid: NumberMatch = unsaid("dollars")
    patient_owes: NumberMatch = unsaid("dollars")


class StatementExpectation(FileModel):
    """The patient's statement."""

    date: DateMatch = unsaid("the day it was sent")
    due_by: DateMatch = unsaid("the day it is due")
    collected: NumberMatch = unsaid("what was already taken, dollars")
    balance_due: NumberMatch = unsaid("dollars")
    lines: tuple[StatementLineExpectation, ...] = unsaid("lines; those that are not named are not asserted")
