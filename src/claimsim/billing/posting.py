"""Posting a remittance to the ledger, and the entries that follow-up makes.

What a payer paid and what it reduced by contract is posted at once, and so is the patient's share. A denied line is
not written off: it stays on the payer's balance as an open denial until somebody works it.
"""

from datetime import date

from claimsim.model.account import PATIENT, Account, EntryKind, LedgerEntry
from claimsim.model.chart import Collected
from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import PRIOR_PAYER, Adjustment, RemittanceClaim, RemittanceLine

from .charges import ChargeLine

SEQUESTRATION = "253"
QUALIFIED_BENEFICIARY = "Qualified Medicare beneficiary: may not be billed"
BILLED_TO_PATIENT = "Billed to the patient"
BILLED_TO_NEXT_PAYER = "Billed to the next payer"
PASSED_OVER = "Billed to the patient, not to the next payer"
NOT_PASSED_OVER = "Back to the next payer: it has answered, or what it was to pay is answered again"
TAKEN_BACK = "Decision taken back: the claim is answered again"
NOT_COLLECTABLE = frozenset({"N781", "N782", "N783"})
"""Remarks for qualified Medicare beneficiaries (CMS change request 9911)."""


def post_charges(lines: tuple[ChargeLine, ...], party: str, on: date, claim_id: str = "") -> tuple[LedgerEntry, ...]:
    """One charge entry per service, owed by the party that is billed first."""
    return tuple(LedgerEntry(on, "charge", party, line.charge, line.code, "Charge entered", claim_id) for line in lines)


def post_collected(collected: tuple[Collected, ...]) -> tuple[LedgerEntry, ...]:
    """Money taken at the desk, credited to the patient until the payer says what the share is."""
    return tuple(
        LedgerEntry(item.on, "collected", PATIENT, -item.amount, "", f"{item.what.capitalize()} collected at the desk")
        for item in collected
        if item.amount
    )


def post_remittance(answer: RemittanceClaim, on: date, next_party: str = PATIENT) -> tuple[LedgerEntry, ...]:
    """The entries of one claim of a remittance. A reversal's amounts are negative, so the same words undo the old ones.

    `next_party` takes over patient responsibility: the next payer where there is one, else the patient. Cost share
    that the remittance forbids to collect (N781 to N783: a qualified Medicare beneficiary) is written off when no payer
    is left. What an earlier payer did (OA-23) is in the ledger already, with that payer's own entries.
    """
    entries: list[LedgerEntry] = []
    for line in answer.lines:
        entries.extend(_line_entries(answer, line, on, next_party))
    for adjustment in answer.adjustments:
        entries.extend(_adjustment_entries(answer, adjustment, "", on, next_party))
    return tuple(entries)


def _line_entries(answer: RemittanceClaim, line: RemittanceLine, on: date, next_party: str) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    if line.paid != ZERO:
        reason = "Payment taken back" if answer.is_reversal else "Payment"
        entries.append(LedgerEntry(on, "payment", answer.payer, -line.paid, line.code, reason, answer.claim_id))
    if not line.denied:
        for adjustment in line.adjustments:
            entries.extend(_adjustment_entries(answer, adjustment, line.code, on, next_party))
    return entries


def _adjustment_entries(
    answer: RemittanceClaim, adjustment: Adjustment, code: str, on: date, next_party: str
) -> list[LedgerEntry]:
    amount, spoken = adjustment.amount, adjustment.code
    if amount == ZERO or adjustment.carc == PRIOR_PAYER:
        return []
    if adjustment.group == "PR" and next_party == PATIENT and not_collectable(answer):
        return [write_off(answer.payer, amount, code, on, QUALIFIED_BENEFICIARY, answer.claim_id, spoken)]
    if adjustment.group == "PR":
        party = PATIENT if adjustment.carc == _PAID_TO_PATIENT else next_party  # who has the money owes it
        return list(transfer(answer.payer, party, amount, code, on, "Patient responsibility", answer.claim_id, spoken))
    if adjustment.carc == SEQUESTRATION:
        return [LedgerEntry(on, "sequestration", answer.payer, -amount, code, "Sequestration", answer.claim_id, spoken)]
    reason = "Contractual reduction"
    return [LedgerEntry(on, "contractual", answer.payer, -amount, code, reason, answer.claim_id, spoken)]


_PAID_TO_PATIENT = "100"
_MOVED_ON = (BILLED_TO_PATIENT, BILLED_TO_NEXT_PAYER, TAKEN_BACK)


def undo_decisions(account: Account, answer: RemittanceClaim, on: date) -> tuple[LedgerEntry, ...]:
    """The entries that take back what was decided about a claim's denied lines, when the payer reverses the claim.

    A corrected claim answers every line again: one that was written off, or billed to the patient or the next payer, is
    open once more.
    """
    codes = {line.code for line in answer.lines if line.denied}
    net: dict[tuple[EntryKind, str, str, str], Money] = {}
    for entry in account.entries:
        decided = (entry.kind == "write_off" and entry.reason != QUALIFIED_BENEFICIARY) or (
            entry.kind == "transfer" and entry.reason in _MOVED_ON
        )
        if decided and entry.claim_id == answer.claim_id and entry.line in codes:
            key = (entry.kind, entry.party, entry.line, entry.adjustment)
            net[key] = net.get(key, ZERO) + entry.amount
    return tuple(
        LedgerEntry(on, kind, party, -amount, code, TAKEN_BACK, answer.claim_id, adjustment)
        for (kind, party, code, adjustment), amount in net.items()
        if amount
    )


def undo_passing_over(account: Account, answer: RemittanceClaim, on: date) -> tuple[LedgerEntry, ...]:
    """The entries that take back what was billed to the patient past a next payer, when the claim is answered again or
    the next payer answers it after all: the patient owes what that one leaves, once."""
    net: dict[tuple[str, str, str], Money] = {}
    for entry in account.entries:
        if entry.claim_id == answer.claim_id and entry.reason in (PASSED_OVER, NOT_PASSED_OVER):
            key = (entry.party, entry.line, entry.adjustment)
            net[key] = net.get(key, ZERO) + entry.amount
    return tuple(
        LedgerEntry(on, "transfer", party, -amount, code, NOT_PASSED_OVER, answer.claim_id, adjustment)
        for (party, code, adjustment), amount in net.items()
        if amount
    )


def not_collectable(answer: RemittanceClaim) -> bool:
    """Whether the remittance says that the patient owes none of its cost share."""
    return bool(NOT_COLLECTABLE & set(answer.remarks))


def transfer(
    giver: str, taker: str, amount: Money, code: str, on: date, reason: str, claim_id: str = "", adjustment: str = ""
) -> tuple[LedgerEntry, LedgerEntry]:
    """Moving what is owed from one party to another: two entries that add up to nothing."""
    return (
        LedgerEntry(on, "transfer", giver, -amount, code, reason, claim_id, adjustment),
        LedgerEntry(on, "transfer", taker, amount, code, reason, claim_id, adjustment),
    )


def write_off(
    party: str, amount: Money, code: str, on: date, reason: str, claim_id: str = "", adjustment: str = ""
) -> LedgerEntry:
    """Giving up what a party owes, with the reason on the entry."""
    return LedgerEntry(on, "write_off", party, -amount, code, reason, claim_id, adjustment)
