"""A correction that comes after the payer's limit: it is denied by itself, and the first answer stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from claimsim.model.money import ZERO
from claimsim.payer import AppealRequest, adjudicate, appeal

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

TOO_LATE, PAID_ON = date(2025, 10, 6), date(2025, 10, 20)
LINES = {"lines": [{"code": "99213"}, {"code": "83036", "modifiers": ["QW"], "charge": "20.00"}]}


def test_what_was_paid_stays_paid_and_so_does_what_was_used(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    first = adjudicate(desk.claim("northwind-ppo", LINES), payer, desk.state("northwind-ppo"), desk.received_on,
                       desk.paid_on)  # fmt: skip
    number = first.remittance.claims[0].payer_claim_control_number
    claim = desk.claim("northwind-ppo", {**LINES, "frequency": "7", "reference": number, "claim_id": "T-2"})
    done = adjudicate(claim, payer, first.state, TOO_LATE, PAID_ON)
    (answer,) = done.remittance.claims
    assert [a.code for line in answer.lines for a in line.adjustments] == ["CO-29", "CO-29"]
    assert (answer.paid, answer.patient_responsibility, done.remittance.payment) == (ZERO, ZERO, ZERO)
    assert done.state.used == first.state.used
    standing = done.state.filed_claim(number)
    assert standing is not None
    assert not standing.closed


def test_an_appeal_that_proves_it_was_in_time_takes_both_answers_back(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    first = adjudicate(desk.claim("northwind-ppo", LINES), payer, desk.state("northwind-ppo"), desk.received_on,
                       desk.paid_on)  # fmt: skip
    number = first.remittance.claims[0].payer_claim_control_number
    again = {"lines": [*LINES["lines"], {"code": "81003", "modifiers": ["QW"], "charge": "10.00"}]}
    claim = desk.claim("northwind-ppo", {**again, "frequency": "7", "reference": number, "claim_id": "T-2"})
    refused = adjudicate(claim, payer, first.state, TOO_LATE, PAID_ON)
    lines = tuple(line.line for line in refused.remittance.claims[0].lines)
    request = AppealRequest(
        refused.remittance.claims[0].payer_claim_control_number, 0, lines, PAID_ON, PAID_ON,
        frozenset({"timely-receipt"}), ("the payer's own acceptance",),
    )  # fmt: skip
    decided = appeal(request, payer, refused.state)
    assert decided.done is not None
    taken, nothing, corrected = decided.done.remittance.claims
    assert (taken.status_code, nothing.status_code, corrected.status_code) == ("22", "22", "1")
    assert (taken.paid, nothing.paid) == (-first.remittance.claims[0].paid, ZERO)
    assert not any(line.denied for line in corrected.lines)
    assert len(corrected.lines) == 3
    assert all(filed.closed for filed in decided.done.state.filed[:2])
