"""Closing denied lines on the ledger."""

from claimsim.billing.posting import BILLED_TO_PATIENT, transfer, write_off
from claimsim.model.account import PATIENT, LedgerEntry
from claimsim.model.remittance import own_adjustments

from .asks import Decision
from .casefile import CaseFile, Steps
from .events import Posted
from .work import Denial, still_open


def close(file: CaseFile, denial: Denial, decision: Decision) -> Steps:
    """Write the denied lines off, or move them to the patient; leaving them lying posts nothing."""
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
    if entries:
        file.post(*entries)
        yield Posted(file.today, tuple(entries), file.account)
