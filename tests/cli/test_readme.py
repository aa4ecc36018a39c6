"""What the README shows is what the program prints."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KNEE = ROOT / "scenarios" / "bundling" / "knee-injection-without-25.yaml"
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
