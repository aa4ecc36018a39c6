"""Search finds codes by number and by words, ranks them, and no text can break it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim.code_tables import CodeTables, Icd10cm
from claimsim.code_tables.search import SYSTEMS, System, search_codes

ON = date(2025, 3, 14)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("osteoarthritis right knee", "M17.11"),
        ("osteoarth rig kne", "M17.11"),
        ("pain in right knee", "M25.561"),
        ("ankle sprain right initial", "S93.401A"),
        ("essential hypertension", "I10"),
        ("high blood pressure", "I10"),
        ("m17.1", "M17.1"),
        ("M1711", "M17.11"),
        ("Meniere's disease, left", "H81.02"),
    ],
)
def test_the_best_diagnosis_comes_first(icd: Icd10cm, text: str, first: str) -> None:
    assert [row.code for row in icd.search(text, 1, ON)] == [first]


def test_seventh_characters_do_not_crowd_the_list(icd: Icd10cm) -> None:
    kinds = {row.kind for row in icd.search("torus fracture of lower end of right radius", 10)}
    assert "subcategory" in kinds
    assert "extension" not in kinds


def test_a_word_that_no_code_has_does_not_hide_the_others(icd: Icd10cm) -> None:
    assert any(row.code.startswith("M10") for row in icd.search("zzzzzz gout"))


def test_a_code_that_had_not_begun_is_not_found(icd: Icd10cm) -> None:
    assert "N18.30" not in [row.code for row in icd.search("N18.3", 20, date(2019, 1, 1))]
    assert "N18.30" in [row.code for row in icd.search("N18.3", 20, ON)]


@pytest.mark.parametrize(
    ("text", "system", "code"),
    [
        ("20610", "procedure", "20610"),
        ("kenalog", "procedure", "J3301"),
        ("25", "modifier", "25"),
        ("right side", "modifier", "RT"),
        ("office", "place-of-service", "11"),
        ("97", "CARC", "97"),
        ("n130", "RARC", "N130"),
        ("gout", "ICD-10-CM", "M10.9"),
    ],
)
def test_each_system_is_searched(tables: CodeTables, text: str, system: System, code: str) -> None:
    found = search_codes(tables, text, system, ON, limit=50)
    assert {hit.system for hit in found} == {system}
    assert code in [hit.code for hit in found]


def test_an_exact_code_comes_before_all_else(tables: CodeTables) -> None:
    found = search_codes(tables, "97", on=ON)
    assert found[0].code == "97"


@given(st.text(max_size=60), st.integers(-1, 5))
def test_any_text_gives_an_answer_within_its_limit(text: str, limit: int) -> None:
    tables = CodeTables.load()
    assert len(tables.icd10cm.search(text, limit)) <= max(limit, 0)


@given(st.text(alphabet='"*()^:-+ANDORNEARnot{}\\\x00é\ud800', max_size=30), st.sampled_from([*SYSTEMS, None]))
def test_search_syntax_is_only_text(text: str, system: System | None) -> None:
    assert len(search_codes(CodeTables.load(), text, system, ON, 3)) <= 3 * len(SYSTEMS)
