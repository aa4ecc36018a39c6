"""Expectations that the encounter itself rules out: more lines of a code than there can be, days before the visit."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from claimsim.case.script import AddedService, ServiceChange
from claimsim.diagnostics import Path
from claimsim.scenario.expectations.matchers import NONE, DateMatcher
from claimsim.scenario.lint.subjects import ScenarioSubject
from claimsim.scenario.said import TOP


def ruled_out(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    """The places of such expectations, each with why it can never hold."""
    yield from _too_many_lines(subject)
    yield from _before_the_visit(subject)


def _too_many_lines(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    """Each entry of `services` is a line of its own, so that two of one code need two lines that have it."""
    expect, there = subject.file.expect, None if subject.file.todo else _lines_by_code(subject)
    if expect is None or there is None:
        return
    for block in ("first_coding", "coding"):
        services = getattr(getattr(expect, block), "services", None)
        exactly = getattr(services, "exactly", None)
        at: Path = (TOP, block, "services", "exactly") if exactly else (TOP, block, "services")
        seen: Counter[str] = Counter()
        for number, service in enumerate(exactly or (services if isinstance(services, tuple) else ())):
            code = service.code
            if not isinstance(code, str):
                continue
            seen[code] += 1
            if seen[code] == there[code] + 1 and there[code]:
                lines = "one line" if there[code] == 1 else f"{there[code]} lines"
                yield (*at, number, "code"), f"no more than {lines} of this encounter can have the code {code}"


def _lines_by_code(subject: ScenarioSubject) -> Counter[str] | None:
    """How many lines may have a code: as the chart is read with what the script changes, or as it codes by itself."""
    if subject.reading is None:
        return None
    coder = subject.file.seats.coder
    counted = Counter(service.code for service in subject.reading.services)
    for change in coder.changes if coder else ():
        if isinstance(change, ServiceChange) and change.code:
            counted[change.code] += 1
        if isinstance(change, AddedService):
            counted[change.add_service.code] += 1
    return counted | Counter(service.code for service in (coder.codes.services if coder and coder.codes else ()))


def _before_the_visit(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    expect, day = subject.file.expect, subject.encounter.date_of_service
    if expect is None:
        return
    for path, match in _days(expect):
        latest = _latest(match)
        if latest is not None and latest < day:
            yield (TOP, *path), f"{latest} lies before the visit on {day}"


def _days(expect: Any) -> Iterator[tuple[Path, Any]]:
    """Every day that is expected of something that comes after the visit."""
    yield ("settled_on",), expect.settled_on
    if expect.statement is not None and expect.statement != NONE:
        yield from ((("statement", key), getattr(expect.statement, key)) for key in ("date", "due_by"))
    for name, key in (("claims", "submitted_on"), ("remittances", "paid_on")):
        entries = getattr(expect, name)
        some = getattr(entries, "at_least", None)
        at: Path = (name, "at_least") if some else (name,)
        for number, entry in enumerate(some or (entries if isinstance(entries, tuple) else ())):
            yield (*at, number, key), getattr(entry, key)


def _latest(match: Any) -> date | None:
    """The last day that a match takes; None where it has no end, or asserts that there is none."""
    if isinstance(match, DateMatcher):
        return max(match.any_of) if match.any_of else match.at_most
    return match if isinstance(match, date) else None
