"""The money at home: posting, the decisions of follow-up, the patient's statement, and who owes what in the end."""

from collections.abc import Iterator

from claimsim.billing.statement import Statement, StatementLine
from claimsim.case.events import AccountSettled, DecisionTaken, LetterWritten, Posted, StatementSent
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
from claimsim.render.telling import Telling, by_whom
from claimsim.render.words import (
    action,
    count,
    ended,
    money,
    sentence,
)

_KINDS = {
    "charge": "Charge",
    "collected": "Collected at the desk",
    "payment": "Payment",
    "contractual": "Contractual reduction",
    "sequestration": "Sequestration",
    "write_off": "Written off",
    "transfer": "Moved",
    "reversal": "Reversal",
    "withheld": "Withheld",
}
AS_SCRIPTED = "As the scenario has it."
"""The reason of a scripted decision that gives none: who decided says it already."""
_COLUMNS = (Column("Entry", flexible=True), Column("Reason"), Column("Party", flexible=True), Column("Amount", "right"))


def posted(event: Posted, telling: Telling) -> Iterator[Block]:
    """The entries in short, what stays open, and the balances after them."""
    answered = event.answered
    if answered is None or answered.is_reversal:
        yield _in_a_line(event, telling)
        return
    if telling.answers > 1:
        yield Paragraph(f"The answer to {answered.claim_id}:")
    if event.entries:
        rows = (
            Row((kind, reason, party, money(amount))) for (kind, reason, party), amount in _sums(event, telling).items()
        )
        yield Table(_COLUMNS, tuple(rows))
    for denial in event.open_denials:
        yield Note("warn", f"{denial}: not written off. It stays with the payer until somebody works it.", word="OPEN")
    yield KeyValues((KeyValue("Balances", _balances(event.account, telling)),))


def _in_a_line(event: Posted, telling: Telling) -> Note:
    """A posting that no answer of a payer brought, or one that only takes back: its sums in a sentence."""
    sums = _sums(event, telling)
    parts = [
        f"{kind.lower()}{f' ({reason})' if reason else ''} {money(amount)}"
        for (kind, reason, _), amount in sums.items()
    ]
    what = ", ".join(parts) if parts else "nothing to take back"
    about = f"Reversal of {event.answered.claim_id}: {what}" if event.answered else what
    return Note("ok", f"{sentence(about)} {_balances(event.account, telling)}", word="POSTED")


def _sums(event: Posted, telling: Telling) -> dict[tuple[str, str, str], Money]:
    """Entries of one kind, reason and party together; the two sides of a transfer, which stand side by side, as one."""
    sums: dict[tuple[str, str, str], Money] = {}
    giver: LedgerEntry | None = None
    for entry in event.entries:
        if entry.kind != "transfer":
            key = (_kind(entry), entry.adjustment, telling.party(entry.party))
        elif giver is None:
            giver = entry
            continue
        else:
            key = (entry.reason, entry.adjustment, f"{telling.party(giver.party)} to {telling.party(entry.party)}")
            giver = None
        sums[key] = sums.get(key, ZERO) + entry.amount
    return sums


def _kind(entry: LedgerEntry) -> str:
    taken_back = entry.kind == "payment" and entry.amount > ZERO
    return "Payment taken back" if taken_back else _KINDS[entry.kind]


def _balances(account: Account, telling: Telling) -> str:
    owed = [(telling.party(name), account.balance(name)) for name in dict.fromkeys((*account.parties, PATIENT))]
    return "Owed: " + ", ".join(f"{name} {money(balance)}" for name, balance in owed) + "."


def decision_taken(event: DecisionTaken, telling: Telling) -> Iterator[Block]:
    """Who decided what about what, why, and by when it must be done."""
    limit = ""
    if event.deadline:
        left = (event.deadline - event.on).days
        late = f"Too late: the last day was {event.deadline}, {count(-left, 'day')} ago."
        limit = late if left < 0 else f"In time until {event.deadline}, {count(left, 'day')} from now."
    reason = "" if event.reason == AS_SCRIPTED else sentence(telling.named(event.reason))
    text = f"{by_whom(event.seat, event.by)}, on {telling.named(event.subject)}: {ended(action(event.action))}"
    yield Note("info", sentence(text), tuple(filter(None, (f"{reason} {limit}".strip(),))), word="DECISION")


def letter_written(event: LetterWritten, telling: Telling) -> Iterator[Block]:
    """A letter to or from a payer, and the day that it sets or is held to."""
    who = f"To {event.payer_name}" if event.sender == "practice" else f"From {event.payer_name}"
    limit = ""
    if event.deadline is not None:
        left = (event.deadline - event.on).days
        limit = (
            f"Last day: {event.deadline}, {count(left, 'day')} from now." if left >= 0
            else f"The last day was {event.deadline}, {count(-left, 'day')} ago."
        )  # fmt: skip
    yield Note("info", f"{who}: {ended(event.text)}", tuple(filter(None, (limit,))), word="LETTER")


def statement_sent(event: StatementSent, telling: Telling) -> Iterator[Block]:
    """The statement as the patient reads it."""
    statement = event.statement
    yield Paragraph(f"{statement.practice}, to {statement.patient}. The visit of {statement.date_of_service}:")
    yield Gap()
    if not statement.lines:
        yield Paragraph("There is no charge for this visit.")
    else:
        yield from _statement_lines(statement)
    if statement.collected:
        yield Paragraph(f"You have already paid {money(statement.collected)}.")
    yield from _balance_due(statement)
    for note in statement.notes:
        yield Paragraph(sentence(note))


def _statement_lines(statement: Statement) -> Iterator[Block]:
    """What was done, and below it why each amount is what it is."""
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
    said: dict[str, list[str]] = {}
    for line in statement.lines:
        if line.explanations:
            said.setdefault(" ".join(map(sentence, line.explanations)), []).append(line.code)
    if said:
        yield KeyValues(tuple(KeyValue(", ".join(dict.fromkeys(codes)), text) for text, codes in said.items()))
    yield Gap()


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
    if statement.small:
        return
    if due > ZERO:
        yield Paragraph(f"Please pay {money(due)} by {statement.due_by}.", "strong")
    elif statement.credit_waits:
        yield Paragraph(f"Nothing is due now. {money(-due)} stays on your account until the rest is settled.", "strong")
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
    for payer, amount in event.still_withheld:
        text = (
            f"{telling.party(payer)} has still to keep back {money(amount)} of its takeback, from payments for others."
        )
        yield Note("warn", text, word="TAKEBACK")


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
