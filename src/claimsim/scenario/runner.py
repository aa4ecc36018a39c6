"""Testing many scenarios, in one process or several. Results come in the order of the files, whoever ran them."""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from .bench import Bench, ScenarioResult

LEAST_FOR_A_PROCESS = 12
"""Scenarios below which another process costs more than it saves."""
CHUNK = 8
START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""A forked child has the tables already; a spawned one (where fork is missing or not safe) reads them itself."""
R = TypeVar("R")
Files = Sequence[tuple[Path, str]]
"""Scenarios with the names they are shown under."""
Task = Callable[[Bench, Path, str], R]
"""What is done with each. Processes that are spawned import it by its name."""
Progress = Callable[[int], None]


class Plan(Struct, frozen=True):
    """What is to be tested: files with the names they are shown under; a user's own tables; whether to count rules."""

    files: tuple[tuple[Path, str], ...]
    overlays: tuple[Path, ...] = ()
    with_usage: bool = False


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_tests(plan: Plan, bench: Bench, jobs: int = 1, progress: Progress | None = None) -> tuple[ScenarioResult, ...]:
    """Test all files. `jobs` is how many processes, 0 for one to a processor; `progress` is told how many are done."""
    task = partial(_test, plan.with_usage)
    results = run_all(plan.files, task, bench, plan.overlays, jobs, progress)
    return tuple(tested or _lost(plan, number) for number, tested in enumerate(results))


def _test(with_usage: bool, bench: Bench, path: Path, shown_as: str) -> ScenarioResult:
    return bench.test(path, shown_as, with_usage)


def _lost(plan: Plan, number: int) -> ScenarioResult:
    """For a scenario whose process ended before it was done."""
    path, shown_as = plan.files[number]
    words = "internal error: the process that tested it ended early"
    return ScenarioResult(path.stem, shown_as, 1, "error", words=words)


def run_all(
    files: Files, task: Task[R], bench: Bench, overlays: Sequence[Path] = (), jobs: int = 0,
    progress: Progress | None = None,
) -> list[R | None]:  # fmt: skip
    """What the task makes of each file; None where its process ended early. `overlays` are those of the bench."""
    processes = max(1, min(jobs or processors(), len(files) // LEAST_FOR_A_PROCESS))
    tell = progress or (lambda done: None)
    results: list[R | None] = [None] * len(files)
    ours = 1 if processes > 1 else len(files)
    for number in range(ours):  # the first one is run here in any case: what it compiles need not be compiled again
        results[number] = task(bench, *files[number])
        tell(number + 1)
    done = ours
    if processes > 1:
        for number, result in _in_parallel((files, task, tuple(overlays)), bench, processes, ours):
            results[number] = result
            done += 1
            tell(done)
    return results


Work = tuple[Files, Task[R], tuple[Path, ...]]


def _in_parallel(work: Work[R], bench: Bench, processes: int, start: int) -> Iterator[tuple[int, R]]:
    """The results of all files from `start` on, as they come in."""
    forked = START_METHOD == "fork"
    context: Any = multiprocessing.get_context(START_METHOD)
    counter = context.Value("q", start)
    if forked:
        gc.freeze()  # a collection in a child then leaves the parent's memory alone, which would have to be copied
    workers: list[Any] = []
    readers: list[Any] = []
    try:
        for _ in range(processes):
            reader, writer = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(work, bench if forked else None, counter, writer), daemon=True)
            worker.start()
            writer.close()
            workers.append(worker)
            readers.append(reader)
        while readers:
            ready: list[Any] = wait(readers)
            for reader in ready:
                try:
                    yield from reader.recv()
                except EOFError:
                    readers.remove(reader)
        for worker in workers:
            worker.join()
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
        if forked:
            gc.unfreeze()


def _work(work: Work[R], bench: Bench | None, counter: Any, writer: Any) -> None:
    """A process: take the next few files until there are none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends us
    files, task, overlays = work
    own = bench or Bench.open(overlays)
    while True:
        with counter.get_lock():
            first = counter.value
            counter.value = first + CHUNK
        numbers: Sequence[int] = range(first, min(first + CHUNK, len(files)))
        if not numbers:
            break
        writer.send([(number, task(own, *files[number])) for number in numbers])
    writer.close()
