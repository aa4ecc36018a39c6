"""Payer files: the shipped ones are sound, and the faults of others are found where they stand."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from claimsim.diagnostics import InvalidInput, is_known_code
from claimsim.payer import PayerOverrides, file, load_payer, on_file, overrides, provisions, unknown_plans
from claimsim.payer.file import PayerFile
from claimsim.payer.registry import FRONT_END_RULES, PAYER_RULES
from claimsim.resources import code_tables_dir, payers_dir

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

NORTHWIND = payers_dir() / "northwind-ppo.yaml"


def test_the_shipped_payers_are_sound(desk: Desk) -> None:
    assert {"medicare-part-b", "northwind-ppo", "prairie-mutual"} <= set(desk.payers)
    ids = [payer.file.payer_id for payer in desk.payers.values()]
    prefixes = [payer.file.control_number_prefix for payer in desk.payers.values()]
    assert len(set(ids)) == len(set(prefixes)) == len(ids)


def test_medicare_wants_the_codes_that_the_coder_gives_vaccines_under(desk: Desk) -> None:
    with (code_tables_dir() / "vaccines.csv").open(encoding="utf-8", newline="") as source:
        by_the_coder = {
            (code, row["medicare_administration"] or row["administration"])
            for row in csv.DictReader(source)
            for code in row["code"].split("|")
            if row["medicare_administration"] or row["administration"]
        }
    entries = desk.payer("medicare-part-b").file.manual.administration_codes
    assert {(vaccine, entry.code) for entry in entries for vaccine in entry.vaccines} == by_the_coder


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
        ("  duplicate: {unprocessable: true}", "  duplicate: {}", "invalid-value", "only CARC 4, 16"),
        ("  duplicate: {grup: OA}", "  duplicate: {}", "unknown-key", "grup"),
        ("  duplicate: {group: CO}", "  duplicate: {}", "invalid-value", "payers answer OA-18"),
        ('  timely-filing: {carc: "45"}', "  timely-filing: {}", "invalid-value", "denies nothing"),
        ('  authorization-missing: {carc: "15"}', "  authorization-missing: {}", "invalid-value", "ended on"),
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


@pytest.mark.parametrize(
    ("model", "module"),
    [(PayerFile, file), (PayerFile, provisions), (PayerOverrides, overrides), (PayerOverrides, on_file)],
)
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


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


CHILD = """extends: northwind-ppo
name: Southwind (fictional)
payer_id: SWP01
control_number_prefix: SW
manual: {filing_limit_days: 100}
edits:
  ncci-pair: {}
without_edits: [duplicate]
"""


def test_a_payer_that_extends_another_has_what_it_does_not_say(desk: Desk, tmp_path: Path) -> None:
    southwind = load_payer(write(tmp_path, "southwind", CHILD), desk.tables)
    northwind = desk.payer("northwind-ppo").file
    assert southwind.payer_id == "SWP01"
    assert southwind.manual.filing_limit_days == 100
    assert southwind.manual.telehealth == northwind.manual.telehealth
    assert southwind.plans == northwind.plans
    assert set(northwind.edits) - set(southwind.edits) == {"duplicate"}
    # An edit is taken over whole: the extended file's own CARC does not shine through.
    assert northwind.edits["ncci-pair"].carc == "97"
    assert southwind.edits["ncci-pair"].carc is None


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (CHILD.replace("northwind-ppo", "nortwind-ppo"), "unknown-payer", 1, "did you mean `northwind-ppo`"),
        (CHILD.replace("extends: northwind-ppo", "extends: southwind"), "extends-in-circle", 1, "circle"),
        (CHILD.replace("payer_id: SWP01\n", ""), "missing-key", 1, "payer_id"),
        (CHILD.replace("[duplicate]", "[duplicat]"), "unknown-rule", 8, "did you mean `duplicate`"),
        (CHILD.replace("[duplicate]", "[{duplicate: x}]"), "wrong-type", 8, "takes text"),
        (CHILD.replace("ncci-pair: {}", "ncci-pair: {carc: '999'}"), "invalid-value", 7, "999"),
        (CHILD.replace("filing_limit_days: 100", "filing_limit_day: 100"), "unknown-key", 5,
         "did you mean `filing_limit_days`"),
        (CHILD + "contract: {method: fee_tabel}\n", "not-allowed-value", 9, "fee_table"),
    ],
)  # fmt: skip
def test_faults_of_a_payer_that_extends_another_stand_in_its_own_file(
    desk: Desk, tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    path = write(tmp_path, "southwind", text)
    with pytest.raises(InvalidInput) as caught:
        load_payer(path, desk.tables)
    fault = caught.value.diagnostics[0]
    assert fault.code == code
    assert is_known_code(code)
    assert words in f"{fault.message} {fault.hint}"
    assert fault.position is not None
    assert (Path(fault.position.file).name, fault.position.line) == ("southwind.yaml", line)


def test_a_fault_of_the_extended_file_stands_in_that_file(desk: Desk, tmp_path: Path) -> None:
    base = NORTHWIND.read_text(encoding="utf-8").replace("  clia-missing: {}", "  clia-missing: {remarks: [MA01]}")
    write(tmp_path, "broken", base)
    with pytest.raises(InvalidInput) as caught:
        load_payer(write(tmp_path, "southwind", CHILD.replace("northwind-ppo", "broken")), desk.tables)
    (fault,) = caught.value.diagnostics
    assert fault.position is not None
    assert Path(fault.position.file).name == "broken.yaml"


def test_five_payers_answer_the_same_pair_in_five_ways(desk: Desk) -> None:
    def answer(name: str) -> tuple[str, str, tuple[str, ...]]:
        found = next(answer for rule_id, _, _, answer in desk.payer(name).line_rules if rule_id == "ncci-pair")
        return found.group, found.carc, found.remarks

    names = ("medicare-part-b", "northwind-ppo", "prairie-mutual", "harbor-hmo", "ironworks-self-funded")
    assert len({answer(name) for name in names}) == len(names)
    manuals = [desk.payer(name).file.manual for name in names]
    clocks = {(m.filing_limit_days, m.corrected_claims.limit_days, m.corrected_claims.route) for m in manuals}
    assert len(clocks) == len(names)
