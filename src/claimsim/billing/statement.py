"""The patient statement: what is owed, with each line explained in words a patient understands."""

from datetime import date

from msgspec import Struct

from claimsim.model.money import Money


class StatementLine(Struct, frozen=True):
    """One service on a statement. `explanations` are sentences; the plan's discount is shown, never owed."""

    code: str
    description: str
    charge: Money
    discount: Money
    insurance_paid: Money
    patient_owes: Money
    explanations: tuple[str, ...]


class Statement(Struct, frozen=True):
    """What goes to the patient. `balance_due` is what the lines owe less what was already collected."""

    on: date
    patient: str
    practice: str
    date_of_service: date
    lines: tuple[StatementLine, ...]
    collected: Money
    balance_due: Money
    due_by: date
    notes: tuple[str, ...] = ()
    small: bool = False
    """Whether the balance is below what the practice asks for by post; a note says so."""
    credit_waits: bool = False
    """Whether the patient has paid more than is known to be due while a payer has not settled everything."""
