"""Reading a payer file and making it ready: the package's one edge to the disk."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from claimsim.code_tables.tables import CodeTables
from claimsim.diagnostics import Diagnostic, InvalidInput, in_file_order
from claimsim.diagnostics.document import Document
from claimsim.diagnostics.suggestions import suggest
from claimsim.payer.context import ClaimRule, LineRule, Payer
from claimsim.payer.file import EditSetting, PayerFile
from claimsim.payer.file_types import RETURNING_REASONS
from claimsim.payer.inheritance import read_payer
from claimsim.payer.own_rules.patterns import covers
from claimsim.payer.registry import CLAIM_RULES, FRONT_END_RULES, LINE_RULES, PAYER_RULES
from claimsim.rules import Answer

if TYPE_CHECKING:
    from claimsim.payer.own_rules.rules import OwnRule

_EDITS = {rule.id: rule.answer for rule in CLAIM_RULES} | {rule.id: rule.answer for rule in LINE_RULES}
SECOND_MEMBER = 5000
"""Where the claim and payment numbers of a second member begin, so that no two claims of an insurer share one."""
_NO_DENIALS = frozenset({"1", "2", "3", "23", "45", "59", "94", "144", "237", "253"})
"""Reasons of cost share and reductions: an edit that denies cannot answer with them."""
_FRONT_END_EDITS = tuple(rule.id for rule in FRONT_END_RULES)


def load_payer(path: Path, tables: CodeTables) -> PayerFile:
    """The payer file at the path. Raises InvalidInput with all its faults, each at its place."""
    document, file, faults = read_payer(path)
    if document is None or file is None:
        raise InvalidInput(faults)
    found = check_payer_file(document, file, tables)
    if found:
        raise InvalidInput(found)
    return file


def open_payer(name: str, file: PayerFile, tables: CodeTables) -> Payer:
    """The payer with the rules that are on, in the registry's order, and each with this payer's answer."""
    on = file.edits
    claim_rules: tuple[ClaimRule, ...] = tuple(
        (rule, _answer(rule.answer, on[rule.id])) for rule in CLAIM_RULES if rule.id in on
    )
    line_rules: tuple[LineRule, ...] = tuple(
        (rule.id, rule.check, rule, _answer(rule.answer, on[rule.id])) for rule in LINE_RULES if rule.id in on
    )
    front_end = frozenset(file.front_end.edits)
    payer = Payer(
        name=name,
        file=file,
        tables=tables,
        member_id=re.compile(file.front_end.member_id_pattern),
        front_end_rules=tuple(rule for rule in FRONT_END_RULES if rule.id in front_end),
        claim_rules=claim_rules,
        line_rules=line_rules,
    )
    if not file.rules:
        return payer
    from claimsim.payer.own_rules.making import with_rules  # few payers have any: a start need not read this

    return with_rules(payer, file.rules)


def for_another_member(payer: Payer) -> Payer:
    """The same insurer, asked about another member by another card: its numbers go on from elsewhere."""
    file = payer.file.model_copy(update={"name": f"{payer.file.name}, second card"})
    return replace(payer, file=file, numbers_from=SECOND_MEMBER)


def _answer(answer: Answer, setting: EditSetting) -> Answer:
    return replace(
        answer,
        kind="return" if setting.unprocessable else answer.kind,
        group=setting.group or answer.group,
        carc=setting.carc or answer.carc,
        remarks=answer.remarks if setting.remarks is None else setting.remarks,
    )


def check_payer_file(document: Document, file: PayerFile, tables: CodeTables) -> tuple[Diagnostic, ...]:
    """What a payer file's own shape cannot tell: rules and codes that do not exist, answers that may not be given."""
    found: list[Diagnostic] = []
    for rule_id, setting in file.edits.items():
        path = ("edits", rule_id)
        if rule_id not in _EDITS:
            found.append(_unknown(document, "unknown-rule", path, rule_id, tuple(_EDITS), at_key=True))
            continue
        fault = _answer_fault(_answer(_EDITS[rule_id], setting), setting, tables)
        if fault is not None:
            key, message = fault
            written = key in setting.model_fields_set
            place = (*path, key) if written else path
            found.append(document.diagnostic("invalid-value", message, place, at_key=not written))
    for position, rule_id in enumerate(file.front_end.edits):
        if rule_id not in _FRONT_END_EDITS:
            found.append(
                _unknown(document, "unknown-rule", ("front_end", "edits", position), rule_id, _FRONT_END_EDITS)
            )
    found += _category_faults(document, file, tables)
    found += policy_faults(document, file)
    found += rule_faults(document, ("rules",), file.rules, file, tables)
    try:
        re.compile(file.front_end.member_id_pattern)
    except re.error as error:
        path = ("front_end", "member_id_pattern")
        found.append(document.diagnostic("invalid-value", f"this is no regular expression: {error}", path))
    return in_file_order(found)


def rule_faults(
    document: Document,
    at: tuple[str | int, ...],
    rules: Sequence["OwnRule"],
    file: PayerFile,
    tables: CodeTables,
    earlier: Sequence["OwnRule"] = (),
) -> list[Diagnostic]:
    """What is wrong with an instructor's rules; `earlier` are those of the payer's file, for a scenario's."""
    if not rules:
        return []
    from claimsim.payer.own_rules.checking import RuleCheck  # as above

    return RuleCheck(document, at, file, tables, frozenset(PAYER_RULES.ids()), earlier).faults(rules)


def policy_faults(document: Document, file: PayerFile) -> list[Diagnostic]:
    """Coverage policies that are never reached, and two of one id."""
    found: list[Diagnostic] = []
    earlier: list[str] = []
    ids: set[str] = set()
    for number, policy in enumerate(file.coverage_policies):
        at = ("coverage_policies", number)
        if policy.id in ids:
            message = f"`{policy.id}` is the id of another policy"
            found.append(document.diagnostic("rule-id-taken", message, (*at, "id"), hint="give it another id"))
        ids.add(policy.id)
        for place, pattern in enumerate(policy.codes):
            wide = next((other for other in earlier if covers(other, pattern)), None)
            if wide is not None:
                message = f"`{pattern}` is never reached: the policy before it has `{wide}`"
                hint = "remove it, or put the narrower one first"
                path = (*at, "codes", place)
                found.append(document.diagnostic("pattern-never-reached", message, path, hint=hint))
            earlier.append(pattern)
    return found


def _answer_fault(answer: Answer, setting: EditSetting, tables: CodeTables) -> tuple[str, str] | None:
    """The key of the setting that is at fault, and what is wrong with it."""
    reason = tables.adjustment_reason(answer.carc)
    if reason is None:
        return "carc", f"{answer.carc} is not an adjustment reason code"
    if reason.effective_to is not None:
        return "carc", f"CARC {answer.carc} ended on {reason.effective_to}: {reason.action}"
    remarks = [(code, tables.remark_code(code)) for code in answer.remarks]
    unknown = next((code for code, row in remarks if row is None), None)
    if unknown is not None:
        return "remarks", f"{unknown} is not a remark code"
    if setting.unprocessable and answer.carc not in RETURNING_REASONS:
        return "unprocessable", "only CARC 4, 16 and 109 return a line as unprocessable"
    if reason.remark_required and all(row is not None and row.alert for _, row in remarks):
        return "remarks", f"CARC {answer.carc} needs a remark that is not only an alert"
    pairing = _pairing_fault(answer, tables)
    return ("group" if setting.group else "carc", pairing) if pairing else None


def _pairing_fault(answer: Answer, tables: CodeTables) -> str:
    """Group and reason go together as the denial worklist has them; PI stands where CO does."""
    if answer.carc in _NO_DENIALS:
        return f"CARC {answer.carc} says what of an allowed amount is owed or reduced, and denies nothing"
    known = [group for group in ("CO", "PR", "OA") if tables.denial_action(group, answer.carc) is not None]
    if not known or ("CO" if answer.group == "PI" else answer.group) in known:
        return ""
    payers_say = ", ".join(f"{group}-{answer.carc}" for group in known)
    return f"{answer.group}-{answer.carc} does not go together: payers answer {payers_say}"


def _category_faults(document: Document, file: PayerFile, tables: CodeTables) -> list[Diagnostic]:
    known = {row.category for row in tables.procedures()}
    lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        (("ordering_provider_needed", "categories"), file.ordering_provider_needed.categories),
        (("referring_provider_needed", "categories"), file.referring_provider_needed.categories),
    ]
    if file.referral_required is not None and "categories" in file.referral_required.model_fields_set:
        lists.append((("referral_required", "categories"), file.referral_required.categories))
    return [
        _unknown(document, "not-allowed-value", (*path, position), category, tuple(known))
        for path, categories in lists
        for position, category in enumerate(categories)
        if category not in known
    ] + [
        _unknown(
            document, "not-allowed-value", ("service_categories", name, "categories", position), category, tuple(known)
        )
        for name, service in file.service_categories.items()
        for position, category in enumerate(service.categories)
        if category not in known
    ]


def _unknown(
    document: Document,
    code: str,
    path: tuple[str | int, ...],
    name: str,
    known: tuple[str, ...],
    *,
    at_key: bool = False,
) -> Diagnostic:
    what = "procedure category" if code == "not-allowed-value" else "rule of this kind"
    near = suggest(name, sorted(known))
    hint = f"did you mean `{near}`?" if near else f"known: {', '.join(sorted(known))}"
    return document.diagnostic(code, f"there is no {what} named `{name}`", path, hint=hint, at_key=at_key)
