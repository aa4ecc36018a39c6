"""Payer files: the shipped ones are sound, and the faults of others are found where they stand."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from claimsim.diagnostics import InvalidInput, is_known_code
from claimsim.payer import PayerOverrides, file, load_payer, members, unknown_plans
from claimsim.payer.file import PayerFile
from claimsim.payer.registry import FRONT_END_RULES, PAYER_RULES
from claimsim.resources import payers_dir

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

NORTHWIND = payers_dir() / "northwind-ppo.yaml"


def test_the_shipped_payers_are_sound(desk: Desk) -> None:
    assert {"medicare-part-b", "northwind-ppo", "prairie-mutual"} <= set(desk.payers)
    ids = [payer.file.payer_id for payer in desk.payers.values()]
    prefixes = [payer.file.control_number_prefix for payer in desk.payers.values()]
    assert len(set(ids)) == len(set(prefixes)) == len(ids)


def test_an_example_member_id_fits_its_own_pattern(desk: Desk) -> None:
    for payer in desk.payers.values():
        example = payer.file.front_end.member_id_example.replace("-", "")
        assert payer.member_id.fullmatch(example), payer.name


def test_every_answer_of_every_rule_is_in_the_code_tables(desk: Desk) -> None:
    tables = desk.tables
    for rule in PAYER_RULES:
        answer = rule.answer
        if answer.carc:
            assert tables.adjustment_reason(answer.carc, desk.service_date), rule.id
            assert tables.adjustment_group(answer.group), rule.id
        for remark in answer.remarks:
            assert tables.remark_code(remark, desk.service_date), (rule.id, remark)
    for front_end in FRONT_END_RULES:
        category = tables.claim_status_category(front_end.answer.category)
        assert category is not None
        assert category.outcome == "rejected"
        assert tables.claim_status_code(front_end.answer.status), front_end.id
        assert not front_end.answer.entity or tables.entity_code(front_end.answer.entity), front_end.id


def test_ncci_and_units_denials_are_never_the_patients(desk: Desk) -> None:
    for payer in desk.payers.values():
        answers = {rule_id: answer for rule_id, _, _, answer in payer.line_rules}
        assert answers["ncci-pair"].group == answers["units-limit"].group == "CO"


@pytest.mark.parametrize(
    ("wrong", "right", "code", "words"),
    [
        ("  ncci-pairs: {}", "  ncci-pair: {}", "unknown-rule", "did you mean `ncci-pair`"),
        ('  ncci-pair: {carc: "999"}', "  ncci-pair: {}", "invalid-value", "999 is not an adjustment reason code"),
        ("  clia-missing: {remarks: []}", "  clia-missing: {}", "invalid-value", "needs a remark"),
        ("  clia-missing: {remarks: [MA01]}", "  clia-missing: {}", "invalid-value", "only an alert"),
        ("  duplicate: {unprocessable: true}", "  duplicate: {}", "invalid-value", "only CARC 16"),
        ("  duplicate: {grup: OA}", "  duplicate: {}", "unknown-key", "grup"),
        ("ruls: []\ndays_to_pay: 14", "days_to_pay: 14", "unknown-key", "did you mean `rules`"),
        ("      other: {coinsurance_percent: 120}", "      other: {deductible: true, coinsurance_percent: 20}",
         "out-of-range", "100 or less"),
        ("  member_id_pattern: NWP(", "  member_id_pattern: NWP\\d{9}", "invalid-value", "regular expression"),
        ("  therapy: {categories: [physio]}", "  therapy: {categories: [therapy]}", "not-allowed-value", "physio"),
    ],
)  # fmt: skip
def test_faults_are_found_where_they_stand(
    desk: Desk, tmp_path: Path, wrong: str, right: str, code: str, words: str
) -> None:
    text = NORTHWIND.read_text(encoding="utf-8")
    pattern = right if right in text else right.replace("{}", '{carc: "97", remarks: [M15]}')
    assert pattern in text
    path = tmp_path / "payer.yaml"
    path.write_text(text.replace(pattern, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_payer(path, desk.tables)
    (fault,) = caught.value.diagnostics
    assert fault.code == code
    assert is_known_code(code)
    assert words in f"{fault.message} {fault.hint}"
    assert fault.position is not None
    line = text[: text.index(pattern)].count("\n") + 1
    assert fault.position.line == line


def test_a_plan_without_other_is_refused(desk: Desk, tmp_path: Path) -> None:
    text = NORTHWIND.read_text(encoding="utf-8")
    path = tmp_path / "payer.yaml"
    path.write_text(text.replace("      other: {deductible: true, coinsurance_percent: 20}\n", "", 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_payer(path, desk.tables)
    assert [d.code for d in caught.value.diagnostics] == ["missing-benefit"]


@pytest.mark.parametrize(("model", "module"), [(PayerFile, file), (PayerOverrides, members)])
def test_every_key_is_described(model: type[BaseModel], module: ModuleType) -> None:
    schema = model.model_json_schema()
    own = {
        name: definition
        for name, definition in schema["$defs"].items()
        if getattr(vars(module).get(name), "__module__", "") == module.__name__
    }
    assert len(own) > 3
    for name, definition in {model.__name__: schema, **own}.items():
        assert definition["description"], name
        missing = [key for key, value in definition["properties"].items() if "description" not in value]
        assert not missing, name


def test_a_scenarios_unknown_plans_are_told(desk: Desk) -> None:
    given = {"coverage": [{"plan": "ppo-1500", "from": "2025-01-01"}, {"plan": "ppo-9", "from": "2025-01-01"}]}
    assert unknown_plans(desk.payer("northwind-ppo"), PayerOverrides.model_validate(given)) == (1,)
