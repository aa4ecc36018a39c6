"""Comparing the codes of an encounter, and what lines of claims and remittances have in common with them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from claimsim.billing.charges import ChargeLine
from claimsim.diagnostics import Path
from claimsim.model.claim import ClaimLine
from claimsim.model.codes import Candidate, CodedService, Coding, Evidence, Finding, Query, Reason
from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import RemittanceLine

from . import causes
from . import matching as match
from .comparison import Cause, Comparison, no_cause
from .entry_lists import EntryKind, compare_entries
from .expectations.codes import CodingExpectation, LineExpectation, ServiceExpectation
from .line_lists import compare_lines
from .mismatch import Data
from .remedies import CHART_OR_CODER as CHART

Line = CodedService | ClaimLine | RemittanceLine
NotCoded = tuple[Evidence, Reason]


def compare_coding(
    to: Comparison, want: CodingExpectation, got: Coding, charges: Sequence[ChargeLine], path: Path, first: str
) -> None:
    """The codes of the encounter; `first` names the ones that were first assigned."""
    codes = [d.code for d in got.diagnoses]
    what = f"{first}codes"

    def why() -> str:
        return causes.of_codes(got, codes)

    to.diagnoses(want.diagnoses, codes, (*path, "diagnoses"), f"{what}, diagnoses", why, CHART)
    listed_first = codes[0] if codes else ""
    label = f"{what}, first-listed diagnosis"
    to.diagnosis(want.first_listed, listed_first, (*path, "first_listed"), label, why, CHART)
    charged = {id(service): line.charge for service, line in zip(got.services, charges, strict=False)}
    compare_lines(
        to, want.services, got.services, (*path, "services"), what,
        lambda c, w, g, p, name: _compare_service(c, w, g, p, name, codes, charged.get(id(g), ZERO), got),
        line_entry, line_name, lambda: causes.of_codes(got, (s.code for s in got.services)), CHART,
    )  # fmt: skip
    compare_entries(to, want.queries, got.queries, (*path, "queries"), _query(first), CHART)
    compare_entries(to, want.findings, got.findings, (*path, "findings"), _finding(first), CHART)
    compare_entries(to, want.candidates, got.candidates, (*path, "candidates"), _candidate(first), CHART)
    compare_entries(to, want.not_coded, got.not_coded, (*path, "not_coded"), _not_coded(first), CHART)


def _compare_service(
    to: Comparison, want: ServiceExpectation, got: CodedService, path: Path, what: str,
    diagnoses: Sequence[str], charge: Money, coding: Coding,
) -> None:  # fmt: skip
    def why() -> str:
        return causes.of_codes(coding, (got.code,))

    compare_line(to, want, got, path, what, why)
    pointed = [diagnoses[p - 1] for p in got.diagnosis_pointers if 0 < p <= len(diagnoses)]
    compare_pointers(to, want, got.diagnosis_pointers, pointed, path, what, why)
    to.number(want.charge, charge, (*path, "charge"), f"{what}, charge", no_cause, "change the charge master")


def compare_line(to: Comparison, want: LineExpectation, got: Line, path: Path, what: str, why: Cause) -> None:
    """Modifiers and units of a line that was found by its code."""
    modifiers: list[match.Spellings] = [(modifier,) for modifier in got.modifiers]
    to.entries(want.modifiers, modifiers, (*path, "modifiers"), f"{what}, modifiers", why, CHART, True)
    to.number(want.units, Decimal(got.units), (*path, "units"), f"{what}, units", why, CHART)


def compare_pointers(
    to: Comparison, want: ServiceExpectation, numbers: Sequence[int], codes: Sequence[str], path: Path, what: str,
    why: Cause,
) -> None:  # fmt: skip
    """The diagnoses that a line points at, by number or by code."""
    spelled: list[match.Spellings] = [(str(number),) for number in numbers]
    to.entries(want.pointers, spelled, (*path, "pointers"), f"{what}, pointers", why, CHART, True)
    to.diagnoses(want.diagnoses, codes, (*path, "diagnoses"), f"{what}, diagnoses pointed at", why, CHART)


def line_name(line: Line) -> str:
    """A line as a biller says it: 99214-25."""
    return "-".join((line.code, *line.modifiers))


def line_entry(line: Any, model: Any) -> Data:
    """A line as it would be expected, with what the line it replaces asserts of codes."""
    entry: dict[str, Data] = {"code": line.code}
    if getattr(model, "modifiers", None) is not None:
        entry["modifiers"] = list(line.modifiers) or "none"
    return entry


def _has(words: str, text: str) -> bool:
    return words.casefold() in text.casefold()


def _query(first: str) -> EntryKind[Query]:
    return EntryKind(
        f"{first}query", name=lambda q: f"to {q.to}: {q.text}", written=lambda q: q.text,
        said=lambda words, q: _has(words, q.text), fields=lambda q: {"to": q.to, "text": q.text, "reason": q.reason},
        why=lambda q: q.reason,
    )  # fmt: skip


def _finding(first: str) -> EntryKind[Finding]:
    def spoken(finding: Finding) -> str:
        return f"{finding.kind} {finding.subject}"

    return EntryKind(
        f"{first}finding", name=spoken, written=spoken, said=lambda words, f: words in (f.kind, spoken(f)),
        fields=lambda f: {
            "kind": f.kind, "subject": f.subject, "text": f.text, "severity": f.severity, "dollars": f.dollars
        },
        why=lambda f: f.text,
    )  # fmt: skip


def _candidate(first: str) -> EntryKind[Candidate]:
    return EntryKind(
        f"{first}candidate", name=lambda c: c.text, written=lambda c: c.text, said=lambda words, c: _has(words, c.text),
        fields=lambda c: {"text": c.text, "codes": tuple(code for code, _ in c.codes)},
        why=lambda c: f"the index has no {c.text!r}",
    )  # fmt: skip


def _not_coded(first: str) -> EntryKind[NotCoded]:
    return EntryKind(
        f"{first}uncoded statement", name=lambda n: n[0].text, written=lambda n: n[0].text,
        said=lambda words, n: _has(words, n[0].text), fields=lambda n: {"text": n[0].text, "reason": n[1].text},
        why=lambda n: n[1].text,
    )  # fmt: skip
