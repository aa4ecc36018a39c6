"""What the order of liability is found from: one coverage, as a desk asks about it and a payer's file has it."""

from datetime import date

from msgspec import Struct

from claimsim.model.billing_manual import LineOfBusiness
from claimsim.model.claim import PersonOnClaim
from claimsim.model.eligibility import Entitlement, Through


class CoverageFacts(Struct, frozen=True):
    """One coverage of a patient. What nobody has asked is empty, and then decides nothing."""

    payer: str
    name: str
    line_of_business: LineOfBusiness
    plan: str
    member_id: str
    relationship: str
    subscriber: PersonOnClaim
    group_number: str = ""
    through: Through = ""
    employees: int | None = None
    since: date | None = None
    entitlement: Entitlement = ""
    entitled_since: date | None = None
    court_ordered: bool = False
    crossover: bool = False
    """Whether Medicare forwards its claims to this payer."""
