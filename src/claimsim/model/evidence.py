"""What the practice can lay before a payer: a record, and what it shows. A payer's decision follows from that alone."""

from typing import Literal

from pydantic import Field

from claimsim.model.people import FileModel, Identifier

Proof = Literal[
    "medical-necessity", "timely-receipt", "coverage-in-force", "separate-service", "order-of-payers", "emergency",
    "records-sent", "enrolled", "authorization-held", "service-documented", "published-evidence",
]  # fmt: skip


class Record(FileModel):
    """A document of the practice that can be attached to an appeal or sent when a payer asks for records."""

    kind: Identifier = Field(description="what it is: office-note, operative-report, payer-acceptance, …")
    shows: tuple[Proof, ...] = Field((), description="what it proves; nothing: it helps nobody")
