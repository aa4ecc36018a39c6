"""Names, addresses and the sides of a person that claims and cards carry. Synthetic people only."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import LifeDate
from claimsim.model.identifiers import is_synthetic_npi, is_valid_npi

Sex = Literal["F", "M", "U"]
Relationship = Literal["self", "spouse", "child", "other"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ZipCode = Annotated[str, StringConstraints(pattern=r"^\d{5}(-?\d{4})?$")]
CREDENTIAL_FORM = r"^[A-Za-z./-]*[A-Z][A-Za-z./-]*[A-Z][A-Za-z./-]*$"
Credential = Annotated[str, StringConstraints(pattern=CREDENTIAL_FORM, max_length=20)]


def _check_npi(npi: str) -> str:
    if not is_valid_npi(npi):
        raise PydanticCustomError(
            "bad-npi", "{npi} is not a National Provider Identifier: its check digit is wrong", {"npi": npi}
        )
    if not is_synthetic_npi(npi):
        raise PydanticCustomError("real-npi", "{npi} could be somebody's NPI: use one that begins with 2", {"npi": npi})
    return npi


Npi = Annotated[str, AfterValidator(_check_npi)]


class FileModel(BaseModel):
    """What is read from a file: unknown keys are errors, values do not change.

    A model is compiled when the first file needs it. So a default that is a model is made by `model_construct`: made in
    the usual way it would be compiled by every command that imports it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PersonName(FileModel):
    """A person's name as the record or the card has it."""

    last: Text
    first: Text
    middle: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return ", ".join((f"{self.last} {self.suffix}".strip(), f"{self.first} {self.middle}".strip()))


class Address(FileModel):
    """A postal address in the United States."""

    line1: Text
    line2: str = ""
    city: Text
    state: StateCode
    zip: ZipCode


class Person(FileModel):
    """Somebody's demographics: a patient, or the subscriber a dependent is covered under."""

    name: PersonName
    birth_date: LifeDate
    sex: Sex
    address: Address | None = None
