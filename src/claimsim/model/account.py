"""The patient's account at the practice: a ledger that only grows, and who owes what is left."""

from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.model.money import ZERO, Money, OutOfBalance, total

EntryKind = Literal[
    "charge", "collected", "payment", "contractual", "sequestration", "write_off", "transfer", "reversal", "withheld"
]
PATIENT = "patient"


class LedgerEntry(Struct, frozen=True):
    """One posting. `amount` raises (positive) or lowers (negative) what `party` owes, in dollars.

    `party` is a payer's name or "patient"; `line` is the service line's code, or empty for the whole account.
    """

    on: date
    kind: EntryKind
    party: str
    amount: Money
    line: str
    reason: str
    claim_id: str = ""
    adjustment: str = ""


class Account(Struct, frozen=True):
    """All entries so far. Balances are sums and nothing else, so they cannot drift."""

    entries: tuple[LedgerEntry, ...] = ()

    def post(self, *entries: LedgerEntry) -> "Account":
        """The account with more entries; nothing is ever changed or taken out."""
        return Account(self.entries + entries)

    def balance(self, party: str) -> Money:
        """What one party owes, dollars. Negative: the practice owes them."""
        return total([entry.amount for entry in self.entries if entry.party == party])

    def balance_of(self, party: str, line: str) -> Money:
        """What one party owes for the services of one code, dollars."""
        return total([entry.amount for entry in self.entries if entry.party == party and entry.line == line])

    @property
    def patient_balance(self) -> Money:
        """What the patient owes."""
        return self.balance(PATIENT)

    @property
    def payer_balance(self) -> Money:
        """What all payers together are still expected to answer for."""
        return total([entry.amount for entry in self.entries if entry.party != PATIENT])

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody the ledger names, in order of first appearance."""
        return tuple(dict.fromkeys(entry.party for entry in self.entries))


def check_account(account: Account) -> None:
    """Hold the ledger: balances by party are charges less payments and reductions; transfers are even."""
    owed = account.patient_balance + account.payer_balance
    moved = rest = ZERO
    for entry in account.entries:
        if entry.kind == "transfer":
            moved += entry.amount
        else:
            rest += entry.amount
    if moved != ZERO or owed != rest:
        raise OutOfBalance(f"the ledger is out of balance: {owed} owed, {rest} posted, {moved} moved between parties")
