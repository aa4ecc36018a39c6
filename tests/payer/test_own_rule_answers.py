"""What an instructor's rules do to a claim: denied, returned, rejected, reduced, priced, remarked, always balanced."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from claimsim.model.remittance import RemittanceClaim, RemittanceLine
from claimsim.payer import Payer, adjudicate, receive, reprocess
from claimsim.payer.own_rules.making import with_rules
from claimsim.payer.own_rules.rules import OwnRule
from claimsim.rules import Trace

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

VISIT = {"field": "line.code", "in": ["99213"]}
CLAIM = {"lines": [{"charge": "200.00"}, {"code": "83036", "charge": "30.00"}]}


def rule(then: Any, name: str = "own", when: Any = None) -> OwnRule:
    return OwnRule.model_validate(
        {"id": name, "title": "A rule", "action": "Do it.", "when": when or VISIT, "then": then, "authority": "Here"}
    )


def answered(desk: Desk, *rules: OwnRule, payer: str = "northwind-ppo", **file: Any) -> tuple[RemittanceClaim, Trace]:
    with_own = with_rules(desk.payer(payer), rules)
    result = adjudicate(desk.claim(payer, CLAIM), with_own, desk.state(payer, file), desk.received_on, desk.paid_on)
    return result.remittance.claims[-1], result.trace


def adjustments(line: RemittanceLine) -> list[tuple[str, Decimal, str]]:
    return [(a.code, a.amount, a.rule) for a in line.adjustments]


def seen(trace: Trace, name: str = "own") -> list[tuple[str, bool]]:
    return [(of, saw is not None) for rule_id, of, saw in trace if rule_id == name]


def test_a_denial_takes_the_whole_charge_and_is_in_the_trace(desk: Desk) -> None:
    claim, trace = answered(desk, rule({"deny": {"group": "CO", "carc": "50", "remarks": ["N115"]}}))
    assert adjustments(claim.lines[0]) == [("CO-50", Decimal("200.00"), "own")]
    assert claim.lines[0].remarks == ("N115",)
    assert [line.denied for line in claim.lines] == [True, False]
    assert seen(trace) == [("line 1", True)]


def test_a_rule_without_a_line_in_it_denies_every_line(desk: Desk) -> None:
    everywhere = rule(
        {"deny": {"group": "CO", "carc": "197"}}, when={"field": "claim.authorization_number", "missing": True}
    )
    claim, _ = answered(desk, everywhere)
    assert claim.outcome == "denied"


def test_an_unprocessable_line_carries_ma130(desk: Desk) -> None:
    claim, _ = answered(desk, rule({"deny": {"group": "CO", "carc": "16", "remarks": ["M119"], "unprocessable": True}}))
    assert claim.lines[0].remarks == ("M119",)
    assert "MA130" in claim.remarks


def test_records_are_asked_for_with_252(desk: Desk) -> None:
    claim, _ = answered(desk, rule({"request_records": {"remarks": ["M127"]}}))
    assert [a.code for a in claim.lines[0].adjustments] == ["CO-252"]
    assert claim.lines[0].remarks == ("M127",)


def test_records_that_came_are_asked_for_no_more(desk: Desk) -> None:
    asking = with_rules(desk.payer("northwind-ppo"), [rule({"request_records": {"remarks": ["M127"]}})])
    state = desk.state("northwind-ppo", {})
    first = adjudicate(desk.claim("northwind-ppo", CLAIM), asking, state, desk.received_on, desk.paid_on)
    number = first.remittance.claims[-1].payer_claim_control_number
    again = reprocess(number, asking, first.state, desk.received_on, desk.paid_on, attachments=("office-note",))
    assert [line.denied for line in again.remittance.claims[-1].lines] == [False, False]


def test_the_payers_own_edits_answer_first(desk: Desk) -> None:
    late = rule({"deny": {"group": "CO", "carc": "50"}})
    claim, trace = answered(desk, late, coverage=[{"plan": "ppo-1500", "from": "2025-01-01", "to": "2025-02-01"}])
    assert {a.code for line in claim.lines for a in line.adjustments} == {"PR-27"}
    assert seen(trace) == []


@pytest.mark.parametrize(
    ("then", "off"),
    [({"percent": "10"}, "0.1"), ({"percent": "33.333"}, "0.33333"), ({"amount": "5.00"}, None)],
)
def test_a_reduction_comes_off_what_the_contract_allows(desk: Desk, then: dict[str, str], off: str | None) -> None:
    before, _ = answered(desk)
    after, trace = answered(desk, rule({"reduce": {"carc": "59", **then}}))
    allowed = before.lines[0].allowed
    taken = (allowed * Decimal(off)).quantize(Decimal("0.01")) if off else Decimal("5.00")
    assert after.lines[0].allowed == allowed - taken
    assert ("CO-59", taken, "own") in adjustments(after.lines[0])
    assert [a for a in adjustments(after.lines[0]) if a[2] == "contract-discount"] == [
        a for a in adjustments(before.lines[0]) if a[2] == "contract-discount"
    ]
    assert after.lines[1] == before.lines[1]
    assert not after.lines[0].denied
    assert seen(trace) == [("line 1", True)]


def test_a_reduction_never_takes_more_than_is_allowed(desk: Desk) -> None:
    claim, _ = answered(desk, rule({"reduce": {"carc": "59", "amount": "9000.00"}}))
    assert claim.lines[0].allowed == claim.lines[0].paid == 0
    assert claim.patient_responsibility == sum(a.amount for a in claim.lines[1].adjustments if a.group == "PR")


def test_reductions_follow_one_another_in_the_files_order(desk: Desk) -> None:
    first, second = (
        rule({"reduce": {"carc": "59", "percent": "50"}}, "first"),
        rule({"reduce": {"carc": "144", "group": "CO", "percent": "50"}}, "second"),
    )
    before, _ = answered(desk)
    after, _ = answered(desk, first, second)
    amounts = {a.rule: a.amount for a in after.lines[0].adjustments}
    half = (before.lines[0].allowed / 2).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert amounts["first"] == half
    assert amounts["first"] + amounts["second"] + after.lines[0].allowed == before.lines[0].allowed


def test_a_set_amount_stands_for_the_contracts_and_the_discount_says_so(desk: Desk) -> None:
    claim, trace = answered(desk, rule({"set_allowed": {"amount": "61.00"}}))
    assert claim.lines[0].allowed == Decimal("61.00")
    assert ("CO-45", Decimal("139.00"), "contract-discount") in adjustments(claim.lines[0])
    assert any(rule_id == "contract-discount" and "set by rule own" in (saw or "") for rule_id, _, saw in trace)


def test_a_set_amount_is_for_the_line_or_for_each_unit_and_never_above_the_charge(desk: Desk) -> None:
    drug = {"lines": [{"code": "J3301", "units": 4, "charge": "40.00"}]}
    when = {"field": "line.code", "equals": "J3301"}
    for then, allowed in (
        ({"amount": "2.50"}, "2.50"), ({"amount": "2.50", "per": "unit"}, "10.00"), ({"amount": "99"}, "40.00"),
    ):  # fmt: skip
        payer = with_rules(desk.payer("northwind-ppo"), [rule({"set_allowed": then}, when=when)])
        claim = desk.claim("northwind-ppo", drug)
        state = desk.state("northwind-ppo")
        result = adjudicate(claim, payer, state, desk.received_on, desk.paid_on).remittance.claims[0]
        assert result.lines[0].allowed == Decimal(allowed)


def test_a_remark_changes_no_money(desk: Desk) -> None:
    before, _ = answered(desk)
    after, _ = answered(desk, rule({"remark": ["N115"]}))
    assert after.lines[0].remarks == ("N115",)
    assert (after.paid, after.patient_responsibility) == (before.paid, before.patient_responsibility)


def test_of_two_set_amounts_the_first_holds(desk: Desk) -> None:
    rules = [rule({"set_allowed": {"amount": amount}}, f"a-{amount[:2]}") for amount in ("50.00", "70.00")]
    claim, trace = answered(desk, *rules)
    assert claim.lines[0].allowed == Decimal("50.00")
    assert seen(trace, "a-70") == [("line 1", True)]


def test_a_rejection_turns_the_claim_away_and_names_the_line(desk: Desk) -> None:
    when = {"field": "line.code", "equals": "83036"}
    payer = with_rules(
        desk.payer("northwind-ppo"), [rule({"reject": {"category": "A6", "status": "453", "entity": "82"}}, when=when)]
    )
    received = receive(desk.claim("northwind-ppo", CLAIM), payer, desk.state("northwind-ppo"), desk.received_on)
    assert received.acknowledgement is not None
    (status,) = received.acknowledgement.statuses
    assert (status.category, status.status, status.entity, status.rule) == ("A6", "453", "82", "own")
    assert status.text == "line 2 (83036): the code: 83036 (equals 83036)"
    other = receive(desk.claim("northwind-ppo", {}), payer, desk.state("northwind-ppo"), desk.received_on)
    assert other.acknowledgement is not None
    assert other.acknowledgement.accepted
    assert seen(other.trace) == [("claim", False)]


def test_a_rejection_about_the_whole_claim_names_no_line(desk: Desk) -> None:
    when = {"field": "claim.lines.count", "at_least": "2"}
    payer = with_rules(desk.payer("northwind-ppo"), [rule({"reject": {"category": "A3", "status": "21"}}, when=when)])
    received = receive(desk.claim("northwind-ppo", CLAIM), payer, desk.state("northwind-ppo"), desk.received_on)
    assert received.acknowledgement is not None
    assert received.acknowledgement.statuses[0].text == "the number of lines: 2 (at least 2)"


def test_the_payer_that_others_share_keeps_nothing_of_a_scenarios_rules(desk: Desk) -> None:
    shared: Payer = desk.payer("northwind-ppo")
    own = with_rules(shared, [rule({"deny": {"group": "CO", "carc": "50"}})])
    assert [r.id for r in own.own_rules] == ["own"]
    assert shared.own_rules == ()
    assert answered(desk)[0].outcome == "paid"
    assert with_rules(shared, []) is shared


def test_an_own_rule_is_a_rule_with_all_that_a_rule_has(desk: Desk) -> None:
    (made,) = with_rules(desk.payer("northwind-ppo"), [rule({"deny": {"group": "CO", "carc": "50"}})]).own_rules
    assert (made.title, made.meaning, made.authority, made.action) == ("A rule", "A rule", "Here", "Do it.")
    assert made.verified
    assert made.codes == {"99213"}


def test_sequestration_comes_after_a_reduction(desk: Desk) -> None:
    claim, _ = answered(
        desk, rule({"reduce": {"carc": "59", "percent": "50"}}), payer="medicare-part-b",
        accumulators={"deductible_met": "257.00"},
    )  # fmt: skip
    line = claim.lines[0]
    parts = {a.carc: a.amount for a in line.adjustments}
    assert parts["253"] == ((line.allowed - parts["2"]) * Decimal("0.02")).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_a_reduction_is_a_step_of_its_own_on_the_way_from_charge_to_paid(desk: Desk) -> None:
    rules = [
        rule({"set_allowed": {"amount": "90.00"}}, "fee"),
        rule({"reduce": {"carc": "59", "percent": "20"}}, "less"),
    ]
    payer, state = with_rules(desk.payer("northwind-ppo"), rules), desk.state("northwind-ppo")
    result = adjudicate(desk.claim("northwind-ppo", CLAIM), payer, state, desk.received_on, desk.paid_on)
    first = result.pricing[0]
    assert [step.amount for step in first.price] == [Decimal("90.00"), Decimal("72.00")]
    assert Decimal("-18.00") in [step.amount for step in first.waterfall]
    assert sum(step.amount for step in first.waterfall[:-1]) == first.waterfall[-1].amount
