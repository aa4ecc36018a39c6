"""Laboratory tests against the CLIA certificate that the payer has on file."""

from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule

ALWAYS_WAIVED = frozenset({"81002", "81025", "82270", "82272", "82962", "83026", "84830", "85013", "85651"})
"""Waived tests that take no QW (CMS change request 11747, as told at xifin.com, 2020-05-13)."""


def _beyond_certificate(at: LineContext) -> str | None:
    laboratory, line = at.of.state.on_file.laboratory, at.line
    if laboratory is None or laboratory.certificate not in ("waiver", "provider_performed_microscopy"):
        return None
    if at.category != "laboratory" or line.code[0] not in "08GQ" or not {"QW", "90"}.isdisjoint(line.modifiers):
        return None
    if line.code in ALWAYS_WAIVED:
        return None
    return f"{line.code} without QW is no waived test, and the certificate is one of {laboratory.certificate}"


def _no_proficiency(at: LineContext) -> str | None:
    laboratory = at.of.state.on_file.laboratory
    if laboratory is None or at.category != "laboratory":
        return None
    if not glob_covers(laboratory.failed_proficiency, at.line.code):
        return None
    return f"proficiency for {at.line.code} is not shown on the laboratory's CLIA record"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="clia-certificate",
        title="A test that the laboratory's certificate does not cover",
        meaning="A certificate of waiver covers waived tests, which carry QW (a few codes are always waived). Anything "
        "else is beyond it.",
        authority="Palmetto GBA, CLIA: laboratory tests (CO-B7), 2018-02-08",
        answer=Answer("deny", "CO", "B7"),
        action="If the kit was a waived one: the coder adds QW, and the claim is corrected. Else write off, and send "
        "such tests out.",
        stage="line",
        check=_beyond_certificate,
    ),
    Rule(
        id="clia-proficiency",
        title="A test for which the laboratory has not shown proficiency",
        meaning="Laboratories above the waived level show proficiency test by test; without it the test is not paid.",
        authority="42 CFR 493 subpart H; CARC B23 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "B23"),
        action="Write off, and correct the certificate's record or stop the test.",
        stage="line",
        check=_no_proficiency,
    ),
)
