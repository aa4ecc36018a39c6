"""Money that was not due: by when a provider reports and returns it (42 CFR 401.305, as revised for 2025; ADM-09), and
what of it payers have still to withhold."""

from collections.abc import Iterable
from datetime import date, timedelta

from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import FORWARDED_BALANCE, OVERPAYMENT_RECOVERY, Remittance

REPORT_AND_RETURN_DAYS = 60
MOST_SUSPENDED_DAYS = 180
LOOKBACK_YEARS = 6


def overpayment_deadline(identified_on: date, investigated_days: int = 0) -> date:
    """The last day to report and return an overpayment: 60 days from when it is known.

    A timely investigation in good faith suspends the clock, for 180 days at the most.
    """
    return identified_on + timedelta(days=REPORT_AND_RETURN_DAYS + min(investigated_days, MOST_SUSPENDED_DAYS))


def still_withheld(remittances: Iterable[Remittance]) -> tuple[tuple[str, Money], ...]:
    """What each payer has announced to take back (PLB WO) or carried forward (FB) and not yet withheld, dollars.

    Both are negative when they begin and positive when they are withheld, so what they add up to is still owed.
    """
    sums: dict[str, Money] = {}
    for remittance in remittances:
        for entry in remittance.provider_adjustments:
            if entry.reason in (OVERPAYMENT_RECOVERY, FORWARDED_BALANCE):
                sums[remittance.payer] = sums.get(remittance.payer, ZERO) - entry.amount
    return tuple((payer, amount) for payer, amount in sums.items() if amount > ZERO)
