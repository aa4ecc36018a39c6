"""`claimsim test` as a shell sees it."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from claimsim import resources
from claimsim.__main__ import main

from .library import EXPECT, FAILS, HOLDS, KNEE, write

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def claimsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("CLAIMSIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["test", *map(str, words)])
        return code, *capsys.readouterr()

    return run


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_what_holds_passes(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=HOLDS)
    assert claimsim("s") == (0, "2 passed\n", "")


def test_a_failure_names_the_line_the_rule_and_what_to_do(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", good=HOLDS, wrong=FAILS)
    code, out, err = claimsim("s")
    assert (code, err) == (1, "")
    where = f"s/wrong.yaml:{line_of(FAILS, '[CO-45]}]}')}:"
    assert f"{where}56: error[other-adjustments]: remittance 1 (denied_in_part, northwind-ppo), line 99214, adj" in out
    assert "expected CO-45, got CO-97 " in out
    assert "= why: CO-97 " in out
    assert "by rule ncci-pair (" in out
    assert "write `adjustments: [CO-97]`" in out
    assert out.endswith("1 passed, 1 failed\n")


def test_every_mismatch_is_told(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=FAILS.replace("payer: 0.00", "payer: 1.00, patient: -5.00").replace("reversal", "denied"))
    assert claimsim("s")[1].count("error[other-") == 4


def test_a_faulty_file_is_3_and_the_others_are_tested(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", bad=HOLDS.replace("status: reversal", "status: reversed"), good=HOLDS, wrong=FAILS)
    code, out, _ = claimsim("s")
    assert code == 3
    assert "error[not-allowed-value]: `status` cannot be `reversed`" in out
    assert out.endswith("1 passed, 1 failed, 1 invalid\n")


def test_a_change_that_meets_no_code_is_a_fault_of_the_file(claimsim: Run, tmp_path: Path) -> None:
    text = HOLDS.replace("changes: [", "changes: [{service: '99999', modifiers: []}, ", 1)
    write(tmp_path / "s", a=text)
    code, out, _ = claimsim("s")
    assert code == 3
    assert f"s/a.yaml:{line_of(text, '99999')}:" in out
    assert "error[step-never-happened]: this change never happened" in out


def test_a_step_that_never_happens_is_a_fault_of_the_file(claimsim: Run, tmp_path: Path) -> None:
    text = HOLDS.replace("expect:", "    - {on: rejected, do: hold}\nexpect:")
    write(tmp_path / "s", a=text)
    code, out, _ = claimsim("s")
    assert code == 3
    assert f"s/a.yaml:{line_of(text, 'on: rejected')}:7: error[step-never-happened]" in out


def test_a_known_failure_must_fail(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", known=FAILS + "todo: waits for a rule\n", mended=HOLDS + "todo: waits for a rule\n")
    code, out, _ = claimsim("s")
    assert code == 1
    assert "no longer fails; remove `todo: waits for a rule`" in out
    assert out.endswith("1 no longer failing, 1 known to fail\n")
    assert claimsim("s/known.yaml")[0] == 0


def test_nothing_expected_is_told_and_may_be_a_failure(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=KNEE)
    (tmp_path / "none").mkdir()
    assert claimsim("s")[0] == 0
    assert claimsim("s", "--fail-on-empty")[0] == 1
    assert claimsim("none") == (0, "no scenarios\n", "")
    assert claimsim("none", "--fail-on-empty")[0] == 1


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["-k", "knee"], {"a", "b"}),
        (["-k", "not beginner-ish and s/b"], {"b"}),
        (["-k", "s/a or s/b"], {"a", "b"}),
        (["--tag", "flu"], {"b"}),
        (["--tag", "flu", "--tag", "ncci"], {"a", "b"}),
        (["--level", "advanced"], {"b"}),
        (["--level", "beginner", "--tag", "flu"], set()),
    ],
)
def test_selection(claimsim: Run, tmp_path: Path, words: list[str], names: set[str]) -> None:
    write(tmp_path / "s", a=HOLDS, b=HOLDS.replace("[modifier-25, ncci]", "[flu]").replace("beginner", "advanced"))
    code, out, _ = claimsim("s", *words, "--format", "json")
    assert code == 0
    assert {s["id"] for s in json.loads(out)["scenarios"]} == names


@pytest.mark.parametrize("words", [["-k", "a or"], ["-k", "(a"], ["-k", "a )"], ["--level", "easy"], ["-j", "two"]])
def test_wrong_usage_is_2(claimsim: Run, words: list[str]) -> None:
    assert claimsim(*words)[0] == 2


def test_last_failed(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS)
    assert claimsim("s")[0] == 1
    assert claimsim("s", "--last-failed")[1].endswith("\n1 failed\n")
    write(tmp_path / "s", b=HOLDS)
    assert claimsim("s", "--lf")[1] == "1 passed\n"
    assert claimsim("s", "--lf")[1] == "2 passed\n"


def test_last_failed_alone_finds_files_of_ones_own(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS)
    write(tmp_path / "t", c=FAILS)
    assert claimsim("s", "t/c.yaml")[1].endswith("\n1 passed, 2 failed\n")
    assert claimsim("--lf")[1].endswith("\n2 failed\n")
    (tmp_path / "t" / "c.yaml").unlink()
    assert claimsim("--lf")[1].endswith("\n1 failed\n")


def test_what_scenarios_name_is_no_scenario_of_the_folder(claimsim: Run, tmp_path: Path) -> None:
    payer = "extends: northwind-ppo\nname: Copper (fictional)\npayer_id: CPL01\ncontrol_number_prefix: CP\n"
    practice = resources.practices_dir() / "lakeside-family.yaml"
    write(tmp_path / "s", a=HOLDS, copper=payer, practice=practice.read_text(encoding="utf-8"), broken="payer_id: [")
    code, out, _ = claimsim("s", "-k", "knee")
    assert code == 3
    assert out.startswith("INVALID broken\n")
    assert out.endswith("\n1 passed, 1 invalid\n")


def test_an_unwritable_or_broken_cache_is_no_failure(
    claimsim: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "s", a=HOLDS)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("CLAIMSIM_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert claimsim("s")[0] == 0
    monkeypatch.setenv("CLAIMSIM_CACHE_DIR", str(tmp_path / "c"))
    assert claimsim("s")[0] == 0
    for kept in (tmp_path / "c").iterdir():
        kept.write_text("{no json", encoding="utf-8")
    assert claimsim("s", "--lf") == (0, "1 passed\n", "")


def test_json(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS)
    found: dict[str, Any] = json.loads(claimsim("s", "--format", "json", "--coverage")[1])
    assert [(s["id"], s["status"]) for s in found["scenarios"]] == [("a", "passed"), ("b", "failed")]
    mismatch = found["scenarios"][1]["mismatches"][0]
    assert mismatch["kind"] == "other-adjustments"
    assert mismatch["path"] == ["expect", "remittances", 0, "lines", 0, "adjustments"]
    assert mismatch["line"] == line_of(FAILS, "[CO-45]}]}")
    assert (mismatch["expected"], mismatch["actual"].split()[0]) == ("CO-45", "CO-97")
    assert found["summary"]["passed"] == 1
    rows = {row["id"]: row for row in found["coverage"]["payer_rules"]["rows"]}
    assert (rows["ncci-pair"]["reach"], rows["ncci-pair"]["scenarios"]) == ("fired", 2)


def test_junit(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS, c="scenario: \x07\n", d=KNEE)
    code, out, _ = claimsim("s", "--format", "junit")
    assert code == 3
    suite = Xml.fromstring(out)[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    failed = suite[1]
    assert (failed.get("name"), failed.get("file")) == ("b", "s/b.yaml")
    assert "ncci-pair" in (failed[0].text or "")


def test_github(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS)
    lines = claimsim("s", "--format", "github")[1].splitlines()
    assert len(lines) == 1
    line = line_of(FAILS, "[CO-45]}]}")
    assert lines[0].startswith(f"::error file=s/b.yaml,line={line},col=56,title=other-adjustments::")
    assert "%0A" in lines[0]


def test_update_writes_what_came_out_and_prints_the_difference(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS, b=FAILS)
    code, out, _ = claimsim("s", "--update", "--dry-run")
    assert code == 0
    assert (tmp_path / "s/b.yaml").read_text(encoding="utf-8") == FAILS
    assert out.count("\n-") == 1
    assert out.endswith("1 of 2 files would be updated\n")
    assert claimsim("s", "--update")[1].endswith("1 of 2 files updated\n")
    assert (tmp_path / "s/b.yaml").read_text(encoding="utf-8") == HOLDS
    assert claimsim("s")[0] == 0


def test_update_warns_where_the_lesson_goes_with_what_it_takes_out(claimsim: Run, tmp_path: Path) -> None:
    right = HOLDS.replace("modifiers: []", 'modifiers: ["25"]').replace("  level:", "  outcome: denied, paid\n  level:")
    steps = right[right.index("  biller:") : right.index("expect:")]
    write(tmp_path / "s", a=right.replace(steps, ""))
    for words in (["--dry-run"], []):
        code, _, err = claimsim("s", "--update", *words)
        assert code == 0
        assert err.startswith(
            "s/a.yaml: warning: no longer expected is remittances: denied_in_part, reversal. "
            "Is the lesson still there (`outcome` still says: denied, paid)?\n"
        )
    assert claimsim("s") == (0, "1 passed\n", "")


def test_update_leaves_faulty_and_known_ones_alone(claimsim: Run, tmp_path: Path) -> None:
    texts = {"bad": FAILS + "expekt: 3\n", "known": FAILS + "todo: later\n"}
    write(tmp_path / "s", **texts)
    assert claimsim("s", "--update")[0] == 3
    for stem, text in texts.items():
        assert (tmp_path / f"s/{stem}.yaml").read_text(encoding="utf-8") == text


def test_coverage_is_printed_also_when_tests_fail(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=FAILS)
    code, out, err = claimsim("s", "--coverage", "--fail-under", "99")
    assert code == 1
    assert "payer rules, never asked:" in out or "payer rules, asked, but never true:" in out
    assert "fewer than 99 %" in err
    assert claimsim("s", "--format", "junit", "--coverage")[2].startswith("coverage\n")


def test_on_a_terminal_nothing_is_wider_than_it(claimsim: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "s", a=FAILS, b=KNEE + "expect: {balance: 1}\n", c=FAILS + "todo: why\n")
    piped = claimsim("s", "--coverage")[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    out = claimsim("s", "--coverage")[1]
    assert max(map(len, out.splitlines())) <= 60
    assert max(map(len, piped[: piped.index("\ncoverage")].splitlines())) > 160
    assert max(map(len, piped[piped.index("\ncoverage") :].splitlines())) <= 80
    words = [text[: text.index("\ncoverage")].split() for text in (out, piped)]
    assert [w for w in words[0] if w.endswith("]:")] == [w for w in words[1] if w.endswith("]:")]


def test_fail_under(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=HOLDS)
    assert claimsim("s", "--fail-under", "1")[0] == 0
    assert claimsim("s", "--fail-under", "100")[0] == 1


def test_the_same_bytes_in_any_order_process_folder_locale_and_time_zone(
    claimsim: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"c{n:02}": (HOLDS, FAILS, KNEE)[n % 3] for n in range(40)}
    write(tmp_path / "x" / "s", **texts)
    write(tmp_path / "y" / "s", **dict(reversed(texts.items())))
    seen = set()
    ways = (("x", 1, "UTC", "C"), ("y", 2, "Asia/Tokyo", "de_DE.UTF-8"), ("x", 3, "EST", "C"))
    for folder, jobs, zone, locale in ways:
        monkeypatch.chdir(tmp_path / folder)
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LC_ALL", locale)
        seen.add(claimsim("s", "-j", jobs, "--coverage"))
    assert len(seen) == 1
    assert os.environ["TZ"] == "EST"


def test_expectations_may_stand_anywhere_in_the_file(claimsim: Run, tmp_path: Path) -> None:
    write(tmp_path / "s", a=EXPECT + KNEE)
    assert claimsim("s")[0] == 0
