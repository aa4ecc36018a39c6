"""What has been told of a case so far, so that nothing is explained twice and a correction shows what it changed."""

import re
from collections.abc import Mapping
from datetime import date

from claimsim.case.case import PayerNames
from claimsim.model.account import PATIENT
from claimsim.model.claim import Claim
from claimsim.model.codes import Coding
from claimsim.model.remittance import Adjustment
from claimsim.rules import Trace

from .blocks import Details, Row, RuleReference
from .explain import Explain
from .words import count, ended, sentence


class Telling:
    """The reader's side of a case. Set down by the stages as they tell, read by those that come after."""

    def __init__(self, explain: Explain, why: bool = False) -> None:
        self.explain = explain
        self.why = why
        self.stage = ""
        self.on: date | None = None
        self.date_of_service = date.min
        self.names: Mapping[str, PayerNames] = {}
        self.coding: Coding | None = None
        self.claim: Claim | None = None
        self.answers = 0
        """How many claims the last remittance answered."""
        self._told: set[str] = set()

    def party(self, name: str) -> str:
        """Who a party of the ledger is, by the name the reader knows."""
        if name == PATIENT:
            return "patient"
        return self.names[name].payer if name in self.names else name

    def named(self, text: str) -> str:
        """A sentence of a rule or a decision, with payers by their names where it has them by their ids."""
        for key, names in self.names.items():
            if key in text:
                text = names.payer.join(re.split(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text))
        return text

    def first_time(self, name: str) -> bool:
        """Whether this is told for the first time; from now on it has been."""
        if name in self._told:
            return False
        self._told.add(name)
        return True

    def rule_details(self, rule_id: str, told_as: Adjustment | None = None) -> Details:
        """The name of a rule, and the first time also what it means and what to do about it. `told_as`: the adjustment
        in which the payer put it; with another group than the rule's own, somebody else owes it, and does other things.
        """
        rule = self.explain.rule(rule_id)
        if rule is None:
            return (RuleReference(rule_id, ""),)
        reference = RuleReference(rule_id, rule.authority)
        if not self.first_time(f"rule {rule_id}"):
            return (reference,)
        meaning = sentence(rule.meaning)
        told = (meaning,) if meaning != sentence(rule.title) else ()  # an instructor's rule may have only a title
        action = rule.action
        if told_as is not None and rule.answer.group not in ("", told_as.group):
            action = self.explain.steps(told_as.group, told_as.carc) or action
        return (*told, f"What to do: {ended(action)}", reference)


def by_whom(seat: str, by: str) -> str:
    """Who decided: the seat, and who sat there when it was not the reference."""
    who = {"reference": "", "script": " (as the scenario has it)", "human": " (you)"}
    return seat + who.get(by, f" ({by})")


def asked(trace: Trace) -> str:
    """How many rules were asked."""
    return count(len({rule for rule, _, _ in trace}), "rule") + " asked"


def trace_rows(trace: Trace) -> tuple[Row, ...]:
    """Every rule that was asked, by what it was asked of: those that fired with what they saw, the others together."""
    rows: list[Row] = []
    for subject in dict.fromkeys(of for _, of, _ in trace):
        entries = [entry for entry in trace if entry[1] == subject]
        rows.extend(Row((subject, rule, saw)) for rule, _, saw in entries if saw is not None)
        quiet = dict.fromkeys(rule for rule, _, saw in entries if saw is None)
        if quiet:
            rows.append(Row((subject, "no answer", ", ".join(quiet)), "dim"))
    return tuple(rows)


def saw_of(trace: Trace, rule_id: str, line: int) -> str:
    """What a rule saw in a line, or in the claim as a whole; empty when the trace does not say."""
    of_rule = [(of, saw) for rule, of, saw in trace if rule == rule_id and saw is not None]
    for of, saw in of_rule:
        if of == f"line {line}":
            return saw
    return next((saw for of, saw in of_rule if not of.startswith("line ")), "")
