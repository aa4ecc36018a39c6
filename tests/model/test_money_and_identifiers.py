"""Money rounds half-up to the cent; an NPI has a check digit, and ours belong to nobody."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim.model.identifiers import is_synthetic_npi, is_valid_npi, npi_check_digit
from claimsim.model.money import cents, percent


@pytest.mark.parametrize(
    ("raw", "rounded"), [("2.345", "2.35"), ("2.344", "2.34"), ("-2.345", "-2.35"), ("0.005", "0.01"), ("7", "7.00")]
)
def test_money_rounds_half_up_to_the_cent(raw: str, rounded: str) -> None:
    assert cents(Decimal(raw)) == Decimal(rounded)
    assert str(cents(Decimal(raw))) == rounded


def test_a_percentage_is_rounded_once() -> None:
    assert percent(Decimal("15.68"), Decimal(2)) == Decimal("0.31")


def test_the_check_digit_of_cms_own_example() -> None:
    # CMS, "Requirements for NPI and NPI Check Digit": 123456789 gets the check digit 3.
    assert npi_check_digit("123456789") == "3"
    assert is_valid_npi("1234567893")
    assert not is_synthetic_npi("1234567893"), "it begins with 1, as issued ones do"


@given(st.from_regex(r"2[0-9]{8}", fullmatch=True), st.integers(0, 9))
def test_exactly_one_tenth_digit_is_right(nine: str, digit: int) -> None:
    assert is_valid_npi(nine + str(digit)) == (npi_check_digit(nine) == str(digit))


@given(st.text(max_size=12))
def test_anything_else_is_no_npi(text: str) -> None:
    if is_valid_npi(text):
        assert len(text) == 10
        assert text.isdigit()
