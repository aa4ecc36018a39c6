"""The contract's price of one line by itself: schedule or fee table, then modifiers, then percentages.

Each price keeps the steps that led to it. Prices depend on the line alone, not on its charge, and are remembered by the
payer; a price that is a percent of the charge is worked out anew.
"""

from decimal import Decimal

from claimsim.fees import Step, UnitFee, anesthesia_amount, modified_fee, time_units, unit_fee
from claimsim.model.claim import Claim, ClaimLine
from claimsim.model.money import CENT, HUNDRED, ZERO, Money, cents, percent
from claimsim.payer.context import ClaimContext, Payer
from claimsim.payer.contract_file import AnesthesiaTerms, Contract
from claimsim.payer.matching import first_glob
from claimsim.payer.members import UNASSIGNED
from claimsim.payer.pricing.price import Price

NON_PHYSICIANS = frozenset({"NP", "PA", "CNS"})
"""Paid at the contract's non-physician percent. A midwife is paid in full by Medicare (42 CFR 414.54(b))."""
_CONTRACT = "the contract"


def scheduled_fee(payer: Payer, claim: Claim, line: ClaimLine) -> UnitFee | None:
    """Medicare's fee for one unit of the line's code, remembered by the payer."""
    return fee_of_unit(payer, claim, line.code, line.modifiers, line, payer.file.contract)


def fee_of_unit(
    payer: Payer, claim: Claim, code: str, modifiers: tuple[str, ...], line: ClaimLine, contract: Contract
) -> UnitFee | None:
    """The schedule's fee for one unit of a code on the day and at the place of a line, with the contract's factor."""
    own = contract.own_factor
    place = (line.date_of_service, line.place_of_service, claim.locality)
    key = (code, modifiers, *place, own)
    try:
        return payer.unit_fees[key]
    except KeyError:
        return payer.remember(payer.unit_fees, key, unit_fee(code, modifiers, *place, payer.tables, own))


def price_of(at: ClaimContext, line: ClaimLine) -> Price:
    """The contract's price of a line."""
    payer, claim, participation = at.payer, at.claim, at.participation
    key = (
        line.code, line.modifiers, line.units, line.date_of_service, line.place_of_service, claim.locality,
        claim.rendering_provider.credential, participation, line.minutes,
    )  # fmt: skip
    found = payer.prices.get(key)
    if found is None:
        found = payer.remember(payer.prices, key, _price(at, line, payer.contract(participation)))
    return found if found.steps else _of_charge(at, line, found)


def _of_charge(at: ClaimContext, line: ClaimLine, remembered: Price) -> Price:
    contract = at.payer.contract(at.participation)
    if contract.method == "percent_of_charge":
        rate, how = contract.percent, f"{contract.percent.normalize():f} percent of the charge"
    else:
        rate = contract.unpriced_percent_of_charge
        how = f"no fee on file: {rate:f} percent of the charge"
    amount = max(percent(line.charge, rate), min(CENT, line.charge))  # a line payable at all is allowed a cent
    return Price(amount, how, (Step(how, amount, _CONTRACT),), remembered.row, remembered.scheduled)


def _price(at: ClaimContext, line: ClaimLine, contract: Contract) -> Price:
    """The price, or one without steps where it is a percent of the charge."""
    fee = fee_of_unit(at.payer, at.claim, line.code, line.modifiers, line, contract)
    row = fee.row if fee is not None else None
    if contract.anesthesia is not None:
        pattern = first_glob(contract.anesthesia.base_units, line.code)
        if pattern is not None:
            return _anesthesia(contract.anesthesia, contract.anesthesia.base_units[pattern], line)
    by_report = Price(ZERO, "", (), row, fee)
    if contract.method == "percent_of_charge":
        return by_report
    listed = _listed(at, line, contract, fee)
    if listed is not None:
        return _from_table(at, line, contract, listed, fee)
    if fee is None or contract.method == "fee_table":
        return by_report
    if fee.row is not None and "66" in line.modifiers and contract.modifiers.team_percent is None:
        return by_report
    amount, steps = modified_fee(fee, line.modifiers, line.units, contract.modifiers.rates)
    return _with_percentages(at, line, contract, fee, amount, steps)


def _with_percentages(
    at: ClaimContext, line: ClaimLine, contract: Contract, fee: UnitFee, amount: Money, steps: tuple[Step, ...]
) -> Price:
    rates = _rates(at, line, contract, fee)
    total_rate = HUNDRED
    for label, rate, authority in rates:
        total_rate = total_rate * rate / HUNDRED
        # Rounded once, from the amount before all of them: the steps are what each leaves.
        steps += (Step(f"{label}: {rate.normalize():f} percent", percent(amount, total_rate), authority),)
    how = f"{fee.schedule} schedule"
    if total_rate != HUNDRED:
        how += f" at {total_rate.normalize():f} percent"
    return Price(percent(amount, total_rate), how, steps, fee.row, fee)


def _rates(at: ClaimContext, line: ClaimLine, contract: Contract, fee: UnitFee) -> list[tuple[str, Decimal, str]]:
    """Percentages that come after the modifiers: the contract's, the clinician's, the practice's standing."""
    rates: list[tuple[str, Decimal, str]] = []
    if contract.method == "percent_of_medicare" and fee.schedule in ("physician", "local", "equipment"):
        rates.append(("contract", contract.percent, _CONTRACT))
    if fee.schedule == "equipment" and contract.equipment_percent is not None:
        rates = [("contract", contract.equipment_percent, _CONTRACT)]
    if fee.schedule in ("laboratory", "drug") and contract.method != "mpfs":
        own = contract.laboratory_percent if fee.schedule == "laboratory" else contract.drug_percent
        rates.append(("contract", own, _CONTRACT))
    if fee.schedule == "physician":
        rates += _standing(at, line, contract)
    return [rate for rate in rates if rate[1] != HUNDRED]


def _standing(at: ClaimContext, line: ClaimLine, contract: Contract) -> list[tuple[str, Decimal, str]]:
    found: list[tuple[str, Decimal, str]] = []
    if "66" in line.modifiers and contract.modifiers.team_percent is not None:
        found.append(("one of a team of surgeons (66)", contract.modifiers.team_percent, _CONTRACT))
    credential = at.claim.rendering_provider.credential
    own = contract.credential_percents.get(credential)
    if own is not None:
        found.append((f"rendered by {credential}", own, _CONTRACT))
    elif credential in NON_PHYSICIANS and "AS" not in line.modifiers:
        # AS already stands for a non-physician's part of the assistant's fee.
        found.append((f"rendered by {credential}", contract.non_physician_percent, "42 CFR 414.52 and 414.56"))
    if at.participation in ("non_participating", UNASSIGNED):
        found.append(("non-participating", contract.non_participating_percent, "42 CFR 414.20(b)"))
    return found


def _listed(at: ClaimContext, line: ClaimLine, contract: Contract, fee: UnitFee | None) -> tuple[Money, str] | None:
    """The fee table's dollars for one unit, and the component that they are for."""
    if not contract.fees and not contract.facility_fees:
        return None
    site = at.tables.place_of_service(line.place_of_service, line.date_of_service)
    tables = (contract.facility_fees, contract.fees) if site and site.setting == "facility" else (contract.fees,)
    component = next((m for m in line.modifiers if m in ("26", "TC", "53")), "")
    for fees in tables:
        own = fees.get(f"{line.code}-{component}") if component else None
        if own is not None:
            return own, component
        listed = fees.get(line.code)
        if listed is None and fees and (pattern := first_glob(fees, line.code)):
            listed = fees[pattern]
        if listed is not None:
            return _component_of(at, line, contract, listed, fee), component if fee and fee.component else ""
    return None


def _component_of(at: ClaimContext, line: ClaimLine, contract: Contract, listed: Money, fee: UnitFee | None) -> Money:
    """A whole fee's share for 26, TC or 53, by the schedule's relative values; the whole where it knows no share."""
    if fee is None or not fee.component:
        return listed
    whole = fee_of_unit(at.payer, at.claim, line.code, (), line, contract)
    return listed if whole is None or not whole.amount else cents(listed * fee.amount / whole.amount)


def _from_table(
    at: ClaimContext, line: ClaimLine, contract: Contract, listed: tuple[Money, str], fee: UnitFee | None
) -> Price:
    dollars, component = listed
    row = fee.row if fee is not None else None
    named = UnitFee(dollars, "physician", row, component=component)
    amount, steps = modified_fee(named, line.modifiers, line.units, contract.modifiers.rates)
    words = "fee table" if line.units == 1 else f"fee table {dollars:.2f} x {line.units}"
    steps = (Step(words, steps[0].amount, _CONTRACT), *steps[1:])
    return Price(amount, f"fee table {dollars:.2f}", steps, row, fee)


def _anesthesia(terms: AnesthesiaTerms, base: Decimal, line: ClaimLine) -> Price:
    minutes = line.units if line.minutes is None else line.minutes
    time = time_units(minutes, minutes_per_unit=terms.minutes_per_unit, decimals=terms.time_unit_decimals)
    if "AD" in line.modifiers:
        base, time = terms.supervision_base_units, ZERO
    amount = anesthesia_amount(base, time, terms.conversion_factor)
    words = f"anesthesia: {base.normalize():f} base + {time:f} time units at {terms.conversion_factor.normalize():f}"
    steps = [Step(words, amount, "ASA, Anesthesia Payment Basics 3; the contract")]
    for modifier in line.modifiers:
        rate = terms.modifier_percents.get(modifier)
        if rate is not None:
            amount = percent(amount, rate)
            steps.append(Step(f"medical direction ({modifier}): {rate.normalize():f} percent", amount, _CONTRACT))
    return Price(amount, words, tuple(steps))
