"""What holds for every claim at every payer, whatever is on it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceClaim, check_remittance
from claimsim.payer import Adjudicated, adjudicate, receive

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

PAYERS = ("northwind-ppo", "prairie-mutual", "medicare-part-b")
CODES = (
    "99213", "99214", "99203", "99396", "G0439", "G2211", "20610", "20550", "11102", "11103", "17000", "17003", "11730",
    "45380", "45385", "36415", "83036", "80053", "82306", "93000", "J3301", "J1885", "90471", "90686", "G0008", "99000",
    "71046", "97110", "L3908", "99442",
)  # fmt: skip
MODIFIERS = ("25", "59", "50", "RT", "LT", "26", "GA", "GZ", "GY", "JZ", "95", "24", "79", "33", "XS")

lines = st.fixed_dictionaries(
    {
        "code": st.sampled_from(CODES),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=2, unique=True),
        "units": st.integers(1, 5),
        "charge": st.decimals("0.01", "3000", places=2).map(str),
        "place": st.sampled_from(("11", "10", "22")),
        "pointers": st.lists(st.integers(1, 3), min_size=1, max_size=2, unique=True),
    }
)
claims = st.fixed_dictionaries(
    {
        "lines": st.lists(lines, min_size=1, max_size=5),
        "diagnoses": st.just(["I10", "E55.9", "M17.11"]),
        "rendering": st.fixed_dictionaries(
            {"credential": st.sampled_from(("MD", "NP")), "taxonomy": st.sampled_from(("207Q00000X", "207X00000X"))}
        ),
        "clia": st.sampled_from(("", "00D0000000")),
    }
)
met = st.decimals(0, 6000, places=2)


def answer(desk: Desk, payer: str, words: dict[str, Any], deductible: Decimal, out_of_pocket: Decimal) -> Adjudicated:
    """The remittance of a claim of a member who has used so much of the year's benefits."""
    overrides = {"accumulators": {"deductible_met": deductible, "out_of_pocket_met": out_of_pocket}}
    state = desk.state(payer, overrides)
    return adjudicate(desk.claim(payer, words), desk.payer(payer), state, desk.received_on, desk.paid_on)


def only(result: Adjudicated) -> RemittanceClaim:
    """The one claim of a remittance."""
    (claim,) = result.remittance.claims
    return claim


@given(st.sampled_from(PAYERS), claims, met, met)
@settings(max_examples=150, deadline=None)
def test_every_remittance_balances_and_keeps_the_groups_apart(
    desk: Desk, payer: str, words: dict[str, Any], deductible: Decimal, out_of_pocket: Decimal
) -> None:
    result = answer(desk, payer, words, deductible, out_of_pocket)
    check_remittance(result.remittance)
    claim = only(result)
    owed = sum((a.amount for line in claim.lines for a in line.adjustments if a.group == "PR"), ZERO)
    assert claim.patient_responsibility == owed
    for line in claim.lines:
        assert ZERO <= line.paid <= line.allowed <= line.charge
        assert all(a.amount > ZERO for a in line.adjustments)
        assert all(not (a.carc == "45" and a.amount == line.charge) for a in line.adjustments)
        assert line.denied == (line.allowed == ZERO and not any(a.carc == "59" for a in line.adjustments))


@given(st.sampled_from(PAYERS), claims)
@settings(max_examples=100, deadline=None)
def test_every_remark_that_a_reason_needs_is_there_and_is_not_only_an_alert(
    desk: Desk, payer: str, words: dict[str, Any]
) -> None:
    for line in only(answer(desk, payer, words, ZERO, ZERO)).lines:
        for adjustment in line.adjustments:
            reason = desk.tables.adjustment_reason(adjustment.carc, desk.service_date)
            assert reason is not None
            if reason.remark_required:
                remarks = [desk.tables.remark_code(code) for code in line.remarks]
                assert any(remark is not None and not remark.alert for remark in remarks)


@given(st.sampled_from(PAYERS), claims, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_lines_does_not_change_what_is_allowed(
    desk: Desk, payer: str, words: dict[str, Any], random: Any
) -> None:
    shuffled = list(words["lines"])
    random.shuffle(shuffled)
    found = []
    for order in (words["lines"], shuffled):
        claim = only(answer(desk, payer, {**words, "lines": order}, ZERO, ZERO))
        found.append(sorted((line.code, line.modifiers, line.charge, line.allowed) for line in claim.lines))
    assert sum(x[3] for x in found[0]) == sum(x[3] for x in found[1])
    assert [x[:3] for x in found[0]] == [x[:3] for x in found[1]]


@given(st.sampled_from(PAYERS), claims, met, met)
@settings(max_examples=100, deadline=None)
def test_more_deductible_met_never_raises_what_the_patient_owes(
    desk: Desk, payer: str, words: dict[str, Any], first: Decimal, second: Decimal
) -> None:
    less, more = sorted((first, second))
    before = only(answer(desk, payer, words, less, ZERO))
    after = only(answer(desk, payer, words, more, ZERO))
    assert after.patient_responsibility <= before.patient_responsibility


@given(claims, claims, met)
@settings(max_examples=80, deadline=None)
def test_a_replacement_takes_everything_back_and_pays_anew(
    desk: Desk, first: dict[str, Any], second: dict[str, Any], deductible: Decimal
) -> None:
    payer = desk.payer("northwind-ppo")
    original = answer(desk, "northwind-ppo", first, deductible, ZERO)
    number = only(original).payer_claim_control_number
    replacement = desk.claim("northwind-ppo", {**second, "frequency": "7", "reference": number})
    result = adjudicate(replacement, payer, original.state, desk.received_on, desk.paid_on)
    check_remittance(result.remittance)
    reversal, corrected = result.remittance.claims
    before = only(original)
    assert reversal.paid == -before.paid
    assert reversal.charge == -before.charge
    for taken, paid in zip(reversal.lines, before.lines, strict=True):
        assert [(a.code, -a.amount) for a in taken.adjustments] == [(a.code, a.amount) for a in paid.adjustments]
    # The corrected claim is answered as if the first one had never been.
    alone = answer(desk, "northwind-ppo", second, deductible, ZERO)
    assert [(x.code, x.paid, x.adjustments) for x in corrected.lines] == [
        (x.code, x.paid, x.adjustments) for x in only(alone).lines
    ]
    assert result.state.used == alone.state.used


@given(claims, met)
@settings(max_examples=60, deadline=None)
def test_a_void_leaves_the_accumulators_and_the_money_as_they_were(
    desk: Desk, words: dict[str, Any], deductible: Decimal
) -> None:
    opening = desk.state("northwind-ppo", {"accumulators": {"deductible_met": deductible}})
    payer = desk.payer("northwind-ppo")
    claim = desk.claim("northwind-ppo", words)
    first = adjudicate(claim, payer, opening, desk.received_on, desk.paid_on)
    number = only(first).payer_claim_control_number
    cancelled = replace(claim, frequency="8", original_reference=number)
    void = adjudicate(cancelled, payer, first.state, desk.received_on, desk.paid_on)
    assert void.state.used == opening.used
    assert void.remittance.payment == ZERO
    assert void.state.owed == first.remittance.payment


@given(st.sampled_from(PAYERS), claims, st.data())
@settings(max_examples=100, deadline=None)
def test_a_secondary_payer_pays_no_more_than_the_first_one_left_to_the_patient(
    desk: Desk, payer: str, words: dict[str, Any], data: st.DataObject
) -> None:
    left: dict[int, Decimal] = {}
    before = []
    for number, line in enumerate(words["lines"], 1):
        charge = Decimal(line["charge"])
        paid = data.draw(st.decimals(0, charge, places=2))
        left[number] = data.draw(st.decimals(0, charge - paid, places=2))
        adjustments = [["CO", "45", str(charge - paid - left[number])], ["PR", "2", str(left[number])]]
        before.append([number, str(paid), adjustments])
    secondary = {**words, "sequence": "S", "prior_payers": [{"lines": before}]}
    claim = only(answer(desk, payer, secondary, ZERO, ZERO))
    assert claim.status_code == "2"
    for answered in claim.lines:
        if answered.denied:
            continue
        owed = sum((a.amount for a in answered.adjustments if a.group == "PR"), ZERO)
        assert ZERO <= answered.paid + owed <= left[answered.line]
        prior = sum((a.amount for a in answered.adjustments if a.carc == "23"), ZERO)
        assert prior == answered.charge - left[answered.line]


@given(st.sampled_from(PAYERS), claims)
@settings(max_examples=60, deadline=None)
def test_the_same_claim_gets_the_same_answer(desk: Desk, payer: str, words: dict[str, Any]) -> None:
    assert answer(desk, payer, words, ZERO, ZERO) == answer(desk, payer, words, ZERO, ZERO)
    claim = desk.claim(payer, words)
    state = desk.state(payer)
    received = receive(claim, desk.payer(payer), state, desk.received_on)
    assert received == receive(claim, desk.payer(payer), state, desk.received_on)
