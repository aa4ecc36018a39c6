"""The order of liability: each rule with the facts that decide it, and that a full order never contradicts a rule."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim.coordination import CoverageFacts, first_of, order_of_liability
from claimsim.model.claim import PersonOnClaim

ON = date(2025, 3, 14)
AGED, DISABLED = date(1957, 5, 2), date(1981, 5, 2)


def coverage(payer: str, line: Any = "commercial", **facts: Any) -> CoverageFacts:
    """A coverage with the facts that a case names."""
    born = facts.pop("born", date(1960, 1, 1))
    subscriber = PersonOnClaim("Testpatient", "Ana", born, "F")
    relationship = facts.pop("relationship", "self")
    return CoverageFacts(payer, payer, line, "plan", "1", relationship, subscriber, **facts)


MEDICARE = coverage("medicare", "medicare_part_b")
WORK: Any = {"through": "active_employment"}
DISABILITY = coverage("medicare", "medicare_part_b", entitlement="disability")


def renal(since: date) -> CoverageFacts:
    """Medicare by end-stage renal disease."""
    return coverage("medicare", "medicare_part_b", entitlement="esrd", entitled_since=since)


@pytest.mark.parametrize(
    ("medicare", "plan", "born", "first", "section"),
    [
        (MEDICARE, coverage("plan", **WORK, employees=20), AGED, "plan", "411.17"),
        (MEDICARE, coverage("plan", **WORK, employees=19), AGED, "medicare", "411.17"),
        (MEDICARE, coverage("plan", **WORK), AGED, "plan", "411.17"),
        (MEDICARE, coverage("plan", through="retirement", employees=900), AGED, "medicare", "411.172"),
        (MEDICARE, coverage("plan", through="individual"), AGED, "medicare", "411.101"),
        (DISABILITY, coverage("plan", **WORK, employees=100), DISABLED, "plan", "411.20"),
        (DISABILITY, coverage("plan", **WORK, employees=99), DISABLED, "medicare", "411.20"),
        (MEDICARE, coverage("plan", **WORK, employees=99), DISABLED, "medicare", "411.20"),
        (renal(date(2022, 10, 1)), coverage("plan", through="retirement"), DISABLED, "plan", "411.162"),
        (renal(date(2022, 9, 1)), coverage("plan", **WORK, employees=900), DISABLED, "medicare", "411.162"),
    ],
)
def test_medicare_and_a_group_plan(
    medicare: CoverageFacts, plan: CoverageFacts, born: date, first: str, section: str
) -> None:
    for one, other in permutations((medicare, plan)):
        found = first_of(one, other, born, ON)
        assert found is not None
        assert found.first == first
        assert section in found.authority


def test_what_nobody_has_asked_decides_nothing() -> None:
    assert first_of(MEDICARE, coverage("plan"), AGED, ON) is None
    assert first_of(DISABILITY, coverage("plan", **WORK), DISABLED, ON) is None
    assert first_of(coverage("a"), coverage("b"), AGED, ON) is None
    assert order_of_liability((coverage("b"), coverage("a")), AGED, ON).payers == ("b", "a")


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (coverage("own"), coverage("spouse", relationship="spouse"), "subscriber"),
        (
            coverage("mother", relationship="child", born=date(1990, 3, 1)),
            coverage("father", relationship="child", born=date(1970, 4, 1)),
            "birthday",
        ),
        (
            coverage("father", relationship="child", born=date(1990, 12, 1), court_ordered=True),
            coverage("mother", relationship="child", born=date(1990, 3, 1)),
            "court",
        ),
        (
            coverage("older", relationship="child", born=date(1990, 3, 1), since=date(2019, 1, 1)),
            coverage("newer", relationship="child", born=date(1988, 3, 1), since=date(2023, 1, 1)),
            "longer",
        ),
        (coverage("job", **WORK), coverage("pension", through="retirement"), "current work"),
        (coverage("pension", through="retirement"), coverage("cobra", through="continuation"), "COBRA"),
        (coverage("old", since=date(2015, 1, 1)), coverage("new", since=date(2020, 1, 1)), "longer"),
        (coverage("plan"), coverage("medicaid", "medicaid"), "last resort"),
        (MEDICARE, coverage("medigap", "medicare_supplement"), "leaves"),
        (coverage("medigap", "medicare_supplement"), coverage("medicaid", "medicaid"), "last resort"),
    ],
)
def test_between_two_plans(first: CoverageFacts, second: CoverageFacts, word: str) -> None:
    for one, other in permutations((first, second)):
        found = first_of(one, other, date(2017, 9, 2), ON)
        assert found is not None
        assert (found.first, found.second) == (first.payer, second.payer)
        assert word in found.reason


def test_with_medicare_between_them_the_spouses_plan_is_first_and_the_retirees_own_last() -> None:
    retiree = coverage("retiree", through="retirement")
    spouse = coverage("spouse", relationship="spouse", **WORK, employees=50)
    for given_order in permutations((retiree, MEDICARE, spouse)):
        assert order_of_liability(given_order, AGED, ON).payers == ("spouse", "medicare", "retiree")


facts = st.fixed_dictionaries(
    {
        "line": st.sampled_from(("commercial", "medicare_part_b", "medicaid", "medicare_supplement")),
        "relationship": st.sampled_from(("self", "spouse", "child")),
        "through": st.sampled_from(("active_employment", "retirement", "continuation", "individual", "")),
        "employees": st.sampled_from((None, 10, 50, 500)),
        "since": st.sampled_from((None, date(2015, 1, 1), date(2020, 1, 1))),
        "born": st.sampled_from((date(1960, 1, 1), date(1961, 7, 1))),
        "entitlement": st.sampled_from(("age", "disability", "esrd", "")),
        "entitled_since": st.sampled_from((None, date(2021, 1, 1), date(2024, 6, 1))),
    }
)


@given(st.lists(facts, min_size=2, max_size=3), st.sampled_from((AGED, DISABLED)))
def test_every_payer_is_there_once_and_of_two_the_rule_holds(given_facts: list[dict[str, Any]], born: date) -> None:
    coverages = tuple(coverage(f"p{n}", **facts) for n, facts in enumerate(given_facts))
    order = order_of_liability(coverages, born, ON)
    assert sorted(order.payers) == [c.payer for c in coverages]
    if len(coverages) == 2 and order.why:
        assert order.payers == (order.why[0].first, order.why[0].second)
