"""The words of `expect:`: what each is about, and whether anything of that name could ever come out of the case."""

import re
from collections.abc import Callable

from msgspec import Struct

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.coding.auditing.kinds import FINDING_KINDS
from claimsim.payer.pricing.rules import MONEY_RULES
from claimsim.payer.registry import FRONT_END_RULES, SYNTAX_RULES
from claimsim.scenario.lint.script import diagnosis_codes, did_you_mean, line_codes, scripted_modifiers
from claimsim.scenario.lint.subjects import ScenarioSubject
from claimsim.scenario.said import Said, in_no_table

SEARCH = "`claimsim codes search` finds codes by their words"
KINDS = "for example missing_modifier, unsupported_diagnosis or level_above"
_ADJUSTMENT = re.compile(r"^(?P<code>(?P<group>[A-Z]{2})-(?P<carc>[A-Z]?\d{1,3}))(?: .*)?$")


class Never(Struct, frozen=True):
    """Why a word never comes out of the case, and what may have been meant."""

    why: str
    hint: str | None = None


def never_appears(word: Said, subject: ScenarioSubject) -> Never | None:
    """Why nothing of this name can come out of the case; None where it may, or where nobody can tell."""
    check = _CHECKS.get(word.field)
    if check is None or word.text == "none" or {"contains", "count"} & set(word.ways):
        return None
    why = in_no_table(word, subject.tables)
    if why is not None:
        return Never(why, did_you_mean(word.text, line_codes(subject) or ()) if word.field == "code" else SEARCH)
    return check(word, subject)


def _service(word: Said, subject: ScenarioSubject) -> Never | None:
    codes = line_codes(subject)
    hint = did_you_mean(word.text, codes or ())
    if _must_be_read(word, subject) and codes is not None and word.text not in codes:
        return Never(f"no line of this encounter can have the code {word.text}", hint)
    return None


def _diagnosis(word: Said, subject: ScenarioSubject) -> Never | None:
    codes = diagnosis_codes(subject)
    if _must_be_read(word, subject) and codes is not None and word.text.replace(".", "") not in codes:
        return Never(f"neither the chart nor the script gives the diagnosis {word.text}")
    return None


def _must_be_read(word: Said, subject: ScenarioSubject) -> bool:
    """Whether the word has to come out of the chart or the script; a known failure may wait for a better reader."""
    return word.asserted and not subject.file.todo


def _adjustment(word: Said, subject: ScenarioSubject) -> Never | None:
    match = _ADJUSTMENT.match(word.text)
    if match is None:
        return Never(f"an adjustment is written as group and reason, CO-97, not {word.text}")
    answered = _adjustments_answered(subject)
    if subject.case is None or match["code"] in answered:
        return None
    same_reason = sorted(code for code in answered if code.partition("-")[2] == match["carc"])
    hint = f"they answer {' and '.join(same_reason)}" if same_reason else None
    return Never(f"no rule of this case's payers answers {match['code']}", hint)


def _adjustments_answered(subject: ScenarioSubject) -> frozenset[str]:
    payers = subject.payers.values()
    given = [answer for payer in payers for _, answer in payer.claim_rules]
    given += [row[3] for payer in payers for row in payer.line_rules]
    given += [rule.answer for rule, _ in MONEY_RULES]
    given += [rule.answer for payer in payers for rule in payer.own_rules]
    return frozenset(f"{answer.group}-{answer.carc}" for answer in given)


def _modifier(word: Said, subject: ScenarioSubject) -> Never | None:
    known = {row.modifier for row in subject.tables.modifiers()}
    if word.text in known or word.text in {code for _, code in scripted_modifiers(subject)}:
        return None
    return Never(f"{word.text} is not a modifier in the code tables")


def _edit(word: Said, subject: ScenarioSubject) -> Never | None:
    name = word.text.partition(" ")[0]  # "ncci-pair", or with the line it fired on "ncci-pair 99214"
    if name in SCRUB_RULES:
        return None
    return Never(f"no scrub edit is named {name}", did_you_mean(name, SCRUB_RULES.ids()))


def _rejection(word: Said, subject: ScenarioSubject) -> Never | None:
    category, status, *_ = (*word.text.split(":"), "")
    if subject.tables.claim_status_category(category) is None:
        return Never(f"{category} is not a claim status category", "a rejection is category and status, A7:164")
    if status and subject.tables.claim_status_code(status) is None:
        return Never(f"{status} is not a claim status code")
    own = [rule for payer in subject.payers.values() for rule in payer.own_rules]
    answers = {(rule.answer.category, rule.answer.status) for rule in (*SYNTAX_RULES, *FRONT_END_RULES, *own)}
    if status and (category, status) not in answers:
        return Never(f"no front-end rule answers {category}:{status}")
    return None


def _left_out(word: Said, subject: ScenarioSubject) -> Never | None:
    """What is left out follows from the chart alone, whatever the script assigns."""
    if subject.coding is None or not _must_be_read(word, subject):
        return None
    texts = [evidence.text for evidence, _ in subject.coding.not_coded]
    if any(word.text.casefold() in text.casefold() for text in texts):
        return None
    return Never(f"the coder leaves out nothing of the chart that says `{word.text}`")


def _finding(word: Said, subject: ScenarioSubject) -> Never | None:
    kind = word.text.partition(" ")[0]  # "missing_modifier", or with what it is about "missing_modifier 87880-QW"
    if kind in FINDING_KINDS:
        return None
    return Never(f"there is no finding of the kind {kind}", did_you_mean(kind, FINDING_KINDS) or KINDS)


_CHECKS: dict[str, Callable[[Said, ScenarioSubject], Never | None]] = {
    "code": _service,
    "diagnoses": _diagnosis,
    "first_listed": _diagnosis,
    "adjustments": _adjustment,
    "remarks": lambda word, subject: None,  # any remark of the tables may come
    "modifiers": _modifier,
    "edits": _edit,
    "rejections": _rejection,
    "findings": _finding,
    "kind": _finding,
    "not_coded": _left_out,
}
