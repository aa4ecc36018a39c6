"""A payer's memory of one patient: membership, accumulators, and the claims it has seen.

`PayerState` is immutable, handed in with each question and handed back with each answer.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.coordination import CoverageFacts
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import RemittanceClaim
from claimsim.payer.accumulators import IN_NETWORK, Used
from claimsim.payer.file_types import Participation
from claimsim.payer.later_file import NOTHING_LATER, LaterFile
from claimsim.payer.on_file import NOTHING_MORE, OnFile

UNASSIGNED = "unassigned"
"""The standing of a practice that is not participating and did not take assignment for the claim."""


class Recoupment(Struct, frozen=True):
    """Money that a payer will withhold from payments from a day on, and the control number of the claim it is about."""

    amount: Money
    reference: str
    starts: date


class Member(Struct, frozen=True):
    """A covered person: the patient, and the subscriber through whom they are covered."""

    member_id: str
    relationship: str
    last: str
    first: str
    birth_date: date
    subscriber_last: str
    subscriber_first: str
    subscriber_birth_date: date


class CoverageSpan(Struct, frozen=True):
    """Days on which a plan covers the member; `starts` None: since before the teaching years."""

    plan: str
    starts: date | None
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether the day is inside; both ends are."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class PaidService(Struct, frozen=True):
    """A service of the payer's history. Empty NPI or taxonomy: that of the claim that is looked at."""

    day: date
    code: str
    modifiers: tuple[str, ...]
    units: int
    npi: str
    taxonomy: str


class FiledClaim(Struct, frozen=True):
    """An adjudicated claim. `returned` are the numbers of the lines that were unprocessable: they never were claims."""

    control_number: str
    claim: Claim
    received_on: date
    paid_on: date
    result: RemittanceClaim
    used: tuple[Used, ...]
    returned: frozenset[int] = frozenset()
    closed: bool = False
    """Whether it was reversed since."""


class ReceivedClaim(Struct, frozen=True):
    """A claim that the front end has taken in, with the control number it was given."""

    control_number: str
    claim: Claim
    received_on: date


class PayerState(Struct, frozen=True):
    """A payer's memory of one patient. `owed` is what reversals took more than there was to pay (to be recouped)."""

    member: Member | None
    coverage: tuple[CoverageSpan, ...]
    used: tuple[Used, ...] = ()
    history: tuple[PaidService, ...] = ()
    other_coverage: str = ""
    days_to_pay: int | None = None
    received: tuple[ReceivedClaim, ...] = ()
    filed: tuple[FiledClaim, ...] = ()
    claim_counter: int = 0
    payment_counter: int = 0
    owed: Money = ZERO
    owed_since: str = ""
    """The trace number of the remittance that carried it forward."""
    family: bool = False
    """Whether the coverage is a family's."""
    participation: Participation | None = None
    """The practice's standing, where it is not as the payer file says."""
    visits: tuple[tuple[str, int], ...] = ()
    """Days of service, by benefit category, of the year of the encounter that the payer has no single record of."""
    visits_year: int = 0
    on_file: OnFile = NOTHING_MORE
    """Approvals, referrals, the roster, and who else must pay."""
    recoupments: tuple[Recoupment, ...] = ()
    own: CoverageFacts | None = None
    others: tuple[CoverageFacts, ...] = ()
    approved: tuple[str, ...] = ()
    """Numbers of approvals that were given after the service."""
    later: LaterFile = NOTHING_LATER

    def used_in(self, year: int, tier: str = IN_NETWORK) -> Used:
        """What was used of that year's benefits at a tier of the network."""
        for used in self.used:
            if used.year == year and used.tier == tier:
                return used
        return Used(year, tier=tier)

    def visits_before(self, category: str, year: int) -> int:
        """Days of service of a year in a category that have no record of their own."""
        return dict(self.visits).get(category, 0) if year == self.visits_year else 0

    def used_after(self, changes: Iterable[Used]) -> tuple[Used, ...]:
        """The accumulators after something more was used (or given back, when negative), by year."""
        found = {(used.year, used.tier): used for used in self.used}
        for change in changes:
            key = (change.year, change.tier)
            after = change if key not in found else found[key].added(change)
            found[key] = after
            if change.tier != IN_NETWORK and after == Used(change.year, tier=change.tier):
                del found[key]
        return tuple(found[key] for key in sorted(found))

    def span_on(self, day: date) -> CoverageSpan | None:
        """The coverage in force on a day."""
        for span in self.coverage:
            if span.covers(day):
                return span
        return None

    def ending_coverage(self, last_day: date) -> "PayerState":
        """With coverage that ends on a day, if it lasted longer."""
        spans = tuple(
            CoverageSpan(s.plan, s.starts, last_day if s.ends is None or s.ends > last_day else s.ends)
            for s in self.coverage
            if s.starts is None or s.starts <= last_day
        )
        return replace(self, coverage=spans)

    def questions_answered(self) -> "PayerState":
        """With the member's answer to what the payer asked: there is nobody else."""
        return replace(self, other_coverage="", on_file=self.on_file.model_copy(update={"questions_unanswered": ""}))

    def filed_claim(self, control_number: str) -> FiledClaim | None:
        """An adjudicated claim by the payer's control number."""
        return next((f for f in self.filed if f.control_number == control_number), None)
