"""Testing one scenario: read it, live through it, compare. The same under the command line, pytest and updating."""

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from claimsim.case.case import World
from claimsim.case.casefile import EndlessCase
from claimsim.case.driver import Run
from claimsim.case.events import Event
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, InvalidInput
from claimsim.resources import MissingResource

from .compare import compare
from .coverage import Usage, usage_of
from .load import LoadedScenario, ScenarioLoader
from .mismatch import Mismatch, located
from .outcome import Outcome, outcome_of
from .said import without_a_row
from .unmet import unmet

Status = Literal["passed", "failed", "known", "mended", "empty", "invalid", "error"]
"""passed; failed: an expectation does not hold; known: `todo`, and it does fail; mended: `todo`, but it does not;
empty: nothing is expected; invalid: the file has faults; error: the program itself is at fault."""


class ScenarioResult(Struct, frozen=True):
    """What testing one scenario came to. `line` is where its expectations begin, `words` for known, mended, error."""

    id: str
    path: str
    line: int
    status: Status
    mismatches: tuple[Mismatch, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    words: str = ""
    usage: Usage | None = None

    @property
    def failed(self) -> bool:
        """Whether it stands in the way of a green build."""
        return self.status in ("failed", "mended", "invalid", "error")


class Lived(Struct, frozen=True):
    """A scenario with the events of its run and what they came to."""

    scenario: LoadedScenario
    events: tuple[Event, ...]
    outcome: Outcome
    mismatches: tuple[Mismatch, ...]


class Bench:
    """Code tables, loader and world: read once, used for every scenario."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self.loader = ScenarioLoader(tables, expectations=True)
        self.world = World(tables)

    @classmethod
    def open(cls, overlays: Sequence[Path] = ()) -> "Bench":
        """With the shipped tables and a user's own on top. Raises `InvalidInput` for faults in those."""
        return cls(CodeTables.load(tuple(overlays)))

    def live(self, path: Path, shown_as: str | None = None) -> Lived:
        """Live through a scenario and compare. Raises `InvalidInput` for faulty files, and whatever the run raises."""
        scenario = self.loader.load(path, shown_as)
        run = Run(scenario.case, self.world)
        events = tuple(run.events())
        if faults := unmet(scenario, run, self.tables):
            raise InvalidInput(faults)
        outcome = outcome_of(events)
        expect = scenario.expect
        found = compare(expect, outcome, self.tables) if expect is not None else ()
        placed = [located(self._doubted(m, scenario), scenario.document) for m in found]
        placed.sort(key=lambda m: (m.position.line, m.position.column) if m.position else (0, 0))
        return Lived(scenario, events, outcome, tuple(placed))

    def _doubted(self, mismatch: Mismatch, scenario: LoadedScenario) -> Mismatch:
        """The mismatch; an expected code that is in no table is said to be so before anything else is to be done."""
        unknown = without_a_row(scenario.document.data, mismatch.path, self.tables)
        if not unknown:
            return mismatch
        return replace(mismatch, instead="; ".join((*dict.fromkeys(unknown), mismatch.instead)))

    def test(self, path: Path, shown_as: str, with_usage: bool = False) -> ScenarioResult:
        """Test one scenario. Every outcome has its status; only an incomplete installation raises `MissingResource`."""
        name = path.stem
        try:
            lived = self.live(path, shown_as)
        except InvalidInput as fault:
            return ScenarioResult(name, shown_as, _first_line(fault), "invalid", diagnostics=fault.diagnostics)
        except EndlessCase as fault:
            return ScenarioResult(name, shown_as, 1, "invalid", words=f"the case goes round in circles: {fault}")
        except MissingResource:  # of the installation: no scenario could be tested
            raise
        except Exception as fault:  # a fault of the program in one scenario must not hide the results of the others
            return ScenarioResult(name, shown_as, 1, "error", words=_internal(fault))
        scenario = lived.scenario
        status, words = _status(scenario, lived.mismatches)
        own = [rule for payer in scenario.case.payers.values() for rule in payer.own_rules]
        usage = usage_of(lived.outcome, own) if with_usage else None
        return ScenarioResult(name, shown_as, _line_of(scenario), status, lived.mismatches, (), words, usage)


def _status(scenario: LoadedScenario, mismatches: tuple[Mismatch, ...]) -> tuple[Status, str]:
    if scenario.todo:
        if mismatches:
            return "known", scenario.todo
        return "mended", f"no longer fails; remove `todo: {scenario.todo}`"
    if mismatches:
        return "failed", ""
    said = scenario.expect is not None and scenario.expect.model_fields_set
    return ("passed", "") if said else ("empty", "")


def _line_of(scenario: LoadedScenario) -> int:
    for key in ("expect", "scenario"):
        if isinstance(scenario.document.data, dict) and key in scenario.document.data:
            return scenario.document.key_position((key,)).line
    return 1


def _first_line(fault: InvalidInput) -> int:
    return next((d.position.line for d in fault.diagnostics if d.position), 1)


def _internal(fault: Exception) -> str:
    """The fault in one line: what, and where in the program."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"internal error: {type(fault).__name__}{place}: {' '.join(str(fault).split())}"
