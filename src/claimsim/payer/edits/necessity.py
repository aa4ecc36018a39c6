"""Diagnoses that do not support the service, diagnoses that are not covered, guidelines, unproven care."""

from claimsim.model.calendar import add_days
from claimsim.payer.context import LineContext
from claimsim.payer.history import services_on_file
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _does_not_fit(at: LineContext) -> str | None:
    for match in at.of.payer.file.diagnosis_matches:
        if not match.fits or not glob_covers(match.codes, at.line.code):
            continue
        if not any(glob_covers(match.fits, code) for code in at.diagnoses):
            return f"{at.line.code} points at {', '.join(at.diagnoses) or 'nothing'}, which does not support it"
    return None


def _excluded(at: LineContext) -> str | None:
    first = at.diagnoses[0] if at.diagnoses else ""
    for match in at.of.payer.file.diagnosis_matches:
        if match.excluded and glob_covers(match.codes, at.line.code) and glob_covers(match.excluded, first):
            return f"{at.line.code} is not covered for {first}"
    return None


def _guideline(at: LineContext) -> str | None:
    line = at.line
    for guideline in at.of.payer.file.guidelines:
        if not glob_covers(guideline.codes, line.code):
            continue
        since = add_days(line.date_of_service, -guideline.within_days)
        tried = any(
            since <= s.day <= line.date_of_service and glob_covers(guideline.after, s.code)
            for s in services_on_file(at.of)
        )
        if not tried:
            return f"{guideline.title}: none of {', '.join(guideline.after)} since {since}"
    return None


def _experimental(at: LineContext) -> str | None:
    if glob_covers(at.of.payer.file.experimental_codes, at.line.code):
        return f"{at.line.code} is on the payer's list of unproven services"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="experimental-service",
        title="The payer holds the service to be experimental",
        meaning="A medical policy finds no proof that it helps. In network the patient owes it only with a signed "
        "waiver.",
        authority="The payer's medical policy; CAQH CORE 360 code combinations 3.3.0 (55 with N623)",
        answer=Answer("deny", "CO", "55", ("N623",)),
        action="Talk to the payer's physician, appeal with the literature, then external review.",
        stage="line",
        check=_experimental,
    ),
    Rule(
        id="diagnosis-does-not-support",
        title="The diagnosis pointed at does not support the service",
        meaning="Service and diagnosis have nothing to do with each other: mostly a wrong pointer.",
        authority="The payer's edits; CAQH CORE 360 code combinations 3.3.0 (11, no remark of a diagnosis)",
        answer=Answer("deny", "CO", "11"),
        action="Have the coder compare pointer and record, and correct it. A diagnosis is never chosen because it "
        "pays.",
        stage="line",
        check=_does_not_fit,
    ),
    Rule(
        id="diagnosis-not-covered",
        title="The payer does not cover the service for this diagnosis",
        meaning="A policy names diagnoses for which the service is never paid. The first one pointed at counts.",
        authority="The payer's medical policy; CAQH CORE 360 code combinations 3.3.0 (167, remarks of Medicare's "
        "policies only)",
        answer=Answer("deny", "CO", "167"),
        action="Have the coder see whether another documented diagnosis is the reason for the service. Else appeal or "
        "write off.",
        stage="line",
        check=_excluded,
    ),
    Rule(
        id="guideline-not-met",
        title="The payer's guideline wants something else tried first",
        meaning="Step by step: the service is covered after a simpler one has been tried.",
        authority="The payer's guideline named in what was seen; CARC 272 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "272"),
        action="Appeal, answering each criterion with the record; what was tried elsewhere counts.",
        stage="line",
        check=_guideline,
    ),
)
