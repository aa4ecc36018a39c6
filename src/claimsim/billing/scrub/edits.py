"""What a scrub edit is asked of and what it answers. The edits themselves stand in families beside this module."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.model.billing_manual import BillingManual
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.eligibility import EligibilityResponse
from claimsim.rules import Rule

Fix = Literal["coder", "registration", "biller"]
"""Whose work would mend what an edit found."""


class ClaimFacts(Struct, frozen=True):
    """What several edits need to know of a claim, looked up once for all of its lines."""

    categories: tuple[str, ...]
    """Of each line's procedure code (as in procedures.csv), in the lines' order; empty where the code is unknown."""
    by_day: Mapping[date, tuple[tuple[ClaimLine, str], ...]]
    """The lines of each date of service, each with its category."""
    not_billable: Mapping[date, Mapping[str, str]]
    """For each date of service the claim's diagnoses that are not billable then, and why."""


class ScrubContext(Struct, frozen=True):
    """All that the scrubber may look at: the claim, the payer's manual, the tables and the desk's eligibility answer.

    `line` is None when a claim-level edit is asked; `category` is that of its procedure code.
    """

    claim: Claim
    line: ClaimLine | None
    manual: BillingManual
    tables: CodeTables
    on: date
    eligibility: EligibilityResponse | None
    facts: ClaimFacts
    category: str = ""

    @property
    def service(self) -> ClaimLine:
        """The line that is asked about. Raises `LookupError` for an edit that is asked of a claim."""
        if self.line is None:
            raise LookupError("this edit is asked of the claim, not of a line")
        return self.line

    @property
    def same_day(self) -> tuple[tuple[ClaimLine, str], ...]:
        """All lines of the asked line's date of service, itself included, each with its category."""
        return self.facts.by_day[self.service.date_of_service]


class ScrubEdit(Struct, frozen=True):
    """A rule of the scrubber, with whose work would mend it and what it is asked of.

    `categories` are the procedure categories whose lines are asked (none: every line).
    """

    rule: Rule[ScrubContext]
    fix: Fix
    scope: Literal["claim", "line"] = "line"
    categories: tuple[str, ...] = ()

    @property
    def severity(self) -> Literal["stop", "warn"]:
        """Whether it holds the claim or only tells."""
        return "stop" if self.rule.answer.kind == "stop" else "warn"


class EditHit(Struct, frozen=True):
    """An edit that fired. A `stop` holds the claim until somebody fixes it or releases it; a `warn` only tells."""

    edit: str
    title: str
    severity: Literal["stop", "warn"]
    line: int | None
    code: str
    saw: str
    action: str
    authority: str
    fix: Fix
    """Whose work would mend it."""
