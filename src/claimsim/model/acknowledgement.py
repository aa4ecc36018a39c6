"""What comes back before anybody adjudicates: the 999 (syntax) and the 277CA (accepted or rejected)."""

from datetime import date

from msgspec import Struct


class ImplementationAcknowledgement(Struct, frozen=True):
    """A 999: whether the transaction could be read. `errors` are sentences, empty when accepted."""

    claim_id: str
    received_on: date
    accepted: bool
    errors: tuple[str, ...] = ()


class ClaimStatus(Struct, frozen=True):
    """One STC of a 277CA: category (A1 to A8), status code, the entity meant, and in words what it saw."""

    category: str
    status: str
    entity: str
    text: str
    rule: str = ""


class ClaimAcknowledgement(Struct, frozen=True):
    """A 277CA for one claim. A claim that is not accepted was never adjudicated: fix it and send it as an original."""

    claim_id: str
    payer: str
    received_on: date
    accepted: bool
    statuses: tuple[ClaimStatus, ...]
    payer_claim_control_number: str = ""
