"""What an instructor's conditions are so for: every field, every operator, and how they join."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from claimsim.payer.categories import line_context
from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.own_rules.catalogue import ALL_OPERATORS, FIELDS, OPERATORS
from claimsim.payer.own_rules.compiling import check_of, holds, spoken
from claimsim.payer.own_rules.conditions import Condition
from claimsim.payer.own_rules.making import codes_of
from claimsim.payer.own_rules.readers import DATES, LISTS, NUMBERS, VALUES
from claimsim.payer.own_rules.rules import OwnRule

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

CLAIM = {
    "diagnoses": ["E11.9", "I10", "Z79.84"],
    "lines": [
        {"code": "99214", "modifiers": ["25", "GT"], "units": 1, "charge": "245.00", "pointers": [1, 2], "place": "10"},
        {"code": "J3301", "units": 4, "charge": "12.00", "pointers": [3], "ndc": "00003-0293-05", "date": "2025-03-15"},
    ],
    "rendering": {"credential": "NP"},
}
FILE = {
    "coverage": [{"plan": "ppo-3000", "from": "2025-01-01"}],
    "accumulators": {"deductible_met": "250.00", "out_of_pocket_met": "300.00"},
    "history": [
        {"date": "2025-03-01", "code": "83036", "units": 2},
        {"date": "2024-12-01", "code": "83036", "taxonomy": "207RE0101X"},
        {"date": "2025-03-14", "code": "99213", "provider_npi": "2200000026"},
    ],
    "other_coverage": "Prairie Mutual",
}


def condition(words: Any) -> Condition:
    given = {"id": "r", "title": "t", "action": "a", "when": words, "then": {"remark": ["N115"]}}
    return OwnRule.model_validate(given).when


def context(desk: Desk, line: int = 1, **changes: Any) -> LineContext:
    claim = replace(desk.claim("northwind-ppo", CLAIM), **changes)
    payer = desk.payer("northwind-ppo")
    at = ClaimContext(claim, payer, desk.state("northwind-ppo", FILE), desk.tables, desk.received_on)
    found = claim.lines[line - 1]
    return line_context(at, found)


def f(name: str, **operators: Any) -> dict[str, Any]:
    return {"field": name, **{key.rstrip("_"): value for key, value in operators.items()}}


SO: list[dict[str, Any]] = [
    f("line.code", equals="99214"), f("line.code", in_=["99213", "9921*"]), f("line.code", matches=["9?214"]),
    f("line.code", none_of=["99213", "J*"]), f("line.code", missing=False),
    f("line.modifiers", has="25"), f("line.modifiers", any_of=["59", "GT"]), f("line.modifiers", all_of=["GT", "25"]),
    f("line.modifiers", none_of=["59"]), f("line.modifiers", lacks=["X*"]), f("line.modifiers", matches=["G?"]),
    f("line.modifiers", missing=False),
    f("line.units", equals="1"), f("line.charge", at_least="245.00"), f("line.charge", between=["200", "245"]),
    f("line.minutes", missing=True), f("line.ndc", missing=True), f("line.diagnoses", any_of=["E11*"]),
    f("line.diagnoses", lacks=["Z79.84"]), f("line.first_diagnosis", equals="E11.9"),
    f("line.place_of_service", equals="10"), f("line.category", equals="em_office"),
    f("line.benefit", equals="primary_care_visit"),
    f("claim.diagnoses", all_of=["I10", "Z79*"]), f("claim.first_diagnosis", matches=["E1?.9"]),
    f("claim.charge", at_most="257"), f("claim.charge", at_least="257.00"), f("claim.frequency", equals="1"),
    f("claim.sequence", in_=["P"]), f("claim.lines.codes", all_of=["99214", "J3301"]),
    f("claim.lines.count", equals="2"),
    f("claim.lines.modifiers", has="25"), f("claim.other_lines.codes", lacks=["99214"]),
    f("claim.other_lines.codes", has="J3301"), f("claim.place_of_service", equals="11"),
    f("claim.authorization_number", missing=True), f("claim.referral_number", missing=True),
    f("claim.clia_number", missing=False), f("claim.group_number", none_of=["x"]),
    f("claim.original_reference", missing=True), f("claim.attachments", missing=True),
    f("claim.prior_payers", lacks=["medicare-part-b"]), f("claim.days_to_receipt", between=["3", "3"]),
    f("claim.received_on", equals="2025-03-17"),
    f("member.id", equals="NWP-900000017"), f("member.age", at_least="68", at_most="68"),
    f("member.birth_date", before="1957-01-01"), f("member.sex", equals="F"), f("member.relationship", equals="self"),
    f("member.plan", equals="ppo-3000"), f("member.days_covered", equals="72"),
    f("member.deductible_met", at_least="250"), f("member.out_of_pocket_met", equals="300.00"),
    f("member.other_coverage", equals="Prairie Mutual"),
    f("provider.npi", missing=False), f("provider.taxonomy", matches=["207Q*"]),
    f("provider.credential", in_=["NP", "PA"]),
    f("billing.npi", matches=["2*"]), f("billing.taxonomy", equals="207Q00000X"),
    f("service.date", after="2025-03-13", before="2025-03-15"), f("service.date", between=["2025-03-14", "2025-03-14"]),
    f("service.weekday", equals="friday"),
    f("history.count", codes=["83036"], equals="2"), f("history.count", codes=["83036"], within_days="90", equals="1"),
    f("history.count", codes=["83036"], by="same_specialty", equals="1"),
    f("history.count", codes=["992*"], within_days="0", at_least="1"),
    f("history.count", codes=["992*"], by="same_clinician", at_most="0"),
    f("history.units", codes=["8303?"], at_least="3"), f("history.days_since", codes=["83036"], equals="13"),
    f("history.days_since", codes=["82306"], missing=True),
]  # fmt: skip
NOT_SO: list[dict[str, Any]] = [
    f("line.code", equals="99213"), f("line.code", in_=["9921"]), f("line.code", none_of=["99*"]),
    f("line.code", missing=True), f("line.modifiers", all_of=["25", "59"]), f("line.modifiers", lacks=["2?"]),
    f("line.modifiers", missing=True), f("line.minutes", at_least="0"), f("line.minutes", at_most="99"),
    f("line.ndc", matches=["0*"]), f("line.charge", at_least="245.01"), f("line.charge", at_least="1", at_most="2"),
    f("claim.group_number", equals="x"), f("claim.attachments", any_of=["x"]), f("service.date", after="2025-03-14"),
    f("service.date", before="2025-03-14"), f("history.days_since", codes=["82306"], at_most="9"),
    f("member.age", between=["69", "90"]), f("claim.other_lines.codes", has="99214"),
]  # fmt: skip


def test_the_conditions_of_the_first_list_are_so(desk: Desk) -> None:
    at = context(desk)
    assert [words for words in SO if not holds(condition(words))(at)] == []


def test_the_conditions_of_the_second_list_are_not(desk: Desk) -> None:
    at = context(desk)
    assert [words for words in NOT_SO if holds(condition(words))(at)] == []


def test_the_lists_above_try_every_field_and_every_operator() -> None:
    assert {words["field"] for words in SO} == set(FIELDS)
    assert {key for words in SO for key in words} - {"field", "codes", "within_days", "by"} == set(ALL_OPERATORS)


def test_every_field_has_its_reader_and_no_reader_is_left_over() -> None:
    by_kind = {"value": VALUES, "list": LISTS, "number": NUMBERS, "date": DATES}
    for kind, readers in by_kind.items():
        assert set(readers) == {name for name, spec in FIELDS.items() if spec.kind == kind}
    assert set(OPERATORS) == {*by_kind, "count"}


def test_dashes_of_a_drug_code_do_not_matter(desk: Desk) -> None:
    at = context(desk, 2)
    assert holds(condition(f("line.ndc", equals="00003029305")))(at)
    assert holds(condition(f("line.ndc", matches=["00003-0293*"])))(at)


def test_all_any_and_not_join_what_is_below_them(desk: Desk) -> None:
    at = context(desk)
    so, not_so = f("line.code", equals="99214"), f("line.units", at_least="2")
    for words, expected in (
        ({"all": [so, so]}, True), ({"all": [so, so, not_so]}, False), ({"any": [not_so, so]}, True),
        ({"any": [not_so, not_so]}, False), ({"not": not_so}, True), ({"not": {"any": [not_so, so]}}, False),
        ({"all": [so, {"not": {"all": [so, not_so]}}]}, True),
    ):  # fmt: skip
        assert holds(condition(words))(at) is expected, words


def test_what_was_seen_names_the_values_and_what_was_asked(desk: Desk) -> None:
    parts = [f("line.code", in_=["99214"]), f("line.modifiers", lacks=["59"]), {"not": f("line.ndc", missing=False)}]
    words = {"all": parts}
    assert check_of(condition(words))(context(desk)) == (
        "the code: 99214 (in 99214); the modifiers: 25, GT (lacks 59); not so: the NDC: missing (present)"
    )
    assert check_of(condition(f("line.code", equals="99213")))(context(desk)) is None
    either = {"any": [f("line.units", at_least="2"), f("line.units", between=["1", "1"])]}
    assert check_of(condition(either))(context(desk)) == "the units: 1 (between 1 to 1)"
    assert spoken(condition({"any": [words, f("line.units", at_least="2")]})) == (
        "(the code: in 99214 and the modifiers: lacks 59 and not (the NDC: present)) or the units: at least 2"
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (f("line.code", in_=["99213", "99214"]), {"99213", "99214"}),
        ({"all": [f("line.code", equals="99213"), f("line.units", at_least="2")]}, {"99213"}),
        ({"all": [f("line.code", in_=["99213", "99214"]), f("line.code", matches=["99214"])]}, {"99214"}),
        (f("line.code", in_=["9921*"]), set()),
        ({"any": [f("line.code", equals="99213"), f("line.units", at_least="2")]}, set()),
        ({"not": f("line.code", equals="99213")}, set()),
    ],
)
def test_a_rule_is_asked_only_of_lines_whose_code_it_may_meet(words: Any, codes: set[str]) -> None:
    assert codes_of(condition(words)) == codes


def test_lines_of_denied_and_reversed_claims_are_no_history(desk: Desk) -> None:
    from claimsim.payer import adjudicate

    payer, state = desk.payer("northwind-ppo"), desk.state("northwind-ppo")
    first = desk.claim("northwind-ppo", {"lines": [{"code": "83036"}]})
    paid = adjudicate(first, payer, state, desk.received_on, desk.paid_on).state
    void = replace(first, frequency="8", original_reference=paid.filed[0].control_number)
    voided = adjudicate(void, payer, paid, desk.received_on, desk.paid_on).state
    counted = holds(condition(f("history.count", codes=["83036"], at_least="1")))
    at = context(desk)
    for memory, expected in ((state, False), (paid, True), (voided, False)):
        assert counted(replace(at, of=replace(at.of, state=memory))) is expected


def test_a_service_after_the_date_of_service_does_not_count(desk: Desk) -> None:
    at = context(desk)
    early = replace(at, line=replace(at.line, date_of_service=date(2024, 12, 31)))
    assert holds(condition(f("history.count", codes=["83036"], equals="1")))(early)
