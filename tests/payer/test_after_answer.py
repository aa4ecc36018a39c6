"""After the first answer: appeals with their clocks and amounts, takebacks, interest, grace periods, approvals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.billing.overpayment import LOOKBACK_YEARS, overpayment_deadline
from claimsim.model.calendar import add_months, business_day_on_or_after
from claimsim.model.money import ZERO, total
from claimsim.model.remittance import check_remittance
from claimsim.payer import (
    AppealRequest,
    UnknownClaim,
    adjudicate,
    appeal,
    appeal_deadline,
    authorize_afterwards,
    evidence_for,
    pay_others,
    payment_date,
    reprocess,
)
from claimsim.payer.appeals import amount_in_controversy
from claimsim.payer.registry import PAYER_RULES
from tests.payer.test_money_properties import claims

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

VITAMIN_D = {"lines": [{"code": "82306", "charge": "65.00"}], "diagnoses": ["R53.83"]}
NOTICE = date(2025, 3, 31)
PROOF = frozenset({"medical-necessity"})


def denied(desk: Desk, words: dict[str, Any] = VITAMIN_D, payer: str = "medicare-part-b") -> Any:
    """An adjudicated claim with its payer's state after it."""
    return adjudicate(desk.claim(payer, words), desk.payer(payer), desk.state(payer), desk.received_on, desk.paid_on)


def request(done: Any, level: int = 0, filed_on: date = date(2025, 4, 14), **more: Any) -> AppealRequest:
    """An appeal of all lines of the answer."""
    answer = done.remittance.claims[-1]
    lines = tuple(line.line for line in answer.lines)
    return AppealRequest(answer.payer_claim_control_number, level, lines, NOTICE, filed_on, **more)


def test_adm_02_levels_days_and_least_amounts(desk: Desk) -> None:
    # NGS, levels of appeals and time limits for filing, 2025
    levels = desk.payer("medicare-part-b").file.manual.appeals
    assert [level.within_days for level in levels] == [120, 180, 60, 60, 60]
    assert [level.least_on(date(2025, 12, 31)) for level in levels] == [0, 0, D("190.00"), 0, D("1900.00")]
    # 90 FR 55869: for requests filed from 2026 on
    assert [level.least_on(date(2026, 1, 1)) for level in levels] == [0, 0, D("200.00"), 0, D("1960.00")]


@pytest.mark.parametrize(("days", "outcome"), [(0, "overturned"), (126, "overturned"), (127, "dismissed")])
def test_an_appeal_is_heard_until_its_last_day(desk: Desk, days: int, outcome: str) -> None:
    done = denied(desk)
    asked = request(done, filed_on=NOTICE + timedelta(days=days), shows=PROOF)
    found = appeal(asked, desk.payer("medicare-part-b"), done.state)
    assert found.decision.outcome == outcome
    # Noridian JF, appeals timeliness calculators: day 125 is a Sunday, and Monday is in time
    assert appeal_deadline(desk.payer("medicare-part-b").file.manual, 0, NOTICE) == NOTICE + timedelta(days=126)
    assert appeal_deadline(desk.payer("sunrise-advantage").file.manual, 0, date(2025, 4, 4)) == date(2025, 8, 2)


def test_a_dismissal_names_what_is_open_against_it(desk: Desk) -> None:
    # 42 CFR 405.974(b)(1): 60 days from receipt, taken to be the fifth day; 405.952(d): six months.
    done = denied(desk)
    found = appeal(request(done, filed_on=NOTICE + timedelta(days=127)), desk.payer("medicare-part-b"), done.state)
    review, vacated = found.decision.against
    assert review.endswith(f"by {business_day_on_or_after(found.decision.decided_on + timedelta(days=65))}")
    assert vacated.endswith(f"by {add_months(found.decision.decided_on, 6)}")
    heard = appeal(request(done), desk.payer("medicare-part-b"), done.state)
    assert (heard.decision.outcome, heard.decision.against) == ("upheld", ())
    # 42 CFR 405.1102(a): the Council reviews a judge's dismissal, asked for within 60 days of receipt.
    by_judge = appeal(request(done, level=2), desk.payer("medicare-part-b"), done.state).decision.against
    assert [words.split(" of the dismissal")[0] for words in by_judge] == ["Medicare Appeals Council review"]


def test_an_appeal_that_is_won_is_a_reversal_and_a_corrected_claim(desk: Desk) -> None:
    done = denied(desk)
    found = appeal(request(done, shows=PROOF, attached=("letter",)), desk.payer("medicare-part-b"), done.state)
    assert found.done is not None
    check_remittance(found.done.remittance)
    reversal, corrected = found.done.remittance.claims
    assert reversal.status_code == "22"
    assert "MA91" in corrected.remarks
    assert corrected.paid > ZERO
    assert "letter" in found.decision.reason


def test_only_what_the_denying_rule_asks_for_wins(desk: Desk) -> None:
    done = denied(desk)
    payer = desk.payer("medicare-part-b")
    for shows in (frozenset[str](), frozenset({"timely-receipt", "emergency"})):
        found = appeal(request(done, shows=shows), payer, done.state)
        assert found.done is None
        assert found.decision.outcome == "upheld"
        assert found.decision.next_level == "Reconsideration"
        assert found.decision.next_due == found.decision.decided_on + timedelta(days=185)


def test_a_small_amount_stops_before_the_judge(desk: Desk) -> None:
    done = denied(desk)
    found = appeal(request(done, level=2, shows=PROOF), desk.payer("medicare-part-b"), done.state)
    assert found.decision.outcome == "dismissed"
    assert amount_in_controversy(request(done), desk.payer("medicare-part-b"), done.state) == D("65.00")
    large = denied(desk, {**VITAMIN_D, "lines": [{"code": "82306", "charge": "190.00"}]})
    found = appeal(request(large, level=2, shows=PROOF), desk.payer("medicare-part-b"), large.state)
    assert found.decision.outcome == "overturned"
    asked = request(large, level=2, filed_on=date(2026, 1, 2), shows=PROOF)
    found = appeal(replace(asked, notice_on=date(2025, 12, 1)), desk.payer("medicare-part-b"), large.state)
    assert "190.00 is in controversy, and this level takes 200.00" in found.decision.reason


def test_what_the_patient_would_owe_is_not_in_controversy(desk: Desk) -> None:
    # 42 CFR 405.1006(d)(1): the charge, less the deductible and coinsurance.
    payer = desk.payer("medicare-part-b")
    visit = {"lines": [{"code": "99213", "charge": "200.00"}, {"code": "20610", "charge": "250.00"}]}
    done = denied(desk, visit)
    answer = done.remittance.claims[0]
    assert [line.denied for line in answer.lines] == [True, False]
    asked = replace(request(done), lines=(1,))
    paid = (
        reprocess(asked.reference, payer, done.state, desk.received_on, desk.paid_on, waived=frozenset({"ncci-pair"}))
        .remittance.claims[-1]
        .lines[0]
    )
    owed = total(a.amount for a in paid.adjustments if a.group == "PR")
    assert owed > ZERO
    assert amount_in_controversy(asked, payer, done.state) == D("200.00") - owed


def test_adm_04_medicare_hears_no_appeal_of_timely_filing(desk: Desk) -> None:
    words = {"lines": [{"date": "2024-03-01"}]}
    done = denied(desk, words)
    answer = done.remittance.claims[0]
    assert [a.code for a in answer.lines[0].adjustments] == ["CO-29"]
    assert "N211" in answer.lines[0].remarks
    assert "MA01" not in answer.remarks, "no initial determination, so no rights of appeal (Palmetto GBA, AWNPNM6234)"
    found = appeal(request(done, shows=frozenset({"timely-receipt"})), desk.payer("medicare-part-b"), done.state)
    assert found.decision.outcome == "dismissed"
    commercial = denied(desk, {"lines": [{"date": "2024-03-01"}]}, "northwind-ppo")
    asked = request(commercial, shows=frozenset({"timely-receipt"}))
    found = appeal(asked, desk.payer("northwind-ppo"), commercial.state)
    assert found.decision.outcome == "overturned", "others take the proof of timely receipt"


def test_adm_05_an_unprocessable_claim_has_no_appeal(desk: Desk) -> None:
    done = denied(desk, {"lines": [{"code": "83036"}], "clia": ""})
    assert done.remittance.claims[0].unprocessable
    found = appeal(request(done, shows=PROOF), desk.payer("medicare-part-b"), done.state)
    assert "MA130" in found.decision.reason


def test_adm_07_a_void_and_a_replacement_name_the_first_claim(desk: Desk) -> None:
    done = denied(desk, {}, "northwind-ppo")
    claim = desk.claim("northwind-ppo", {"frequency": "8", "reference": "nothing"})
    with pytest.raises(UnknownClaim):
        adjudicate(claim, desk.payer("northwind-ppo"), done.state, desk.received_on, desk.paid_on)


def test_adm_09_sixty_days_to_return_what_was_not_due() -> None:
    # 42 CFR 401.305 as revised for 2025 (bassberry.com)
    assert overpayment_deadline(date(2025, 3, 1)) == date(2025, 4, 30)
    assert overpayment_deadline(date(2025, 3, 1), 400) == date(2025, 3, 1) + timedelta(days=60 + 180)
    assert LOOKBACK_YEARS == 6


def test_what_no_open_claim_has_cannot_be_appealed(desk: Desk) -> None:
    done = denied(desk)
    with pytest.raises(UnknownClaim):
        appeal(replace(request(done), reference="XX1"), desk.payer("medicare-part-b"), done.state)


def test_every_rule_that_can_fall_is_a_rule_or_another_payers(desk: Desk) -> None:
    assert evidence_for("policy-diagnosis") == {"medical-necessity"}
    assert evidence_for("deductible") == frozenset()
    denying = {rule.id for rule in PAYER_RULES if rule.answer.kind == "deny"}
    assert {"policy-diagnosis", "timely-filing", "ncci-pair", "units-limit", "records-not-sent"} <= denying


@given(claims, st.decimals(0, 2000, places=2))
@settings(max_examples=80, deadline=None)
def test_a_takeback_is_announced_then_withheld_and_every_payment_balances(
    desk: Desk, words: dict[str, Any], others: D
) -> None:
    payer = desk.payer("northwind-ppo")
    first = adjudicate(
        desk.claim("northwind-ppo", words), payer, desk.state("northwind-ppo"), desk.received_on, desk.paid_on
    )
    (answer,) = first.remittance.claims
    ended = first.state.ending_coverage(date(2025, 2, 28))
    taken = reprocess(
        answer.payer_claim_control_number, payer, ended, desk.received_on, date(2025, 6, 10), takeback=True
    )
    assert taken.remittance.payment == ZERO
    plb = [(p.reason, p.amount) for p in taken.remittance.provider_adjustments]
    assert plb == ([("WO", -answer.paid)] if answer.paid else [])
    assert all(a.carc == "27" for line in taken.remittance.claims[1].lines for a in line.adjustments)
    early = pay_others(payer, taken.state, date(2025, 6, 20), others)
    assert early.remittance.payment == others, "not before the payer's days are over"
    later = pay_others(payer, taken.state, date(2025, 7, 10), others)
    check_remittance(later.remittance)
    assert later.remittance.payment == max(others - answer.paid, ZERO)
    assert later.state.owed == max(answer.paid - others, ZERO)
    assert not later.state.recoupments


def test_interest_runs_from_the_day_after_the_contracts_days(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    claim = desk.claim("northwind-ppo", {"lines": [{"code": "99214"}]})
    amounts = {}
    for days in (30, 31, 77):
        paid_on = desk.received_on + timedelta(days=days)
        done = adjudicate(claim, payer, desk.state("northwind-ppo"), desk.received_on, paid_on)
        amounts[days] = total(p.amount for p in done.remittance.provider_adjustments)
        assert done.remittance.payment == D("128.48") - amounts[days]
    assert amounts == {30: ZERO, 31: D("-0.04"), 77: D("-1.99")}


GRACE = {"from": date(2025, 2, 1), "ends_on": date(2025, 4, 30)}


@pytest.mark.parametrize(("paid", "carcs"), [(True, ["CO-45", "PR-3"]), (False, ["PR-27"])])
def test_the_second_and_third_month_of_a_grace_period_wait(desk: Desk, paid: bool, carcs: list[str]) -> None:
    payer = desk.payer("northwind-ppo")
    state = desk.state("northwind-ppo", {"grace_period": {**GRACE, "premium_paid": paid}})
    claim = desk.claim("northwind-ppo", {"lines": [{"date": "2025-03-14"}]})
    pay_on = payment_date(payer, state, desk.received_on, claim.date_of_service)
    assert pay_on == date(2025, 4, 30)
    done = adjudicate(claim, payer, state, desk.received_on, pay_on)
    assert [a.code for a in done.remittance.claims[0].lines[0].adjustments] == carcs


def test_the_first_month_of_a_grace_period_is_paid_with_a_warning(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    state = desk.state("northwind-ppo", {"grace_period": {**GRACE, "premium_paid": False}})
    claim = desk.claim("northwind-ppo", {"lines": [{"date": "2025-02-14"}]})
    pay_on = payment_date(payer, state, date(2025, 2, 17), claim.date_of_service)
    done = adjudicate(claim, payer, state, date(2025, 2, 17), pay_on)
    assert pay_on == date(2025, 3, 3)
    assert "N615" in done.remittance.claims[0].remarks
    assert done.remittance.payment > ZERO


def test_an_approval_after_the_service_needs_the_window_and_a_reason(desk: Desk) -> None:
    payer, state = desk.payer("northwind-ppo"), desk.state("northwind-ppo")
    assert not authorize_afterwards(desk.service_date, date(2025, 3, 17), PROOF, payer, state).number
    manual = payer.file.manual.model_copy(update={"retro_authorization_days": 14})
    windowed = replace(payer, file=payer.file.model_copy(update={"manual": manual}))
    assert not authorize_afterwards(desk.service_date, date(2025, 3, 29), PROOF, windowed, state).number
    assert not authorize_afterwards(desk.service_date, date(2025, 3, 28), frozenset(), windowed, state).number
    given_ = authorize_afterwards(desk.service_date, date(2025, 3, 28), PROOF, windowed, state)
    assert given_.number in given_.state.approved
