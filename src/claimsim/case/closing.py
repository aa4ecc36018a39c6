"""Closing denied lines on the ledger."""

from datetime import date

from claimsim.billing.posting import BILLED_TO_PATIENT, transfer, write_off
from claimsim.model.account import PATIENT, LedgerEntry
from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceLine, own_adjustments

from .asks import Ask, Decision, Option
from .casefile import CaseFile, Steps, decide
from .events import DecisionTaken, Posted
from .work import Denial, still_open

CHARGED_TWICE = "Charged twice: one charge comes off"
PAID_ELSEWHERE = "Paid on a claim of another account: this charge stands twice and comes off"
_PAID_BEFORE = frozenset({"duplicate", "already-paid"})


def decision_taken(file: CaseFile, prompt: str, denial: Denial, decision: Decision, due: date | None) -> DecisionTaken:
    """What was decided about a denial, and by when it has to be done."""
    subject = f"{', '.join(denial.codes)} {denial.reason}"
    return DecisionTaken(file.today, "biller", decision.by, prompt, subject, decision.action, decision.reason, due)


def decide_again(file: CaseFile, denial: Denial, question: str, options: tuple[Option, ...], silent: str) -> Steps:
    """Decide about a denial once more and close it: a hold for somebody's answer has ended (`silent`: whose)."""
    about = (*denial.codes, *denial.rules, silent)
    ask = Ask("biller", "denied", file.today, denial.codes[0], question, denial, options, about)
    taken = yield from decide(ask)
    yield decision_taken(file, "denied", denial, taken, None)
    yield from close(file, denial, taken)


def close(file: CaseFile, denial: Denial, decision: Decision) -> Steps:
    """Write the denied lines off, or move them to the patient; leaving them lying posts nothing.

    Where nothing is owed, the charge of a line that stood twice comes off: its twin was answered, on the same claim or,
    by the payer's history, on one that is no part of this account.
    """
    payer, claim_id = denial.answer.payer, denial.answer.claim_id
    entries: list[LedgerEntry] = []
    for line, amount in still_open(file.account, denial):
        if not amount:
            continue
        spoken = " ".join(a.code for a in own_adjustments(line))
        if decision.action == "write_off":
            entries.append(write_off(payer, amount, line.code, file.today, decision.reason, claim_id, spoken))
        elif decision.action == "bill_patient":
            entries.extend(transfer(payer, PATIENT, amount, line.code, file.today, BILLED_TO_PATIENT, claim_id, spoken))
        elif decision.action == "no_action" and (why := _charged_twice(file, denial, line)):
            entries.append(LedgerEntry(file.today, "charge", payer, -amount, line.code, why, claim_id, spoken))
    if entries:
        file.post(*entries)
        yield Posted(file.today, tuple(entries), file.account)


def _charged_twice(file: CaseFile, denial: Denial, line: RemittanceLine) -> str:
    """Why the charge of a denied line stands twice; empty where it does not: the account's one charge for it stays."""
    same = (x for x in denial.answer.lines if (x.code, x.modifiers) == (line.code, line.modifiers))
    if any(x.line != line.line and not x.denied for x in same):
        return CHARGED_TWICE
    others = (a for a in file.answers if a is not denial.answer and a.payer == denial.answer.payer)
    answered_here = any(x.code == line.code for answer in others for x in answer.lines)
    return "" if answered_here or _PAID_BEFORE.isdisjoint(denial.rules) else PAID_ELSEWHERE


def write_off_revised(file: CaseFile, denial: Denial, taken: Decision) -> Steps:
    """Give up what the coder's revision put in the place of the denied lines: it was never billed."""
    payer, answered = denial.answer.payer, {line.code for line in denial.answer.lines}
    entries = tuple(
        write_off(payer, amount, code, file.today, taken.reason, denial.answer.claim_id)
        for code in dict.fromkeys(charge.code for charge in file.charges)
        if code not in answered and (amount := file.account.balance_of(payer, code)) > ZERO
    )
    if entries:
        file.post(*entries)
        yield Posted(file.today, entries, file.account)
