"""What the member pays: families, tiers of the network, limits, dated rules, the No Surprises Act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from claimsim.diagnostics import InvalidInput
from claimsim.model.eligibility import EligibilityInquiry
from claimsim.model.remittance import RemittanceLine
from claimsim.payer import Adjudicated, Payer, PayerState, adjudicate, load_payer, reopen, respond
from claimsim.payer.accumulators import Used
from claimsim.payer.categories import category_of
from claimsim.payer.file import PlanTier
from claimsim.payer.pricing.benefits import cost_share, deductible_left, out_of_pocket_left
from claimsim.resources import payers_dir
from tests.each import each

if TYPE_CHECKING:
    from pathlib import Path

    from tests.payer.conftest import Desk

OTHER = {"deductible": True, "coinsurance_percent": D(20)}


def tier(**given: Any) -> PlanTier:
    """A plan's amounts with one benefit for everything."""
    return PlanTier.model_validate({"deductible": D("1000.00"), "benefits": {"other": OTHER}, **given})


def family_plan(*, embedded: bool) -> PlanTier:
    """1,000 for each, 2,000 for all; 3,000 and 5,000 at the most."""
    family = {"deductible": D("2000.00"), "out_of_pocket_maximum": D("5000.00"), "embedded": embedded}
    return tier(out_of_pocket_maximum=D("3000.00"), family=family)


@pytest.mark.parametrize(
    ("embedded", "own", "of_family", "left"),
    [
        (True, "400.00", "900.00", "600.00"),
        (True, "400.00", "1700.00", "300.00"),
        (True, "0.00", "2000.00", "0.00"),
        (False, "1000.00", "1200.00", "800.00"),
        (False, "0.00", "2000.00", "0.00"),
    ],
)
def test_a_family_deductible(embedded: bool, own: str, of_family: str, left: str) -> None:
    used = Used(2025, D(own), D(own), family_deductible=D(of_family), family_out_of_pocket=D(of_family))
    assert deductible_left(family_plan(embedded=embedded), used, family=True) == D(left)
    assert deductible_left(family_plan(embedded=embedded), used, family=False) == D("1000.00") - D(own)


def test_the_familys_maximum_and_the_members_own_both_hold() -> None:
    plan = family_plan(embedded=False)
    used = Used(2025, D("1000.00"), D("2900.00"), family_deductible=D("2000.00"), family_out_of_pocket=D("4950.00"))
    assert out_of_pocket_left(plan, used, family=True) == D("50.00")
    assert out_of_pocket_left(plan, used, family=False) == D("100.00")
    assert cost_share(D("1000.00"), plan.benefits["other"], plan, used, D(0), family=True) == (D(0), D("50.00"), D(0))


def answered(
    desk: Desk, payer: Payer, lines: list[dict[str, Any]], overrides: dict[str, Any] | None = None, **words: Any
) -> Adjudicated:
    """The payer's answer to a claim."""
    claim = desk.claim(payer.name, {"diagnoses": ["I10", "M17.0"], "lines": lines, **words})
    return adjudicate(claim, payer, desk.state(payer.name, overrides), desk.received_on, desk.paid_on)


def line_of(result: Adjudicated, number: int = 1) -> RemittanceLine:
    """A line of the last claim of a remittance."""
    return result.remittance.claims[-1].lines[number - 1]


def amounts(line: RemittanceLine) -> dict[str, D]:
    """The adjustments of a line as they are spoken."""
    return {a.code: a.amount for a in line.adjustments}


FAMILY = {"plans": {"choice-2000": {"family": {"deductible": 3000, "out_of_pocket_maximum": 9000}}}}


def test_the_family_accumulators_of_a_case(desk: Desk) -> None:
    payer = desk.variant("prairie-mutual", FAMILY)
    overrides = {"accumulators": {"deductible_met": D("100.00"), "family_deductible_met": D("2950.00")}}
    first = answered(desk, payer, [{"code": "99213", "charge": "98.00"}], overrides)
    assert amounts(line_of(first)) == {"PR-1": D("50.00"), "PR-2": D("9.60")}
    (used,) = first.state.used
    assert (used.deductible, used.family_deductible) == (D("150.00"), D("3000.00"))
    assert (used.out_of_pocket, used.family_out_of_pocket) == (D("59.60"), D("59.60"))
    alone = answered(desk, payer, [{"code": "99213", "charge": "98.00"}], {"accumulators": {"deductible_met": 100}})
    assert amounts(line_of(alone)) == {"PR-1": D("98.00")}, "not a family's coverage"


def test_eligibility_tells_what_is_left_of_both(desk: Desk) -> None:
    payer = desk.variant("prairie-mutual", FAMILY)
    overrides = {"accumulators": {"deductible_met": D("100.00"), "family_deductible_met": D("2950.00")}}
    state = desk.state("prairie-mutual", overrides)
    member = state.member
    assert member is not None
    inquiry = EligibilityInquiry(
        "prairie-mutual", member.member_id, member.last, member.first, member.birth_date, desk.service_date
    )
    assert respond(inquiry, payer, state).deductible_remaining == D("50.00")


OUTSIDE = {
    "participation": "out_of_network",
    "out_of_network": {"method": "percent_of_medicare", "percent": 100, "unpriced_percent_of_charge": 50},
    "plans": {
        "ppo-1500": {
            "out_of_network": {
                "deductible": 3000,
                "out_of_pocket_maximum": 9000,
                "benefits": {"other": {"deductible": True, "coinsurance_percent": 40}},
            }
        }
    },
}


def test_outside_the_network_share_allowance_and_accumulators_are_others(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", OUTSIDE)
    overrides = {"accumulators": {"deductible_met": D("1500.00"), "out_of_network_deductible_met": D("2990.00")}}
    result = answered(desk, payer, [{"code": "99214", "charge": "250.00"}], overrides)
    line = line_of(result)
    assert line.allowed == D("121.91")
    assert amounts(line) == {"PR-45": D("128.09"), "PR-1": D("10.00"), "PR-2": D("44.76")}
    assert result.remittance.claims[0].patient_responsibility == D("182.85")
    inside, outside = result.state.used
    assert inside.deductible == D("1500.00")
    assert (outside.tier, outside.deductible) == ("out_of_network", D("3000.00"))


def test_a_void_gives_the_tiers_accumulators_back(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", OUTSIDE)
    opening = desk.state("northwind-ppo")
    claim = desk.claim("northwind-ppo", {"lines": [{"code": "99214", "charge": "250.00"}]})
    first = adjudicate(claim, payer, opening, desk.received_on, desk.paid_on)
    assert first.state.used != opening.used
    number = first.remittance.claims[0].payer_claim_control_number
    void = desk.claim("northwind-ppo", {"frequency": "8", "reference": number})
    assert adjudicate(void, payer, first.state, desk.received_on, desk.paid_on).state.used == opening.used


@pytest.mark.parametrize(
    ("charge", "share", "remarks"),
    [("900.00", "80.00", ("N869", "N864")), ("300.00", "60.00", ("N870", "N864"))],
)
def test_adm_08_the_share_is_on_the_lesser_of_qualifying_amount_and_charge(
    desk: Desk, charge: str, share: str, remarks: tuple[str, ...]
) -> None:
    """Qualifying amount 400.00, 20 percent, deductible met; no balance bill."""
    payer = desk.variant(
        "northwind-ppo",
        {
            **OUTSIDE,
            "no_surprises": {"qualifying_amounts": {"99284": 400}},
            "plans": {
                "ppo-1500": {
                    **OUTSIDE["plans"]["ppo-1500"],  # type: ignore[index]  # a mapping of the words of a file
                    "benefits": {"emergency_visit": {"deductible": True, "coinsurance_percent": 20, "copay": 0}},
                }
            },
        },
    )
    overrides = {"accumulators": {"deductible_met": D("1500.00")}}
    result = answered(desk, payer, [{"code": "99284", "place": "23", "charge": charge}], overrides)
    claim, line = result.remittance.claims[0], line_of(result)
    assert claim.patient_responsibility == amounts(line)["PR-2"] == D(share)
    assert line.remarks == remarks
    assert not [a for a in line.adjustments if a.code == "PR-45"]


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2021, 6, 1), 20),
        (date(2022, 12, 31), 20),
        (date(2023, 1, 1), 15),
        (date(2026, 12, 31), 15),
        (date(2027, 1, 1), 10),
        (date(2029, 12, 31), 10),
        (date(2030, 1, 1), 0),
    ],
)
def test_the_coinsurance_of_a_screening_that_became_a_procedure_falls_by_date(desk: Desk, day: date, rate: int) -> None:
    """Consolidated Appropriations Act 2021, section 122: 20 percent to 2022, 15 to 2026, 10 to 2029, then none."""
    plan = desk.payer("medicare-part-b").plan("part-b")
    benefit = plan.benefits["screening_became_procedure"].on(day)
    assert (benefit.coinsurance_percent, benefit.deductible) == (D(rate), False)


def test_modifier_pt_at_medicare(desk: Desk) -> None:
    payer = desk.payer("medicare-part-b")
    snare = {"code": "45385", "modifiers": ["PT"], "charge": "900.00"}
    line = line_of(answered(desk, payer, [snare]))
    assert amounts(line)["PR-2"] == (line.allowed * D("0.15")).quantize(D("0.01"), "ROUND_HALF_UP")
    assert "PR-1" not in amounts(line), "no deductible"
    plain = line_of(answered(desk, payer, [{**snare, "modifiers": []}]))
    assert amounts(plain)["PR-1"] == D("257.00")
    assert "PR-2" not in amounts(line_of(answered(desk, payer, [{"code": "G0121", "charge": "900.00"}])))


PREVENTIVE_EVERYWHERE = ("77067", "77063", "G0105", "G0121", "82270", "G0328", "G0101", "G0444", "G0513")
PREVENTIVE_AT_MEDICARE = ("77080", "97802", "97803", "G0270", "99406")
WITH_COST_SHARE_AT_MEDICARE = ("G0102", "G0108", "G0109", "G0136", "45378")


def test_a_preventive_service_has_no_cost_share_at_any_payer(desk: Desk) -> None:
    """42 CFR 410.152(l) and 45 CFR 147.130(a)(1), inside the network; what can be either has none with 33 only."""
    medicares = ("medicare-part-b", "sunrise-advantage")
    free = [(name, code, "") for name in desk.payers for code in PREVENTIVE_EVERYWHERE]
    free += [(name, code, "") for name in medicares for code in PREVENTIVE_AT_MEDICARE]
    free += [(name, code, "33") for name in medicares for code in ("99497", "G0136")]
    free += [(name, code, "33") for name in ("northwind-ppo", "prairie-mutual") for code in ("77080", "45378")]
    owed = [(name, code, "") for name in medicares for code in WITH_COST_SHARE_AT_MEDICARE]
    owed += [(name, "77080", "") for name in ("northwind-ppo", "prairie-mutual")]

    def check(case: tuple[str, str, str]) -> None:
        name, code, modifier = case
        row = desk.tables.procedure(code, desk.service_date)
        assert row is not None
        modifiers = (modifier,) if modifier else ()
        category = category_of(desk.payer(name).file, code, modifiers, row.category, "207Q00000X")
        for plan in desk.payer(name).file.plans.values():
            benefit = plan.benefits.get(category, plan.benefits["other"])
            found = benefit.deductible or benefit.coinsurance_percent or benefit.copay
            assert bool(found) == (case in owed), f"{category}: {benefit}"

    each(free + owed, check)


LIMITED = {"plans": {"ppo-1500": {"benefits": {"therapy": {"copay": 0, "visit_limit": 2, "dollar_limit": 200}}}}}


def test_visits_are_counted_by_day_over_the_claims_of_a_case(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", LIMITED)
    state: PayerState = desk.state("northwind-ppo")
    found = []
    visits = (("97110", "2025-03-10"), ("97112", "2025-03-12"), ("97116", "2025-03-12"), ("97110", "2025-03-14"))
    for number, (code, day) in enumerate(visits, 1):
        words = {"claim_id": f"T-{number}", "lines": [{"code": code, "date": day, "charge": "30.00"}]}
        result = adjudicate(desk.claim("northwind-ppo", words), payer, state, desk.received_on, desk.paid_on)
        state = result.state
        found.append("PR-119" in amounts(line_of(result)))
    assert found == [False, False, False, True]


def test_days_of_one_claim_are_visits_too_in_the_order_of_their_dates(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", LIMITED)
    lines = [{"code": "97110", "date": f"2025-03-{day}", "charge": "30.00"} for day in (14, 10, 12)]
    claim = answered(desk, payer, lines).remittance.claims[0]
    assert [line.denied for line in claim.lines] == [True, False, False]


def test_dollars_are_used_up_and_given_back(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", LIMITED)
    lines = [{"code": code, "charge": "60.00", "units": 3} for code in ("97110", "97112")]
    opening = desk.state("northwind-ppo", {"accumulators": {"dollars_paid": {"therapy": D("100.00")}}})
    claim = desk.claim("northwind-ppo", {"diagnoses": ["M17.0"], "lines": lines})
    first = adjudicate(claim, payer, opening, desk.received_on, desk.paid_on)
    paid = first.remittance.claims[0].paid
    assert paid == D("100.00"), "what the limit left"
    assert first.state.used_in(2025).paid_in("therapy") == D("200.00")
    over = sum(a.amount for x in first.remittance.claims[0].lines for a in x.adjustments if a.code == "PR-119")
    assert first.remittance.claims[0].patient_responsibility == over > 0
    number = first.remittance.claims[0].payer_claim_control_number
    void = desk.claim("northwind-ppo", {"frequency": "8", "reference": number})
    assert adjudicate(void, payer, first.state, desk.received_on, desk.paid_on).state.used == opening.used


def test_a_reopening_frees_the_limit_first(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", LIMITED)
    words = {"diagnoses": ["M17.0"], "lines": [{"code": "97110", "charge": "60.00"}]}
    state = desk.state("northwind-ppo", {"accumulators": {"visits": {"therapy": 1}}})
    first = adjudicate(desk.claim("northwind-ppo", words), payer, state, desk.received_on, desk.paid_on)
    number = first.remittance.claims[0].payer_claim_control_number
    again = reopen(number, desk.claim("northwind-ppo", words), payer, first.state, desk.received_on, desk.paid_on)
    assert isinstance(again, Adjudicated)
    assert line_of(again).paid == line_of(first).paid > 0


def test_a_years_deductible(desk: Desk) -> None:
    payer = desk.variant("medicare-part-b", {"plans": {"part-b": {"years": [{"year": 2025, "deductible": 100}]}}})
    assert payer.tier("part-b", "in_network", 2025).deductible == D(100)
    assert payer.tier("part-b", "in_network", 2024).deductible == D("257.00")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("      other: {deductible: true, coinsurance_percent: 20}", "coinsurance_percent: 120", "100"),
        ("      preventive: {}", "preventive: {visit_limit: 1}", "visit-limit"),
        ("      preventive: {}", "preventive: {periods: [{to: 2025-03-01}, {from: 2025-03-01}]}", "overlaps"),
        ("      preventive: {}", "preventive: {periods: [{from: 2025-03-01, to: 2025-02-01}]}", "before it begins"),
    ],
)
def test_faults_of_benefits_are_found_where_they_stand(
    desk: Desk, tmp_path: Path, before: str, after: str, words: str
) -> None:
    text = (payers_dir() / "northwind-ppo.yaml").read_text(encoding="utf-8")
    changed = before.replace("coinsurance_percent: 20", after) if "20" in before else f"      {after}"
    path = tmp_path / "payer.yaml"
    broken = text.replace(before, changed, 1).replace("  visit-limit: {}\n", "", 1)
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_payer(path, desk.tables)
    (fault,) = caught.value.diagnostics
    assert words in f"{fault.message} {fault.hint}"
    assert fault.position is not None
    assert fault.position.line == broken[: broken.index(changed)].count("\n") + 1
