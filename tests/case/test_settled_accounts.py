"""How cases end: no payer is left with a credit that nobody gave it, and what was decided is decided once."""

from pathlib import Path

import pytest

from claimsim.case.case import World
from claimsim.case.driver import run
from claimsim.case.events import AccountSettled
from claimsim.code_tables import CodeTables
from claimsim.model.account import PATIENT, Account
from claimsim.model.money import ZERO
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.load import ScenarioLoader

TABLES = CodeTables.load()
LOADER = ScenarioLoader(TABLES)


def settled(path: Path) -> Account:
    last = run(LOADER.load(path).case, World(TABLES))[-1]
    assert isinstance(last, AccountSettled)
    return last.account


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_no_payer_ends_with_a_credit(path: Path) -> None:
    account = settled(path)
    assert all(account.balance(party) >= ZERO for party in account.parties if party != PATIENT)


def test_a_line_that_was_written_off_and_then_answered_again_is_written_off_once() -> None:
    account = settled(Path(__file__).with_name("written_off_then_corrected.yaml"))
    assert account.payer_balance == ZERO
    written_off = [entry.amount for entry in account.entries if entry.kind == "write_off"]
    assert len(written_off) == 3
    assert sum(written_off) == min(written_off), "given up, taken back with the reversal, given up again"
