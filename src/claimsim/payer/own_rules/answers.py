"""Whether an instructor's rule may answer as it does: codes of the tables, in combinations that payers may use."""

from collections.abc import Iterator

from claimsim.code_tables.tables import CodeTables
from claimsim.diagnostics import Diagnostic
from claimsim.diagnostics.document import Document, Path
from claimsim.diagnostics.suggestions import suggest
from claimsim.payer.file import PayerFile
from claimsim.payer.file_types import RETURNING_REASONS
from claimsim.payer.own_rules.making import answer_of
from claimsim.payer.own_rules.rules import Then
from claimsim.rules import Answer

UNPROCESSABLE_REMARK = "MA130"
COST_SHARES = ("1", "2", "3")
"""Deductible, coinsurance, copay: what benefits make of an allowed amount, never a denial."""


def answer_faults(
    document: Document, at: Path, then: Then, payer: PayerFile, tables: CodeTables
) -> Iterator[Diagnostic]:
    """What is wrong with the answer of a rule, each fault at the code that is meant."""
    kind = then.kind
    answer = answer_of(then)
    if kind == "reject":
        faults = _rejection(answer, tables)
    else:
        faults = _remarks(answer, kind, tables)
        if kind not in ("remark", "set_allowed"):
            faults = [*faults, *_reason(answer, kind, payer, tables)]
    for path, code, message, hint in faults:
        where = (*at, kind, *path)
        # A key that was left to its default has no place of its own: then the answer's own word is meant.
        where = where if _has(document, where) else (*at, kind)
        at_key = isinstance(document.get(where), dict | list)
        yield document.diagnostic(code, message, where, hint=hint, at_key=at_key)


Faults = list[tuple[Path, str, str, str | None]]


def _has(document: Document, path: Path) -> bool:
    try:
        document.position(path)
    except (KeyError, IndexError):
        return False
    return True


def _rejection(answer: Answer, tables: CodeTables) -> Faults:
    found: Faults = []
    category = tables.claim_status_category(answer.category)
    if category is None or category.outcome != "rejected":
        message = f"{answer.category} does not reject a claim" if category else f"{answer.category} is no category"
        hint = "A3 unprocessable, A6 missing, A7 not valid, A8 in conflict"
        found.append((("category",), "unknown-code", message, hint))
    if tables.claim_status_code(answer.status) is None:
        found.append((("status",), "unknown-code", f"{answer.status} is not a claim status code", None))
    if answer.entity and tables.entity_code(answer.entity) is None:
        found.append((("entity",), "unknown-code", f"{answer.entity} is not an entity code", None))
    return found


def _remarks(answer: Answer, kind: str, tables: CodeTables) -> Faults:
    found: Faults = []
    names: tuple[str, ...] = ()
    for number, remark in enumerate(answer.remarks):
        path = (number,) if kind == "remark" else ("remarks", number)
        if tables.remark_code(remark) is None:
            names = names or tuple(row.rarc for row in tables.remark_codes())
            near = suggest(remark, names) if len(remark) > 3 else None
            nearest = f"did you mean `{near}`?" if near else None
            found.append((path, "unknown-code", f"{remark} is not a remark code", nearest))
        elif remark == UNPROCESSABLE_REMARK:
            hint = "write `unprocessable: true` with CARC 16: the claim then carries MA130"
            found.append((path, "answer-not-allowed", "MA130 is not a remark of a line", hint))
    return found


def _reason(answer: Answer, kind: str, payer: PayerFile, tables: CodeTables) -> Faults:
    reason = tables.adjustment_reason(answer.carc)
    if reason is None:
        hint = "it is a remark code, which goes under `remarks`" if tables.remark_code(answer.carc) else None
        return [(("carc",), "unknown-code", f"{answer.carc} is not an adjustment reason code", hint)]
    found: Faults = []
    if reason.effective_to is not None:
        message = f"CARC {answer.carc} ended on {reason.effective_to}"
        found.append((("carc",), "answer-not-allowed", message, reason.action))
    if answer.kind == "return" and answer.carc not in RETURNING_REASONS:
        found.append((("carc",), "answer-not-allowed", "only CARC 4, 16 and 109 return a line as unprocessable", None))
    if reason.remark_required and not _has_more_than_alerts(answer, tables):
        message = f"CARC {answer.carc} needs a remark that is not only an alert"
        path: Path = ("remarks",) if answer.remarks else ("carc",)
        found.append((path, "answer-not-allowed", message, "add `remarks:` with the code that names what is wrong"))
    if kind == "deny" and answer.carc == "45":
        message = "CARC 45 is a discount and never explains a whole charge"
        found.append((("carc",), "answer-not-allowed", message, "`set_allowed` allows less than the contract"))
    elif answer.carc in COST_SHARES:
        message = f"CARC {answer.carc} is the member's share of an allowed amount: only benefits answer with it"
        found.append((("carc",), "answer-not-allowed", message, "change the plan's benefits"))
    else:
        found += _group(answer, payer, tables)
    return found


def _has_more_than_alerts(answer: Answer, tables: CodeTables) -> bool:
    rows = [tables.remark_code(remark) for remark in answer.remarks]
    return any(row is None or not row.alert for row in rows)  # an unknown one has its own fault


def _group(answer: Answer, payer: PayerFile, tables: CodeTables) -> Faults:
    """Group and reason must go together as the denial worklist has them; PI stands where CO does, but at Medicare."""
    if answer.group == "PI" and payer.is_medicare:
        return [(("group",), "answer-not-allowed", "Medicare does not answer with PI", "CO, PR or OA")]
    known = tables.denial_groups(answer.carc, answer.remarks)
    group = "CO" if answer.group == "PI" else answer.group
    if not known or group in known:
        return []
    message = f"{answer.group}-{answer.carc} does not go together"
    if answer.group == "PR":
        message += ": the patient would owe what is not the patient's"
    hint = f"payers answer {', '.join(f'{name}-{answer.carc}' for name in known)} (denial_actions.csv)"
    return [(("group",), "answer-not-allowed", message, hint)]
