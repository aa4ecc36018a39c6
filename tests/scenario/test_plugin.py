"""Scenario files as pytest tests: names, lines, keywords, outcomes, the fixture."""

import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from .library import FAILS, HOLDS, KNEE, write

pytest_plugins = ["pytester"]
Pytest = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Pytest:
    """Runs pytest in the folder; the plugin is named by its module, whether the package is installed or not."""

    def run_pytest(*words: str) -> pytest.RunResult:
        source = Path(__file__).parents[2] / "src"
        pytester.syspathinsert(source)
        return pytester.runpytest_inprocess("-p", "no:claimsim", "-p", "claimsim.pytest_plugin", *words)

    return run_pytest


def test_outcomes(run: Pytest, pytester: pytest.Pytester) -> None:
    write(
        pytester.path / "s", good=HOLDS, wrong=FAILS, known=FAILS + "todo: waits\n", mended=HOLDS + "todo: waits\n",
        empty=KNEE, invalid=HOLDS.replace("status: reversal", "status: reversed"),
    )  # fmt: skip
    run("-rA").assert_outcomes(passed=1, failed=3, xfailed=1, skipped=1)


def test_a_failure_reads_as_on_the_command_line(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", wrong=FAILS)
    result = run()
    result.stdout.fnmatch_lines(
        [
            "*scenario wrong*",
            "s/wrong.yaml:39:56: error[[]other-adjustments]*expected CO-45, got CO-97*",
            "*= why: CO-97*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_names_lines_and_keywords(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", knee=HOLDS, other=HOLDS.replace("modifier-25, ncci", "flu"))
    result = run("-v", "-k", "ncci and beginner")
    result.stdout.fnmatch_lines(["s/knee.yaml::knee PASSED*"])
    result.assert_outcomes(passed=1, deselected=1)


def test_other_yaml_is_left_alone(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", molecule="scenario:\n  name: default\n", workflow="on: push\n", knee=HOLDS)
    run().assert_outcomes(passed=1)


def test_patterns_in_the_ini_file(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", knee=HOLDS)
    write(pytester.path / "t", knee=HOLDS)
    pytester.makeini("[pytest]\nclaimsim_scenarios = t/*.yaml\n")
    result = run("-v")
    result.stdout.fnmatch_lines(["t/knee.yaml::knee PASSED*"])
    result.assert_outcomes(passed=1)


def test_junit_xml(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", knee=HOLDS, wrong=FAILS)
    run("--junitxml=out.xml", "-o", "junit_family=xunit1")
    cases = Xml.parse(pytester.path / "out.xml").getroot().findall(".//testcase")
    assert [(c.get("name"), (c.get("file") or "").replace(os.sep, "/"), c.get("line")) for c in cases] == [
        ("knee", "s/knee.yaml", "36"), ("wrong", "s/wrong.yaml", "36"),
    ]  # fmt: skip


def test_the_fixture_gives_a_runs_result(run: Pytest, pytester: pytest.Pytester) -> None:
    write(pytester.path / "s", knee=HOLDS)
    pytester.makepyfile(
        """
        def test_it(claimsim_run):
            lived = claimsim_run("s/knee.yaml")
            assert [r.answer.outcome for r in lived.outcome.remittances] == ["denied_in_part", "reversal", "paid"]
            assert lived.mismatches == ()
            assert type(lived.events[0]).__name__ == "EncounterOpened"
        """
    )
    run().assert_outcomes(passed=2)


def test_with_several_workers(run: Pytest, pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    write(pytester.path / "s", **{f"c{n}": HOLDS for n in range(4)})
    pytester.makeini(f"[pytest]\npythonpath = {Path(__file__).parents[2] / 'src'}\n")
    # Without the plug-ins that are found by themselves: each worker is a process that would load them, too.
    run("--disable-plugin-autoload", "-p", "xdist.plugin", "-n", "2").assert_outcomes(passed=4)
