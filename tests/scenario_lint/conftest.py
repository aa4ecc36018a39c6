"""The shipped tables, opened once."""

import pytest

from claimsim.code_tables import CodeTables


@pytest.fixture(scope="session")
def tables() -> CodeTables:
    """The code tables that ship."""
    return CodeTables.load()
