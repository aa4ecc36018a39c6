"""From what an instructor wrote to rules like all others: asked in the same places, in the same trace."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from claimsim.payer.categories import line_context
from claimsim.payer.context import ClaimContext, FrontEndContext, LineContext, LineRule, Payer, PricingRule
from claimsim.payer.own_rules.catalogue import FIELDS
from claimsim.payer.own_rules.compiling import check_of
from claimsim.payer.own_rules.conditions import AllOf, AnyOf, Condition, Not, ValueCondition
from claimsim.payer.own_rules.patterns import is_exact
from claimsim.payer.own_rules.rules import OWN_AUTHORITY, OwnRule, Then
from claimsim.rules import Answer, Rule
from claimsim.rules.rule import Stage

FRONT_END = ("reject",)
PRICING = ("reduce", "set_allowed", "remark")


def with_rules(payer: Payer, rules: Iterable[OwnRule]) -> Payer:
    """The payer with an instructor's rules asked after its own. Its memos of prices and categories are shared."""
    front_end: list[Rule[FrontEndContext]] = []
    line_rules: list[LineRule] = []
    pricing: list[PricingRule] = []
    everything: list[Rule[Any]] = []
    for own in rules:
        kind = own.then.kind
        if kind in FRONT_END:
            at_the_door = _front_end_rule(own)
            front_end.append(at_the_door)
            everything.append(at_the_door)
            continue
        rule = line_rule(own)
        everything.append(rule)
        if kind in PRICING:
            pricing.append((rule.id, rule.check, rule, own.then))
        else:
            line_rules.append((rule.id, rule.check, rule, rule.answer))
    if not everything:
        return payer
    return replace(
        payer,
        front_end_rules=(*payer.front_end_rules, *front_end),
        line_rules=(*payer.line_rules, *line_rules),
        pricing_rules=(*payer.pricing_rules, *pricing),
        own_rules=(*payer.own_rules, *everything),
        rules_of_code={},
    )


def answer_of(then: Then) -> Answer:
    """The answer of a rule; CO-45 for a set amount, which the contract discount carries."""
    if then.deny is not None:
        kind = then.deny.unprocessable
        return Answer("return" if kind else "deny", then.deny.group, then.deny.carc, then.deny.remarks)
    if then.reject is not None:
        return Answer("reject", category=then.reject.category, status=then.reject.status, entity=then.reject.entity)
    if then.request_records is not None:
        asked = then.request_records
        return Answer("deny", asked.group, asked.carc, asked.remarks)
    if then.reduce is not None:
        return Answer("reduce", then.reduce.group, then.reduce.carc, then.reduce.remarks)
    if then.set_allowed is not None:
        return Answer("reduce", "CO", "45", then.set_allowed.remarks)
    return Answer("remark", remarks=then.remark or ())


def line_rule(own: OwnRule) -> Rule[LineContext]:
    """The rule as it is asked of a line; a rejection is asked of the claim, line by line, but means the same."""
    return Rule(
        id=own.id,
        title=own.title,
        meaning=own.meaning or own.title,
        authority=own.authority,
        answer=answer_of(own.then),
        action=own.action,
        stage=_stage(own),
        check=_until_they_come(check_of(own.when)) if own.then.request_records is not None else check_of(own.when),
        codes=codes_of(own.when),
        verified=own.authority != OWN_AUTHORITY,
    )


def _until_they_come(check: Callable[[LineContext], str | None]) -> Callable[[LineContext], str | None]:
    """Records that were asked for and came are asked for no longer."""

    def unless_attached(at: LineContext) -> str | None:
        return None if at.of.claim.attachments else check(at)

    return unless_attached


def _stage(own: OwnRule) -> Stage:
    kind = own.then.kind
    return "front_end" if kind in FRONT_END else "pricing" if kind in PRICING else "line"


def _front_end_rule(own: OwnRule) -> Rule[FrontEndContext]:
    return Rule(
        id=own.id,
        title=own.title,
        meaning=own.meaning or own.title,
        authority=own.authority,
        answer=answer_of(own.then),
        action=own.action,
        stage="front_end",
        check=_of_any_line(check_of(own.when), of_line=looks_at_lines(own.when)),
        verified=own.authority != OWN_AUTHORITY,
    )


def _of_any_line(
    check: Callable[[LineContext], str | None], *, of_line: bool
) -> Callable[[FrontEndContext], str | None]:
    """At the door a rule is asked of every line, and one that fits turns the whole claim away."""

    def check_claim(at: FrontEndContext) -> str | None:
        inside = ClaimContext(at.claim, at.payer, at.state, at.tables, at.received_on)
        for line in at.claim.lines:
            saw = check(line_context(inside, line))
            if saw is not None:
                return f"line {line.number} ({line.code}): {saw}" if of_line else saw
            if not of_line:
                return None
        return None

    return check_claim


def looks_at_lines(condition: Condition) -> bool:
    """Whether the condition may differ from line to line of one claim."""
    match condition:
        case AllOf():
            return any(looks_at_lines(part) for part in condition.all)
        case AnyOf():
            return any(looks_at_lines(part) for part in condition.any)
        case Not():
            return looks_at_lines(condition.not_)
        case _:
            return FIELDS[condition.field].of_line


def codes_of(condition: Condition) -> frozenset[str]:
    """Whole codes outside of which the condition is never so, that other lines need not be asked. Empty: any code."""
    if isinstance(condition, AllOf):
        found = [codes for part in condition.all if (codes := codes_of(part))]
        return frozenset.intersection(*found) if found else frozenset()
    if isinstance(condition, ValueCondition) and condition.field == "line.code":
        wanted = condition.in_ or condition.matches or ((condition.equals,) if condition.equals else ())
        if wanted and all(map(is_exact, wanted)):
            return frozenset(wanted)
    return frozenset()
