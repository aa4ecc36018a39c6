"""What is said to somebody who does not know the commands yet, or mistypes one."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from claimsim import __version__
from claimsim.case.events import STAGES
from claimsim.cli.commands import COMMANDS
from claimsim.cli.faults import CommandFault
from claimsim.cli.run import StageName
from claimsim.resources import MissingResource


def test_the_version(claimsim: Any) -> None:
    assert claimsim("--version") == claimsim("-V") == (0, f"claimsim {__version__}\n", "")
    assert claimsim("--version", "list").out == f"claimsim {__version__}\n"


def test_alone_it_says_what_to_do_first_and_names_only_commands_there_are(claimsim: Any) -> None:
    code, out, err = claimsim()
    named = {line.split()[1] for line in out.splitlines() if line.startswith("  claimsim ")}
    assert (code, err) == (0, "")
    assert named
    assert named <= set(COMMANDS)
    assert len(out.splitlines()) < 12
    assert max(map(len, out.splitlines())) <= 80


def test_help_shows_every_command_with_the_line_its_own_help_begins_with(claimsim: Any) -> None:
    code, out, _ = claimsim("--help")
    assert code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(claimsim: Any, name: str) -> None:
    code, out, err = claimsim(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: claimsim {name} ")
    assert claimsim(name, "-h").out == out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rnu"], "Did you mean 'run'?"),
        (["scenario.yaml"], "Did you mean 'run scenario.yaml'?"),
        (["frobnicate"], "No such command 'frobnicate'."),
        (["run"], "Missing argument"),
        (["run", "x", "--plian"], "--plain"),
        (["run", "x", "--until", "lunch"], "adjudication"),
        (["run", "x", "--width", "7"], "40"),
        (["run", "x", "--code-tables", "d"], "stands before the command: claimsim --code-tables"),
        (["run", "x", "y"], "unexpected extra argument"),
        (["schema", "bill"], "scenario"),
        (["codes"], "Missing command"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_a_wrong_call_is_told_what_is_right(claimsim: Any, words: list[str], told: str) -> None:
    code, out, err = claimsim(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert "--help` shows what can be given." in err


def test_a_control_character_in_a_wrong_word_is_not_obeyed(claimsim: Any) -> None:
    assert "\x1b" not in claimsim("\x1b[31mrun").err
    assert "\x1b" not in claimsim("run", "\x1b[31mx").err
    assert "\x1b" not in claimsim("run", "x", "--\x1b[31my").err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_has_its_module(name: str) -> None:
    assert import_module(COMMANDS[name].module).app


def test_the_stages_of_until_are_those_of_the_events() -> None:
    assert tuple(StageName) == STAGES


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (CommandFault("no\x1bthing"), 3, "error: no\\x1bthing"),
        (MissingResource("install claimsim again"), 4, "install claimsim again"),
        (KeyError("x"), 4, "KeyError"),
        (RecursionError(), 4, "RecursionError"),
        (KeyboardInterrupt(), 130, ""),
        (EOFError(), 130, ""),
    ],
)
def test_whatever_a_command_raises_is_a_code_and_a_sentence(
    claimsim: Any, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, told: str
) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr("claimsim.cli.output.print_json", fails)
    monkeypatch.setattr("claimsim.cli.schema.print_json", fails)
    got = claimsim("schema", "practice")
    assert got.code == code
    assert told in got.err
    assert "Traceback" not in got.err


def test_a_fault_of_the_program_says_where_and_how_to_report_it(claimsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by \x1b nothing")

    monkeypatch.setattr("claimsim.cli.schema.print_json", fails)
    err = claimsim("schema", "practice").err
    assert "internal error" in err
    assert "CLAIMSIM_DEBUG=1" in err
    assert "\x1b" not in err
    monkeypatch.setenv("CLAIMSIM_DEBUG", "1")
    from claimsim.__main__ import main

    with pytest.raises(ZeroDivisionError):
        main(["schema", "practice"])


@pytest.mark.parametrize(
    ("line", "wanted"), [("claimsim ru", "run"), ("claimsim run knee", "knee-injection-without-25")]
)
def test_the_shell_is_offered_commands_and_scenarios(
    claimsim: Any, monkeypatch: pytest.MonkeyPatch, line: str, wanted: str
) -> None:
    monkeypatch.setenv("_CLAIMSIM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    code, out, _ = claimsim()
    assert code == 0
    assert wanted in out.split()


def test_the_completion_script_can_be_shown(claimsim: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("_CLAIMSIM_COMPLETE", "source_zsh")
    code, out, _ = claimsim()
    assert code == 0
    assert "#compdef claimsim" in out
