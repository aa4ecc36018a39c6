"""The balances of an 835, held to by published samples (reference: published_examples.yaml, ERA-01, 03, 05, 07)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from claimsim.model.money import OutOfBalance, total
from claimsim.model.remittance import (
    Adjustment,
    ProviderAdjustment,
    Remittance,
    RemittanceClaim,
    RemittanceLine,
    check_claim,
    check_line,
    check_remittance,
)


def adjustments(*cas: tuple[str, str, str]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(group, carc, Decimal(amount), "sample") for group, carc, amount in cas)  # type: ignore[arg-type]  # the groups are literals


def line(charge: str, paid: str, *cas: tuple[str, str, str], number: int = 1) -> RemittanceLine:
    return RemittanceLine(number, "99213", (), 1, Decimal(charge), Decimal(paid), Decimal(paid), adjustments(*cas))


def claim(
    *lines: RemittanceLine, paid: str, status: str = "1", cas: Any = (), pr: str | None = None
) -> RemittanceClaim:
    all_adjustments = [*adjustments(*cas), *(a for item in lines for a in item.adjustments)]
    responsibility = Decimal(pr) if pr else total(a.amount for a in all_adjustments if a.group == "PR")
    charge = total(item.charge for item in lines)
    return RemittanceClaim(
        "C1", "payer", "ICN1", status, charge, Decimal(paid), responsibility, lines, adjustments(*cas)
    )


def test_claim_and_line_adjustments_balance_together() -> None:
    # ERA-01: X12 sample, managed care.
    first = claim(line("800.00", "500.00", ("PR", "1", "300.00")), paid="450.00", cas=[("CO", "A2", "50.00")])
    second = claim(
        line("1200.00", "550.00", ("PR", "1", "600.00"), ("CO", "45", "50.00")),
        paid="495.00",
        cas=[("CO", "A2", "55.00")],
    )
    remittance = Remittance("payer", "Payer", "T1", date(2025, 1, 2), "ACH", Decimal("945.00"), (first, second))
    check_remittance(remittance)


def test_a_secondary_payment_carries_the_prior_payer_as_oa_23() -> None:
    # ERA-03: X12 sample, secondary payment, second claim.
    answer = claim(
        line("166.50", "30.00", ("OA", "23", "136.50")),
        line("585.00", "280.00", ("PR", "1", "150.00"), ("PR", "2", "70.00"), ("CO", "42", "85.00"), number=2),
        paid="310.00",
        status="2",
        pr="220.00",
    )
    check_claim(answer)


def test_a_negative_adjustment_raises_the_payment() -> None:
    # ERA-05: X12 sample, contractual adjustment after another payer.
    check_line(line("541.00", "34.00", ("OA", "23", "516.00"), ("OA", "94", "-9.00")))


def test_a_line_that_does_not_balance_stops_the_run() -> None:
    with pytest.raises(OutOfBalance):
        check_line(line("100.00", "60.00", ("CO", "45", "30.00")))


def test_patient_responsibility_is_the_sum_of_pr() -> None:
    with pytest.raises(OutOfBalance):
        check_claim(claim(line("100.00", "80.00", ("PR", "3", "20.00")), paid="80.00", pr="30.00"))


def test_a_provider_adjustment_lowers_the_payment_and_a_negative_one_raises_it() -> None:
    answer = claim(line("100.00", "100.00"), paid="100.00")
    for amount, payment in (("40.00", "60.00"), ("-5.00", "105.00")):
        adjusted = (ProviderAdjustment("WO", "ICN0", Decimal(amount)),)
        check_remittance(Remittance("p", "P", "T", date(2025, 1, 2), "ACH", Decimal(payment), (answer,), adjusted))


def test_a_payment_is_never_negative() -> None:
    answer = claim(line("-100.00", "-100.00"), paid="-100.00", status="22")
    with pytest.raises(OutOfBalance):
        check_remittance(Remittance("p", "P", "T", date(2025, 1, 2), "NON", Decimal("-100.00"), (answer,)))
