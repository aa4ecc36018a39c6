"""Services as notes tell them, in shorthand and in sentences, and what is told without having been done here."""

from pathlib import Path

import yaml

from tests.each import each

from .worked import code

WORDS = yaml.safe_load((Path(__file__).parent / "services_in_words.yaml").read_text("utf-8"))
NOTE = "CC: visit\nHPI: here for care.\nExam: normal.\nA/P: as below.\n{}.\n"
PLAN = "CC: visit\nExam: normal.\nPlan: {}.\n"


def test_what_was_done_is_billed() -> None:
    def check(case: tuple[str, str]) -> None:
        wanted, words = case
        assert wanted in [service.code for service in code(NOTE.format(words)).services]

    each(WORDS["done"], check)


def test_what_was_not_done_here_is_not_billed() -> None:
    def check(words: str) -> None:
        assert [s.code for s in code(PLAN.format(words)).services if not s.code.startswith("992")] == []

    each(WORDS["not_done"], check)
