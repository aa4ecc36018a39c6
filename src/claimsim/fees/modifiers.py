"""What modifiers do to the fee of a line: units, bilateral, split care, reduced services, several surgeons.

CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40. Every percentage is a term that a contract
may set otherwise; those here are Medicare's, or where Medicare prices by report, a common commercial figure.
"""

from decimal import Decimal
from typing import NamedTuple

from claimsim.code_tables.tables import CodeTables
from claimsim.fees.medicare import UnitFee, unit_fee
from claimsim.model.claim import FeeFacts
from claimsim.model.money import HUNDRED, ZERO, Money, cents, percent

_ASSISTANTS = frozenset({"80", "81", "82"})
_SURGEONS = "Noridian, Assistant-at-Surgery and Co-Surgery: 16 and 62.5 percent of the fee schedule amount"
_BILATERAL = "bilateral indicator of the fee file; Regence, modifier 50; mirahealth.care"
_RETURN = "Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40.4"
_SPLIT = "Asuris policy 107, after the shares of the CMS fee file"


class Step(NamedTuple):
    """One step of a price: what was done, the amount after it in dollars, and by whose rule."""

    label: str
    amount: Money
    authority: str


class ModifierRates(NamedTuple):
    """Percentages by which modifiers change a fee.

    `bilateral`: indicator 1 with modifier 50. `assistant`: 80, 81, 82, and AS `assistant_non_physician` percent of it
    (42 CFR 414.52 and 414.56; Noridian, Assistant-at-Surgery and Co-Surgery: 16, 85, co-surgeon 62.5). `reduced` and
    `discontinued`: 52, and 53 where the fee file has no row for it (Medicare by report; Priority Health pays 50).
    `preoperative_apart`: whether 54 leaves the preoperative share to who bills 56 (Medicare: no, 54 includes it).
    """

    bilateral: Decimal = Decimal(150)
    assistant: Decimal = Decimal(16)
    assistant_non_physician: Decimal = Decimal(85)
    co_surgeon: Decimal = Decimal("62.5")
    reduced: Decimal = Decimal(50)
    discontinued: Decimal = Decimal(50)
    preoperative_apart: bool = False


MEDICARE_RATES = ModifierRates()


def modified_fee(
    fee: UnitFee, modifiers: tuple[str, ...], units: int, rates: ModifierRates = MEDICARE_RATES
) -> tuple[Money, tuple[Step, ...]]:
    """The fee of all units of a line with its modifiers taken in, dollars to the cent, and the steps to it.

    Bilateral first, then the share of split care or of a return to the operating room, then 52 or 53, then the
    assistant's or co-surgeon's part. Fees of other schedules know units only.
    """
    amount = cents(fee.amount * units)
    steps = [Step(_unit_words(fee, units), amount, _SCHEDULES[fee.schedule])]
    if fee.row is None or not modifiers:
        return amount, tuple(steps)
    for label, rate, authority in _factors(fee, modifiers, rates):
        amount = percent(amount, rate)
        steps.append(Step(f"{label}: {rate.normalize():f} percent", amount, authority))
    return amount, tuple(steps)


def line_fee(fee: UnitFee, modifiers: tuple[str, ...], units: int) -> Money:
    """The fee of all units of a line with Medicare's rates for its modifiers, dollars to the cent."""
    return modified_fee(fee, modifiers, units)[0]


def medicare_amount(facts: FeeFacts, tables: CodeTables) -> Money | None:
    """Medicare's fee for a line taken by itself, dollars; None where no loaded schedule prices the code.

    No charge, no other line and no clinician's percentage is looked at.
    """
    fee = unit_fee(facts.code, facts.modifiers, facts.date_of_service, facts.place_of_service, facts.locality, tables)
    return None if fee is None else line_fee(fee, facts.modifiers, facts.units)


def _factors(fee: UnitFee, modifiers: tuple[str, ...], rates: ModifierRates) -> list[tuple[str, Decimal, str]]:
    found = []
    bilateral = _bilateral(fee, rates) if "50" in modifiers else HUNDRED
    if bilateral != HUNDRED:
        found.append(("both sides (50)", bilateral, _BILATERAL))
    share = _split_care(fee, modifiers, rates)
    if share is not None:
        found.append(share)
    if "52" in modifiers:
        found.append(("reduced service (52)", rates.reduced, "the contract"))
    if "53" in modifiers and fee.component != "53":
        found.append(("discontinued (53)", rates.discontinued, "the contract"))
    if "AS" in modifiers:
        rate = rates.assistant * rates.assistant_non_physician / HUNDRED
        found.append(("assistant at surgery, not a physician (AS)", rate, "42 CFR 414.52 and 414.56"))
    elif not _ASSISTANTS.isdisjoint(modifiers):
        found.append(("assistant at surgery", rates.assistant, _SURGEONS))
    elif "62" in modifiers:
        found.append(("co-surgeon (62)", rates.co_surgeon, _SURGEONS))
    return found


def _bilateral(fee: UnitFee, rates: ModifierRates) -> Decimal:
    """0 and 2: one fee. 1: 150 percent. 3: each side in full (published example PAY-06)."""
    indicator = fee.row.bilateral if fee.row is not None else ""
    return rates.bilateral if indicator == "1" else Decimal(200) if indicator == "3" else HUNDRED


def _split_care(fee: UnitFee, modifiers: tuple[str, ...], rates: ModifierRates) -> tuple[str, Decimal, str] | None:
    row = fee.row
    if row is None or row.intraop <= ZERO:
        return None
    if "78" in modifiers:
        return "return to the operating room (78)", row.intraop * HUNDRED, _RETURN
    if "54" in modifiers:
        share = row.intraop if rates.preoperative_apart else row.preop + row.intraop
        return "surgical care only (54)", share * HUNDRED, _SPLIT
    if "55" in modifiers:
        return "postoperative care only (55)", row.postop * HUNDRED, _SPLIT
    if "56" in modifiers:
        return "preoperative care only (56)", row.preop * HUNDRED, _SPLIT
    return None


def _unit_words(fee: UnitFee, units: int) -> str:
    name = f"{fee.schedule} fee" + (f", component {fee.component}" if fee.component else "")
    return name if units == 1 else f"{name} {fee.amount.normalize():f} x {units}"


_SCHEDULES = {
    "physician": "42 CFR 414.20: (work x GPCI + practice expense x GPCI + malpractice x GPCI) x conversion factor",
    "laboratory": "clinical laboratory fee schedule",
    "drug": "Medicare Part B payment limit (average sales price + 6 percent)",
    "local": "price of the Medicare contractor for the locality",
    "equipment": "equipment fee schedule of the state",
}
