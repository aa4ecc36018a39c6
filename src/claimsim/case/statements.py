"""Statements to the patient: of what payers have left so far, where the rest takes long, and in the end."""

from datetime import date, timedelta

from claimsim.billing.patient_statement import build_statement
from claimsim.model.calendar import next_business_day
from claimsim.model.money import ZERO

from .casefile import CaseFile, Steps
from .events import StatementSent

STATEMENT_DUE_DAYS = 30
CYCLE_DAYS = 30
"""Statements go out by the month: what is known by then is billed, and what is disputed waits (general knowledge)."""


def bill_known_share(file: CaseFile) -> Steps:
    """A statement of the share that is known, where nothing else is due within a month and it was not billed yet."""
    owed, on = file.account.patient_balance, next_business_day(file.today)
    waits_long = file.next_day is not None and file.next_day >= on + timedelta(days=CYCLE_DAYS)
    if (
        waits_long
        and owed >= max(file.case.practice.small_balance, ZERO)
        and owed not in (ZERO, file.billed_to_patient)
    ):
        yield _statement(file, on)


def send_last_statement(file: CaseFile) -> Steps:
    """Tell the patient in the end what is owed, where anything is or anything was answered."""
    owed = file.account.patient_balance
    if file.charges and (owed >= file.case.practice.small_balance or owed < ZERO or file.answers):
        yield _statement(file, next_business_day(file.today))


def _statement(file: CaseFile, on: date) -> StatementSent:
    file.today, file.billed_to_patient = on, file.account.patient_balance
    statement = build_statement(
        file.account,
        tuple(file.answers),
        file.charges,
        file.case.practice,
        file.case.encounter,
        on,
        on + timedelta(days=STATEMENT_DUE_DAYS),
        file.world.tables,
    )
    return StatementSent(on, statement)
