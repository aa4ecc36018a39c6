"""Money that was not due: by when a provider reports and returns it (42 CFR 401.305, as revised for 2025; ADM-09)."""

from datetime import date, timedelta

REPORT_AND_RETURN_DAYS = 60
MOST_SUSPENDED_DAYS = 180
LOOKBACK_YEARS = 6


def overpayment_deadline(identified_on: date, investigated_days: int = 0) -> date:
    """The last day to report and return an overpayment: 60 days from when it is known.

    A timely investigation in good faith suspends the clock, for 180 days at the most.
    """
    return identified_on + timedelta(days=REPORT_AND_RETURN_DAYS + min(investigated_days, MOST_SUSPENDED_DAYS))
