"""pytest plugin: scenario files are collected as tests, and a fixture lives through a scenario for Python tests.

A YAML file is a scenario when it has the keys `scenario:`, `practice:` and `encounter:` at the top. The ini option
`claimsim_scenarios` narrows that to paths that match one of its patterns (from the root folder); `-p no:claimsim` turns
the plugin off. Nothing of the program is imported before the first scenario is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from claimsim.scenario.bench import Bench, Lived, ScenarioResult

SUFFIXES = (".yaml", ".yml")
OPTION = "claimsim_scenarios"
_KEYS = [re.compile(rf"^{key}\s*:", re.MULTILINE) for key in ("scenario", "practice", "encounter")]
_BENCH = pytest.StashKey["Bench"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini option."""
    parser.addini(OPTION, "Which YAML files are claimsim scenarios (patterns; all that look like one)", type="args")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioCollector | None:
    """A collector for a file that is a scenario."""
    if file_path.suffix not in SUFFIXES or not _is_meant(file_path, parent.config) or not _is_scenario(file_path):
        return None
    collector: ScenarioCollector = ScenarioCollector.from_parent(parent, path=file_path)
    return collector


def _is_meant(path: Path, config: pytest.Config) -> bool:
    patterns = config.getini(OPTION)
    if not patterns:
        return True
    root = config.rootpath
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return any(fnmatch(shown, pattern) for pattern in patterns)


def _is_scenario(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return all(key.search(text) for key in _KEYS)


class ScenarioFailed(Exception):
    """A scenario did not come out as expected; carries what testing it came to."""

    def __init__(self, tested: ScenarioResult) -> None:
        super().__init__(tested.id)
        self.tested = tested


class ScenarioCollector(pytest.File):
    """A scenario file: one test."""

    def collect(self) -> Iterator[ScenarioItem]:
        """The test, named after the scenario."""
        item: ScenarioItem = ScenarioItem.from_parent(self, name=self.path.stem)
        yield item


class ScenarioItem(pytest.Item):
    """A scenario as a test. Its tags and its level are keywords for `-k`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._line = 0
        self._read_head()

    def _read_head(self) -> None:
        from claimsim.diagnostics import read_file

        document = read_file(self.path).document
        if document is None:
            return
        for key in ("scenario", "expect"):
            if key in document.data:
                self._line = document.key_position((key,)).line - 1
        head = document.data.get("scenario")
        if isinstance(head, dict):
            tags = head.get("teaches")
            words = [head.get("level"), *(tags if isinstance(tags, list) else ())]
            self.extra_keyword_matches.update(word for word in words if isinstance(word, str))

    def runtest(self) -> None:
        """Live through the scenario and compare. Raises `ScenarioFailed`."""
        tested = bench_of(self.config).test(self.path, self._shown())
        if tested.failed:
            raise ScenarioFailed(tested)
        if tested.status == "known":
            pytest.xfail(tested.words)
        if tested.status == "empty":
            pytest.skip("expects nothing")

    def _shown(self) -> str:
        root = self.config.rootpath
        return (self.path.relative_to(root) if self.path.is_relative_to(root) else self.path).as_posix()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report that the command line prints; a traceback only for what is no result of a scenario."""
        if isinstance(excinfo.value, ScenarioFailed):
            from claimsim.scenario.report import text_report

            return text_report((excinfo.value.tested,)).rpartition("\n\n")[0]
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line of its expectations (from 0), and the test's name."""
        return self.path, self._line, f"scenario {self.name}"


def bench_of(config: pytest.Config) -> Bench:
    """The tables and the loader, read once in a process."""
    bench = config.stash.get(_BENCH, None)
    if bench is None:
        from claimsim.scenario.bench import Bench

        bench = config.stash[_BENCH] = Bench.open()
    return bench


@pytest.fixture
def claimsim_run(pytestconfig: pytest.Config) -> Callable[[str | Path], Lived]:
    """Lives through a scenario, named by its path or as one that comes with the program.

    Returns its events, what they came to (`outcome`), and the expectations that do not hold (`mismatches`).
    """

    def run(name_or_path: str | Path) -> Lived:
        from claimsim.scenario.library import find_scenario

        path = find_scenario(str(name_or_path))
        return bench_of(pytestconfig).live(path, str(name_or_path))

    return run
