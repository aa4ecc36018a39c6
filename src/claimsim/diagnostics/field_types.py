"""Field types for models that read our files, where pydantic by itself would take too much."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


def _only_iso(value: Any) -> Any:
    """pydantic reads `0` and `86400` as seconds since 1970; a date is written YYYY-MM-DD and in no other way."""
    if isinstance(value, str) and not _ISO_DATE.fullmatch(value):
        # A type of pydantic's own, so that it is worded like any other text that is no date.
        raise PydanticCustomError("date_parsing", "not a date")
    return value


def _only_plain(value: Any) -> Any:
    """Decimal itself takes 1_000, 1e9, NaN and the digits of every script; `true` would be 1."""
    if isinstance(value, bool) or (isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value)):
        raise PydanticCustomError("decimal_parsing", "not a number")
    return value


def _between(first: date, last: date) -> AfterValidator:
    """The calendar of Python ends at the years 1 and 9999; a date far from both can have days added and taken away."""

    def check(value: date) -> date:
        if not first <= value <= last:
            words = "{date} is not between {first} and {last}"
            told = {"date": value.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
            raise PydanticCustomError("out-of-range", words, {**told, "hint": "correct the year"})
        return value

    return AfterValidator(check)


IsoDate = Annotated[date, BeforeValidator(_only_iso)]
"""A date written YYYY-MM-DD."""

VisitDate = Annotated[IsoDate, _between(date(1990, 1, 1), date(2090, 12, 31))]
"""A date of service: of an age for which there can be codes and prices."""

LifeDate = Annotated[IsoDate, _between(date(1880, 1, 1), date(2090, 12, 31))]
"""A day in somebody's life: a birth, an earlier service, a letter."""

PlainDecimal = Annotated[Decimal, BeforeValidator(_only_plain)]
"""A number written with digits and at most one point: an amount in dollars, a factor."""
