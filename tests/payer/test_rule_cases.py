"""Every payer rule against its cases in tests/rules/payer/: what fires it and what does not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from msgspec.structs import replace

from claimsim.model.claim import Claim
from claimsim.payer import Payer, PayerState, adjudicate, receive
from claimsim.payer.registry import PAYER_RULES
from claimsim.rules import Trace
from tests.each import each

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

FOLDER = Path(__file__).parents[1] / "rules" / "payer"


@cache
def _files() -> dict[str, Any]:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
    return {stem: yaml.load(text, yaml.CSafeLoader) for stem, text in texts.items()}


def _claim(desk: Desk, payer: Payer, words: dict[str, Any], state: PayerState) -> Claim:
    claim = desk.claim(payer.name, words)
    if words.get("reference") != "first":
        return claim
    return replace(claim, original_reference=state.filed[0].control_number)


def _answers(desk: Desk, case: dict[str, Any]) -> tuple[Trace, dict[str, list[str]], tuple[str, ...], bool]:
    """The trace, the answers by rule, the remarks of the line asked about, and whether the claim was unprocessable."""
    payer = desk.payer(case["payer"])
    if "settings" in case:
        payer = desk.variant(payer.name, case["settings"])
    state = desk.state(payer.name, case.get("payer_file"))
    for words in case.get("earlier", []):
        earlier = _claim(desk, payer, words, state)
        state = adjudicate(earlier, payer, state, desk.received_on, desk.paid_on).state
    claim = _claim(desk, payer, case.get("claim", {}), state)
    received_on = date.fromisoformat(str(case.get("received_on", desk.received_on)))
    if case["stage"] == "front_end":
        if case.get("received_before"):
            state = receive(claim, payer, state, received_on).state
        received = receive(claim, payer, state, received_on)
        statuses = received.acknowledgement.statuses if received.acknowledgement else ()
        return received.trace, {s.rule: [f"{s.category}-{s.status}"] for s in statuses}, (), False
    result = adjudicate(claim, payer, state, received_on, desk.paid_on)
    answered = result.remittance.claims[-1]
    line = answered.lines[case.get("line", 1) - 1]
    found: dict[str, list[str]] = {}
    for adjustment in line.adjustments:
        found.setdefault(adjustment.rule, []).append(adjustment.code)
    return result.trace, found, line.remarks, answered.unprocessable


def test_every_case_is_answered_as_it_says(desk: Desk) -> None:
    cases = [(content["rule"], case) for content in _files().values() for case in content["cases"]]
    each(cases, lambda both: _check(desk, *both), lambda both: f"{both[0]}: {both[1]['title']}")


def _check(desk: Desk, rule_id: str, case: dict[str, Any]) -> None:
    rule = PAYER_RULES.get(rule_id)
    assert rule is not None
    case = {**case, "stage": rule.stage}
    trace, answers, remarks, unprocessable = _answers(desk, case)
    asked_of = {"claim", f"line {case.get('line', 1)}"}
    saw = [entry[2] for entry in trace if entry[0] == rule_id and entry[1] in asked_of]
    if "asked" in case:
        assert bool(saw) is case["asked"], "the rule was (not) asked"
    else:
        # A line that no list of the payer has is not asked about, nor is one with no money of the kind; but the payer
        # must have the rule.
        has = rule_id in desk.payer(case["payer"]).file.edits or rule.stage in ("pricing", "benefits")
        assert saw or has, "the payer does not have the rule"
    assert any(saw) is case["fires"]
    if "answer" in case:
        assert answers[rule_id] == [case["answer"]]
    if "remarks" in case:
        assert list(remarks) == case["remarks"]
    if "unprocessable" in case:
        assert unprocessable is case["unprocessable"]


def test_every_rule_has_a_case_that_fires_it_and_one_that_does_not() -> None:
    seen: dict[str, set[bool]] = {}
    for stem, content in _files().items():
        assert stem == content["rule"]
        seen[content["rule"]] = {case["fires"] for case in content["cases"]}
    assert seen == {rule.id: {True, False} for rule in PAYER_RULES}
