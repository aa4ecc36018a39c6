"""Names that no file can have, links in a circle, pipes, and text that a terminal would obey."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from claimsim.scenario.library import find_scenario

KNEE = find_scenario("knee-injection-without-25").read_text(encoding="utf-8")
LONG = "x" * 5000
SCENARIO = "scenario: {title: T, level: beginner}\npractice: lakeside-family\n"


@pytest.mark.parametrize(
    "words",
    [
        ["run", LONG], ["run", f"{LONG}.yaml"], ["show", LONG], ["check", LONG], ["test", LONG],
        ["run", "knee-injection-without-25", "--replay", LONG], ["run", "knee-injection-without-25", "--log", LONG],
        ["--code-tables", LONG, "tables"], ["--code-tables", LONG, "check"],
    ],
    ids=lambda words: " ".join(words)[:40],
)  # fmt: skip
def test_a_name_of_5000_characters(claimsim: Any, words: list[str]) -> None:
    code, _, err = claimsim(*words)
    assert code == 3
    assert "internal error" not in err


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_link_that_leads_to_itself(claimsim: Any, tmp_path: Path, command: str) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "below").symlink_to(tmp_path)
    code, out, err = claimsim(command, tmp_path)
    assert code == 3
    assert "file-unreadable" in out + err


@pytest.mark.parametrize("named", ['"a\\0b.yaml"', "x" * 190, "\U0001f600" * 150])
def test_an_encounter_that_no_file_can_be(claimsim: Any, tmp_path: Path, named: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{SCENARIO}encounter: {named}\n", encoding="utf-8")
    code, out, err = claimsim("check", path)
    assert (code, "error" in out, err) == (3, True, "")


@pytest.mark.parametrize("command", ["check", "test"])
def test_annotations_hold_nothing_a_terminal_obeys(claimsim: Any, tmp_path: Path, command: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(KNEE + '"50%\\e[31m\\u202e": 1\n', encoding="utf-8")
    code, out, _ = claimsim(command, path, "--format", "github")
    assert code == 3
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "50%25\\x1b[31m\\u202e" in out


def test_a_pipe_named_like_a_table_is_not_waited_for(claimsim: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "modifiers.csv")
    code, _, err = claimsim("--code-tables", tmp_path, "tables")
    assert code == 3
    assert "error[bad-table]: the table is not an ordinary file" in err


def test_a_folder_without_tables_is_told(claimsim: Any, tmp_path: Path) -> None:
    code, _, err = claimsim("--code-tables", tmp_path, "tables")
    assert code == 3
    assert "holds no code table" in err


def test_a_folder_that_cannot_be_written(claimsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))  # not by its mode: the superuser may write

    path = tmp_path / "x.yaml"
    path.write_text(f"{KNEE.partition('expect:')[0]}expect: {{balances: {{patient: '999.00'}}}}\n", encoding="utf-8")
    before = path.read_bytes()
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    code, _, err = claimsim("test", path, "--update")
    assert (code, path.read_bytes()) == (3, before)
    assert "not updated: it cannot be written: Permission denied" in err


def test_a_file_that_is_named_and_not_there_is_told_where_it_is_named(claimsim: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{SCENARIO}encounter: nothere.yaml\n", encoding="utf-8")
    _, out, _ = claimsim("check", path)
    assert "x.yaml:3:12: error[file-not-found]: there is no file `nothere.yaml`" in out


@pytest.mark.parametrize(("named", "code"), [("nothere.yaml", "file-not-found"), ("../x.yaml", "path-outside-folder")])
def test_a_payer_of_ones_own_is_told_at_its_path(claimsim: Any, tmp_path: Path, named: str, code: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"payers: {{northwind-ppo: {named}}}\n{KNEE}", encoding="utf-8")
    _, out, _ = claimsim("check", path)
    assert f"x.yaml:1:25: error[{code}]" in out
