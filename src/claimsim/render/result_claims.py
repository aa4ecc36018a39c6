"""The claims and remittances of a result."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from typing_extensions import TypedDict

from claimsim.case.events import (
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimSubmitted,
    Event,
    LetterWritten,
    RemittanceReceived,
    SyntaxAcknowledged,
)
from claimsim.model.claim import Claim
from claimsim.model.money import dollars
from claimsim.model.remittance import Adjustment, Remittance, RemittanceClaim, RemittanceLine

ClaimStatusWord = Literal[
    "built", "submitted", "accepted", "rejected", "refused", "paid", "denied", "denied_in_part", "unprocessable",
    "not_recognized", "reversed",
]  # fmt: skip
"""How far a claim came: the last of these that is true of it."""


class ClaimLineItem(TypedDict):
    """A service line."""

    line: int
    code: str
    modifiers: list[str]
    units: int
    charge: str
    diagnosis_pointers: list[int]


class RejectionItem(TypedDict):
    """Why a claim was turned away before anybody adjudicated it; a 999 has no category and no rule."""

    category: str
    status: str
    entity: str
    text: str
    rule: str


class ClaimItem(TypedDict):
    """One claim that was sent; a claim that the payer reopened stands here again with its new content."""

    claim_id: str
    payer: str
    frequency: str
    submitted_on: str | None
    status: ClaimStatusWord
    payer_claim_control_number: str
    original_reference: str
    charge: str
    diagnoses: list[str]
    place_of_service: str
    rejections: list[RejectionItem]
    lines: list[ClaimLineItem]


class AdjustmentItem(TypedDict):
    """A CAS entry with the rule that answered it."""

    group: str
    carc: str
    amount: str
    rule: str


class RemittanceLineItem(TypedDict):
    """How a line was answered."""

    line: int
    code: str
    modifiers: list[str]
    units: int
    charge: str
    allowed: str
    paid: str
    denied: bool
    adjustments: list[AdjustmentItem]
    remarks: list[str]


class RemittanceItem(TypedDict):
    """One claim of a remittance; `status` is its outcome in a word, `status_code` CLP02."""

    claim_id: str
    payer: str
    payer_claim_control_number: str
    status: str
    status_code: str
    paid_on: str
    trace_number: str
    charge: str
    paid: str
    patient_responsibility: str
    adjustments: list[AdjustmentItem]
    remarks: list[str]
    lines: list[RemittanceLineItem]


class _Sent(Struct):
    """A claim on its way, while the events are read."""

    claim: Claim
    status: ClaimStatusWord
    number: str = ""
    rejections: tuple[RejectionItem, ...] = ()


def claims_of(events: Sequence[Event]) -> list[ClaimItem]:
    """All claims in the order in which they were built, each with how far it came."""
    claims: list[_Sent] = []
    for event in events:
        match event:
            case ClaimBuilt(claim=claim):
                claims.append(_Sent(claim, "submitted" if claim.submitted_on else "built"))
            case ClaimSubmitted(claim=claim):
                sent = _latest(claims, claim.claim_id)
                sent.claim, sent.status = claim, "submitted"
            case SyntaxAcknowledged(acknowledgement=syntax) if not syntax.accepted:
                sent = _latest(claims, syntax.claim_id)
                sent.status, sent.rejections = "rejected", tuple(_syntax_error(error) for error in syntax.errors)
            case ClaimAcknowledged():
                _acknowledge(_latest(claims, event.acknowledgement.claim_id), event)
            case LetterWritten(refused_claim=refused) if refused:
                _latest(claims, refused).status = "refused"
            case RemittanceReceived(remittance=remittance):
                for answer in remittance.claims:
                    _answer(claims, answer)
    return [_claim_item(sent) for sent in claims]


def _latest(claims: list[_Sent], claim_id: str) -> _Sent:
    return next(sent for sent in reversed(claims) if sent.claim.claim_id == claim_id)


def _acknowledge(sent: _Sent, event: ClaimAcknowledged) -> None:
    answer = event.acknowledgement
    sent.status = "accepted" if answer.accepted else "rejected"
    sent.number = answer.payer_claim_control_number
    if not answer.accepted:
        sent.rejections = tuple(
            {"category": s.category, "status": s.status, "entity": s.entity, "text": s.text, "rule": s.rule}
            for s in answer.statuses
        )


def _answer(claims: list[_Sent], answer: RemittanceClaim) -> None:
    number = answer.payer_claim_control_number
    if answer.is_reversal:
        for sent in claims:
            if sent.claim.payer == answer.payer and sent.number == number:
                sent.status = "reversed"
        return
    sent = _latest(claims, answer.claim_id)
    sent.number = number
    match answer.outcome:
        case "paid" | "denied" | "denied_in_part" | "unprocessable" | "not_recognized" as word:
            sent.status = word


def _syntax_error(error: str) -> RejectionItem:
    return {"category": "", "status": "", "entity": "", "text": error, "rule": ""}


def _claim_item(sent: _Sent) -> ClaimItem:
    claim = sent.claim
    return {
        "claim_id": claim.claim_id,
        "payer": claim.payer,
        "frequency": claim.frequency,
        "submitted_on": claim.submitted_on.isoformat() if claim.submitted_on else None,
        "status": sent.status,
        "payer_claim_control_number": sent.number,
        "original_reference": claim.original_reference,
        "charge": dollars(claim.charge),
        "diagnoses": list(claim.diagnoses),
        "place_of_service": claim.place_of_service,
        "rejections": list(sent.rejections),
        "lines": [
            {
                "line": line.number,
                "code": line.code,
                "modifiers": list(line.modifiers),
                "units": line.units,
                "charge": dollars(line.charge),
                "diagnosis_pointers": list(line.diagnosis_pointers),
            }
            for line in claim.lines
        ],
    }


def remittances_of(events: Sequence[Event]) -> list[RemittanceItem]:
    """Every claim of every remittance, in the order in which they came."""
    return [
        _remittance_item(event.remittance, answer)
        for event in events
        if isinstance(event, RemittanceReceived)
        for answer in event.remittance.claims
    ]


def _remittance_item(remittance: Remittance, answer: RemittanceClaim) -> RemittanceItem:
    return {
        "claim_id": answer.claim_id,
        "payer": answer.payer,
        "payer_claim_control_number": answer.payer_claim_control_number,
        "status": answer.outcome,
        "status_code": answer.status_code,
        "paid_on": remittance.paid_on.isoformat(),
        "trace_number": remittance.trace_number,
        "charge": dollars(answer.charge),
        "paid": dollars(answer.paid),
        "patient_responsibility": dollars(answer.patient_responsibility),
        "adjustments": [_adjustment(a) for a in answer.adjustments],
        "remarks": list(answer.remarks),
        "lines": [_line(line) for line in answer.lines],
    }


def _line(line: RemittanceLine) -> RemittanceLineItem:
    return {
        "line": line.line,
        "code": line.code,
        "modifiers": list(line.modifiers),
        "units": line.units,
        "charge": dollars(line.charge),
        "allowed": dollars(line.allowed),
        "paid": dollars(line.paid),
        "denied": line.denied,
        "adjustments": [_adjustment(a) for a in line.adjustments],
        "remarks": list(line.remarks),
    }


def _adjustment(adjustment: Adjustment) -> AdjustmentItem:
    return {
        "group": adjustment.group,
        "carc": adjustment.carc,
        "amount": dollars(adjustment.amount),
        "rule": adjustment.rule,
    }
