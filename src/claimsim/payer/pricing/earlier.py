"""Services of the same day that the practice was paid on other claims, which count where services are reduced together.

CGS, billing multiple procedures performed on the same date of service (2018-08-07): procedures of one physician or of
one group practice on one patient and day are ranked together, and what claims apart were paid above that is asked
back. Here the claim that comes later bears what both together are paid less.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.claim import ClaimLine
from claimsim.model.money import ZERO, Money
from claimsim.payer.context import ClaimContext
from claimsim.payer.pricing.line_price import price_of
from claimsim.payer.pricing.price import Price


class EarlierLine(Struct, frozen=True):
    """A line on another claim. `allowed` is None where the payer's history has the service without its amount."""

    line: ClaimLine
    price: Price
    allowed: Money | None
    claim: str


def earlier_lines(at: ClaimContext, days: set[date]) -> tuple[EarlierLine, ...]:
    """The payable lines of some days on other claims of the practice; their numbers are negative."""
    if not at.state.history and not at.state.filed:
        return ()
    found = (*_on_claims(at, days), *_in_history(at, days))
    return tuple(replace(e, line=replace(e.line, number=-n)) for n, e in enumerate(found, 1))


def _on_claims(at: ClaimContext, days: set[date]) -> Iterator[EarlierLine]:
    for filed in at.state.filed:
        if filed.closed or filed.claim.billing_provider.npi != at.claim.billing_provider.npi:
            continue
        allowed = {line.line: line.allowed for line in filed.result.lines if not line.denied}
        then = replace(at, claim=filed.claim)
        for line in filed.claim.lines:
            if line.date_of_service in days and line.number in allowed:
                yield EarlierLine(line, price_of(then, line), allowed[line.number], f"claim {filed.control_number}")


def _in_history(at: ClaimContext, days: set[date]) -> Iterator[EarlierLine]:
    npi = at.claim.rendering_provider.npi
    for service in at.state.history:
        if service.day in days and service.npi in ("", npi):
            line = ClaimLine(
                0, service.code, service.modifiers, service.units, ZERO, (), service.day, at.claim.place_of_service
            )
            yield EarlierLine(line, price_of(at, line), None, "an earlier claim")
