"""Scenarios are proved by living through them; what cannot be proved is told with its place."""

import json
from pathlib import Path

import pytest

from claimsim import resources
from claimsim.case.case import World
from claimsim.cli.app import run
from claimsim.code_tables import CodeTables
from claimsim.scenario.lint.solvable import Proof, prove
from claimsim.scenario.load import load_scenario
from tests.each import each
from tests.lived import SHIPPED, TOGETHER, bench, lived

CASE = """\
scenario: {title: A knee and a visit, level: beginner}
practice: lakeside-family
encounter:
  id: T-1
  date_of_service: 2025-03-14
  place_of_service: "11"
  rendering_provider: ramos
  patient: {name: {last: Testpatient, first: Ana}, birth_date: 1966-05-02, sex: F}
  coverage:
    - {payer: northwind-ppo, plan: ppo-1500, member_id: NWP900000017}
  visit: {kind: office, total_minutes: 24, reason: knee pain}
  note: |
    CC: R knee pain, worse x 3 wks. Also here for f/u HTN.
    Exam: R knee crepitus, mild effusion. BP 148/92.
    Assessment: 1) OA R knee, primary, worsening. 2) HTN, not at goal.
    Plan: Increase lisinopril to 20 mg.
    Procedure: consent obtained. R knee aspirated, triamcinolone 40 mg injected, no US. Tolerated well.
  services:
    - description: "Aspiration and injection of right knee, without ultrasound"
  drugs:
    - {name: triamcinolone acetonide, dose: 40 mg, route: intra-articular, vial: single_dose, discarded: 0 mg}
  history:
    - {date: 2024-11-05, provider: ramos, kind: office}
"""
WITHOUT_25 = """\
seats:
  coder:
    changes: [{service: "99214", modifiers: []}]
  biller:
    - {on: scrub, edit: ncci-pair, do: release}
"""
MISTYPED = CASE.replace("NWP900000017", "NWP900000071") + (
    "  eligibility: {not_checked: the portal was down}\n"
    "payer_files:\n  northwind-ppo: {member: {member_id: NWP900000017}}\n"
    "inquiries:\n  card_image: {member_id: NWP900000017}\n"
)


@pytest.fixture(scope="session")
def world(tables: CodeTables) -> World:
    return World(tables)


def proof_of(text: str, folder: Path, world: World) -> Proof:
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return prove(load_scenario(path, world.tables, expectations=True), world)


def test_a_scripted_fault_is_proved(tmp_path: Path, world: World) -> None:
    proof = proof_of(CASE + WITHOUT_25, tmp_path, world)
    assert proof.proved, proof.sentence
    assert proof.diagnostics == ()
    assert "the scrubber stops the claim (ncci-pair 99214), " in proof.sentence
    assert "99214 is denied with CO-97" in proof.sentence
    assert "with the reference in both seats no payer owes anything" in proof.sentence


def test_a_scenario_without_a_fault_is_proved_clean(tmp_path: Path, world: World) -> None:
    proof = proof_of(CASE, tmp_path, world)
    assert proof.proved, proof.sentence
    assert proof.sentence.startswith("proved clean: with the reference in both seats no payer owes anything, and ")


def test_what_the_desk_brought_in_may_be_rejected_on_the_way(tmp_path: Path, world: World) -> None:
    proof = proof_of(MISTYPED, tmp_path, world)
    assert proof.proved, proof.sentence
    assert proof.sentence.startswith("proved after the front end rejects the claim (A")


def test_expectations_have_to_hold(tmp_path: Path, world: World) -> None:
    met = "expect: {balances: {payer: 0.00}, rejections: none}\n"
    assert ", and what is expected holds" in proof_of(CASE + met, tmp_path, world).sentence
    proof = proof_of(CASE + met.replace("0.00", "17.00"), tmp_path, world)
    assert not proof.proved
    [found] = proof.diagnostics
    assert found.code == "expectation-not-met"
    assert found.position is not None
    assert found.position.line == CASE.count("\n") + 1
    assert "payer balance" in found.message


def test_a_script_that_does_what_the_reference_does_is_no_fault(tmp_path: Path, world: World) -> None:
    proof = proof_of(MISTYPED + "seats:\n  biller:\n    - {on: rejected, do: correct_and_resend}\n", tmp_path, world)
    assert [found.code for found in proof.diagnostics] == ["fault-without-effect"]
    assert not proof.proved


def test_repeating_a_failure_is_a_failure(tmp_path: Path, world: World) -> None:
    proof = proof_of(MISTYPED + "seats:\n  biller:\n    - {on: rejected, do: resend_unchanged}\n", tmp_path, world)
    assert proof.proved, proof.sentence
    assert "as scripted the front end rejects the claim" in proof.sentence


def test_money_given_away_is_a_failure(tmp_path: Path, world: World) -> None:
    given_up = WITHOUT_25 + '    - {on: denied, line: "99214", do: write_off}\n'
    proof = proof_of(CASE + given_up, tmp_path, world)
    assert proof.proved, proof.sentence
    assert " of the payer's money is lost" in proof.sentence


def test_a_step_that_never_happened(tmp_path: Path, world: World) -> None:
    unused = '    - {on: denied, line: "20610", do: write_off}\n'
    proof = proof_of(CASE + WITHOUT_25 + unused, tmp_path, world)
    [found] = proof.diagnostics
    assert found.code == "step-never-happened"
    assert found.position is not None
    assert found.position.line == (CASE + WITHOUT_25).count("\n") + 1


def test_a_case_that_the_reference_cannot_end(tmp_path: Path, world: World) -> None:
    proof = proof_of(CASE.replace("NWP900000017", "NWP17"), tmp_path, world)
    assert not proof.proved
    assert {found.code for found in proof.diagnostics} == {"not-solvable"}
    assert "is still expected of a payer in the end" in proof.sentence
    assert "is left lying" in proof.sentence


def test_a_denial_for_an_error_of_the_seats_is_no_right_end(tmp_path: Path, world: World) -> None:
    rule = """\
payer_files:
  northwind-ppo:
    rules:
      - id: no-visits-with-25
        title: A visit with 25 is never taken
        when: {all: [{field: line.modifiers, has: "25"}]}
        then: {deny: {group: CO, carc: "4", remarks: [N519]}}
        action: None.
"""
    proof = proof_of(CASE + rule, tmp_path, world)
    assert not proof.proved
    assert "is denied with CO-4, an error of the coder: a modifier that does not fit the code" in proof.sentence


def test_a_claim_that_the_reference_sends_too_late_is_no_right_end(tmp_path: Path, world: World) -> None:
    shipped = {"slow.yaml": resources.practices_dir() / "lakeside-family.yaml"}
    shipped["hasty.yaml"] = resources.payers_dir() / "northwind-ppo.yaml"
    for name, old, new in (
        ("slow.yaml", "claims_sent_after_days: 1\n", "claims_sent_after_days: 60\n"),
        ("hasty.yaml", "filing_limit_days: 180\n", "filing_limit_days: 30\n"),
    ):
        before = shipped[name].read_text(encoding="utf-8")
        assert before.count(old) == 1
        (tmp_path / name).write_text(before.replace(old, new), encoding="utf-8")
    text = CASE.replace("practice: lakeside-family", "practice: slow.yaml") + "payers: {northwind-ppo: hasty.yaml}\n"
    proof = proof_of(text, tmp_path, world)
    assert not proof.proved
    error = "an error of the biller: a claim or correction sent too late"
    assert f"is given up past its filing limit, {error}" in proof.sentence


def test_a_known_failure_is_not_proved(tmp_path: Path, world: World) -> None:
    proof = proof_of(CASE + "todo: the payer is wrong\nexpect: {balances: {payer: 17.00}}\n", tmp_path, world)
    assert proof.proved
    assert proof.sentence == "not proved: it is known to fail (the payer is wrong)"


@TOGETHER
def test_all_that_ships_is_proved() -> None:
    def check(path: Path) -> None:
        proof = prove(lived(path).scenario, bench().world)
        assert proof.proved, proof.sentence

    each(SHIPPED, check)


def test_the_command_says_it_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "knee.yaml"
    path.write_text(CASE + WITHOUT_25)
    assert run(["check", "--solvable", str(path)]) == 0
    assert capsys.readouterr().out.startswith("knee: proved: as scripted the scrubber stops the claim")
    assert run(["check", "--solvable", "--format", "json", str(path)]) == 0
    [proof] = json.loads(capsys.readouterr().out)["proofs"]
    assert (proof["id"], proof["proved"]) == ("knee", True)
    path.write_text(CASE.replace("NWP900000017", "NWP17"))
    assert run(["check", "--solvable", str(path)]) == 3
    assert "knee: not solvable, see below\n" in capsys.readouterr().out


def test_the_command_tells_each_fault_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "knee.yaml"
    path.write_text(CASE + "expect:\n  coding: {services: [{code: '99283'}]}\n  balances: {payer: 17.00}\n")
    assert run(["check", "--solvable", str(path)]) == 3
    out = capsys.readouterr().out
    assert out.count("99283, got ") == 1
    assert out.count("expected 17.00") == 1
    assert "expectation-never-holds" not in out  # that it does not hold is shown
    assert "\n2 errors\n" in out
