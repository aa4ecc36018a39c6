"""The payer's answer in money (835): payments, and adjustments by group and reason, that always balance.

The balances are those of the 835 guide (005010X221A1 section 1.10.2): charge less adjustments is paid, at the line
and at the claim; the payment is the claims' sum less the provider-level adjustments.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.model.money import ZERO, Money, OutOfBalance, total

Group = Literal["CO", "PR", "OA", "PI"]


class Adjustment(Struct, frozen=True):
    """One CAS entry: who owes (group), why (CARC), dollars, and the id of the rule that answered it."""

    group: Group
    carc: str
    amount: Money
    rule: str

    @property
    def code(self) -> str:
        """As it is spoken: "CO-97"."""
        return f"{self.group}-{self.carc}"


class RemittanceLine(Struct, frozen=True):
    """One service line (loop 2110). `line` is the number on the claim that was adjudicated."""

    line: int
    code: str
    modifiers: tuple[str, ...]
    units: int
    charge: Money
    allowed: Money
    paid: Money
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...] = ()
    denied: bool = False
    """Whether a denial (not a contractual reduction or a cost share) answered the line."""


class RemittanceClaim(Struct, frozen=True):
    """One claim of a remittance (loop 2100, CLP)."""

    claim_id: str
    payer: str
    payer_claim_control_number: str
    status_code: str
    """CLP02: 1 primary, 2 secondary, 3 tertiary, 4 not our patient, 19 to 21 crossed over, 22 reversal."""
    charge: Money
    paid: Money
    patient_responsibility: Money
    lines: tuple[RemittanceLine, ...]
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    unprocessable: bool = False
    """Whether the claim was returned with MA130: no appeal rights, send the failed lines as a new claim."""
    crossover_to: str = ""
    """The payer to which it was forwarded (loop 2100 NM1*TT), with claim status 19, 20 or 21."""

    @property
    def is_reversal(self) -> bool:
        """Whether this takes back an earlier payment."""
        return self.status_code == "22"

    @property
    def outcome(self) -> str:
        """In a word: paid, denied, denied_in_part, reversal, unprocessable or not_recognized."""
        if self.is_reversal:
            return "reversal"
        if self.status_code == "4":
            return "not_recognized"
        if self.unprocessable:
            return "unprocessable"
        denied = [line.denied for line in self.lines]
        return "denied" if denied and all(denied) else "denied_in_part" if any(denied) else "paid"


FORWARDED_BALANCE = "FB"
"""PLB reason: negative when a remittance comes out below zero, positive when a later one takes it back. Both name the
trace number of the remittance that came out below zero (X12 RFI 1114 and 2218)."""
OVERPAYMENT_RECOVERY = "WO"
"""PLB reason of a takeback: negative when it is announced, positive when it is withheld (X12 RFI 1756)."""


class ProviderAdjustment(Struct, frozen=True):
    """One PLB entry: a positive amount lowers the payment, a negative one raises it."""

    reason: str
    reference: str
    amount: Money


class Remittance(Struct, frozen=True):
    """One 835: a payment with its identity, and the claims it answers."""

    payer: str
    payer_name: str
    trace_number: str
    paid_on: date
    method: Literal["ACH", "CHK", "NON"]
    payment: Money
    claims: tuple[RemittanceClaim, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    other_claims: Money = ZERO
    """What the payment holds for the claims of other patients, which are none of this account's."""


PRIOR_PAYER = "23"
"""The reason (OA-23) of what an earlier payer did: for information, never an amount that is open."""


def own_adjustments(line: RemittanceLine) -> tuple[Adjustment, ...]:
    """The adjustments of a line that are this payer's own, without what an earlier payer did (OA-23)."""
    return tuple([a for a in line.adjustments if a.carc != PRIOR_PAYER])


def open_amount(line: RemittanceLine) -> Money:
    """What a denied line leaves open with the payer, dollars: the charge less what earlier payers did."""
    return total([a.amount for a in own_adjustments(line)])


def check_line(line: RemittanceLine) -> None:
    """Hold the line to its balance: charge less all adjustments is what was paid."""
    if line.charge - total([a.amount for a in line.adjustments]) != line.paid:
        raise OutOfBalance(f"line {line.line} ({line.code}): {line.charge} less its adjustments is not {line.paid}")


def check_claim(claim: RemittanceClaim) -> None:
    """Hold the claim to its balances: its lines', its own, and patient responsibility as the sum of PR."""
    for line in claim.lines:
        check_line(line)
    if total([line.charge for line in claim.lines]) != claim.charge:
        raise OutOfBalance(f"claim {claim.claim_id}: the line charges do not add up to {claim.charge}")
    if total([line.paid for line in claim.lines]) - total([a.amount for a in claim.adjustments]) != claim.paid:
        raise OutOfBalance(f"claim {claim.claim_id}: the lines less the claim's adjustments are not {claim.paid}")
    adjustments = [*claim.adjustments, *(a for line in claim.lines for a in line.adjustments)]
    if (
        not claim.is_reversal
        and total([a.amount for a in adjustments if a.group == "PR"]) != claim.patient_responsibility
    ):
        raise OutOfBalance(f"claim {claim.claim_id}: the PR amounts are not {claim.patient_responsibility}")


def check_remittance(remittance: Remittance) -> None:
    """Hold a remittance to all balances. Raises `OutOfBalance`; a payment is never negative."""
    for claim in remittance.claims:
        check_claim(claim)
    due = total([claim.paid for claim in remittance.claims]) + remittance.other_claims
    if due - total([p.amount for p in remittance.provider_adjustments]) != remittance.payment:
        raise OutOfBalance(f"remittance {remittance.trace_number}: the claims less PLB are not {remittance.payment}")
    if remittance.payment < ZERO:
        raise OutOfBalance(f"remittance {remittance.trace_number}: a payment cannot be negative ({remittance.payment})")
