"""What is said about a text that should be a date and is none."""

from __future__ import annotations

import calendar
import re

from claimsim.diagnostics.display import clip

Words = tuple[str, str, str | None]
"""Code, message, hint."""

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")


def looks_like_a_date(value: object) -> bool:
    """Whether a text was surely meant as a date."""
    return isinstance(value, str) and any(form.fullmatch(value) for form in (_ISO, _AMERICAN))


def bad_date(name: str, value: str) -> Words:
    """The words for a text that is no date: impossible, or written in another way than YYYY-MM-DD."""
    iso = _ISO.fullmatch(value)
    if iso:
        year, month, day = map(int, iso.groups())
        if not 1 <= month <= 12 or not year:
            return (
                "impossible-date",
                f"{name} is `{value}`: there is no month {iso[2]} in the year {iso[1]}",
                "write YYYY-MM-DD",
            )
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            return "impossible-date", f"{name} is `{value}`: {calendar.month_name[month]} {year} has {last} days", None
    return "bad-date", f"{name} takes a date, not `{clip(value, 60)}`", f"write {_iso_of(value) or 'it as YYYY-MM-DD'}"


def _iso_of(value: str) -> str | None:
    american, compact = _AMERICAN.fullmatch(value), _COMPACT.fullmatch(value)
    if american:
        month, day, year = map(int, american.groups())
    elif compact:
        year, month, day = map(int, compact.groups())
    else:
        return None
    # Only where it can be meant in one way: 25/12/2025 is no American date.
    if not (1 <= month <= 12 and year and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"`{year:04}-{month:02}-{day:02}`"
