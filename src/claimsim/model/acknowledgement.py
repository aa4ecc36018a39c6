"""What comes back before anybody adjudicates: the 999 (syntax) and the 277CA (accepted or rejected)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ImplementationAcknowledgement:
    """A 999: whether the transaction could be read. `errors` are sentences, empty when accepted."""

    claim_id: str
    received_on: date
    accepted: bool
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """One STC of a 277CA: category (A1 to A8), status code, the entity meant, and in words what it saw."""

    category: str
    status: str
    entity: str
    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ClaimAcknowledgement:
    """A 277CA for one claim. A claim that is not accepted was never adjudicated: fix it and send it as an original."""

    claim_id: str
    payer: str
    received_on: date
    accepted: bool
    statuses: tuple[ClaimStatus, ...]
    payer_claim_control_number: str = ""
