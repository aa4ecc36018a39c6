"""What is recognized, what a report holds, and how the command prints it."""

import json
from pathlib import Path

import pytest

from claimsim.cli.app import run
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import render_all
from claimsim.scenario.lint import LINT_RULES, check_paths, check_shipped

CASES = Path(__file__).parent / "cases"
BAD = CASES / "history-after-visit" / "bad.yaml"
WARNED = CASES / "visit-on-closed-day" / "bad.yaml"
GOOD = CASES / "visit-on-closed-day" / "good.yaml"
ENCOUNTER = """\
practice: lakeside-family
id: T-1
date_of_service: 2025-03-14
place_of_service: "11"
rendering_provider: ramos
patient: {name: {last: Testpatient, first: Ana}, birth_date: 1966-05-02, sex: F}
note: "Bill I10."
"""


def test_all_that_ships_is_sound(tables: CodeTables) -> None:
    report = check_shipped(tables)
    assert render_all(report.diagnostics) == ""
    checked = dict(report.checked)
    assert min(checked["scenario"], checked["payer"], checked["practice"], checked["tables"]) >= 1
    assert set(checked) == {"scenario", "payer", "practice", "tables"}


def test_an_encounter_alone_is_linted_at_its_place(tmp_path: Path, tables: CodeTables) -> None:
    (tmp_path / "visit.yaml").write_text(ENCOUNTER)
    report = check_paths([tmp_path], tables)
    assert dict(report.checked) == {"encounter": 1}
    [found] = report.diagnostics
    assert found.code == "code-in-chart"
    assert found.position is not None
    assert (found.position.line, found.position.column) == (7, 13)


def test_a_chart_in_a_file_of_its_own_is_read_with_its_scenario(tmp_path: Path, tables: CodeTables) -> None:
    chart = ENCOUNTER.partition("\n")[2].replace("I10", "of health")
    (tmp_path / "chart.yaml").write_text(chart + "history: [{date: 2025-11-05, provider: ramos, kind: office}]\n")
    head = "scenario: {title: A case, level: beginner}\npractice: lakeside-family\nencounter: chart.yaml\n"
    (tmp_path / "case.yaml").write_text(head)
    report = check_paths([tmp_path], tables)
    assert dict(report.checked) == {"scenario": 1, "chart": 1}
    [found] = report.diagnostics
    assert found.code == "history-after-visit"
    assert found.position is not None
    assert Path(found.position.file).name == "chart.yaml"


def test_the_token_is_found_in_a_folded_text(tmp_path: Path, tables: CodeTables) -> None:
    folded = ENCOUNTER.replace('note: "Bill I10."', "note: >-\n  one line\n  and another\n\n  Bill I10 here\n  too")
    (tmp_path / "visit.yaml").write_text(folded)
    diagnostics = check_paths([tmp_path / "visit.yaml"], tables).diagnostics
    [found] = (diagnostic for diagnostic in diagnostics if diagnostic.code != "note-lines-joined")
    assert found.position is not None
    assert (found.position.line, found.position.column) == (11, 8)
    assert found.source_line == "  Bill I10 here"


def test_lints_and_unknown_names_are_told_together(tmp_path: Path, tables: CodeTables) -> None:
    text = ENCOUNTER.replace("ramos", "ramoz")
    (tmp_path / "visit.yaml").write_text(text)
    codes = {diagnostic.code for diagnostic in check_paths([tmp_path], tables).diagnostics}
    assert codes == {"unknown-provider", "code-in-chart"}


def test_a_folder_of_tables_is_recognized(tmp_path: Path, tables: CodeTables) -> None:
    (tmp_path / "modifierz.csv").write_text("modifier\n")
    (tmp_path / "notes.yaml").write_text("any: thing\n")
    report = check_paths([tmp_path.parent / tmp_path.name], tables)
    assert dict(report.checked) == {"tables": 1}
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["bad-table"]


def test_a_file_given_twice_is_checked_once(tables: CodeTables) -> None:
    report = check_paths([BAD, BAD.parent, BAD.parent / ".." / BAD.parent.name / BAD.name], tables)
    assert dict(report.checked) == {"scenario": 2}
    assert report.errors == 2


def test_broken_yaml_is_told_with_its_place(tmp_path: Path, tables: CodeTables) -> None:
    (tmp_path / "x.yaml").write_text("scenario: [\n")
    report = check_paths([tmp_path], tables)
    assert [d.code for d in report.diagnostics] == ["unclosed-bracket"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([str(GOOD)], 0),
        ([str(WARNED)], 0),
        ([str(WARNED), "--strict"], 3),
        ([str(BAD)], 3),
        (["no-such-thing.yaml"], 3),
        ([str(GOOD), "--format", "xml"], 2),
        (["--rules"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(["check", *arguments]) == code


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(GOOD)])
    assert capsys.readouterr().out == "checked 1 scenario: nothing to say\n"
    run(["check", str(BAD)])
    out = capsys.readouterr().out
    assert "bad.yaml:18:14: error[history-after-visit]: " in out
    assert out.endswith("2 errors\nchecked 1 scenario\n")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(BAD), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["checked"], found["errors"], found["warnings"]) == ({"scenario": 1}, 2, 0)
    first = found["diagnostics"][0]
    assert set(first) == {"code", "severity", "message", "file", "line", "column", "hint"}
    assert (first["code"], first["line"], first["column"]) == ("history-after-visit", 18, 14)


def test_github(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD.parent)
    run(["check", "bad.yaml", "--format", "github"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(
        "::error file=bad.yaml,line=18,col=14,title=history-after-visit::history of 2025-11-05 lies"
    )


def test_a_path_cannot_end_an_annotation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a,b::c%.yaml").write_text("any: thing\n")
    run(["check", "a,b::c%.yaml", "--format", "github"])
    assert capsys.readouterr().out.startswith("::error file=a%2Cb%3A%3Ac%25.yaml,line=1,")


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--rules"])
    out = capsys.readouterr().out
    assert all(f"  {rule.id}  {rule.severity}\n" in out for rule in LINT_RULES.values())
    assert all(len(line) <= 80 for line in out.splitlines())
    run(["check", "--rules", "--format", "json"])
    listed = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in listed] == list(LINT_RULES)


def test_a_pattern_that_is_none_is_told_once(tmp_path: Path, tables: CodeTables) -> None:
    payer = (CASES / "member-id-example" / "good.yaml").read_text(encoding="utf-8")
    (tmp_path / "payer.yaml").write_text(payer.replace("SM[0-9]{6}", "SM([0-9]{6}"), encoding="utf-8")
    [found] = check_paths([tmp_path / "payer.yaml"], tables).diagnostics
    assert found.code == "invalid-value"
    assert "no regular expression" in found.message
