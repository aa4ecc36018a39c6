"""The scenario's own calendar: business days, ages and spans. No clock is ever read.

Federal holidays: 5 U.S.C. 6103(a), with the Saturday and Sunday rules of 6103(b) and Executive Order 11582.
"""

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    return day - DAY if day.weekday() == 5 else day + DAY if day.weekday() == 6 else day


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """The legal public holidays of a year, on the days on which they are observed."""
    return frozenset(
        {
            _observed(date(year, 1, 1)),
            _nth_weekday(year, 1, 0, 3),
            _nth_weekday(year, 2, 0, 3),
            _last_monday_of_may(year),
            _observed(date(year, 6, 19)),
            _observed(date(year, 7, 4)),
            _nth_weekday(year, 9, 0, 1),
            _nth_weekday(year, 10, 0, 2),
            _observed(date(year, 11, 11)),
            _nth_weekday(year, 11, 3, 4),
            _observed(date(year, 12, 25)),
        }
    )


def is_business_day(day: date) -> bool:
    """Whether offices and banks work that day."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def business_day_on_or_after(day: date) -> date:
    """The day itself if it is a business day, else the next one."""
    while not is_business_day(day):
        day += DAY
    return day


def next_business_day(day: date, count: int = 1) -> date:
    """The `count`-th business day after the day given."""
    for _ in range(count):
        day = business_day_on_or_after(day + DAY)
    return day


def age_on(birth_date: date, day: date) -> int:
    """Completed years of age on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def add_days(day: date, days: int) -> date:
    """The day `days` later (earlier when negative)."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), _last_of_month(first))


def _last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - DAY


def add_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
