"""The ICD-10-CM list: billable codes, hierarchy, inherited notes, 7th characters, codes that start or end."""

import os
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim import resources
from claimsim.code_tables import CodeTables, Icd10cm, Note

ON = date(2025, 3, 14)


def test_the_list_has_every_billable_code_of_the_year() -> None:
    with closing(sqlite3.connect(resources.icd10cm_path())) as connection:
        (count,) = connection.execute("SELECT count(*) FROM node WHERE billable").fetchone()
    assert count == 74_719


@pytest.mark.parametrize("spelling", ["M17.11", "m17.11", "M1711", " m1711 "])
def test_a_code_is_accepted_in_any_spelling_and_returned_in_one(icd: Icd10cm, spelling: str) -> None:
    row = icd.get(spelling)
    assert row is not None
    assert (row.code, row.billable, row.parent) == ("M17.11", True, "M17.1")
    assert row.description == "Unilateral primary osteoarthritis, right knee"


@pytest.mark.parametrize(
    ("code", "billable"),
    [
        ("I10", True),
        ("M17", False),
        ("M17.1", False),
        ("B99", False),  # also the name of a block
        ("B99.9", True),
        ("S93.401", False),
        ("S93.401A", True),
        ("T14.91", False),
        ("T14.91XA", True),
        ("T36.0X1A", True),
        ("X34", False),
        ("X34.XXXA", True),
        ("E08.3211", True),
        ("E08.321", False),
        ("O31.00X1", True),
        ("S93.401Z", False),
        ("NOPE", False),
        ("", False),
        ("chapter:13", False),
        ("é1", False),
    ],
)
def test_only_a_complete_code_is_billable(icd: Icd10cm, code: str, billable: bool) -> None:
    assert icd.is_billable(code) is billable


def test_ancestors_lead_to_block_and_chapter(icd: Icd10cm) -> None:
    assert [(row.code, row.kind) for row in icd.ancestors("S93.401A")] == [
        ("S93.401", "subcategory"),
        ("S93.40", "subcategory"),
        ("S93.4", "subcategory"),
        ("S93", "category"),
        ("S90-S99", "block"),
        ("19", "chapter"),
    ]
    parent = icd.parent("M17.11")
    assert parent is not None
    assert parent.code == "M17.1"
    assert icd.parent("NOPE") is None
    assert [row.code for row in icd.children("M17.1")] == ["M17.10", "M17.11", "M17.12"]


def test_an_excludes1_note_is_inherited_from_the_headings_above(icd: Icd10cm) -> None:
    notes = icd.excludes1("M80.011A")
    assert Note("M80", "pathological fracture NOS (M84.4)") in notes
    assert notes == icd.excludes1("M80.01")
    assert any(note.names("M84.40XA") for note in notes)
    assert not any(note.names("M17.11") for note in notes)


def test_code_first_and_use_additional_notes_are_inherited(icd: Icd10cm) -> None:
    assert any(note.code == "E11" and note.names("Z79.4") for note in icd.use_additional("E11.22"))
    assert any(note.names("E11.22") for note in icd.code_first("N18.31"))
    assert any(note.code == "M80" for note in icd.use_additional("M80.011A"))


def test_inclusion_terms_say_where_they_stand(icd: Icd10cm) -> None:
    assert Note("M80.0", "Senile osteoporosis with current pathological fracture") in icd.inclusion_terms("M80.011A")
    assert any(note == Note("I10", "high blood pressure") for note in icd.includes("I10"))


@pytest.mark.parametrize(
    ("code", "characters"),
    [
        ("S93.401", "ADS"),
        ("S93.401A", "ADS"),
        ("S93", "ADS"),
        ("S52.501", "ABCDEFGHJKMNPQRS"),
        ("E08.321", "1239"),
        ("M17.11", ""),
        ("NOPE", ""),
    ],
)
def test_seventh_characters_are_those_of_the_stem(icd: Icd10cm, code: str, characters: str) -> None:
    assert "".join(row.character for row in icd.seventh_characters(code)) == characters


def test_a_code_with_its_seventh_character_is_described_in_full(icd: Icd10cm) -> None:
    row = icd.get("S93.401A")
    assert row is not None
    assert row.description == "Sprain of unspecified ligament of right ankle, initial encounter"


def test_every_code_that_needs_a_seventh_character_has_a_choice(icd: Icd10cm) -> None:
    with closing(sqlite3.connect(resources.icd10cm_path())) as connection:
        query = "SELECT DISTINCT p.name FROM node n JOIN node p ON p.id = n.parent WHERE n.kind = 'extension'"
        stems = [name for (name,) in connection.execute(query)][::97]
    for stem in stems:
        ends = [child.code[-1] for child in icd.children(stem)]
        assert [row.character for row in icd.seventh_characters(stem)] == ends


@pytest.mark.parametrize(
    ("code", "on", "billable", "exists"),
    [
        ("N18.3", date(2020, 9, 30), True, True),
        ("N18.3", date(2020, 10, 1), False, True),
        ("N18.30", date(2020, 9, 30), False, False),
        ("N18.30", date(2020, 10, 1), True, True),
        ("I10", date(2020, 9, 30), True, True),
    ],
)
def test_a_code_counts_from_the_day_it_starts_to_the_day_it_ends(
    icd: Icd10cm, code: str, on: date, billable: bool, exists: bool
) -> None:
    assert icd.is_billable(code, on) is billable
    assert icd.exists(code, on) is exists


def test_children_of_a_day_leave_out_codes_that_had_not_begun(icd: Icd10cm) -> None:
    assert icd.children("N18.3", date(2020, 9, 30)) == ()
    assert [row.code for row in icd.children("N18.3", ON)] == ["N18.30", "N18.31", "N18.32"]
    assert [code for row in icd.changes("N18.3") for code in row.replaced_by] == ["N18.30", "N18.31", "N18.32"]


def test_a_code_that_left_the_list_keeps_its_headings(tables: CodeTables) -> None:
    table = next(table for table in tables.tables() if table.spec.name == "diagnosis_changes")
    gone = [row for row in table.all() if row.effective_to and tables.icd10cm.get(row.code) is None]
    for row in gone:
        found = tables.icd10cm.get(row.code, row.effective_to)
        assert found is not None
        assert (found.billable, found.description) == (True, row.description)
        assert tables.icd10cm.ancestors(row.code)[-1].kind == "chapter"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("gout (M10.-)", "M10.9", True),
        ("gout (M10.-)", "M1A.0", False),
        ("injury (S00-T88)", "S93.401A", True),
        ("injury (S00-T88)", "U07.1", False),
        ("disorders of menopause (N95.0, N95.1)", "N95.1", True),
        ("disorders of menopause (N95.0, N95.1)", "N95.2", False),
        ("diabetes mellitus (E08-E13 with .42)", "E11.42", True),
        ("diabetes mellitus (E08-E13 with .42)", "E11.43", False),
        ("diabetes (E08, E09, E11, E13 with final characters .00 or .01)", "E11.01", True),
        ("diabetes (E08, E09, E11, E13 with final characters .00 or .01)", "E10.01", False),
        ("whooping cough with pneumonia (A37 with fifth-character 1)", "A37.01", True),
        ("whooping cough with pneumonia (A37 with fifth-character 1)", "A37.00", False),
        ("glucose-6-phosphate dehydrogenase (G6PD) deficiency (D55.0)", "D55.0", True),
        ("rheumatic fever with heart involvement (I01.0 -I01.9)", "I01.2", True),
        ("certain localized infections", "A00.0", False),
        ("gout (M10.-)", "", False),
    ],
)
def test_a_note_names_the_codes_in_its_brackets(text: str, code: str, named: bool) -> None:
    assert Note("X", text).names(code) is named


@given(st.text())
def test_no_text_is_too_odd_for_a_look_up(text: str) -> None:
    icd = CodeTables.load().icd10cm
    assert icd.get(text) is None or icd.get(text) == icd.get(text.upper())
    assert isinstance(icd.excludes1(text), tuple)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_forked_process_may_use_the_open_list(icd: Icd10cm) -> None:
    assert icd.is_billable("I10")
    child = os.fork()
    if child == 0:
        os._exit(0 if icd.is_billable("M17.12") and icd.search("gout") else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
