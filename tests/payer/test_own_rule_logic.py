"""What is said to follow from conditions does follow, whatever the conditions and the lines are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.payer.categories import line_context
from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.own_rules.compiling import holds
from claimsim.payer.own_rules.conditions import Condition
from claimsim.payer.own_rules.logic import implies, never, tree_of
from claimsim.payer.own_rules.patterns import covers, fits_any, overlap
from claimsim.payer.own_rules.rules import OwnRule

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

CODES = ["11", "12", "21", "1", "112"]
PATTERNS = st.sampled_from(["11", "12", "1*", "1?", "?1", "2*", "112", "??*", "21"])
SOME = st.lists(PATTERNS, min_size=1, max_size=3)
NUMBERS = st.integers(0, 4).map(str)
DAYS = st.sampled_from(["2025-03-13", "2025-03-14", "2025-03-15"])
MATCHERS = st.one_of(
    st.builds(lambda op, v: {"field": "line.code", op: v}, st.sampled_from(["in", "none_of", "matches"]), SOME),
    st.builds(
        lambda op, v: {"field": "line.diagnoses", op: v}, st.sampled_from(["any_of", "all_of", "lacks"]), SOME,
    ),
    st.builds(lambda f, v: {"field": f, "missing": v}, st.sampled_from(["line.ndc", "line.diagnoses"]), st.booleans()),
    st.builds(
        lambda f, op, v: {"field": f, op: v}, st.sampled_from(["line.units", "line.minutes"]),
        st.sampled_from(["at_least", "at_most", "equals"]), NUMBERS,
    ),
    st.builds(lambda op, v: {"field": "service.date", op: v}, st.sampled_from(["before", "after", "equals"]), DAYS),
)  # fmt: skip
CONDITIONS: st.SearchStrategy[Any] = st.recursive(
    MATCHERS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
LINES = st.tuples(
    st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=2), st.integers(0, 4),
    st.none() | st.integers(0, 4), st.integers(12, 16), st.sampled_from(["", "12345"]),
)  # fmt: skip


def condition(words: Any) -> Condition:
    given_rule = {"id": "r", "title": "t", "action": "a", "when": words, "then": {"remark": ["N115"]}}
    return OwnRule.model_validate(given_rule).when


def line(desk: Desk, drawn: Any) -> LineContext:
    code, diagnoses, units, minutes, day, ndc = drawn
    claim = desk.claim("northwind-ppo", {})
    found = replace(
        claim.lines[0], code=code, units=units, minutes=minutes, date_of_service=date(2025, 3, day), ndc=ndc,
        charge=Decimal(1),
    )  # fmt: skip
    state = desk.state("northwind-ppo")
    at = ClaimContext(claim, desk.payer("northwind-ppo"), state, desk.tables, desk.received_on)
    return replace(line_context(at, found), category="", diagnoses=tuple(diagnoses))


@given(one=CONDITIONS, other=CONDITIONS, drawn=st.lists(LINES, min_size=1, max_size=8))
def test_what_is_implied_is_so_and_what_never_is_is_not(desk: Desk, one: Any, other: Any, drawn: list[Any]) -> None:
    first, second = condition(one), condition(other)
    implied, impossible = implies(tree_of(first), tree_of(second)), never(tree_of(first))
    for values in drawn:
        at = line(desk, values)
        if holds(first)(at):
            assert not impossible
            assert holds(second)(at) or not implied


@given(one=CONDITIONS)
def test_a_condition_implies_itself_and_what_is_wider(one: Any) -> None:
    tree = tree_of(condition(one))
    narrower = tree_of(condition({"all": [one, {"field": "line.charge", "at_least": "3"}]}))
    assert implies(tree, tree)
    assert implies(narrower, tree)


@given(one=PATTERNS, other=PATTERNS, text=st.text("123", min_size=1, max_size=4))
def test_patterns_cover_and_overlap_as_their_texts_do(one: str, other: str, text: str) -> None:
    fits_one, fits_other = fits_any([one])(text), fits_any([other])(text)
    if covers(one, other):
        assert fits_one or not fits_other
    if not overlap(one, other):
        assert not (fits_one and fits_other)


@pytest.mark.parametrize(
    "words",
    [
        {"all": [{"field": "member.age", "at_least": "65"}, {"field": "member.age", "at_most": "17"}]},
        {"field": "member.age", "between": ["9", "3"]},
        {"all": [{"field": "line.code", "in": ["99213"]}, {"field": "line.code", "matches": ["9920*"]}]},
        {"all": [{"field": "line.code", "in": ["99213"]}, {"field": "line.code", "none_of": ["9921?"]}]},
        {"all": [{"field": "line.diagnoses", "any_of": ["E55.9"]}, {"field": "line.diagnoses", "lacks": ["E55*"]}]},
        {"field": "line.modifiers", "has": "25", "missing": True},
        {"field": "service.date", "before": "2025-01-02", "after": "2025-01-01"},
        {"any": [{"field": "line.ndc", "missing": True, "in": ["1"]},
                 {"field": "line.units", "equals": "2", "at_most": "1"}]},
        {"not": {"any": [{"field": "line.ndc", "missing": True}, {"field": "line.ndc", "missing": False}]}},
    ],
)  # fmt: skip
def test_a_condition_that_excludes_itself_is_found(words: Any) -> None:
    assert never(tree_of(condition(words)))


def test_a_date_at_the_end_of_time_is_no_trouble() -> None:
    for words in ({"field": "service.date", "after": "9999-12-31"}, {"field": "service.date", "before": "0001-01-01"}):
        assert not never(tree_of(condition(words)))
