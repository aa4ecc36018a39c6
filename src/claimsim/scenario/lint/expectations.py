"""Expectations that can never fail, and expectations that can never hold. They are read as they stand in the file."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from claimsim.diagnostics import Path
from claimsim.scenario.lint.expected_facts import ruled_out
from claimsim.scenario.lint.expected_words import never_appears
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject
from claimsim.scenario.said import TOP, said

_NAMED_ONLY = frozenset({"services", "lines"})
"""Lists in which only what is named is asserted, so that an empty one asserts nothing."""
_NEVER_NEGATIVE = frozenset({"count", "units", "collected"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


def _always_holds(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.expect is None:
        return
    data = subject.document.get((TOP,))
    for path, why in _empty(data, (TOP,)):
        yield Found(
            f"this always holds: {why}",
            subject.document,
            path,
            hint="say what is expected, or leave it out",
            at_key=True,
        )
    for word in said(data):
        if "lacks" in word.ways:
            fault = never_appears(word, subject)
            if fault is not None:
                message = f"this always holds: {fault.why}"
                yield Found(message, subject.document, word.path, hint=fault.hint)


def _empty(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if value == {} and (key in ("expect", "coding", "first_coding", "balances")):
        yield path, "an empty mapping asserts nothing"
    elif value == [] and (key in _NAMED_ONLY or key in ("at_least", "lacks")):
        yield path, "an empty list asserts nothing here"
    elif isinstance(value, dict):
        least = _number(value.get("at_least"))
        if key in _NEVER_NEGATIVE and "at_most" not in value and least is not None and least <= 0:
            yield (*path, "at_least"), f"{key} is never below 0"
        for name, inner in value.items():
            yield from _empty(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _empty(inner, (*path, number))


def _never_holds(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.expect is None:
        return
    data = subject.document.get((TOP,))
    for path, why in _contradictions(data, (TOP,)):
        yield Found(f"this can never hold: {why}", subject.document, path, at_key=True)
    for path, why in ruled_out(subject):
        yield Found(f"this can never hold: {why}", subject.document, path)
    for word in said(data):
        if word.asserted or "any_of" in word.ways:
            fault = never_appears(word, subject)
            if fault is not None:
                yield Found(f"this can never hold: {fault.why}", subject.document, word.path, hint=fault.hint)


def _contradictions(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        least, most = value.get("at_least"), value.get("at_most")
        numbers = _number(least), _number(most)
        if numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]:
            yield (*path, "at_least"), f"nothing is both {least} or more and {most} or less"
        elif isinstance(least, str) and isinstance(most, str) and None in numbers and least > most:
            yield (*path, "at_least"), f"no day is both on or after {least} and on or before {most}"
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        if key in _NEVER_NEGATIVE and numbers[1] is not None and numbers[1] < 0:
            yield (*path, "at_most"), f"{key} is never below 0"
        if value.get("any_of") == []:
            yield (*path, "any_of"), "there is no alternative in the list"
        if isinstance(least, list) and isinstance(lacking := value.get("lacks"), list):
            both = (word for word in lacking if isinstance(word, str) and word in least)
            yield from (((*path, "lacks"), f"{word} cannot both be there and be lacking") for word in both)
        for name, inner in value.items():
            yield from _contradictions(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _contradictions(inner, (*path, number))


def _number(value: Any) -> Decimal | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    return None


def _todo_alone(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.todo and (subject.file.expect is None or subject.document.get((TOP,)) == {}):
        message = "the scenario is known to fail, but expects nothing that could"
        yield Found(
            message,
            subject.document,
            ("todo",),
            hint="say in `expect` what should come out, or remove `todo`",
            at_key=True,
        )


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("expectation-always-holds", "error", _always_holds),
    LintRule("expectation-never-holds", "error", _never_holds),
    LintRule("todo-without-expectation", "error", _todo_alone),
)
