"""What YAML made of a text that was meant otherwise: cut off behind a #, or its lines joined."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from claimsim.diagnostics import Path
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import PayerSubject, PracticeSubject, ScenarioSubject

_CUT = re.compile(r" (#\w[^\r\n]*)")


def _cut_off(subject: ScenarioSubject | PayerSubject | PracticeSubject) -> Iterator[Found]:
    """A comment of our own has a blank behind its #; `Visit #2` is a title that ends after its first word."""
    for document in subject.documents:
        for path, text in _texts(document.data, ()):
            if not document.is_own(path) or document.style(path):
                continue  # what stands in another file is told there; in quotes or a block nothing is cut
            match = _CUT.match(document.after(path))
            if match is not None:
                message = f"this is cut off: `{match[1]}` is a comment to YAML"
                hint = f'put it in quotes: "{text} {match[1].rstrip()}"; a comment has a blank behind its #'
                yield Found(message, document, path, hint=hint)


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
    elif isinstance(value, str):
        yield path, value


def _lines_joined(subject: ScenarioSubject) -> Iterator[Found]:
    path = (*subject.at, "note")
    document = subject.chart
    style, lines = document.style(path), document.source(path).splitlines()
    if style == ">":
        del lines[0]  # that of the sign itself
    if style == "|" or _written(subject.encounter.note.splitlines()) >= _written(lines):
        return
    message = "the lines of the note are joined into one, and what each said by itself is lost"
    yield Found(message, document, path, hint="write `note: |`, which keeps them", at_key=True)


def _written(lines: Iterable[str]) -> int:
    return sum(1 for line in lines if line.strip())


ANY_FILE_RULES: tuple[LintRule[ScenarioSubject | PayerSubject | PracticeSubject], ...] = (
    LintRule("text-cut-off", "warning", _cut_off),
)
SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (LintRule("note-lines-joined", "warning", _lines_joined),)
