"""Small charts and what a careful coder makes of them (tests/coding/cases/*.yaml)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.each import each

from .worked import code, diagnoses, services

FOLDER = Path(__file__).parent / "cases"
EXPECTATIONS = ("name", "diagnoses", "left_out", "billed", "asks", "candidates", "manual", "pointed")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_charts_are_coded(path: Path) -> None:
    each(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), check_chart, lambda case: case["name"])


def check_chart(case: dict[str, Any]) -> None:
    fields = {key: value for key, value in case.items() if key not in EXPECTATIONS}
    coding = code(fields.pop("note"), case.get("manual", "commercial"), **fields)
    if "diagnoses" in case:
        assert diagnoses(coding) == case["diagnoses"]
    if "billed" in case:
        assert services(coding) == case["billed"]
    for service in coding.services:
        wanted = case.get("pointed", {}).get(service.code)
        assert wanted is None or list(service.diagnosis_pointers) == wanted
    for name, rule in case.get("left_out", {}).items():
        assert any(
            reason.rule == rule and name in f"{reason.text} {evidence.text}" for evidence, reason in coding.not_coded
        )
    asks = case.get("asks", [])
    assert asks != "none" or coding.queries == ()
    for subject in asks if asks != "none" else ():
        assert any(subject in query.reason for query in coding.queries)
    assert [c.text for c in coding.candidates if c.text in case.get("candidates", [])] == case.get("candidates", [])
