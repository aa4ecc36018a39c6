"""Testing many scenarios, in one process or several. Results come in the order of the files, whoever ran them."""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from .bench import Bench, ScenarioResult

LEAST_FOR_A_PROCESS = 12
"""Scenarios below which another process costs more than it saves."""
CHUNK = 8
COLLECT_EVERY = 500
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
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
    with _rare_collection():
        return _run(plan, bench, jobs or processors(), progress)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Without the garbage collector, which would look at all tables again and again; `_test` calls it now and then."""
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()  # a collection, here or in a forked child, then looks only at what was made since
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def _run(plan: Plan, bench: Bench, wanted: int, progress: Progress | None) -> tuple[ScenarioResult, ...]:
    processes = max(1, min(wanted, len(plan.files) // LEAST_FOR_A_PROCESS))
    tell = progress or (lambda done: None)
    results: list[ScenarioResult | None] = [None] * len(plan.files)
    ours = 1 if processes > 1 else len(plan.files)
    for number in range(ours):  # the first one is run here in any case: what it compiles need not be compiled again
        results[number] = _test(plan, bench, number)
        tell(number + 1)
    done = ours
    if processes > 1:
        for number, tested in _in_parallel(plan, bench, processes, ours):
            results[number] = tested
            done += 1
            tell(done)
    return tuple(tested or _lost(plan, number) for number, tested in enumerate(results))


def _test(plan: Plan, bench: Bench, number: int) -> ScenarioResult:
    if number % COLLECT_EVERY == COLLECT_EVERY - 1:
        gc.collect()
    path, shown_as = plan.files[number]
    return bench.test(path, shown_as, plan.with_usage)


def _lost(plan: Plan, number: int) -> ScenarioResult:
    """For a scenario whose process ended before it was done."""
    path, shown_as = plan.files[number]
    words = "internal error: the process that tested it ended early"
    return ScenarioResult(path.stem, shown_as, 1, "error", words=words)


def _in_parallel(plan: Plan, bench: Bench, processes: int, start: int) -> Iterator[tuple[int, ScenarioResult]]:
    """The results of all files from `start` on, as they come in."""
    # A forked child has the tables already; a spawned one (where fork is missing or not safe) reads them itself.
    forked = sys.platform == "linux"
    context: Any = multiprocessing.get_context("fork" if forked else "spawn")
    counter = context.Value("q", start)
    workers: list[Any] = []
    readers: list[Any] = []
    try:
        for _ in range(processes):
            reader, writer = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(plan, bench if forked else None, counter, writer), daemon=True)
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


def _work(plan: Plan, bench: Bench | None, counter: Any, writer: Any) -> None:
    """A process: take the next few files until there are none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends us
    own = bench or Bench.open(plan.overlays)
    while True:
        with counter.get_lock():
            first = counter.value
            counter.value = first + CHUNK
        numbers: Sequence[int] = range(first, min(first + CHUNK, len(plan.files)))
        if not numbers:
            break
        writer.send([(number, _test(plan, own, number)) for number in numbers])
    writer.close()
