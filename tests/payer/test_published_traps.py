"""Answers that are printed somewhere and are wrong: the payer must not give them. Ids are those of the collection."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import TYPE_CHECKING

import pytest

from claimsim.billing.posting import post_remittance
from claimsim.fees import RankedLine, multiple_procedure_amounts
from claimsim.model.account import PATIENT
from claimsim.model.money import ZERO
from claimsim.model.remittance import Adjustment, RemittanceClaim, RemittanceLine, check_claim
from claimsim.payer import adjudicate
from claimsim.payer.pricing.no_surprises import recognized_amount

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

DAY = date(2025, 3, 14)


def test_d_01_thirteen_and_three_hundredths_and_sixty_three_make_13_66() -> None:
    base = D("5.00")
    family = [
        RankedLine(1, "45385", (), D("13.03"), D("13.03"), "45378", base),
        RankedLine(2, "45380", (), base + D("0.63"), base + D("0.63"), "45378", base),
    ]
    assert sum(multiple_procedure_amounts(family).values()) == D("13.66")


def test_d_02_what_the_contract_takes_off_is_never_the_patients(desk: Desk) -> None:
    group = desk.tables.adjustment_group("CO")
    assert group is not None
    assert group.who_owes == "provider"
    claim = desk.claim("northwind-ppo", {"lines": [{"code": "99213"}, {"code": "99000", "charge": "30.00"}]})
    payer = desk.payer("northwind-ppo")
    done = adjudicate(claim, payer, desk.state("northwind-ppo"), desk.received_on, desk.paid_on)
    (answer,) = done.remittance.claims
    shares = sum(a.amount for line in answer.lines for a in line.adjustments if a.group == "PR")
    assert any(a.group == "CO" and line.denied for line in answer.lines for a in line.adjustments)
    assert sum(e.amount for e in post_remittance(answer, DAY) if e.party == PATIENT) == shares


def test_d_03_seven_replaces_and_eight_voids(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    claim = desk.claim("northwind-ppo", {})
    first = adjudicate(claim, payer, desk.state("northwind-ppo"), desk.received_on, desk.paid_on)
    number = first.remittance.claims[0].payer_claim_control_number
    answers = {
        frequency: adjudicate(
            desk.claim("northwind-ppo", {"frequency": frequency, "reference": number}), payer, first.state,
            desk.received_on, desk.paid_on,
        ).remittance.claims
        for frequency in ("7", "8")
    }  # fmt: skip
    assert [c.status_code for c in answers["7"]] == ["22", "1"]
    assert [c.status_code for c in answers["8"]] == ["22"]


def test_d_04_the_cost_share_rests_on_no_greater_of_three() -> None:
    qualifying, usual, medicare = D("400.00"), D("600.00"), D("500.00")
    assert recognized_amount(qualifying, D("900.00")) == qualifying < min(usual, medicare)
    assert recognized_amount(qualifying, D("300.00")) == D("300.00")


@pytest.mark.parametrize(("code", "first", "last", "days"), [("47562", -1, 90, 92), ("10060", 0, 10, 11)])
def test_d_09_and_glb_01_a_package_ends_so_many_days_after_the_day_of_surgery(
    desk: Desk, code: str, first: int, last: int, days: int
) -> None:
    payer = desk.payer("northwind-ppo")
    inside = []
    for after in range(-3, 95):
        history = [{"date": DAY - timedelta(days=after), "code": code}]
        state = desk.state("northwind-ppo", {"history": history})
        (answer,) = adjudicate(
            desk.claim("northwind-ppo", {}), payer, state, desk.received_on, desk.paid_on
        ).remittance.claims
        if answer.lines[0].denied:
            assert answer.lines[0].adjustments[0].rule == "global-period"
            inside.append(after)
    assert (inside[0], inside[-1], len(inside)) == (first, last, days)


def test_d_10_global_days_are_the_codes_own_and_follow_no_range(desk: Desk) -> None:
    rows = {code: desk.tables.physician_fee(code, "", DAY) for code in ("12001", "17110", "45378", "66984", "10060")}
    assert {code: row.global_days for code, row in rows.items() if row is not None} == {
        "12001": "000", "17110": "010", "45378": "000", "66984": "090", "10060": "010",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("remark", "word"),
    [("N386", "national"), ("N382", "patient identifier"), ("N657", "code that fits"), ("N574", "cannot order")],
)
def test_d_11_remarks_mean_what_the_published_list_says(desk: Desk, remark: str, word: str) -> None:
    row = desk.tables.remark_code(remark)
    assert row is not None
    assert word in row.meaning.lower()


def test_era_03_a_secondary_answer_may_carry_oa_23_at_the_claim() -> None:
    # X12 835 sample, secondary payment, first claim: charge 10323.64, OA-23 of 9411.64 at the claim, paid 912.00.
    line = RemittanceLine(1, "99499", (), 1, D("10323.64"), D("10323.64"), D("10323.64"), ())
    adjustment = Adjustment("OA", "23", D("9411.64"), "prior-payer")
    check_claim(RemittanceClaim("sample", "sample", "1", "2", D("10323.64"), D("912.00"), ZERO, (line,), (adjustment,)))
