"""Every scrub edit has cases that fire it and cases that do not, in a YAML file of its name beside this one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimsim.billing.scrub import SCRUB_EDITS, SCRUB_RULES, scrub
from claimsim.billing.scrub.edits import EditHit
from claimsim.code_tables import CodeTables
from claimsim.rules import Trace
from tests.each import each

from .notation import claim_of, eligibility_of, manual_of

HERE = Path(__file__).parent
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.yaml"))}
FILES = {stem: yaml.load(text, yaml.CSafeLoader) for stem, text in TEXTS.items()}
EditCase = tuple[str, dict[str, Any]]


def cases(kind: str) -> list[EditCase]:
    return [(edit, case) for edit, file in FILES.items() for case in file[kind]]


def name(case: EditCase) -> str:
    return f"{case[0]}: {case[1]['title']}"


@pytest.fixture(scope="session")
def tables() -> CodeTables:
    return CodeTables.load()


def asked(case: dict[str, Any], tables: CodeTables) -> tuple[tuple[EditHit, ...], Trace]:
    on = case.get("today", date(2025, 3, 17))
    return scrub(claim_of(case), manual_of(case), tables, on, eligibility_of(case))


def test_every_edit_has_its_cases() -> None:
    assert sorted(FILES) == sorted(SCRUB_RULES.ids())
    assert all(file["fires"] and file["quiet"] for file in FILES.values())


def test_it_fires(tables: CodeTables) -> None:
    def check(case: EditCase) -> None:
        edit, words = case
        hits = [hit for hit in asked(words, tables)[0] if hit.edit == edit]
        assert hits, "it did not fire"
        assert [hit.line for hit in hits] == words.get("on_lines", [None if scope_of(edit) == "claim" else 1])
        for seen in words.get("saw", ()):
            assert seen in hits[0].saw

    each(cases("fires"), check, name)


def test_it_does_not_fire(tables: CodeTables) -> None:
    def check(case: EditCase) -> None:
        edit, words = case
        hits, trace = asked(words, tables)
        assert [hit.saw for hit in hits if hit.edit == edit] == []
        if words.get("asked", True):
            assert any(entry[0] == edit for entry in trace), "it was never asked, so its silence says nothing"

    each(cases("quiet"), check, name)


def test_every_edit_is_written_out() -> None:
    for edit in SCRUB_EDITS:
        rule = edit.rule
        assert rule.stage == "scrub", rule.id
        assert rule.answer.kind in ("stop", "warn"), rule.id
        assert all(text.strip() for text in (rule.title, rule.meaning, rule.authority, rule.action)), rule.id


def test_the_trace_holds_every_question_and_every_hit(tables: CodeTables) -> None:
    hits, trace = asked({"lines": ["20610-RT @1", "99214 @1"], "diagnoses": ["M17.11"]}, tables)
    claim_edits = [edit.rule.id for edit in SCRUB_EDITS if edit.scope == "claim"]
    assert [entry[0] for entry in trace if entry[1] == "claim"] == claim_edits
    assert {entry[1] for entry in trace} == {"claim", "line 1", "line 2"}
    assert [(e, w) for e, w, saw in trace if saw is not None] == [
        (hit.edit, f"line {hit.line}" if hit.line else "claim") for hit in hits
    ]


def test_a_clean_claim_passes(tables: CodeTables) -> None:
    case = {"lines": ["99214-25 @2", "20610-RT @1", "J3301 x4 @1"], "diagnoses": ["M17.11", "I10"]}
    assert asked(case, tables)[0] == ()


def scope_of(edit: str) -> str:
    return next(e.scope for e in SCRUB_EDITS if e.rule.id == edit)
