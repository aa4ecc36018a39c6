"""What codes and rules mean, in words: the code tables and the registries behind one look-up that never fails."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from claimsim.code_tables import CodeTables
from claimsim.rules import Rule


class Explain:
    """Look-ups for the screens. What is not known comes back as an empty text, or None for a rule.

    `rules` are those of all registries that took part: coding, scrub, payer, and the payer's own file.
    """

    def __init__(self, tables: CodeTables, rules: Iterable[Rule[Any]] = ()) -> None:
        self._tables = tables
        self._rules = {rule.id: rule for rule in rules}

    def rule(self, rule_id: str) -> Rule[Any] | None:
        """The rule of that id."""
        return self._rules.get(rule_id)

    def service(self, code: str, on: date) -> str:
        """A procedure code in words."""
        row = self._tables.procedure(code, on)
        return row.description if row else ""

    def modifier(self, modifier: str, on: date) -> str:
        """A modifier in a few words."""
        row = self._tables.modifier(modifier, on)
        return row.short if row else ""

    def place(self, code: str, on: date) -> str:
        """A place of service by name."""
        row = self._tables.place_of_service(code, on)
        return row.name if row else ""

    def group(self, group: str) -> str:
        """Who owes what an adjustment group carries."""
        row = self._tables.adjustment_group(group)
        return row.meaning if row else ""

    def carc(self, carc: str) -> str:
        """An adjustment reason in words."""
        row = self._tables.adjustment_reason(carc)
        return row.meaning if row else ""

    def steps(self, group: str, carc: str) -> str:
        """How an adjustment of that group and reason is worked, step by step."""
        row = self._tables.denial_action(group, carc)
        return row.told() if row else ""

    def remark(self, rarc: str) -> str:
        """A remark code in words."""
        row = self._tables.remark_code(rarc)
        return row.meaning if row else ""

    def status_category(self, category: str) -> str:
        """A claim status category of the 277CA in words."""
        row = self._tables.claim_status_category(category)
        return row.meaning if row else ""

    def status_code(self, code: str) -> str:
        """A claim status code in words."""
        row = self._tables.claim_status_code(code)
        return row.meaning if row else ""

    def entity(self, code: str) -> str:
        """Whom a status is about."""
        row = self._tables.entity_code(code)
        return row.meaning if row else ""

    def is_test(self, code: str, on: date) -> bool:
        """Whether a code is a laboratory test, which needs a CLIA number on the claim."""
        row = self._tables.procedure(code, on)
        return row is not None and row.category in ("laboratory", "pathology")

    def is_equipment(self, code: str, on: date) -> bool:
        """Whether a code is equipment or an orthosis, which needs an orderer on the claim."""
        row = self._tables.procedure(code, on)
        return row is not None and row.category in ("equipment", "orthosis")

    def is_visit(self, code: str, on: date) -> bool:
        """Whether a code is an evaluation and management visit, whose elements are worth telling."""
        row = self._tables.procedure(code, on)
        return row is not None and row.category.startswith("em_")
