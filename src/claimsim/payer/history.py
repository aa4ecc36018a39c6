"""The payer's memory of earlier services: its history, and the lines it has paid since."""

from collections.abc import Iterator
from datetime import date

from claimsim.payer.context import ClaimContext
from claimsim.payer.members import PaidService


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
