"""A faulty table is told about with file, line and column, and completely."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, InvalidInput

PLACES = "code,name,setting,effective_from,effective_to\n"
MUES = "code,units,indicator,reason,effective_from,effective_to\n"
FEES = "code,modifier,fee,effective_from,effective_to\n"
PAIRS = "column_1,column_2,modifier_indicator,reason,effective_from,effective_to\n"


def faults_of(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        CodeTables.load((folder,))
    return caught.value.diagnostics


def places(faults: tuple[Diagnostic, ...]) -> list[tuple[int, int]]:
    return [(fault.position.line, fault.position.column) for fault in faults if fault.position]


@pytest.mark.parametrize(
    ("file", "text", "place", "words"),
    [
        ("places_of_service.csv", f"{PLACES}11,Office,facility,\n", (2, 20), "4 cells"),
        ("places_of_service.csv", f"{PLACES}11,Office, ours,facility,,\n", (2, 27), "6 cells"),
        ("places_of_service.csv", f"{PLACES}11,Office,office,,\n", (2, 11), "facility, non_facility"),
        ("places_of_service.csv", f"{PLACES}11,Office,facility,2025-1-1,\n", (2, 20), "2025-01-31"),
        ("places_of_service.csv", f"{PLACES}11,Office,facility,2025-02-30,\n", (2, 20), "no such day"),
        ("places_of_service.csv", f'{PLACES}11,"Office, ours",facility,,never\n', (2, 29), "date"),
        ("places_of_service.csv", f"{PLACES}11,Office,facility,2025-02-01,2025-01-01\n", (2, 31), "before it begins"),
        ("places_of_service.csv", f"{PLACES},Office,facility,,\n", (2, 1), "code is empty"),
        ("places_of_service.csv", f"{PLACES}11, Office,facility,,\n", (2, 4), "blanks"),
        ("places_of_service.csv", f"{PLACES}11,Off\x1b[2Jice,facility,,\n", (2, 4), "control characters"),
        ("places_of_service.csv", f'{PLACES}11,"Office,facility,,\n', (2, 1), "quotation marks"),
        ("places_of_service.csv", f"{PLACES}11,Office,facility,,\n\n", None, ""),
        ("mue_limits.csv", f"{MUES}20610,2.5,3,x,,\n", (2, 7), "whole number"),
        ("mue_limits.csv", f"{MUES}20610,٢,3,x,,\n", (2, 7), "whole number"),
        ("mue_limits.csv", f"{MUES}20610,2,4,x,,\n", (2, 9), "1, 2, 3"),
        ("laboratory_fees.csv", f"{FEES}80048,,NaN,,\n", (2, 8), "12.50"),
        ("laboratory_fees.csv", f"{FEES}80048,,1e9,,\n", (2, 8), "12.50"),
        ("ncci_pairs.csv", f"{PAIRS}1234,12345,1,x,,\n", (2, 1), "11 characters"),
    ],
)
def test_one_fault_is_found_where_it_is(
    overlay: Callable[[str, str], Path], file: str, text: str, place: tuple[int, int] | None, words: str
) -> None:
    folder = overlay(file, text)
    if place is None:  # blank lines at the end are no rows
        assert CodeTables.load((folder,)).tables()
        return
    (fault,) = faults_of(folder)
    assert fault.code == "bad-table-row"
    assert fault.position is not None
    assert fault.position.file == str(folder / file)
    assert (fault.position.line, fault.position.column) == place
    assert words in f"{fault.message} {fault.hint}"
    assert fault.source_line == text.splitlines()[1]


@pytest.mark.parametrize(
    ("header", "place", "words"),
    [
        ("code,nam,setting,effective_from,effective_to", (1, 6), "did you mean name?"),
        ("code,name,setting,effective_from", (1, 1), "effective_to is missing"),
        ("code,setting,name,effective_from,effective_to", (1, 1), "another order"),
        ("code,name,setting,effective_from,effective_to,colour", (1, 47), "no column 'colour'"),
        ("code,name,name,setting,effective_from,effective_to", (1, 11), "stands twice"),
        ("code;name;setting;effective_from;effective_to", (1, 1), "no column"),
        ("", (1, 1), "is missing"),
    ],
)
def test_a_wrong_header_is_told_column_by_column(
    overlay: Callable[[str, str], Path], header: str, place: tuple[int, int], words: str
) -> None:
    faults = faults_of(overlay("places_of_service.csv", f"{header}\n11,Office,facility,,\n"))
    assert {fault.code for fault in faults} == {"bad-table"}
    assert places(faults)[0] == place
    assert any(words in f"{fault.message} {fault.hint}" for fault in faults)


def test_every_fault_of_a_file_is_told_in_order(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("mue_limits.csv", f"{MUES}20610,x,9,r,soon,\n20611,1,1,r,,\n20612,1\n20613,1,1,r,,later\n")
    assert places(faults_of(folder)) == [(2, 7), (2, 9), (2, 13), (4, 8), (5, 14)]


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [("2025-06-30,", True), ("2025-07-01,", False), (",2024-12-31", False), (",2025-01-01", True), (",", True)],
)
def test_two_rows_of_a_code_may_not_hold_on_the_same_day(
    overlay: Callable[[str, str], Path], second: str, overlaps: bool
) -> None:
    folder = overlay("mue_limits.csv", f"{MUES}20610,1,1,r,2025-01-01,2025-06-30\n20610,2,1,r,{second}\n")
    if not overlaps:
        assert CodeTables.load((folder,)).tables()
        return
    (fault,) = faults_of(folder)
    assert "20610 already has a row for the same days" in fault.message


def test_a_table_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "entity_codes.csv").write_bytes(b"code,meaning\nZZ,caf\xe9\n")
    (fault,) = faults_of(tmp_path)
    assert fault.code == "bad-table"
    assert "UTF-8" in fault.message


def test_validate_all_looks_at_the_shipped_rows_too(tmp_path: Path) -> None:
    tables = CodeTables(tmp_path)
    with pytest.raises(InvalidInput) as caught:
        tables.validate_all()
    assert len(caught.value.diagnostics) == len(tables.tables())


def test_a_faulty_row_met_on_the_way_is_invalid_input(tmp_path: Path) -> None:
    (tmp_path / "entity_codes.csv").write_text("code,meaning\nZZ,x,y\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        CodeTables(tmp_path).entity_code("ZZ")
    assert places(caught.value.diagnostics) == [(2, 6)]
