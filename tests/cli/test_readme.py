"""What the README shows is what the program prints."""

import re
from pathlib import Path
from typing import Any

import pytest

from claimsim.cli.explaining.lookup import explain
from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.kinds import FINDING_KINDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KNEE = ROOT / "scenarios" / "bundling" / "knee-injection-without-25.yaml"
TABLES = CodeTables.load()
MISTAKES = (
    ("practice: lakeside-family", "practice: lakeside-famly"),
    ("date_of_service: 2025-03-14", "date_of_service: 2025-02-30"),
    ("payer: northwind-ppo, plan: ppo-1500", "payer: nortwind-ppo, plan: ppo-150"),
    ("acetonide, dose:", "acetonide, dosage:"),
    ("amount: 30.00", "amount: -30.00"),
)


def test_its_screens_are_those_of_the_run(claimsim: Any) -> None:
    printed = claimsim("run", KNEE.stem).out
    shown = re.findall(r"```\n((?:SCRUB|FOLLOW-UP) .*?)```", README, re.DOTALL)
    assert len(shown) == 2
    for paragraph in "\n".join(shown).split("\n\n"):
        assert paragraph.strip("\n") in printed


@pytest.mark.parametrize("page", ["README.md", "docs/seats.md"])
def test_whoever_sits_in_a_seat_as_shown_sees_what_is_shown(
    claimsim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Each `seats:` block is pasted below the case that was saved last, and run; the screen after it is what comes."""
    monkeypatch.chdir(tmp_path)
    saved, printed, pasted = "", "", 0
    for kind, block in re.findall(r"```(\w*)\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
        if save := re.fullmatch(r"claimsim show (\S+) --save mine\.yaml\n", block):
            Path("mine.yaml").unlink(missing_ok=True)
            assert claimsim("show", save[1], "--save", "mine.yaml").code == 0
            saved = Path("mine.yaml").read_text(encoding="utf-8")
        elif kind == "yaml" and block.startswith("seats:"):
            Path("mine.yaml").write_text(saved + block, encoding="utf-8")
            code, printed, err = claimsim("run", "mine.yaml")
            assert (code, err) == (0, ""), block
            pasted += 1
        elif block.startswith("  ") and printed:
            assert block in printed
    assert pasted >= 2


def test_every_kind_of_finding_is_named_and_explained(claimsim: Any) -> None:
    seats = (ROOT / "docs" / "seats.md").read_text(encoding="utf-8")
    schema = claimsim("schema", "scenario").out
    for kind, words in FINDING_KINDS.items():
        assert f"| `{kind}` | {words} |" in seats
        assert kind in schema
        assert explain(TABLES, kind)[0].kind == "kind of finding"


def test_its_mistakes_are_told_as_it_shows(claimsim: Any, tmp_path: Path, monkeypatch: Any) -> None:
    text = KNEE.read_text(encoding="utf-8")
    for right, wrong in MISTAKES:
        assert right in text
        text = text.replace(right, wrong, 1)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"\$ claimsim run mine\.yaml\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert claimsim("run", "mine.yaml").err == shown.group(1)
