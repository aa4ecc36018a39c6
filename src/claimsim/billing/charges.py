"""Charge entry: each coded service gets its charge from the practice's charge master."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.fees import medicare_amount
from claimsim.model.claim import FeeFacts
from claimsim.model.codes import CodedService
from claimsim.model.money import HUNDRED, ZERO, Money, cents
from claimsim.model.practice import Practice

REPORTING = "reporting"
"""The category of codes that are on a claim to report something, and are not paid."""


class ChargeLine(Struct, frozen=True):
    """A coded service with its charge in dollars for all units, and where the charge comes from."""

    code: str
    description: str
    modifiers: tuple[str, ...]
    units: int
    diagnosis_pointers: tuple[int, ...]
    unit_charge: Money
    charge: Money
    source: str
    minutes: int | None = None
    ndc: str = ""


def enter_charges(
    services: tuple[CodedService, ...], practice: Practice, on: date, place_of_service: str, tables: CodeTables
) -> tuple[ChargeLine, ...]:
    """The services with their charges, in the order in which they were coded."""
    return tuple(_charge_line(service, practice, on, place_of_service, tables) for service in services)


def _charge_line(
    service: CodedService, practice: Practice, on: date, place_of_service: str, tables: CodeTables
) -> ChargeLine:
    unit_charge, source = unit_charge_of(service.code, practice, on, place_of_service, tables)
    return ChargeLine(
        code=service.code,
        description=service.description,
        modifiers=service.modifiers,
        units=service.units,
        diagnosis_pointers=service.diagnosis_pointers,
        unit_charge=unit_charge,
        charge=cents(unit_charge * service.units * _share_of_charge(service.modifiers)),
        source=source,
        minutes=service.minutes,
        ndc=service.ndc,
    )


def _share_of_charge(modifiers: tuple[str, ...]) -> Decimal:
    """Both sides on one line are charged twice; every other line at its list price."""
    return Decimal(2) if "50" in modifiers else Decimal(1)


def unit_charge_of(
    code: str, practice: Practice, on: date, place_of_service: str, tables: CodeTables
) -> tuple[Money, str]:
    """The list price of one unit in dollars, and its source in words.

    A code that only reports something (99024) has no charge: what it tells of is paid with another service.
    A code with no price of its own is charged at the practice's percentage of the Medicare amount, rounded up as the
    charge master says; 0.00 where Medicare has no amount either, which the scrubber will stop.
    """
    master = practice.charge_master
    listed = master.charges.get(code)
    if listed is not None:
        return cents(listed), "charge master"
    if any(row.category == REPORTING for row in tables.procedure_rows(code)):
        return ZERO, "reported at no charge"
    facts = FeeFacts(code, (), 1, on, place_of_service, (practice.locality.mac, practice.locality.locality))
    amount = medicare_amount(facts, tables)
    if amount is None or amount == ZERO:
        return ZERO, "no price in the charge master, and Medicare has none to go by"
    raw = amount * master.percent_of_medicare / HUNDRED
    steps = (raw / master.round_up_to).to_integral_value(ROUND_CEILING)
    return cents(steps * master.round_up_to), f"{master.percent_of_medicare.normalize():f} % of the Medicare amount"
