"""The payer's memory of earlier services: its history, and the lines it has paid since."""

from collections.abc import Iterator
from datetime import date

from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.members import PaidService

DONE_AGAIN = frozenset(
    {
        "76", "77", "91", "59", "XE", "XS", "XP", "XU", "25", "RT", "LT", "50", "E1", "E2", "E3", "E4", "FA", "F1",
        "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9",
    }
)  # fmt: skip
"""Modifiers that tell a service from the same code of the same day: repeated, distinct, at another site (First Coast,
duplicate claim denials, page 255391); 25 on a visit (BCBS of North Dakota, modifiers 76, 77 and 91)."""
_PARTS = frozenset({"26", "TC", "JW"})
"""Modifiers of a part of a service, or of what was discarded: another line than the whole."""


def services_on_file(at: ClaimContext) -> Iterator[PaidService]:
    """Every service that was paid before this claim. Empty NPI and taxonomy are filled in with the claim's."""
    rendering = at.claim.rendering_provider
    for service in at.state.history:
        yield PaidService(
            service.day, service.code, service.modifiers, service.units,
            service.npi or rendering.npi, service.taxonomy or rendering.taxonomy,
        )  # fmt: skip
    for filed in at.state.filed:
        if filed.closed:
            continue
        provider = filed.claim.rendering_provider
        denied = {line.line for line in filed.result.lines if line.denied}
        for line in filed.claim.lines:
            if line.number not in denied:
                yield PaidService(
                    line.date_of_service, line.code, line.modifiers, line.units, provider.npi, provider.taxonomy
                )


def services_on_day(at: ClaimContext, day: date) -> Iterator[PaidService]:
    """The services on file of one day by the claim's clinician."""
    if not at.state.history and not at.state.filed:
        return
    npi = at.claim.rendering_provider.npi
    for service in services_on_file(at):
        if service.day == day and service.npi == npi:
            yield service


def repeated_on_file(at: LineContext) -> PaidService | None:
    """The service of the payer's history that a line repeats: same code, day and clinician, and no modifier that tells
    the two apart."""
    line, npi = at.line, at.of.claim.rendering_provider.npi
    for service in at.of.state.history:
        if service.code != line.code or service.day != line.date_of_service or service.npi not in ("", npi):
            continue
        same_part = _PARTS.intersection(line.modifiers) == _PARTS.intersection(service.modifiers)
        if same_part and DONE_AGAIN.intersection(line.modifiers) <= DONE_AGAIN.intersection(service.modifiers):
            return service
    return None
