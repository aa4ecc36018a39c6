"""The flow: one encounter from the front desk to a settled account.

`live` is a coroutine. It yields events, which are to be shown, and asks, which want a decision sent back. It alone
knows order and time; every stage that it calls is a pure function elsewhere. Work falls due on the scenario's own
calendar: claims go out, answers come in, each on its day.
"""

from collections.abc import Generator

from claimsim.billing.charges import enter_charges
from claimsim.billing.overpayment import still_withheld
from claimsim.billing.posting import post_charges, post_collected
from claimsim.model.account import PATIENT, check_account
from claimsim.model.calendar import next_business_day

from .asks import Ask, Decision
from .case import Case, World
from .casefile import CaseFile, Steps
from .claims import send_original, send_outgoing
from .coding_audit import audit_before_billing, plan_audit
from .coding_step import assign_codes
from .events import AccountSettled, ChargesEntered, EncounterOpened, Event, Posted
from .next_payer import check_order
from .registration import check_eligibility
from .statements import bill_known_share, send_last_statement
from .voiding import found_wrong_patient


def live(case: Case, world: World) -> Generator[Event | Ask, Decision | None, None]:
    """Live through a case. Ends when nothing is left on the calendar and the account is settled."""
    file = CaseFile(case, world, list(case.encounter.coverage))
    file.today = case.encounter.date_of_service
    yield EncounterOpened(file.today, case.encounter, case.practice, case.names)
    yield from check_eligibility(file)
    yield from check_order(file)
    yield from assign_codes(file)
    yield from audit_before_billing(file)
    yield from _enter_charges(file)
    yield from _work(file)
    if plan_audit(file, send_outgoing):
        yield from _work(file)
    yield from _settle(file)


def _work(file: CaseFile) -> Steps:
    """Everything on the calendar, each piece on its day, until nothing is left."""
    yield from bill_known_share(file)
    while (task := file.next_task()) is not None:
        file.today, steps = task
        yield from steps
        check_account(file.account)
        yield from bill_known_share(file)


def _enter_charges(file: CaseFile) -> Steps:
    """Price the codes, open the account, and put the first claim on the calendar."""
    encounter, practice = file.case.encounter, file.case.practice
    file.charges = enter_charges(
        file.coding.services, practice, encounter.date_of_service, encounter.place_of_service, file.world.tables
    )
    yield ChargesEntered(file.today, file.charges)
    first = file.coverages[0] if file.coverages else None
    file.post(*post_charges(file.charges, first.payer if first else PATIENT, file.today))
    file.post(*post_collected(encounter.collected))
    if file.account.entries:
        yield Posted(file.today, file.account.entries, file.account)
    if first and file.charges:
        send_on = next_business_day(file.today, max(1, practice.claims_sent_after_days))
        file.schedule(send_on, send_original(file, first, "first claim of the encounter"))
    if file.case.inquiries.wrong_patient is not None:
        file.schedule(file.case.inquiries.wrong_patient.found_on, found_wrong_patient(file, send_outgoing))


def _settle(file: CaseFile) -> Steps:
    """Send the last statement, and close the case."""
    yield from send_last_statement(file)
    check_account(file.account)
    yield AccountSettled(file.today, file.account, still_withheld(file.remittances))
