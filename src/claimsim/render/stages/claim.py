"""The claim on its way: put together, scrubbed, sent, acknowledged or turned away."""

from collections.abc import Iterator

from claimsim.billing.scrub.edits import EditHit
from claimsim.case.events import ClaimBuilt, ClaimScrubbed
from claimsim.model.claim import Claim
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

from .claim_changes import alike, changes
from .claim_words import accident_words, person_words, provider_words

TRACE_COLUMNS = (Column("Asked of"), Column("Rule"), Column("Answer", flexible=True))


def claim_built(event: ClaimBuilt, telling: Telling) -> Iterator[Block]:
    """The first claim whole, as the form has it; a later one by what is different."""
    claim, before = event.claim, telling.claim
    telling.claim = claim
    yield Paragraph(f"{claim.claim_id}, {_kind(claim, event.reason)}: {ended(telling.named(event.reason))}")
    correction = before is not None and alike(before, claim)
    if before is not None and correction:
        yield Gap()
        yield from changes(before, claim, telling)
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


def _form(claim: Claim, payer_name: str, telling: Telling) -> KeyValues:
    diagnoses = ", ".join(f"{letter(n)} {code}" for n, code in enumerate(claim.diagnoses, 1))
    place = telling.explain.place(claim.place_of_service, claim.date_of_service)
    member = f"{person_words(claim.subscriber)}, member {claim.member_id}"
    if claim.group_number:
        member += f", group {claim.group_number}"
    rows = [KeyValue("Payer", f"{payer_name}, {sequence(claim.sequence)}")]
    if claim.employer:
        rows.append(KeyValue("Subscriber", f"{claim.employer}, the employer"))
        rows.append(KeyValue("Patient", f"{person_words(claim.patient)}, employee"))
    else:
        rows.append(KeyValue("Subscriber", person_words(claim.subscriber) if claim.casualty else member))
    if claim.employer or claim.casualty:
        rows.append(KeyValue("Claim no.", f"{claim.member_id}, the carrier's (REF Y4)"))
    if claim.relationship != "self":
        rows.append(KeyValue("Patient", f"{person_words(claim.patient)} ({claim.relationship})"))
    rows.append(KeyValue("Billing", provider_words(claim.billing_provider)))
    rows.append(KeyValue("Rendering", provider_words(claim.rendering_provider)))
    rendering, orderer = claim.rendering_provider, claim.ordering_provider
    if claim.referring_provider is not None:
        rows.append(KeyValue("Referring", provider_words(claim.referring_provider)))
    another = orderer is not None and (orderer.name, orderer.npi) != (rendering.name, rendering.npi)
    if orderer is not None and (another or _has_equipment(claim, telling)):
        rows.append(KeyValue("Ordering", provider_words(orderer)))
    if claim.accident is not None:
        rows.append(KeyValue("Related to", accident_words(claim.accident)))
    rows.append(
        KeyValue("Service", f"{claim.date_of_service}, place of service {claim.place_of_service} {place}".rstrip())
    )
    if claim.initial_treatment_date is not None:
        rows.append(KeyValue("Treated since", f"{claim.initial_treatment_date}, the initial treatment date"))
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


def _has_equipment(claim: Claim, telling: Telling) -> bool:
    return any(telling.explain.is_equipment(line.code, line.date_of_service) for line in claim.lines)


def _has_test(claim: Claim, telling: Telling) -> bool:
    """Whether a line needs the laboratory certificate, without which its number says nothing."""
    return any(telling.explain.is_test(line.code, line.date_of_service) for line in claim.lines)


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
