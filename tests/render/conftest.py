"""What the screens are made from: the shipped tables, and the sample's rules."""

import pytest

from claimsim.code_tables import CodeTables
from claimsim.render.explain import Explain

from .sample import RULES


@pytest.fixture(scope="session")
def explain() -> Explain:
    return Explain(CodeTables.load(), RULES)
