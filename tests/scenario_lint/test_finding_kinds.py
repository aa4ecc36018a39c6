"""The kinds of finding that may be expected are those that the audit gives."""

import ast
from pathlib import Path

from claimsim.coding import auditing
from claimsim.coding.auditing.kinds import FINDING_KINDS
from claimsim.coding.queries import query_check
from tests.lived import SHIPPED, TOGETHER, lived

pytestmark = TOGETHER


def kinds_in(source: str) -> set[str]:
    """What is written out as the first argument of an `add` of findings."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
    first = (call.args[0] for call in calls if ast.unparse(call.func).rpartition(".")[2] == "add")
    return {str(arg.value) for arg in first if isinstance(arg, ast.Constant) and "_" in str(arg.value)}


def test_every_kind_that_is_given_is_known() -> None:
    sources = [*Path(next(iter(auditing.__path__))).glob("*.py"), Path(query_check.__file__)]
    written = set().union(*(kinds_in(path.read_text(encoding="utf-8")) for path in sources))
    assert len(written) >= 15
    assert written - set(FINDING_KINDS) == set()


def test_every_kind_of_the_library_is_known() -> None:
    codings = (lived(path).outcome.coding for path in SHIPPED)
    given = {finding.kind for coding in codings if coding is not None for finding in coding.findings}
    assert given
    assert given - set(FINDING_KINDS) == set()
