"""What matches and what does not, value by value; and how lists are laid side by side."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import parse_yaml
from claimsim.diagnostics.validation import validate
from claimsim.scenario.compare import compare
from claimsim.scenario.expect import Expectations
from claimsim.scenario.listing import longest_common
from claimsim.scenario.matching import pair_up
from claimsim.scenario.outcome import outcome_of
from claimsim.scenario.sequencing import sequence_fault
from claimsim.scenario.yaml_writing import flow, in_quotes, quoted

from .sample import coding, events

HOLD = [
    "coding: {diagnoses: {any_order: [I10, M1711]}}",
    "coding: {diagnoses: {valid_order: [I10, M17.11]}}",
    "coding: {diagnoses: {at_least: [I10]}, first_listed: {any_of: [I10, M17.11]}}",
    "coding: {diagnoses: {at_most: [I10, E11.9, M17.11]}}",
    "coding: {diagnoses: {any_of: [[I10], [M17.11, I10]]}}",
    "coding: {diagnoses: [{any_of: [M17.12, M17.11]}, I10]}",
    "coding: {diagnoses: {count: {at_least: 1, at_most: 2}}}",
    'coding: {services: [{code: {any_of: ["99213", "99214"]}, units: 1, modifiers: {at_least: ["25"]}}]}',
    'coding: {services: {exactly: [{code: J3301}, {code: "99214"}, {code: "20610"}]}}',
    "coding: {queries: {count: 1}, candidates: {at_least: [CREP]}, not_coded: [{reason: {contains: outpatient}}]}",
    "coding: {findings: [{kind: missing_modifier, severity: warning}]}",
    "coding: {findings: {lacks: [unsupported_service]}}",
    "coding: {findings: {at_least: [missing_modifier], lacks: [unsupported_service]}}",
    "coding: {diagnoses: {at_least: [I10], lacks: [E11.9]}}",
    "claims: {at_least: [{status: rejected}, {status: paid}]}",
    "claims: {at_least: [{status: paid, frequency: {any_of: ['1', '7']}}]}",
    "remittances: {at_least: [{status: reversal}]}",
    "remittances: [{}, {lines: none}, {lines: [{code: J3301, adjustments: [{code: {any_of: [CO-45, CO-59]}}]}]}]",
    "remittances: [{}, {}, {lines: [{code: '99214', adjustments: [PR-3 30.00, {code: CO-45, amount: 120}]}]}]",
    "remittances: [{}, {}, {lines: [{code: '99214', adjustments: {lacks: [CO-97]}}]}]",
    "remittances: [{}, {}, {lines: [{code: '99214', allowed: {about: 130.3, within: 0.5}}]}]",
    "actions: {at_least: [{on: denied}, {on: coder_answer}]}",
    "actions: [{subject: '99214'}, {subject: LF-1, date: {at_least: 2025-03-18}}, {subject: CO-97}, {}]",
    "actions: [{}, {}, {}, {reason: {contains: ANSWER}}]",
    "rejections: ['A7:164:IL']",
    "edits: [ncci-pair 99214]",
    "balances: {payer: none, patient: {any_of: [25.00, 30.00]}}",
    "statement: {date: {at_most: 2025-04-22}, collected: none}",
    "settled_on: {any_of: [2025-04-22]}",
]


@pytest.mark.parametrize("text", HOLD)
def test_holds(text: str, check: Any) -> None:
    assert check(f"expect: {{{text}}}") == ()


def test_an_empty_expectation_asserts_nothing(check: Any) -> None:
    assert check("expect: {}") == ()
    assert check("expect: {coding: {}, claims: [{}, {}, {}], balances: {}, statement: {}}") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("claims: paid", "invalid-value"),
        ("claims: ", "empty-value"),
        ("claims: [{status: pad}]", "not-allowed-value"),
        ("claims: [{stat: paid}]", "unknown-key"),
        ("claims: [{charge: {about: 1, at_least: 2}}]", "invalid-value"),
        ("claims: [{charge: {within: 1}}]", "invalid-value"),
        ("claims: [{charge: {}}]", "invalid-value"),
        ("coding: {diagnoses: {at_most: [I10], lacks: [E11.9]}}", "invalid-value"),
        ("coding: {diagnoses: M17.11}", "invalid-value"),
        ("coding: {services: [{modifiers: []}]}", "missing-key"),
        ("remittances: [{lines: [{code: '99214', adjustments: [CO97]}]}]", "wrong-form"),
        ("settled_on: 4/22/2025", "bad-date"),
        ("balances: {payer: ten}", "wrong-type"),
        ("balances: {payer: }", "empty-value"),
    ],
)
def test_what_cannot_be_expected_is_a_fault_of_the_file(text: str, code: str) -> None:
    document = parse_yaml(f"expect: {{{text}}}", "x").document
    assert document is not None
    value, faults = validate(document, Expectations, ("expect",))
    assert value is None
    assert [fault.code for fault in faults] == [code]


def test_without_statement(tables: CodeTables) -> None:
    outcome = outcome_of(events())
    outcome.statement = None
    expect = Expectations.model_validate({"statement": {"balance_due": "30.00"}})
    assert [m.kind for m in compare(expect, outcome, tables)] == ["no-statement"]
    assert compare(Expectations.model_validate({"statement": "none"}), outcome, tables) == ()


def test_an_order_that_a_note_forbids(tables: CodeTables) -> None:
    outcome = outcome_of(events())
    two = coding((), ())
    kidney, diabetes = replace(two.diagnoses[0], code="N18.31"), replace(two.diagnoses[1], code="E11.22")
    outcome.coding = replace(two, diagnoses=(kidney, diabetes))
    expect = Expectations.model_validate({"coding": {"diagnoses": {"valid_order": ["N18.31", "E11.22"]}}})
    found = compare(expect, outcome, tables)
    assert [m.kind for m in found] == ["sequence-violated"]
    assert "N18.31" in found[0].because
    assert "E11.22" in found[0].because
    outcome.coding = replace(two, diagnoses=(diabetes, kidney))
    assert compare(expect, outcome, tables) == ()


@pytest.mark.parametrize(
    ("codes", "broken"),
    [
        (("E11.22", "N18.31"), ""),
        (("N18.31", "E11.22"), "E11.22 belongs before N18.31"),
        (("G63",), "G63 is a manifestation"),
        (("M17.11", "I10"), ""),
        (("I10", "M17.11"), ""),
        ((), ""),
    ],
)
def test_sequencing(codes: tuple[str, ...], broken: str, tables: CodeTables) -> None:
    fault = sequence_fault(codes, tables.icd10cm)
    assert fault.startswith(broken)
    assert bool(fault) == bool(broken)


def fits(want: set[int], got: int) -> bool:
    return got in want


@given(st.lists(st.sets(st.integers(0, 5)), max_size=5), st.lists(st.integers(0, 5), max_size=5))
def test_pairing_is_as_large_as_can_be(want: list[set[int]], got: list[int]) -> None:
    pairs, free = pair_up(want, got, fits)
    assert all(fits(want[w], got[g]) for w, g in pairs.items())
    assert sorted([*pairs.values(), *free]) == list(range(len(got)))

    def best(w: int, left: tuple[int, ...]) -> int:
        if w == len(want):
            return 0
        return max(
            best(w + 1, left),
            *(1 + best(w + 1, left[:i] + left[i + 1 :]) for i, g in enumerate(left) if fits(want[w], g)),
            0,
        )

    assert len(pairs) == best(0, tuple(got))


@given(st.lists(st.integers(0, 3), max_size=7), st.lists(st.integers(0, 3), max_size=7))
def test_common_subsequence_increases(want: list[int], got: list[int]) -> None:
    found = longest_common(want, got, int.__eq__)
    assert list(found) == sorted(found)
    assert list(found.values()) == sorted(set(found.values()))
    assert all(want[w] == got[g] for g, w in found.items())
    assert want != got or len(found) == len(got)


@given(st.text(), st.sampled_from("'\""))
def test_a_text_is_read_back_as_it_was_written(text: str, quote: str) -> None:
    for written in (quoted(text), in_quotes(text, quote)):
        for document in (f"a: {written}\n", f"a: [{written}, {written}]\n", f"a: {{b: {written}}}\n"):
            parsed = parse_yaml(document, "x")
            assert parsed.document is not None, (document, parsed.diagnostics)
            value = parsed.document.data["a"]
            assert (value[0] if isinstance(value, list) else value["b"] if isinstance(value, dict) else value) == text


def test_values_in_flow_style() -> None:
    value: Any = {"code": "99214", "modifiers": ["25", "LT"], "paid": Decimal("12.50"), "on": "A7:164"}
    assert flow(value) == '{code: "99214", modifiers: ["25", LT], paid: 12.50, on: A7:164}'
