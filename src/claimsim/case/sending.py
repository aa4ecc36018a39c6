"""How the pieces of work hand on to each other: what goes out, and what is done with its answer."""

from collections.abc import Callable

from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.payer import Adjudicated

from .casefile import CaseFile, Steps
from .work import Outgoing

Answered = Callable[[CaseFile, Coverage, Claim, Adjudicated], Steps]
"""What is done with an answer: shown, posted, its denials worked."""
Send = Callable[[CaseFile, Outgoing], Steps]
