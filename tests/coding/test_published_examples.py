"""Worked examples that somebody else printed: units, time, E/M and ICD-10-CM (the ids are the reference list's)."""

from datetime import date
from decimal import Decimal

import pytest

from claimsim.coding.services.drugs import eleven_digits, units_of
from claimsim.coding.services.therapy import midpoint_units, timed_units
from claimsim.coding.visits.global_period import global_window
from claimsim.coding.words import tokens
from claimsim.coding.words.lengths import diameter

from .worked import code, diagnoses, services, tables

STABLE = "Assessment: Hypertension, at goal.\nPlan: Continue lisinopril."


@pytest.mark.parametrize(
    ("unit", "dose", "units"),
    [("50", "200", 4), ("1", "10", 10), ("30", "40", 2), ("30", "15", 1), ("10", "300", 30), ("3", "4.5", 2)],
)
def test_unt_08_and_09_drug_units_round_up(unit: str, dose: str, units: int) -> None:
    assert units_of(Decimal(dose), Decimal(unit)) == units


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ({"97112": 24, "97110": 23}, {"97112": 2, "97110": 1}),
        ({"97112": 20, "97110": 20}, {"97112": 1, "97110": 2}),
        ({"97110": 18, "97140": 10}, {"97110": 1, "97140": 1}),
        ({"97110": 7}, {}),
    ],
)
def test_unt_01_02_05_timed_units(minutes: dict[str, int], units: dict[str, int]) -> None:
    assert timed_units(minutes) == units


@pytest.mark.parametrize(
    ("minutes", "billed"),
    [(15, []), (16, ["90832"]), (37, ["90832"]), (38, ["90834"]), (52, ["90834"]), (53, ["90837"])],
)
def test_unt_06_psychotherapy_counts_from_the_midpoint(minutes: int, billed: list[str]) -> None:
    coding = code(
        "Assessment: Depression.",
        visit={"kind": "therapy"},
        services=[{"description": "Psychotherapy", "minutes": minutes}],
    )
    assert services(coding) == billed


@pytest.mark.parametrize(
    ("minutes", "new", "established"),
    [(15, "99202", "99212"), (30, "99203", "99214"), (45, "99204", "99215"), (60, "99205", "99215")],
)
def test_unt_14_minimum_times_must_be_met(minutes: int, new: str, established: str) -> None:
    note = "Assessment: Skin tag."
    visit = {"kind": "office", "total_minutes": minutes}
    assert code(note, visit=visit, history=[]).services[0].code == new
    assert code(note, visit=visit).services[0].code == established


@pytest.mark.parametrize(("manual", "billed"), [("commercial", ["99205", "99417"]), ("medicare", ["99205"])])
def test_unt_13_prolonged_service_by_payer(manual: str, billed: list[str]) -> None:
    coding = code(STABLE, manual, visit={"kind": "office", "total_minutes": 80}, history=[])
    assert services(coding) == billed


def test_emv_03_two_new_chronic_problems_without_drugs() -> None:
    coding = code("Assessment: 1) Hyperlipidemia 2) Hyperthyroidism\nPlan: Recheck labs in 3 months.")
    assert services(coding) == ["99213"]


def test_mod_01_the_visits_diagnosis_is_the_pain_and_not_the_suspicion() -> None:
    coding = code("CC: new RUQ pain.\nAssessment: Suspected cholecystitis.")
    assert diagnoses(coding) == ["R10.11"]


@pytest.mark.parametrize(
    ("printed", "billed"),
    [
        ("00003-0293-05", "00003029305"),
        ("0003-0293-05", "00003029305"),
        ("00003-293-05", "00003029305"),
        ("00003-0293-5", "00003029305"),
        ("12345", ""),
    ],
)
def test_an_ndc_is_filled_up_to_5_4_2(printed: str, billed: str) -> None:
    assert eleven_digits(printed) == billed


@pytest.mark.parametrize(("days", "total"), [("010", 11), ("090", 92), ("000", 1)])
def test_glb_01_and_d_09_days_of_a_global_period(days: str, total: int) -> None:
    first, last = global_window(date(2025, 3, 14), days)
    assert (last - first).days + 1 == total


@pytest.mark.parametrize(
    ("procedure", "days"), [("12001", "000"), ("45378", "000"), ("66984", "090"), ("12032", "010")]
)
def test_d_10_each_code_has_its_own_days(procedure: str, days: str) -> None:
    fee = tables().physician_fee(procedure, "", date(2025, 3, 14))
    assert fee is not None
    assert fee.global_days == days


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ({"97112": 24, "97110": 23}, {"97112": 2, "97110": 2}),
        ({"97110": 18, "97140": 10}, {"97110": 1, "97140": 1}),
        ({"97110": 7, "97140": 8}, {"97140": 1}),
    ],
)
def test_the_midpoint_counts_each_service(minutes: dict[str, int], units: dict[str, int]) -> None:
    assert midpoint_units(minutes) == units


@pytest.mark.parametrize(
    ("text", "centimetres"),
    [
        ("1.0 cm lesion with 0.2 cm margins", 1.4),
        ("excised diameter 1.4 cm including margins", 1.4),
        ("lesion 12 mm", 1.2),
        ("lesion 1.2 x 0.8 cm", 1.2),
        (".5 cm lesion", 0.5),
        ("a lesion", None),
    ],
)
def test_an_excision_is_measured_with_its_margins(text: str, centimetres: float | None) -> None:
    assert diameter(tokens.words(text)) == centimetres
