"""The payer: another organization. It gets the claim and its own files, and answers in the real formats.

Everything here is a pure function of its arguments; a payer's memory is the `PayerState` handed in and handed back.

Reading (the edge)::

    load_payer(path: Path, tables: CodeTables) -> PayerFile      # raises InvalidInput with all faults, positioned
    open_payer(name: str, file: PayerFile, tables: CodeTables) -> Payer    # compiled once, kept for a run

A scenario gives what the payer has on file, where it differs from the card, as `PayerOverrides` (pydantic)::

    opening_state(payer: Payer, card: CardFacts, overrides: PayerOverrides | None, service_date: date) -> PayerState

Answering::

    respond(inquiry: EligibilityInquiry, payer: Payer, state: PayerState) -> EligibilityResponse
    receive(claim: Claim, payer: Payer, state: PayerState, received_on: date) -> Received
        # Received(implementation: ImplementationAcknowledgement, acknowledgement: ClaimAcknowledgement | None,
        #          state: PayerState, trace: Trace); the acknowledgement is None when the 999 rejects
    adjudicate(claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date) -> Adjudicated
        # Adjudicated(remittance: Remittance, state: PayerState, trace: Trace, pricing: tuple[LinePricing, ...]);
        # frequency 1, 7 and 8. Of each payable line, LinePricing(line, price: steps from the fee to what is allowed,
        # waterfall: from the charge to what is paid); a Step has label, amount and authority
    reopen(reference: str, claim: Claim, payer: Payer, state: PayerState, received_on: date, paid_on: date)
        -> Adjudicated | ReopeningRefused
        # the clerical error reopening of a payer that takes no frequency 7: a reversal and the corrected claim; refused
        # after the payer's limit
    reprocess(reference, payer, state, received_on, paid_on, *, waived, remarks, attachments, takeback) -> Adjudicated
        # the payer takes its own claim up again: an appeal won, records that came, coverage that ended in hindsight
    appeal(request: AppealRequest, payer: Payer, state: PayerState) -> Appealed
    authorize_afterwards(service_date, asked_on, shows, payer, state) -> AuthorizationDecision
    pay_others(payer, state, paid_on, amount) -> Adjudicated     # a takeback is withheld from it (PLB WO)
    acknowledged_on(payer: Payer, submitted_on: date) -> date
    payment_date(payer: Payer, state: PayerState, received_on: date) -> date

    filing_deadline(file: PayerFile, claim: Claim) -> date       # last day of receipt

All rules with their meaning and authority are `PAYER_RULES` (claimsim.payer.registry), a `Registry`. The Medicare fee
schedules themselves are in `claimsim.fees`, which the practice's charge master reads too::

    medicare_amount(facts: FeeFacts, tables: CodeTables) -> Money | None
"""

from claimsim.payer.appeals import (
    AppealDecision,
    AppealRequest,
    amount_in_controversy,
    appeal,
    appeal_deadline,
    appeal_decided_on,
    authorize_afterwards,
    evidence_for,
)
from claimsim.payer.context import Payer
from claimsim.payer.deciding import UNPROCESSABLE_REMARK
from claimsim.payer.edits.filing import filing_deadline
from claimsim.payer.eligibility import respond
from claimsim.payer.file import PayerFile
from claimsim.payer.file_types import RETURNING_REASONS
from claimsim.payer.forwarding import QUALIFIED_BENEFICIARY
from claimsim.payer.front_end.receiving import Received, receive, receive_records
from claimsim.payer.holds import hold_of
from claimsim.payer.identifiers import acknowledged_on, payment_date
from claimsim.payer.later_file import RetroactiveTermination
from claimsim.payer.loading import for_another_member, load_payer, open_payer
from claimsim.payer.members import CoverageSpan, PayerState
from claimsim.payer.opening import CardFacts, opening_state, unknown_plans
from claimsim.payer.overrides import PayerOverrides
from claimsim.payer.payments import Adjudicated, pay_others
from claimsim.payer.pricing.waterfall import LinePricing
from claimsim.payer.remitting import COVERAGE_ENDED_LATE, ReopeningRefused, UnknownClaim, adjudicate, reopen, reprocess

__all__ = [
    "COVERAGE_ENDED_LATE",
    "QUALIFIED_BENEFICIARY",
    "RETURNING_REASONS",
    "UNPROCESSABLE_REMARK",
    "Adjudicated",
    "AppealDecision",
    "AppealRequest",
    "CardFacts",
    "CoverageSpan",
    "LinePricing",
    "Payer",
    "PayerFile",
    "PayerOverrides",
    "PayerState",
    "Received",
    "ReopeningRefused",
    "RetroactiveTermination",
    "UnknownClaim",
    "acknowledged_on",
    "adjudicate",
    "amount_in_controversy",
    "appeal",
    "appeal_deadline",
    "appeal_decided_on",
    "authorize_afterwards",
    "evidence_for",
    "filing_deadline",
    "for_another_member",
    "hold_of",
    "load_payer",
    "open_payer",
    "opening_state",
    "pay_others",
    "payment_date",
    "receive",
    "receive_records",
    "reopen",
    "reprocess",
    "respond",
    "unknown_plans",
]
