"""Medicare's fee for one code: physician, laboratory, drug, contractor-priced and equipment schedules.

Physician fee schedule: 42 CFR 414.20 to 414.30; CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12,
section 20.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from claimsim.code_tables.rows import GeographicIndex, PhysicianFee
from claimsim.code_tables.tables import CodeTables
from claimsim.model.money import ZERO, Money, cents, percent

Schedule = Literal["physician", "laboratory", "drug", "local", "equipment"]

NON_PARTICIPATING_PERCENT = Decimal(95)
"""What a non-participating supplier is allowed of the physician fee schedule (42 CFR 414.20(b))."""
LIMITING_PERCENT = Decimal(115)
"""Of what a non-participating supplier is allowed, as its most for an unassigned service (42 CFR 414.48(b))."""
_WITH_COMPONENT_RULES = frozenset({"4", "6", "7"})


class UnitFee(Struct, frozen=True):
    """The fee of one unit: dollars, unrounded for drugs.

    `row` is the physician fee schedule's, where it is that schedule. `expense` is the practice expense in the fee and
    `exact` the fee, both unrounded; `technical` and `professional` are its components where a multiple-procedure rule
    looks at them (indicators 4, 6 and 7). `component` is the row that was priced: 26, TC, 53, or none for the whole
    service.
    """

    amount: Decimal
    schedule: Schedule
    row: PhysicianFee | None = None
    expense: Decimal = ZERO
    exact: Decimal = ZERO
    technical: Money = ZERO
    professional: Money = ZERO
    component: str = ""

    def less_expense(self, cut: Decimal) -> Money:
        """Dollars that a part (0 to 1) of the practice expense takes off; the lower fee is rounded by itself."""
        return self.amount - cents(self.exact - self.expense * cut)


class OwnFactor(NamedTuple):
    """A contract's own conversion factor on Medicare's relative values, with or without the geographic indices."""

    conversion_factor: Decimal
    geographic: bool = True


def relative_value_amount(
    row: PhysicianFee, index: GeographicIndex, conversion_factor: Decimal, *, facility: bool
) -> Money:
    """(work x GPCI + practice expense x GPCI + malpractice x GPCI) x conversion factor, to the cent."""
    return cents(_exact_amount(row, index, conversion_factor, facility=facility))


def _exact_amount(row: PhysicianFee, index: GeographicIndex, factor: Decimal, *, facility: bool) -> Decimal:
    expense = row.pe_rvu_facility if facility else row.pe_rvu_nonfacility
    units = row.work_rvu * index.work + expense * index.pe + row.mp_rvu * index.mp
    return units * factor


def limiting_charge(fee: Money) -> Money:
    """The most that a non-participating supplier may charge for an unassigned service, dollars.

    115 percent of the non-participating amount, which is 95 percent of the fee (42 CFR 414.48(b)): 109.25 for 100.00.
    """
    return percent(percent(fee, NON_PARTICIPATING_PERCENT), LIMITING_PERCENT)


def unit_fee(
    code: str,
    modifiers: tuple[str, ...],
    on: date,
    place: str,
    locality: tuple[str, str],
    tables: CodeTables,
    own: OwnFactor | None = None,
) -> UnitFee | None:
    """Medicare's fee for one unit of a code, or None where no loaded schedule has one.

    `own` puts a contract's conversion factor in the place of Medicare's for the physician fee schedule.

    A row of the physician fee schedule with relative values counts whatever its status: Medicare itself pays only
    some statuses, but other payers price, say, preventive visits on those values. Whether Medicare pays is a rule.
    """
    physician = _physician_fee(code, modifiers, on, place, locality, tables, own)
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


def _physician_fee(
    code: str,
    modifiers: tuple[str, ...],
    on: date,
    place: str,
    locality: tuple[str, str],
    tables: CodeTables,
    own: OwnFactor | None,
) -> UnitFee | None:
    component = next((m for m in modifiers if m in ("26", "TC", "53")), "")
    row = tables.physician_fee(code, component, on) or tables.physician_fee(code, "", on)
    index = tables.geographic_index(*locality, on)
    factor = _factor(on, tables, own)
    if own is not None and not own.geographic:
        index = _NO_INDEX
    if row is None or index is None or factor is None:
        return None
    site = tables.place_of_service(place, on)
    facility = site is not None and site.setting == "facility"
    exact = _exact_amount(row, index, factor, facility=facility)
    amount = cents(exact)
    if not amount:
        return None
    expense = (row.pe_rvu_facility if facility else row.pe_rvu_nonfacility) * index.pe * factor
    technical = professional = ZERO
    if row.multiple_procedure in _WITH_COMPONENT_RULES:
        technical, professional = (
            ZERO if part is None else relative_value_amount(part, index, factor, facility=facility)
            for part in (_part(code, name, row, on, tables) for name in ("TC", "26"))
        )
    return UnitFee(amount, "physician", row, expense, exact, technical, professional, row.modifier)


_NO_INDEX = GeographicIndex("", "", "", "none", Decimal(1), Decimal(1), Decimal(1), None, None)


def _factor(on: date, tables: CodeTables, own: OwnFactor | None) -> Decimal | None:
    if own is not None:
        return own.conversion_factor
    row = tables.conversion_factor(on)
    return None if row is None else row.conversion_factor


def _part(code: str, name: str, row: PhysicianFee, on: date, tables: CodeTables) -> PhysicianFee | None:
    """The row of a component that is in the priced one: both are in the whole service."""
    return tables.physician_fee(code, name, on) if row.modifier in ("", name) else None


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
