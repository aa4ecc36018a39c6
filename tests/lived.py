"""The scenarios that ship, each lived through once in a process for all the tests that look at what came out."""

from functools import cache
from pathlib import Path

import pytest

from claimsim.scenario.bench import Bench, Lived
from claimsim.scenario.library import shipped_scenarios

SHIPPED = shipped_scenarios()
TOGETHER = pytest.mark.xdist_group("lived")
"""For the modules whose tests are to be in one process, so that they share what was lived through."""


@cache
def bench() -> Bench:
    """Shipped tables, loader and world."""
    return Bench.open()


@cache
def lived(path: Path) -> Lived:
    """A scenario with its case, its events and what they came to."""
    return bench().live(path)


def named(name: str) -> Lived:
    """The same by a scenario's name."""
    return lived(next(path for path in SHIPPED if path.stem == name))
