"""Submission: the claim leaves, and comes back accepted or rejected before anybody adjudicates it."""

from collections.abc import Iterator

from msgspec.structs import replace

from claimsim.case.events import ClaimAcknowledged, ClaimSubmitted, SyntaxAcknowledged
from claimsim.model.acknowledgement import ClaimStatus
from claimsim.model.claim import Claim
from claimsim.render.blocks import Block, Gap, Note, Paragraph, RuleReference, Table
from claimsim.render.telling import Telling, trace_rows
from claimsim.render.words import count, day, money, sentence

from .claim import TRACE_COLUMNS, lines_table
from .claim_changes import alike, changes

NEVER_ADJUDICATED = (
    "A rejected claim was never adjudicated: there is nothing to appeal or to replace. The filing limit keeps running."
)


def _differs(built: Claim, sent: Claim) -> bool:
    return replace(built, submitted_on=sent.submitted_on) != sent


def claim_submitted(event: ClaimSubmitted, telling: Telling) -> Iterator[Block]:
    """The claim left, well or badly in time."""
    claim, built = event.claim, telling.claim
    telling.claim = claim
    if built is not None and built.claim_id == claim.claim_id and _differs(built, claim):
        yield Paragraph("Mended before it went out:")
        if alike(built, claim):
            yield from changes(built, claim, telling)
        else:
            yield lines_table(claim)
    text = f"{claim.claim_id}, 837P, {count(len(claim.lines), 'line')}, {money(claim.charge)}; "
    left = (event.filing_deadline - event.on).days
    if left >= 0:
        yield Note(
            "info", f"{text}due at the payer by {event.filing_deadline}, {count(left, 'day')} left.", word="SENT"
        )
    else:
        yield Note(
            "warn", f"{text}the filing limit was {event.filing_deadline}, {count(-left, 'day')} ago.", word="SENT LATE"
        )


def syntax_acknowledged(event: SyntaxAcknowledged, telling: Telling) -> Iterator[Block]:
    """The 999."""
    answer = event.acknowledgement
    if answer.accepted:
        yield Note("ok", "999: the file is readable, which says nothing yet about the claim.")
    else:
        details = (*map(sentence, answer.errors), "Nobody adjudicated anything. Mend the file, and send an original.")
        yield Note("rejected", f"999: {answer.claim_id} could not be read.", details)


def claim_acknowledged(event: ClaimAcknowledged, telling: Telling) -> Iterator[Block]:
    """The 277CA: accepted into adjudication, or rejected, which is not a denial."""
    answer = event.acknowledgement
    when = "" if event.on == telling.on else f" of {day(event.on)}"
    if answer.accepted:
        yield Note("ok", f"277CA{when}: {_accepted(event, telling)}", word="ACCEPTED")
    else:
        for status in answer.statuses:
            yield _rejection(status, when, telling)
        yield Paragraph(NEVER_ADJUDICATED, "strong")
    if telling.why and event.trace:
        yield Gap()
        yield Table(TRACE_COLUMNS, trace_rows(event.trace), "Every rule that the front end asked")
        yield Gap()


def _accepted(event: ClaimAcknowledged, telling: Telling) -> str:
    answer = event.acknowledgement
    codes = ", ".join(_code(status) for status in answer.statuses)
    meanings = [_meaning(s, telling) for s in answer.statuses if telling.first_time(f"status {_code(s)}")]
    number = answer.payer_claim_control_number
    own = f" {event.payer_name}'s number for it: {number}." if number else ""
    return " ".join((f"{codes}.", *dict.fromkeys(meanings))) + own


def _rejection(status: ClaimStatus, when: str, telling: Telling) -> Note:
    details: list[str | RuleReference] = [sentence(telling.named(status.text))] if status.text else []
    if status.rule:
        details += telling.rule_details(status.rule)
    return Note("rejected", f"277CA{when}: {_code(status)} {_meaning(status, telling)}", tuple(details))


def _code(status: ClaimStatus) -> str:
    return ":".join(part for part in (status.category, status.status, status.entity) if part)


def _meaning(status: ClaimStatus, telling: Telling) -> str:
    explain = telling.explain
    entity = explain.entity(status.entity) if status.entity else ""
    about = f" ({entity})" if entity else ""
    meanings = [explain.status_category(status.category), explain.status_code(status.status) + about]
    return " ".join(sentence(meaning) for meaning in meanings if meaning)
