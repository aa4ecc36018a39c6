"""All lint rules by id."""

from collections.abc import Iterator
from typing import Any

from claimsim.diagnostics import Diagnostic
from claimsim.scenario.lint import (
    attachments,
    contradictions,
    coverages,
    expectations,
    library,
    notes,
    own_rules,
    payer_values,
    payers,
    people,
    practices,
    script,
    visits,
    writing,
)
from claimsim.scenario.lint.rule import LintRule
from claimsim.scenario.lint.subjects import LibrarySubject, PayerSubject, PracticeSubject, ScenarioSubject

_SCENARIO: tuple[LintRule[ScenarioSubject], ...] = (
    *people.SCENARIO_RULES,
    *notes.SCENARIO_RULES,
    *writing.SCENARIO_RULES,
    *visits.SCENARIO_RULES,
    *coverages.SCENARIO_RULES,
    *payer_values.SCENARIO_RULES,
    *script.SCENARIO_RULES,
    *attachments.SCENARIO_RULES,
    *expectations.SCENARIO_RULES,
    *contradictions.SCENARIO_RULES,
)
_OF_RULES: tuple[LintRule[Any], ...] = own_rules.OWN_RULE_LINTS
_EVERYWHERE: tuple[LintRule[Any], ...] = (*people.ANY_FILE_RULES, *writing.ANY_FILE_RULES)
_PAYER: tuple[LintRule[PayerSubject], ...] = (*payers.PAYER_LINTS, *payer_values.PAYER_LINTS)
_LIBRARY: tuple[LintRule[LibrarySubject], ...] = (*library.LIBRARY_RULES, *payer_values.LIBRARY_RULES)
_NAMED: tuple[LintRule[Any], ...] = (people.NAMES,)

LINT_RULES: dict[str, LintRule[Any]] = {
    rule.id: rule
    for rule in (
        *_NAMED, *_EVERYWHERE, *_SCENARIO, *_OF_RULES, *_PAYER, *practices.PRACTICE_LINTS, *_LIBRARY
    )
}  # fmt: skip


def lint_scenario(subject: ScenarioSubject) -> Iterator[Diagnostic]:
    """What the rules find in a scenario."""
    yield from _run((*_NAMED, *_EVERYWHERE, *_SCENARIO, *_OF_RULES), subject)


def lint_payer(subject: PayerSubject) -> Iterator[Diagnostic]:
    """What the rules find in a payer's file."""
    yield from _run((*_EVERYWHERE, *_PAYER, *_OF_RULES), subject)


def lint_practice(subject: PracticeSubject) -> Iterator[Diagnostic]:
    """What the rules find in a practice's file."""
    yield from _run((*_NAMED, *_EVERYWHERE, *practices.PRACTICE_LINTS), subject)


def lint_library(subject: LibrarySubject) -> Iterator[Diagnostic]:
    """What the rules find in scenarios that were given together."""
    yield from _run(_LIBRARY, subject)


def _run(rules: tuple[LintRule[Any], ...], subject: object) -> Iterator[Diagnostic]:
    for rule in rules:
        yield from rule.diagnostics(subject)
