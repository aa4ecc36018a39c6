"""How long the program takes to start, as ratios measured in one run on one machine.

    python benchmarks/startup.py [--rounds N] [--scenario NAME] [--check]

`--version` and `--help` are compared with `python -c pass`; `run` of one scenario, piped, with importing the libraries
that it stands on. All run from compiled modules, as an installed program does. Each command runs in a process of its
own, in turns with its yardstick, and the least of the rounds counts: noise only ever adds time. With `--check` the exit
code says whether the bounds hold.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import NamedTuple

LIBRARIES = (
    "import typer, yaml, rich.console, pydantic; type('M', (pydantic.BaseModel,), {'__annotations__': {'x': int}})"
)
NOTHING = ("-c", "pass")


class Measure(NamedTuple):
    """A command, what it is compared with, and how many times as long it may take."""

    name: str
    command: tuple[str, ...]
    yardstick: tuple[str, ...]
    bound: float


def measures(scenario: str) -> tuple[Measure, ...]:
    """What is measured."""
    return (
        Measure("claimsim --version", ("-m", "claimsim", "--version"), NOTHING, 2.5),
        Measure("claimsim --help", ("-m", "claimsim", "--help"), NOTHING, 8.0),
        Measure(f"claimsim run {scenario}", ("-m", "claimsim", "run", scenario), ("-c", LIBRARIES), 1.5),
    )


def seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Wall time of one Python process. Raises CalledProcessError where it fails."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def compiled_in(folder: str) -> dict[str, str]:
    """An environment in which modules are compiled once, into a folder that is ours."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def main() -> int:
    """Measure, print a line each, and with --check answer 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(description="Start-up time as ratios.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--scenario", help="a scenario's name or path; without one, `run` is left out")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bound does not hold")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        held = compare(measures(options.scenario or ""), options, compiled_in(folder))
    return 1 if options.check and not held else 0


def compare(wanted: Sequence[Measure], options: argparse.Namespace, environment: Mapping[str, str]) -> bool:
    """Print a line for each measure; whether all bounds hold."""
    held = True
    for measure in wanted if options.scenario else wanted[:2]:
        commands = (measure.command, measure.yardstick)
        for arguments in commands:
            seconds(arguments, environment)  # fills the caches of the file system and of compiled modules
        pairs = [[seconds(arguments, environment) for arguments in commands] for _ in range(options.rounds)]
        taken, yardstick = (min(column) for column in zip(*pairs, strict=True))
        ratio = taken / yardstick
        held = held and ratio <= measure.bound
        print(
            f"{measure.name:<44} {taken * 1000:7.1f} ms  {ratio:5.2f} times {yardstick * 1000:6.1f} ms"
            f"  (at most {measure.bound})"
        )
    return held


if __name__ == "__main__":
    sys.exit(main())
