"""Numbers and dates that a payer gives out: always the same for the same case."""

from datetime import date
from functools import lru_cache

from claimsim.model.calendar import add_days, business_day_on_or_after, next_business_day
from claimsim.payer.context import Payer
from claimsim.payer.file import PayerFile
from claimsim.payer.members import PayerState


def control_number(file: PayerFile, received_on: date, counter: int) -> str:
    """The payer claim control number: prefix, year and day of the year of receipt, and a running number."""
    return f"{file.control_number_prefix}{_day_of_year(received_on)}{counter:05d}"


def trace_number(file: PayerFile, paid_on: date, counter: int) -> str:
    """The number of a payment (TRN02): prefix, date and a running number."""
    return f"{file.control_number_prefix}{paid_on.isoformat().replace('-', '')}{counter:04d}"


@lru_cache(maxsize=1024)
def _day_of_year(day: date) -> str:
    return f"{day:%y%j}"


def acknowledged_on(payer: Payer, submitted_on: date) -> date:
    """The business day on which the payer receives a claim and answers with 999 and 277CA."""
    return next_business_day(submitted_on, payer.file.days_to_acknowledge)


def payment_date(payer: Payer, state: PayerState, received_on: date, service_date: date | None = None) -> date:
    """The business day of the payment and its 835; a service in a premium's grace period waits for its end."""
    days = payer.file.days_to_pay if state.days_to_pay is None else state.days_to_pay
    due = add_days(received_on, days)
    grace = state.later.grace_period
    if grace is not None and service_date is not None and grace.waits(service_date):
        due = max(due, grace.ends_on)
    return business_day_on_or_after(due)
