"""Medicare's fees from the shipped tables: which schedule prices a code, and where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING

import pytest

from claimsim.fees import medicare_amount, unit_fee
from claimsim.model.claim import FeeFacts

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

ILLINOIS = ("06102", "99")
ALABAMA = ("10112", "00")
DAY = date(2025, 3, 14)


def facts(
    code: str, *modifiers: str, units: int = 1, place: str = "11", locality: tuple[str, str] = ILLINOIS, on: date = DAY
) -> FeeFacts:
    """What pricing needs, of an office in Illinois unless told otherwise."""
    return FeeFacts(code, modifiers, units, on, place, locality)


@pytest.mark.parametrize(
    ("given", "schedule", "amount"),
    [
        (facts("83036"), "laboratory", "9.71"),
        (facts("82306"), "laboratory", "29.60"),
        # Ten milligrams are a unit: 0.898 a unit, four units.
        (facts("J3301", units=4), "drug", "3.59"),
        # Palmetto GBA, 2025 vaccine administration, Alabama.
        (facts("G0008", locality=ALABAMA), "local", "30.74"),
    ],
)
def test_each_schedule_prices_its_codes(desk: Desk, given: FeeFacts, schedule: str, amount: str) -> None:
    found = unit_fee(
        given.code, given.modifiers, given.date_of_service, given.place_of_service, given.locality, desk.tables
    )
    assert found is not None
    assert found.schedule == schedule
    assert medicare_amount(given, desk.tables) == D(amount)


def test_the_place_of_service_chooses_the_practice_expense(desk: Desk) -> None:
    office = medicare_amount(facts("99214"), desk.tables)
    hospital = medicare_amount(facts("99214", place="22"), desk.tables)
    home_by_video = medicare_amount(facts("99214", place="10"), desk.tables)
    assert office is not None
    assert hospital is not None
    assert hospital < office == home_by_video


def test_components_of_an_x_ray_add_up(desk: Desk) -> None:
    parts = [medicare_amount(facts("71046", *modifiers), desk.tables) for modifiers in ((), ("26",), ("TC",))]
    whole, professional, technical = parts
    assert whole is not None
    assert professional is not None
    assert technical is not None
    assert abs(whole - professional - technical) <= D("0.01")


def test_an_incomplete_colonoscopy_has_a_price_of_its_own(desk: Desk) -> None:
    complete, incomplete = (medicare_amount(facts("45378", *m), desk.tables) for m in ((), ("53",)))
    assert complete is not None
    assert incomplete is not None
    assert incomplete < complete


@pytest.mark.parametrize(
    "given",
    [
        facts("G0008"),  # no contractor price for Illinois is loaded
        facts("99213", on=date(2022, 3, 14)),  # no schedule of that year is loaded
        facts("99213", locality=("00000", "00")),
        facts("99000"),  # status B carries no relative values
    ],
)
def test_what_no_schedule_prices_has_no_amount(desk: Desk, given: FeeFacts) -> None:
    assert medicare_amount(given, desk.tables) is None
