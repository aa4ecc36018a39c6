"""The scrubber: every edit of the practice, asked of a claim before it goes out.

Edits are indexed by the procedure categories they ask about, so that a line meets only those that could concern it.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from claimsim.billing.scrub import (
    amounts,
    bundling,
    codes,
    details,
    diagnoses,
    filing,
    identity,
    laterality,
    never_paid,
    program_codes,
    telehealth,
)
from claimsim.billing.scrub.edits import ClaimFacts, EditHit, ScrubContext, ScrubEdit
from claimsim.code_tables import CodeTables
from claimsim.model.billing_manual import BillingManual
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.eligibility import EligibilityResponse
from claimsim.rules import Registry, Trace, TraceEntry

SCRUB_EDITS: tuple[ScrubEdit, ...] = (
    *identity.EDITS,
    *filing.EDITS,
    *codes.EDITS,
    *diagnoses.EDITS,
    *bundling.EDITS,
    *never_paid.EDITS,
    *laterality.EDITS,
    *details.EDITS,
    *program_codes.EDITS,
    *telehealth.EDITS,
    *amounts.EDITS,
)
SCRUB_RULES = Registry(edit.rule for edit in SCRUB_EDITS)
"""The scrub edits as rules, in the order in which they are asked."""

_CLAIM_EDITS = tuple(edit for edit in SCRUB_EDITS if edit.scope == "claim")
_LINE_EDITS = tuple(edit for edit in SCRUB_EDITS if edit.scope == "line")


def scrub(
    claim: Claim, manual: BillingManual, tables: CodeTables, on: date, eligibility: EligibilityResponse | None
) -> tuple[tuple[EditHit, ...], Trace]:
    """Ask every edit of a claim that would go out on a day.

    `manual` is the payer's; `eligibility` the 271 that the desk holds, None if nobody asked. Returns what fired, the
    claim's edits first and then line by line, and a trace entry for each question ("claim" or "line 2").
    """
    facts = _facts(claim, tables)
    hits: list[EditHit] = []
    trace: list[TraceEntry] = []
    at = ScrubContext(claim, None, manual, tables, on, eligibility, facts)
    _ask(_CLAIM_EDITS, at, "claim", hits, trace)
    for line, category in zip(claim.lines, facts.categories, strict=True):
        at = ScrubContext(claim, line, manual, tables, on, eligibility, facts, category)
        _ask(_edits_for(category), at, f"line {line.number}", hits, trace)
    return tuple(hits), tuple(trace)


def _ask(
    edits: tuple[ScrubEdit, ...], at: ScrubContext, where: str, hits: list[EditHit], trace: list[TraceEntry]
) -> None:
    asked = [(edit.rule.id, where, edit.rule.check(at)) for edit in edits]
    trace += asked
    for edit, (_, _, saw) in zip(edits, asked, strict=True):
        if saw is not None:
            rule = edit.rule
            number, code = (at.line.number, at.line.code) if at.line else (None, "")
            hits.append(
                EditHit(rule.id, rule.title, edit.severity, number, code, saw, rule.action, rule.authority, edit.fix)
            )


@lru_cache(maxsize=256)
def _edits_for(category: str) -> tuple[ScrubEdit, ...]:
    return tuple(edit for edit in _LINE_EDITS if not edit.categories or category in edit.categories)


def _facts(claim: Claim, tables: CodeTables) -> ClaimFacts:
    categories = tuple(_category(line, tables) for line in claim.lines)
    by_day: dict[date, list[tuple[ClaimLine, str]]] = {}
    for line, category in zip(claim.lines, categories, strict=True):
        by_day.setdefault(line.date_of_service, []).append((line, category))
    return ClaimFacts(
        categories,
        {day: tuple(lines) for day, lines in by_day.items()},
        {day: _not_billable(claim, tables, day) for day in by_day},
    )


def _category(line: ClaimLine, tables: CodeTables) -> str:
    row = tables.procedure(line.code, line.date_of_service)
    return row.category if row else ""


def _not_billable(claim: Claim, tables: CodeTables, on: date) -> Mapping[str, str]:
    reasons = ((code, diagnoses.why_not_billable(code, tables, on)) for code in claim.diagnoses)
    return {code: why for code, why in reasons if why is not None}
