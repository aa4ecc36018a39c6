"""How cases end: no payer is left with a credit that nobody gave it, and what was decided is decided once."""

from decimal import Decimal
from pathlib import Path

from claimsim.case.events import AccountSettled, StatementSent
from claimsim.model.account import PATIENT, Account
from claimsim.model.money import ZERO
from tests.each import each
from tests.lived import SHIPPED, TOGETHER, lived, named

pytestmark = TOGETHER


def settled(path: Path) -> Account:
    last = lived(path).events[-1]
    assert isinstance(last, AccountSettled)
    return last.account


def test_no_payer_ends_with_a_credit() -> None:
    def check(path: Path) -> None:
        account = settled(path)
        assert all(account.balance(party) >= ZERO for party in account.parties if party != PATIENT)

    each(SHIPPED, check)


def test_a_statement_explains_each_share_once() -> None:
    def check(path: Path) -> None:
        sent = [event.statement for event in lived(path).events if isinstance(event, StatementSent)]
        for line in (line for statement in sent for line in statement.lines):
            assert sum("coinsurance" in words for words in line.explanations) <= 1, line.code

    each(SHIPPED, check)


def test_a_line_that_was_written_off_and_then_answered_again_is_written_off_once() -> None:
    account = settled(Path(__file__).with_name("written_off_then_corrected.yaml"))
    assert account.payer_balance == ZERO
    written_off = [entry.amount for entry in account.entries if entry.kind == "write_off"]
    assert len(written_off) == 3
    assert sum(written_off) == min(written_off), "given up, taken back with the reversal, given up again"


def test_what_a_revision_put_in_the_place_of_a_denied_line_is_given_up_with_it() -> None:
    account = settled(Path(__file__).with_name("revised_then_written_off.yaml"))
    assert account.payer_balance == ZERO


def test_what_a_takeback_leaves_to_be_withheld_is_told_in_the_end() -> None:
    # 128.48 is announced (PLB WO); a payment of 45.00 is all that it is withheld from, and the rest goes on (FB).
    last = named("coverage-ended-in-hindsight").events[-1]
    assert isinstance(last, AccountSettled)
    assert last.still_withheld == (("northwind-ppo", Decimal("83.48")),)
    won = named("appeal-won-with-records").events[-1]
    assert isinstance(won, AccountSettled)
    assert won.still_withheld == ()


def test_the_known_share_is_billed_before_a_long_wait_and_the_disputed_line_is_not() -> None:
    first, last = [e.statement for e in named("appeal-too-late").events if isinstance(e, StatementSent)]
    assert (first.balance_due, last.balance_due) == (Decimal("19.31"), Decimal("19.31"))
    disputed = next(line for line in first.lines if line.code == "82306")
    assert disputed.patient_owes == ZERO
    assert any("still being settled" in words for words in disputed.explanations)
    soon = [e for e in named("without-25-at-harbor").events if isinstance(e, StatementSent)]
    assert len(soon) == 1, "what is settled within the month goes on one statement"
