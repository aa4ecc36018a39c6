"""How each field of the catalogue is read from a line, its claim and the payer's files."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from claimsim.model.calendar import age_on
from claimsim.payer.context import LineContext
from claimsim.payer.edits.eligibility import plain_id
from claimsim.payer.members import CoverageSpan, FiledClaim
from claimsim.payer.own_rules.conditions import CountCondition
from claimsim.payer.own_rules.patterns import fits_any

Number = int | Decimal
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _span(at: LineContext) -> CoverageSpan | None:
    return at.of.state.span_on(at.line.date_of_service)


def _plan(at: LineContext) -> str:
    span = _span(at)
    return span.plan if span else at.of.claim.plan


def _days_covered(at: LineContext) -> int | None:
    span = _span(at)
    return (at.line.date_of_service - span.starts).days if span and span.starts else None


def _other_lines(at: LineContext) -> tuple[str, ...]:
    number = at.line.number
    return tuple(line.code for line in at.of.claim.lines if line.number != number)


def _days_to_receipt(at: LineContext) -> int:
    return (at.of.received_on - at.of.claim.date_of_service).days


def _age(at: LineContext) -> int:
    return age_on(at.of.claim.patient.birth_date, at.line.date_of_service)


VALUES: Mapping[str, Callable[[LineContext], str]] = MappingProxyType(
    {
        "line.code": lambda at: at.line.code,
        "line.first_diagnosis": lambda at: at.diagnoses[0] if at.diagnoses else "",
        "line.place_of_service": lambda at: at.line.place_of_service,
        "line.category": lambda at: at.category,
        "line.benefit": lambda at: at.terms.category,
        "line.ndc": lambda at: at.line.ndc.replace("-", ""),
        "claim.first_diagnosis": lambda at: at.of.claim.diagnoses[0] if at.of.claim.diagnoses else "",
        "claim.frequency": lambda at: at.of.claim.frequency,
        "claim.sequence": lambda at: at.of.claim.sequence,
        "claim.place_of_service": lambda at: at.of.claim.place_of_service,
        "claim.authorization_number": lambda at: at.of.claim.authorization_number,
        "claim.referral_number": lambda at: at.of.claim.referral_number,
        "claim.clia_number": lambda at: at.of.claim.clia_number,
        "claim.group_number": lambda at: at.of.claim.group_number,
        "claim.original_reference": lambda at: at.of.claim.original_reference,
        "member.id": lambda at: plain_id(at.of.claim.member_id),
        "member.sex": lambda at: at.of.claim.patient.sex,
        "member.relationship": lambda at: at.of.claim.relationship,
        "member.plan": _plan,
        "member.other_coverage": lambda at: at.of.state.other_coverage,
        "provider.npi": lambda at: at.of.claim.rendering_provider.npi,
        "provider.taxonomy": lambda at: at.of.claim.rendering_provider.taxonomy,
        "provider.credential": lambda at: at.of.claim.rendering_provider.credential,
        "billing.npi": lambda at: at.of.claim.billing_provider.npi,
        "billing.taxonomy": lambda at: at.of.claim.billing_provider.taxonomy,
        "service.weekday": lambda at: WEEKDAYS[at.line.date_of_service.weekday()],
    }
)
LISTS: Mapping[str, Callable[[LineContext], tuple[str, ...]]] = MappingProxyType(
    {
        "line.modifiers": lambda at: at.line.modifiers,
        "line.diagnoses": lambda at: at.diagnoses,
        "claim.diagnoses": lambda at: at.of.claim.diagnoses,
        "claim.lines.codes": lambda at: tuple(line.code for line in at.of.claim.lines),
        "claim.lines.modifiers": lambda at: tuple(m for line in at.of.claim.lines for m in line.modifiers),
        "claim.other_lines.codes": _other_lines,
        "claim.attachments": lambda at: at.of.claim.attachments,
        "claim.prior_payers": lambda at: tuple(prior.payer for prior in at.of.claim.prior_payers),
    }
)
NUMBERS: Mapping[str, Callable[[LineContext], Number | None]] = MappingProxyType(
    {
        "line.units": lambda at: at.line.units,
        "line.minutes": lambda at: at.line.minutes,
        "line.charge": lambda at: at.line.charge,
        "claim.charge": lambda at: at.of.claim.charge,
        "claim.lines.count": lambda at: len(at.of.claim.lines),
        "claim.days_to_receipt": _days_to_receipt,
        "member.age": _age,
        "member.days_covered": _days_covered,
        "member.deductible_met": lambda at: at.of.state.used_in(at.line.date_of_service.year).deductible,
        "member.out_of_pocket_met": lambda at: at.of.state.used_in(at.line.date_of_service.year).out_of_pocket,
    }
)
DATES: Mapping[str, Callable[[LineContext], date]] = MappingProxyType(
    {
        "service.date": lambda at: at.line.date_of_service,
        "claim.received_on": lambda at: at.of.received_on,
        "member.birth_date": lambda at: at.of.claim.patient.birth_date,
    }
)


def counter(matcher: CountCondition) -> Callable[[LineContext], Number | None]:
    """The reader of a `history` field with its codes, period and clinician."""
    fits, within, by = fits_any(matcher.codes), matcher.within_days, matcher.by

    def earlier(at: LineContext) -> list[tuple[int, int]]:
        """Days before this service and units of each earlier one that counts. The code is looked at first: most
        services on file are of others."""
        day, state = at.line.date_of_service, at.of.state
        found = [
            ((day - service.day).days, service.units)
            for service in state.history
            if fits(service.code) and _same(by, at, service.npi, service.taxonomy)
        ]
        for filed in state.filed:
            if not filed.closed:
                found.extend(_paid_before(filed, fits, by, at))
        return [one for one in found if one[0] >= 0 and (within is None or one[0] <= within)] if found else found

    def count(at: LineContext) -> int:
        return len(earlier(at))

    def units(at: LineContext) -> int:
        return sum(number for _, number in earlier(at))

    def days_since(at: LineContext) -> int | None:
        return min((days for days, _ in earlier(at)), default=None)

    return {"history.count": count, "history.units": units, "history.days_since": days_since}[matcher.field]


def _paid_before(filed: FiledClaim, fits: Callable[[str], bool], by: str, at: LineContext) -> Iterator[tuple[int, int]]:
    """The lines of an adjudicated claim that were not denied."""
    provider = filed.claim.rendering_provider
    denied = {line.line for line in filed.result.lines if line.denied}
    for line in filed.claim.lines:
        if fits(line.code) and line.number not in denied and _same(by, at, provider.npi, provider.taxonomy):
            yield (at.line.date_of_service - line.date_of_service).days, line.units


def _same(by: str, at: LineContext, npi: str, taxonomy: str) -> bool:
    """Whether a service on file is by whom the rule asks for; an empty NPI or taxonomy is that of the claim."""
    who = at.of.claim.rendering_provider
    if by == "same_clinician":
        return npi in ("", who.npi)
    return by == "anyone" or taxonomy in ("", who.taxonomy)
