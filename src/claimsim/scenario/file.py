"""The scenario file. Every key is documented here: the published JSON Schema is made of these models."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from claimsim.case.script import CodingAudit, LearnedCoverage, Seats, WrongPatient
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.evidence import Record
from claimsim.model.people import FileModel, Identifier, Text
from claimsim.payer import PayerOverrides

Level = Literal["beginner", "intermediate", "advanced"]
FileReference = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Meta(FileModel):
    """What a scenario is for."""

    title: Text = Field(description="what happens, in one line")
    level: Level
    teaches: tuple[Identifier, ...] = Field((), description="tags: what somebody learns from it")
    lesson: str = Field("", description="the lesson in a sentence or two")
    outcome: str = Field("", description="how it ends, in a few words, for the list")


class InquiriesFile(FileModel):
    """What comes out when the biller looks or asks."""

    card_image: LearnedCoverage | None = Field(
        None, description="what the card really says, where it was typed otherwise"
    )
    patient: tuple[Coverage, ...] = Field((), description="other coverage that the patient tells of")
    records: tuple[Record, ...] = Field((), description="records that can be sent or attached, and what they show")
    wrong_patient: WrongPatient | None = Field(None, description="the visit turns out to be another patient's")
    coding_audit: CodingAudit = Field(
        "after_payment", description="when the practice looks at codes that raise the charge"
    )
    answers_payer: bool = Field(False, description="whether the patient, once rung, answers what the payer asked")


class ScenarioBody(FileModel):
    """One scenario without its expectations, which only tests and checks read: a run starts faster without them."""

    scenario: Meta
    practice: FileReference = Field(description="a practice that comes with the program, or a path beside this file")
    encounter: Encounter | FileReference = Field(
        description="the encounter, or the path of a file beside this one that holds it"
    )
    payer_files: dict[Identifier, PayerOverrides] = Field(
        default_factory=dict, description="what a payer has on file, where it differs from the card or matters"
    )
    payers: dict[Identifier, FileReference] = Field(
        default_factory=dict,
        description="payers of this scenario's own: name and path beside this file; or for a second card of one "
        "insurer a name of your own and the insurer's",
    )
    inquiries: InquiriesFile = InquiriesFile.model_construct()
    seats: Seats = Seats.model_construct()
    expect: Any = Field(None, description="what a test holds the case to")
    todo: str = Field("", description="why this scenario is known to fail; it must then fail")


class MetaOnly(FileModel):
    """The head of a scenario file, for lists; everything else is left unread."""

    model_config = FileModel.model_config | {"extra": "ignore"}

    scenario: Meta
