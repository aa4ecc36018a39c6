"""A small model in the manner of the scenario files."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import IsoDate, PlainDecimal


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coverage(Strict):
    payer: str
    plan: str
    member_id: str = Field("NWP900000017", pattern=r"^[A-Z]{3}\d{9}$", examples=["NWP900000017"])


class Deny(Strict):
    do: Literal["deny"]
    carc: str


class Hold(Strict):
    do: Literal["hold"]
    days: int = Field(ge=1, le=30)


class Codes(Strict):
    codes: tuple[str, ...]


class Changes(Strict):
    changes: tuple[str, ...]
    reason: str = ""


class Demo(Strict):
    title: str = "untitled"
    level: Literal["beginner", "intermediate", "advanced"] = "beginner"
    date_of_service: IsoDate | None = None
    total_minutes: int = Field(0, ge=0)
    charge: PlainDecimal = Field(Decimal(0), ge=0, decimal_places=2)
    deductible_met: Decimal = Field(Decimal(0), ge=0)
    telehealth: bool = False
    teaches: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = Field((), max_length=4)
    services: tuple[str, ...] = Field(("visit",), min_length=1)
    note: str = Field("none", min_length=3)
    coverage: tuple[Coverage, ...] = ()
    payer_files: dict[str, Coverage] = {}
    period: tuple[IsoDate, IsoDate] | None = None
    then: Annotated[Deny | Hold, Field(discriminator="do")] | None = None
    coder: Codes | Changes | Literal["reference", "human"] | None = None
    units: int | Literal["all"] = 1
    npi: str = ""

    @model_validator(mode="after")
    def npi_begins_with_two(self) -> Demo:
        if self.npi and not self.npi.startswith("2"):
            raise PydanticCustomError(
                "bad-npi", "`{npi}` does not begin with 2", {"npi": self.npi, "path": ("npi",), "hint": "make one up"}
            )
        if self.note == "nothing":
            raise ValueError("a note of nothing is no note")
        return self


@pytest.fixture(scope="session")
def demo() -> type[Demo]:
    """The model against which cases are checked."""
    return Demo
