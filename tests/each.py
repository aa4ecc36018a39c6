"""Many small cases in one test: collecting thousands of tests would take longer than running them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

T = TypeVar("T")


def each(cases: Iterable[T], check: Callable[[T], None], name: Callable[[T], object] = str) -> None:
    """Check every case, each at least once; a failure lists all that do not hold, with their names."""
    faults: list[str] = []
    number = 0
    for number, case in enumerate(cases, 1):  # noqa: B007 - how many there were
        try:
            check(case)
        except Exception as fault:  # a case that breaks must not hide the others
            kind = "" if isinstance(fault, AssertionError) else f"{type(fault).__name__}: "
            faults.append(f"{name(case)}: {kind}{fault}")
    assert number, "there is no case"
    if faults:
        pytest.fail(f"{len(faults)} of {number} cases do not hold\n\n" + "\n\n".join(faults), pytrace=False)
