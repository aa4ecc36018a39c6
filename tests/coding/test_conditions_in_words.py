"""Conditions as clinicians write them in an assessment, each with the codes that it is."""

from pathlib import Path

import yaml

from tests.each import each

from .worked import code, diagnoses

WORDS = yaml.safe_load((Path(__file__).parent / "conditions_in_words.yaml").read_text("utf-8"))
ASIDE = ("Z79", "Z68")


def test_a_line_of_an_assessment_is_coded() -> None:
    def check(line: list[str]) -> None:
        words, *wanted = line
        born = "1995-05-02" if any(c[0] == "O" or c.startswith("Z3") for c in wanted) else "1958-05-02"
        coding = code(f"Assessment: {words}", patient={"birth_date": born})
        assert [c for c in diagnoses(coding) if not c.startswith(ASIDE)] == wanted

    each(WORDS, check, lambda line: line[0])
