"""Medicare's fee for one code: physician, laboratory, drug, contractor-priced and equipment schedules.

Physician fee schedule: 42 CFR 414.20 to 414.30; CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12,
section 20.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from claimsim.code_tables.rows import GeographicIndex, PhysicianFee
from claimsim.code_tables.tables import CodeTables
from claimsim.model.claim import FeeFacts
from claimsim.model.money import Money, cents, percent

Schedule = Literal["physician", "laboratory", "drug", "local", "equipment"]

BILATERAL_PERCENT = {"1": Decimal(150), "3": Decimal(200)}
"""What modifier 50 pays by the bilateral indicator; the others pay one fee (published example PAY-06)."""
_ASSISTANT_PERCENT = {"80": Decimal(16), "82": Decimal(16), "81": Decimal(16), "AS": Decimal("13.6")}
"""42 CFR 414.40(b)(2) and 414.52, 414.56: 16 per cent, and 85 per cent of that for a physician assistant."""


class UnitFee(Struct, frozen=True):
    """The fee of one unit: dollars, unrounded for drugs. `row` is the physician fee schedule's, where it is that
    schedule."""

    amount: Decimal
    schedule: Schedule
    row: PhysicianFee | None = None


def relative_value_amount(
    row: PhysicianFee, index: GeographicIndex, conversion_factor: Decimal, *, facility: bool
) -> Money:
    """(work x GPCI + practice expense x GPCI + malpractice x GPCI) x conversion factor, to the cent."""
    expense = row.pe_rvu_facility if facility else row.pe_rvu_nonfacility
    units = row.work_rvu * index.work + expense * index.pe + row.mp_rvu * index.mp
    return cents(units * conversion_factor)


def unit_fee(
    code: str, modifiers: tuple[str, ...], on: date, place: str, locality: tuple[str, str], tables: CodeTables
) -> UnitFee | None:
    """Medicare's fee for one unit of a code, or None where no loaded schedule has one.

    A row of the physician fee schedule with relative values counts whatever its status: Medicare itself pays only
    some statuses, but other payers price, say, preventive visits on those values. Whether Medicare pays is a rule.
    """
    physician = _physician_fee(code, modifiers, on, place, locality, tables)
    if physician is not None:
        return physician
    laboratory = _laboratory_fee(code, modifiers, on, tables)
    if laboratory is not None:
        return UnitFee(laboratory, "laboratory")
    drug = tables.drug_fee(code, on)
    if drug is not None:
        return UnitFee(drug.payment_limit, "drug")
    local = tables.local_fee(code, *locality, on)
    if local is not None:
        return UnitFee(local.fee, "local")
    return _equipment_fee(code, modifiers, on, locality, tables)


def line_fee(fee: UnitFee, modifiers: tuple[str, ...], units: int) -> Money:
    """The fee of all units of a line, with modifier 50, assistant at surgery and modifier 78 taken in, to the cent."""
    amount = cents(fee.amount * units)
    if fee.row is None:
        return amount
    if "50" in modifiers:
        amount = percent(amount, BILATERAL_PERCENT.get(fee.row.bilateral, Decimal(100)))
    assistant = next((_ASSISTANT_PERCENT[m] for m in modifiers if m in _ASSISTANT_PERCENT), None)
    if assistant is not None:
        return percent(amount, assistant)
    # Pub. 100-04 chapter 12, 40.4: a return to the operating room pays the intra-operative part only.
    if "78" in modifiers and fee.row.intraop:
        return cents(amount * fee.row.intraop)
    return amount


def medicare_amount(facts: FeeFacts, tables: CodeTables) -> Money | None:
    """Medicare's fee for a line taken by itself, dollars; None where no loaded schedule prices the code.

    No charge, no other line and no clinician's percentage is looked at.
    """
    fee = unit_fee(facts.code, facts.modifiers, facts.date_of_service, facts.place_of_service, facts.locality, tables)
    return None if fee is None else line_fee(fee, facts.modifiers, facts.units)


def _physician_fee(
    code: str, modifiers: tuple[str, ...], on: date, place: str, locality: tuple[str, str], tables: CodeTables
) -> UnitFee | None:
    component = next((m for m in modifiers if m in ("26", "TC", "53")), "")
    row = tables.physician_fee(code, component, on) or tables.physician_fee(code, "", on)
    index = tables.geographic_index(*locality, on)
    factor = tables.conversion_factor(on)
    if row is None or index is None or factor is None:
        return None
    site = tables.place_of_service(place, on)
    facility = site is not None and site.setting == "facility"
    amount = relative_value_amount(row, index, factor.conversion_factor, facility=facility)
    return UnitFee(amount, "physician", row) if amount else None


def _laboratory_fee(code: str, modifiers: tuple[str, ...], on: date, tables: CodeTables) -> Money | None:
    # The schedule prints a row of its own for a waived test; where it has none the plain row is the price.
    waived = tables.laboratory_fee(code, "QW", on) if "QW" in modifiers else None
    row = waived or tables.laboratory_fee(code, "", on)
    return None if row is None else row.fee


def _equipment_fee(
    code: str, modifiers: tuple[str, ...], on: date, locality: tuple[str, str], tables: CodeTables
) -> UnitFee | None:
    index = tables.geographic_index(*locality, on)
    if index is None:
        return None
    row = tables.equipment_fee(code, modifiers, index.state, on)
    return None if row is None else UnitFee(row.fee, "equipment")
