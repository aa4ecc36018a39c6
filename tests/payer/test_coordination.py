"""Two payers: each way of paying second with printed figures, and what holds whatever the first payer did."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.billing.charges import ChargeLine
from claimsim.billing.posting import post_charges, post_remittance, transfer
from claimsim.coordination import CoverageFacts, claim_to_next_payer
from claimsim.model.account import PATIENT, Account, check_account
from claimsim.model.claim import Claim, PersonOnClaim
from claimsim.model.money import ZERO, percent, total
from claimsim.model.remittance import check_remittance, open_amount
from claimsim.payer import PayerOverrides, adjudicate, open_payer, receive
from claimsim.payer.file_types import RETURNING_REASONS
from claimsim.payer.front_end.content import RULES
from claimsim.payer.members import PayerState
from claimsim.payer.pricing.coordination import PriorLine, coordinate, secondary_tests
from tests.payer.test_money_properties import claims

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

PERSON = PersonOnClaim("Testpatient", "Ana", date(1956, 5, 2), "F")


def facts(name: str, line: Any, crossover: bool = False) -> CoverageFacts:
    """A coverage of the made-up member."""
    numbers = {"supplement": "EGS9000017", "northwind-ppo": "NWP900000017", "prairie-mutual": "PMH90000017"}
    return CoverageFacts(name, name, line, "", numbers.get(name, "1EG4-TE5-MK73"), "self", PERSON, crossover=crossover)


def test_msp_01_the_three_amounts() -> None:
    # 42 CFR 411.33(b)
    before = PriorLine(paid=D("120.00"), patient=D("30.00"), contractual=ZERO)
    found = secondary_tests(D("175.00"), D("125.00"), percent(D("125.00"), D(80)), before)
    assert found == (D("55.00"), D("100.00"), D("30.00"))


def test_what_a_contract_obliges_to_take_stands_for_the_charge() -> None:
    before = PriorLine(paid=D("120.00"), patient=D("30.00"), contractual=D("25.00"))
    assert secondary_tests(D("175.00"), D("125.00"), D("100.00"), before)[0] == D("30.00")


def test_what_the_first_payer_paid_comes_off_medicares_deductible_and_coinsurance_first() -> None:
    # NGS, Determine Beneficiary Responsibility on an MSP Claim (article 891730): all of 121.91 is open deductible.
    for paid, left, owes in (("128.48", "30.00", "0.00"), ("30.40", "107.60", "91.51"), ("0.00", "80.00", "80.00")):
        before = PriorLine(paid=D(paid), patient=D(left), contractual=D("86.52"))
        answer = coordinate(D("245.00"), D("121.91"), ZERO, (D("121.91"), ZERO, ZERO), before, medicare=True)
        assert (answer.paid, sum(answer.shares)) == (ZERO, D(owes))
        assert answer.discount == D(left) - D(owes)


def test_what_another_plan_paid_counts_toward_medicares_deductible(desk: Desk) -> None:
    prior = [{"payer": "northwind-ppo", "lines": [[1, "128.48", [["CO", "45", "86.52"], ["PR", "3", "30.00"]]]]}]
    words = {"sequence": "S", "prior_payers": prior, "lines": [{"code": "99214", "charge": "245.00"}]}
    state = desk.state("medicare-part-b", {"accumulators": {"deductible_met": D("100.00")}})
    payer = desk.payer("medicare-part-b")
    done = adjudicate(desk.claim("medicare-part-b", words), payer, state, desk.received_on, desk.paid_on)
    (line,) = done.remittance.claims[0].lines
    assert done.state.used_in(2025, "in_network").deductible == D("100.00") + line.allowed
    assert done.remittance.claims[0].patient_responsibility == ZERO


def test_cob_02_maintenance_of_benefits() -> None:
    # The page computes with 125 less 75; the charge of 150 is inferred there from the write-off.
    before = PriorLine(paid=D("75.00"), patient=D("75.00"), contractual=ZERO, cost_share=D("75.00"))
    shares = (ZERO, percent(D("125.00"), D(25)), ZERO)
    as_primary = D("125.00") - sum(shares)
    answer = coordinate(
        D("150.00"), D("125.00"), as_primary, shares, before, method="maintenance_of_benefits"
    )  # fmt: skip
    assert (answer.paid, sum(answer.shares), answer.discount) == (D("37.50"), D("12.50"), D("25.00"))
    assert answer.prior == D("75.00")


def test_non_duplication_pays_the_difference_to_its_own_benefit() -> None:
    shares = (ZERO, D("20.00"), ZERO)
    for paid, pays in (("50.00", "30.00"), ("80.00", "0.00"), ("95.00", "0.00")):
        before = PriorLine(paid=D(paid), patient=D("100.00") - D(paid), contractual=ZERO)
        answer = coordinate(D("100.00"), D("100.00"), D("80.00"), shares, before, method="non_duplication")
        assert answer.paid == D(pays)
        assert answer.paid + sum(answer.shares) + answer.discount == before.patient


def test_in_full_no_more_is_paid_than_the_highest_contracted_fee_leaves() -> None:
    out_of_network = PriorLine(paid=D("69.29"), patient=D("165.71"), contractual=D(0))
    copay = (D(0), D(0), D("30.00"))
    answer = coordinate(D("235.00"), D("150.14"), D("120.14"), copay, out_of_network)
    assert (answer.paid, answer.discount, answer.shares) == (D("80.85"), D("84.86"), (D(0), D(0), D(0)))


def test_what_is_left_of_a_copay_is_a_copay() -> None:
    before = PriorLine(paid=D("110.40"), patient=D("27.60"), contractual=D("107.00"))
    answer = coordinate(
        D("245.00"), D("109.72"), D("79.72"), (D(0), D(0), D("30.00")), before, method="non_duplication"
    )
    assert answer.shares == (D(0), D(0), D("27.60"))


def test_a_supplement_pays_coinsurance_and_by_plan_the_deductible() -> None:
    before = PriorLine(
        D("40.00"), D("60.00"), D("20.00"), deductible=D("50.00"), cost_share=D("60.00"), sequestration=D("0.82")
    )
    none = (ZERO, ZERO, ZERO)
    without = coordinate(
        D("120.82"), D("100.00"), ZERO, none, before, method="supplement", pays_deductible=False
    )  # fmt: skip
    assert (without.paid, without.shares[0]) == (D("10.00"), D("50.00"))
    with_it = coordinate(D("120.82"), D("100.00"), ZERO, none, before, method="supplement")
    assert (with_it.paid, sum(with_it.shares)) == (D("60.00"), ZERO)


def test_medicaid_pays_up_to_its_own_fee_and_the_patient_owes_nothing() -> None:
    before = PriorLine(D("80.00"), D("20.00"), D("50.00"), cost_share=D("20.00"))
    for fee, pays in (("70.00", "0.00"), ("90.00", "10.00"), ("200.00", "20.00")):
        answer = coordinate(D("150.00"), D(fee), D(fee), (ZERO, D("3.00"), ZERO), before, method="medicaid")
        assert (answer.paid, answer.shares) == (D(pays), (ZERO, ZERO, ZERO))


def test_cob_03_the_837s_own_figures() -> None:
    # X12 sample 005010X222 example 3B: claim-level adjustments beside balanced lines.
    lines = {"99213": (D("43.00"), D("40.00"), D("3.00")), "90782": (D("15.00"),) * 2, "J3301": (D("21.04"),) * 2}
    paid = total(amounts[1] for amounts in lines.values())
    left = D("21.89") + D("15.00")
    assert paid - left == D("39.15")
    assert (paid - left) + left + D("3.00") == total(amounts[0] for amounts in lines.values()) == D("79.04")


def secondary_of(
    desk: Desk, first: str, second: str, words: dict[str, Any], met: D
) -> tuple[Claim, Any, Claim, Any, PayerState]:
    """A claim through two payers, the second one built from the first one's answer."""
    claim = desk.claim(first, words)
    overrides = {"accumulators": {"deductible_met": met}}
    done = adjudicate(claim, desk.payer(first), desk.state(first, overrides), desk.received_on, desk.paid_on)
    lines: dict[str, Any] = {"medicare-part-b": "medicare_part_b", "supplement": "medicare_supplement"}
    next_ = facts(second, lines.get(second, "commercial"))
    following = replace(claim_to_next_payer(claim, done.remittance.claims[0], desk.paid_on, next_), claim_id="T-2")
    state = desk.state(second, overrides)
    if not following.lines:
        return claim, done, following, None, state
    answered = adjudicate(following, desk.payer(second), state, date(2025, 4, 1), date(2025, 4, 15))
    return claim, done, following, answered, state


PAIRS = st.sampled_from(
    (
        ("northwind-ppo", "medicare-part-b"), ("medicare-part-b", "supplement"), ("prairie-mutual", "northwind-ppo"),
        ("medicare-part-b", "northwind-ppo"),
    )
)  # fmt: skip


@given(PAIRS, claims, st.decimals(0, 3000, places=2))
@settings(max_examples=120, deadline=None)
def test_two_payers_and_the_ledger_balance_whatever_they_do(
    desk: Desk, pair: tuple[str, str], words: dict[str, Any], met: D
) -> None:
    claim, done, following, answered, state = secondary_of(desk, *pair, words, met)
    if answered is None:
        return
    first, second = done.remittance.claims[0], answered.remittance.claims[0]
    check_remittance(answered.remittance)
    assert second.status_code == "2"
    # What the second payer is told balances by line, as its front end wants it.
    received = receive(following, desk.payer(pair[1]), state, date(2025, 4, 1))
    assert not [saw for rule, _, saw in received.trace if rule == "prior-payer-out-of-balance" and saw]
    assert any(rule.id == "prior-payer-out-of-balance" for rule in RULES)
    charges = tuple(
        ChargeLine(x.code, "", x.modifiers, x.units, x.diagnosis_pointers, x.charge, x.charge, "") for x in claim.lines
    )
    account = Account().post(*post_charges(charges, pair[0], desk.service_date))
    account = account.post(*post_remittance(first, desk.paid_on, pair[1]))
    for line in first.lines:
        if line.denied and _passed(line):
            account = account.post(*transfer(*pair, line.charge, line.code, desk.paid_on, "Billed to the next payer"))
    account = account.post(*post_remittance(second, date(2025, 4, 15), PATIENT))
    check_account(account)
    # What stays with a payer is exactly what it denied; the patient owes what the last payer left to the patient.
    assert account.balance(pair[0]) == total(open_amount(x) for x in first.lines if x.denied and not _passed(x))
    assert account.balance(pair[1]) == total(open_amount(x) for x in second.lines if x.denied)
    owed = total(a.amount for x in second.lines if not x.denied for a in x.adjustments if a.group == "PR")
    assert account.patient_balance == owed


def _passed(line: Any) -> bool:
    return all(a.group == "PR" for a in line.adjustments)


def _decided(answer: Any) -> list[Any]:
    returning = RETURNING_REASONS if "MA130" in answer.remarks else RETURNING_REASONS - {"4"}
    return [x for x in answer.lines if not (x.denied and any(a.carc in returning for a in x.adjustments))]


@given(PAIRS, claims, st.decimals(0, 3000, places=2))
@settings(max_examples=80, deadline=None)
def test_oa_23_is_what_the_first_payer_did_and_both_never_pay_above_the_charge(
    desk: Desk, pair: tuple[str, str], words: dict[str, Any], met: D
) -> None:
    _, done, following, answered, _ = secondary_of(desk, *pair, words, met)
    if answered is None:
        return
    left = [
        total(a.amount for a in line.adjustments if a.group == "PR") for line in _decided(done.remittance.claims[0])
    ]
    for line, owed in zip(answered.remittance.claims[0].lines, left, strict=True):
        prior = total(a.amount for a in line.adjustments if a.carc == "23")
        assert prior == line.charge - owed
        earlier = next(p for n, p, _ in following.prior_payers[0].lines if n == line.line)
        assert ZERO <= line.paid + earlier <= line.charge


def crossing(desk: Desk, overrides: dict[str, Any] | None = None) -> PayerState:
    """Medicare's file of somebody whose supplement it forwards to."""
    own, next_ = facts("medicare-part-b", "medicare_part_b"), facts("supplement", "medicare_supplement", crossover=True)
    return replace(desk.state("medicare-part-b", overrides), own=own, others=(next_,))


def test_medicare_forwards_what_it_leaves_and_says_so(desk: Desk) -> None:
    met = {"accumulators": {"deductible_met": D("257.00")}}
    claim = desk.claim("medicare-part-b", {})
    medicare = desk.payer("medicare-part-b")
    done = adjudicate(claim, medicare, crossing(desk, met), desk.received_on, desk.paid_on)
    (first,) = done.remittance.claims
    assert (first.status_code, first.crossover_to) == ("19", "supplement")
    assert "MA18" in first.remarks
    assert done.forwarded is not None
    assert done.forwarded.forwarded_by == "medicare-part-b"
    supplement, state = desk.payer("supplement"), desk.state("supplement", met)
    answered = adjudicate(done.forwarded, supplement, state, desk.paid_on, desk.paid_on)
    assert answered.remittance.claims[0].paid == first.patient_responsibility > ZERO


def test_nothing_left_is_not_forwarded(desk: Desk) -> None:
    claim = desk.claim("medicare-part-b", {"lines": [{"code": "G0439"}]})
    done = adjudicate(claim, desk.payer("medicare-part-b"), crossing(desk), desk.received_on, desk.paid_on)
    assert done.remittance.claims[0].status_code == "1"
    assert done.forwarded is None


def test_a_qualified_beneficiary_owes_nothing_and_the_ledger_has_nothing_to_bill(desk: Desk) -> None:
    overrides = {"qualified_medicare_beneficiary": True, "accumulators": {"deductible_met": D("250.00")}}
    claim = desk.claim("medicare-part-b", {"lines": [{"code": "99214"}]})
    state = desk.state("medicare-part-b", overrides)
    (answer,) = adjudicate(
        claim, desk.payer("medicare-part-b"), state, desk.received_on, desk.paid_on
    ).remittance.claims
    assert answer.patient_responsibility > ZERO, "the amounts stay under PR, so that Medicaid can read them"
    assert {"N781", "N782"} <= set(answer.remarks)
    account = Account().post(*post_remittance(answer, desk.paid_on))
    assert account.patient_balance == ZERO
    passed = Account().post(*post_remittance(answer, desk.paid_on, "medicaid"))
    assert passed.balance("medicaid") == answer.patient_responsibility


def test_the_payers_own_file_decides_whether_another_one_is_first(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    own = replace(facts("northwind-ppo", "commercial"), relationship="spouse")
    state = replace(desk.state("northwind-ppo"), own=own, others=(facts("prairie-mutual", "commercial"),))
    done = adjudicate(desk.claim("northwind-ppo", {}), payer, state, desk.received_on, desk.paid_on)
    assert [a.code for a in done.remittance.claims[0].lines[0].adjustments] == ["CO-22"]
    unknowing = replace(state, others=())
    done = adjudicate(desk.claim("northwind-ppo", {}), payer, unknowing, desk.received_on, desk.paid_on)
    assert not done.remittance.claims[0].lines[0].denied


def test_a_claim_that_was_first_in_the_wrong_order_is_no_duplicate_of_itself(desk: Desk) -> None:
    payer = desk.payer("northwind-ppo")
    own = replace(facts("northwind-ppo", "commercial"), relationship="spouse")
    state = replace(desk.state("northwind-ppo"), own=own, others=(facts("prairie-mutual", "commercial"),))
    first = adjudicate(desk.claim("northwind-ppo", {}), payer, state, desk.received_on, desk.paid_on)
    prior = [{"payer": "prairie-mutual", "lines": [[1, "80.00", [["CO", "45", "90.00"], ["PR", "2", "30.00"]]]]}]
    again = desk.claim("northwind-ppo", {"claim_id": "T-2", "sequence": "S", "prior_payers": prior})
    second = adjudicate(again, payer, first.state, date(2025, 4, 7), date(2025, 4, 21))
    assert second.remittance.claims[0].paid == D("30.00")


def test_the_way_of_coordination_is_the_payers(desk: Desk) -> None:
    prior = [{"lines": [[1, "120.00", [["CO", "45", "50.00"], ["PR", "2", "30.00"]]]]}]
    words = {"sequence": "S", "prior_payers": prior, "lines": [{"code": "99214", "charge": "200.00"}]}
    paid = {}
    for method in ("full", "non_duplication", "maintenance_of_benefits"):
        file = desk.payer("northwind-ppo").file.model_copy(update={"coordination": method})
        payer = open_payer("northwind-ppo", file, desk.tables)
        state = desk.state("northwind-ppo")
        done = adjudicate(desk.claim("northwind-ppo", words), payer, state, desk.received_on, desk.paid_on)
        paid[method] = done.remittance.claims[0].paid
    # Its own fee is 158.48 with a copay of 30: 128.48 alone.
    assert paid == {"full": D("30.00"), "non_duplication": D("8.48"), "maintenance_of_benefits": D("8.48")}


def test_overrides_have_the_keys_of_what_comes_late() -> None:
    assert PayerOverrides().knows_other_coverage


def test_a_second_plan_without_a_contract_leaves_what_it_does_not_recognize_to_the_patient(desk: Desk) -> None:
    payer, state = desk.payer("ironworks-self-funded"), desk.state("ironworks-self-funded", {})
    prior = [{"lines": [[1, "0.00", [["CO", "45", "120.00"], ["PR", "1", "130.00"]]]]}]
    words = {"sequence": "S", "prior_payers": prior, "lines": [{"code": "99214", "charge": "250.00"}]}
    done = adjudicate(desk.claim(payer.name, words), payer, state, desk.received_on, desk.paid_on)
    answer = done.remittance.claims[0]
    assert answer.patient_responsibility == D("130.00") - answer.paid
    assert {a.group for a in answer.lines[0].adjustments} == {"PR", "OA"}, "no contract, so nothing to write off"
