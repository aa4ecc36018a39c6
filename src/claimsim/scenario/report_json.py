"""The results of testing scenarios as JSON, JUnit XML and GitHub annotations. Nothing in them depends on the clock."""

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from claimsim.diagnostics import Diagnostic, escape

from .bench import ScenarioResult
from .coverage import Section, percent_of_rules
from .mismatch import Mismatch
from .report import COUNTED, headline, text_report


def as_json(results: Sequence[ScenarioResult], coverage: Sequence[Section] | None) -> dict[str, Any]:
    """One object: `scenarios`, `summary`, and `coverage` where it was asked for."""
    found: dict[str, Any] = {
        "scenarios": [_scenario(result) for result in results],
        "summary": {status: sum(r.status == status for r in results) for status, _ in COUNTED},
    }
    if coverage is not None:
        found["coverage"] = coverage_json(coverage)
    return found


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "path": result.path,
        "line": result.line,
        "status": result.status,
        "words": result.words,
        "mismatches": [_mismatch(m) for m in result.mismatches],
        "diagnostics": [_diagnostic(d) for d in result.diagnostics],
    }


def _mismatch(mismatch: Mismatch) -> dict[str, Any]:
    place = mismatch.position
    return {
        "kind": mismatch.kind,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": list(mismatch.path),
        "what": mismatch.what,
        "expected": mismatch.expected,
        "actual": mismatch.actual,
        "because": mismatch.because,
        "instead": mismatch.instead,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.position
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hint": diagnostic.hint,
    }


def coverage_json(coverage: Sequence[Section]) -> dict[str, Any]:
    """Each section with its rows, and the percentage that `--fail-under` holds."""
    found: dict[str, Any] = {
        section.name: {
            "percent": round(section.percent, 2),
            "rows": [
                {"id": row.name, "title": row.title, "reach": row.reach, "scenarios": row.scenarios}
                for row in section.rows
            ],
        }
        for section in coverage
    }
    found["percent"] = round(percent_of_rules(coverage), 2)
    return found


def as_junit(results: Sequence[ScenarioResult]) -> str:
    """JUnit XML: one test case to a scenario, in one suite. Known failures are skipped, as pytest has it."""
    failures = sum(r.status in ("failed", "mended") for r in results)
    errors = sum(r.status in ("invalid", "error") for r in results)
    skipped = sum(r.status in ("known", "empty") for r in results)
    counts = {"tests": len(results), "failures": failures, "errors": errors, "skipped": skipped}
    attributes = {key: str(value) for key, value in counts.items()}
    top = Xml.Element("testsuites", {"name": "claimsim", **attributes})
    suite = Xml.SubElement(top, "testsuite", {"name": "scenarios", **attributes})
    for result in results:
        folder = result.path.replace("\\", "/").rpartition("/")[0]
        place = {"file": _xml_safe(result.path), "line": str(result.line)}
        names = {"classname": _xml_safe(folder.replace("/", ".")), "name": _xml_safe(result.id)}
        case = Xml.SubElement(suite, "testcase", names | place)
        _junit_outcome(case, result)
    Xml.indent(top)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(top, encoding="unicode") + "\n"


def _junit_outcome(case: Xml.Element, result: ScenarioResult) -> None:
    tag = {
        "failed": "failure", "mended": "failure", "invalid": "error", "error": "error", "known": "skipped",
        "empty": "skipped",
    }.get(result.status)  # fmt: skip
    if tag is None:
        return
    words = {"known": result.words, "empty": "expects nothing"}.get(result.status) or headline(result)
    outcome = Xml.SubElement(case, tag, {"message": _xml_safe(words)})
    if tag == "skipped":
        return
    outcome.set("type", result.status)
    outcome.text = _xml_safe(text_report((result,)).rpartition("\n\n")[0])


def _xml_safe(text: str) -> str:
    """XML can hold no control characters, not even escaped: they are written out."""
    return "\n".join(escape(line) for line in text.split("\n"))


def as_github(results: Sequence[ScenarioResult]) -> str:
    """Workflow commands of GitHub Actions, which show each failure at its line."""
    lines: list[str] = []
    for result in results:
        if not result.failed:
            continue
        if result.status == "failed":
            lines += [_annotation(result, mismatch) for mismatch in result.mismatches]
        for diagnostic in result.diagnostics:
            place = diagnostic.position
            text = f"{diagnostic.message} ({diagnostic.hint})" if diagnostic.hint else diagnostic.message
            where = (place.file, place.line, place.column) if place else (result.path, result.line, 1)
            lines.append(_command(*where, diagnostic.code, text))
        if result.words:
            lines.append(_command(result.path, result.line, 1, result.status, f"{result.id}: {result.words}"))
    return "\n".join(lines)


def _annotation(result: ScenarioResult, mismatch: Mismatch) -> str:
    place = mismatch.position
    where = (place.file, place.line, place.column) if place else (result.path, result.line, 1)
    told = [mismatch.message]
    told += [f"{label}: {text}" for label, text in (("why", mismatch.because), ("to do", mismatch.instead)) if text]
    return _command(*where, mismatch.kind, "\n".join(told))


def _command(file: str, line: int, column: int, title: str, text: str) -> str:
    where = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return f"::error {where}::{_data(text)}"


def _data(text: str) -> str:
    """As GitHub has it; what a terminal would obey is written out, as in the text format."""
    return "%0A".join(escape(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
