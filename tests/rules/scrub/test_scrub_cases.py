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

from .notation import claim_of, eligibility_of, manual_of

HERE = Path(__file__).parent
FILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yaml"))}
FIRES = [pytest.param(edit, case, id=f"{edit}: {case['title']}") for edit, f in FILES.items() for case in f["fires"]]
QUIET = [pytest.param(edit, case, id=f"{edit}: {case['title']}") for edit, f in FILES.items() for case in f["quiet"]]


@pytest.fixture(scope="session")
def tables() -> CodeTables:
    return CodeTables.load()


def asked(case: dict[str, Any], tables: CodeTables) -> tuple[tuple[EditHit, ...], Trace]:
    on = case.get("today", date(2025, 3, 17))
    return scrub(claim_of(case), manual_of(case), tables, on, eligibility_of(case))


def test_every_edit_has_its_cases() -> None:
    assert sorted(FILES) == sorted(SCRUB_RULES.ids())
    assert all(file["fires"] and file["quiet"] for file in FILES.values())


@pytest.mark.parametrize(("edit", "case"), FIRES)
def test_fires(edit: str, case: dict[str, Any], tables: CodeTables) -> None:
    hits = [hit for hit in asked(case, tables)[0] if hit.edit == edit]
    assert hits, "it did not fire"
    assert [hit.line for hit in hits] == case.get("on_lines", [None if scope_of(edit) == "claim" else 1])
    for words in case.get("saw", ()):
        assert words in hits[0].saw


@pytest.mark.parametrize(("edit", "case"), QUIET)
def test_does_not_fire(edit: str, case: dict[str, Any], tables: CodeTables) -> None:
    hits, trace = asked(case, tables)
    assert [hit.saw for hit in hits if hit.edit == edit] == []
    if case.get("asked", True):
        assert any(entry[0] == edit for entry in trace), "it was never asked, so its silence says nothing"


@pytest.mark.parametrize("edit", SCRUB_EDITS, ids=lambda edit: edit.rule.id)
def test_is_written_out(edit: Any) -> None:
    rule = edit.rule
    assert rule.stage == "scrub"
    assert rule.answer.kind in ("stop", "warn")
    assert all(text.strip() for text in (rule.title, rule.meaning, rule.authority, rule.action))


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
