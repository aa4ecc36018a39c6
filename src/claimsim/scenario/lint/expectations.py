"""Expectations that can never fail, and expectations that can never hold. They are read as they stand in the file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.diagnostics import Path
from claimsim.payer.registry import CLAIM_RULES, FRONT_END_RULES, LINE_RULES, MONEY_RULES, SYNTAX_RULES
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.script import diagnosis_codes, did_you_mean, line_codes
from claimsim.scenario.lint.subjects import ScenarioSubject

_TOP = "expect"
# The words of a matcher: what stands below them is still about the key above them.
_MATCHERS = frozenset({"any_of", "any_order", "valid_order", "at_least", "at_most", "lacks", "exactly", "contains", "count"})
_NAMED_ONLY = frozenset({"services", "lines"})
"""Lists in which only what is named is asserted, so that an empty one asserts nothing."""
_NEVER_NEGATIVE = frozenset({"count", "units", "collected"})
_ADJUSTMENT = re.compile(r"^(?P<code>(?P<group>[A-Z]{2})-(?P<carc>[A-Z]?\d{1,3}))(?: .*)?$")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Said:
    """A single word of the expectations. `field` is the key it is about, `ways` the matcher's words around it."""

    path: Path
    text: str
    field: str
    ways: tuple[str, ...]

    @property
    def asserted(self) -> bool:
        """Whether the word must appear: not one of several alternatives, and not excluded."""
        return not {"any_of", "lacks", "at_most"} & set(self.ways)


def said(value: Any, path: Path = (_TOP,)) -> Iterator[Said]:
    """Every word of the expectations with what it is about."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from said(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from said(inner, (*path, number))
    elif isinstance(value, str):
        keys = [step for step in path if isinstance(step, str)]
        fields = [key for key in keys if key not in _MATCHERS]
        field = fields[-1]
        if field == "code" and fields[-2] == "adjustments":
            field = "adjustments"
        last = max(number for number, key in enumerate(keys) if key not in _MATCHERS)
        outer = tuple(key for key in keys[:last] if key in ("lacks", "at_most", "any_of"))
        yield Said(path, value, field, (*outer, *keys[last + 1 :]))


def _always_holds(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.expect is None:
        return
    data = subject.document.get((_TOP,))
    for path, why in _empty(data, (_TOP,)):
        yield Found(f"this always holds: {why}", subject.document, path, hint="say what is expected, or leave it out", at_key=True)
    for word in said(data):
        if "lacks" in word.ways:
            fault = _never_appears(word, subject)
            if fault:
                message = f"this always holds: {fault}"
                yield Found(message, subject.document, word.path, hint=fault.hint)


def _empty(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if value == {} and (key in ("expect", "coding", "first_coding", "balances")):
        yield path, "an empty mapping asserts nothing"
    elif value == [] and (key in _NAMED_ONLY or key in ("at_least", "lacks")):
        yield path, "an empty list asserts nothing here"
    elif isinstance(value, dict):
        least = _number(value.get("at_least"))
        if key in _NEVER_NEGATIVE and "at_most" not in value and least is not None and least <= 0:
            yield (*path, "at_least"), f"{key} is never below 0"
        for name, inner in value.items():
            yield from _empty(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _empty(inner, (*path, number))


def _never_holds(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.expect is None:
        return
    data = subject.document.get((_TOP,))
    for path, why in _contradictions(data, (_TOP,)):
        yield Found(f"this can never hold: {why}", subject.document, path, at_key=True)
    for word in said(data):
        if word.asserted or "any_of" in word.ways:
            fault = _never_appears(word, subject)
            if fault:
                yield Found(f"this can never hold: {fault}", subject.document, word.path, hint=fault.hint)


def _contradictions(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        least, most = value.get("at_least"), value.get("at_most")
        numbers = _number(least), _number(most)
        if numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]:
            yield (*path, "at_least"), f"nothing is both {least} or more and {most} or less"
        elif isinstance(least, str) and isinstance(most, str) and None in numbers and least > most:
            yield (*path, "at_least"), f"no day is both on or after {least} and on or before {most}"
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        if key in _NEVER_NEGATIVE and numbers[1] is not None and numbers[1] < 0:
            yield (*path, "at_most"), f"{key} is never below 0"
        if value.get("any_of") == []:
            yield (*path, "any_of"), "there is no alternative in the list"
        for name, inner in value.items():
            yield from _contradictions(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _contradictions(inner, (*path, number))


def _number(value: Any) -> Decimal | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        try:
            return Decimal(value)
        except InvalidOperation:  # a text of digits that no context can hold
            return None
    return None


class _Fault(str):
    """Why a word never appears, with a hint; an empty one where it may."""

    hint: str | None = None

    def __new__(cls, text: str, hint: str | None = None) -> "_Fault":
        fault = super().__new__(cls, text)
        fault.hint = hint
        return fault


def _never_appears(word: Said, subject: ScenarioSubject) -> _Fault:
    check = _CHECKS.get(word.field)
    if check is None or word.text == "none" or "contains" in word.ways or "count" in word.ways:
        return _Fault("")
    return check(word, subject)


def _service(word: Said, subject: ScenarioSubject) -> _Fault:
    if not subject.tables.procedure_rows(word.text):
        return _Fault(f"{word.text} is not in the procedure tables", did_you_mean(word.text, line_codes(subject) or ()))
    codes = line_codes(subject)
    if word.asserted and codes is not None and word.text not in codes:
        return _Fault(f"no line of this encounter can have the code {word.text}", did_you_mean(word.text, codes))
    return _Fault("")


def _diagnosis(word: Said, subject: ScenarioSubject) -> _Fault:
    if not subject.tables.icd10cm.exists(word.text):
        return _Fault(f"{word.text} is not an ICD-10-CM code", "`claimsim codes search` finds codes by their words")
    codes = diagnosis_codes(subject)
    if word.asserted and codes is not None and word.text.replace(".", "") not in codes:
        return _Fault(f"neither the chart nor the script gives the diagnosis {word.text}")
    return _Fault("")


def _adjustment(word: Said, subject: ScenarioSubject) -> _Fault:
    match = _ADJUSTMENT.match(word.text)
    if match is None:
        return _Fault(f"an adjustment is written as group and reason, CO-97, not {word.text}") if word.asserted else _Fault("")
    if subject.tables.adjustment_reason(match["carc"]) is None:
        return _Fault(f"{match['carc']} is not an adjustment reason code", "`claimsim codes search` finds codes by their words")
    answered = _adjustments_answered(subject)
    if subject.case is None or match["code"] in answered:
        return _Fault("")
    same_reason = sorted(code for code in answered if code.partition("-")[2] == match["carc"])
    hint = f"they answer {' and '.join(same_reason)}" if same_reason else None
    return _Fault(f"no rule of this case's payers answers {match['code']}", hint)


def _adjustments_answered(subject: ScenarioSubject) -> frozenset[str]:
    payers = subject.payers.values()
    given = [answer for payer in payers for _, answer in payer.claim_rules]
    given += [row[3] for payer in payers for row in payer.line_rules]
    given += [rule.answer for rule, _ in MONEY_RULES]
    return frozenset(f"{answer.group}-{answer.carc}" for answer in given)


def _remark(word: Said, subject: ScenarioSubject) -> _Fault:
    if subject.tables.remark_code(word.text) is None:
        return _Fault(f"{word.text} is not a remark code", "`claimsim codes search` finds codes by their words")
    return _Fault("")


def _modifier(word: Said, subject: ScenarioSubject) -> _Fault:
    scripted = {m for s in _script_modifiers(subject) for m in s}
    if word.text not in scripted and not any(row.modifier == word.text for row in subject.tables.modifiers()):
        return _Fault(f"{word.text} is not a modifier in the code tables")
    return _Fault("")


def _script_modifiers(subject: ScenarioSubject) -> Iterator[tuple[str, ...]]:
    coder = subject.file.seats.coder
    for change in coder.changes if coder else ():
        service = getattr(change, "add_service", change)
        yield getattr(service, "modifiers", None) or ()
    yield from (service.modifiers for service in (coder.codes.services if coder and coder.codes else ()))


def _edit(word: Said, subject: ScenarioSubject) -> _Fault:
    if word.text in SCRUB_RULES:
        return _Fault("")
    return _Fault(f"no scrub edit is named {word.text}", did_you_mean(word.text, SCRUB_RULES.ids()))


def _rejection(word: Said, subject: ScenarioSubject) -> _Fault:
    category, _, status = word.text.partition(":")
    status = status.partition(":")[0]
    if subject.tables.claim_status_category(category) is None:
        return _Fault(f"{category} is not a claim status category", "a rejection is written as category and status, A7:164")
    if status and subject.tables.claim_status_code(status) is None:
        return _Fault(f"{status} is not a claim status code")
    rules = (*SYNTAX_RULES, *FRONT_END_RULES, *CLAIM_RULES, *LINE_RULES)
    answers = {(rule.answer.category, rule.answer.status) for rule in rules if rule.answer.category}
    if status and (category, status) not in answers:
        return _Fault(f"no front-end rule answers {category}:{status}")
    return _Fault("")


_CHECKS: dict[str, Callable[[Said, ScenarioSubject], _Fault]] = {
    "code": _service,
    "diagnoses": _diagnosis,
    "first_listed": _diagnosis,
    "adjustments": _adjustment,
    "remarks": _remark,
    "modifiers": _modifier,
    "edits": _edit,
    "rejections": _rejection,
}


def _todo_alone(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.file.todo and (subject.file.expect is None or subject.document.get((_TOP,)) == {}):
        message = "the scenario is known to fail, but expects nothing that could"
        yield Found(message, subject.document, ("todo",), hint="say in `expect` what should come out, or remove `todo`", at_key=True)


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("expectation-always-holds", "error", _always_holds),
    LintRule("expectation-never-holds", "error", _never_holds),
    LintRule("todo-without-expectation", "error", _todo_alone),
)
