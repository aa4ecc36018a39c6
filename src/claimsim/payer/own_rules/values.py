"""What an instructor's matchers compare with: codes and names that the field can never hold."""

import re
from collections.abc import Iterator
from typing import get_args

from claimsim.code_tables.tables import CodeTables
from claimsim.diagnostics import Diagnostic
from claimsim.diagnostics.document import Document, Path
from claimsim.diagnostics.suggestions import suggest
from claimsim.model.identifiers import is_valid_npi
from claimsim.model.people import CREDENTIAL_FORM
from claimsim.payer.file import PayerFile
from claimsim.payer.file_types import BenefitCategory
from claimsim.payer.own_rules.catalogue import FIELDS, LOWEST, NEVER_MISSING, Values
from claimsim.payer.own_rules.conditions import AllOf, AnyOf, Condition, CountCondition, Matcher, Not, NumberCondition
from claimsim.payer.own_rules.patterns import is_exact
from claimsim.payer.own_rules.readers import WEEKDAYS

_OPERATORS = ("equals", "in", "matches", "none_of", "has", "any_of", "all_of", "lacks", "codes")
_ATTRIBUTES = {"in": "in_"}
_CHOICES: dict[Values, tuple[str, ...]] = {
    "frequency": ("1", "7", "8"), "sequence": ("P", "S", "T"), "sex": ("F", "M", "U"),
    "relationship": ("self", "spouse", "child", "other"), "weekday": WEEKDAYS, "benefit": get_args(BenefitCategory),
}  # fmt: skip
_LENGTHS: dict[Values, int] = {"procedure": 5, "modifier": 2, "place": 2, "taxonomy": 10, "npi": 10}
_NOUNS: dict[Values, str] = {"place": "place of service", "npi": "NPI", "procedure": "procedure code"}
_CODE = re.compile(r"[A-Z0-9?][A-Z0-9.?]*\*?")
BYS = ("anyone", "same_clinician", "same_specialty")
Fault = tuple[str, str, str | None]
"""Code, message, hint."""


def walk(condition: Condition, path: Path = (), depth: int = 1) -> Iterator[tuple[Path, Condition, int]]:
    """The condition and all parts of it, with their places below it and their levels."""
    yield path, condition, depth
    match condition:
        case AllOf():
            for number, part in enumerate(condition.all):
                yield from walk(part, (*path, "all", number), depth + 1)
        case AnyOf():
            for number, part in enumerate(condition.any):
                yield from walk(part, (*path, "any", number), depth + 1)
        case Not():
            yield from walk(condition.not_, (*path, "not"), depth + 1)


def value_faults(
    document: Document, at: Path, condition: Condition, payer: PayerFile, tables: CodeTables
) -> Iterator[Diagnostic]:
    """The values of a rule's matchers that can never be met, each at its place."""
    for path, part, _ in walk(condition):
        if isinstance(part, AllOf | AnyOf | Not):
            continue
        for place, fault in _matcher_faults(part, payer, tables):
            code, message, hint = fault
            yield document.diagnostic(code, message, (*at, *path, *place), hint=hint)


def _matcher_faults(matcher: Matcher, payer: PayerFile, tables: CodeTables) -> Iterator[tuple[Path, Fault]]:
    holds = FIELDS[matcher.field].values
    if isinstance(matcher, CountCondition):
        holds = "procedure"
        if matcher.by not in BYS:
            yield ("by",), _not_there("way to count", matcher.by, BYS)
    yield from _foregone(matcher)
    low, high = getattr(matcher, "between", None) or (None, None)
    if low is not None and high is not None and low > high:
        yield ("between",), ("value-never-met", f"nothing lies between {low} and {high}", "write the lower one first")
    for operator in _OPERATORS:
        given = getattr(matcher, _ATTRIBUTES.get(operator, operator), None)
        if isinstance(given, str):
            fault = _fault(given, holds, payer, tables) or _pattern_fault(given, operator, holds)
            if fault is not None:
                yield (operator,), fault
        elif isinstance(given, tuple):
            for number, value in enumerate(given):
                fault = _fault(value, holds, payer, tables)
                if fault is not None:
                    yield (operator, number), fault


def _foregone(matcher: Matcher) -> Iterator[tuple[Path, Fault]]:
    """Operators whose outcome is known before any claim has come, because of what the field can be."""
    name = matcher.field
    missing = getattr(matcher, "missing", None)
    if missing is not None and name in NEVER_MISSING:
        code = "value-never-met" if missing else "value-always-met"
        yield ("missing",), (code, f"{name} is never missing", "remove it")
    lowest = LOWEST.get(name)
    if lowest is None or not isinstance(matcher, NumberCondition | CountCondition):
        return
    words = f"{name} is never below {lowest}"
    if matcher.at_least is not None and matcher.at_least <= lowest:
        yield ("at_least",), ("value-always-met", f"this is always so: {words}", "ask for more, or remove it")
    for operator, highest in (("at_most", matcher.at_most), ("equals", matcher.equals)):
        if highest is not None and highest < lowest:
            yield (operator,), ("value-never-met", words, "ask for more")


def _pattern_fault(value: str, operator: str, holds: Values) -> Fault | None:
    if operator == "equals" and holds in ("procedure", "diagnosis") and not is_exact(value):
        return "value-never-met", f"no code is spelt `{value}`", f"write `matches: [{value}]` for a pattern"
    return None


def _fault(value: str, holds: Values, payer: PayerFile, tables: CodeTables) -> Fault | None:
    if holds in _CHOICES:
        return None if value in _CHOICES[holds] else _not_there(holds, value, _CHOICES[holds])
    if holds == "plan":
        plans = tuple(payer.plans)
        return None if value in plans else _not_there("plan of this payer", value, plans, "unknown-plan")
    if holds == "procedure_category":
        known = tuple({row.category for row in tables.procedures()})
        return None if value in known else _not_there("procedure category", value, known)
    if holds in ("text", "member_id", "ndc"):
        return None
    if holds == "credential":
        letters = "a credential is the letters behind a name: MD, DO, NP, PA, PhD"
        return None if re.fullmatch(CREDENTIAL_FORM, value) else ("value-never-met", f"nobody is a `{value}`", letters)
    if not _CODE.fullmatch(value):
        form = "capital letters, digits, ? for one character and a star at the end"
        return "value-never-met", f"`{value}` is not written as codes are", form
    if holds == "diagnosis":
        return _diagnosis_fault(value, tables)
    if "." in value:
        noun = _NOUNS.get(holds, holds)
        hint = "diagnoses are looked at in line.diagnoses and claim.diagnoses" if holds == "procedure" else None
        return "value-never-met", f"`{value}` can never be met: a {noun} has no point", hint
    if (length := _LENGTHS.get(holds)) and not _fits_length(value, length):
        noun = _NOUNS.get(holds, holds)
        hint = f"a pattern for all that begin so is `{value}*`" if len(value) < length else None
        return "value-never-met", f"`{value}` can never be met: a {noun} has {length} characters", hint
    if holds == "npi" and is_exact(value) and not is_valid_npi(value):
        return "bad-npi", f"{value} is not a National Provider Identifier: its check digit is wrong", None
    return None


def _fits_length(value: str, length: int) -> bool:
    return len(value) == length if not value.endswith("*") else len(value) - 1 <= length


def _diagnosis_fault(value: str, tables: CodeTables) -> Fault | None:
    """Claims carry diagnoses with their dot; a pattern is good when its beginning is a code, a heading or a chapter."""
    stem = value.rstrip("*").rstrip(".").split("?")[0].rstrip(".")
    icd = tables.icd10cm
    if len(stem) > 3 and "." not in stem:
        dotted = f"{stem[:3]}.{stem[3:]}"
        hint = f"diagnoses are written with their dot: `{dotted}{value[len(stem) :]}`" if icd.exists(dotted) else None
        return "value-never-met", f"`{value}` names no ICD-10-CM code", hint
    if len(stem) < 3 or icd.exists(stem) or icd.changes(stem):
        return None
    return "value-never-met", f"`{value}` names no ICD-10-CM code", None


def _not_there(noun: str, name: str, known: tuple[str, ...], code: str = "not-allowed-value") -> Fault:
    near = suggest(name, known)
    listed = ", ".join(sorted(known))
    return code, f"there is no {noun} named `{name}`", f"did you mean `{near}`?" if near else f"there are: {listed}"
