"""A payer that is not the first: what it pays beside the earlier ones, and how the remittance shows what they did.

Medicare as secondary pays the lowest of three amounts (42 CFR 411.33(a) and (e)). Another plan pays what it would have
paid by itself, but no more than the patient still owes after the earlier payer. OA-23 is computed from the earlier
payer's remittance: all it paid and adjusted, apart from what it left to the patient.
"""

from msgspec import Struct

from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.money import ZERO, Money, total


class PriorLine(Struct, frozen=True):
    """What the earlier payers did with a line, dollars: paid, left to the patient, and whether a contract cut the
    charge."""

    paid: Money
    patient: Money
    contractual: Money

    @property
    def allowed(self) -> Money:
        """What the earlier payer allowed: its payment and the patient's part."""
        return self.paid + self.patient


class Coordinated(Struct, frozen=True):
    """The secondary answer: its payment, its discount, OA-23, and (deductible, coinsurance, copay) left to the patient.
    The secondary answer: its payment, its discount, OA-23, and (deductible, coinsurance, copay) left to the patient."""

    paid: Money
    discount: Money
    prior: Money
    shares: tuple[Money, Money, Money]


def prior_line(claim: Claim, line: ClaimLine) -> PriorLine | None:
    """The earlier payers' answers to a line; None on a primary claim. What the last one left to the patient counts."""
    if not claim.prior_payers:
        return None
    paid, patient, contractual = ZERO, line.charge, ZERO
    for payer in claim.prior_payers:
        for number, line_paid, adjustments in payer.lines:
            if number == line.number:
                paid += line_paid
                patient = total(amount for group, _, amount in adjustments if group == "PR")
                contractual = total(amount for group, _, amount in adjustments if group == "CO")
    return PriorLine(paid, patient, contractual)


def medicare_secondary_payment(charge: Money, allowed: Money, as_primary: Money, before: PriorLine) -> Money:
    """The lowest of three: charge less primary's payment; Medicare's own payment; higher allowed less primary's.

    Where a contract obliges the provider to take less than the charge, that stands for the charge (42 CFR 411.33(a)).
    """
    accepted = before.allowed if before.contractual > ZERO else charge
    tests = (accepted - before.paid, as_primary, max(allowed, before.allowed) - before.paid)
    return max(ZERO, min(tests))


def coordinate(
    charge: Money,
    allowed: Money,
    as_primary: Money,
    shares: tuple[Money, Money, Money],
    before: PriorLine,
    *,
    medicare: bool,
) -> Coordinated:
    """The answer to a line as secondary or tertiary payer.

    `as_primary` is what this payer would pay alone, `shares` its (deductible, coinsurance, copay). What the patient
    still owes after both is shown under those shares; what goes beyond them is this payer's discount.
    """
    due = medicare_secondary_payment(charge, allowed, as_primary, before) if medicare else as_primary
    paid = min(due, before.patient)
    left = before.patient - paid
    kept: list[Money] = []
    for share in shares:
        part = min(share, left)
        kept.append(part)
        left -= part
    return Coordinated(paid, left, charge - before.patient, (kept[0], kept[1], kept[2]))
