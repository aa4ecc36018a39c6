"""Putting a claim together from charges, the chart's registration data and the practice's identity."""

from msgspec.structs import replace

from claimsim.model.chart import Coverage, Encounter, OutsideProvider
from claimsim.model.claim import (
    Accident,
    Claim,
    ClaimLine,
    Frequency,
    PayerSequence,
    PersonOnClaim,
    ProviderOnClaim,
)
from claimsim.model.codes import CodedDiagnosis
from claimsim.model.people import Address, Person
from claimsim.model.practice import Practice, Provider

from .charges import ChargeLine

MAX_DIAGNOSES = 12
SEQUENCES: tuple[PayerSequence, ...] = ("P", "S", "T")


def build_claim(
    claim_id: str,
    encounter: Encounter,
    coverage: Coverage,
    practice: Practice,
    diagnoses: tuple[CodedDiagnosis, ...],
    charges: tuple[ChargeLine, ...],
    sequence: PayerSequence = "P",
    place_of_service: str | None = None,
) -> Claim:
    """An original claim (frequency 1) to the coverage's payer.

    At most twelve diagnoses fit (CMS-1500 item 21); pointers beyond four a line are cut (item 24E).
    `place_of_service` is the chart's where it is None; a contractor for equipment wants where the item is used.
    """
    place = place_of_service or encounter.place_of_service
    patient = person_on_claim(encounter.patient)
    subscriber = person_on_claim(coverage.subscriber) if coverage.subscriber else patient
    rendering = practice.providers[encounter.rendering_provider]
    return Claim(
        claim_id=claim_id,
        payer=coverage.payer,
        plan=coverage.plan,
        sequence=sequence,
        frequency="1",
        member_id=coverage.member_id,
        relationship=coverage.relationship,
        subscriber=subscriber,
        patient=patient,
        billing_provider=billing_provider(practice),
        rendering_provider=rendering_provider(rendering),
        place_of_service=place,
        diagnoses=tuple(d.code for d in diagnoses[:MAX_DIAGNOSES]),
        lines=tuple(_claim_line(n, line, encounter, place) for n, line in enumerate(charges, 1)),
        locality=(practice.locality.mac, practice.locality.locality),
        group_number=coverage.group_number,
        employer=coverage.employer,
        authorization_number=encounter.authorization.number if encounter.authorization else "",
        referral_number=encounter.referral.number if encounter.referral else "",
        clia_number=practice.clia.number if practice.clia else "",
        referring_provider=_outside(encounter.referring_provider),
        ordering_provider=_outside(encounter.ordering_provider) or rendering_provider(rendering),
        accident=_accident(encounter),
        initial_treatment_date=encounter.initial_treatment_date,
        attachments=encounter.attachments,
    )


def _claim_line(number: int, line: ChargeLine, encounter: Encounter, place: str) -> ClaimLine:
    return ClaimLine(
        number=number,
        code=line.code,
        modifiers=line.modifiers,
        units=line.units,
        charge=line.charge,
        diagnosis_pointers=line.diagnosis_pointers[:4],
        date_of_service=encounter.date_of_service,
        place_of_service=place,
        minutes=line.minutes,
        ndc=line.ndc,
    )


def correction_of(claim: Claim, corrected: Claim, frequency: Frequency, payer_claim_control_number: str) -> Claim:
    """The corrected claim as a replacement (7) or void (8) of one the payer adjudicated, by the payer's own number."""
    return replace(
        corrected,
        frequency=frequency,
        original_reference=payer_claim_control_number,
        sequence=claim.sequence,
        submitted_on=None,
    )


def only_lines(claim: Claim, numbers: frozenset[int]) -> Claim:
    """A claim with only some of its lines, numbered anew: what goes out after an unprocessable answer."""
    kept = [line for line in claim.lines if line.number in numbers]
    return replace(claim, lines=tuple(replace(line, number=n) for n, line in enumerate(kept, 1)), submitted_on=None)


def person_on_claim(person: Person) -> PersonOnClaim:
    """The person as loops 2010BA and 2010CA carry them."""
    return PersonOnClaim(person.name.last, person.name.first, person.birth_date, person.sex, _address(person.address))


def billing_provider(practice: Practice) -> ProviderOnClaim:
    """The group as loop 2010AA carries it."""
    return ProviderOnClaim(
        practice.name, practice.npi, practice.taxonomy, practice.tax_id, address=_address(practice.address)
    )


def rendering_provider(provider: Provider) -> ProviderOnClaim:
    """The clinician as loop 2310B carries them."""
    return ProviderOnClaim(str(provider.name), provider.npi, provider.taxonomy, credential=provider.credential)


def _outside(provider: OutsideProvider | None) -> ProviderOnClaim | None:
    if provider is None:
        return None
    return ProviderOnClaim(str(provider.name), provider.npi, "", credential=provider.credential)


def _accident(encounter: Encounter) -> Accident | None:
    facts = encounter.accident
    return Accident(facts.kind, facts.date, facts.state) if facts else None


def _address(address: Address | None) -> tuple[str, str, str, str] | None:
    return (address.line1, address.city, address.state, address.zip) if address else None
