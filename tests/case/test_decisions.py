"""The log of decisions is all that need be kept: driving the flow again with it gives the same case."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from claimsim.case.case import Case, World
from claimsim.case.driver import Run
from claimsim.case.log import LogMismatch, dump_log, load_log
from claimsim.case.script import Seats
from tests.each import each
from tests.lived import SHIPPED, TOGETHER, bench, lived, named

TABLES = bench().tables
pytestmark = TOGETHER


def case_of(name: str) -> Case:
    return named(name).scenario.case


def test_lived_again_or_replayed_from_its_log_a_case_is_the_same() -> None:
    another_world = World(TABLES)

    def check(path: Path) -> None:
        case, events = lived(path).scenario.case, lived(path).events
        again = Run(case, bench().world)
        assert tuple(again.events()) == events
        kept_for, entries = load_log(dump_log(case.id, again.log))
        assert kept_for == case.id
        replayed = Run(case, another_world, entries)
        assert tuple(replayed.events()) == events
        assert dump_log(case.id, replayed.log) == dump_log(case.id, again.log)

    each(SHIPPED, check)


def test_a_log_of_another_case_is_noticed() -> None:
    world = World(TABLES)
    first = Run(case_of("knee-injection-without-25"), world)
    tuple(first.events())
    with pytest.raises(LogMismatch):
        tuple(Run(case_of("coverage-ended"), world, first.log).events())


def test_a_changed_scenario_under_a_saved_log_is_noticed() -> None:
    case = case_of("knee-injection-without-25")
    world = World(TABLES)
    first = Run(case, world)
    tuple(first.events())
    changed = replace(case, seats=Seats())
    with pytest.raises(LogMismatch):
        tuple(Run(changed, world, [e for e in first.log if e.kind != "code"]).events())


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"format": "claimsim-log-1"}', '{"format": "other", "case": "x"}', "\x00"]
)
def test_a_file_that_is_no_log_is_said_so(text: str) -> None:
    with pytest.raises(LogMismatch):
        load_log(text)


def knee_log() -> dict[str, Any]:
    first = Run(case_of("knee-injection-without-25"), World(TABLES))
    tuple(first.events())
    kept: dict[str, Any] = json.loads(dump_log(first.case.id, first.log))
    return kept


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "dance"}, {"action": ["release"]}, {"seat": "biller"}, {"kind": "denied"}, {"subject": "other"},
        {"wait_days": 10**9}, {"wait_days": True}, {"attach": "x"}, {"codes": {"diagnoses": None, "services": []}},
        {"slips": [{"field": "shoe_size", "value": "9", "line": ""}]},
        {"slips": [{"field": "charge", "value": "NaN", "line": "99213"}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_decision_changed_by_hand_is_noticed(changes: dict[str, Any]) -> None:
    kept = knee_log()
    kept["decisions"][0] |= changes
    with pytest.raises(LogMismatch):
        tuple(Run(case_of("knee-injection-without-25"), World(TABLES), load_log(json.dumps(kept))[1]).events())


def test_decisions_left_over_are_noticed() -> None:
    kept = knee_log()
    kept["decisions"].append(kept["decisions"][-1])
    with pytest.raises(LogMismatch, match="the log goes on"):
        tuple(Run(case_of("knee-injection-without-25"), World(TABLES), load_log(json.dumps(kept))[1]).events())


@pytest.mark.parametrize("decisions", ["[null]", "[3]", "{}", "null", '"x"', "[" * 100_000])
def test_decisions_of_another_shape_are_no_log(decisions: str) -> None:
    with pytest.raises(LogMismatch):
        load_log(f'{{"format": "claimsim-log-1", "case": "x", "decisions": {decisions}}}')


def test_a_scripted_step_that_never_happens_is_known() -> None:
    case = case_of("knee-injection-without-25")
    unscripted_coder = replace(case, seats=case.seats.model_copy(update={"coder": None}))
    attempt = Run(unscripted_coder, World(TABLES))
    tuple(attempt.events())
    assert attempt.unused_steps == (0, 1, 2), "with the right codes, nothing is stopped and nothing is denied"
