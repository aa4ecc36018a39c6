"""The claim on its way: put together, scrubbed, sent, acknowledged or turned away."""

from collections.abc import Iterator

from claimsim.billing.scrub.edits import EditHit
from claimsim.case.events import ClaimBuilt, ClaimScrubbed
from claimsim.model.claim import Claim, ClaimLine, PersonOnClaim, ProviderOnClaim
from claimsim.render.blocks import (
    Block,
    Column,
    Gap,
    KeyValue,
    KeyValues,
    Note,
    Paragraph,
    Row,
    RuleReference,
    Table,
)
from claimsim.render.telling import Telling, asked, trace_rows
from claimsim.render.words import (
    ended,
    frequency,
    letter,
    letters,
    money,
    sentence,
    sequence,
    spoken,
)

TRACE_COLUMNS = (Column("Asked of"), Column("Rule"), Column("Answer", flexible=True))


def claim_built(event: ClaimBuilt, telling: Telling) -> Iterator[Block]:
    """The first claim whole, as the form has it; a later one by what is different."""
    claim, before = event.claim, telling.claim
    telling.claim = claim
    yield Paragraph(f"{claim.claim_id}, {_kind(claim, event.reason)}: {ended(event.reason)}")
    correction = before is not None and alike(before, claim)
    if before is not None and correction:
        yield Gap()
        yield from changes(before, claim)
    if telling.why or not correction:
        yield Gap()
        yield _form(claim, event.payer_name, telling)
        yield Gap()
        yield lines_table(claim)


def _kind(claim: Claim, reason: str) -> str:
    if claim.submitted_on:  # the payer mends the claim that it has: nothing new goes out
        return "no new claim"
    kind = f"{frequency(claim.frequency)} (frequency {claim.frequency})"
    number = claim.original_reference
    return f"{kind} of {number}" if number and number not in reason else kind


def alike(before: Claim, after: Claim) -> bool:
    """Whether two claims are to one payer with as many lines, so that their differences can be told line by line."""
    return before.payer == after.payer and len(before.lines) == len(after.lines)


def _form(claim: Claim, payer_name: str, telling: Telling) -> KeyValues:
    diagnoses = ", ".join(f"{letter(n)} {code}" for n, code in enumerate(claim.diagnoses, 1))
    place = telling.explain.place(claim.place_of_service, claim.date_of_service)
    member = f"{_person(claim.subscriber)}, member {claim.member_id}"
    if claim.group_number:
        member += f", group {claim.group_number}"
    rows = [
        KeyValue("Payer", f"{payer_name}, {sequence(claim.sequence)}"),
        KeyValue("Subscriber", member),
    ]
    if claim.relationship != "self":
        rows.append(KeyValue("Patient", f"{_person(claim.patient)} ({claim.relationship})"))
    rows.append(KeyValue("Billing", _provider(claim.billing_provider)))
    rows.append(KeyValue("Rendering", _provider(claim.rendering_provider)))
    rendering, orderer = claim.rendering_provider, claim.ordering_provider
    if claim.referring_provider is not None:
        rows.append(KeyValue("Referring", _provider(claim.referring_provider)))
    if orderer is not None and (orderer.name, orderer.npi) != (rendering.name, rendering.npi):
        rows.append(KeyValue("Ordering", _provider(orderer)))
    rows.append(
        KeyValue("Service", f"{claim.date_of_service}, place of service {claim.place_of_service} {place}".rstrip())
    )
    numbers = [
        f"{label} {value}"
        for label, value in (
            ("authorization", claim.authorization_number),
            ("referral", claim.referral_number),
            ("CLIA", claim.clia_number if _has_test(claim, telling) else ""),
        )
        if value
    ]
    if numbers:
        rows.append(KeyValue("Numbers", ", ".join(numbers)))
    if claim.attachments:
        rows.append(KeyValue("Sent along", ", ".join(claim.attachments)))
    for prior in claim.prior_payers:
        rows.append(KeyValue("Earlier", f"{telling.party(prior.payer)} paid {money(prior.paid)} on {prior.paid_on}"))
    rows.append(KeyValue("Diagnoses", diagnoses or "none"))
    return KeyValues(tuple(rows))


def _has_test(claim: Claim, telling: Telling) -> bool:
    """Whether a line needs the laboratory certificate, without which its number says nothing."""
    return any(telling.explain.is_test(line.code, line.date_of_service) for line in claim.lines)


def _person(person: PersonOnClaim) -> str:
    return f"{person.last}, {person.first}, {person.sex}, born {person.birth_date}"


def _provider(provider: ProviderOnClaim) -> str:
    credential = f", {provider.credential}" if provider.credential else ""
    tax_id = f", tax id {provider.tax_id}" if provider.tax_id else ""
    return f"{provider.name}{credential}, NPI {provider.npi}{tax_id}"


def lines_table(claim: Claim) -> Table:
    """The service lines as items 24A to 24J of the form have them."""
    columns = (
        Column("Line"), Column("Service", flexible=True), Column("Units", "right"), Column("Diagnoses"),
        Column("Charge", "right"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                str(line.number),
                spoken(line.code, line.modifiers),
                str(line.units),
                letters(line.diagnosis_pointers),
                money(line.charge),
            )
        )
        for line in claim.lines
    )
    return Table(columns, (*rows, Row(("", "Total charge", "", "", money(claim.charge)), is_total=True)))


def _earlier_paid(claim: Claim) -> str:
    return ", ".join(f"{p.payer} paid {money(p.paid)} on {p.paid_on}" for p in claim.prior_payers)


def changes(before: Claim, after: Claim) -> Iterator[Block]:
    """What is different from the claim before, line by line."""
    rows = [
        KeyValue(label, f"{was or 'none'} is now {now or 'none'}")
        for label, was, now in (
            ("Member", before.member_id, after.member_id),
            ("Group", before.group_number, after.group_number),
            ("Diagnoses", ", ".join(before.diagnoses), ", ".join(after.diagnoses)),
            ("Earlier", _earlier_paid(before), _earlier_paid(after)),
        )
        if was != now
    ]
    for old, new in zip(before.lines, after.lines, strict=True):
        was, now = _as_billed(old, before), _as_billed(new, after)
        if was != now:
            rows.append(KeyValue(f"Line {new.number}", f"{was} is now {now}"))
    if rows:
        yield KeyValues(tuple(rows))
        same = "as it was" if before.claim_id == after.claim_id else f"as on {before.claim_id}"
        yield Paragraph(f"All else is {same}; total charge {money(after.charge)}.")
    else:
        yield Paragraph(f"Nothing on it differs from {before.claim_id}; total charge {money(after.charge)}.")


def _as_billed(line: ClaimLine, claim: Claim) -> str:
    diagnoses = ", ".join(claim.pointed(line)) or "no diagnosis"
    return f"{spoken(line.code, line.modifiers, line.units)} for {diagnoses}, {money(line.charge)}"


def claim_scrubbed(event: ClaimScrubbed, telling: Telling) -> Iterator[Block]:
    """Which edits stopped the claim or warned, and why."""
    for hit in event.hits:
        yield _hit(hit, telling)
    if not any(hit.severity == "stop" for hit in event.hits):
        yield Note("ok", f"No edit of the practice stops {event.claim_id}; {asked(event.trace)}.", word="SCRUBBED")
    if telling.why:
        yield Gap()
        yield Table(TRACE_COLUMNS, trace_rows(event.trace), "Every edit that was asked")
        yield Gap()


def _hit(hit: EditHit, telling: Telling) -> Note:
    where = f"Line {hit.line}, {hit.code}: " if hit.line else ""
    rule = telling.explain.rule(hit.edit)
    details = [
        sentence(hit.saw),
        *((sentence(rule.meaning),) if telling.why and rule else ()),
        f"What to do: {ended(hit.action)}",
        RuleReference(hit.edit, hit.authority),
    ]
    return Note("stop" if hit.severity == "stop" else "warn", f"{where}{sentence(hit.title)}", tuple(details))
