"""What a scenario expects against what its run came to: every mismatch, in the order of the expectations."""

from typing import Any

from claimsim.billing.statement import StatementLine
from claimsim.case.events import DecisionTaken, EligibilityAnswered
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path
from claimsim.model.codes import Coding

from . import causes, coded
from .claim_comparison import claim_name, compare_answer, compare_claim, rejection_spellings
from .comparison import Comparison, no_cause
from .expect import Expectations
from .expectations.parts import (
    ActionExpectation,
    EligibilityExpectation,
    StatementExpectation,
    StatementLineExpectation,
)
from .line_lists import compare_lines
from .matching import Spellings
from .mismatch import Data, Edit, Mismatch
from .outcome import Outcome
from .remedies import CHART_OR_CODER, CLAIM_OR_PAYER, DESK, STEPS
from .sequences import compare_sequence

TOP: Path = ("expect",)


def compare(expect: Expectations, outcome: Outcome, tables: CodeTables) -> tuple[Mismatch, ...]:
    """Every expectation that does not hold, without places: `mismatch.located` finds those."""
    to = Comparison(tables)
    if expect.first_coding is not None:
        first = outcome.first_coding or Coding()
        coded.compare_coding(to, expect.first_coding, first, outcome.first_charges, (*TOP, "first_coding"), "first ")
    if expect.coding is not None:
        last = outcome.coding or Coding()
        coded.compare_coding(to, expect.coding, last, outcome.charges, (*TOP, "coding"), "")
    _compare_lists(to, expect, outcome)
    if expect.balances is not None:
        at = (*TOP, "balances")
        account = outcome.account
        to.number(
            expect.balances.payer, account.payer_balance, (*at, "payer"), "payer balance",
            lambda: causes.of_balance(account, False), CLAIM_OR_PAYER,
        )  # fmt: skip
        to.number(
            expect.balances.patient, account.patient_balance, (*at, "patient"), "patient balance",
            lambda: causes.of_balance(account, True), CLAIM_OR_PAYER,
        )  # fmt: skip
    _compare_statement(to, expect.statement, outcome)
    to.date(expect.settled_on, outcome.settled_on, (*TOP, "settled_on"), "day of settlement", no_cause, STEPS)
    return tuple(to.found)


def _compare_lists(to: Comparison, expect: Expectations, outcome: Outcome) -> None:
    """Claims, remittances, decisions, coverage answers; rejections and edits."""
    compare_sequence(
        to, expect.claims, outcome.claims, (*TOP, "claims"), "claim", claim_name,
        lambda c, want, got, path, what: compare_claim(c, want, got, path, what, outcome),
        lambda got: {"status": got.status}, lambda got: causes.of_claim(got, outcome), STEPS,
    )  # fmt: skip
    compare_sequence(
        to, expect.remittances, outcome.remittances, (*TOP, "remittances"), "remittance",
        lambda got: f"{got.answer.outcome}, {got.answer.payer}", compare_answer,
        lambda got: {"status": got.answer.outcome}, lambda got: causes.of_answer(got.answer, got.trace), STEPS,
    )  # fmt: skip
    compare_sequence(
        to, expect.actions, outcome.actions, (*TOP, "actions"), "action",
        lambda got: f"{got.prompt} {got.subject}: {got.action}", _compare_action,
        lambda got: {"on": got.prompt, "action": got.action}, _why_action, STEPS,
    )  # fmt: skip
    compare_sequence(
        to, expect.eligibility, outcome.eligibility, (*TOP, "eligibility"), "eligibility answer",
        lambda got: f"{got.coverage.payer}: {_eligibility_status(got)}", _compare_eligibility,
        lambda got: {"payer": got.coverage.payer, "status": _eligibility_status(got)}, _why_eligibility, DESK,
    )  # fmt: skip
    rejections = rejection_spellings(outcome.rejections)
    to.entries(
        expect.rejections, rejections, (*TOP, "rejections"), "rejections",
        lambda: causes.of_rejections(outcome.rejections), CLAIM_OR_PAYER, False,
    )  # fmt: skip
    to.entries(
        expect.edits, _edits(outcome), (*TOP, "edits"), "scrub edits that fired",
        lambda: causes.of_hits(outcome.hits), CHART_OR_CODER, False,
    )  # fmt: skip


def _edits(outcome: Outcome) -> list[Spellings]:
    """The edits that fired, each once, with the codes it fired on."""
    found: dict[str, dict[str, None]] = {}
    for hit in outcome.hits:
        found.setdefault(hit.edit, {hit.edit: None})[f"{hit.edit} {hit.code}"] = None
    return [tuple(spellings) for spellings in found.values()]


def _why_action(got: DecisionTaken) -> str:
    return f"the biller ({got.by}) said: {got.reason}" if got.reason else ""


def _compare_action(to: Comparison, want: ActionExpectation, got: DecisionTaken, path: Path, what: str) -> None:
    def why() -> str:
        return _why_action(got)

    to.text(want.on, got.prompt, (*path, "on"), f"{what}, what it answered", why, STEPS)
    to.text(want.action, got.action, (*path, "action"), f"{what}, what was decided", why, STEPS)
    subject = want.subject
    if not (isinstance(subject, str) and subject in got.subject.replace(",", "").split()):
        to.text(subject, got.subject, (*path, "subject"), f"{what}, subject", why, STEPS)
    to.date(want.deadline, got.deadline, (*path, "deadline"), f"{what}, deadline", no_cause, STEPS)
    to.date(want.date, got.on, (*path, "date"), f"{what}, date", no_cause, STEPS)
    to.text(want.reason, got.reason, (*path, "reason"), f"{what}, reason", no_cause, STEPS)
    to.text(want.by, got.by, (*path, "by"), f"{what}, decided by", no_cause, STEPS)


def _eligibility_status(got: EligibilityAnswered) -> str:
    return got.response.status if got.response else "not_checked"


def _why_eligibility(got: EligibilityAnswered) -> str:
    reason = got.response.reason if got.response else got.not_checked
    return reason


def _compare_eligibility(
    to: Comparison, want: EligibilityExpectation, got: EligibilityAnswered, path: Path, what: str
) -> None:
    to.text(want.payer, got.coverage.payer, (*path, "payer"), f"{what}, payer", no_cause, DESK)
    status = _eligibility_status(got)
    to.text(want.status, status, (*path, "status"), f"{what}, status", lambda: _why_eligibility(got), DESK)


def _compare_statement(to: Comparison, want: Any, outcome: Outcome) -> None:
    path = (*TOP, "statement")
    statement = outcome.statement
    if want is None:
        return

    def why() -> str:
        return causes.of_balance(outcome.account, True)

    if isinstance(want, str):
        if statement is not None:
            words = ("none", f"one with {statement.balance_due} due")
            written: Data = {"balance_due": statement.balance_due}
            edits = [Edit(path, written)]
            to.note("statement-sent", path, "patient statement", words, why(), CLAIM_OR_PAYER, edits, written)
        return
    if statement is None:
        words = ("one", "none: the patient owes less than is worth a statement, and no payer answered")
        to.note("no-statement", path, "patient statement", words, why(), CLAIM_OR_PAYER, [Edit(path, "none")], "none")
        return
    assert isinstance(want, StatementExpectation)
    to.date(want.date, statement.on, (*path, "date"), "statement, date", no_cause, STEPS)
    to.date(want.due_by, statement.due_by, (*path, "due_by"), "statement, due by", no_cause, STEPS)
    for key in ("collected", "balance_due"):
        label = f"statement, {key.replace('_', ' ')}"
        to.number(getattr(want, key), getattr(statement, key), (*path, key), label, why, CLAIM_OR_PAYER)
    compare_lines(
        to, want.lines, statement.lines, (*path, "lines"), "statement", _compare_statement_line,
        coded.line_entry, lambda got: got.code, why, CLAIM_OR_PAYER,
    )  # fmt: skip


def _compare_statement_line(
    to: Comparison, want: StatementLineExpectation, got: StatementLine, path: Path, what: str
) -> None:
    def why() -> str:
        return " ".join(got.explanations)

    for key in ("charge", "discount", "insurance_paid", "patient_owes"):
        label = f"{what}, {key.replace('_', ' ')}"
        to.number(getattr(want, key), getattr(got, key), (*path, key), label, why, CLAIM_OR_PAYER)
