"""Driving a flow: events go to the reader, asks to the seats, decisions to the log."""

from collections.abc import Iterator, Mapping, Sequence

from .asks import Ask, Decision
from .case import Case, World
from .events import Event
from .flow import live
from .log import LogEntry, LogMismatch, entry_of
from .seats import Table


class Run:
    """One run of a case. Iterate over `events()`; afterwards `log` holds every decision that was taken.

    With `replay`, decisions come from a log instead of the seats; a question that differs from the one the log
    answered raises `LogMismatch`.
    """

    def __init__(self, case: Case, world: World, replay: Sequence[LogEntry] | None = None) -> None:
        self.case = case
        self._decided: list[tuple[Ask, Decision]] = []
        self._world = world
        self._seats = Table(case, world)
        self._replay = list(replay) if replay is not None else None

    @property
    def unused_steps(self) -> tuple[int, ...]:
        """Which of the biller's scripted steps never happened (positions in the script)."""
        return () if self._replay is not None else self._seats.unused_steps

    @property
    def refused_steps(self) -> Mapping[int, tuple[str, ...]]:
        """Those of them that met their matter and could not be done there, with what could."""
        return {} if self._replay is not None else self._seats.refused_steps

    @property
    def idle_changes(self) -> tuple[int, ...]:
        """Which of the coder's scripted changes met nothing to change (positions in the script)."""
        return () if self._replay is not None else self._seats.idle_changes

    @property
    def log(self) -> tuple[LogEntry, ...]:
        """Every decision that was taken so far, with the digest of its question."""
        return tuple(entry_of(ask, decision) for ask, decision in self._decided)

    def events(self) -> Iterator[Event]:
        """The events in order, as they happen."""
        flow = live(self.case, self._world)
        answer: Decision | None = None
        while True:
            try:
                item = flow.send(answer) if answer is not None else next(flow)
            except StopIteration:
                self._refuse_rest()
                return
            answer = None
            if isinstance(item, Ask):
                answer = self._decide(item)
                self._decided.append((item, answer))
            else:
                yield item

    def _decide(self, ask: Ask) -> Decision:
        if self._replay is None:
            return self._seats.decide(ask)
        number = len(self._decided)
        if number >= len(self._replay):
            raise LogMismatch(f"the log ends before this question: {ask.question}")
        entry = self._replay[number]
        if entry.digest != ask.digest:
            raise LogMismatch(f"decision {number + 1} of the log answered another question than: {ask.question}")
        if (entry.seat, entry.kind, entry.subject) != (ask.seat, ask.kind, ask.subject):
            raise LogMismatch(f"decision {number + 1} of the log names another seat or matter than: {ask.question}")
        if entry.decision.action not in {option.action for option in ask.options}:
            action = entry.decision.action
            raise LogMismatch(f"decision {number + 1} of the log, {action!r}, is no answer to: {ask.question}")
        return entry.decision

    def _refuse_rest(self) -> None:
        """A log that goes on where the case has ended is one of another case."""
        if self._replay is not None and len(self._replay) > len(self._decided):
            raise LogMismatch(f"the case ends after decision {len(self._decided)}, and the log goes on")


def run(case: Case, world: World) -> tuple[Event, ...]:
    """All events of a case with its own seats."""
    return tuple(Run(case, world).events())
