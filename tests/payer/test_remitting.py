"""Whole answers: a denial corrected and paid, unprocessable lines, reopenings, money carried forward, two payers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from claimsim.model.claim import Claim
from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceClaim
from claimsim.payer import (
    Adjudicated,
    ReopeningRefused,
    UnknownClaim,
    acknowledged_on,
    adjudicate,
    payment_date,
    receive,
    reopen,
)

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

INJECTION = {"code": "20610", "modifiers": ["RT"], "charge": "300.00"}
VISIT = {"code": "99214", "charge": "250.00", "pointers": [2]}
KNEE = ["M17.11", "I10"]


def codes(claim: RemittanceClaim) -> list[list[str]]:
    """The adjustments of each line as they are spoken."""
    return [[a.code for a in line.adjustments] for line in claim.lines]


def answer(desk: Desk, claim: Claim, overrides: dict[str, Any] | None = None) -> RemittanceClaim:
    """The payer's answer to a first claim of its member."""
    state = desk.state(claim.payer, overrides)
    result = adjudicate(claim, desk.payer(claim.payer), state, desk.received_on, desk.paid_on)
    return result.remittance.claims[0]


def test_a_bundled_visit_is_denied_corrected_and_paid(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    met = {"accumulators": {"deductible_met": D("1500.00"), "out_of_pocket_met": D("1620.00")}}
    state = desk.state("northwind-ppo", met)
    claim = desk.claim("northwind-ppo", {"diagnoses": KNEE, "lines": [VISIT, INJECTION]})
    received = receive(claim, payer, state, desk.received_on)
    assert received.acknowledgement is not None
    assert [s.category for s in received.acknowledgement.statuses] == ["A2"]
    first = adjudicate(claim, payer, received.state, desk.received_on, desk.paid_on)
    (denied,) = first.remittance.claims
    assert denied.outcome == "denied_in_part"
    assert denied.status_code == "1"
    assert codes(denied) == [["CO-97"], ["CO-45", "PR-2"]]
    assert denied.payer_claim_control_number == received.acknowledgement.payer_claim_control_number

    words = {
        "diagnoses": KNEE,
        "lines": [{**VISIT, "modifiers": ["25"]}, INJECTION],
        "frequency": "7",
        "reference": denied.payer_claim_control_number,
    }
    corrected = desk.claim("northwind-ppo", words)
    later = date(2025, 4, 7)
    received = receive(corrected, payer, first.state, later)
    assert received.acknowledgement is not None
    assert received.acknowledgement.accepted
    second = adjudicate(corrected, payer, received.state, later, date(2025, 4, 21))
    reversal, paid = second.remittance.claims
    assert reversal.outcome == "reversal"
    assert reversal.payer_claim_control_number == denied.payer_claim_control_number
    assert paid.outcome == "paid"
    assert codes(paid) == [["CO-45", "PR-3"], ["CO-45", "PR-2"]]
    # The contract pays 130 percent of Medicare's 121.91 for Illinois outside Chicago; the copay is 30.
    assert paid.lines[0].allowed == D("158.48")
    assert second.remittance.payment == paid.lines[0].paid == D("128.48")


def test_the_trace_has_every_rule_that_was_asked_until_one_answered(desk: Desk) -> None:
    claim = desk.claim("northwind-ppo", {"diagnoses": KNEE, "lines": [VISIT, INJECTION]})
    state = desk.state("northwind-ppo")
    trace = adjudicate(claim, desk.payer("northwind-ppo"), state, desk.received_on, desk.paid_on).trace
    of_visit = [entry for entry in trace if entry[1] == "line 1"]
    assert [entry[0] for entry in of_visit if entry[2]] == ["ncci-pair"]
    assert of_visit[-1][0] == "ncci-pair"
    assert of_visit[0][0] == "duplicate"


def test_an_unprocessable_line_is_sent_again_as_a_new_claim(desk: Desk) -> None:
    payer = desk.payer("medicare-part-b")
    lines = [{"code": "99213"}, {"code": "83036", "charge": "40.00"}]
    claim = desk.claim("medicare-part-b", {"lines": lines, "clia": ""})
    first = adjudicate(claim, payer, desk.state("medicare-part-b"), desk.received_on, desk.paid_on)
    (answered,) = first.remittance.claims
    assert "MA130" in answered.remarks
    assert not answered.unprocessable, "one line of it was adjudicated"
    again = desk.claim("medicare-part-b", {"claim_id": "T-2", "lines": [lines[1]]})
    second = adjudicate(again, payer, first.state, desk.received_on, desk.paid_on)
    (paid,) = second.remittance.claims
    assert paid.outcome == "paid"
    both = desk.claim("medicare-part-b", {"claim_id": "T-3", "lines": lines})
    (third,) = adjudicate(both, payer, second.state, desk.received_on, desk.paid_on).remittance.claims
    assert codes(third) == [["OA-18"], ["OA-18"]]


def test_a_claim_of_unprocessable_lines_only_carries_ma130_and_no_appeal_rights(desk: Desk) -> None:
    claim = desk.claim("medicare-part-b", {"lines": [{"code": "83036"}], "clia": ""})
    answered = answer(desk, claim)
    assert answered.outcome == "unprocessable"
    assert answered.remarks == ("MA130",)
    assert answered.lines[0].remarks == ("MA120",)


def test_medicare_reopens_where_others_take_a_replacement(desk: Desk) -> None:
    payer = desk.payer("medicare-part-b")
    claim = desk.claim("medicare-part-b", {"diagnoses": KNEE, "lines": [VISIT, INJECTION]})
    first = adjudicate(claim, payer, desk.state("medicare-part-b"), desk.received_on, desk.paid_on)
    (denied,) = first.remittance.claims
    assert codes(denied)[0] == ["CO-236"]
    lines = [{**VISIT, "modifiers": ["25"]}, INJECTION]
    corrected = desk.claim("medicare-part-b", {"diagnoses": KNEE, "lines": lines})
    number = denied.payer_claim_control_number
    second = reopen(number, corrected, payer, first.state, date(2025, 4, 7), date(2025, 4, 21))
    assert isinstance(second, Adjudicated)
    reversal, paid = second.remittance.claims
    assert reversal.is_reversal
    assert codes(paid) == [["CO-45", "PR-1"], ["CO-45", "PR-1"]]
    with pytest.raises(UnknownClaim):
        reopen(number, corrected, payer, second.state, date(2025, 5, 7), date(2025, 5, 21))


def test_medicare_reopens_nothing_after_a_year(desk: Desk) -> None:
    payer = desk.payer("medicare-part-b")
    claim = desk.claim("medicare-part-b", {"diagnoses": KNEE, "lines": [VISIT, INJECTION]})
    first = adjudicate(claim, payer, desk.state("medicare-part-b"), desk.received_on, desk.paid_on)
    number = first.remittance.claims[0].payer_claim_control_number
    last_day = desk.paid_on + timedelta(days=365)
    assert isinstance(reopen(number, claim, payer, first.state, last_day, last_day), Adjudicated)
    late = reopen(number, claim, payer, first.state, last_day + timedelta(days=1), last_day + timedelta(days=15))
    assert isinstance(late, ReopeningRefused)
    assert late.last_day == last_day
    assert "405.980" in late.reason


def test_a_payment_below_zero_is_carried_forward_and_taken_back(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    claim = desk.claim("northwind-ppo", {"lines": [{"code": "99215", "charge": "300.00"}]})
    first = adjudicate(claim, payer, desk.state("northwind-ppo"), desk.received_on, desk.paid_on)
    paid = first.remittance.payment
    number = first.remittance.claims[0].payer_claim_control_number
    void = replace(claim, frequency="8", original_reference=number)
    second = adjudicate(void, payer, first.state, desk.received_on, desk.paid_on)
    assert second.remittance.method == "NON"
    assert [(p.reason, p.amount) for p in second.remittance.provider_adjustments] == [("FB", -paid)]
    other = desk.claim("northwind-ppo", {"claim_id": "T-2", "lines": [{"date": "2025-03-21"}]})
    third = adjudicate(other, payer, second.state, date(2025, 3, 24), date(2025, 4, 7))
    due = third.remittance.claims[0].paid
    traces = second.remittance.trace_number, third.remittance.trace_number
    assert {p.reason for p in third.remittance.provider_adjustments} == {"FB"}
    carried = [(p.reference, p.amount) for p in third.remittance.provider_adjustments]
    assert carried == [(traces[0], paid), (traces[1], due - paid)], "taken back whole, and the rest goes on (RFI 2051)"
    assert third.remittance.payment == ZERO
    assert third.state.owed == paid - due > ZERO


def test_the_deductible_is_used_in_the_order_of_receipt(desk: Desk) -> None:
    payer = desk.payer("prairie-mutual")
    state = desk.state("prairie-mutual", {"accumulators": {"deductible_met": D("1950.00")}})
    later_service = desk.claim("prairie-mutual", {"lines": [{"code": "99213", "date": "2025-03-20"}]})
    first = adjudicate(later_service, payer, state, date(2025, 3, 21), desk.paid_on)
    earlier_service = desk.claim("prairie-mutual", {"claim_id": "T-2", "lines": [{"code": "99213"}]})
    second = adjudicate(earlier_service, payer, first.state, date(2025, 3, 24), desk.paid_on)
    assert codes(first.remittance.claims[0]) == [["CO-45", "PR-1", "PR-2"]]
    assert codes(second.remittance.claims[0]) == [["CO-45", "PR-2"]]
    assert first.remittance.claims[0].lines[0].adjustments[1].amount == D("50.00")


def test_a_copay_is_due_once_a_day(desk: Desk) -> None:
    lines = [{"code": "99213"}, {"code": "99214", "modifiers": ["25"]}]
    claim = desk.claim("northwind-ppo", {"lines": lines})
    answered = answer(desk, claim)
    assert answered.patient_responsibility == D("30.00")


def test_a_secondary_claim_shows_what_the_first_payer_did(desk: Desk) -> None:
    prior = [{"lines": [[1, "80.00", [["CO", "45", "90.00"], ["PR", "2", "30.00"]]]]}]
    claim = desk.claim("northwind-ppo", {"sequence": "S", "prior_payers": prior})
    answered = answer(desk, claim)
    assert answered.status_code == "2"
    assert codes(answered) == [["OA-23"]]
    assert answered.lines[0].adjustments[0].amount == D("170.00")
    assert answered.paid == D("30.00"), "its own payment would be higher, the patient owed 30.00"


def test_somebody_elses_member_is_claim_status_4(desk: Desk) -> None:
    claim = desk.claim("prairie-mutual", {})
    answered = answer(desk, claim, {"known": False})
    assert answered.outcome == "not_recognized"
    assert codes(answered) == [["PR-31"]]


def test_a_nurse_practitioner_is_paid_85_per_cent(desk: Desk) -> None:
    paid = []
    for credential in ("MD", "NP"):
        claim = desk.claim("medicare-part-b", {"rendering": {"credential": credential}})
        state = desk.state("medicare-part-b")
        result = adjudicate(claim, desk.payer("medicare-part-b"), state, desk.received_on, desk.paid_on)
        paid.append(result.remittance.claims[0].lines[0].allowed)
    assert paid[1] == (paid[0] * D("0.85")).quantize(D("0.01"), ROUND_HALF_UP) < paid[0]


def test_medicare_takes_sequestration_off_what_is_left_after_coinsurance(desk: Desk) -> None:
    met = {"accumulators": {"deductible_met": D("257.00")}}
    paid = answer(desk, desk.claim("medicare-part-b", {"lines": [{"code": "99214", "charge": "250.00"}]}), met)
    (line,) = paid.lines
    assert line.allowed == D("121.91")
    amounts = {a.code: a.amount for a in line.adjustments}
    assert amounts == {"CO-45": D("128.09"), "PR-2": D("24.38"), "CO-253": D("1.95")}
    assert line.paid == D("95.58")


def test_the_second_procedure_of_a_day_is_paid_at_half_whatever_its_place_on_the_claim(desk: Desk) -> None:
    nail = {"code": "11730", "charge": "400.00", "modifiers": ["59"]}
    met = {"accumulators": {"deductible_met": D("257.00")}}
    alone = (
        answer(desk, desk.claim("medicare-part-b", {"lines": [{**INJECTION, "modifiers": []}]}), met).lines[0].allowed
    )
    for order in ([nail, INJECTION], [INJECTION, nail]):
        claim = desk.claim("medicare-part-b", {"diagnoses": KNEE, "lines": order})
        by_code = {line.code: line for line in answer(desk, claim, met).lines}
        reductions = {a.code: a.amount for a in by_code["20610"].adjustments}
        assert by_code["20610"].allowed + reductions["CO-59"] == alone
        assert "CO-59" not in [a.code for a in by_code["11730"].adjustments]


def test_payments_fall_on_business_days(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    assert acknowledged_on(payer, date(2025, 3, 14)) == date(2025, 3, 17)
    assert payment_date(payer, desk.state("northwind-ppo"), date(2025, 7, 5)) == date(2025, 7, 21)
    assert payment_date(payer, desk.state("northwind-ppo", {"days_to_pay": 1}), date(2025, 7, 3)) == date(2025, 7, 7)
