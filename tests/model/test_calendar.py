"""Business days, ages and holidays of the scenario's own calendar."""

from datetime import date

import pytest

from claimsim.model.calendar import (
    add_months,
    age_on,
    business_day_on_or_after,
    federal_holidays,
    is_business_day,
    next_business_day,
)


def test_the_federal_holidays_of_2025() -> None:
    # U.S. Office of Personnel Management, Federal Holidays, 2025.
    assert sorted(federal_holidays(2025)) == [
        date(2025, 1, 1), date(2025, 1, 20), date(2025, 2, 17), date(2025, 5, 26), date(2025, 6, 19), date(2025, 7, 4),
        date(2025, 9, 1), date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25),
    ]  # fmt: skip


def test_a_holiday_on_a_saturday_is_kept_on_friday() -> None:
    assert date(2026, 7, 3) in federal_holidays(2026)
    assert not is_business_day(date(2026, 7, 3))


def test_six_months_end_in_a_month_that_may_be_shorter() -> None:
    assert add_months(date(2025, 4, 14), 6) == date(2025, 10, 14)
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert add_months(date(2025, 12, 31), 1) == date(2026, 1, 31)


def test_after_a_friday_comes_monday_unless_it_is_a_holiday() -> None:
    assert next_business_day(date(2025, 3, 14)) == date(2025, 3, 17)
    assert next_business_day(date(2025, 1, 17)) == date(2025, 1, 21)
    assert next_business_day(date(2025, 1, 17), 3) == date(2025, 1, 23)
    assert business_day_on_or_after(date(2025, 1, 17)) == date(2025, 1, 17)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2017, 6, 15), date(2025, 6, 14), 7),
        (date(2017, 6, 15), date(2025, 6, 15), 8),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_age_counts_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
