"""What contracts allow: methods, fee tables, modifiers, services of one day, and the steps that are kept."""

from __future__ import annotations

from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest

from claimsim.model.money import cents
from claimsim.model.remittance import RemittanceLine
from claimsim.payer import Adjudicated, Payer, adjudicate
from claimsim.payer.context import ClaimContext
from claimsim.payer.pricing.line_price import price_of

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

MET = {"accumulators": {"deductible_met": D("5000.00"), "out_of_pocket_met": D("5000.00")}}
KNEE = ["M17.0", "I10"]
BIG = "5000.00"


def answered(desk: Desk, payer: Payer, lines: list[dict[str, Any]], **words: Any) -> Adjudicated:
    """The payer's answer to a claim of a member who has met the deductible."""
    overrides = {**MET, **words.pop("overrides", {})}
    claim = desk.claim(payer.name, {"diagnoses": KNEE, "lines": lines, **words})
    return adjudicate(claim, payer, desk.state(payer.name, overrides), desk.received_on, desk.paid_on)


def lines_of(result: Adjudicated) -> tuple[RemittanceLine, ...]:
    """The lines of the one claim."""
    return result.remittance.claims[0].lines


def allowed(desk: Desk, payer: Payer, code: str, *modifiers: str, **words: Any) -> D:
    """What one line of a code by itself is allowed, its charge being far above any fee."""
    line = {"code": code, "modifiers": list(modifiers), "charge": BIG, **words.pop("line", {})}
    return lines_of(answered(desk, payer, [line], **words))[0].allowed


def medicare(desk: Desk, **contract: Any) -> Payer:
    """Medicare without the edits that would stop a made-up line, its contract changed."""
    return desk.variant("medicare-part-b", {"contract": contract, "edits": {}})


def ppo(desk: Desk, contract: dict[str, Any], **settings: Any) -> Payer:
    """The PPO with another contract."""
    return desk.variant("northwind-ppo", {"contract": contract, **settings})


@pytest.mark.parametrize("geographic", [False, True])
def test_an_own_conversion_factor(desk: Desk, geographic: bool) -> None:
    contract = {"method": "conversion_factor", "conversion_factor": D("40.00"), "geographic_indices": geographic}
    row = desk.tables.physician_fee("99213", "", desk.service_date)
    index = desk.tables.geographic_index("06102", "99", desk.service_date)
    assert row is not None
    assert index is not None
    units = row.work_rvu + row.pe_rvu_nonfacility + row.mp_rvu
    if geographic:
        units = row.work_rvu * index.work + row.pe_rvu_nonfacility * index.pe + row.mp_rvu * index.mp
    found = allowed(desk, ppo(desk, contract), "99213")
    assert found == cents(units * 40)


def test_the_method_and_its_figure_belong_together(desk: Desk) -> None:
    with pytest.raises(ValueError, match="conversion_factor"):
        ppo(desk, {"method": "conversion_factor"})
    with pytest.raises(ValueError, match="conversion_factor"):
        ppo(desk, {"conversion_factor": D("40.00")})


def test_a_percentage_of_the_charge(desk: Desk) -> None:
    payer = ppo(desk, {"method": "percent_of_charge", "percent": 65})
    assert lines_of(answered(desk, payer, [{"code": "99213", "charge": "200.00"}]))[0].allowed == D("130.00")


def test_a_fee_table_knows_components_and_facilities(desk: Desk) -> None:
    fees = {"71046": D("50.00"), "70551": D("400.00"), "70551-26": D("90.00"), "99213": D("98.00")}
    payer = ppo(desk, {"method": "fee_table", "fees": fees, "facility_fees": {"99213": D("70.00")}})
    assert allowed(desk, payer, "70551", "26") == D("90.00")
    assert allowed(desk, payer, "99213") == D("98.00")
    assert allowed(desk, payer, "99213", line={"place": "22"}) == D("70.00")
    # No amount of its own for the component: the share that it has of Medicare's fee.
    whole, part = (allowed(desk, medicare(desk), "71046", *m) for m in ((), ("26",)))
    assert allowed(desk, payer, "71046", "26") == cents(50 * part / whole)


def test_a_code_outside_the_fee_table_is_a_percentage_of_its_charge(desk: Desk) -> None:
    payer = ppo(desk, {"method": "fee_table", "fees": {"99213": D("98.00")}})
    assert lines_of(answered(desk, payer, [{"code": "20610", "charge": "200.00"}]))[0].allowed == D("120.00")


def test_the_facility_amount_is_lower(desk: Desk) -> None:
    payer = medicare(desk)
    assert allowed(desk, payer, "20610", line={"place": "22"}) < allowed(desk, payer, "20610")


@pytest.mark.parametrize(
    ("code", "modifiers", "per_cent"),
    [
        ("47562", ("80",), "16"),
        ("47562", ("AS",), "13.6"),
        ("47562", ("62",), "62.5"),
        ("47562", ("52",), "50"),
        ("47562", ("53",), "50"),
        ("47562", ("54",), "90"),
        ("47562", ("55",), "10"),
        ("47562", ("56",), "9"),
        ("47562", ("78",), "81"),
        ("20610", ("50",), "150"),
        ("20610", ("54",), "100"),  # no global period, so no shares
    ],
)
def test_modifiers_are_percentages_of_the_fee(desk: Desk, code: str, modifiers: tuple[str, ...], per_cent: str) -> None:
    payer = medicare(desk)
    expected = allowed(desk, payer, code) * D(per_cent) / 100
    assert allowed(desk, payer, code, *modifiers) == cents(expected)


def test_54_leaves_the_preoperative_share_where_the_contract_pays_56_apart(desk: Desk) -> None:
    together = medicare(desk)
    apart = medicare(desk, modifiers={"preoperative_care_apart": True})
    whole = allowed(desk, together, "47562")
    parts = sum(allowed(desk, apart, "47562", m) for m in ("54", "55", "56"))
    assert abs(whole - parts) <= D("0.02")
    assert allowed(desk, apart, "47562", "54") < allowed(desk, together, "47562", "54")


def test_mod_12_a_discontinued_colonoscopy_has_a_price_of_its_own(desk: Desk) -> None:
    """The fee file's row for 53, and no contract percentage on top of it."""
    half = allowed(desk, medicare(desk), "45378", "53")
    assert half == allowed(desk, medicare(desk, modifiers={"discontinued_percent": 10}), "45378", "53")
    assert half < allowed(desk, medicare(desk), "45378")


def test_a_team_is_priced_by_report_or_by_the_contract(desk: Desk) -> None:
    assert allowed(desk, medicare(desk), "47562", "66") == D("4000.00"), "80 percent of the charge"
    whole = allowed(desk, medicare(desk), "47562")
    assert allowed(desk, medicare(desk, modifiers={"team_percent": 40}), "47562", "66") == cents(whole * D("0.4"))


def test_clinicians_and_standing(desk: Desk) -> None:
    payer = medicare(desk, credential_percents={"LCSW": 75})
    whole = allowed(desk, payer, "99213")
    rates = {"NP": "0.85", "PA": "0.85", "CNM": "1", "LCSW": "0.75", "MD": "1"}
    for credential, rate in rates.items():
        found = allowed(desk, payer, "99213", rendering={"credential": credential})
        assert found == cents(whole * D(rate)), credential
    outside = allowed(desk, payer, "99213", overrides={"participation": "non_participating"})
    assert outside == cents(whole * D("0.95"))
    # The payment limits of drugs are the same for every practice.
    drug = {"overrides": {"participation": "non_participating"}, "line": {"units": 4}}
    assert allowed(desk, payer, "J3301", **drug) == allowed(desk, payer, "J3301", line={"units": 4})


def test_an_assistant_who_is_no_physician_is_not_reduced_twice(desk: Desk) -> None:
    payer = medicare(desk)
    assert allowed(desk, payer, "47562", "AS", rendering={"credential": "PA"}) == allowed(desk, payer, "47562", "AS")


def test_pay_13_incident_to_is_billed_with_the_physician_and_paid_in_full(desk: Desk) -> None:
    """Charge 75, fee 60: Medicare pays 48, the patient 12, 15 are written off."""
    payer = desk.variant(
        "medicare-part-b",
        {"contract": {"method": "fee_table", "fees": {"99213": D("60.00")}, "sequestration_percent": 0}},
    )
    (line,) = lines_of(answered(desk, payer, [{"code": "99213", "charge": "75.00"}]))
    assert (line.allowed, line.paid) == (D("60.00"), D("48.00"))
    assert {a.code: a.amount for a in line.adjustments} == {"CO-45": D("15.00"), "PR-2": D("12.00")}


def test_seq_02_through_the_whole_adjudication(desk: Desk) -> None:
    """Billed 40, allowed 20: CO-45 20.00, PR-2 4.00, CO-253 0.32, paid 15.68."""
    payer = desk.variant("medicare-part-b", {"contract": {"method": "fee_table", "fees": {"99213": D("20.00")}}})
    (line,) = lines_of(answered(desk, payer, [{"code": "99213", "charge": "40.00"}]))
    assert {a.code: a.amount for a in line.adjustments} == {
        "CO-45": D("20.00"), "PR-2": D("4.00"), "CO-253": D("0.32"),
    }  # fmt: skip
    assert line.paid == D("15.68")


def test_therapy_pays_half_the_practice_expense_of_all_units_but_the_highest(desk: Desk) -> None:
    payer = medicare(desk)
    lines: list[dict[str, Any]] = [{"code": "97110", "units": 2, "charge": BIG}, {"code": "97112", "charge": BIG}]
    exercise, nerve = lines_of(answered(desk, payer, lines))
    row, index, factor = (
        desk.tables.physician_fee("97110", "", desk.service_date),
        desk.tables.geographic_index("06102", "99", desk.service_date),
        desk.tables.conversion_factor(desk.service_date),
    )
    assert row is not None
    assert index is not None
    assert factor is not None
    values = row.work_rvu * index.work + row.pe_rvu_nonfacility / 2 * index.pe + row.mp_rvu * index.mp
    assert nerve.allowed == allowed(desk, payer, "97112"), "its practice expense is the highest"
    assert exercise.allowed == 2 * cents(values * factor.conversion_factor), "half of it for each of two units"


def test_imaging_reduces_each_component_by_its_own_rank(desk: Desk) -> None:
    """The technical part of the spine scan at half; its professional part is the higher one, so the head's at 95."""
    payer = medicare(desk)
    head, spine = lines_of(answered(desk, payer, [{"code": c, "charge": BIG} for c in ("70551", "72148")]))
    fees = {(c, m): allowed(desk, payer, c, m) for c in ("70551", "72148") for m in ("26", "TC")}
    assert fees["70551", "TC"] > fees["72148", "TC"]
    assert fees["70551", "26"] < fees["72148", "26"]
    assert head.allowed == cents(allowed(desk, payer, "70551") - fees["70551", "26"] * D("0.05"))
    assert spine.allowed == cents(allowed(desk, payer, "72148") - fees["72148", "TC"] / 2)


@pytest.mark.parametrize(("codes", "kept"), [(("93880", "93306"), "0.75"), (("92250", "92133"), "0.80")])
def test_other_tests_reduce_the_lower_technical_part(desk: Desk, codes: tuple[str, str], kept: str) -> None:
    payer = medicare(desk)
    first, second = lines_of(answered(desk, payer, [{"code": c, "charge": BIG} for c in codes]))
    assert first.allowed == allowed(desk, payer, codes[0])
    technical = allowed(desk, payer, codes[1], "TC")
    assert second.allowed == cents(allowed(desk, payer, codes[1]) - technical * (1 - D(kept)))


def test_ranks_beyond_the_second_as_the_contract_says(desk: Desk) -> None:
    services = {"procedure_percents": [100, 50, 25]}
    payer = medicare(desk, multiple_services=services)
    codes = ("47562", "49505", "11730")
    alone = [allowed(desk, payer, code) for code in codes]
    together = [x.allowed for x in lines_of(answered(desk, payer, [{"code": c, "charge": BIG} for c in codes]))]
    fees = sorted(zip(alone, together, strict=True), reverse=True)
    rates = (D(1), D("0.5"), D("0.25"))
    wanted = [cents(fee * rate) for (fee, _), rate in zip(fees, rates, strict=True)]
    assert [found for _, found in fees] == wanted


def test_a_base_endoscopy_beside_one_of_its_family_comes_to_nothing(desk: Desk) -> None:
    payer = medicare(desk)
    base, biopsy, snare = lines_of(
        answered(desk, payer, [{"code": c, "charge": BIG} for c in ("45378", "45380", "45385")])
    )
    fee = {code: allowed(desk, payer, code) for code in ("45378", "45380", "45385")}
    assert base.allowed == D(0)
    assert snare.allowed == fee["45385"]
    assert biopsy.allowed == fee["45380"] - fee["45378"]


def test_anesthesia_by_base_and_time_units(desk: Desk) -> None:
    """PAY-15: 01402, 7 base units, 129 minutes: 15.6 units, or 16 for a payer that counts whole ones."""
    terms = {"conversion_factor": D("20.00"), "base_units": {"01402": 7}}
    for decimals, amount in ((1, "312.00"), (0, "320.00")):
        payer = ppo(desk, {"anesthesia": {**terms, "time_unit_decimals": decimals}})
        line = {"minutes": 129, "units": 1}
        assert priced(desk, payer, "01402", line) == D(amount)
        assert priced(desk, payer, "01402", {"units": 129}) == D(amount), "the minutes are in the units"
        assert priced(desk, payer, "01402", {**line, "modifiers": ["QK"]}) == D(amount) / 2


def priced(desk: Desk, payer: Payer, code: str, line: dict[str, Any]) -> D:
    """The price that the contract has for a line, whatever the edits say of it."""
    claim = desk.claim(payer.name, {"lines": [{"code": code, "charge": BIG, **line}]})
    at = ClaimContext(claim, payer, desk.state(payer.name), payer.tables, desk.received_on)
    return price_of(at, claim.lines[0]).amount


def test_the_steps_lead_from_the_fee_to_the_allowed_amount_and_from_the_charge_to_the_payment(desk: Desk) -> None:
    lines: list[dict[str, Any]] = [
        {"code": "20610", "charge": "300.00", "modifiers": ["50"]},
        {"code": "20550", "charge": "60.00"},
    ]
    payer = desk.variant("medicare-part-b", {"edits": {}})
    result = answered(desk, payer, lines, rendering={"credential": "NP"})
    assert [p.line for p in result.pricing] == [1, 2]
    for pricing, line in zip(result.pricing, lines_of(result), strict=True):
        assert pricing.price[-1].amount == line.allowed
        first, *taken, last = pricing.waterfall
        assert first.amount == line.charge
        assert first.amount + sum(step.amount for step in taken) == last.amount == line.paid
        assert all(step.authority for step in (*pricing.price, *pricing.waterfall))
    labels = [step.label for step in result.pricing[0].price]
    assert [label.split(":")[0] for label in labels] == ["physician fee", "both sides (50)", "rendered by NP"]


def test_a_remembered_price_is_the_same_price(desk: Desk) -> None:
    payer = desk.variant("northwind-ppo", {})
    first = answered(desk, payer, [{"code": "20610", "charge": "300.00"}])
    assert payer.prices
    assert answered(desk, payer, [{"code": "20610", "charge": "300.00"}]) == first
