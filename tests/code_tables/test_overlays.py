"""A user's own files stand on top of the shipped ones, key by key."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import InvalidInput

ON = date(2025, 3, 14)
HEADER = "code,name,setting,effective_from,effective_to"


def test_rows_of_a_key_are_replaced_and_other_keys_stay(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("places_of_service.csv", f"{HEADER}\n11,Our office,facility,,\nZ1,Our van,non_facility,,\n")
    tables = CodeTables.load((folder,))
    names = {row.code: row.name for row in tables.places_of_service()}
    shipped = {row.code: row.name for row in CodeTables.load().places_of_service()}
    assert names == {**shipped, "11": "Our office", "Z1": "Our van"}
    place = tables.place_of_service("11", ON)
    assert place is not None
    assert place.setting == "facility"


def test_the_later_overlay_wins(tmp_path: Path) -> None:
    folders = (tmp_path / "first", tmp_path / "second")
    for folder in folders:
        folder.mkdir()
        (folder / "places_of_service.csv").write_text(f"{HEADER}\n11,{folder.name},facility,,\n", encoding="utf-8")
    place = CodeTables.load(folders).place_of_service("11", ON)
    assert place is not None
    assert place.name == "second"


def test_a_file_saved_by_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    text = f'{HEADER}\r\n11,"Office, ours",facility,,\r\n'
    (tmp_path / "places_of_service.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    place = CodeTables.load((tmp_path,)).place_of_service("11", ON)
    assert place is not None
    assert place.name == "Office, ours"


def test_another_years_conversion_factor_adds_to_the_shipped_ones(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay(
        "conversion_factors.csv",
        "effective_from,effective_to,conversion_factor,source,verified\n2031-01-01,2031-12-31,40.0000,made up,no\n",
    )
    tables = CodeTables.load((folder,))
    assert tables.conversion_factor(date(2031, 6, 1)) is not None
    assert tables.conversion_factor(ON) == CodeTables.load().conversion_factor(ON)


def test_an_ncci_pair_can_be_added(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay(
        "ncci_pairs.csv",
        "column_1,column_2,modifier_indicator,reason,effective_from,effective_to\nX0001,X0002,0,misuse,,\n",
    )
    tables = CodeTables.load((folder,))
    assert tables.ncci_pair("X0001", "X0002", ON) is not None
    assert tables.ncci_pair("20610", "99214", ON) is not None


def test_a_misspelt_file_name_gets_a_suggestion(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("procedurs.csv", "code\n")
    with pytest.raises(InvalidInput) as caught:
        CodeTables.load((folder,))
    (fault,) = caught.value.diagnostics
    assert fault.code == "bad-table"
    assert fault.position is not None
    assert fault.position.file == str(folder / "procedurs.csv")
    assert fault.hint == "did you mean procedures.csv?"


def test_an_overlay_that_is_no_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        CodeTables.load((tmp_path / "nowhere",))
    assert [fault.code for fault in caught.value.diagnostics] == ["bad-table"]


def test_faults_of_several_files_are_all_told(overlay: Callable[[str, str], Path]) -> None:
    overlay("entity_codes.csv", "code,meaning\nZZ\n")
    folder = overlay("ncci_reasons.csv", "reason,meaning\n,empty key\n")
    with pytest.raises(InvalidInput) as caught:
        CodeTables.load((folder,))
    files = [Path(fault.position.file).name for fault in caught.value.diagnostics if fault.position]
    assert files == ["entity_codes.csv", "ncci_reasons.csv"]


def test_a_narrow_row_in_a_table_of_the_coders_words_is_told(overlay: Callable[[str, str], Path]) -> None:
    header = "term,synonyms,code,sides,variants,problem,symptom,integral_to,system,region,query"
    folder = overlay("diagnosis_index.csv", f"{header}\nmyalgia,,M79.10,,,acute,yes,,musculoskeletal,,\nbroken\n")
    with pytest.raises(InvalidInput) as told:
        CodeTables.load((folder,))
    assert [(d.code, d.position.line) for d in told.value.diagnostics if d.position] == [("bad-table-row", 3)]
