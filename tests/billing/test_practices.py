"""The fictional practices: valid files, synthetic numbers, and a price for what an office does."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claimsim.billing.charges import unit_charge_of
from claimsim.code_tables import CodeTables
from claimsim.diagnostics.validation import load
from claimsim.fees import medicare_amount
from claimsim.model.claim import FeeFacts
from claimsim.model.practice import Practice

FILES = sorted((Path(__file__).parents[2] / "data" / "practices").glob("*.yaml"))
DAY = date(2025, 3, 14)
TABLES = CodeTables.load()
OFFICE = ("em_office", "em_preventive", "wellness", "procedure", "imaging", "laboratory", "vaccine_administration")
LEAST_MULTIPLE = Decimal("1.5")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def practice(request: pytest.FixtureRequest) -> Practice:
    _, value, diagnostics = load(request.param, Practice)
    assert diagnostics == ()
    assert value is not None
    return value


def test_there_are_practices() -> None:
    assert {"lakeside-family", "magnolia-internal"} <= {path.stem for path in FILES}


def test_numbers_are_known_and_nobodys_twice(practice: Practice) -> None:
    npis = [practice.npi, *(provider.npi for provider in practice.providers.values())]
    assert len(npis) == len(set(npis))
    for taxonomy in (practice.taxonomy, *(provider.taxonomy for provider in practice.providers.values())):
        assert TABLES.taxonomy(taxonomy) is not None
    assert TABLES.geographic_index(practice.locality.mac, practice.locality.locality, DAY) is not None


def test_no_number_is_given_to_two_practices() -> None:
    for pattern in (r'npi: "(\d{10})"', r'tax_id: "([\d-]+)"', r"clia: \{number: (\w{10})"):
        found = [number for path in FILES for number in re.findall(pattern, path.read_text(encoding="utf-8"))]
        assert len(found) >= len(FILES) - 1, pattern
        assert sorted(found) == sorted(set(found))


def test_listed_codes_exist_and_are_charged_above_medicare(practice: Practice) -> None:
    locality = (practice.locality.mac, practice.locality.locality)
    for code, charge in practice.charge_master.charges.items():
        assert TABLES.procedure(code, DAY) is not None, code
        amount = medicare_amount(FeeFacts(code, (), 1, DAY, "11", locality), TABLES)
        assert amount is None or charge >= LEAST_MULTIPLE * amount, code


def test_what_an_office_does_has_a_price(practice: Practice) -> None:
    current = (row for row in TABLES.procedures() if TABLES.procedure(row.code, DAY) is row)
    wanted = [row.code for row in current if row.category in OFFICE]
    without = [code for code in wanted if not unit_charge_of(code, practice, DAY, "11", TABLES)[0]]
    assert without == ["G0327", "S0610"]


def test_what_only_reports_is_told_as_such_and_not_as_a_missing_price(practice: Practice) -> None:
    assert unit_charge_of("99024", practice, DAY, "11", TABLES) == (Decimal(0), "reported at no charge")
