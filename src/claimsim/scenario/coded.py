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
from .expectations.codes import CodingExpectation, LineExpectation, ServiceExpectation
from .listing import list_matches
from .mismatch import Data
from .remedies import CHART_OR_CODER as CHART
from .sequences import compare_entries, compare_lines

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
    compare_entries(
        to, want.queries, got.queries, (*path, "queries"), f"{first}query", _query_fits, match.mapping_words,
        lambda q: q.text, lambda q: f"to {q.to}: {q.text}", lambda q: q.reason, CHART,
    )  # fmt: skip
    compare_entries(
        to, want.findings, got.findings, (*path, "findings"), f"{first}finding", _finding_fits, match.mapping_words,
        lambda f: f"{f.kind} {f.subject}", lambda f: f"{f.kind} {f.subject}", lambda f: f.text, CHART,
    )  # fmt: skip
    compare_entries(
        to, want.candidates, got.candidates, (*path, "candidates"), f"{first}candidate", _candidate_fits,
        match.mapping_words, lambda c: c.text, lambda c: c.text, lambda c: f"the index has no {c.text!r}", CHART,
    )  # fmt: skip
    compare_entries(
        to, want.not_coded, got.not_coded, (*path, "not_coded"), f"{first}uncoded statement", _not_coded_fits,
        match.mapping_words, lambda n: n[0].text, lambda n: n[0].text, lambda n: n[1].text, CHART,
    )  # fmt: skip


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


def _query_fits(want: Any, got: Query) -> bool:
    if isinstance(want, str):
        return want.casefold() in got.text.casefold()
    return _fields_fit(want, ("to", "text", "reason"), (got.to, got.text, got.reason))


def _finding_fits(want: Any, got: Finding) -> bool:
    if isinstance(want, str):
        return want in (got.kind, f"{got.kind} {got.subject}")
    if want.dollars is not None and (got.dollars is None or not match.number_matches(want.dollars, got.dollars)):
        return False
    texts = (got.kind, got.subject, got.text, got.severity)
    return _fields_fit(want, ("kind", "subject", "text", "severity"), texts)


def _candidate_fits(want: Any, got: Candidate) -> bool:
    if isinstance(want, str):
        return want.casefold() in got.text.casefold()
    codes: list[match.Spellings] = [(code,) for code, _ in got.codes]
    return (
        _fields_fit(want, ("text",), (got.text,))
        and want.reason is None
        and (want.codes is None or list_matches(want.codes, codes, True, match.diagnosis_matches))
    )


def _not_coded_fits(want: Any, got: NotCoded) -> bool:
    evidence, reason = got
    if isinstance(want, str):
        return want.casefold() in evidence.text.casefold()
    return want.codes is None and _fields_fit(want, ("text", "reason"), (evidence.text, reason.text))


def _fields_fit(want: Any, names: Sequence[str], texts: Sequence[str]) -> bool:
    return all(
        (wanted := getattr(want, name)) is None or match.text_matches(wanted, text)
        for name, text in zip(names, texts, strict=True)
    )
