"""All rules by name: what `explain`, coverage and the rule reference read."""

from collections.abc import Iterable, Iterator
from typing import Any

from claimsim.rules.rule import Rule


class Registry:
    """Rules by id, in the order in which they are asked. Two rules of one id are a fault in the program."""

    def __init__(self, rules: Iterable[Rule[Any]]) -> None:
        self._rules: dict[str, Rule[Any]] = {}
        for rule in rules:
            if rule.id in self._rules:
                raise ValueError(f"two rules are named {rule.id}")
            self._rules[rule.id] = rule

    def __iter__(self) -> Iterator[Rule[Any]]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def get(self, rule_id: str) -> Rule[Any] | None:
        """The rule of that id, or None."""
        return self._rules.get(rule_id)

    def ids(self) -> tuple[str, ...]:
        """All ids in order."""
        return tuple(self._rules)

    def of_stage(self, *stages: str) -> tuple[Rule[Any], ...]:
        """The rules of some stages, in order."""
        return tuple(rule for rule in self._rules.values() if rule.stage in stages)
