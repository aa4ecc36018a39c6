"""Building the patient statement from what the payers answered, and holding it to the ledger.

Each service shows the last answer that stands: a reversed one is gone, and a denial gives way to a later answer about
the same service. What the patient owes is what payers left to the patient (group PR), no more: an amount in group CO is
the practice's loss (X12 group codes), and one in the patient's balance stops the run.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.billing.charges import ChargeLine
from claimsim.billing.posting import not_collectable
from claimsim.billing.statement import Statement, StatementLine
from claimsim.billing.statement_words import discount_words, open_words, share_words, written_off_words
from claimsim.code_tables import CodeTables
from claimsim.model.account import PATIENT, Account, LedgerEntry
from claimsim.model.calendar import age_on
from claimsim.model.chart import Encounter
from claimsim.model.money import ZERO, Money, OutOfBalance, dollars, total
from claimsim.model.practice import Practice
from claimsim.model.remittance import Adjustment, RemittanceClaim, RemittanceLine, own_adjustments

_DISCOUNTS = ("contractual", "sequestration")
WHOLE_CLAIM = ""
"""The code under which the ledger keeps what is about no single service."""


ADULT = 18
"""Years from which a statement goes to the patient; the age of majority in most states."""


class _Standing(Struct, frozen=True):
    """A line of an answer that still stands, with the claim that carries it."""

    answer: RemittanceClaim
    line: RemittanceLine


def build_statement(
    account: Account,
    answers: tuple[RemittanceClaim, ...],
    charges: tuple[ChargeLine, ...],
    practice: Practice,
    encounter: Encounter,
    on: date,
    due_by: date,
    tables: CodeTables,
) -> Statement:
    """The statement of a day. `answers` are all remittance claims in the order in which they came in.

    A negative balance is money to give back once every payer has settled, and a note says so. Raises `OutOfBalance`
    when the answers and the ledger do not agree, or when the patient's balance holds an amount that is in no payer's
    group PR.
    """
    _refuse_contractual(account)
    standing = standing_lines(answers)
    descriptions = {charge.code: charge.description for charge in charges}
    codes = dict.fromkeys(entry.line for entry in account.entries if entry.line or entry.kind != "collected")
    built = (_line(code, account, answers, standing.get(code, ()), encounter, descriptions, tables) for code in codes)
    lines = tuple(line for line in built if line.charge or line.patient_owes)
    collected = -total([e.amount for e in account.entries if e.party == PATIENT and e.kind == "collected"])
    balance_due = total([line.patient_owes for line in lines]) - collected
    if balance_due != account.patient_balance:
        raise OutOfBalance(
            f"the statement says {dollars(balance_due)}, the patient's ledger {dollars(account.patient_balance)}"
        )
    credit_waits = balance_due < ZERO < account.payer_balance
    return Statement(
        on=on,
        patient=_addressee(encounter, on),
        practice=practice.name,
        date_of_service=encounter.date_of_service,
        lines=lines,
        collected=collected,
        balance_due=balance_due,
        due_by=due_by,
        notes=_notes(balance_due, practice, credit_waits),
        small=ZERO < balance_due < practice.small_balance,
        credit_waits=credit_waits,
    )


def _addressee(encounter: Encounter, on: date) -> str:
    """The patient, or for a minor the subscriber, who is the guarantor."""
    patient = encounter.patient
    name = f"{patient.name.first} {patient.name.last}"
    subscriber = next((c.subscriber for c in encounter.coverage if c.subscriber), None)
    if subscriber is None or age_on(patient.birth_date, on) >= ADULT:
        return name
    return f"{subscriber.name.first} {subscriber.name.last}, for {name}"


def standing_lines(answers: tuple[RemittanceClaim, ...]) -> Mapping[str, tuple[_Standing, ...]]:
    """The lines that stand, by procedure code, in order of receipt.

    A reversal (CLP02 22) takes back that payer's answers about the codes it lists. Any later answer of the payer takes
    the place of a denial of the same code; what was paid stands until it is reversed.
    """
    standing: dict[str, list[_Standing]] = {}
    for answer in answers:
        for code in dict.fromkeys(line.code for line in answer.lines):
            kept = [s for s in standing.get(code, ()) if s.answer.payer != answer.payer or _outlives(s, answer)]
            new = [] if answer.is_reversal else [_Standing(answer, line) for line in answer.lines if line.code == code]
            standing[code] = kept + new
    return {code: tuple(lines) for code, lines in standing.items()}


def _outlives(earlier: _Standing, answer: RemittanceClaim) -> bool:
    return not answer.is_reversal and not earlier.line.denied


def _line(
    code: str,
    account: Account,
    answers: tuple[RemittanceClaim, ...],
    standing: tuple[_Standing, ...],
    encounter: Encounter,
    descriptions: Mapping[str, str],
    tables: CodeTables,
) -> StatementLine:
    entries = tuple([entry for entry in account.entries if entry.line == code and entry.kind != "collected"])
    shares = _shares(code, answers, standing, entries)
    written_off = -total([e.amount for e in entries if e.kind == "write_off" and e.party == PATIENT])
    charged_to_patient = total([e.amount for e in entries if e.kind == "charge" and e.party == PATIENT])
    paid_by_patient = -total([e.amount for e in entries if e.kind == "payment" and e.party == PATIENT])
    owes = total([share.amount for share in shares]) + charged_to_patient - written_off - paid_by_patient
    discount = -total([e.amount for e in entries if e.kind in _DISCOUNTS])
    forgiven = -total([e.amount for e in entries if e.kind == "write_off" and e.party != PATIENT])
    insurance_paid = total([s.line.paid for s in standing])
    if insurance_paid != -total([e.amount for e in entries if e.kind == "payment" and e.party != PATIENT]):
        raise OutOfBalance(f"{code}: the answers that stand pay {dollars(insurance_paid)}, the ledger says otherwise")
    still_open = total([entry.amount for entry in entries if entry.party != PATIENT])
    words = [
        *discount_words(discount, forgiven),
        *(share_words(share, bool(encounter.notices), tables) for share in shares),
        *written_off_words(written_off, paid_by_patient, charged_to_patient),
        *open_words(still_open),
    ]
    return StatementLine(
        code=code,
        description=descriptions.get(code) or _description(code, encounter.date_of_service, tables),
        charge=total([entry.amount for entry in entries if entry.kind in ("charge", "reversal")]),
        discount=discount + forgiven,
        insurance_paid=insurance_paid,
        patient_owes=owes,
        explanations=tuple(words),
    )


def _shares(
    code: str, answers: tuple[RemittanceClaim, ...], standing: tuple[_Standing, ...], entries: tuple[LedgerEntry, ...]
) -> tuple[Adjustment, ...]:
    """What payers left to the patient for a service, by reason.

    Of a denied line only what somebody decided to bill the patient for, which is what the ledger moved; of a claim's
    own adjustments all of PR. What went on to a next payer is that payer's until it answers.
    """
    if code == WHOLE_CLAIM:
        return tuple(a for answer in answers for a in answer.adjustments if a.group == "PR")
    # A claim that a payer forwarded keeps its number at the next one, so what went on is known before what is left.
    passed_on = dict.fromkeys(item.answer.claim_id for item in standing if _went_on(item, entries))
    own = [item for item in standing if item.answer.claim_id not in passed_on]
    found = [
        adjustment
        for item in own
        if not item.line.denied and not not_collectable(item.answer)
        for adjustment in item.line.adjustments
        if adjustment.group == "PR" and adjustment.amount
    ]
    found.extend(a for claim_id in passed_on for a in _left_after(claim_id, entries))
    found.extend(_moved(own, entries))
    return _by_reason(found)


def _went_on(item: _Standing, entries: tuple[LedgerEntry, ...]) -> bool:
    """Whether another payer took over what this one left; its own reversal gives the share back to itself."""
    return any(
        e.kind == "transfer"
        and e.claim_id == item.answer.claim_id
        and e.amount > ZERO
        and e.party not in (PATIENT, item.answer.payer)
        for e in entries
    )


def _by_reason(shares: list[Adjustment]) -> tuple[Adjustment, ...]:
    """One amount to a reason, also where several lines have the code (a vial's JW line): it is explained once."""
    sums: dict[str, Money] = {}
    for share in shares:
        sums[share.carc] = sums.get(share.carc, ZERO) + share.amount
    first = {share.carc: share for share in reversed(shares)}
    return tuple(replace(first[carc], amount=amount) for carc, amount in sums.items())


def _left_after(claim_id: str, entries: tuple[LedgerEntry, ...]) -> list[Adjustment]:
    """What of a claim that went on to a next payer has come to the patient in the end, by the reason it came for."""
    sums: dict[str, Money] = {}
    for entry in entries:
        if entry.kind == "transfer" and entry.party == PATIENT and entry.claim_id == claim_id:
            sums[entry.adjustment] = sums.get(entry.adjustment, ZERO) + entry.amount
    left = ((spoken.split()[0].partition("-")[2], amount) for spoken, amount in sums.items() if amount)
    return [Adjustment("PR", carc, amount, "") for carc, amount in left]


def _moved(standing: list[_Standing], entries: tuple[LedgerEntry, ...]) -> list[Adjustment]:
    """What was moved to the patient by decision, because a denial that stands left it to the patient."""
    denials = dict.fromkeys(
        " ".join(a.code for a in own_adjustments(item.line)) for item in standing if item.line.denied
    )
    found: list[Adjustment] = []
    for spoken in denials:
        moved = (e for e in entries if e.kind == "transfer" and e.party == PATIENT and e.adjustment == spoken)
        amount = total([e.amount for e in moved])
        if amount:
            found.append(Adjustment("PR", spoken.split()[0].partition("-")[2], amount, ""))
    return found


def _refuse_contractual(account: Account) -> None:
    """Only group PR is ever the patient's: CO is the practice's loss, OA and PI are nobody's bill."""
    for entry in account.entries:
        others = [spoken for spoken in entry.adjustment.split() if not spoken.startswith("PR-")]
        if entry.party == PATIENT and entry.amount > ZERO and others:
            raise OutOfBalance(f"{entry.adjustment} {dollars(entry.amount)} for {entry.line} was moved to the patient")


def _description(code: str, on: date, tables: CodeTables) -> str:
    row = tables.procedure(code, on) if code else None
    return row.description if row else "The claim as a whole"


def _notes(balance_due: Money, practice: Practice, credit_waits: bool) -> tuple[str, ...]:
    if balance_due < ZERO:
        over = dollars(-balance_due)
        if credit_waits:
            return (
                f"You paid ${over} more than is known to be yours so far. It waits until your plan has settled all.",
            )
        return (f"You paid ${over} more than your share. We owe you a refund of ${over}.",)
    if balance_due == ZERO:
        return ("This is for your records.",)
    if balance_due < practice.small_balance:
        return (f"The balance is small. You may pay ${dollars(balance_due)} at your next visit.",)
    return ()
