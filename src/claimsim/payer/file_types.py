"""Types of the cells of payer files: percentages, dollars, code patterns, benefit categories."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from claimsim.diagnostics.field_types import PlainDecimal

Percent = Annotated[PlainDecimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)]
Share = Annotated[PlainDecimal, Field(ge=0, le=100, max_digits=6, decimal_places=3)]
"""A percentage that is a part of something: 0 to 100."""
Amount = Annotated[PlainDecimal, Field(ge=0, max_digits=9, decimal_places=2)]
Factor = Annotated[PlainDecimal, Field(gt=0, max_digits=9, decimal_places=4)]
CodeGlob = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{0,9}\*?$")]
FeeKey = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{0,9}(\*|-26|-TC|-53)?$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]?\d{1,3}$")]
RemarkCode = Annotated[str, StringConstraints(pattern=r"^(M|MA|N)\d{1,3}$")]
ModifierCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
RETURNING_REASONS = frozenset({"4", "16", "109"})
"""CARCs with which a line may come back as unprocessable: a modifier is wrong or missing (First Coast, FAQ 158896),
something else is missing, or it went to the wrong contractor (Medicare Claims Processing Manual chapter 1, section
10.1.9)."""
BenefitCategory = Literal[
    "primary_care_visit",
    "specialist_visit",
    "emergency_visit",
    "hospital_visit",
    "behavioral",
    "preventive",
    "screening_became_procedure",
    "laboratory",
    "imaging",
    "procedure",
    "therapy",
    "drug",
    "vaccine",
    "supplies",
    "other",
]
Participation = Literal["participating", "non_participating", "unassigned", "out_of_network"]
