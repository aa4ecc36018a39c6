"""The allowed amount of each line by the payer's contract, with multiple-procedure reductions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from claimsim.fees import RankedLine, UnitFee, line_fee, multiple_procedure_amounts, unit_fee
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.money import CENT, ZERO, Money, cents, percent
from claimsim.payer.context import ClaimContext
from claimsim.payer.matching import first_glob

if TYPE_CHECKING:
    from claimsim.payer.compiled import Payer

NON_PHYSICIANS = frozenset({"NP", "PA", "CNS", "CNM"})
_HUNDRED = Decimal(100)


class Allowance(Struct, frozen=True):
    """What the contract allows for a line: `contract` before and `allowed` after reductions, neither above the charge.

    `how` says in words where the price came from.
    """

    contract: Money
    allowed: Money
    how: str


def scheduled_fee(payer: "Payer", claim: Claim, line: ClaimLine) -> UnitFee | None:
    """Medicare's fee for one unit of the line's code, remembered by the payer."""
    key = (line.code, line.modifiers, line.date_of_service, line.place_of_service, claim.locality)
    try:
        return payer.unit_fees[key]
    except KeyError:
        fee = unit_fee(*key, payer.tables)
        payer.unit_fees[key] = fee
        return fee


def allowances(at: ClaimContext, lines: Sequence[ClaimLine]) -> dict[int, Allowance]:
    """The allowance of each payable line by its number."""
    priced = {line.number: _contract_fee(at, line) for line in lines}
    reduced = _reduced(at, lines, {number: fee for number, (fee, _) in priced.items()})
    lesser = at.payer.file.contract.lesser_of_charge
    found: dict[int, Allowance] = {}
    for line in lines:
        # Something payable is never allowed at nothing: CARC 45 may not explain a whole charge.
        fee, how = max(priced[line.number][0], CENT), priced[line.number][1]
        amount = reduced.get(line.number, fee)
        if lesser:
            fee, amount = min(fee, line.charge), min(amount, line.charge)
        found[line.number] = Allowance(fee, amount, how)
    return found


def _contract_fee(at: ClaimContext, line: ClaimLine) -> tuple[Money, str]:
    contract = at.payer.file.contract
    listed = contract.fees.get(line.code)
    if listed is None and contract.fees and (pattern := first_glob(contract.fees, line.code)):
        listed = contract.fees[pattern]
    if listed is not None:
        return cents(listed * line.units), f"fee table {listed:.2f}"
    fee = None if contract.method == "fee_table" else scheduled_fee(at.payer, at.claim, line)
    if fee is None:
        rate = contract.unpriced_percent_of_charge
        return percent(line.charge, rate), f"no fee on file: {rate:f} per cent of the charge"
    rate = _rate(at, fee)
    amount = percent(line_fee(fee, line.modifiers, line.units), rate)
    return amount, f"{fee.schedule} schedule" + ("" if rate == _HUNDRED else f" at {rate.normalize():f} per cent")


def _rate(at: ClaimContext, fee: UnitFee) -> Decimal:
    contract = at.payer.file.contract
    if fee.schedule in ("laboratory", "drug"):
        if contract.method == "mpfs":
            return _HUNDRED
        return contract.laboratory_percent if fee.schedule == "laboratory" else contract.drug_percent
    rate = _HUNDRED if contract.method == "mpfs" else contract.percent
    if fee.schedule == "physician" and at.claim.rendering_provider.credential in NON_PHYSICIANS:
        return rate * contract.non_physician_percent / _HUNDRED
    return rate


def _reduced(at: ClaimContext, lines: Sequence[ClaimLine], fees: dict[int, Money]) -> dict[int, Money]:
    if not at.payer.file.contract.multiple_procedure_reductions:
        return {}
    days: dict[object, list[RankedLine]] = {}
    for line in lines:
        ranked = _ranked_line(at, line, fees[line.number])
        if ranked is not None:
            days.setdefault(line.date_of_service, []).append(ranked)
    reduced: dict[int, Money] = {}
    for ranked_lines in days.values():
        if len(ranked_lines) > 1 or ranked_lines[0].fee != ranked_lines[0].first_unit:
            reduced.update(multiple_procedure_amounts(ranked_lines))
    return reduced


def _ranked_line(at: ClaimContext, line: ClaimLine, fee: Money) -> RankedLine | None:
    scheduled = scheduled_fee(at.payer, at.claim, line)
    row = scheduled.row if scheduled else None
    if row is None or row.multiple_procedure not in ("2", "3"):
        return None
    is_endoscopy = row.multiple_procedure == "3" and bool(row.endoscopy_base)
    base_fee = ZERO
    if is_endoscopy and row.endoscopy_base != line.code:
        base = unit_fee(
            row.endoscopy_base, (), line.date_of_service, line.place_of_service, at.claim.locality, at.payer.tables
        )
        base_fee = percent(base.amount, _rate(at, base)) if base else ZERO
    elif is_endoscopy:
        base_fee = fee
    first = cents(fee / line.units)
    return RankedLine(
        line.number, line.code, line.modifiers, fee, first, row.endoscopy_base if is_endoscopy else "", base_fee
    )
