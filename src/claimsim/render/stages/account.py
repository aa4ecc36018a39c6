"""The money at home: posting, the decisions of follow-up, the patient's statement, and who owes what in the end."""

from collections.abc import Iterator

from claimsim.billing.statement import Statement, StatementLine
from claimsim.case.events import AccountSettled, DecisionTaken, Posted, StatementSent
from claimsim.model.account import PATIENT, Account, LedgerEntry
from claimsim.model.money import ZERO, Money, total
from claimsim.render.blocks import (
    Block,
    Column,
    Gap,
    KeyValue,
    KeyValues,
    Marker,
    Note,
    Paragraph,
    Row,
    Step,
    Table,
    Waterfall,
)
from claimsim.render.telling import Telling, by_whom, decision_note
from claimsim.render.words import action, count, money, sentence

_KINDS = {
    "charge": "Charge", "collected": "Collected at the desk", "payment": "Payment", "contractual": "Contractual reduction",
    "sequestration": "Sequestration", "write_off": "Written off", "transfer": "Moved", "reversal": "Reversal",
    "withheld": "Withheld",
}  # fmt: skip
_COLUMNS = (Column("Entry", flexible=True), Column("Reason"), Column("Party", flexible=True), Column("Amount", "right"))


def posted(event: Posted, telling: Telling) -> Iterator[Block]:
    """The entries in short, what stays open, and the balances after them."""
    answered = event.answered
    if answered is not None and answered.is_reversal and not event.entries:
        yield Paragraph("The reversal takes nothing back from the ledger: nothing had been posted for it.")
        return
    kinds = {entry.kind for entry in event.entries}
    if kinds == {"charge"}:
        what = "1 charge" if len(event.entries) == 1 else f"{len(event.entries)} charges"
        amount = total(entry.amount for entry in event.entries)
        yield Note(
            "ok", f"{what} on the ledger, {money(amount)} in all. {_balances(event.account, telling)}", word="POSTED"
        )
        return
    if answered is not None:
        yield Paragraph(f"{'Reversal of ' if answered.is_reversal else 'Answer to '}{answered.claim_id}", "strong")
    if event.entries:
        yield Table(_COLUMNS, tuple(_rows(event.entries, telling)))
    for denial in event.open_denials:
        yield Note("warn", f"{denial}: not written off. It stays with the payer until somebody works it.", word="OPEN")
    yield KeyValues((KeyValue("Balances", _balances(event.account, telling)),))


def _rows(entries: tuple[LedgerEntry, ...], telling: Telling) -> Iterator[Row]:
    """Entries of one kind and reason as one row; the two sides of a transfer as one."""
    sums: dict[tuple[str, str, str], Money] = {}
    for giver, entry in zip((None, *entries), entries, strict=False):
        if entry.kind != "transfer":
            key = (_KINDS[entry.kind], entry.adjustment or entry.reason, telling.party(entry.party))
        elif entry.amount >= ZERO and giver is not None:
            key = (entry.reason, entry.adjustment, f"{telling.party(giver.party)} to {telling.party(entry.party)}")
        else:
            continue
        sums[key] = sums.get(key, ZERO) + entry.amount
    for (kind, reason, party), amount in sums.items():
        yield Row((kind, "" if reason == kind else reason, party, money(amount)))


def _balances(account: Account, telling: Telling) -> str:
    parts = [f"{telling.party(name)} {money(account.balance(name))}" for name in account.parties]
    if PATIENT not in account.parties:
        parts.append(f"patient {money(ZERO)}")
    return ", ".join(f"{part} owed" if n == 0 else part for n, part in enumerate(parts)) + "."


def decision_taken(event: DecisionTaken, telling: Telling) -> Iterator[Block]:
    """Who decided what about what, why, and by when it must be done."""
    days = (event.deadline - event.on).days if event.deadline else 0
    limit = f"In time until {event.deadline}, {count(days, 'day')} from now." if event.deadline else ""
    details = tuple(text for text in (sentence(event.reason), limit) if text)
    yield decision_note(f"{by_whom(event.seat, event.by)}, on {event.subject}: {action(event.action)}", details)


def statement_sent(event: StatementSent, telling: Telling) -> Iterator[Block]:
    """The statement as the patient reads it."""
    statement = event.statement
    yield Paragraph(f"{statement.practice}, to {statement.patient}. Your visit of {statement.date_of_service}:")
    yield Gap()
    columns = (
        Column("What was done", flexible=True), Column("Charge", "right"), Column("Discount", "right"),
        Column("Plan paid", "right"), Column("You owe", "right"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                line.description,
                money(line.charge),
                money(line.discount),
                money(line.insurance_paid),
                money(line.patient_owes),
            )
        )
        for line in statement.lines
    )
    yield Table(columns, (*rows, _statement_total(statement)))
    yield Gap()
    explained = tuple(
        KeyValue(line.code, " ".join(map(sentence, line.explanations))) for line in statement.lines if line.explanations
    )
    if explained:
        yield KeyValues(explained)
    if statement.collected:
        yield Paragraph(f"You have already paid {money(statement.collected)}.")
    yield from _balance_due(statement)
    for note in statement.notes:
        yield Paragraph(sentence(note))


def _statement_total(statement: Statement) -> Row:
    def whole(amounts: "Iterator[Money]") -> str:
        return money(total(amounts))

    lines: tuple[StatementLine, ...] = statement.lines
    return Row(
        (
            "Total",
            whole(line.charge for line in lines),
            whole(line.discount for line in lines),
            whole(line.insurance_paid for line in lines),
            whole(line.patient_owes for line in lines),
        ),
        is_total=True,
    )


def _balance_due(statement: Statement) -> Iterator[Block]:
    due = statement.balance_due
    if due > ZERO:
        yield Paragraph(f"Please pay {money(due)} by {statement.due_by}.", "strong")
    elif due < ZERO:
        yield Paragraph(f"We owe you {money(-due)}, and will send it back.", "strong")
    else:
        yield Paragraph("You owe nothing.", "strong")


def account_settled(event: AccountSettled, telling: Telling) -> Iterator[Block]:
    """From what was charged to what is left, and with whom."""
    account = event.account
    yield Waterfall(
        "From charge to what is left", (*_account_steps(account, telling), Step("Left", _left(account), True))
    )
    yield Gap()
    for party in account.parties:
        yield _owes(party, account.balance(party), telling)
    if PATIENT not in account.parties:
        yield _owes(PATIENT, ZERO, telling)


def _account_steps(account: Account, telling: Telling) -> Iterator[Step]:
    sums: dict[tuple[str, str], Money] = {}
    for entry in account.entries:
        if entry.kind != "transfer":
            who = telling.party(entry.party) if entry.kind == "payment" else ""
            sums[entry.kind, who] = sums.get((entry.kind, who), ZERO) + entry.amount
    for (kind, who), amount in sums.items():
        yield Step("Charged" if kind == "charge" else f"Paid by {who}" if kind == "payment" else _KINDS[kind], amount)


def _left(account: Account) -> Money:
    return account.patient_balance + account.payer_balance


def _owes(party: str, balance: Money, telling: Telling) -> Note:
    name = telling.party(party)
    marker: Marker = "ok" if balance <= ZERO else "info" if party == PATIENT else "warn"
    if balance == ZERO:
        return Note(
            marker, f"The {name} owes nothing." if party == PATIENT else f"{name} owes nothing.", word="SETTLED"
        )
    if balance < ZERO:
        return Note(
            "warn", f"The practice owes {'the patient' if party == PATIENT else name} {money(-balance)}.", word="CREDIT"
        )
    if party == PATIENT:
        return Note(marker, f"The patient owes {money(balance)}.", word="OWED")
    return Note(marker, f"{name} is still down for {money(balance)}: nobody worked it to an end.", word="OPEN")
