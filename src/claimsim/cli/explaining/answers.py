"""Modifiers and places, and what payers answer with: group codes, CARC, RARC, and the 277CA's status."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from claimsim import resources
from claimsim.cli.explaining.explanation import Explanation, facts, notes, validity
from claimsim.code_tables import CodeTables
from claimsim.payer.file import EditSetting
from claimsim.rules import Rule
from claimsim.scenario.shipped import shipped_payer

Rules = Callable[[], Iterable[Rule[Any]]]
"""All built-in rules, gathered only when a code is found: that imports every stage."""

_WITH_GROUP = re.compile(r"(CO|PR|OA|PI|CR)[ -]?([A-Z]?[0-9]{1,3})")
_STATUS = re.compile(r"([A-Z][0-9])(?::([0-9]{1,3}))?(?::([0-9A-Z]{2}))?")


def explain_modifier(tables: CodeTables, word: str) -> Iterator[Explanation]:
    """The modifier of that name."""
    for row in tables.modifiers():
        if row.modifier == word.upper():
            yield Explanation(
                "modifier", row.modifier, row.short, row.description,
                facts(("kind", row.kind), ("valid", validity(row))), source=row.source,
            )  # fmt: skip


def explain_place(tables: CodeTables, word: str) -> Iterator[Explanation]:
    """The place of service of that number."""
    for row in tables.places_of_service():
        if row.code == word.zfill(2) and word.isdigit():
            rate = "facility" if row.setting == "facility" else "non-facility (office)"
            yield Explanation(
                "place of service", row.code, row.name, facts=facts(("Medicare rate", rate), ("valid", validity(row))),
                source="CMS place of service code set",
            )  # fmt: skip


def explain_group(tables: CodeTables, word: str) -> Iterator[Explanation]:
    """The claim adjustment group code: who owes what it carries."""
    row = tables.adjustment_group(word.upper())
    if row:
        owes = facts(("who owes it", row.who_owes))
        yield Explanation("adjustment group code", row.group, row.name, row.meaning, owes)


def explain_carc(tables: CodeTables, word: str, rules: Rules) -> Iterator[Explanation]:
    """The adjustment reason, with or without its group (97, CO-97), and the rules that answer with it."""
    with_group = _WITH_GROUP.fullmatch(word.upper())
    carc = with_group[2] if with_group else word.upper()
    row = tables.adjustment_reason(carc)
    if row is None:
        return
    group = tables.adjustment_group(with_group[1]) if with_group else None
    work = tables.denial_action(group.group, carc) if group else None
    yield Explanation(
        kind="claim adjustment reason code (CARC)",
        name=f"{group.group}-{carc}" if group else carc,
        title=row.meaning,
        facts=facts(
            ("group", f"{group.group}, {group.name}: {group.meaning}" if group else ""),
            ("goes together", _pairing(tables, group.group, carc) if group else ""),
            ("who owes it", group.who_owes if group else "the group code in front of it decides"),
            ("what to do", work.told() if work else row.action),
            ("needs a remark code", "yes" if row.remark_required else "no"),
            ("valid", validity(row)),
            ("verified", "yes" if row.verified else "no: the source could not be checked"),
        ),
        notes=notes(
            ("rules", (f"{r.id}: {r.title}" for r in rules() if _answers_with(r, group and group.group, carc)))
        ),
        source=row.source,
    )


def _pairing(tables: CodeTables, group: str, carc: str) -> str:
    """A warning where payers answer with the reason in other groups only; empty where the two go together."""
    known = tables.denial_groups(carc)
    if not known or group in known or (group == "PI" and "CO" in known):
        return ""
    return f"no: payers answer {' or '.join(f'{name}-{carc}' for name in known)}; do not act on it, ask the payer"


def _answers_with(rule: Rule[Any], group: str | None, carc: str) -> bool:
    """Whether the rule answers with a reason, and with that group if one is asked about, by itself or at a payer."""
    own = rule.answer
    if group is None:
        return own.carc == carc
    at_payers = ((edit.group or own.group, edit.carc or own.carc) for edit in _edits_of_payers().get(rule.id, ()))
    return (group, carc) in {(own.group, own.carc), *at_payers}


@cache
def _edits_of_payers() -> dict[str, list[EditSetting]]:
    """The shipped payers' own words for their edits, by rule."""
    found: dict[str, list[EditSetting]] = {}
    for path in sorted(resources.payers_dir().glob("*.yaml")):
        file = shipped_payer(path.stem)
        for rule, setting in file.edits.items() if file else ():
            found.setdefault(rule, []).append(setting)
    return found


def explain_rarc(tables: CodeTables, word: str, rules: Rules) -> Iterator[Explanation]:
    """The remark code, and the rules that answer with it."""
    row = tables.remark_code(word.upper())
    if row is None:
        return
    yield Explanation(
        kind="remittance advice remark code (RARC)",
        name=row.rarc,
        title=row.meaning,
        facts=facts(
            ("an alert", "yes: it tells something, it does not explain a payment" if row.alert else "no"),
            ("valid", validity(row)),
            ("verified", "yes" if row.verified else "no: the source could not be checked"),
        ),
        notes=notes(("rules", (f"{r.id}: {r.title}" for r in rules() if row.rarc in r.answer.remarks))),
        source=row.source,
    )


def explain_status(tables: CodeTables, word: str, rules: Rules) -> Iterator[Explanation]:
    """A 277CA's category, alone or with status and entity as it is printed (A7, A7:562:85)."""
    parts = _STATUS.fullmatch(word.upper())
    category = tables.claim_status_category(parts[1]) if parts else None
    if parts is None or category is None:
        return
    status = tables.claim_status_code(parts[2]) if parts[2] else None
    entity = tables.entity_code(parts[3]) if parts[3] else None
    answering = [r for r in rules() if r.answer.category == category.category and parts[2] in (None, r.answer.status)]
    yield Explanation(
        kind="claim status category (277CA)",
        name=word.upper(),
        title=category.meaning,
        facts=facts(
            ("outcome", category.outcome),
            ("status", f"{parts[2]}: {status.meaning if status else 'not in the table'}" if parts[2] else ""),
            ("about", f"{entity.code}: {entity.meaning}" if entity else ""),
            ("verified", "yes" if category.verified else "no: the source could not be checked"),
        ),
        notes=notes(("rules", (f"{r.id}: {r.title}" for r in answering))),
        source=category.source,
    )


def explain_status_code(tables: CodeTables, word: str) -> Iterator[Explanation]:
    """A claim status code alone (562)."""
    row = tables.claim_status_code(word)
    if row:
        yield Explanation("claim status code (277CA)", row.code, row.meaning, source=row.source)


def explain_entity(tables: CodeTables, word: str) -> Iterator[Explanation]:
    """An entity code: whom a status is about (IL, 85)."""
    row = tables.entity_code(word.upper())
    if row:
        yield Explanation("entity code (277CA)", row.code, row.meaning)
