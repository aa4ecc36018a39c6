"""The chart: one encounter as the record has it, with no codes in it.

The payer never sees any of this. Every key is documented here, because the published JSON Schema is made of it.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import LifeDate, PlainDecimal, VisitDate
from claimsim.model.eligibility import Entitlement, Through
from claimsim.model.people import FileModel, Identifier, Npi, Person, PersonName, Relationship, Text

VisitKind = Literal[
    "office", "preventive", "wellness", "video", "audio", "emergency", "inpatient", "observation", "consultation",
    "home", "nursing_facility", "procedure", "therapy", "vaccination",
]  # fmt: skip
PlaceOfService = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
Amount = Annotated[PlainDecimal, Field(ge=0, max_digits=10, decimal_places=2)]
Note = Annotated[str, StringConstraints(max_length=400_000)]


def _not_negative(value: str) -> str:
    if value.lstrip()[:1] in ("-", "\N{MINUS SIGN}"):
        told = {"value": value, "hint": "write amount and unit, for example 40 mg"}
        raise PydanticCustomError("out-of-range", "`{value}` is less than nothing", told)
    return value


Quantity = Annotated[str, AfterValidator(_not_negative)]
"""Amount and unit, as the record has them."""


class Coverage(FileModel):
    """One insurance card as the front desk copied it."""

    payer: Identifier = Field(description="the payer's file in data/payers/, by its name")
    plan: Identifier = Field(description="the plan within that payer's file")
    member_id: Text = Field(description="the member number as typed from the card")
    group_number: str = ""
    relationship: Relationship = "self"
    subscriber: Person | None = Field(None, description="whose plan it is, when the patient is a dependent")
    through: Through = Field("", description="what the plan comes from; it decides who pays first")
    employer: str = Field(
        "", description="for workers' compensation: who is insured; `member_id` is then the carrier's claim number"
    )
    employees: int | None = Field(None, ge=1, description="how many the employer has: 20 and 100 matter to Medicare")
    since: LifeDate | None = Field(None, description="first day of the coverage, where it decides who pays first")
    entitlement: Entitlement = Field("", description="for Medicare: why; empty: age from 65, else disability")
    entitled_since: LifeDate | None = Field(None, description="for Medicare by kidney disease: the first month")
    court_ordered: bool = Field(False, description="for a child: a court has named this parent's plan")


class Visit(FileModel):
    """How the visit was held."""

    kind: VisitKind
    total_minutes: int | None = Field(
        None, ge=0, le=1440, description="the clinician's own time on the date of the visit, in minutes"
    )
    reason: str = Field("", description="why it was booked, in the scheduler's words")


class Service(FileModel):
    """Something that was done, in words, as the record has it."""

    description: Text
    quantity: int = Field(1, ge=1, le=999)
    minutes: int | None = Field(None, ge=0, le=1440)


class DrugGiven(FileModel):
    """A drug or vaccine that was given."""

    name: Text
    dose: Quantity = Field(
        "", description="amount and unit, for example 40 mg; empty where the record does not tell it"
    )
    route: str = ""
    vial: Literal["single_dose", "multi_dose", ""] = ""
    discarded: Quantity = Field("", description="what was thrown away from a single-dose vial, amount and unit")
    lot: str = ""
    ndc: str = ""


class EarlierService(FileModel):
    """An earlier visit, procedure or test that matters now (new patient, global period)."""

    date: LifeDate
    provider: str = Field("", description="who gave it: a provider of the practice, or empty for somebody else")
    kind: Literal[
        "office",
        "video",
        "home",
        "hospital",
        "nursing_facility",
        "procedure",
        "therapy",
        "test",
        "preventive",
        "wellness",
    ]
    description: str = ""
    code: str = Field("", description="the procedure code it was billed with, when it matters")


class Notice(FileModel):
    """An Advance Beneficiary Notice (CMS-R-131) or a like waiver that the patient signed before the service."""

    kind: Literal["abn"]
    service: Text = Field(description="the service it names, in the words used under services")
    signed_on: LifeDate
    reason: Text = Field(description="why payment is expected to be refused")
    estimated_cost: Amount
    option: Literal["1", "2", "3"] = Field(
        "1", description="1: bill Medicare, I may have to pay; 2: do not bill; 3: I do not want it"
    )


class Authorization(FileModel):
    """A prior authorization or referral number that the practice holds."""

    number: Text
    service: str = ""


class OutsideProvider(FileModel):
    """A clinician of another practice who sent the patient or ordered what was done."""

    name: PersonName
    npi: Npi
    credential: str = ""


class AccidentFacts(FileModel):
    """What the patient said the condition comes from, when it was an accident."""

    kind: Literal["employment", "auto", "other"]
    date: LifeDate | None = None
    state: str = Field("", description="for a car accident, where it happened", pattern=r"^([A-Z]{2})?$")


class Collected(FileModel):
    """Money taken at the desk."""

    on: LifeDate
    amount: Amount
    what: Literal["copay", "deposit"] = "copay"


class EligibilityCheck(FileModel):
    """Whether and when the desk asked the payer about coverage. The answer holds for the date that was asked about."""

    checked_on: LifeDate | None = None
    not_checked: str = Field("", description="why nobody asked")


class QueryResponse(FileModel):
    """What the clinician answers when the coder asks; it is put to the record as an addendum."""

    about: Text = Field(description="words of the query it answers, for example: side of otitis externa")
    answer: Text = Field(description="the clinician's words, for example: right")
    on: LifeDate | None = Field(None, description="the day of the answer; the day of the visit if it is not said")


class Encounter(FileModel):
    """One patient encounter: who came, who is said to cover it, what was written down and what was done."""

    id: Text
    date_of_service: VisitDate
    place_of_service: PlaceOfService
    rendering_provider: Identifier
    supervising_provider: Identifier | None = None
    patient: Person
    coverage: tuple[Coverage, ...] = Field((), description="in order of liability, as the front desk copied the cards")
    eligibility: EligibilityCheck | None = None
    visit: Visit | None = None
    note: Note = ""
    services: tuple[Service, ...] = ()
    drugs: tuple[DrugGiven, ...] = ()
    history: tuple[EarlierService, ...] = ()
    notices: tuple[Notice, ...] = ()
    authorization: Authorization | None = None
    referral: Authorization | None = None
    collected: tuple[Collected, ...] = ()
    referring_provider: OutsideProvider | None = Field(None, description="who sent the patient")
    ordering_provider: OutsideProvider | None = Field(
        None, description="who ordered the tests, when not the clinician of the visit"
    )
    accident: AccidentFacts | None = Field(None, description="the condition comes from an accident")
    initial_treatment_date: LifeDate | None = Field(
        None, description="the first treatment of the present course of chiropractic care"
    )
    attachments: tuple[Text, ...] = Field(
        (), description="records that are sent along with the claim, by the number they carry (PWK)"
    )
    query_responses: tuple[QueryResponse, ...] = Field((), description="answers to the coder's queries")

    @model_validator(mode="after")
    def _nobody_is_born_after_the_visit(self) -> "Encounter":
        """Ages are reckoned on the date of service: of the patient, and of those whose plan it is."""
        births: list[tuple[tuple[str | int, ...], date]] = [(("patient", "birth_date"), self.patient.birth_date)]
        births += [
            (("coverage", number, "subscriber", "birth_date"), coverage.subscriber.birth_date)
            for number, coverage in enumerate(self.coverage)
            if coverage.subscriber is not None
        ]
        for path, born in births:
            if born > self.date_of_service:
                words = "born on {born}, after the visit on {visit}"
                told = {"born": born.isoformat(), "visit": self.date_of_service.isoformat()}
                context = {**told, "path": path, "hint": "correct one of the two"}
                raise PydanticCustomError("impossible-birth-date", words, context)
        return self
