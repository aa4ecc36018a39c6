"""Two and three payers: who pays first, and how an earlier payer's answer travels to the next one.

Pure functions that the practice's desk, the biller and the payers share; none of them sees the others' files::

    order_of_liability(coverages, birth_date, on) -> Order
    first_of(one, other, birth_date, on, all_lines) -> Precedence | None
    prior_payer(answer, sequence, paid_on) -> PriorPayer
    claim_to_next_payer(claim, answer, paid_on, next_) -> Claim
"""

from claimsim.coordination.facts import CoverageFacts
from claimsim.coordination.next_claim import claim_to_next_payer, prior_payer
from claimsim.coordination.order import Order, Precedence, first_of, order_of_liability

__all__ = [
    "CoverageFacts",
    "Order",
    "Precedence",
    "claim_to_next_payer",
    "first_of",
    "order_of_liability",
    "prior_payer",
]
