"""Several processes give what one gives; a process that dies takes nothing with it but its own scenarios."""

import os
from pathlib import Path

import pytest

from claimsim.scenario.bench import Bench, ScenarioResult
from claimsim.scenario.last_failed import cache_folder, still_there
from claimsim.scenario.runner import Plan, processors, run_tests
from claimsim.scenario.selection import BadExpression, compile_words

from .library import FAILS, HOLDS, write


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench.open()


def plan_of(folder: Path) -> Plan:
    return Plan(tuple((path, path.name) for path in sorted(folder.glob("*.yaml"))), with_usage=True)


def test_results_keep_the_order_of_the_files(bench: Bench, tmp_path: Path) -> None:
    write(tmp_path, **{f"c{n:02}": FAILS if n % 5 == 0 else HOLDS for n in range(40)})
    plan = plan_of(tmp_path)
    done: list[int] = []
    one = run_tests(plan, bench, 1, done.append)
    assert done == list(range(1, 41))
    assert [r.id for r in one] == [path.stem for path, _ in plan.files]
    assert [r.status for r in one].count("failed") == 8
    for jobs in (2, 3):
        assert run_tests(plan, bench, jobs) == one


def test_spawned_processes_give_what_forked_ones_do(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows, where a process reads the tables itself."""
    write(tmp_path, **{f"c{n:02}": FAILS if n % 5 == 0 else HOLDS for n in range(26)})
    plan = plan_of(tmp_path)
    monkeypatch.setattr("claimsim.scenario.runner.START_METHOD", "spawn")
    assert run_tests(plan, bench, 2) == run_tests(plan, bench, 1)


class Crashing(Bench):
    def test(self, path: Path, shown_as: str, with_usage: bool = False) -> ScenarioResult:
        if path.stem == "c13":
            os._exit(9)
        return super().test(path, shown_as, with_usage)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the crash is handed to the processes by forking")
def test_a_process_that_dies_is_told_of(bench: Bench, tmp_path: Path) -> None:
    write(tmp_path, **{f"c{n:02}": HOLDS for n in range(24)})
    results = run_tests(plan_of(tmp_path), Crashing(bench.tables), 2)
    assert len(results) == 24
    lost = [r for r in results if r.status == "error"]
    assert "c13" in [r.id for r in lost]
    assert len(lost) <= 8
    assert {r.status for r in results if r not in lost} == {"passed"}


def test_an_expected_code_that_is_in_no_table_is_said_to_be_so(bench: Bench, tmp_path: Path) -> None:
    coding = "  coding: {diagnoses: [M17.11, I10.1], services: [{code: 9921X}]}\n"
    write(tmp_path, a=HOLDS.replace("expect:\n", f"expect:\n{coding}"))
    told = "\n".join(m.instead for m in bench.test(tmp_path / "a.yaml", "a.yaml").mismatches)
    assert "I10.1 is not an ICD-10-CM code; if the actual value" in told
    assert "9921X is not in the procedure tables; if" in told


def test_an_internal_fault_is_a_result(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a=HOLDS)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr("claimsim.scenario.bench.outcome_of", broken)
    tested = bench.test(tmp_path / "a.yaml", "a.yaml")
    assert tested.status == "error"
    assert tested.words.startswith("internal error: ZeroDivisionError at test_runner.py:")
    assert tested.words.endswith(": a fault of ours")


def test_nothing_to_do(bench: Bench) -> None:
    assert run_tests(Plan(()), bench, 0) == ()
    assert processors() >= 1


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("", "any", True),
        ("knee", "the knee", True),
        ("KNEE and not hip", "the knee", True),
        ("knee hip", "the knee", False),
        ("hip or (knee and not flu)", "knee flu", False),
        ("not (hip or flu)", "knee", True),
    ],
)
def test_words(expression: str, text: str, expected: bool) -> None:
    assert compile_words(expression)(text) is expected


@pytest.mark.parametrize("expression", ["and", "a or", "(", "(a", "a)", "not"])
def test_bad_words(expression: str) -> None:
    with pytest.raises(BadExpression):
        compile_words(expression)


def test_cache_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder({"CLAIMSIM_CACHE_DIR": "/x"}, "linux") == Path("/x")
    assert cache_folder({}, "linux") == tmp_path / ".cache" / "claimsim"
    assert cache_folder({"XDG_CACHE_HOME": "/y"}, "linux") == Path("/y/claimsim")
    assert cache_folder({}, "darwin") == tmp_path / "Library" / "Caches" / "claimsim"
    assert cache_folder({"LOCALAPPDATA": "/z"}, "win32") == Path("/z/claimsim")


def test_a_name_that_no_file_can_have_is_no_longer_there(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    assert still_there(["x" * 5000, str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]) == (tmp_path / "a.yaml",)
