"""The 271 answers for the date that was asked about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from claimsim.model.eligibility import EligibilityInquiry
from claimsim.payer import respond

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

INQUIRY = EligibilityInquiry("northwind-ppo", "NWP900000017", "Testpatient", "Ana", date(1956, 5, 2), date(2025, 3, 14))
APRIL = {"coverage": [{"plan": "ppo-1500", "from": "2025-04-01"}]}
UNTIL_MARCH = {"coverage": [{"plan": "ppo-1500", "from": "2024-01-01", "to": "2025-03-13"}]}


@pytest.mark.parametrize(
    ("overrides", "changes", "status", "reason"),
    [
        ({}, {}, "active", ""),
        ({}, {"member_id": "NWP-900000017", "last": "TESTPATIENT"}, "active", ""),
        ({}, {"member_id": "NWP900000071"}, "not_found", "NWP900000071"),
        ({"known": False}, {}, "not_found", ""),
        ({}, {"birth_date": date(1965, 5, 2)}, "mismatch", "birth date"),
        ({}, {"first": "Anna"}, "mismatch", "name"),
        (APRIL, {}, "inactive", "begins on 2025-04-01"),
        (APRIL, {"for_date": date(2025, 4, 1)}, "active", ""),
        (UNTIL_MARCH, {}, "inactive", "ended on 2025-03-13"),
        (UNTIL_MARCH, {"for_date": date(2025, 3, 13)}, "active", ""),
    ],
)
def test_status(desk: Desk, overrides: dict[str, Any], changes: dict[str, Any], status: str, reason: str) -> None:
    state = desk.state("northwind-ppo", overrides)
    answer = respond(replace(INQUIRY, **changes), desk.payer("northwind-ppo"), state)
    assert answer.status == status
    assert reason in answer.reason
    assert bool(answer.benefits) is (status == "active")


def test_what_is_left_of_the_year(desk: Desk) -> None:
    met = {"accumulators": {"deductible_met": D("1200.00"), "out_of_pocket_met": D("1300.00")}}
    answer = respond(INQUIRY, desk.payer("northwind-ppo"), desk.state("northwind-ppo", met))
    assert (answer.deductible_remaining, answer.out_of_pocket_remaining) == (D("300.00"), D("3700.00"))
    next_year = replace(INQUIRY, for_date=date(2026, 1, 2))
    later = respond(next_year, desk.payer("northwind-ppo"), desk.state("northwind-ppo", met))
    assert later.deductible_remaining == D("1500.00")
    copays = {b.category: b.copay for b in answer.benefits}
    assert (copays["primary_care_visit"], copays["specialist_visit"]) == (D("30.00"), D("50.00"))


def test_a_supplement_has_no_deductible_of_its_own(desk: Desk) -> None:
    state = desk.state("guardian-supplement", {})
    member = state.member
    assert member is not None
    asked = EligibilityInquiry(
        "guardian-supplement", member.member_id, member.last, member.first, member.birth_date, date(2025, 3, 14)
    )
    answer = respond(asked, desk.payer("guardian-supplement"), state)
    assert (answer.status, answer.deductible, answer.deductible_remaining) == ("active", None, None)
