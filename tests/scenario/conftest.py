"""What the tests of this folder share: the hand-made run, and checking a text against it."""

from collections.abc import Callable

import pytest

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Document, parse_yaml, render_all
from claimsim.diagnostics.validation import validate
from claimsim.scenario.compare import compare
from claimsim.scenario.expect import Expectations
from claimsim.scenario.mismatch import Mismatch, located
from claimsim.scenario.outcome import Outcome, outcome_of

from .sample import events

collect_ignore_glob = ["messages/*.yaml"]
Check = Callable[[str, str], tuple[Mismatch, ...]]


@pytest.fixture(scope="session")
def tables() -> CodeTables:
    return CodeTables.load()


@pytest.fixture(scope="session")
def outcome() -> Outcome:
    return outcome_of(events())


def expectations(text: str, name: str) -> tuple[Expectations, Document]:
    """The expectations that stand in a text. A text that is not valid is a fault of the test."""
    document = parse_yaml(text, name).document
    assert document is not None
    expect, faults = validate(document, Expectations, ("expect",))
    assert expect is not None, render_all(faults)
    return expect, document


@pytest.fixture(scope="session")
def check(outcome: Outcome, tables: CodeTables) -> Check:
    """The mismatches between a text's expectations and the hand-made run."""

    def run(text: str, name: str = "scenario.yaml") -> tuple[Mismatch, ...]:
        expect, document = expectations(text, name)
        return tuple(located(m, document) for m in compare(expect, outcome, tables))

    return run
