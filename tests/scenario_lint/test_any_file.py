"""Whatever a file holds, the checker has diagnostics for it, each at a place that is there, and never a traceback."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import is_known_code
from claimsim.scenario.lint import check_paths

SEEDS = sorted(path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "cases").glob("*/bad*.yaml"))


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_get_diagnostics(data: st.DataObject, tmp_path: Path, tables: CodeTables) -> None:
    lines = data.draw(st.sampled_from(SEEDS)).splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "repeat", "cut", "borrow", "empty"])):
            case "drop":
                del lines[place]
            case "repeat":
                lines.insert(place, lines[place])
            case "cut":
                lines[place] = lines[place][: data.draw(st.integers(0, len(lines[place])))]
            case "borrow":
                lines[place] = data.draw(st.sampled_from(data.draw(st.sampled_from(SEEDS)).splitlines()))
            case _:
                lines[place] = lines[place].partition(":")[0] + ": []"
        if not lines:
            break
    path = tmp_path / "damaged.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    report = check_paths([path], tables)
    for diagnostic in report.diagnostics:
        assert is_known_code(diagnostic.code)
        if diagnostic.position is not None and diagnostic.position.file.endswith("damaged.yaml"):
            assert 1 <= diagnostic.position.line <= max(1, len(lines))


@pytest.mark.parametrize("text", ["", "[]", "5", "scenario: 3", "payer_id: 3", "providers: []", "date_of_service: x"])
def test_files_with_hardly_anything(text: str, tmp_path: Path, tables: CodeTables) -> None:
    (tmp_path / "x.yaml").write_text(text)
    assert check_paths([tmp_path], tables).errors >= 1
