"""Faults in an instructor's rules: each is a diagnostic at the word that is meant, with what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimsim.diagnostics import Diagnostic, InvalidInput, is_known_code
from claimsim.payer import PayerFile, PayerOverrides, load_payer
from claimsim.payer.own_rules.catalogue import FIELDS
from claimsim.resources import payers_dir

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

VISIT = '{field: line.code, in: ["99213"]}'
DENY = '{deny: {group: CO, carc: "50"}}'


def rule(when: str = VISIT, then: str = DENY, name: str = "own") -> str:
    return f"  - {{id: {name}, title: T, action: A, when: {when}, then: {then}}}\n"


def faults(desk: Desk, folder: Path, *rules: str, payer: str = "northwind-ppo") -> list[tuple[str, str, Diagnostic]]:
    """Code of each fault, the text it points at, and the fault."""
    path = folder / "payer.yaml"
    text = (payers_dir() / f"{payer}.yaml").read_text(encoding="utf-8")
    path.write_text(f"{text}rules:\n{''.join(rules)}", encoding="utf-8")
    try:
        load_payer(path, desk.tables)
    except InvalidInput as invalid:
        return [(d.code, _word(d), d) for d in invalid.diagnostics]
    return []


def _word(diagnostic: Diagnostic) -> str:
    assert diagnostic.position is not None
    assert diagnostic.source_line is not None
    assert is_known_code(diagnostic.code)
    start = diagnostic.position.column - 1
    return diagnostic.source_line[start : start + diagnostic.span].strip('"')


@pytest.mark.parametrize(
    ("when", "code", "word", "words"),
    [
        ("{field: line.cod, in: [a]}", "unknown-field", "line.cod", "did you mean `line.code`"),
        ("{field: history, at_least: 1}", "unknown-field", "history", "history.count"),
        ("{field: line.diagnoses, at_least: 2}", "operator-not-for-field", "at_least", "takes has, any_of"),
        ("{field: line.code, within_days: 2}", "operator-not-for-field", "within_days", "takes equals, in"),
        ("{field: line.code, inn: [a]}", "unknown-operator", "inn", "did you mean `in`"),
        ("{field: line.code, equals: }", "empty-value", "equals", "write a value"),
        ("{field: line.code}", "operator-not-for-field", "line.code", "nothing is asked"),
        ("{field: history.count, at_least: 1}", "missing-key", "when", "`codes` is missing"),
        ("{field: history.count, codes: [J1100], by: me, at_least: 1}", "not-allowed-value", "me", "same_clinician"),
        (f"{{al: [{VISIT}]}}", "unknown-key", "al", "did you mean `all`"),
        ("{at_least: 3}", "unknown-key", "at_least", "`field` and what is asked of it, or `all`, `any` or `not`"),
        ("{all: []}", "too-short", "all", "must not be empty"),
        ("{any: []}", "too-short", "any", "must not be empty"),
        ("{field: line.code, in: []}", "too-short", "in", "must not be empty"),
        ("{all: [{any: [{not: {field: line.cod, equals: a}}]}]}", "unknown-field", "line.cod", "line.code"),
        (f"{{all: [{VISIT}], field: line.code}}", "unknown-key", "field", "not a key"),
        ("{field: line.units, at_least: two}", "wrong-type", "two", "takes a number"),
        ("{field: service.date, after: 3/1/2025}", "bad-date", "3/1/2025", "2025-"),
        ("{field: line.code, in: 99213}", "wrong-type", "99213", "[99213]"),
        ('{field: line.code, in: ["9921"]}', "value-never-met", "9921", "`9921*`"),
        ('{field: line.code, equals: "992*"}', "value-never-met", "992*", "matches: [992*]"),
        ("{field: line.diagnoses, lacks: [E559]}", "value-never-met", "E559", "`E55.9`"),
        ("{field: line.diagnoses, lacks: [Q99.77]}", "value-never-met", "Q99.77", "no ICD-10-CM code"),
        ("{field: line.diagnoses, lacks: [e55.9]}", "value-never-met", "e55.9", "capital letters"),
        ("{field: line.modifiers, has: RTT}", "value-never-met", "RTT", "2 characters"),
        ("{field: member.sex, equals: female}", "not-allowed-value", "female", "there are: F, M, U"),
        ("{field: member.plan, equals: ppo-150}", "unknown-plan", "ppo-150", "did you mean `ppo-1500`"),
        ("{field: service.weekday, in: [sundae]}", "not-allowed-value", "sundae", "did you mean `sunday`"),
        ("{field: line.category, in: [laboratorry]}", "not-allowed-value", "laboratorry", "did you mean `laboratory`"),
        ("{field: line.benefit, in: [druggs]}", "not-allowed-value", "druggs", "did you mean `drug`"),
        ('{field: provider.npi, equals: "2200000019"}', "bad-npi", "2200000019", "check digit"),
        ("{all: [{field: member.age, at_least: 65}, {field: member.age, at_most: 17}]}", "rule-never-fires", "when",
         "both `member.age` is 65 or more and `member.age` is 17 or less"),
        ('{all: [{field: line.code, in: ["93000"]}, {field: line.code, none_of: ["930*"]}]}', "rule-never-fires",
         "when", "both `line.code` is 93000 and `line.code` is not 930*"),
        ("{all: [{field: line.diagnoses, has: R55}, {field: line.diagnoses, lacks: [I10, R55]}]}", "rule-never-fires",
         "when", "both `line.diagnoses` has R55 and `line.diagnoses` has none of I10, R55"),
        ("{all: [{field: service.date, after: 2025-03-01}, {field: service.date, before: 2025-02-01}]}",
         "rule-never-fires", "when", "`service.date` is on or before 2025-01-31"),
        ("{field: line.code, in: [R07.9]}", "value-never-met", "R07.9", "line.diagnoses"),
        ("{field: provider.credential, equals: doctor}", "value-never-met", "doctor", "MD, DO"),
        ("{field: line.units, at_least: 0}", "value-always-met", "0", "never below 1"),
        ("{field: history.count, codes: [J1100], at_least: 0}", "value-always-met", "0", "never below 0"),
        ("{field: line.units, at_most: 0}", "value-never-met", "0", "never below 1"),
        ("{field: line.code, missing: true}", "value-never-met", "true", "never missing"),
        ("{field: member.age, missing: false}", "value-always-met", "false", "never missing"),
    ],
)  # fmt: skip
def test_a_faulty_condition_is_told_at_the_word(
    desk: Desk, tmp_path: Path, when: str, code: str, word: str, words: str
) -> None:
    ((found, at, fault),) = faults(desk, tmp_path, rule(when))
    assert (found, at) == (code, word)
    assert words in f"{fault.message} {fault.hint}"


@pytest.mark.parametrize(
    ("then", "code", "word", "words"),
    [
        ("{}", "one-answer-only", "then", "no answer"),
        ('{deny: {group: CO, carc: "50"}, remark: [N115]}', "one-answer-only", "remark", "one answer, not 2"),
        ('{reduce: {carc: "59"}}', "one-answer-only", "reduce", "either `percent` or `amount`"),
        ('{reduce: {carc: "59", percent: 110}}', "out-of-range", "110", "100 or less"),
        ("{set_allowed: {amount: 0}}", "out-of-range", "0", "more than 0"),
        ('{deny: {group: CX, carc: "50"}}', "not-allowed-value", "CX", "`CO`"),
        ('{deny: {group: CO, carc: "999"}}', "unknown-code", "999", "not an adjustment reason code"),
        ('{deny: {group: CO, carc: "50", remarks: [N115, N9999]}}', "wrong-form", "N9999", "M, MA or N"),
        ('{deny: {group: CO, carc: "1050"}}', "wrong-form", "1050", "as 45 or B7"),
        ("{deny: {group: CO, carc: N115}}", "unknown-code", "N115", "under `remarks`"),
        ('{deny: {group: CO, carc: "50", remarks: [N999]}}', "unknown-code", "N999", "not a remark code"),
        ("{remark: [N999]}", "unknown-code", "N999", "not a remark code"),
        ('{deny: {group: CO, carc: "16"}}', "answer-not-allowed", "16", "not only an alert"),
        ('{deny: {group: CO, carc: "16", remarks: [MA01]}}', "answer-not-allowed", "remarks", "not only an alert"),
        ('{deny: {group: CO, carc: "16", remarks: [MA130]}}', "answer-not-allowed", "MA130", "unprocessable: true"),
        ('{deny: {group: CO, carc: "50", unprocessable: true}}', "answer-not-allowed", "50", "only CARC 4, 16"),
        ('{deny: {group: CO, carc: "45"}}', "answer-not-allowed", "45", "never explains a whole charge"),
        ('{deny: {group: PR, carc: "1"}}', "answer-not-allowed", "1", "only benefits"),
        ('{deny: {group: PR, carc: "97"}}', "answer-not-allowed", "PR", "CO-97"),
        ('{deny: {group: CO, carc: "18"}}', "answer-not-allowed", "CO", "OA-18"),
        ("{request_records: {remarks: [N202]}}", "answer-not-allowed", "remarks", "not only an alert"),
        ("{request_records: {remarks: []}}", "too-short", "remarks", "must not be empty"),
        ("{request_records: {group: PR, remarks: [M127]}}", "answer-not-allowed", "PR", "CO-252"),
        ('{reject: {category: A2, status: "453"}}', "unknown-code", "A2", "does not reject"),
        ('{reject: {category: B7, status: "453"}}', "unknown-code", "B7", "no category"),
        ('{reject: {category: A7, status: "998"}}', "unknown-code", "998", "claim status code"),
        ('{reject: {category: A7, status: "453", entity: QQ}}', "unknown-code", "QQ", "entity code"),
    ],
)  # fmt: skip
def test_a_faulty_answer_is_told_at_the_word(
    desk: Desk, tmp_path: Path, then: str, code: str, word: str, words: str
) -> None:
    ((found, at, fault),) = faults(desk, tmp_path, rule(then=then))
    assert (found, at) == (code, word)
    assert words in f"{fault.message} {fault.hint}"


def test_medicare_does_not_answer_with_pi(desk: Desk, tmp_path: Path) -> None:
    then = '{deny: {group: PI, carc: "50"}}'
    assert faults(desk, tmp_path, rule(then=then)) == []
    assert [f[:2] for f in faults(desk, tmp_path, rule(then=then), payer="medicare-part-b")] == [
        ("answer-not-allowed", "PI")
    ]


def test_all_faults_of_all_rules_are_told(desk: Desk, tmp_path: Path) -> None:
    when = '{all: [{field: line.cod, in: ["1"]}, {field: line.units, at_leest: 2}, {field: line.code, in: ["99213"]}]}'
    found = faults(desk, tmp_path, rule(when, "{}"), rule("{field: x, equals: y}"))
    assert [f[0] for f in found] == ["unknown-field", "unknown-operator", "one-answer-only", "unknown-field"]


def test_a_list_with_one_faulty_entry_is_not_also_too_short(desk: Desk, tmp_path: Path) -> None:
    assert [f[0] for f in faults(desk, tmp_path, rule("{all: [{field: line.cod, in: [a]}]}"))] == ["unknown-field"]


def test_ids_are_unlike_every_other(desk: Desk, tmp_path: Path) -> None:
    remark = "{remark: [N115]}"
    found = faults(desk, tmp_path, rule(name="ncci-pair"), rule(then=remark, name="b"), rule(then=remark, name="b"))
    assert [f[:2] for f in found] == [("rule-id-taken", "ncci-pair"), ("rule-id-taken", "b")]


@pytest.mark.parametrize(
    ("first", "second", "shadowed"),
    [
        (VISIT, VISIT, True),
        ('{field: line.code, in: ["9921?"]}', f"{{all: [{VISIT}, {{field: line.units, at_least: 2}}]}}", True),
        ("{field: member.age, at_least: 18}", "{field: member.age, at_least: 65}", True),
        ("{field: line.ndc, missing: true}", "{not: {field: line.ndc, missing: false}}", True),
        (VISIT, '{field: line.code, in: ["9921?"]}', False),
        ("{field: member.age, at_least: 65}", "{field: member.age, at_least: 18}", False),
    ],
)
def test_a_rule_that_an_earlier_one_always_answers_for_is_told(
    desk: Desk, tmp_path: Path, first: str, second: str, shadowed: bool
) -> None:
    found = faults(desk, tmp_path, rule(first, name="first"), rule(second, name="second"))
    assert [f[0] for f in found] == (["rule-shadowed"] if shadowed else [])
    assert all("`first` has answered" in f[2].message for f in found)


def test_a_remark_or_reduction_shadows_nothing(desk: Desk, tmp_path: Path) -> None:
    assert faults(desk, tmp_path, rule(then="{remark: [N115]}", name="a"), rule(name="b")) == []


def test_nesting_has_an_end(desk: Desk, tmp_path: Path) -> None:
    deep = VISIT
    for _ in range(9):
        deep = f"{{not: {deep}}}"
    assert [f[0] for f in faults(desk, tmp_path, rule(deep))] == ["condition-too-deep"]


def test_policies_that_are_never_reached_or_share_an_id_are_told(desk: Desk, tmp_path: Path) -> None:
    text = (payers_dir() / "northwind-ppo.yaml").read_text(encoding="utf-8")
    policy = "  - {id: p, title: T, codes: [%s], covered_diagnoses: [E55.9], authority: A}\n"
    path = tmp_path / "payer.yaml"
    policies = policy % '"823*"' + policy % '"82306", G0103'
    path.write_text(f"{text}coverage_policies:\n{policies}", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_payer(path, desk.tables)
    assert [(d.code, _word(d)) for d in caught.value.diagnostics] == [
        ("rule-id-taken", "p"), ("pattern-never-reached", "82306"),
    ]  # fmt: skip


@pytest.mark.parametrize("model", [PayerFile, PayerOverrides])
def test_the_schema_names_every_field_with_its_description(model: type[PayerFile | PayerOverrides]) -> None:
    definitions = model.model_json_schema()["$defs"]
    kinds = ("ValueCondition", "ListCondition", "NumberCondition", "DateCondition", "CountCondition")
    named = {row["const"]: row["description"] for k in kinds for row in definitions[k]["properties"]["field"]["oneOf"]}
    assert named == {name: spec.description for name, spec in FIELDS.items()}
    for name in (*kinds, "AllOf", "AnyOf", "Not", "OwnRule", "Then", "Deny", "Reject", "RequestRecords", "Reduce"):
        assert definitions[name]["description"]
        assert all(key.get("description") for key in definitions[name]["properties"].values()), name


def test_the_guide_names_every_field_and_its_rules_are_sound(desk: Desk, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    for name, spec in FIELDS.items():
        assert f"| `{name}` (" in guide
        assert f"| {spec.description} |" in guide
    priced = guide.partition("```yaml\n- id: video-visit-fee")[2].partition("```")[0]
    text = "".join(f"  {line}\n" for line in f"- id: video-visit-fee{priced}".splitlines())
    assert faults(desk, tmp_path, text) == []
