"""The provider group that bills: its identity, its clinicians and its charge master."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from claimsim.diagnostics.field_types import PlainDecimal
from claimsim.model.chart import Amount
from claimsim.model.people import Address, Credential, FileModel, Identifier, Npi, PersonName, Text

Taxonomy = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{9}X$")]


class Provider(FileModel):
    """A clinician of the practice."""

    name: PersonName
    credential: Credential = Field(description="MD, DO, NP, PA, PT, …")
    npi: Npi
    taxonomy: Taxonomy


class Locality(FileModel):
    """The Medicare payment locality in which the practice stands."""

    mac: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
    locality: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]


class Clia(FileModel):
    """The laboratory certificate of the practice."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{2}D\d{7}$")]
    certificate: Literal["waiver", "provider_performed_microscopy", "compliance", "accreditation"] = "waiver"


class ChargeMaster(FileModel):
    """What the practice charges: a charge by code, and for every other code a percentage of the Medicare amount."""

    percent_of_medicare: PlainDecimal = Field(Decimal(200), gt=0, le=1000)
    round_up_to: PlainDecimal = Field(Decimal("1.00"), gt=0)
    charges: dict[str, Amount] = Field(default_factory=dict)


class Practice(FileModel):
    """A provider group. The file's name is the practice's name in a scenario."""

    name: Text
    npi: Npi
    tax_id: Annotated[str, StringConstraints(pattern=r"^\d{2}-?\d{7}$")]
    taxonomy: Taxonomy
    address: Address
    phone: str = ""
    locality: Locality
    clia: Clia | None = None
    providers: dict[Identifier, Provider]
    charge_master: ChargeMaster = ChargeMaster.model_construct()
    claims_sent_after_days: int = Field(1, ge=0, le=60, description="business days from the visit to the claim")
    small_balance: Amount = Field(
        Decimal("5.00"), description="a patient balance below this is not worth a statement's postage"
    )
