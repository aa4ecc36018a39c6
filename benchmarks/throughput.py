"""Figures for the flow in process, and for loading scenario files. Run by hand: python benchmarks/throughput.py

Prints encounters a second (chart object in, settled account out) for 100, 1,000 and 10,000 encounters with the peak
memory at each size: over plain encounters, where nobody's script puts a fault in, and over the whole library, each
chart read anew every time; then over the library again with the readings kept, as where scenarios share their charts.
Then the time to load and validate 1,000 scenario files of about 60 lines. Times are of the processor, for one core.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path
from shutil import copytree

from claimsim.case.case import Case, World
from claimsim.case.driver import run
from claimsim.code_tables import CodeTables
from claimsim.resources import scenarios_dir
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.load import ScenarioLoader

SIZES = (100, 1_000, 10_000)
LEAST_A_SECOND = 1_000
FILES = 1_000
MOST_SECONDS = 1.0


def main() -> None:
    """Print the figures."""
    tables = CodeTables.load()
    loader = ScenarioLoader(tables, expectations=True)
    cases = [loader.load(path).case for path in shipped_scenarios()]
    plain = [case for case in cases if not case.seats.biller and case.seats.coder is None]
    print(f"flow over {len(plain)} plain encounters in turn (at least {LEAST_A_SECOND:,} a second):")
    flow(plain, tables)
    print(f"flow over {len(cases)} scenarios in turn:")
    flow(cases, tables)
    print(f"flow over {len(cases)} scenarios in turn whose charts were read before:")
    flow(cases, tables, keep=True)
    load_files(tables)


def flow(cases: list[Case], tables: CodeTables, *, keep: bool = False) -> None:
    """Time the flow over some cases. A world is left after each round of them, so that none finds its chart read
    already, unless the readings are to be kept."""
    world = World(tables)
    for case in cases:
        run(case, world)
    for size in SIZES:
        started = time.process_time()
        for number in range(size):
            if number % len(cases) == 0 and not keep:
                world = World(tables)
            run(cases[number % len(cases)], world)
        seconds = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        print(f"  {size:>6} encounters {seconds:8.2f} s  {size / seconds:8.0f} a second  peak {peak:6.0f} MB")


def load_files(tables: CodeTables) -> None:
    """Time reading and validating many files."""
    texts = [path.read_text(encoding="utf-8") for path in shipped_scenarios()]
    with tempfile.TemporaryDirectory() as folder:
        for beside in scenarios_dir().glob("*/_*"):
            copytree(beside, Path(folder) / beside.name, dirs_exist_ok=True)
        paths = []
        for number in range(FILES):
            path = Path(folder) / f"scenario-{number}.yaml"
            path.write_text(texts[number % len(texts)], encoding="utf-8")
            paths.append(path)
        lines = sum(text.count("\n") for text in texts) / len(texts)
        loader = ScenarioLoader(tables, expectations=True)
        loader.load(paths[0])
        started = time.process_time()
        for path in paths:
            loader.load(path)
        seconds = time.process_time() - started
    words = f"loading and validating {FILES} scenario files of {lines:.0f} lines on average"
    print(f"{words}: {seconds:.2f} s (at most {MOST_SECONDS})")


if __name__ == "__main__":
    main()
