"""One case lived through for the command line: told event by event, or collected into the result."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from claimsim.case.case import World
from claimsim.case.casefile import EndlessCase
from claimsim.case.driver import Run
from claimsim.case.events import STAGES, DecisionTaken, Event, Stage
from claimsim.case.log import LogEntry, LogMismatch
from claimsim.cli.faults import CommandFault
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import InvalidInput
from claimsim.render.blocks import Writer
from claimsim.scenario.load import LoadedScenario
from claimsim.scenario.unmet import unmet


class _Scenario(NamedTuple):
    id: str
    title: str
    level: str
    teaches: tuple[str, ...]


class Life:
    """A run of a loaded scenario. `until` is the stage after which it is left; `replay` the decisions of a log."""

    def __init__(
        self, loaded: LoadedScenario, tables: CodeTables, replay: Sequence[LogEntry] | None, until: str | None
    ) -> None:
        self._loaded = loaded
        self._tables = tables
        self._until = until
        self._left = False
        self._run = Run(loaded.case, World(tables), replay)

    @property
    def decisions(self) -> Sequence[LogEntry]:
        """Every decision that was taken so far."""
        return self._run.log

    def events(self) -> Iterator[Event]:
        """The events up to the stage that was asked for. Raises `CommandFault` where log and case do not agree."""
        last = STAGES.index(self._until) if self._until in STAGES else len(STAGES)
        reached = False
        try:
            for event in self._run.events():
                number = STAGES.index(stage_of(event))
                # Opening charges are posted before there is a claim: only what follows the stage ends it.
                if reached and number > last:
                    return
                reached = reached or number == last
                yield event
        except (LogMismatch, EndlessCase) as fault:
            raise CommandFault(str(fault)) from fault

    def result(self) -> Any:
        """The one object that `--format json` prints."""
        from claimsim.render.result import result_of

        meta = self._loaded.meta
        scenario = _Scenario(self._loaded.id, meta.title, meta.level, meta.teaches)
        return result_of(tuple(self.events()), scenario, with_events=True)

    def tell(self, screen: Writer, why: bool, step: bool) -> None:
        """Write what happens as it happens; with `step`, wait after each stage when somebody sits at a terminal."""
        from claimsim.cli.explaining.rules import all_rules
        from claimsim.render.explain import Explain
        from claimsim.render.story import Story

        payers = tuple(self._loaded.case.payers.values())
        own = [rule for payer in payers for rule in payer.own_rules]
        story = Story(Explain(self._tables, [*all_rules(), *own]), why=why)
        waiting = step and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
        meta, later = self._loaded.meta, waiting  # who goes step by step is not told the lesson in advance
        screen.write(story.opening(meta.title, "" if later else meta.lesson))
        stage: Stage | None = None
        for event in self.events():
            if waiting and stage not in (None, stage_of(event)):
                answer = _ask()
                if answer == "leave":
                    self._left = True
                    return
                waiting = answer == "go on"
            stage = stage_of(event)
            screen.write(story.tell(event))
            if waiting:
                sys.stdout.flush()
        if later:
            screen.write(story.closing(meta.lesson))

    def refuse_unused_steps(self) -> None:
        """Raise `InvalidInput` for scripted steps that never happened; of a case left early nothing can be said."""
        if self._until is not None or self._left:
            return
        if faults := unmet(self._loaded, self._run, self._tables):
            raise InvalidInput(faults)


def stage_of(event: Event) -> Stage:
    """The stage an event belongs to; a decision belongs to the one during which it was taken."""
    return event.during if isinstance(event, DecisionTaken) else event.stage


def _ask() -> Literal["go on", "leave", "ended"]:
    """Wait for Enter, or for q to leave. The input may have ended: from then on nothing is waited for."""
    try:
        said = input("-- Enter: go on; q: leave -- ")
    except EOFError:
        print()
        return "ended"
    except KeyboardInterrupt:
        print()  # the shell's prompt stands on a line of its own
        raise
    return "leave" if said.strip().lower() in ("q", "quit", "exit") else "go on"
