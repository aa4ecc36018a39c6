"""`explain`, `codes`, `tables` and `schema`: what the program goes by, told to people and to programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimsim.cli.explaining import happenings
from claimsim.cli.explaining.blocks import explanation_blocks
from claimsim.cli.explaining.lookup import explain
from claimsim.cli.explaining.occurrences import kept
from claimsim.cli.explaining.rules import all_rules, glossary, terms
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import catalogue
from claimsim.render.plain import plain_text
from claimsim.render.stages.remittance import PROVIDER_ADJUSTMENTS
from claimsim.scenario.library import shipped_scenarios

TABLES = CodeTables.load()


@pytest.fixture(autouse=True)
def _few_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens in all of them takes seconds; that it is found does not depend on how many there are."""
    few = [path for path in shipped_scenarios() if path.stem in ("knee-injection-without-25", "video-visit-depression")]
    monkeypatch.setattr(happenings, "shipped_scenarios", lambda: few)


def explained(claimsim: Any, *words: str) -> list[dict[str, Any]]:
    code, out, err = claimsim("explain", *words, "--format", "json")
    assert (code, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    return found


@pytest.mark.parametrize(
    ("word", "kind", "name"),
    [
        ("M17.11", "ICD-10-CM diagnosis code", "M17.11"),
        ("m1711", "ICD-10-CM diagnosis code", "M17.11"),
        ("M17", "ICD-10-CM heading", "M17"),
        ("99214", "CPT code", "99214"),
        ("g0439", "HCPCS Level II code", "G0439"),
        ("modifier 25", "modifier", "25"),
        ("POS 11", "place of service", "11"),
        ("CO-97", "claim adjustment reason code (CARC)", "CO-97"),
        ("carc 97", "claim adjustment reason code (CARC)", "97"),
        ("CO", "adjustment group code", "CO"),
        ("MA130", "remittance advice remark code (RARC)", "MA130"),
        ("A7", "claim status category (277CA)", "A7"),
        ("A7:562:85", "claim status category (277CA)", "A7:562:85"),
        ("ncci-pair", "rule", "ncci-pair"),
        ("plain-comma", "diagnostic of a file", "plain-comma"),
        ("rule out", "term", "uncertain diagnosis"),
        ("write-off", "term", "write-off"),
    ],
)
def test_a_word_is_found_as_what_it_is(claimsim: Any, word: str, kind: str, name: str) -> None:
    first = explained(claimsim, *word.split())[0]
    assert (first["kind"], first["name"]) == (kind, name)
    assert first["title"]
    text = claimsim("explain", word)
    assert text.code == 0
    assert name in text.out
    assert max(map(len, text.out.splitlines())) <= 80


def test_a_word_of_several_meanings_shows_all_the_exact_ones_first(claimsim: Any) -> None:
    kinds = [found["kind"] for found in explained(claimsim, "25")]
    assert {"modifier", "place of service"} <= set(kinds)
    assert [found["name"] for found in explained(claimsim, "G0439")] == ["G0439", "G04.39"]


def test_a_diagnosis_shows_the_notes_it_inherits_and_where_they_stand(claimsim: Any) -> None:
    notes = explained(claimsim, "E11.9")[0]["notes"]
    assert "gestational diabetes (O24.4-) [at E11]" in notes["excludes1"]
    assert any("[chapter 4]" in note for note in notes["notes"])


def test_a_code_that_has_ended_says_when_and_what_took_its_place(claimsim: Any) -> None:
    found = explained(claimsim, "N18.3")[0]
    assert "2020-09-30" in found["facts"]["valid"]
    assert "N18.31" in found["notes"]["replaced_by"][0]


def test_a_procedure_shows_what_medicare_pays_by(claimsim: Any) -> None:
    knee = explained(claimsim, "20610")[0]["facts"]
    fee = next(t for t in TABLES.tables() if t.spec.name == "physician_fees").rows("20610", "")[0]
    assert str(fee.work_rvu + fee.pe_rvu_nonfacility + fee.mp_rvu) in knee["total_rvu"]
    assert knee["global_period"].startswith("000")
    assert knee["bilateral"].startswith("1: 150 %")
    pairs = next(t for t in TABLES.tables() if t.spec.name == "ncci_pairs")
    first, second = (sum(key[n] == "20610" for key in pairs.keys()) for n in (0, 1))  # noqa: SIM118 - a table, not a dict
    assert knee["ncci_pairs"] == f"{first} as column 1, {second} as column 2"
    assert "10 mg of triamcinolone acetonide" in explained(claimsim, "J3301")[0]["notes"]["billing_unit"][0]
    assert any(line.startswith("11102") for line in explained(claimsim, "11103")[0]["notes"]["added_to"])


def test_a_denial_reason_says_who_owes_and_which_rules_answer_with_it(claimsim: Any) -> None:
    found = explained(claimsim, "CO-97")[0]
    assert found["facts"]["who_owes_it"] == "provider"
    answering = {line.partition(":")[0] for line in found["notes"]["rules"]}
    by_themselves = {rule.id for rule in all_rules() if rule.answer.carc == "97"}
    assert answering == by_themselves | {"ncci-pair"}, "Northwind answers a pair with 97"


def test_it_says_which_scenarios_have_it(claimsim: Any) -> None:
    assert "knee-injection-without-25" in explained(claimsim, "modifier", "25")[0]["scenarios"]
    assert "knee-injection-without-25" in claimsim("explain", "CO-97").out
    for happening in ("N694", "rule family-history"):  # which its file does not name
        assert "knee-injection-without-25" in claimsim("explain", happening).out


def test_a_rule_of_ones_own_is_explained_where_its_file_lies(
    claimsim: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rule = f"rules:\n{RULE}"
    (tmp_path / "_payers").mkdir()
    (tmp_path / "_payers" / "copper.yaml").write_text(f"extends: northwind-ppo\npayer_id: C01\n{rule}")
    indented = rule.replace("\n", "\n    ")
    (tmp_path / "case.yaml").write_text(f"payer_files:\n  northwind-ppo:\n    {indented.replace('tracing', 'strip')}\n")
    (tmp_path / "broken.yaml").write_bytes(b"rules: [\xff")
    monkeypatch.chdir(tmp_path)
    told = claimsim("explain", "tracing-needs-complaint").out
    assert "whose       _payers/copper.yaml\n" in told
    assert "answer      denies CO-50 with N115\n" in told
    assert "northwind-ppo in the scenario case.yaml" in claimsim("explain", "strip-needs-complaint").out
    assert "did you mean `strip-needs-complaint`?" in claimsim("explain", "strip-need-complaint").err


RULE = """\
  - id: tracing-needs-complaint
    title: A tracing is covered for a complaint
    when: {all: [{field: line.code, in: ["93000"]}, {field: line.diagnoses, lacks: ["R00*"]}]}
    then: {deny: {group: CO, carc: "50", remarks: [N115]}}
    action: Look in the record for its reason.
"""


@pytest.mark.parametrize(
    ("word", "told"),
    [("deductable", "`deductible`"), ("ncci-pairs", "`ncci-pair`"), ("xyzzy quux", "claimsim codes search xyzzy quux")],
)
def test_an_unknown_word_is_told_the_nearest(claimsim: Any, word: str, told: str) -> None:
    code, out, err = claimsim("explain", word)
    assert (code, out) == (3, "")
    assert told in err


def test_whatever_is_asked_is_answered(claimsim: Any) -> None:
    for word in (
        "",
        " ",
        "%",
        "-",
        "rule",
        "carc",
        "CO-",
        "\x1b[31m",
        "A7:",
        "'; --",
        "ß",
        "9" * 500,
        "[bold]x[/bold]",
    ):
        outcome = claimsim("explain", "--", word)
        assert outcome.code in (0, 3), word
        assert "\x1b" not in outcome.out + outcome.err


def test_every_rule_diagnostic_and_term_can_be_explained() -> None:
    for name in dict.fromkeys([*(rule.id for rule in all_rules()), *catalogue(), *terms()]):
        assert [plain_text([*explanation_blocks(meaning)]) for meaning in explain(TABLES, name)], name


def test_what_the_glossary_says_to_see_next_can_be_explained() -> None:
    for word in dict.fromkeys(str(word) for entry in glossary().values() for word in entry.get("see", ())):
        assert explain(TABLES, word), word


def test_what_an_answer_or_a_worklist_says_can_be_explained() -> None:
    for word in (*PROVIDER_ADJUSTMENTS, "QMB", "limiting charge", "redetermination", "reconsideration", "takeback"):
        assert next(found.kind for found in explain(TABLES, word)) == "term", word


def test_a_reason_is_explained_for_its_group() -> None:
    of_patient, of_contract = (explain(TABLES, code)[0] for code in ("PR-45", "CO-45"))
    assert "limiting charge" in dict(of_patient.facts)["what to do"]
    assert "Equal: write the difference off" in dict(of_contract.facts)["what to do"]
    rules = {code: " ".join(dict(found.notes)["rules"]) for code, found in (("PR", of_patient), ("CO", of_contract))}
    assert "contract-discount" in rules["CO"]
    assert "contract-discount" not in rules["PR"]
    assert "above-out-of-network-allowance" in rules["PR"]
    # Medicare answers a benefit limit with CO, though the rule itself says PR.
    assert "benefit-limit:" in " ".join(dict(explain(TABLES, "CO-119")[0].notes)["rules"])


def test_codes_are_found_by_words_and_shown(claimsim: Any) -> None:
    found = json.loads(claimsim("codes", "search", "knee", "osteoarthritis", "--format", "json").out)
    assert {"system": "ICD-10-CM", "code": "M17.11"}.items() <= next(f for f in found if f["code"] == "M17.11").items()
    only = json.loads(
        claimsim("codes", "search", "knee", "--system", "procedure", "--limit", 3, "--format", "json").out
    )
    assert {hit["system"] for hit in only} == {"procedure"}
    assert len(only) <= 3
    assert "M17.11" in claimsim("codes", "search", "knee", "osteoarthritis").out
    assert "NOTHING FOUND" in claimsim("codes", "search", "xyzzy").out
    assert claimsim("codes", "search", "knee", "--on", "yesterday").code == 2
    assert claimsim("codes", "show", "99214").out.startswith("CPT CODE")
    assert claimsim("codes", "show", "deductible").code == 3


def test_a_word_that_no_code_has_with_the_others_is_not_dropped_silently(claimsim: Any) -> None:
    out = claimsim("codes", "search", "gout", "great", "toe").out
    assert "M10.9" in out
    assert "great toe" in out
    assert "NOTE       No description has all of these words." in out
    assert "None of these has xyzzy." in claimsim("codes", "search", "xyzzy", "gout").out
    assert "NOTE" not in claimsim("codes", "search", "knee", "osteoarthritis").out
    assert "NOTE" not in claimsim("codes", "search", "M17").out


def test_the_day_decides_which_codes_are_found(claimsim: Any) -> None:
    then = json.loads(claimsim("codes", "search", "N18.3", "--on", "2020-01-01", "--format", "json").out)
    now = json.loads(claimsim("codes", "search", "N18.3", "--on", "2025-01-01", "--format", "json").out)
    assert "N18.31" not in {hit["code"] for hit in then}
    assert "N18.31" in {hit["code"] for hit in now}


def test_tables_says_where_they_come_from(claimsim: Any) -> None:
    listed = json.loads(claimsim("tables", "--format", "json").out)
    assert {"modifiers", "ncci_pairs", "procedures"} <= {table["name"] for table in listed}
    assert all(table["licence"] and table["origin"] for table in listed)
    text = claimsim("tables").out
    assert "American Medical Association" in text
    assert all(table["name"] in text for table in listed)
    one = json.loads(claimsim("tables", "info", "modifiers", "--format", "json").out)
    assert one in listed
    assert "licence" in claimsim("tables", "info", "modifiers").out
    outcome = claimsim("tables", "info", "modifers")
    assert outcome.code == 3
    assert "`modifiers`" in outcome.err


HEADER = "modifier,kind,short,description,sort_rank,effective_from,effective_to,source"


def test_a_users_own_tables_go_on_top(claimsim: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own, later = tmp_path / "own", tmp_path / "later"
    for folder, words in ((own, "first"), (later, "second")):
        folder.mkdir()
        (folder / "modifiers.csv").write_text(f"{HEADER}\n25,payment,{words},words of {folder.name},30,,,own\n")
    on_top = claimsim("--code-tables", own, "tables", "info", "modifiers", "--format", "json")
    assert json.loads(on_top.out)["overlays"] == [str(own / "modifiers.csv")]
    assert "words of own" in claimsim("--code-tables", own, "explain", "modifier", "25").out
    assert "words of later" in claimsim("--code-tables", own, "--code-tables", later, "explain", "modifier", "25").out
    monkeypatch.setenv("CLAIMSIM_CODE_TABLES", f"{later}:{own}" if ":" not in str(own) else str(own))
    assert "words of own" in claimsim("explain", "modifier", "25").out
    assert "words of later" in claimsim("--code-tables", later, "explain", "modifier", "25").out


def test_faults_in_a_users_tables_are_told_with_their_place(claimsim: Any, tmp_path: Path) -> None:
    (tmp_path / "modifiers.csv").write_text(f"{HEADER}\n25,payment,a,b,soon,,,own\n")
    code, _, err = claimsim("--code-tables", tmp_path, "explain", "CO")
    assert code == 3
    assert f"{tmp_path / 'modifiers.csv'}:2:16: error[bad-table-row]" in err
    assert claimsim("--code-tables", tmp_path / "none", "tables").code == 3


@pytest.mark.parametrize("name", ["scenario", "encounter", "payer", "practice", "result"])
def test_schemas_are_json_schemas(claimsim: Any, name: str) -> None:
    code, out, _ = claimsim("schema", name)
    schema = json.loads(out)
    assert code == 0
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["properties"]


def test_what_occurs_in_the_library_is_worked_out_once(
    claimsim: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAIMSIM_CACHE_DIR", str(tmp_path / "cache"))
    worked_out: list[int] = []

    def work_out() -> dict[str, frozenset[str]]:
        worked_out.append(1)
        return {"a-case": frozenset({"M17.11", "rule ncci-pair"})}

    assert kept(work_out) == kept(work_out) == {"a-case": frozenset({"M17.11", "rule ncci-pair"})}
    assert len(worked_out) == 1
    next((tmp_path / "cache").glob("occurrences-*.json")).write_text("[]", encoding="utf-8")
    assert kept(work_out)
    assert len(worked_out) == 2
