"""A payer that is not the first: what it pays beside the earlier ones, and how the remittance shows what they did.

Medicare as secondary pays the lowest of three amounts (42 CFR 411.33(a) and (e)), and what the earlier payers paid
comes off the patient's share first: the patient owes only what Medicare's deductible and coinsurance exceed it by
(NGS, Determine Beneficiary Responsibility on an MSP Claim, articles 891730 and 2093264). A Medicare supplement pays the
cost share that Medicare leaves, by its plan with or without the Part B deductible. Medicaid pays up to its own fee, and
the patient owes nothing. Other plans coordinate as their file says: in full (what the patient still owes, up to their
own payment), without duplication (their own payment less the first one's), or maintaining benefits (their benefits on
what the first payment leaves of their fee; published example COB-02).

OA-23 is computed from the earlier payers' answers: all they paid and adjusted, but not what they left to the patient.
"""

from typing import Literal

from msgspec import Struct

from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.money import ZERO, Money, cents, total

Method = Literal["medicare", "medicaid", "supplement", "full", "non_duplication", "maintenance_of_benefits"]
Shares = tuple[Money, Money, Money]
_DEDUCTIBLE = "1"
_TO_PATIENT = "100"
"""What an earlier payer paid to the patient, the claim not being assigned: it is paid all the same."""
_COST_SHARES = frozenset({"1", "2", "3"})
_OFF_THE_PAYMENT = frozenset({"253", "237", "144"})
"""Sequestration and quality adjustments: what the payer allowed is more than what it paid and left by so much."""


class PriorLine(Struct, frozen=True):
    """What the earlier payers did with a line, dollars: paid, left to the patient, and whether a contract cut the
    charge. `deductible` and `cost_share` are parts of what the last one left to the patient."""

    paid: Money
    patient: Money
    contractual: Money
    deductible: Money = ZERO
    cost_share: Money = ZERO
    sequestration: Money = ZERO
    to_patient: Money = ZERO
    """What an earlier payer paid to the patient (PR-100): part of `paid`, and the patient's to hand over."""

    @property
    def allowed(self) -> Money:
        """What the earlier payer allowed: its payment, what sequestration took off it, and the patient's part."""
        return self.paid + self.patient + self.sequestration


class Coordinated(Struct, frozen=True):
    """The secondary answer: its payment, its discount, OA-23, and (deductible, coinsurance, copay) left to the
    patient."""

    paid: Money
    discount: Money
    prior: Money
    shares: Shares


def prior_line(claim: Claim, line: ClaimLine) -> PriorLine | None:
    """The earlier payers' answers to a line; None on a primary claim. What the last one left to the patient counts."""
    if not claim.prior_payers:
        return None
    before = PriorLine(ZERO, line.charge, ZERO)
    for payer in claim.prior_payers:
        for number, line_paid, adjustments in payer.lines:
            if number == line.number:
                left = [(carc, amount) for group, carc, amount in adjustments if group == "PR" and carc != _TO_PATIENT]
                to_patient = total(amount for _, carc, amount in adjustments if carc == _TO_PATIENT)
                cut = [(carc, amount) for group, carc, amount in adjustments if group == "CO"]
                before = PriorLine(
                    paid=before.paid + line_paid + to_patient,
                    patient=total(amount for _, amount in left),
                    contractual=total(amount for _, amount in cut),
                    deductible=total(amount for carc, amount in left if carc == _DEDUCTIBLE),
                    cost_share=total(amount for carc, amount in left if carc in _COST_SHARES),
                    sequestration=total(amount for carc, amount in cut if carc in _OFF_THE_PAYMENT),
                    to_patient=before.to_patient + to_patient,
                )
    return before


def medicare_secondary_payment(charge: Money, allowed: Money, as_primary: Money, before: PriorLine) -> Money:
    """The lowest of three: charge less primary's payment; Medicare's own payment; higher allowed less primary's.

    Where a contract obliges the provider to take less than the charge, that stands for the charge (42 CFR 411.33(a)).
    """
    return max(ZERO, min(secondary_tests(charge, allowed, as_primary, before)))


def secondary_tests(charge: Money, allowed: Money, as_primary: Money, before: PriorLine) -> tuple[Money, Money, Money]:
    """The three amounts of 42 CFR 411.33(a), dollars, in the regulation's order."""
    accepted = before.allowed if before.contractual > ZERO else charge
    return accepted - before.paid, as_primary, max(allowed, before.allowed) - before.paid


def coordinate(
    charge: Money,
    allowed: Money,
    as_primary: Money,
    shares: Shares,
    before: PriorLine,
    *,
    medicare: bool = False,
    method: Method = "full",
    pays_deductible: bool = True,
) -> Coordinated:
    """The answer to a line as secondary or tertiary payer.

    `as_primary` is what this payer would pay alone, `shares` its (deductible, coinsurance, copay). What the patient
    still owes after both is shown under those shares; what goes beyond them is this payer's discount.
    `pays_deductible` is a supplement's: whether its plan takes over Medicare's deductible.
    """
    if medicare:
        method = "medicare"
    prior = charge - before.patient
    if method == "supplement":
        due = before.cost_share - (ZERO if pays_deductible else before.deductible)
        left = before.cost_share - due
        return Coordinated(due, before.patient - before.cost_share, prior, (left, ZERO, ZERO))
    if method == "medicaid":
        paid = min(max(allowed - before.paid - before.sequestration, ZERO), before.patient)
        return Coordinated(paid, before.patient - paid, prior, (ZERO, ZERO, ZERO))
    due, shares = _due(charge, allowed, as_primary, shares, before, method)
    paid = min(due, before.patient)
    kept = _up_to(before.patient - paid, shares)
    return Coordinated(paid, before.patient - paid - total(kept), prior, kept)


def _due(
    charge: Money, allowed: Money, as_primary: Money, shares: Shares, before: PriorLine, method: Method
) -> tuple[Money, Shares]:
    match method:
        case "medicare":
            return medicare_secondary_payment(charge, allowed, as_primary, before), _beyond(before.paid, shares)
        case "non_duplication":
            # What the first payer paid stands in the place of its own payment; the patient keeps the rest.
            due = max(as_primary - before.paid, ZERO)
            left = max(min(before.patient, allowed) - due, ZERO)
            deductible, _, copay = _up_to(left, shares)
            return due, (deductible, left - deductible - copay, copay)
        case "maintenance_of_benefits":
            return _on_the_rest(allowed, shares, max(allowed - before.paid, ZERO))
    # What goes beyond the highest contracted fee is nobody's expense (NAIC model regulation on coordination of
    # benefits, section 3): a first payer without a contract has none.
    fee = max(allowed, before.allowed) if before.contractual > ZERO else allowed
    open_ = max(fee - before.paid - before.sequestration, ZERO)
    due = min(as_primary, open_)
    return due, _up_to(open_ - due, shares)


def _up_to(most: Money, shares: Shares) -> Shares:
    """The shares in their order until `most` is used up."""
    deductible = min(shares[0], most)
    coinsurance = min(shares[1], most - deductible)
    return deductible, coinsurance, min(shares[2], most - deductible - coinsurance)


def _beyond(paid: Money, shares: Shares) -> Shares:
    """What is left of the shares after a payment that satisfies them in their order."""
    met = _up_to(paid, shares)
    return shares[0] - met[0], shares[1] - met[1], shares[2] - met[2]


def _on_the_rest(allowed: Money, shares: Shares, base: Money) -> tuple[Money, Shares]:
    """The plan's own benefits, applied to `base` instead of its allowed amount: payment and shares."""
    deductible, coinsurance, copay = shares
    copay = min(copay, base)
    deductible = min(deductible, base - copay)
    full, rest = allowed - shares[0] - shares[2], base - copay - deductible
    coinsurance = cents(coinsurance * rest / full) if full > ZERO else ZERO
    return rest - coinsurance, (deductible, coinsurance, copay)
