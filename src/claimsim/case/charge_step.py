"""Entering charges again when the codes of an encounter were revised."""

from claimsim.billing.charges import ChargeLine, enter_charges
from claimsim.model.account import LedgerEntry
from claimsim.model.money import ZERO, Money

from .casefile import CaseFile, Steps
from .events import ChargesEntered, Posted


def recharge(file: CaseFile, party: str) -> Steps:
    """Price the revised codes and post what changed; nothing is shown when the money is the same."""
    encounter = file.case.encounter
    before = _by_code(file.charges)
    file.charges = enter_charges(
        file.coding.services,
        file.case.practice,
        encounter.date_of_service,
        encounter.place_of_service,
        file.world.tables,
    )
    after = _by_code(file.charges)
    changes = tuple(
        LedgerEntry(
            file.today,
            "charge",
            party,
            after.get(code, ZERO) - before.get(code, ZERO),
            code,
            "Charge corrected with the codes",
        )
        for code in dict.fromkeys((*before, *after))
        if after.get(code, ZERO) != before.get(code, ZERO)
    )
    if changes:
        yield ChargesEntered(file.today, file.charges)
        file.post(*changes)
        yield Posted(file.today, changes, file.account)


def _by_code(lines: tuple[ChargeLine, ...]) -> dict[str, Money]:
    charges: dict[str, Money] = {}
    for line in lines:
        charges[line.code] = charges.get(line.code, ZERO) + line.charge
    return charges
