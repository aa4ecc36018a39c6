"""Which rules, CARCs and rejection codes the scenarios reach: fired, asked but never true, or never asked.

A rule over a table counts as one rule, never its rows. Coding checks are not traced: one that a code's reasons or a
finding name has fired, any other counts as never asked.
"""

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct, field

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.coding import CODING_RULES
from claimsim.model.codes import Coding
from claimsim.payer.registry import PAYER_RULES
from claimsim.rules import Registry, Rule

from .outcome import Outcome

Reach = Literal["fired", "never_true", "never_asked"]


class Usage(Struct, frozen=True):
    """What one scenario used."""

    asked: frozenset[str]
    fired: frozenset[str]
    adjustments: frozenset[str]
    rejections: frozenset[str]
    coding: frozenset[str]
    own: tuple[tuple[str, str], ...] = ()
    """Id and title of each rule of the payers' own, asked or not."""


def usage_of(outcome: Outcome, own: Iterable[Rule[Any]] = ()) -> Usage:
    """What a run used: the rules in its traces, the adjustments and rejections of its answers, the coder's reasons.
    `own` are the rules of the payers' own files and of the scenario."""
    asked: set[str] = set()
    fired: set[str] = set()
    for trace in outcome.traces:
        for rule, _, saw in trace:
            asked.add(rule)
            if saw is not None:
                fired.add(rule)
    adjustments: set[str] = set()
    for remittance in outcome.remittances:
        adjustments.update(a.code for a in remittance.answer.adjustments)
        for line in remittance.answer.lines:
            adjustments.update(a.code for a in line.adjustments)
            fired.update(a.rule for a in line.adjustments)
    coding = {rule for c in (outcome.first_coding, outcome.coding) if c is not None for rule in _coding_rules(c)}
    rejections = frozenset(f"{s.category}:{s.status}" for s in outcome.rejections)
    own_names = tuple((rule.id, rule.title) for rule in own)
    return Usage(
        frozenset(asked | fired), frozenset(fired), frozenset(adjustments), rejections, frozenset(coding), own_names
    )


def _coding_rules(coding: Coding) -> Iterable[str]:
    for diagnosis in coding.diagnoses:
        yield from (reason.rule for reason in diagnosis.why)
    for service in coding.services:
        yield from (reason.rule for reason in service.why)
    for _, reason in coding.not_coded:
        yield reason.rule
    if coding.queries:
        yield "query"


class Coverage(Struct):
    """What all scenarios used, with how many fired each thing."""

    scenarios: int = 0
    asked: set[str] = field(default_factory=set)
    fired: dict[str, int] = field(default_factory=dict)
    adjustments: dict[str, int] = field(default_factory=dict)
    rejections: dict[str, int] = field(default_factory=dict)
    coding: dict[str, int] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)

    def add(self, usage: Usage) -> None:
        """Count one more scenario."""
        self.scenarios += 1
        self.asked |= usage.asked
        self.own.update(usage.own)
        for counts, names in (
            (self.fired, usage.fired), (self.adjustments, usage.adjustments), (self.rejections, usage.rejections),
            (self.coding, usage.coding),
        ):  # fmt: skip
            for name in names:
                counts[name] = counts.get(name, 0) + 1


class Reached(Struct, frozen=True):
    """One rule, CARC or rejection code: how far the scenarios reach it, and how many fire it."""

    name: str
    title: str
    reach: Reach
    scenarios: int


class Section(Struct, frozen=True):
    """The rules of one kind, or the codes of one list."""

    name: str
    title: str
    rows: tuple[Reached, ...]
    counts: bool
    """Whether it counts for `--fail-under`."""

    def of(self, reach: Reach) -> tuple[Reached, ...]:
        """Those that are reached so far and no further."""
        return tuple(row for row in self.rows if row.reach == reach)

    @property
    def percent(self) -> float:
        """How many percent were fired; 100 for an empty list."""
        return 100 * len(self.of("fired")) / len(self.rows) if self.rows else 100.0


def sections(coverage: Coverage) -> tuple[Section, ...]:
    """Payer rules, scrub edits, rules of payers' own files that were asked, coding checks, CARCs, rejection codes."""
    built_in = {rule.id for registry in (PAYER_RULES, SCRUB_RULES) for rule in registry}
    names = sorted((coverage.asked - built_in) | coverage.own.keys())
    own = tuple(_rule(name, coverage.own.get(name, ""), coverage) for name in names)
    return (
        Section("payer_rules", "payer rules", _rules(PAYER_RULES, coverage), True),
        Section("scrub_edits", "scrub edits", _rules(SCRUB_RULES, coverage), True),
        Section("payer_file_rules", "rules of payers' own files", own, False),
        Section("coding_checks", "coding checks", tuple(_check(r.id, r.title, coverage) for r in CODING_RULES), False),
        Section("adjustments", "group and CARC", _adjustments(coverage), False),
        Section("rejections", "rejection codes", _rejections(coverage), False),
    )


def percent_of_rules(found: Iterable[Section]) -> float:
    """How many percent of the built-in payer rules and scrub edits were fired, for `--fail-under`."""
    rows = [row for section in found if section.counts for row in section.rows]
    return 100 * sum(row.reach == "fired" for row in rows) / len(rows) if rows else 100.0


def _rules(registry: Registry, coverage: Coverage) -> tuple[Reached, ...]:
    return tuple(_rule(rule.id, rule.title, coverage) for rule in registry)


def _rule(rule_id: str, title: str, coverage: Coverage) -> Reached:
    count = coverage.fired.get(rule_id, 0)
    reach: Reach = "fired" if count else "never_true" if rule_id in coverage.asked else "never_asked"
    return Reached(rule_id, title, reach, count)


def _check(rule_id: str, title: str, coverage: Coverage) -> Reached:
    count = coverage.coding.get(rule_id, 0)
    return Reached(rule_id, title, "fired" if count else "never_asked", count)


def _adjustments(coverage: Coverage) -> tuple[Reached, ...]:
    """Every group and CARC that a built-in payer rule answers with, and any other that came up."""
    rules: dict[str, list[str]] = {}
    for rule in PAYER_RULES:
        if rule.answer.carc:
            rules.setdefault(f"{rule.answer.group}-{rule.answer.carc}", []).append(rule.id)
    return _codes(rules, coverage.adjustments, coverage)


def _rejections(coverage: Coverage) -> tuple[Reached, ...]:
    """Every category and status that a built-in front-end rule answers with, and any other that came up."""
    rules: dict[str, list[str]] = {}
    for rule in PAYER_RULES:
        if rule.answer.category:
            rules.setdefault(f"{rule.answer.category}:{rule.answer.status}", []).append(rule.id)
    return _codes(rules, coverage.rejections, coverage)


def _codes(rules: dict[str, list[str]], counts: dict[str, int], coverage: Coverage) -> tuple[Reached, ...]:
    found: list[Reached] = []
    for code in sorted({*rules, *counts}):
        asked = any(rule in coverage.asked for rule in rules.get(code, ()))
        reach: Reach = "fired" if code in counts else "never_true" if asked else "never_asked"
        found.append(Reached(code, " · ".join(rules.get(code, ())), reach, counts.get(code, 0)))
    return tuple(found)
