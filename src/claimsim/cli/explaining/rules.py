"""Rules, diagnostics and the words of the trade."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from claimsim.cli.explaining.explanation import Explanation, facts, notes
from claimsim.cli.explaining.own_rules import own_rules, rules_here
from claimsim.rules import Answer, Rule

_STAGES = {
    "coding": "asked when the chart is coded",
    "scrub": "asked of a claim before it goes out",
    "front_end": "asked by the payer's front end, before adjudication",
    "claim": "asked by the payer of the whole claim",
    "line": "asked by the payer of each line",
    "pricing": "asked when the payer prices a line",
    "benefits": "asked when the payer applies the plan's benefits",
}
_ANSWERS = {
    "finding": "a compliance finding", "stop": "holds the claim", "warn": "warns", "reject": "rejects the claim",
    "deny": "denies", "return": "sends it back as unprocessable", "reduce": "reduces the payment", "remark": "remarks",
    "cost_share": "leaves a share to the patient:",
}  # fmt: skip


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Every built-in rule: the coder's checks, the scrub edits, the payer's."""
    from claimsim.billing.scrub import SCRUB_RULES
    from claimsim.coding import CODING_RULES
    from claimsim.payer.registry import PAYER_RULES

    return (*CODING_RULES, *SCRUB_RULES, *PAYER_RULES)


def explain_rule(word: str) -> Iterator[Explanation]:
    """The rule of that id."""
    for rule in all_rules():
        if rule.id == word.lower():
            yield _explanation(rule)
    for own in dict.fromkeys((*own_rules(), *rules_here())):
        if own.rule.id == word.lower():
            yield _explanation(own.rule, ("whose", own.owner), ("looks for", own.condition))


def _explanation(rule: Rule[Any], *more: tuple[str, str]) -> Explanation:
    return Explanation(
        kind="rule",
        name=rule.id,
        title=rule.title,
        text=rule.meaning if rule.meaning != rule.title else "",
        facts=facts(
            *more,
            ("when", _STAGES[rule.stage]),
            ("answer", _answer(rule.answer)),
            ("what to do", rule.action),
            ("verified", "" if rule.verified else "no: the source could not be checked"),
        ),
        source=rule.authority,
    )


def _answer(answer: Answer) -> str:
    code = "-".join(filter(None, (answer.group, answer.carc)))
    status = ":".join(filter(None, (answer.category, answer.status, answer.entity)))
    remarks = f"with {', '.join(answer.remarks)}" if answer.remarks else ""
    return " ".join(filter(None, (_ANSWERS[answer.kind], code, status, remarks)))


def explain_diagnostic(word: str) -> Iterator[Explanation]:
    """The message about a file that has that code."""
    from claimsim.diagnostics import catalogue

    entry = catalogue().get(word.lower())
    if entry:
        yield Explanation(
            kind="diagnostic of a file",
            name=entry.code,
            title=entry.title,
            text=entry.meaning,
            facts=facts(("write instead", entry.instead)),
            notes=notes(("wrong", entry.wrong.splitlines()), ("right", entry.right.splitlines())),
        )


def explain_finding(word: str) -> Iterator[Explanation]:
    """The kind of finding of that name, with underscores or blanks."""
    from claimsim.coding.auditing.kinds import FINDING_KINDS

    kind = "_".join(word.lower().replace("_", " ").split())
    if kind in FINDING_KINDS:
        told = FINDING_KINDS[kind]
        yield Explanation(
            kind="kind of finding",
            name=kind,
            title=f"{told[:1].upper()}{told[1:]}",
            text="The codes go out as they were assigned all the same, and neither the scrubber nor the payer knows of "
            "it. What overcharges is found by the practice's audit of paid claims and goes back.",
            facts=facts(("what to do", _TO_DO["query" if kind.startswith("query_") else "codes"])),
            notes=notes(
                ("in expect", [f"findings: [{kind}]", "or with what it is about, as the screen has it"]),
                ("see", ["finding", "audit"]),
            ),
        )


_TO_DO = {
    "codes": "Look at the record again. What it supports is coded, and nothing else; what it leaves open is asked.",
    "query": "Write the query anew: cite the record, leave every answer open, and do not speak of payment.",
}


@cache
def glossary() -> dict[str, dict[str, Any]]:
    """The words of the trade by their name in lower case; each has `name`, `meaning`, perhaps `also` and `see`."""
    import yaml

    text = resources.files(__package__).joinpath("glossary.yaml").read_text(encoding="utf-8")
    return {str(entry["name"]).lower(): entry for entry in yaml.safe_load(text)}


def terms() -> dict[str, str]:
    """Every word that the glossary answers to, in lower case, and the entry it leads to."""
    leads = {name: name for name in glossary()}
    for name, entry in glossary().items():
        leads |= {str(other).lower(): name for other in entry.get("also", ())}
    return leads


def explain_term(word: str) -> Iterator[Explanation]:
    """The glossary's entry of that name, or of another name for the same thing."""
    name = terms().get(" ".join(word.lower().replace("_", " ").split()))
    if name is None:
        name = terms().get(word.lower().replace("-", " "))
    if name is not None:
        entry = glossary()[name]
        yield Explanation(
            kind="term",
            name=str(entry["name"]),
            title=str(entry["title"]),
            text=" ".join(str(entry["meaning"]).split()),
            notes=notes(("also called", map(str, entry.get("also", ()))), ("see", map(str, entry.get("see", ())))),
            source=str(entry.get("authority", "")),
        )
