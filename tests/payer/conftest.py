"""A desk of payers to send made-up claims to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from claimsim.code_tables.tables import CodeTables
from claimsim.model.claim import Accident, Claim, ClaimLine, PersonOnClaim, PriorPayer, ProviderOnClaim
from claimsim.model.identifiers import npi_check_digit
from claimsim.payer import (
    CardFacts,
    Payer,
    PayerFile,
    PayerOverrides,
    PayerState,
    load_payer,
    open_payer,
    opening_state,
)
from claimsim.resources import payers_dir

SERVICE_DATE = date(2025, 3, 14)
RECEIVED_ON = date(2025, 3, 17)
PAID_ON = date(2025, 3, 31)
SUPPLEMENT = Path(__file__).parents[2] / "scenarios" / "coordination" / "_payers" / "evergreen-supplement.yaml"
MEMBER_IDS = {
    "northwind-ppo": "NWP900000017",
    "prairie-mutual": "PMH90000017",
    "medicare-part-b": "1EG4-TE5-MK73",
    "harbor-hmo": "HMO90000017",
    "sunrise-advantage": "SUN90000017",
    "statecare-medicaid": "900000017S",
    "guardian-supplement": "GMS9000017",
    "ironworks-self-funded": "IW900000017",
    "supplement": "EGS9000017",
}
NPI = "200000001" + npi_check_digit("200000001")
PERSON = PersonOnClaim("Testpatient", "Ana", date(1956, 5, 2), "F")
PROVIDER = ProviderOnClaim("Sample, Pat", NPI, "207Q00000X", "00-0000001", "MD")


class Desk:
    """Makes payers, their opening states, and claims from a few words."""

    service_date = SERVICE_DATE
    received_on = RECEIVED_ON
    paid_on = PAID_ON

    def __init__(self) -> None:
        self.tables = CodeTables.load()
        self.payers = {
            path.stem: open_payer(path.stem, load_payer(path, self.tables), self.tables)
            for path in sorted(payers_dir().glob("*.yaml"))
        }
        supplement = open_payer("supplement", load_payer(SUPPLEMENT, self.tables), self.tables)
        self.beside = {"supplement": supplement}

    def state(self, payer: str, overrides: Mapping[str, Any] | None = None) -> PayerState:
        """The opening state of the made-up member at a payer."""
        plan = next(iter(self.payer(payer).file.plans))
        person = (PERSON.last, PERSON.first, PERSON.birth_date)
        card = CardFacts(plan, MEMBER_IDS[payer], "self", *person, *person)
        return opening_state(self.payer(payer), card, PayerOverrides.model_validate(overrides or {}), SERVICE_DATE)

    def payer(self, name: str) -> Payer:
        """A shipped payer."""
        return self.payers.get(name) or self.beside[name]

    def variant(self, name: str, settings: Mapping[str, Any]) -> Payer:
        """A shipped payer with some settings of its file changed, in the words of the file.

        Mappings are merged, but `edits` takes the place of the file's.
        """
        file = PayerFile.model_validate(_merged(_raw(name), settings))
        return open_payer(name, file, self.tables)

    def claim(self, payer: str, words: Mapping[str, Any]) -> Claim:
        """A claim from a mapping as the rule cases write it; what is left out is a plain visit for hypertension."""
        lines = tuple(self.line(number, given) for number, given in enumerate(words.get("lines", [{}]), 1))
        rendering = replace(PROVIDER, **words.get("rendering", {}))
        patient = replace(PERSON, **words.get("patient", {}))
        return Claim(
            claim_id=words.get("claim_id", "T-1"),
            payer=payer,
            plan="",
            sequence=words.get("sequence", "P"),
            frequency=str(words.get("frequency", "1")),  # type: ignore[arg-type]  # a case may try any frequency
            member_id=words.get("member_id", MEMBER_IDS[payer]),
            relationship=words.get("relationship", "self"),
            subscriber=PERSON if "relationship" in words else patient,
            patient=patient,
            billing_provider=replace(PROVIDER, **words.get("billing", {})),
            rendering_provider=rendering,
            place_of_service="11",
            diagnoses=tuple(words.get("diagnoses", ["I10"])),
            lines=lines,
            locality=("06102", "99"),
            original_reference=words.get("reference", ""),
            clia_number=words.get("clia", "00D0000000"),
            initial_treatment_date=words.get("initial_treatment", date(2025, 3, 3)),
            prior_payers=tuple(_prior(p) for p in words.get("prior_payers", [])),
            authorization_number=words.get("authorization", ""),
            referral_number=words.get("referral", ""),
            forwarded_by=words.get("forwarded_by", ""),
            attachments=tuple(words.get("attachments", [])),
            ordering_provider=_provider(words.get("ordering", {})),
            referring_provider=_provider(words.get("referring")),
            accident=Accident(**words["accident"]) if "accident" in words else None,
        )

    @staticmethod
    def line(number: int, given: Mapping[str, Any]) -> ClaimLine:
        """A service line from a mapping."""
        return ClaimLine(
            number=number,
            code=given.get("code", "99213"),
            modifiers=tuple(given.get("modifiers", [])),
            units=int(given.get("units", 1)),
            charge=Decimal(str(given.get("charge", "200.00"))).quantize(Decimal("0.01")),
            diagnosis_pointers=tuple(int(p) for p in given.get("pointers", [1])),
            date_of_service=date.fromisoformat(str(given.get("date", SERVICE_DATE))),
            place_of_service=given.get("place", "11"),
            ndc=given.get("ndc", ""),
            minutes=given.get("minutes"),
        )


@cache
def _raw(name: str) -> Any:
    return yaml.safe_load((payers_dir() / f"{name}.yaml").read_text(encoding="utf-8"))


def _merged(raw: Any, settings: Any) -> Any:
    if not isinstance(raw, dict) or not isinstance(settings, Mapping):
        return settings
    merged = {key: value if key == "edits" else _merged(raw.get(key), value) for key, value in settings.items()}
    return {**raw, **merged}


def _provider(given: Mapping[str, Any] | None) -> ProviderOnClaim | None:
    return None if given is None else replace(PROVIDER, **given)


def _prior(given: Mapping[str, Any]) -> PriorPayer:
    lines = tuple(
        (int(n), Decimal(paid), tuple((g, c, Decimal(amount)) for g, c, amount in adjustments))
        for n, paid, adjustments in given["lines"]
    )
    paid_on = date.fromisoformat(given.get("paid_on", "2025-03-20"))
    paid, line = sum((x[1] for x in lines), Decimal(0)), given.get("line_of_business", "")
    return PriorPayer(given.get("payer", "another"), "P", paid, paid_on, lines, line)


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The shipped payers with the shipped tables, opened once."""
    return Desk()
