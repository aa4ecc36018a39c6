"""What only a process of its own shows: what is imported, closed pipes, and the end of the interpreter."""

import os
import subprocess
import sys

KNEE = "knee-injection-without-25"
HEAVY = ("rich", "pydantic", "yaml", "claimsim.case", "claimsim.code_tables")


def imported_by(*words: str) -> set[str]:
    script = (
        f"import sys; from claimsim.__main__ import main; main({list(words)!r}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_version_is_answered_before_anything_is_imported() -> None:
    assert not imported_by("--version") & {*HEAVY, "typer", "claimsim.cli", "pathlib", "re"}


def test_the_help_imports_no_command() -> None:
    loaded = imported_by("--help")
    assert "typer" in loaded
    assert not loaded & {*HEAVY, "claimsim.cli.run", "claimsim.cli.explain", "claimsim.diagnostics"}


def test_a_piped_run_does_without_rich() -> None:
    loaded = imported_by("run", KNEE)
    assert "claimsim.case.flow" in loaded
    assert not [name for name in loaded if name.split(".")[0] in ("rich", "hypothesis", "jsonschema")]


def told_by(**environment: str) -> bytes:
    """What some cases of each kind tell, with every rule that was asked, in a process of its own."""
    names = (
        KNEE,
        "coverage-ended",
        "member-number-mistyped",
        "wellness-visit-flu-vaccine",
        "critical-care-110-minutes",
    )
    script = "from claimsim.__main__ import main\n" + "".join(f"main(['run', '{n}', '--why'])\n" for n in names)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, check=True).stdout


def test_no_order_of_a_set_no_zone_and_no_locale_shows() -> None:
    first = told_by(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert first.count(b"who owes what in the end") == 5
    assert told_by(PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="tr_TR.UTF-8") == first


def test_a_closed_pipe_ends_quietly() -> None:
    for words in ("list", "--help", f"run {KNEE} --format json", "tables"):
        command = f"{sys.executable} -m claimsim {words} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        assert done.returncode in (0, 141)


def test_a_full_disk_is_told_in_one_sentence() -> None:
    command = f"{sys.executable} -m claimsim tables > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "claimsim: the output could not be written: No space left on device\n"


def test_a_narrow_encoding_and_a_closed_output_do_no_harm() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = f"{sys.executable} -m claimsim run {KNEE} && {sys.executable} -m claimsim list >&- 2>&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
