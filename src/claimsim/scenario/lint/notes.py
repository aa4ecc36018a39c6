"""The chart holds no codes: they are what the coder has to find. Ordinary numbers and "A1c" are no codes."""

import re
from collections.abc import Callable, Iterator

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject

# What stands directly before a number that is meant as a code, and before one that is certainly none.
_CODE_BEFORE = re.compile(
    r"(?i)\b(?:cpt|hcpcs|icd(?:-?10)?(?:-?cm)?|dx|codes?|coded|bill(?:ed|ing)?|charged?)"
    r"(?:[ :#=]|\b(?:with|as|is|for|and|code|codes|level)\b)*$"
)
_NUMBER_BEFORE = re.compile(
    r"(?i)(?:\b(?:lot|ndc|ref|serial|sn|exp|model|room|rm|suite|apt|batch|udi)\b|#)[ .:#]*(?:no\.?|number)?[ .:#]*$"
)
_MODIFIER_AFTER = re.compile(r"-([0-9A-Z]{2})(?![\w-])")
_ICD_DOTTED = re.compile(r"(?<![\w.-])[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w-])(?!\.\d)")
_ICD_PLAIN = re.compile(r"(?<![\w./-])[A-Z]\d[0-9A-Z](?:[0-9A-Z]{1,4})?(?![\w%/-])(?!\.\w)")
_CPT = re.compile(r"(?<![\w.,$#/-])\d{5}(?!\w)(?![.,]\d)(?!-\d{3})")
_LETTERED = re.compile(r"(?<![\w.#/-])(?:[A-V]\d{4}|\d{4}[AFTU])(?!\w)")
_MODIFIER = re.compile(r"\b[Mm]odifiers? -?(?P<code>[0-9A-Z]{2})(?!\w)")
# CPT's own range of visits; nothing that is measured in a visit comes out as 99202 to 99499.
_VISITS = range(99202, 99500)
Finder = Callable[[CodeTables, str], Iterator[tuple[int, str, str]]]


def _diagnoses(tables: CodeTables, text: str) -> Iterator[tuple[int, str, str]]:
    icd = tables.icd10cm
    for match in _ICD_DOTTED.finditer(text):
        meant = icd.is_billable(match[0]) or (_said_before(text, match) and icd.exists(match[0]))
        # A heading such as T36.8 may be a temperature; only a whole code is certain.
        if meant and not _numbered_before(text, match):
            yield match.start(), match[0], "an ICD-10-CM code"
    for match in _ICD_PLAIN.finditer(text):
        certain = len(match[0]) == 3 and icd.is_billable(match[0])
        if not _numbered_before(text, match) and (certain or (_said_before(text, match) and icd.exists(match[0]))):
            yield match.start(), match[0], "an ICD-10-CM code"


def _procedures(tables: CodeTables, text: str) -> Iterator[tuple[int, str, str]]:
    for match in _CPT.finditer(text):
        if tables.procedure_rows(match[0]) and (
            int(match[0]) in _VISITS or _said_before(text, match) or _modifier_after(tables, text, match.end())
        ):
            yield match.start(), match[0], "a procedure code"
    for match in _LETTERED.finditer(text):
        if tables.procedure_rows(match[0]) and not _numbered_before(text, match):
            yield match.start(), match[0], "a procedure code"


def _modifiers(tables: CodeTables, text: str) -> Iterator[tuple[int, str, str]]:
    known = {row.modifier for row in tables.modifiers()}
    for match in _MODIFIER.finditer(text):
        if match["code"] in known:
            yield match.start(), match[0], "a modifier"


def _said_before(text: str, match: re.Match[str]) -> bool:
    return bool(_CODE_BEFORE.search(text[max(0, match.start() - 40) : match.start()]))


def _numbered_before(text: str, match: re.Match[str]) -> bool:
    return bool(_NUMBER_BEFORE.search(text[max(0, match.start() - 20) : match.start()]))


def _modifier_after(tables: CodeTables, text: str, end: int) -> bool:
    match = _MODIFIER_AFTER.match(text, end)
    return match is not None and any(row.modifier == match[1] for row in tables.modifiers())


_FINDERS: tuple[Finder, ...] = (_diagnoses, _procedures, _modifiers)


def codes_in(text: str, tables: CodeTables) -> tuple[tuple[int, str, str], ...]:
    """The codes in a text of the chart: where each begins, its words, and what kind of code it is."""
    return tuple(sorted(found for find in _FINDERS for found in find(tables, text)))


def _chart_texts(subject: ScenarioSubject) -> Iterator[tuple[Path, str]]:
    encounter, at = subject.encounter, subject.at
    yield (*at, "note"), encounter.note
    if encounter.visit is not None:
        yield (*at, "visit", "reason"), encounter.visit.reason
    for number, service in enumerate(encounter.services):
        yield (*at, "services", number, "description"), service.description
    for number, drug in enumerate(encounter.drugs):
        yield (*at, "drugs", number, "name"), drug.name
    for number, earlier in enumerate(encounter.history):
        yield (*at, "history", number, "description"), earlier.description
    for number, notice in enumerate(encounter.notices):
        yield (*at, "notices", number, "service"), notice.service
        yield (*at, "notices", number, "reason"), notice.reason


def _codes_in_chart(subject: ScenarioSubject) -> Iterator[Found]:
    for path, text in _chart_texts(subject):
        for start, token, what in codes_in(text, subject.tables):
            hint = "write what the clinician saw and did in words"
            yield Found(f"the chart holds {what}: {token}", subject.chart, path, hint, token=token, start=start)


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (LintRule("code-in-chart", "error", _codes_in_chart),)
