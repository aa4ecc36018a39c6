"""An instructor's own rules: codes that no line of a claim can have, because no table knows them."""

from collections.abc import Iterator

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path
from claimsim.payer.own_rules.catalogue import FIELDS
from claimsim.payer.own_rules.conditions import AllOf, AnyOf, Condition, CountCondition, Not
from claimsim.payer.own_rules.patterns import fits_any
from claimsim.payer.own_rules.values import walk
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import PayerSubject, ScenarioSubject

_LISTS = ("in_", "matches", "none_of", "any_of", "all_of", "lacks", "codes")


def _codes_of_no_table(subject: ScenarioSubject | PayerSubject) -> Iterator[Found]:
    for at, rules in subject.own_rules():
        for number, rule in enumerate(rules):
            for path, code in _procedures(rule.when):
                if "." not in code and not names_a_procedure(code, subject.tables):
                    message = f"`{code}` names no procedure in the code tables: no line can have it"
                    hint = "correct it; a genuine code outside the teaching tables needs a table of your own"
                    yield Found(message, subject.document, (*at, number, "when", *path), hint=hint)


def _procedures(condition: Condition) -> Iterator[tuple[Path, str]]:
    """Every procedure code or pattern that a condition compares with."""
    for path, part, _ in walk(condition):
        if isinstance(part, AllOf | AnyOf | Not):
            continue
        if not isinstance(part, CountCondition) and FIELDS[part.field].values != "procedure":
            continue
        for one in ("equals", "has"):
            code = getattr(part, one, None)
            if isinstance(code, str):
                yield (*path, one), code
        for name in _LISTS:
            for number, code in enumerate(getattr(part, name, None) or ()):
                yield (*path, name.rstrip("_"), number), code


def names_a_procedure(pattern: str, tables: CodeTables) -> bool:
    """Whether a code of the tables, in force on any day, fits a code or pattern."""
    return tables.procedure_rows(pattern) != () or any(map(fits_any((pattern,)), _known(tables)))


def _known(tables: CodeTables) -> Iterator[str]:
    return (row.code for row in tables.procedures())


OWN_RULE_LINTS: tuple[LintRule[ScenarioSubject | PayerSubject], ...] = (
    LintRule("rule-without-code", "warning", _codes_of_no_table),
)
