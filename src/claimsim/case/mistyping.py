"""Slips of the hand when a claim is keyed: one field of the claim says something else than the record.

A claim that is built again is built from the record, so a slip goes away when somebody works what it caused.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.claim import Claim, ClaimLine, ProviderOnClaim

ClaimField = Literal[
    "member_id", "patient_last", "patient_first", "patient_birth_date", "billing_npi", "billing_tax_id",
    "rendering_npi", "rendering_taxonomy", "place_of_service", "diagnoses", "frequency", "original_reference",
    "authorization_number", "referral_number", "clia_number", "sequence", "ordering_npi", "ordering_name",
    "referring_npi", "referring_name", "accident_day", "accident_state", "attachments", "patient_sex",
    "initial_treatment_date",
]  # fmt: skip
LineField = Literal[
    "code", "modifiers", "units", "minutes", "charge", "pointers", "date_of_service", "ndc", "prior_paid"
]  # fmt: skip
CLAIM_FIELDS: tuple[str, ...] = get_args(ClaimField)
LINE_FIELDS: tuple[str, ...] = get_args(LineField)


class Slip(Struct, frozen=True):
    """One field keyed wrong: on the line with this code, or on the claim. `value` is as it was keyed."""

    field: str
    value: str
    line: str = ""


def fault_of(slip: Slip) -> str | None:
    """Why the slip cannot be made, in words; None when it can."""
    if slip.field in LINE_FIELDS and not slip.line:
        return f"{slip.field} stands on a line: say which, by its code"
    if slip.field in CLAIM_FIELDS and slip.line:
        return f"{slip.field} stands on the claim, not on a line"
    try:
        _PARSE.get(slip.field, str)(slip.value)
    except (ValueError, InvalidOperation):
        return f"{slip.value} cannot be keyed as {slip.field.replace('_', ' ')}"
    return None


def with_slip(claim: Claim, slip: Slip) -> Claim:
    """The claim as it was keyed. A line that is not on the claim is left alone."""
    value = _PARSE.get(slip.field, str)(slip.value)
    if slip.field == "prior_paid":
        return _prior_paid(claim, slip.line, value)
    if slip.field in LINE_FIELDS:
        lines = tuple(_line_with(line, slip.field, value) if line.code == slip.line else line for line in claim.lines)
        return replace(claim, lines=lines)
    if slip.field == "place_of_service":
        lines = tuple(replace(line, place_of_service=value) for line in claim.lines)
        return replace(claim, place_of_service=value, lines=lines)
    part, _, field = slip.field.partition("_")
    if part == "patient":
        return replace(claim, patient=replace(claim.patient, **{field: value}))
    if part == "accident":
        held = claim.accident
        return claim if held is None else replace(claim, accident=replace(held, **{field: value}))
    if part in ("billing", "rendering", "ordering", "referring"):
        provider = getattr(claim, f"{part}_provider") or ProviderOnClaim("", "", "")
        return replace(claim, **{f"{part}_provider": replace(provider, **{field: value})})
    return replace(claim, **{slip.field: value})


def _line_with(line: ClaimLine, field: str, value: Any) -> ClaimLine:
    return replace(line, **{"diagnosis_pointers" if field == "pointers" else field: value})


def _prior_paid(claim: Claim, code: str, value: Decimal) -> Claim:
    """What the last earlier payer paid on the lines with this code, as it was keyed from the remittance."""
    if not claim.prior_payers:
        return claim
    numbers = {line.number for line in claim.lines if line.code == code}
    *before, last = claim.prior_payers
    lines = tuple(
        (number, value if number in numbers else paid, adjustments) for number, paid, adjustments in last.lines
    )
    return replace(claim, prior_payers=(*before, replace(last, lines=lines)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in _words(text))


def _frequency(text: str) -> str:
    if text not in ("1", "7", "8"):
        raise ValueError(text)
    return text


def _sequence(text: str) -> str:
    if text not in ("P", "S", "T"):
        raise ValueError(text)
    return text


def _sex(text: str) -> str:
    if text not in ("F", "M", "U"):
        raise ValueError(text)
    return text


def _day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _minutes_or_none(text: str) -> int | None:
    return int(text) if text else None


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():  # Decimal reads NaN
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


_PARSE: dict[str, Callable[[str], Any]] = {
    "units": int,
    "minutes": _minutes_or_none,
    "charge": _amount,
    "prior_paid": _amount,
    "pointers": _numbers,
    "date_of_service": date.fromisoformat,
    "patient_birth_date": date.fromisoformat,
    "modifiers": _words,
    "diagnoses": _words,
    "attachments": _words,
    "frequency": _frequency,
    "sequence": _sequence,
    "accident_day": _day_or_none,
    "initial_treatment_date": _day_or_none,
    "patient_sex": _sex,
}
