"""Answers that somebody else printed, computed with the inputs they printed (rates are of their own year).

The ids are those of the collection of published worked examples; the source of each is named beside it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING

import pytest

from claimsim.code_tables.rows import GeographicIndex, PhysicianFee
from claimsim.fees import (
    ComponentPart,
    RankedLine,
    UnitFee,
    anesthesia_amount,
    component_reductions,
    limiting_charge,
    line_fee,
    multiple_procedure_amounts,
    relative_value_amount,
    time_units,
)
from claimsim.model.money import ZERO, percent
from claimsim.model.remittance import (
    Adjustment,
    ProviderAdjustment,
    Remittance,
    RemittanceClaim,
    RemittanceLine,
    check_line,
    check_remittance,
)
from claimsim.payer import adjudicate
from claimsim.payer.accumulators import Used
from claimsim.payer.file import Benefit, Plan
from claimsim.payer.pricing.coordination import PriorLine, coordinate, medicare_secondary_payment
from claimsim.payer.pricing.no_surprises import recognized_amount
from claimsim.payer.pricing.settlement import cost_share

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

TWENTY = Benefit(deductible=True, coinsurance_percent=D(20))


def fee_row(work: str, expense: str, malpractice: str, *, bilateral: str = "0") -> PhysicianFee:
    """A fee schedule row with the values that an example prints."""
    return PhysicianFee(
        "99213", "", "A", D(work), D(expense), False, D(expense), False, D(malpractice), "0", "XXX", ZERO, ZERO, ZERO,
        "0", bilateral, "0", "0", "0", "", "99", "09", None, None,
    )  # fmt: skip


def plan(deductible: str, maximum: str | None = None) -> Plan:
    """A plan with the figures that an example prints."""
    most = None if maximum is None else D(maximum)
    return Plan(name="Example", deductible=D(deductible), out_of_pocket_maximum=most, benefits={"other": TWENTY})


@pytest.mark.parametrize(
    ("index", "factor", "payment"),
    [
        # PAY-02: medicarepaymentandreimbursement.com 2010/07, a commercial conversion factor and no geographic index.
        (("1", "1", "1"), "38.00", "69.16"),
        # PAY-03: the same site, Marco Island, Florida; and its second conversion factor.
        (("1.000", "1.000", "1.724"), "36.8729", "68.44"),
        (("1.000", "1.000", "1.724"), "36.0846", "66.98"),
    ],
)
def test_physician_fee_is_the_adjusted_relative_values_times_the_factor(
    index: tuple[str, str, str], factor: str, payment: str
) -> None:
    work, expense, malpractice = map(D, index)
    locality = GeographicIndex("0", "FL", "0", "Example", work, expense, malpractice, None, None)
    row = fee_row("0.97", "0.80", "0.05")
    assert relative_value_amount(row, locality, D(factor), facility=False) == D(payment)


@pytest.mark.parametrize(("indicator", "fee"), [("0", "100.00"), ("1", "150.00"), ("2", "100.00"), ("3", "200.00")])
def test_pay_06_modifier_50_by_the_bilateral_indicator(indicator: str, fee: str) -> None:
    unit = UnitFee(D("100.00"), "physician", fee_row("1", "1", "1", bilateral=indicator))
    assert line_fee(unit, ("50",), 1) == D(fee)


def test_pay_05_indicator_0_allows_the_lower_of_charge_and_one_fee() -> None:
    unit = UnitFee(D("125.00"), "physician", fee_row("1", "1", "1", bilateral="0"))
    assert min(line_fee(unit, ("50",), 1), D("200.00")) == D("125.00")


def test_pay_08_assistants_at_surgery() -> None:
    unit = UnitFee(D("1000.00"), "physician", fee_row("1", "1", "1"))
    assert line_fee(unit, ("80",), 1) == D("160.00")
    assert line_fee(unit, ("AS",), 1) == D("136.00")


def endoscopies() -> list[RankedLine]:
    """PAY-09: shoulder arthroscopies of the family of 29805, AAPC forum thread 138405."""
    fees = {"29805": "200.00", "29807": "310.02", "29819": "275.12", "29820": "270.13"}
    return [
        RankedLine(n, code, (), D(fee), D(fee), "29805", D("200.00")) for n, (code, fee) in enumerate(fees.items(), 1)
    ]


def test_pay_09_an_endoscopy_family_pays_the_highest_and_the_others_less_their_base() -> None:
    amounts = multiple_procedure_amounts(endoscopies())
    assert amounts == {1: ZERO, 2: D("310.02"), 3: D("75.12"), 4: D("70.13")}
    assert sum(amounts.values()) == D("455.27")


def test_pay_10_the_family_is_ranked_after_that_against_another_surgery() -> None:
    other = RankedLine(9, "23412", (), D("900.00"), D("900.00"))
    amounts = multiple_procedure_amounts([*endoscopies(), other])
    assert amounts.pop(9) == D("900.00")
    # The thread prints 227.65 for the half of 455.27; each line is rounded by itself here.
    assert D("227.63") <= sum(amounts.values()) <= D("227.65")


def test_multiple_procedures_rank_by_fee_and_only_one_unit_is_paid_in_full() -> None:
    lines = [
        RankedLine(1, "20550", (), D("60.00"), D("60.00")),
        RankedLine(2, "20610", (), D("80.00"), D("80.00")),
        RankedLine(3, "11730", (), D("100.00"), D("50.00")),
    ]
    assert multiple_procedure_amounts(lines) == {1: D("30.00"), 2: D("80.00"), 3: D("50.00")}


def test_pay_15_and_16_time_units_of_anesthesia_as_precisely_as_the_payer_counts() -> None:
    # asahq.org, Anesthesia Payment Basics 3; Palmetto GBA, Anesthesia: Base & Time Units
    assert time_units(129) == D("8.6")
    assert 7 + time_units(129) == D("15.6")
    assert time_units(129, decimals=0) == 9
    assert time_units(17, decimals=2) == D("1.13")
    assert anesthesia_amount(D(7), time_units(129), D("20.00")) == D("312.00")


def test_pay_18_the_first_therapy_unit_is_paid_in_full_and_the_rest_less_a_part_of_the_practice_expense() -> None:
    # hrslearningcenter.com, 2011: 80 percent of the practice expense of later units, which was 13.10 for 97110.
    exercise = ComponentPart(1, "97110", (), D("13.10"), D("28.74"), D("2.62"), 2, D("100.00"))
    off = component_reductions([exercise])
    assert 2 * D("28.74") - off[1] == D("28.74") + D("26.12")
    assert 2 * D("28.74") - off[1] + D("24.67") + D("10.79") == D("90.32")


def test_d_08_the_limiting_charge_is_115_per_cent_of_95() -> None:
    assert limiting_charge(D("100.00")) == D("109.25")


def test_adm_08_the_recognized_amount_is_the_lesser_of_qualifying_amount_and_charge() -> None:
    # pararevenue.com, RARC codes related to the No Surprises Act
    for charge, share in (("900.00", "80.00"), ("300.00", "60.00")):
        amount = recognized_amount(D("400.00"), D(charge))
        assert sum(cost_share(amount, TWENTY, plan("0"), Used(2025), ZERO)) == D(share)


def test_era_08_a_discount_is_never_the_whole_charge(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", {"contract": {"method": "fee_table", "fees": {"99213": D("0.00")}}})
    claim = desk.claim("northwind-ppo", {"lines": [{"code": "99213", "charge": "150.00"}]})
    answered = adjudicate(claim, payer, desk.state("northwind-ppo"), desk.received_on, desk.paid_on)
    (line,) = answered.remittance.claims[0].lines
    assert line.adjustments[0].code == "CO-45"
    assert line.adjustments[0].amount < line.charge


def test_seq_02_the_line_balances_with_sequestration_after_coinsurance() -> None:
    # rcm.medlifeguide.com/sequestration
    charge, allowed = D("40.00"), D("20.00")
    _, coinsurance, _ = cost_share(allowed, TWENTY, plan("0"), Used(2025), ZERO)
    sequestration = percent(allowed - coinsurance, D(2))
    assert (coinsurance, sequestration) == (D("4.00"), D("0.32"))
    adjustments = (
        Adjustment("CO", "45", charge - allowed, "contract-discount"),
        Adjustment("PR", "2", coinsurance, "coinsurance"),
        Adjustment("CO", "253", sequestration, "sequestration"),
    )
    check_line(RemittanceLine(1, "99213", (), 1, charge, allowed, D("15.68"), adjustments))


def test_cst_02_coinsurance_stops_at_the_out_of_pocket_maximum() -> None:
    # bcbstx.com, deductibles and coinsurance
    shares = cost_share(D("10000.00"), TWENTY, plan("5000", "6000"), Used(2025), ZERO)
    assert shares == (D("5000.00"), D("1000.00"), ZERO)
    shares = cost_share(D("50000.00"), TWENTY, plan("5000", "6000"), Used(2025), ZERO)
    assert shares == (D("5000.00"), D("1000.00"), ZERO)


def test_cst_03_and_04_coinsurance_after_and_before_the_deductible() -> None:
    assert cost_share(D("200.00"), TWENTY, plan("0"), Used(2025), ZERO) == (ZERO, D("40.00"), ZERO)
    met = Used(2025, deductible=D("500.00"))
    assert sum(cost_share(D("100.00"), TWENTY, plan("500"), met, ZERO)) == D("20.00")
    assert sum(cost_share(D("100.00"), TWENTY, plan("500"), Used(2025), ZERO)) == D("100.00")


def test_pay_13_medicare_pays_four_fifths_of_the_fee() -> None:
    charge, fee = D("75.00"), D("60.00")
    allowed = min(charge, fee)
    _, coinsurance, _ = cost_share(allowed, TWENTY, plan("0"), Used(2025), ZERO)
    assert (allowed - coinsurance, coinsurance, charge - allowed) == (D("48.00"), D("12.00"), D("15.00"))


def test_msp_01_the_regulations_own_example_of_the_lowest_of_three() -> None:
    # 42 CFR 411.33(b)
    before = PriorLine(paid=D("120.00"), patient=D("30.00"), contractual=ZERO)
    as_primary = D("125.00") * D("0.8")
    assert medicare_secondary_payment(D("175.00"), D("125.00"), as_primary, before) == D("30.00")


def test_msp_04_with_an_unmet_deductible() -> None:
    before = PriorLine(paid=D("120.00"), patient=D("30.00"), contractual=ZERO)
    shares = cost_share(D("120.00"), TWENTY, plan("100"), Used(2025), ZERO)
    as_primary = D("120.00") - sum(shares)
    assert as_primary == D("16.00")
    answer = coordinate(D("150.00"), D("120.00"), as_primary, shares, before, medicare=True)
    # The first payer's 120 are more than deductible and coinsurance, 104: the patient owes nothing (NGS, 891730).
    assert (answer.paid, answer.prior, sum(answer.shares)) == (D("16.00"), D("120.00"), D("0.00"))


def test_d_07_the_shortcut_that_forgets_the_primary_allowed_amount_is_wrong() -> None:
    before = PriorLine(paid=D("120.00"), patient=D("30.00"), contractual=ZERO)
    assert medicare_secondary_payment(D("175.00"), D("125.00"), D("100.00"), before) != ZERO


def remittance_claim(
    status: str, lines: tuple[RemittanceLine, ...], adjustments: tuple[Adjustment, ...]
) -> RemittanceClaim:
    """A claim of an X12 sample; paid and patient responsibility follow from its amounts."""
    every = [*adjustments, *(a for line in lines for a in line.adjustments)]
    return RemittanceClaim(
        "sample", "sample", "1", status,
        sum((line.charge for line in lines), ZERO),
        sum((line.paid for line in lines), ZERO) - sum((a.amount for a in adjustments), ZERO),
        sum((a.amount for a in every if a.group == "PR"), ZERO),
        lines, adjustments,
    )  # fmt: skip


def sample_line(charge: str, paid: str, *adjustments: Adjustment) -> RemittanceLine:
    """A line of an X12 sample."""
    return RemittanceLine(1, "99211", (), 1, D(charge), D(charge), D(paid), adjustments)


def test_era_01_line_claim_and_payment_balance() -> None:
    # X12 835 sample, managed care
    first = remittance_claim(
        "1",
        (sample_line("800.00", "500.00", Adjustment("PR", "1", D("300.00"), "x")),),
        (Adjustment("CO", "A2", D("50.00"), "x"),),
    )
    second_line = sample_line(
        "1200.00", "550.00", Adjustment("PR", "1", D("600.00"), "x"), Adjustment("CO", "45", D("50.00"), "x")
    )
    second = remittance_claim("1", (second_line,), (Adjustment("CO", "A2", D("55.00"), "x"),))
    assert (first.paid, second.paid, second.patient_responsibility) == (D("450.00"), D("495.00"), D("600.00"))
    paid_on = date(2025, 1, 2)
    check_remittance(Remittance("sample", "Sample", "1", paid_on, "ACH", D("945.00"), (first, second)))
    less = ProviderAdjustment("WO", "1", D("45.00"))
    check_remittance(Remittance("sample", "Sample", "1", paid_on, "ACH", D("900.00"), (first, second), (less,)))


def test_era_05_a_negative_adjustment_raises_the_payment() -> None:
    line = sample_line(
        "541.00", "34.00", Adjustment("OA", "23", D("516.00"), "x"), Adjustment("OA", "94", D("-9.00"), "x")
    )
    check_line(line)
