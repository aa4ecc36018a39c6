"""Codes, pointers, dates and amounts at the door."""

from claimsim.model.money import ZERO, total
from claimsim.payer.context import FrontEndContext
from claimsim.rules import Answer, Rule

_SOURCE = "X12 277CA 005010X214; category and status chosen by their published meanings"
_JOB_AID = "CMS job aid on avoiding common encounter data edits, as a public design guide for encounter files gives it"


def _unknown_diagnosis(at: FrontEndContext) -> str | None:
    icd = at.tables.icd10cm
    for code in at.claim.diagnoses:
        if not icd.exists(code) and not icd.changes(code):
            return f"{code} is not an ICD-10-CM code"
    return None


def _unknown_procedure(at: FrontEndContext) -> str | None:
    for line in at.claim.lines:
        if not at.tables.procedure_rows(line.code):
            return f"line {line.number}: {line.code} is not a procedure code that this payer knows"
    return None


def _bad_pointer(at: FrontEndContext) -> str | None:
    count = len(at.claim.diagnoses)
    for line in at.claim.lines:
        for pointer in line.diagnosis_pointers:
            if not 1 <= pointer <= count:
                return f"line {line.number} points at diagnosis {pointer} of {count}"
    return None


def _unknown_place(at: FrontEndContext) -> str | None:
    for line in at.claim.lines:
        if at.tables.place_of_service(line.place_of_service, line.date_of_service) is None:
            return f"line {line.number}: {line.place_of_service} is not a place of service code"
    return None


def _future_date(at: FrontEndContext) -> str | None:
    for line in at.claim.lines:
        if line.date_of_service > at.received_on:
            return f"line {line.number} was done on {line.date_of_service}, after the claim came on {at.received_on}"
    return None


def _bad_units(at: FrontEndContext) -> str | None:
    for line in at.claim.lines:
        if line.units < 1:
            return f"line {line.number} has {line.units} units"
    return None


def _bad_charge(at: FrontEndContext) -> str | None:
    for line in at.claim.lines:
        if line.charge < ZERO:
            return f"line {line.number} has the charge {line.charge:.2f}"
    return None


def _prior_payer_out_of_balance(at: FrontEndContext) -> str | None:
    charges = {line.number: line.charge for line in at.claim.lines}
    for payer in at.claim.prior_payers:
        for number, paid, adjustments in payer.lines:
            charge = charges.get(number)
            explained = paid + total(amount for _, _, amount in adjustments)
            if charge is not None and explained != charge:
                return f"line {number}: {payer.payer} paid and adjusted {explained:.2f} of {charge:.2f}"
    return None


RULES: tuple[Rule[FrontEndContext], ...] = (
    Rule(
        id="unknown-diagnosis",
        title="A diagnosis code that does not exist",
        meaning="Mistyped: no code or heading of ICD-10-CM is written so.",
        authority=f"{_JOB_AID} (A7:255)",
        answer=Answer("reject", category="A7", status="255"),
        action="Take the code that the record supports and send the claim as an original.",
        stage="front_end",
        check=_unknown_diagnosis,
    ),
    Rule(
        id="unknown-procedure",
        title="A procedure code that does not exist",
        meaning="Mistyped, or not among the codes that are loaded. A code that has ended is not rejected but denied.",
        authority="NGS CEDI, top ten edits received on the 277CA (A7:507)",
        answer=Answer("reject", category="A7", status="507"),
        action="Take the code that the record supports and send the claim as an original.",
        stage="front_end",
        check=_unknown_procedure,
    ),
    Rule(
        id="pointer-past-list",
        title="A diagnosis pointer that points at nothing",
        meaning="Each line points at positions in the claim's list of diagnoses; this one is not there.",
        authority=f"Stedi, claim edit of 2026-01-08 for diagnosis pointers (rejected; no code shown); {_SOURCE}",
        answer=Answer("reject", category="A7", status="477"),
        action="Point at the right diagnosis and send the claim as an original.",
        stage="front_end",
        check=_bad_pointer,
        verified=False,
    ),
    Rule(
        id="unknown-place",
        title="A place of service code that does not exist",
        meaning="Two digits of CMS's place of service code set say where the patient was seen.",
        authority=f"CMS place of service code set; {_SOURCE}",
        answer=Answer("reject", category="A7", status="249"),
        action="Take the place from the record and send the claim as an original.",
        stage="front_end",
        check=_unknown_place,
        verified=False,
    ),
    Rule(
        id="future-date",
        title="A date of service after the claim was received",
        meaning="Nobody can bill today for tomorrow.",
        authority=f"{_JOB_AID} (A7:510)",
        answer=Answer("reject", category="A7", status="510"),
        action="Correct the date and send the claim as an original.",
        stage="front_end",
        check=_future_date,
    ),
    Rule(
        id="units-invalid",
        title="A line with no units",
        meaning="Units of service are whole numbers from one up.",
        authority=_SOURCE,
        answer=Answer("reject", category="A7", status="476"),
        action="Enter the units and send the claim as an original.",
        stage="front_end",
        check=_bad_units,
        verified=False,
    ),
    Rule(
        id="charge-negative",
        title="A line with a negative charge",
        meaning="A charge is zero or more.",
        authority="Stedi, claim edit for a negative line item charge amount (A7:583, and A7:732 beside it)",
        answer=Answer("reject", category="A7", status="583"),
        action="Correct the charge and send the claim as an original.",
        stage="front_end",
        check=_bad_charge,
    ),
    Rule(
        id="prior-payer-out-of-balance",
        title="The earlier payer's figures do not add up",
        meaning="On a secondary claim each line's earlier payment and adjustments must come to the charge.",
        authority=f"aveaoffice.zendesk.com, out of balance secondary claims (rejected; no code shown); {_SOURCE}",
        answer=Answer("reject", category="A7", status="672"),
        action="Rebuild the earlier payer's loops from its remittance and send the claim as an original.",
        stage="front_end",
        check=_prior_payer_out_of_balance,
        verified=False,
    ),
)
