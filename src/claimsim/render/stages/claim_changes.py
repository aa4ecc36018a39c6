"""What is different on a claim from the one before it: field by field, and line by line."""

from collections.abc import Iterator

from claimsim.model.claim import Claim, ClaimLine, PriorPayer, ProviderOnClaim
from claimsim.render.blocks import Block, KeyValue, KeyValues, Paragraph
from claimsim.render.telling import Telling
from claimsim.render.words import money, sequence, spoken

from .claim_words import accident_words, person_words, provider_words


def alike(before: Claim, after: Claim) -> bool:
    """Whether two claims are to one payer with as many lines, so that their differences can be told line by line."""
    return before.payer == after.payer and len(before.lines) == len(after.lines)


def changes(before: Claim, after: Claim, telling: Telling) -> Iterator[Block]:
    """What is different from the claim before; a word for what is not there."""
    rows: list[KeyValue] = []
    old, new = _fields(before, telling), _fields(after, telling)
    for label in old:
        # That a replacement names what it replaces, and an original nothing, is told by what kind of claim it is.
        told = label == "Replaces" and before.frequency != after.frequency
        if old[label] != new[label] and not told:
            rows.append(KeyValue(label, f"{old[label] or 'none'} is now {new[label] or 'none'}"))
    for first, second in zip(before.lines, after.lines, strict=True):
        was, now = _as_billed(first, before), _as_billed(second, after)
        was, now = (f"{was}{_further(first, second)}", f"{now}{_further(second, first)}")
        if was != now:
            rows.append(KeyValue(f"Line {second.number}", f"{was} is now {now}"))
    if rows:
        yield KeyValues(tuple(rows))
        same = "as it was" if before.claim_id == after.claim_id else f"as on {before.claim_id}"
        yield Paragraph(f"All else is {same}; total charge {money(after.charge)}.")
    else:
        yield Paragraph(f"Nothing on it differs from {before.claim_id}; total charge {money(after.charge)}.")


def _fields(claim: Claim, telling: Telling) -> dict[str, str]:
    """The claim's own fields in words, by what the form calls them."""
    same_person = claim.patient == claim.subscriber
    return {
        "Member": claim.member_id,
        "Group": claim.group_number,
        "Employer": claim.employer,
        "Subscriber": person_words(claim.subscriber),
        "Patient": "" if same_person else f"{person_words(claim.patient)} ({claim.relationship})",
        "Billing": _provider(claim.billing_provider),
        "Rendering": _provider(claim.rendering_provider),
        "Referring": _provider(claim.referring_provider),
        "Ordering": _provider(claim.ordering_provider),
        "Related to": accident_words(claim.accident) if claim.accident else "",
        "Treated since": str(claim.initial_treatment_date or ""),
        "Place": claim.place_of_service,
        "Approval": claim.authorization_number,
        "Referral": claim.referral_number,
        "CLIA": claim.clia_number,
        "Sent along": ", ".join(claim.attachments),
        "Payer's turn": sequence(claim.sequence),
        "Earlier": "; ".join(_prior(prior, telling) for prior in claim.prior_payers),
        "Replaces": claim.original_reference,
        "Diagnoses": ", ".join(claim.diagnoses),
    }


def _provider(provider: ProviderOnClaim | None) -> str:
    if provider is None:
        return ""
    return f"{provider_words(provider)}{f', taxonomy {provider.taxonomy}' if provider.taxonomy else ''}"


def _prior(prior: PriorPayer, telling: Telling) -> str:
    lines = ", ".join(f"{money(paid)} on line {number}" for number, paid, _ in prior.lines)
    return f"{telling.party(prior.payer)} paid {money(prior.paid)} on {prior.paid_on} ({lines})"


def _as_billed(line: ClaimLine, claim: Claim) -> str:
    diagnoses = ", ".join(claim.pointed(line)) or "no diagnosis"
    return f"{spoken(line.code, line.modifiers, line.units)} for {diagnoses}, {money(line.charge)}"


def _further(line: ClaimLine, other: ClaimLine) -> str:
    """What of a line is told only where it is another than on the other claim."""
    parts = []
    if line.date_of_service != other.date_of_service:
        parts.append(f"on {line.date_of_service}")
    if line.ndc != other.ndc:
        parts.append(f"NDC {line.ndc or 'none'}")
    return f", {', '.join(parts)}" if parts else ""
