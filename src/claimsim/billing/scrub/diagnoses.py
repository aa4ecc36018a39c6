"""Diagnoses on the claim, and the pointers from its lines to them."""

from datetime import date

from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.code_tables import CodeTables
from claimsim.rules import Rule

MAX_DIAGNOSES = 12
"""CMS-1500 item 21, A to L."""
_ICD = "45 CFR 162.1002; ICD-10-CM Official Guidelines, section I.B.2 (a code is valid only in its full length)"


def why_not_billable(code: str, tables: CodeTables, on: date) -> str | None:
    """In words, why a claim cannot carry a diagnosis code on a day; None if it can."""
    row = tables.icd10cm.get(code, on)
    if row is not None and row.billable:
        return None
    ended = [change for change in tables.icd10cm.changes(code) if change.effective_to and change.effective_to < on]
    if ended:
        instead = " or ".join(ended[-1].replaced_by)
        return f"{code} ended on {ended[-1].effective_to}" + (f"; now {instead}" if instead else "")
    if row is None:
        return f"{code} is not in ICD-10-CM on {on}"
    return f"{code} ({row.description}) is a heading on {on}: the codes below it say more"


def _pointer_missing(at: ScrubContext) -> str | None:
    return None if at.service.diagnosis_pointers else f"{at.service.code} points at no diagnosis"


def _pointer_past_list(at: ScrubContext) -> str | None:
    listed = len(at.claim.diagnoses)
    for pointer in at.service.diagnosis_pointers:
        if not 1 <= pointer <= listed:
            return f"a pointer to diagnosis {pointer}; the claim lists {listed}"
    return None


def _too_many(at: ScrubContext) -> str | None:
    listed = len(at.claim.diagnoses)
    return f"{listed} diagnoses, at most {MAX_DIAGNOSES} fit" if listed > MAX_DIAGNOSES else None


def _pointed_not_billable(at: ScrubContext) -> str | None:
    wrong = at.facts.not_billable[at.service.date_of_service]
    if not wrong:
        return None
    return next((wrong[code] for code in at.claim.pointed(at.service) if code in wrong), None)


def _listed_not_billable(at: ScrubContext) -> str | None:
    if not any(at.facts.not_billable.values()):
        return None
    pointed = {code for line in at.claim.lines for code in at.claim.pointed(line)}
    for wrong in at.facts.not_billable.values():
        for code, why in wrong.items():
            if code not in pointed:
                return f"{why} (no line points at it)"
    return None


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="too-many-diagnoses",
            title="More diagnoses than a claim holds",
            meaning="A professional claim carries up to twelve diagnoses, and a line points at up to four of them.",
            authority="837P guide (005010X222A1), HI in loop 2300; CMS-1500 item 21",
            answer=STOP,
            action="Keep those that the services were done for, and those that the guidelines want beside them.",
            stage="scrub",
            check=_too_many,
        ),
        fix="coder",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="listed-diagnosis-not-billable",
            title="A listed diagnosis is not a valid code on the date of service",
            meaning="The front end checks every diagnosis of the claim, also one that no line points at.",
            authority=_ICD,
            answer=STOP,
            action="The coder takes the full code, valid on that date, that the record supports, or leaves it off.",
            stage="scrub",
            check=_listed_not_billable,
        ),
        fix="coder",
        scope="claim",
    ),
    ScrubEdit(
        Rule(
            id="pointer-missing",
            title="A service without a diagnosis",
            meaning="Each line says what it was done for. The first pointer is the main reason.",
            authority="837P guide (005010X222A1), SV107-1; CMS-1500 item 24E",
            answer=STOP,
            action="The coder links the service to the diagnosis that the record gives for it.",
            stage="scrub",
            check=_pointer_missing,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="pointer-past-list",
            title="A pointer to a diagnosis that is not there",
            meaning="A pointer is the position of a diagnosis on this claim. When diagnoses move or go, the pointers "
            "must follow.",
            authority="837P guide (005010X222A1), SV107; CMS-1500 items 21 and 24E",
            answer=STOP,
            action="Point the line again, by the record.",
            stage="scrub",
            check=_pointer_past_list,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="diagnosis-not-billable",
            title="The line's diagnosis is not a valid code on the date of service",
            meaning="Either it is a heading that is divided further, or it had ended, or not begun. ICD-10-CM "
            "changes on 1 October and 1 April.",
            authority=_ICD,
            answer=STOP,
            action="The coder takes the full code that the record supports. If the record does not say enough, ask "
            "the clinician.",
            stage="scrub",
            check=_pointed_not_billable,
        ),
        fix="coder",
    ),
)
