"""What has been told of a case so far, so that nothing is explained twice and a correction shows what it changed."""

from dataclasses import dataclass, field
from datetime import date

from claimsim.model.account import PATIENT
from claimsim.model.claim import Claim
from claimsim.model.codes import Coding
from claimsim.rules import Trace

from .blocks import Details, Row, RuleReference
from .explain import Explain
from .words import count, ended, sentence


@dataclass(slots=True)
class Telling:
    """The reader's side of a case. Set down by the stages as they tell, read by those that come after."""

    explain: Explain
    why: bool = False
    stage: str = ""
    on: date | None = None
    date_of_service: date = date.min
    payer_names: dict[str, str] = field(default_factory=dict)
    coding: Coding | None = None
    claim: Claim | None = None
    answers: int = 0
    """How many claims the last remittance answered."""
    explained: set[str] = field(default_factory=set)

    def party(self, name: str) -> str:
        """Who a party of the ledger is, by the name the reader knows."""
        return "patient" if name == PATIENT else self.payer_names.get(name, name)

    def first_time(self, name: str) -> bool:
        """Whether this is told for the first time; from now on it has been."""
        if name in self.explained:
            return False
        self.explained.add(name)
        return True

    def rule_details(self, rule_id: str, *, action: str = "", authority: str = "") -> Details:
        """What a rule means and what to do about it, when it is named for the first time; its name always."""
        rule = self.explain.rule(rule_id)
        details: list[str | RuleReference] = []
        if self.first_time(f"rule {rule_id}") and rule is not None:
            details.append(sentence(rule.meaning))
        step = action or (rule.action if rule else "")
        if step:
            details.append(f"What to do: {ended(step)}")
        if rule_id:
            details.append(RuleReference(rule_id, authority or (rule.authority if rule else "")))
        return tuple(details)


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
