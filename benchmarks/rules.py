"""Figures for an instructor's own rules. Run by hand: python benchmarks/rules.py

Prints how many evaluations a second one core does: one rule asked of one line, fired or not. The rules are the kinds
that people write (code and diagnosis, ages and units, alternatives, patterns, history); the lines are an office visit,
a laboratory test and a drug, of which some meet the rules and most do not. Then the same rules inside adjudication.
"""

import time
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from claimsim.code_tables import CodeTables
from claimsim.model.claim import Claim, ClaimLine, PersonOnClaim, ProviderOnClaim
from claimsim.payer import CardFacts, Payer, PayerState, adjudicate, load_payer, open_payer, opening_state
from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.members import PaidService
from claimsim.payer.own_rules.making import with_rules
from claimsim.payer.own_rules.rules import OwnRule
from claimsim.resources import payers_dir

ROUNDS = 40_000
DAY = date(2025, 3, 14)
RECEIVED, PAID = date(2025, 3, 17), date(2025, 3, 31)
DENY = {"deny": {"group": "CO", "carc": "50"}}
CONDITIONS: dict[str, Any] = {
    "code and diagnosis": {
        "all": [
            {"field": "line.code", "in": ["82306"]},
            {"field": "line.diagnoses", "lacks": ["E55*", "M81*"]},
        ]
    },
    "age and units": {
        "all": [{"field": "member.age", "between": ["18", "64"]}, {"field": "line.units", "at_least": "3"}]
    },
    "alternatives": {
        "any": [
            {"field": "provider.taxonomy", "none_of": ["207Q00000X", "207R00000X"]},
            {"all": [{"field": "claim.charge", "at_least": "900.00"}, {"field": "line.modifiers", "missing": "true"}]},
        ]
    },
    "patterns": {
        "all": [{"field": "line.code", "matches": ["9921?", "9920?"]}, {"field": "line.diagnoses", "any_of": ["Z*"]}]
    },
    "history of ten": {"field": "history.count", "codes": ["83036"], "within_days": "90", "at_least": "1"},
}


def main() -> None:
    """Print the figures."""
    tables = CodeTables.load()
    payer = open_payer("northwind-ppo", load_payer(payers_dir() / "northwind-ppo.yaml", tables), tables)
    state, claim = _state(payer), _claim()
    every: list[float] = []
    for name, condition in CONDITIONS.items():
        seconds = _evaluate(with_rules(payer, [_rule(name, condition)]), state, claim)
        rate = ROUNDS * len(claim.lines) / seconds
        every.append(1 / rate)
        print(f"{name:<20} {rate:>12,.0f} evaluations a second")
    print(f"{'all of them':<20} {len(every) / sum(every):>12,.0f}")
    _adjudication(payer, state, claim)


def _evaluate(payer: Payer, state: PayerState, claim: Claim) -> float:
    at = ClaimContext(claim, payer, state, payer.tables, RECEIVED)
    categories = {"99213": "em_office", "82306": "laboratory", "J3301": "drug"}
    lines = [LineContext(at, line, categories[line.code], claim.pointed(line)) for line in claim.lines]
    check = payer.own_rules[0].check
    started = time.process_time()
    for _ in range(ROUNDS):
        for line in lines:
            check(line)
    return time.process_time() - started


def _adjudication(payer: Payer, state: PayerState, claim: Claim) -> None:
    rules = [_rule(name, condition) for name, condition in CONDITIONS.items()]
    twenty = [rule.model_copy(update={"id": f"{rule.id}-{n}"}) for n in range(4) for rule in rules]
    for label, asked in (("no rules", payer), ("20 rules", with_rules(payer, twenty))):
        adjudicate(claim, asked, state, RECEIVED, PAID)
        started = time.process_time()
        for _ in range(2_000):
            adjudicate(claim, asked, state, RECEIVED, PAID)
        print(f"three-line claims with {label}: {2_000 / (time.process_time() - started):,.0f} a second")


def _rule(name: str, condition: dict[str, Any]) -> OwnRule:
    return OwnRule.model_validate(
        {"id": name.replace(" ", "-"), "title": name, "when": condition, "then": DENY, "action": "None."}
    )


def _state(payer: Payer) -> PayerState:
    born = date(1966, 5, 2)
    card = CardFacts("ppo-1500", "NWP900000017", "self", "Testpatient", "Ana", born, "Testpatient", "Ana", born)
    past = tuple(PaidService(date(2024, month, 5), "99213", (), 1, "", "") for month in range(1, 11))
    return replace(opening_state(payer, card, None, DAY), history=past)


def _claim() -> Claim:
    person = PersonOnClaim("Testpatient", "Ana", date(1966, 5, 2), "F")
    clinician = ProviderOnClaim("Sample, Pat", "2000000002", "207Q00000X", credential="MD")
    lines = [("99213", 1, "150.00"), ("82306", 1, "60.00"), ("J3301", 4, "12.00")]
    return Claim(
        claim_id="B-1", payer="northwind-ppo", plan="ppo-1500", sequence="P", frequency="1",
        member_id="NWP900000017", relationship="self", subscriber=person, patient=person,
        billing_provider=clinician, rendering_provider=clinician, place_of_service="11", diagnoses=("R53.83", "I10"),
        lines=tuple(
            ClaimLine(n, code, (), units, Decimal(charge), (1, 2), DAY, "11")
            for n, (code, units, charge) in enumerate(lines, 1)
        ),
        locality=("06102", "99"), clia_number="00D0000000",
    )  # fmt: skip


if __name__ == "__main__":
    main()
