"""Field types for models that read our files, where pydantic by itself would take too much."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator
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


IsoDate = Annotated[date, BeforeValidator(_only_iso)]
"""A date written YYYY-MM-DD."""

PlainDecimal = Annotated[Decimal, BeforeValidator(_only_plain)]
"""A number written with digits and at most one point: an amount in dollars, a factor."""
