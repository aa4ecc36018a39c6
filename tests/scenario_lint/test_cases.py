"""Every lint rule has cases that fire, each with the very words it prints, and cases about which nothing is said.

A case is a file, or a folder where it takes several. CLAIMSIM_UPDATE_EXPECTED=1 writes the expected texts anew.
"""

import os
from pathlib import Path

import pytest

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import catalogue, render_all
from claimsim.scenario.lint import LINT_RULES, check_paths

CASES = Path(__file__).parent / "cases"
UPDATE = os.environ.get("CLAIMSIM_UPDATE_EXPECTED") == "1"
ALSO = {"unknown-file-kind"}
"""What the checker says without a rule."""


def cases(beginning: str) -> list[Path]:
    found = (path for path in CASES.glob(f"*/{beginning}*") if path.is_dir() or path.suffix == ".yaml")
    return sorted(found)


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", cases("bad"), ids=name)
def test_fires_with_these_words(path: Path, tables: CodeTables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    report = check_paths([Path(path.name)], tables)
    assert path.parent.name in {diagnostic.code for diagnostic in report.diagnostics}
    printed = render_all(report.diagnostics) + "\n"
    expected = path.with_suffix(".txt")
    if UPDATE:
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", cases("good"), ids=name)
def test_says_nothing(path: Path, tables: CodeTables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    report = check_paths([Path(path.name)], tables)
    assert render_all(report.diagnostics) == ""


def test_every_rule_has_both_kinds_of_case() -> None:
    wanted = set(LINT_RULES) | ALSO
    assert {path.parent.name for path in cases("bad")} == wanted
    assert {path.parent.name for path in cases("good")} == wanted


def test_every_rule_has_its_words_in_the_catalogue() -> None:
    for rule in LINT_RULES.values():
        assert rule.id in catalogue()
        assert rule.title
        assert rule.meaning.endswith(".")
