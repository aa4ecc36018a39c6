"""Runs claimsim from a checkout: makes .venv, installs what is locked, and runs, tests or checks.

    python3 dev.py run [ARGS]     claimsim run ARGS (a first scenario if none is named)
    python3 dev.py test [ARGS]    the test suite; ARGS go to pytest
    python3 dev.py check          lint, types, tests and rule coverage
    python3 dev.py setup          only the environment

Needs Python 3.11 or later and nothing else; works on Linux, macOS and Windows. The environment is made anew or brought
up to date only when what it is made from has changed.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "claimsim-installed"
REQUIREMENTS = ROOT / "requirements" / "ci.txt"
BUILT = ROOT / "src" / "claimsim" / "_data" / "icd10cm.sqlite"
NAMES = (
    ROOT / "src" / "claimsim" / "coding" / "words" / "names.py",
    ROOT / "src" / "claimsim" / "coding" / "words" / "titles.py",
    ROOT / "data" / "code_tables" / "disease_names.csv",
    ROOT / "data" / "code_tables" / "name_words.csv",
)
"""What the names of the tabular list are gathered by."""
FIRST_SCENARIO = "knee-injection-without-25"
COVERAGE = "100"
"""Per cent of the payer rules and edits that the library fires; tests/scenario/rules_not_reached.yaml has the rest."""


class StepFailed(Exception):
    """A step of setting up did not work; the text is what it printed."""


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is that of what was run, 2 for wrong usage."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python gets this sentence, not a traceback
        print("dev.py needs Python 3.11 or later", file=sys.stderr)
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in COMMANDS or (rest and command in ("check", "setup")):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        set_up()
        return COMMANDS[command](rest)
    except StepFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """claimsim run; after the first scenario, what to type next."""
    if arguments:
        return python("-m", "claimsim", "run", *arguments)
    code = python("-m", "claimsim", "run", FIRST_SCENARIO)
    program = PYTHON.with_name("claimsim").relative_to(ROOT)
    print(f"\nNext: `{program} list` shows the other scenarios, `{program} --help` what else there is.", flush=True)
    return code


def test(arguments: list[str]) -> int:
    """The tests, on all cores unless arguments say which."""
    return python("-m", "pytest", *(arguments or ["-q", "-n", "auto", "--dist", "loadgroup"]))


def check(_: list[str]) -> int:
    """Lint, types, tests and the library's coverage of the rules; all of them, whichever fails."""
    results = [
        say_and_run("lint", "-m", "ruff", "check", "."),
        say_and_run("types", "-m", "mypy"),
        test([]),
        say_and_run("coverage", "-m", "claimsim", "test", "--coverage", "--fail-under", COVERAGE, "-j", "auto"),
    ]
    return int(any(results))


def say_and_run(what: str, *arguments: str) -> int:
    """Announce a step and run it."""
    print(f"{what} ...", flush=True)
    return python(*arguments)


def python(*arguments: str) -> int:
    """Run the environment's Python in the repository and return its exit code.

    Compiled modules are kept whatever the caller's own setting: many tests start the program anew.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment)


def set_up() -> None:
    """Make or refresh the environment if what it is made from has changed. Raises ``StepFailed``."""
    if not python_works():
        print("making .venv; once, and together with what follows it takes a minute or two ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    digest = wanted_digest()
    if BUILT.is_file() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest:
        return
    print("installing the locked requirements ...", flush=True)
    pip("--require-hashes", "-r", str(REQUIREMENTS))
    print("installing claimsim and building its data ...", flush=True)
    pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    python("-m", "compileall", "-q", "src")  # pip does this for what it copies; a checkout stays where it is
    STAMP.write_text(digest, encoding="utf-8")


def python_works() -> bool:
    """Whether the environment has a Python that starts, is new enough and has pip."""
    if not PYTHON.is_file():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode == 0


def pip(*arguments: str) -> None:
    """pip install, silent unless it fails."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise StepFailed(f"{done.stdout}\ninstalling failed: see above")


def wanted_digest() -> str:
    """What the environment is made from, as one number."""
    parts = [REQUIREMENTS, ROOT / "pyproject.toml", ROOT / "hatch_build.py", *NAMES]
    content = b"\0".join(part.read_bytes() for part in parts)
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def only_set_up(_: list[str]) -> int:
    """The environment is ready when this is reached."""
    print(f"ready: {PYTHON}")
    return 0


COMMANDS = {"run": run, "test": test, "check": check, "setup": only_set_up}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
