"""What a scrub edit is asked of and what it answers. The edits themselves stand in families beside this module."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimsim.code_tables import CodeTables
from claimsim.model.billing_manual import BillingManual
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.eligibility import EligibilityResponse


@dataclass(frozen=True, slots=True)
class ScrubContext:
    """All that the scrubber may look at: the claim, the payer's manual, the tables and the desk's eligibility answer.

    `line` is None when a claim-level edit is asked.
    """

    claim: Claim
    line: ClaimLine | None
    manual: BillingManual
    tables: CodeTables
    on: date
    eligibility: EligibilityResponse | None


@dataclass(frozen=True, slots=True)
class EditHit:
    """An edit that fired. A `stop` holds the claim until somebody fixes it or releases it; a `warn` only tells."""

    edit: str
    title: str
    severity: Literal["stop", "warn"]
    line: int | None
    code: str
    saw: str
    action: str
    authority: str
    fix: Literal["coder", "registration", "biller"]
    """Whose work would mend it."""
