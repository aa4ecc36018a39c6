"""Anesthesia: base units and time units, times a conversion factor of its own.

ASA, Anesthesia Payment Basics 3 (Medicare and Medicaid count time units to one decimal, some commercial
payers in whole units); Palmetto GBA, Anesthesia: Base & Time Units (two decimals). So the precision is a term.
"""

from decimal import ROUND_HALF_UP, Decimal

from claimsim.model.money import Money, cents


def time_units(minutes: int, *, minutes_per_unit: int = 15, decimals: int = 1) -> Decimal:
    """Time units for minutes of anesthesia, half-up to so many decimals (129 minutes: 8.6, in whole units 9)."""
    return (Decimal(minutes) / minutes_per_unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def anesthesia_amount(base_units: Decimal, time: Decimal, conversion_factor: Decimal) -> Money:
    """(base units + time units) x conversion factor, dollars to the cent."""
    return cents((base_units + time) * conversion_factor)
