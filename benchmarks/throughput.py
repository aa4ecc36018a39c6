"""Figures for the flow in process, and for loading scenario files. Run by hand: python benchmarks/throughput.py

Prints encounters a second (chart object in, settled account out) for 100, 1,000 and 10,000 encounters with the peak
memory at each size, and the time to load and validate 1,000 scenario files of about 60 lines.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path
from shutil import copytree

from claimsim.case.case import World
from claimsim.case.driver import run
from claimsim.code_tables import CodeTables
from claimsim.resources import scenarios_dir
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.load import ScenarioLoader

SIZES = (100, 1_000, 10_000)
FILES = 1_000


def main() -> None:
    """Print the figures."""
    tables = CodeTables.load()
    loader = ScenarioLoader(tables, expectations=True)
    cases = [loader.load(path).case for path in shipped_scenarios()]
    world = World(tables)
    for case in cases:
        run(case, world)
    print(f"flow over {len(cases)} scenarios in turn:")
    for size in SIZES:
        started = time.perf_counter()
        for number in range(size):
            run(cases[number % len(cases)], world)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        print(f"  {size:>6} encounters {seconds:8.2f} s  {size / seconds:8.0f} a second  peak {peak:6.0f} MB")
    load_files(tables)


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
        started = time.perf_counter()
        for path in paths:
            loader.load(path)
        seconds = time.perf_counter() - started
    print(f"loading and validating {FILES} scenario files of {lines:.0f} lines on average: {seconds:.2f} s")


if __name__ == "__main__":
    main()
