"""What is a code in a chart and what is not, and which names show that they are made up."""

import csv
from pathlib import Path

import pytest

import claimsim.scenario.lint as lint
from claimsim.code_tables import CodeTables
from claimsim.scenario.lint.notes import codes_in
from claimsim.scenario.lint.people import is_marked

DATA = Path(lint.__file__).parent


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Dx: M17.11, I10.", ["M17.11", "I10"]),
        ("dx E119", ["E119"]),
        ("coded as T36.8", ["T36.8"]),
        ("immunization Z23 given", ["Z23"]),
        ("99213 today", ["99213"]),
        ("CPT 12001", ["12001"]),
        ("billed as 12001", ["12001"]),
        ("20610-RT done", ["20610"]),
        ("G0439 and J3301", ["G0439", "J3301"]),
        ("needs modifier 59", ["modifier 59"]),
        ("Modifiers RT", ["Modifiers RT"]),
    ],
)
def test_codes(text: str, tokens: list[str], tables: CodeTables) -> None:
    assert [token for _, token, _ in codes_in(text, tables)] == tokens


@pytest.mark.parametrize(
    "text",
    [
        "WBC 12001, platelets 36415, RBC 20610",
        "A1c 6.8, B12 low, vit D3, T4 nl, Q12h, q8h, G6PD, L4-L5, C5/6, T12 fracture, S1 radiculopathy",
        "T 98.4, T98.4, T36.8, P 72, R 16, HR 70, SpO2 98%, BP 148/92, 6.8 (was 7.1)",
        "Lot J3301, lot no. G0439, NDC 00003-0293-05, Room I10, serial # M17.11",
        "Springfield IL 62701, 62701-1234, MRN 0099213, case 99213.5, $99213, 1,20610",
        "mod RT knee effusion, modified Rankin 2, code status: full code",
        "PHQ-9 12, GAD-7 10, Mini-Cog 5/5, MMSE 28, BMI 29.1, age 58",
        "H1N1, COVID-19, HbA1c, S3 gallop, CoQ10, Omega-3, F/u 4 wks, x2, 1/9/24, 2025-03-14",
        "",
    ],
)
def test_no_codes(text: str, tables: CodeTables) -> None:
    assert codes_in(text, tables) == ()


@pytest.mark.parametrize(
    "name", ["Testpatient", "SAMPLESON", "Ramos-Sample", "Fictiva", "Doe", "Nobody", "Placeholder"]
)
def test_marked(name: str) -> None:
    assert is_marked(name)


@pytest.mark.parametrize("name", ["Miller", "Doerr", "Nobodyson", "", "Garcia"])
def test_not_marked(name: str) -> None:
    assert not is_marked(name)


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_marks_are_well_made() -> None:
    rows = rows_of("made_up_marks.csv")
    assert len({row["mark"] for row in rows}) == len(rows) > 10
    for row in rows:
        assert row["match"] in ("anywhere", "whole")
        assert row["mark"] == row["mark"].casefold()
        assert is_marked(row["note"].split()[-1])


def test_errors_of_the_seats_are_adjustment_reasons(tables: CodeTables) -> None:
    rows = rows_of("seat_errors.csv")
    assert len({row["carc"] for row in rows}) == len(rows) > 10
    for row in rows:
        assert tables.adjustment_reason(row["carc"]) is not None, row["carc"]
        assert row["seat"] in ("coder", "biller")
        assert row["why"]
