"""Why the actual value is what it is: the rule, its title and what it saw. Asked only where an expectation fails."""

from collections.abc import Iterable
from typing import Any

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.billing.scrub.edits import EditHit
from claimsim.coding import CODING_RULES
from claimsim.model.account import PATIENT, Account
from claimsim.model.acknowledgement import ClaimStatus
from claimsim.model.codes import CodedDiagnosis, CodedService, Coding, Reason
from claimsim.model.money import total
from claimsim.model.remittance import RemittanceClaim, RemittanceLine
from claimsim.payer.registry import PAYER_RULES
from claimsim.rules import Rule, Trace

from .outcome import ClaimOutcome, Outcome

MOST_RULES = 4


def rule_of(rule_id: str) -> Rule[Any] | None:
    """The built-in rule of that id; None for one of a payer's own file."""
    return PAYER_RULES.get(rule_id) or SCRUB_RULES.get(rule_id) or CODING_RULES.get(rule_id)


def rule_words(rule_id: str, saw: str = "") -> str:
    """A rule by id and title, with what it saw."""
    rule = rule_of(rule_id)
    name = f"rule {rule_id}" + (f" ({rule.title})" if rule else "")
    return f"{name}: {saw}" if saw else name


def together(*causes: str) -> str:
    """Causes as one line; empty for none."""
    found = list(dict.fromkeys(cause for cause in causes if cause))
    more = f"; and {len(found) - MOST_RULES} more" if len(found) > MOST_RULES else ""
    return f"{'; '.join(found[:MOST_RULES])}{more}"


def of_line(line: RemittanceLine, trace: Trace) -> str:
    """What made a remittance line: the rule of each adjustment."""
    about = ("claim", f"line {line.line}")
    seen = {rule: saw for rule, asked_of, saw in trace if saw is not None and asked_of in about}
    return together(*(f"{a.code} {a.amount} by {rule_words(a.rule, seen.get(a.rule, ''))}" for a in line.adjustments))


def of_answer(answer: RemittanceClaim, trace: Trace) -> str:
    """What made a payer's answer: the rules that denied, else those that took anything off."""
    lines = [line for line in answer.lines if line.denied] or answer.lines
    adjustments = [a for line in lines for a in line.adjustments] + list(answer.adjustments)
    seen = {rule: saw for rule, _, saw in trace if saw is not None}
    if answer.is_reversal:
        return "the claim was corrected: the earlier answer is taken back"
    return together(*(f"{a.code} by {rule_words(a.rule, seen.get(a.rule, ''))}" for a in adjustments))


def of_rejections(statuses: Iterable[ClaimStatus]) -> str:
    """What turned a claim away."""
    return together(*(f"{s.category}:{s.status} by {rule_words(s.rule, s.text)}" for s in statuses))


def of_hits(hits: Iterable[EditHit]) -> str:
    """What the scrubber saw."""
    return together(*(f"{rule_words(hit.edit, hit.saw)}{f' on {hit.code}' if hit.code else ''}" for hit in hits))


def of_claim(claim: ClaimOutcome, outcome: Outcome) -> str:
    """What made a claim's status: the rejection, or the payer's answer."""
    if claim.rejections:
        return of_rejections(claim.rejections)
    answers = [a for a in outcome.remittances if a.answer.claim_id == claim.claim.claim_id]
    return of_answer(answers[-1].answer, answers[-1].trace) if answers else ""


def _reason_words(code: str, reason: Reason) -> str:
    return f"{code}: {reason.text}" + (f" [{rule_words(reason.rule)}]" if reason.rule else "")


def of_codes(coding: Coding, codes: Iterable[str]) -> str:
    """Why some codes were given, and what was found about those that were not."""
    items: dict[str, CodedDiagnosis | CodedService] = {item.code: item for item in coding.diagnoses}
    items.update((item.code, item) for item in coding.services)
    causes: list[str] = []
    for code in codes:
        if code in items:
            causes.extend(_reason_words(code, reason) for reason in items[code].why[:1])
        causes.extend(f"{f.kind} {f.subject}: {f.text}" for f in coding.findings if f.subject == code)
    return together(*causes)


def of_balance(account: Account, patient: bool) -> str:
    """What a balance is made of: its postings, or where there are many of them, their sums by kind."""
    entries = [e for e in account.entries if (e.party == PATIENT) == patient]
    if len(entries) <= MOST_RULES:
        about = ((e, f" for {e.line}" if e.line else "") for e in entries)
        return together(*(f"{_spoken(e.kind)} {e.amount}{line} ({e.reason})" for e, line in about))
    kinds = dict.fromkeys(e.kind for e in entries)
    sums = ((kind, total(e.amount for e in entries if e.kind == kind)) for kind in kinds)
    return "; ".join(f"{_spoken(kind)} {amount}" for kind, amount in sums)


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")
