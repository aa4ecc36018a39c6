"""What the coding tests share: a synthetic practice, payer manuals, and encounters built from a few words."""

import csv
from datetime import date
from functools import lru_cache
from typing import Any

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.coding import code_encounter
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Encounter
from claimsim.model.codes import Coding
from claimsim.model.practice import Practice

DAY = date(2025, 3, 14)
"""The date of service of every worked encounter that names no other."""
NPI = "2111111110"
PRACTICE = Practice.model_validate(
    {
        "name": "Sample Lakeside Family Medicine",
        "npi": NPI,
        "tax_id": "00-0000001",
        "taxonomy": "207Q00000X",
        "address": {"line1": "1 Sample St", "city": "Springfield", "state": "IL", "zip": "62701"},
        "locality": {"mac": "06102", "locality": "99"},
        "clia": {"number": "00D0000001"},
        "providers": {
            "ramos": {
                "name": {"last": "Sample", "first": "Rosa"},
                "credential": "MD",
                "npi": NPI,
                "taxonomy": "207Q00000X",
            },
            "chen": {
                "name": {"last": "Sample", "first": "Cora"},
                "credential": "MD",
                "npi": NPI,
                "taxonomy": "207Q00000X",
            },
            "walker": {
                "name": {"last": "Sample", "first": "Wil"},
                "credential": "NP",
                "npi": NPI,
                "taxonomy": "363LF0000X",
            },
            "eyes": {
                "name": {"last": "Sample", "first": "Iris"},
                "credential": "MD",
                "npi": NPI,
                "taxonomy": "207W00000X",
            },
            "therapist": {
                "name": {"last": "Sample", "first": "Theo"},
                "credential": "PT",
                "npi": NPI,
                "taxonomy": "225100000X",
            },
            "assistant": {
                "name": {"last": "Sample", "first": "Paula"},
                "credential": "PA",
                "npi": NPI,
                "taxonomy": "363A00000X",
            },
            "heart": {
                "name": {"last": "Sample", "first": "Hal"},
                "credential": "MD",
                "npi": NPI,
                "taxonomy": "207RC0000X",
            },
        },
    }
)
MANUALS = {
    "commercial": BillingManual(line_of_business="commercial", filing_limit_days=180),
    "commercial_strict": BillingManual(line_of_business="commercial", filing_limit_days=180, drug_waste_modifiers=True),
    "commercial_98000": BillingManual.model_validate(
        {"line_of_business": "commercial", "filing_limit_days": 180, "telehealth": {"codes": "98000_series"}}
    ),
    "commercial_95": BillingManual.model_validate(
        {"line_of_business": "commercial", "filing_limit_days": 180, "telehealth": {"video_modifier": "95"}}
    ),
    "commercial_midpoint": BillingManual(
        line_of_business="commercial",
        filing_limit_days=180,
        therapy_units="each_service",
        bilateral="two_lines",
        multiple_procedure_modifier=True,
        takes_consultation_codes=True,
    ),
    "medicaid": BillingManual(line_of_business="medicaid", filing_limit_days=365),
    "medicare": BillingManual(
        line_of_business="medicare_part_b",
        filing_limit_days=365,
        vaccine_administration="medicare_g_codes",
        wellness_visits="medicare_g_codes",
        prolonged_service="G2212",
        drug_waste_modifiers=True,
        visit_complexity_add_on=True,
    ),
}


@lru_cache(maxsize=1)
def tables() -> CodeTables:
    """The shipped tables, once for all tests."""
    return CodeTables.load()


def table_rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table as they stand in its file."""
    with (resources.code_tables_dir() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def encounter(note: str = "", **fields: Any) -> Encounter:
    """An office visit on 2025-03-14 of an established patient born in 1966; any field can be given."""
    patient = {"name": {"last": "Testpatient", "first": "Ana"}, "birth_date": "1966-05-02", "sex": "F"}
    patient.update(fields.pop("patient", {}))
    whole: dict[str, Any] = {
        "id": "CASE",
        "date_of_service": DAY,
        "place_of_service": "11",
        "rendering_provider": "ramos",
        "visit": {"kind": "office"},
        "history": [{"date": date(2024, 11, 5), "provider": "ramos", "kind": "office"}],
        "patient": patient,
        "note": note,
    }
    whole.update(fields)
    return Encounter.model_validate(whole)


def code(note: str = "", manual: str = "commercial", **fields: Any) -> Coding:
    """Code a note."""
    return code_encounter(encounter(note, **fields), PRACTICE, MANUALS[manual], tables())


def services(coding: Coding) -> list[str]:
    """Services as "99214-25" or "J3301x4"."""
    return [
        "-".join((service.code, *service.modifiers)) + (f"x{service.units}" if service.units > 1 else "")
        for service in coding.services
    ]


def diagnoses(coding: Coding) -> list[str]:
    """Diagnosis codes in order."""
    return [diagnosis.code for diagnosis in coding.diagnoses]
