"""Colonoscopies: each polyp by its segment and what the pathologist found, and the screening that was the reason.

A screening stays the first diagnosis whatever is found (guideline I.C.21.c.5). An adenoma is a benign neoplasm of its
segment (D12), a hyperplastic polyp or one without a report is a polyp (K63.5, in the rectum K62.1).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.queries.queries import ask_related
from claimsim.coding.reading.statements import Statement
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition
from claimsim.model.codes import Evidence

_ADENOMA = {
    "cecum": "D12.0", "cecal": "D12.0", "ileocecal": "D12.0", "appendiceal": "D12.0", "ascending": "D12.2",
    "hepatic": "D12.3", "transverse": "D12.3", "splenic": "D12.3", "descending": "D12.4", "sigmoid": "D12.5",
    "rectosigmoid": "D12.7", "rectum": "D12.8", "rectal": "D12.8",
}  # fmt: skip
"""By segment; the flexures are of the transverse colon, the ileocecal valve of the cecum (inclusion terms of D12)."""
_POLYPS = frozenset({"polyp", "polyps"})
_NEOPLASTIC = frozenset({"adenoma", "adenomas", "adenomatous", "tubulovillous", "villous", "serrated", "ssa", "ssl"})
_NOT_KNOWN = frozenset(
    {"if", "unless", "pending", "await", "awaiting", "depends", "should"}
    | {"possible", "possibly", "probable", "probably", "likely", "suspected"}
)
"""Of what the pathologist may find: "if both adenomas 7 years"."""
_PLAIN = frozenset({"hyperplastic", "inflammatory", "lymphoid", "benign"})
_JAR = re.compile(r"\b(?:jar|bottle|specimen|part|container|sample)\s*#?\s*([a-h1-8])\b|\(([A-H])\)", re.IGNORECASE)
_JAR_REACH = 5
"""Sentences in which the jar of a polyp is looked for, its own among them."""
_LEADS = re.compile(r"(?:^|:\s*|\d\s+)([A-H])(?:\s*[-:=)]\s|\s+(?=tubul|hyperpl|serrat|sessile|adenom|benign))")
_DIVERTICULA, _COLON_DIVERTICULA = "K57.90", "K57.30"
_COLONOSCOPIES = ("4537", "4538", "4539", "G0105", "G0121")
_CODES = ("D12.", "K63.5", "K62.1")
_SCREENING, _SCREENED = "screening colonoscopy", "Z12.11"
_SURVEILLANCE, _HAD_POLYPS = "surveillance", "Z86.010"
_BEFORE = frozenset({"had", "history", "hx", "previous", "prior", "past", "ago", "last", "earlier"})
_INDICATION = frozenset({"procedure", "told", "symptoms", ""})
_NEGATIONS = frozenset({"no", "without", "negative"})


class _Polyp(NamedTuple):
    segment: str
    jar: str
    statement: int


def of_colonoscopy(case: Case, coded: list[Coded], services: Mapping[str, Evidence]) -> list[Coded]:
    """The diagnoses of a colonoscopy; those of other visits as they are."""
    if not any(code.startswith(_COLONOSCOPIES) for code in services):
        return coded
    for item in coded:
        if item.code == _DIVERTICULA:
            item.code = _COLON_DIVERTICULA  # what is seen through a colonoscope is the colon's
    return _screening_first(case, _by_polyp(case, coded))


def _by_polyp(case: Case, coded: list[Coded]) -> list[Coded]:
    """In place of the polyps that the text names, one code for each segment and kind that was found."""
    polyps = _polyps(case)
    if not polyps:
        return coded
    kinds = _kinds(case)
    why = because("specificity", "A polyp is coded by its segment and by what the pathologist found.")
    found: dict[str, Coded] = {}
    for polyp in polyps:
        code = _code(polyp, kinds)
        found.setdefault(code, Coded(code, None, [case.quote(polyp.statement)], [why]))
    at = next((index for index, item in enumerate(coded) if item.code.startswith(_CODES)), 0)
    before = [item for item in coded[:at] if not item.code.startswith(_CODES)]
    after = [item for item in coded[at:] if not item.code.startswith(_CODES)]
    return [*before, *found.values(), *after]


def _polyps(case: Case) -> list[_Polyp]:
    """The polyps that are described with their segment."""
    found: list[_Polyp] = []
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if _POLYPS.isdisjoint(words) or not _NEGATIONS.isdisjoint(words) or statement.role in ("history", "family"):
            continue
        if _told_by_pathology(statement):
            continue
        jars = _jars_of(case, number)
        segments = list(dict.fromkeys(_ADENOMA[word] for word in words if word in _ADENOMA))
        for index, segment in enumerate(segments):
            jar = jars[index] if len(jars) == len(segments) else jars[0] if jars else ""
            found.append(_Polyp(segment, jar.lower(), number))
    return found


def _jars_of(case: Case, number: int) -> list[str]:
    """The jars that a statement names, or a later sentence of its line does: "... polyp. Cold snare. (jar A)"."""
    statements = case.reading.statements
    for statement in statements[number : number + _JAR_REACH]:
        if statement.line != statements[number].line:
            break
        if named := [first or second for first, second in _JAR.findall(statement.text)]:
            return named
    return []


def _told_by_pathology(statement: Statement) -> bool:
    return not _NEOPLASTIC.isdisjoint(statement.words) and "polyp" not in statement.words


def _kinds(case: Case) -> dict[str, bool]:
    """Whether what was taken out is an adenoma, by jar or segment; under the empty name where only one kind is told."""
    kinds: dict[str, bool] = {}
    told: set[bool] = set()
    for statement in case.reading.statements:
        words = statement.words
        adenoma = not _NEOPLASTIC.isdisjoint(words)
        if statement.role in ("history", "family", "told") or not (adenoma or not _PLAIN.isdisjoint(words)):
            continue
        if not _NOT_KNOWN.isdisjoint(words):
            continue
        told.add(adenoma)
        names = [first or second for first, second in _JAR.findall(statement.text)] or _LEADS.findall(statement.text)
        for name in [*(name.lower() for name in names), *(_ADENOMA[word] for word in words if word in _ADENOMA)]:
            kinds[name] = adenoma
    if len(told) == 1:
        kinds[""] = told.pop()
    return kinds


def _code(polyp: _Polyp, kinds: dict[str, bool]) -> str:
    adenoma = (
        kinds.get(polyp.jar, kinds.get(polyp.segment, kinds.get("")))
        if polyp.jar
        else kinds.get(polyp.segment, kinds.get(""))
    )
    if adenoma:
        return polyp.segment
    return "K62.1" if polyp.segment == "D12.8" else "K63.5"


def _screening_first(case: Case, coded: list[Coded]) -> list[Coded]:
    """The screening in front; asked about where the story gives a symptom as the reason, too."""
    rest = [item for item in coded if item.code != _SCREENED]
    screening = symptom = None
    for mention in case.reading.mentions:
        entry = mention.entry
        asked_for = mention.role in _INDICATION or mention.section == "preoperative"
        if mention.assertion != "affirmed" or not isinstance(entry, Condition) or not asked_for:
            continue
        if entry.term == _SCREENING:
            screening = screening or mention
        elif entry.symptom and entry.system == "digestive":
            symptom = symptom or mention
    if screening is None and symptom is None:
        return _surveillance_first(case, coded)
    if screening is None:
        return coded
    if symptom is not None:
        evidence = (case.evidence(screening), case.evidence(symptom))
        ask_related(case, "the screening", symptom.entry.name, evidence)
        return rest
    why = because("first-listed", "A screening stays the first diagnosis, whatever is found.")
    return [Coded(_SCREENED, None, [case.evidence(screening)], [why]), *rest]


def _surveillance_first(case: Case, coded: list[Coded]) -> list[Coded]:
    """Surveillance after polyps is a screening, too: Z12.11 with the history beside it."""
    told = next((n for n, s in enumerate(case.reading.statements) if _SURVEILLANCE in s.words), None)
    if told is None:
        return coded
    history = [] if any(item.code.startswith(_HAD_POLYPS) for item in coded) else _polyps_before(case)
    if not history and not any(item.code.startswith(_HAD_POLYPS) for item in coded):
        return coded
    why = because("first-listed", "Surveillance of a patient who had polyps is a screening.")
    rest = [item for item in coded if item.code != _SCREENED]
    return [Coded(_SCREENED, None, [case.quote(told)], [why]), *rest, *history]


def _polyps_before(case: Case) -> list[Coded]:
    """The history of polyps that the story tells in other words: "had three adenomas removed in 2022"."""
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role not in _INDICATION | {"history"} or _BEFORE.isdisjoint(words):
            continue
        adenoma = not _NEOPLASTIC.isdisjoint(words)
        code = f"{_HAD_POLYPS}{1 if adenoma else 0}"
        if (adenoma or not _POLYPS.isdisjoint(words)) and case.diagnosis(code) is not None:
            why = because("assessed", "The story tells of polyps that were taken out before.")
            return [Coded(code, None, [case.quote(number)], [why])]
    return []
