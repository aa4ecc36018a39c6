"""Comparing claims and remittances with what is expected of them."""

from collections.abc import Iterable, Sequence

from claimsim.diagnostics import Path
from claimsim.model.acknowledgement import ClaimStatus
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.codes import Coding
from claimsim.model.remittance import RemittanceLine

from . import causes, coded
from .comparison import Comparison, no_cause
from .expectations.codes import ServiceExpectation
from .expectations.parts import ClaimExpectation, RemittanceExpectation, RemittanceLineExpectation
from .line_lists import compare_lines
from .matching import Spellings
from .outcome import AnswerOutcome, ClaimOutcome, Outcome
from .remedies import CHART_OR_CODER, CLAIM_OR_PAYER, DESK, STEPS


def claim_name(got: ClaimOutcome) -> str:
    """A claim in a message: what became of it, and whose it is."""
    return f"{got.status}, {got.claim.payer}"


def compare_claim(
    to: Comparison, want: ClaimExpectation, got: ClaimOutcome, path: Path, what: str, outcome: Outcome
) -> None:
    """A claim as it left the practice, and what became of it."""
    claim = got.claim

    def why() -> str:
        return causes.of_claim(got, outcome)

    def why_codes() -> str:
        return causes.of_codes(outcome.coding or Coding(), claim.diagnoses)

    to.text(want.payer, claim.payer, (*path, "payer"), f"{what}, payer", no_cause, DESK)
    to.text(want.frequency, claim.frequency, (*path, "frequency"), f"{what}, frequency", no_cause, STEPS)
    to.text(want.status, got.status, (*path, "status"), f"{what}, status", why, CLAIM_OR_PAYER)
    to.date(want.submitted_on, claim.submitted_on, (*path, "submitted_on"), f"{what}, sent on", no_cause, STEPS)
    to.text(want.claim_id, claim.claim_id, (*path, "claim_id"), f"{what}, number", no_cause, STEPS)
    rejections = rejection_spellings(got.rejections)
    to.entries(want.rejections, rejections, (*path, "rejections"), f"{what}, rejections", why, CLAIM_OR_PAYER, False)
    to.diagnoses(want.diagnoses, claim.diagnoses, (*path, "diagnoses"), f"{what}, diagnoses", why_codes, CHART_OR_CODER)
    place = (*path, "place_of_service")
    to.text(want.place_of_service, claim.place_of_service, place, f"{what}, place of service", no_cause, DESK)
    to.number(want.charge, claim.charge, (*path, "charge"), f"{what}, charge", no_cause, CHART_OR_CODER)
    compare_lines(
        to, want.lines, claim.lines, (*path, "lines"), what,
        lambda c, w, g, p, name: _compare_claim_line(c, w, g, p, name, claim, outcome),
        coded.line_entry, coded.line_name,
        lambda: causes.of_codes(outcome.coding or Coding(), (line.code for line in claim.lines)), CHART_OR_CODER,
    )  # fmt: skip


def _compare_claim_line(
    to: Comparison, want: ServiceExpectation, got: ClaimLine, path: Path, what: str, claim: Claim, outcome: Outcome
) -> None:
    def why() -> str:
        return causes.of_codes(outcome.coding or Coding(), (got.code,))

    coded.compare_line(to, want, got, path, what, why)
    pointed = claim.pointed(got)
    coded.compare_pointers(to, want, got.diagnosis_pointers, pointed, path, what, why)
    to.number(want.charge, got.charge, (*path, "charge"), f"{what}, charge", no_cause, "change the charge master")


def compare_answer(to: Comparison, want: RemittanceExpectation, got: AnswerOutcome, path: Path, what: str) -> None:
    """A payer's answer to one claim."""
    answer = got.answer

    def why() -> str:
        return causes.of_answer(answer, got.trace)

    for key, text in (
        ("payer", answer.payer), ("status", answer.outcome), ("status_code", answer.status_code),
        ("claim_id", answer.claim_id),
    ):  # fmt: skip
        to.text(getattr(want, key), text, (*path, key), f"{what}, {key.replace('_', ' ')}", why, CLAIM_OR_PAYER)
    for key in ("charge", "paid", "patient_responsibility"):
        label = f"{what}, {key.replace('_', ' ')}"
        to.number(getattr(want, key), getattr(answer, key), (*path, key), label, why, CLAIM_OR_PAYER)
    to.date(want.paid_on, got.paid_on, (*path, "paid_on"), f"{what}, paid on", no_cause, STEPS)
    label = f"{what}, adjustments of the whole claim"
    to.adjustments(want.adjustments, answer.adjustments, (*path, "adjustments"), label, why, CLAIM_OR_PAYER)
    remarks = _each(answer.remarks)
    to.entries(want.remarks, remarks, (*path, "remarks"), f"{what}, remarks", why, CLAIM_OR_PAYER, False)
    compare_lines(
        to, want.lines, answer.lines, (*path, "lines"), what,
        lambda c, w, g, p, name: _compare_answer_line(c, w, g, p, name, got),
        coded.line_entry, coded.line_name, why, CLAIM_OR_PAYER,
    )  # fmt: skip


def _compare_answer_line(
    to: Comparison, want: RemittanceLineExpectation, got: RemittanceLine, path: Path, what: str, of: AnswerOutcome
) -> None:
    def why() -> str:
        return causes.of_line(got, of.trace)

    coded.compare_line(to, want, got, path, what, why)
    for key in ("charge", "allowed", "paid"):
        to.number(getattr(want, key), getattr(got, key), (*path, key), f"{what}, {key}", why, CLAIM_OR_PAYER)
    label = f"{what}, adjustments"
    to.adjustments(want.adjustments, got.adjustments, (*path, "adjustments"), label, why, CLAIM_OR_PAYER)
    remarks = _each(got.remarks)
    to.entries(want.remarks, remarks, (*path, "remarks"), f"{what}, remarks", why, CLAIM_OR_PAYER, False)


def _each(words: Sequence[str]) -> list[Spellings]:
    return [(word,) for word in words]


def rejection_spellings(statuses: Iterable[ClaimStatus]) -> list[Spellings]:
    """Rejections as they may be written: A7:164, or with the entity that is meant."""
    return [(f"{s.category}:{s.status}", f"{s.category}:{s.status}:{s.entity}") for s in statuses]
