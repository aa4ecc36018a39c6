"""`list`, `show` and `run`: a case in the terminal, as text and as JSON."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from claimsim.code_tables import CodeTables
from claimsim.coding import code_encounter
from claimsim.scenario.library import find_scenario, shipped_scenarios
from tests.lived import named

TABLES = CodeTables.load()
KNEE = "knee-injection-without-25"
NAMES = [path.stem for path in shipped_scenarios()]


def test_list_shows_every_scenario_that_comes_with_the_program(claimsim: Any) -> None:
    code, out, err = claimsim("list", "--format", "json")
    listed = json.loads(out)
    assert (code, err) == (0, "")
    assert {item["id"] for item in listed} == set(NAMES)
    assert all(list(item) == ["id", "title", "level", "teaches", "path"] for item in listed)
    text = claimsim("list").out
    assert all(name in text for name in NAMES)
    assert all(item["level"] in text and tag in text for item in listed for tag in item["teaches"])


def test_list_can_be_narrowed_and_takes_files_and_folders(claimsim: Any) -> None:
    beginner = json.loads(claimsim("list", "--level", "beginner", "--format", "json").out)
    assert {item["level"] for item in beginner} == {"beginner"}
    tagged = json.loads(claimsim("list", "--teaches", "modifier-25", "--format", "json").out)
    assert KNEE in {item["id"] for item in tagged}
    folder = json.loads(claimsim("list", find_scenario(KNEE).parent, "--format", "json").out)
    assert KNEE in {item["id"] for item in folder}
    assert "NOTHING FOUND" in claimsim("list", "--teaches", "xyzzy").out
    assert claimsim("list", "--level", "easy").code == 2


def test_list_names_every_tag_and_the_one_that_was_meant(claimsim: Any) -> None:
    listed = json.loads(claimsim("list", "--format", "json").out)
    tags = json.loads(claimsim("list", "--tags", "--format", "json").out)
    assert tags["carc-97"] == sum("carc-97" in item["teaches"] for item in listed)
    assert set(tags) == {tag for item in listed for tag in item["teaches"]}
    words = " ".join(claimsim("list", "--tags").out.split())  # a line may end between a tag and its number
    assert f"carc-97 ({tags['carc-97']})" in words
    assert "Did you mean `carc-97`?" in claimsim("list", "--teaches", "carc97").out


def test_list_calls_files_of_ones_own_by_what_run_takes(
    claimsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my-cases"
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "good.yaml").write_bytes(find_scenario(KNEE).read_bytes())
    (folder / "own-payer.yaml").write_text("extends: northwind-ppo\npayer_id: X01\n")
    (folder / "knee.yaml").write_bytes(find_scenario(KNEE).read_bytes())
    monkeypatch.chdir(folder)
    code, out, err = claimsim("list", ".")
    assert (code, err) == (0, "")  # the payer is no scenario with faults
    assert out.startswith("MY CASES · 1 scenario ")
    assert "  more/good.yaml  beginner\n" in out
    assert "`claimsim run FILE`" in out
    told = claimsim("run", "own-payer.yaml")
    assert told.code == 3
    assert "error[not-a-scenario]: this is a payer, " in told.err


def test_list_tells_of_a_broken_file_and_shows_the_others(claimsim: Any, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_bytes(find_scenario(KNEE).read_bytes())
    (tmp_path / "bad.yaml").write_text("scenario: {title: x, lvl: beginner}\n")
    code, out, err = claimsim("list", tmp_path, "--format", "json")
    assert code == 3
    assert [item["id"] for item in json.loads(out)] == ["good"]
    assert f"{tmp_path / 'bad.yaml'}:1:22: error[unknown-key]" in err


def test_show_is_the_chart_without_codes(claimsim: Any) -> None:
    code, out, err = claimsim("show", KNEE)
    assert (code, err) == (0, "")
    assert "R knee pain" in out
    for code_of_the_answer in ("M17.11", "20610", "99214", "CO-97"):
        assert code_of_the_answer not in out
    chart = json.loads(claimsim("show", KNEE, "--format", "json").out)
    assert chart["scenario"]["id"] == KNEE
    assert chart["encounter"]["date_of_service"] == "2025-03-14"


@pytest.mark.parametrize("name", [KNEE, "coverage-ended", "wellness-visit-flu-vaccine", "checkup-and-a-real-problem"])
def test_show_names_every_code_where_the_chart_bears_it(claimsim: Any, name: str) -> None:
    case = named(name).scenario.case
    coding = code_encounter(case.encounter, case.practice, case.manual, TABLES)
    plain, marked = claimsim("show", name), claimsim("show", name, "--evidence")
    for code in (*(d.code for d in coding.diagnoses), *(s.code for s in coding.services)):
        assert code not in plain.out
        assert code in marked.out
    assert len(marked.out.splitlines()) > len(plain.out.splitlines())


@pytest.mark.parametrize("name", [KNEE, "coverage-ended", "wellness-visit-flu-vaccine"])
def test_a_shipped_scenario_runs_by_name(claimsim: Any, name: str) -> None:
    code, out, err = claimsim("run", name)
    assert (code, err) == (0, "")
    assert named(name).scenario.meta.title in out


def test_the_knee_is_denied_corrected_and_paid(claimsim: Any) -> None:
    out = claimsim("run", KNEE).out
    assert out.index("CO-97") < out.index("frequency 7") < out.index("REVERSAL")
    assert claimsim("run", find_scenario(KNEE)).out == out
    assert claimsim("run", KNEE, "--plain").out == out
    assert len(claimsim("run", KNEE, "--why").out) > len(out)
    assert max(map(len, claimsim("run", KNEE, "--width", 60).out.splitlines())) <= 60


def test_the_result_has_the_promised_keys(claimsim: Any) -> None:
    code, out, err = claimsim("run", KNEE, "--format", "json")
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert {"scenario", "coding", "claims", "remittances", "actions", "account"} <= set(result)
    assert result["scenario"]["id"] == KNEE
    assert claimsim("run", KNEE, "--format", "json").out == out


def test_until_stops_after_a_stage_and_not_at_the_opening_of_the_account(claimsim: Any) -> None:
    whole = claimsim("run", KNEE).out
    shown = {
        stage: claimsim("run", KNEE, "--until", stage) for stage in ("coding", "claim", "submission", "adjudication")
    }
    assert all(outcome.code == 0 for outcome in shown.values())
    assert all(whole.startswith(outcome.out.rstrip("\n")) for outcome in shown.values())
    lengths = [len(outcome.out) for outcome in shown.values()]
    assert lengths == sorted(set(lengths))
    assert "CO-97" not in shown["submission"].out
    assert "CO-97" in shown["adjudication"].out


def test_step_does_not_wait_where_nobody_sits(claimsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: pytest.fail("waited"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert claimsim("run", KNEE, "--step").out == claimsim("run", KNEE).out


@pytest.mark.parametrize(("said", "code"), [("q", 0), (KeyboardInterrupt, 130)])
def test_whoever_steps_through_can_leave(claimsim: Any, monkeypatch: pytest.MonkeyPatch, said: Any, code: int) -> None:
    answers = iter(["", said])

    def typed(prompt: str) -> str:
        assert "q: leave" in prompt
        answer = next(answers)
        if answer is KeyboardInterrupt:
            raise KeyboardInterrupt
        return str(answer)

    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr("sys.stdin", terminal := io.StringIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    left = claimsim("run", KNEE, "--step", "--plain")
    assert (left.code, left.err) == (code, "")  # that the script's steps are still to come is no fault
    until = claimsim("run", KNEE, "--until", "coding", "--plain").out
    title, _, story = until.partition("\n")
    lesson, _, story = story.partition("\n\n")  # which is told in the end to whoever steps through
    assert lesson
    assert left.out.rstrip("\n") == f"{title}\n\n{story}".rstrip("\n")
    assert left.out.endswith("\n")


def test_a_scenario_is_saved_for_somebody_else_to_decide(claimsim: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    code, out, err = claimsim("show", KNEE, "--save", mine)
    assert (code, err) == (0, "")
    assert f"claimsim run {mine}" in out
    text = mine.read_text(encoding="utf-8")
    whole = named(KNEE).scenario.document.text
    assert set(text.splitlines()) < set(whole.splitlines())
    assert "title:" in text
    assert not any(word in text for word in ("lesson:", "outcome:", "seats:", "expect:", "CO-97"))
    assert "DENIED" not in claimsim("run", mine).out  # the reference sits in both seats
    assert "File exists" in claimsim("show", KNEE, "--save", mine).err
    assert mine.read_text(encoding="utf-8") == text


def test_decisions_are_saved_and_replayed(claimsim: Any, tmp_path: Path) -> None:
    log = tmp_path / "knee.json"
    first = claimsim("run", KNEE, "--log", log)
    assert first.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["knee.json"]
    again = claimsim("run", KNEE, "--replay", log, "--log", tmp_path / "again.json")
    assert again == first
    assert (tmp_path / "again.json").read_bytes() == log.read_bytes()


def test_a_log_that_does_not_fit_is_refused(claimsim: Any, tmp_path: Path) -> None:
    log = tmp_path / "knee.json"
    claimsim("run", KNEE, "--log", log)
    other = next(name for name in NAMES if name != KNEE)
    assert f"{log}: this is a log of {KNEE}, and not of {other}" in claimsim("run", other, "--replay", log).err
    data = json.loads(log.read_text())
    data["decisions"][0]["question"] = "0" * 16
    log.write_text(json.dumps(data))
    outcome = claimsim("run", KNEE, "--replay", log)
    assert outcome.code == 3
    assert "decision 1 of the log" in outcome.err
    log.write_text("{}")
    assert claimsim("run", KNEE, "--replay", log).code == 3
    assert claimsim("run", KNEE, "--replay", tmp_path / "none").code == 3


def test_a_log_that_cannot_be_written_is_told_and_harms_nothing(claimsim: Any, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none" / "log.json"):
        outcome = claimsim("run", KNEE, "--log", place)
        assert outcome.code == 3
        assert str(place) in outcome.err
    assert list(tmp_path.iterdir()) == []


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = find_scenario(KNEE).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_step_that_never_happened_is_pointed_at(claimsim: Any, tmp_path: Path) -> None:
    path = edited(tmp_path, "edit: ncci-pair,", "edit: charge-zero,")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "charge-zero" in text)
    code, out, err = claimsim("run", path)
    assert code == 3
    assert out
    assert f"{path}:{line}:7: error[step-never-happened]" in err
    assert claimsim("run", path, "--until", "coding").code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("level: beginner", "level: easy", ":4:10: error[not-allowed-value]"),
        ("practice: lakeside-family", "practice: lakeside-famly", "error[unknown-practice]"),
        ("practice: lakeside-family", "practice: ../../secret.yaml", "error[path-outside-folder]"),
        ("payer: northwind-ppo", "payer: nortwind-ppo", "error[unknown-payer]"),
        ("payer: northwind-ppo", "payer: copperline", "`payers: {copperline: copperline.yaml}`"),
        ("rendering_provider: ramos", "rendering_providr: ramos", "did you mean `rendering_provider`?"),
        ("date_of_service: 2025-03-14", "date_of_service: 2025-02-30", "error[impossible-date]"),
        ("sex: F", "\tsex: F", "error[tab-indentation]"),
        ("dose: 40 mg", "dose: -40 mg", "error[out-of-range]: `-40 mg` is less than nothing"),
        ("amount: 30.00", "amount: -30.00", "error[out-of-range]"),
        ("teaches: [modifier-25", "teaches: [[modifier-25", "error["),
        ("  remittances:", "  remitances:", "did you mean `remittances`?"),
        ("adjustments: [CO-97", "adjustment: [CO-97", "did you mean `adjustments`?"),
    ],
)
def test_a_mistake_in_a_file_is_pointed_at(claimsim: Any, tmp_path: Path, old: str, new: str, told: str) -> None:
    path = edited(tmp_path, old, new)
    for command in ("run", "show"):
        code, out, err = claimsim(command, path)
        assert (code, out) == (3, "")
        assert told in err
        assert f"{path}:" in err
        assert "Traceback" not in err


def test_a_run_tells_the_faults_of_the_expectations_with_the_others(claimsim: Any, tmp_path: Path) -> None:
    path = edited(tmp_path, "level: beginner", "level: easy")
    path.write_text(path.read_text().replace("balances: {payer: 0.00", "balances: {payer: nothing"))
    told = claimsim("run", path).err
    assert "error[not-allowed-value]" in told
    assert told.rstrip().endswith("2 errors")


def test_what_is_no_scenario_at_all_is_told_so(claimsim: Any, tmp_path: Path) -> None:
    binary, empty = tmp_path / "x.yaml", tmp_path / "y.yaml"
    binary.write_bytes(b"\x89PNG\0\0")
    empty.write_text("")
    for path, told in (
        (tmp_path / "none.yaml", "error[unknown-scenario]"),
        (tmp_path, "error[folder-given]"),
        (binary, "error[binary-file]"),
        (empty, "error[empty-file]"),
    ):
        code, out, err = claimsim("run", path)
        assert (code, out) == (3, "")
        assert told in err
    near = claimsim("run", "knee-injection-without-26").err
    assert f"did you mean `{KNEE}`?" in near
