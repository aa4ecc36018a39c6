"""The shipped tables are sound and say where they come from."""

import pytest

from claimsim import resources
from claimsim.code_tables import CodeTables


def test_every_row_of_every_table_is_valid(tables: CodeTables) -> None:
    tables.validate_all()
    assert [table.spec.name for table in tables.tables() if not any(table.keys())] == []


def test_sources_covers_every_table_file(tables: CodeTables) -> None:
    files = {path.stem for path in resources.code_tables_dir().glob("*.csv")}
    sources = {source.name: source for source in tables.sources()}
    assert files - sources.keys() == set()
    assert {name for name in sources if name not in files} == set()
    for source in sources.values():
        assert source.title, source.name
        assert source.origin, source.name
        assert source.licence, source.name
        assert source.words in ("own", "public"), source.name
        assert source.rows > 0, source.name


def test_every_ncci_and_mue_reason_has_a_meaning(tables: CodeTables) -> None:
    pairs = next(table for table in tables.tables() if table.spec.name == "ncci_pairs")
    missing = {row.reason for row in pairs.all() if tables.ncci_reason(row.reason) is None}
    assert missing == set()


def test_the_codes_that_replace_a_diagnosis_are_billable_the_day_after(tables: CodeTables) -> None:
    changes = next(table for table in tables.tables() if table.spec.name == "diagnosis_changes")
    wrong = [
        (row.code, code)
        for row in changes.all()
        if row.effective_to
        for code in row.replaced_by
        if not tables.icd10cm.is_billable(code, row.effective_to.replace(year=row.effective_to.year + 1))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["procedures", "modifiers", "physician_fees", "mue_limits"])
def test_rows_are_sorted_by_key(tables: CodeTables, name: str) -> None:
    table = next(table for table in tables.tables() if table.spec.name == name)
    keys = list(table.keys())
    assert keys == sorted(keys)
