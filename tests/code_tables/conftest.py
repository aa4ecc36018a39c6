"""What the tests of the code tables share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimsim.code_tables import CodeTables, Icd10cm


@pytest.fixture(scope="session")
def tables() -> CodeTables:
    """The shipped tables."""
    return CodeTables.load()


@pytest.fixture(scope="session")
def icd(tables: CodeTables) -> Icd10cm:
    """The ICD-10-CM list."""
    return tables.icd10cm


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a user's table file and returns its folder."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write
