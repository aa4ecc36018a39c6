"""What holds for every claim whatever the contract, the tier of the network, the limits and the family."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceClaim, check_remittance
from claimsim.payer import Adjudicated, Payer, adjudicate

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

PLANS = {
    "ppo-1500": {
        "family": {"deductible": 2500, "out_of_pocket_maximum": 9000, "embedded": False},
        "out_of_network": {
            "deductible": 3000,
            "out_of_pocket_maximum": 9000,
            "benefits": {
                "primary_care_visit": {"copay": 60},
                "other": {"deductible": True, "coinsurance_percent": 40},
            },
        },
        "benefits": {
            "therapy": {"copay": 40, "visit_limit": 3, "dollar_limit": 150},
            "imaging": {"deductible": True, "coinsurance_percent": 20, "dollar_limit": 90},
            "screening_became_procedure": {"coinsurance_percent": 10},
        },
    }
}
SETTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "own factor": (
        "northwind-ppo",
        {
            "contract": {"method": "conversion_factor", "conversion_factor": 41, "modifiers": {"team_percent": 40}},
            "plans": PLANS,
            "service_categories": {"screening_became_procedure": {"modifiers": ["PT"]}},
        },
    ),
    "of the charge": ("northwind-ppo", {"contract": {"method": "percent_of_charge", "percent": 70}, "plans": PLANS}),
    "out of network": (
        "northwind-ppo",
        {
            "participation": "out_of_network",
            "out_of_network": {"method": "percent_of_medicare", "percent": 90, "unpriced_percent_of_charge": 40},
            "plans": PLANS,
            "no_surprises": {"qualifying_amounts": {"992*": 150}},
        },
    ),
    "fee table": (
        "prairie-mutual",
        {
            "contract": {
                "method": "fee_table",
                "fees": {"99213": 98, "70551": 400, "971*": 30},
                "facility_fees": {"99213": 60},
                "multiple_services": {"procedure_percents": [100, 50, 25]},
            }
        },
    ),
    "not participating": ("medicare-part-b", {"participation": "non_participating"}),
}
CODES = (
    "99213", "99284", "97110", "97112", "97140", "70551", "72148", "93306", "93880", "92250", "20610", "20550", "11730",
    "45378", "45380", "45385", "47562", "49505", "J3301", "80053", "71046", "99396",
)  # fmt: skip
MODIFIERS = ("25", "50", "52", "53", "54", "55", "59", "62", "66", "78", "80", "AS", "26", "TC", "PT", "XE", "RT", "33")
lines = st.fixed_dictionaries(
    {
        "code": st.sampled_from(CODES),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=2, unique=True),
        "units": st.integers(1, 4),
        "charge": st.decimals("0.01", "3000", places=2).map(str),
        "place": st.sampled_from(("11", "22", "23")),
        "date": st.sampled_from(("2025-03-10", "2025-03-14")),
    }
)
claims = st.fixed_dictionaries(
    {
        "lines": st.lists(lines, min_size=1, max_size=5),
        "diagnoses": st.just(["I10", "E55.9", "M17.11"]),
        "rendering": st.fixed_dictionaries({"credential": st.sampled_from(("MD", "NP"))}),
        "attachments": st.sampled_from(([], ["operative record"])),
    }
)
met = st.decimals(0, 6000, places=2)
names = st.sampled_from(sorted(SETTINGS))


@cache
def payer_of(desk: Desk, name: str, *, edits: bool) -> Payer:
    """A payer with one of the settings; without edits every line is priced."""
    payer, changed = SETTINGS[name]
    # A visit limit needs its edit.
    return desk.variant(payer, changed if edits else {**changed, "edits": {"visit-limit": {}}})


def answer(desk: Desk, payer: Payer, words: dict[str, Any], used: Decimal, of_family: Decimal = ZERO) -> Adjudicated:
    """The answer to a claim of a member who has used so much at every tier."""
    accumulators = {
        "deductible_met": used, "out_of_pocket_met": used, "family_deductible_met": of_family,
        "out_of_network_deductible_met": used, "out_of_network_out_of_pocket_met": used,
    }  # fmt: skip
    state = desk.state(payer.name, {"accumulators": accumulators})
    return adjudicate(desk.claim(payer.name, words), payer, state, desk.received_on, desk.paid_on)


def only(result: Adjudicated) -> RemittanceClaim:
    """The one claim of a remittance."""
    (claim,) = result.remittance.claims
    return claim


@given(names, st.booleans(), claims, met, met)
@settings(max_examples=200, deadline=None)
def test_money_balances_and_groups_stay_apart(
    desk: Desk, name: str, edits: bool, words: dict[str, Any], used: Decimal, of_family: Decimal
) -> None:
    result = answer(desk, payer_of(desk, name, edits=edits), words, used, of_family)
    check_remittance(result.remittance)
    claim = only(result)
    owed = sum((a.amount for line in claim.lines for a in line.adjustments if a.group == "PR"), ZERO)
    assert claim.patient_responsibility == owed
    for line in claim.lines:
        assert ZERO <= line.paid <= line.allowed <= line.charge
        assert all(a.amount > ZERO and a.amount == a.amount.quantize(Decimal("0.01")) for a in line.adjustments)
        assert not any(a.carc == "45" and a.amount == line.charge for a in line.adjustments)
        if "N869" in line.remarks or "N870" in line.remarks:
            assert "PR-45" not in [a.code for a in line.adjustments]


@given(names, claims, met)
@settings(max_examples=150, deadline=None)
def test_the_steps_of_every_line_add_up(desk: Desk, name: str, words: dict[str, Any], used: Decimal) -> None:
    result = answer(desk, payer_of(desk, name, edits=False), words, used)
    paid = {line.line: line for line in only(result).lines}
    for pricing in result.pricing:
        line = paid[pricing.line]
        assert pricing.price[-1].amount == line.allowed
        first, *taken, last = pricing.waterfall
        assert (first.amount, last.amount) == (line.charge, line.paid)
        assert first.amount + sum(step.amount for step in taken) == last.amount


@given(names, claims, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_lines_never_changes_what_is_allowed(
    desk: Desk, name: str, words: dict[str, Any], random: Any
) -> None:
    payer = payer_of(desk, name, edits=False)
    shuffled = list(words["lines"])
    random.shuffle(shuffled)
    found = [
        sorted((x.code, x.modifiers, x.units, x.charge, x.allowed) for x in only(answer(desk, payer, w, ZERO)).lines)
        for w in (words, {**words, "lines": shuffled})
    ]
    assert found[0] == found[1]


@given(names, claims, met, met)
@settings(max_examples=150, deadline=None)
def test_more_used_never_raises_what_the_patient_owes(
    desk: Desk, name: str, words: dict[str, Any], first: Decimal, second: Decimal
) -> None:
    payer = payer_of(desk, name, edits=False)
    less, more = sorted((first, second))
    assert (
        only(answer(desk, payer, words, more)).patient_responsibility
        <= only(answer(desk, payer, words, less)).patient_responsibility
    )


@given(names, claims, met)
@settings(max_examples=100, deadline=None)
def test_a_void_leaves_everything_as_it_was(desk: Desk, name: str, words: dict[str, Any], used: Decimal) -> None:
    payer = payer_of(desk, name, edits=False)
    first = answer(desk, payer, words, used)
    opening = desk.state(payer.name, {"accumulators": {
        "deductible_met": used, "out_of_pocket_met": used,
        "out_of_network_deductible_met": used, "out_of_network_out_of_pocket_met": used,
    }})  # fmt: skip
    number = only(first).payer_claim_control_number
    claim = replace(desk.claim(payer.name, words), frequency="8", original_reference=number)
    void = adjudicate(claim, payer, first.state, desk.received_on, desk.paid_on)
    assert void.state.used == opening.used
    assert only(void).paid == -only(first).paid


@given(st.sampled_from(("own factor", "fee table", "not participating")), claims, st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_two_claims_of_one_day_are_allowed_what_one_claim_is(
    desk: Desk, name: str, words: dict[str, Any], first: int
) -> None:
    payer = payer_of(desk, name, edits=False)
    # No charge is below the contract's amount, and nobody has the same endoscopy twice.
    once = {(line["code"], line["date"]): line for line in words["lines"]}.values()
    dear = [
        {**line, "charge": "90000.00", "units": line["units"] if line["code"].startswith("971") else 1} for line in once
    ]
    together = sum(x.allowed for x in only(answer(desk, payer, {**words, "lines": dear}, ZERO)).lines)
    state = desk.state(payer.name)
    apart = ZERO
    for number, lines_of in enumerate((dear[:first], dear[first:]), 1):
        if lines_of:
            claim = desk.claim(payer.name, {**words, "lines": lines_of, "claim_id": f"T-{number}"})
            result = adjudicate(claim, payer, state, desk.received_on, desk.paid_on)
            state, apart = result.state, apart + sum(x.allowed for x in only(result).lines)
    # The later claim bears the reduction as far as it goes: a line payable at all is allowed a cent.
    assert together <= apart
    assert apart - Decimal("0.05") <= together or any(x.allowed == Decimal("0.01") for x in only(result).lines)
