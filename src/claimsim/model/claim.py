"""A professional claim (CMS-1500, 837P) as it leaves the practice. All that a payer sees of an encounter."""

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from claimsim.model.money import Money, total

Frequency = Literal["1", "7", "8"]
"""CLM05-3: 1 original, 7 replacement of a prior claim, 8 void of a prior claim."""
PayerSequence = Literal["P", "S", "T"]


class PersonOnClaim(Struct, frozen=True):
    """A subscriber or patient as the claim names them."""

    last: str
    first: str
    birth_date: date
    sex: str
    address: tuple[str, str, str, str] | None = None
    """Street, city, state, zip."""


class ProviderOnClaim(Struct, frozen=True):
    """A billing or rendering provider. `credential` (MD, NP, …) is what the payer has the person enrolled as."""

    name: str
    npi: str
    taxonomy: str
    tax_id: str = ""
    credential: str = ""
    address: tuple[str, str, str, str] | None = None


class ClaimLine(Struct, frozen=True):
    """A service line. `charge` is for all units; pointers are 1-based positions in the diagnoses (at most 4)."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    units: int
    charge: Money
    diagnosis_pointers: tuple[int, ...]
    date_of_service: date
    place_of_service: str
    minutes: int | None = None
    ndc: str = ""


class PriorPayer(Struct, frozen=True):
    """What an earlier payer did with this claim, from its remittance (loops 2320 and 2430)."""

    payer: str
    sequence: PayerSequence
    paid: Money
    paid_on: date
    lines: tuple[tuple[int, Money, tuple[tuple[str, str, Money], ...]], ...]
    """Line number, paid, and (group, CARC, amount) adjustments."""
    line_of_business: str = ""
    """What kind of payer it is (SBR09), where it is known: Medicare has several contractors, and is one payer."""
    control_number: str = ""
    """That payer's own number of its answer (REF*F8 of loop 2330B): which of its answers this one rests on."""


class Accident(Struct, frozen=True):
    """CLM11 and DTP*439: what the condition is related to, when, and for a car accident the state."""

    kind: Literal["employment", "auto", "other"]
    day: date | None = None
    state: str = ""


class Claim(Struct, frozen=True):
    """One claim to one payer. `claim_id` is the practice's own control number (CLM01)."""

    claim_id: str
    payer: str
    plan: str
    sequence: PayerSequence
    frequency: Frequency
    member_id: str
    relationship: str
    subscriber: PersonOnClaim
    patient: PersonOnClaim
    billing_provider: ProviderOnClaim
    rendering_provider: ProviderOnClaim
    place_of_service: str
    diagnoses: tuple[str, ...]
    lines: tuple[ClaimLine, ...]
    locality: tuple[str, str]
    """MAC and locality of the place of service; a payer derives it from the ZIP code."""
    group_number: str = ""
    employer: str = ""
    """For workers' compensation: the employer stands as subscriber (2010BA), the injured as patient (2010CA), and
    `member_id` is the carrier's claim number (REF*Y4). Workers' comp file format specifications (docplayer 16551628);
    caliberhealth.com, submitting workers compensation claims as 837s."""
    casualty: bool = False
    """To a property and casualty insurer: `member_id` is the number of its claim (REF*Y4 of 2010BA or 2010CA)."""
    original_reference: str = ""
    """REF*F8: the payer claim control number of the claim that this one replaces or voids."""
    authorization_number: str = ""
    referral_number: str = ""
    clia_number: str = ""
    prior_payers: tuple[PriorPayer, ...] = ()
    attachments: tuple[str, ...] = ()
    submitted_on: date | None = None
    referring_provider: ProviderOnClaim | None = None
    """Loop 2310A (DN): who sent the patient."""
    ordering_provider: ProviderOnClaim | None = None
    """Loop 2420E (DK): who ordered the tests; the rendering clinician where nobody else did."""
    accident: Accident | None = None
    initial_treatment_date: date | None = None
    """DTP*454: the first treatment of a course of chiropractic care."""
    forwarded_by: str = ""
    """The payer that forwarded it (crossover); empty for a claim that the practice sent."""

    @property
    def charge(self) -> Money:
        """CLM02: the sum of the line charges, dollars."""
        return total([line.charge for line in self.lines])

    @property
    def date_of_service(self) -> date:
        """The earliest date of service of the lines."""
        return min([line.date_of_service for line in self.lines])

    def pointed(self, line: ClaimLine) -> tuple[str, ...]:
        """The diagnosis codes a line points at, in order; pointers past the list are left out."""
        return tuple(self.diagnoses[p - 1] for p in line.diagnosis_pointers if 0 < p <= len(self.diagnoses))


class FeeFacts(Struct, frozen=True):
    """What pricing needs to know of a line, apart from the claim it stands on (used by the charge master too)."""

    code: str
    modifiers: tuple[str, ...]
    units: int
    date_of_service: date
    place_of_service: str
    locality: tuple[str, str]
    charge: Decimal | None = None
