"""What a payer's rules are asked about, and the payer itself: its file with the rules that are on, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct, field

from claimsim.code_tables.tables import CodeTables
from claimsim.fees import UnitFee
from claimsim.model.claim import Claim, ClaimLine
from claimsim.payer.file import Benefit, BenefitCategory, Contract, PayerFile, Plan, PlanTier
from claimsim.payer.file_types import Participation
from claimsim.payer.matching import glob_covers
from claimsim.payer.members import FiledClaim, PayerState
from claimsim.payer.pricing.price import Price
from claimsim.payer.triggers import concerns
from claimsim.rules import Answer, Rule


class FrontEndContext(Struct, frozen=True):
    """A claim at the door."""

    claim: Claim
    payer: Payer
    state: PayerState
    tables: CodeTables
    received_on: date


class ClaimContext(Struct, frozen=True):
    """A claim inside. `replaced` is the claim that it replaces, if any; it is closed in the state's files unless the
    correction is refused."""

    claim: Claim
    payer: Payer
    state: PayerState
    tables: CodeTables
    received_on: date
    replaced: FiledClaim | None = None
    waived: frozenset[str] = frozenset()
    """Rules that were decided on already (an appeal was won, an approval given) and are not asked again."""

    @property
    def participation(self) -> Participation:
        """The practice's standing with the payer: as the payer has it for this member, else as its file says."""
        return self.state.participation or self.payer.file.participation


class PlanTerms(Struct, frozen=True):
    """What the member's plan says of a line: the benefit category, the tier of the network with the plan's amounts
    there, and the benefit in force on the day."""

    category: BenefitCategory
    tier: str
    plan: PlanTier
    benefit: Benefit


class LineContext(Struct, frozen=True):
    """A line inside. `category` is that of its procedure code; `denied` the numbers of the lines denied so far."""

    of: ClaimContext
    line: ClaimLine
    category: str
    diagnoses: tuple[str, ...]
    terms: PlanTerms
    denied: frozenset[int] = frozenset()


ClaimRule = tuple[Rule[ClaimContext], Answer]
LineRule = tuple[str, Callable[[LineContext], str | None], Rule[LineContext], Answer]
PricingRule = tuple[str, Callable[[LineContext], str | None], Rule[LineContext], Any]
"""A rule of an instructor's own that changes what is allowed for a payable line, or only remarks on it; last
its `Then`, as the file has it."""


MEMO_SIZE = 50_000
"""Entries of each memo, so that a million claims take no more memory than the first thousands."""
Key = TypeVar("Key")
Value = TypeVar("Value")


class Payer(Struct, frozen=True):
    """A payer of the case. `name` is what claims call it (the file's stem).

    The dictionaries are memos of pure functions of the file and the tables: they make the second look-up quick and
    change no answer.
    """

    name: str
    file: PayerFile
    tables: CodeTables
    member_id: re.Pattern[str]
    front_end_rules: tuple[Rule[FrontEndContext], ...]
    claim_rules: tuple[ClaimRule, ...]
    line_rules: tuple[LineRule, ...]
    pricing_rules: tuple[PricingRule, ...] = ()
    own_rules: tuple[Rule[Any], ...] = ()
    numbers_from: int = 0
    """What the counters of claim and payment numbers begin after."""
    rules_of_code: dict[str, tuple[LineRule, ...]] = field(default_factory=dict)
    unit_fees: dict[tuple[object, ...], UnitFee | None] = field(default_factory=dict)
    prices: dict[tuple[object, ...], Price] = field(default_factory=dict)
    tiers: dict[tuple[str, str, int], PlanTier] = field(default_factory=dict)
    categories: dict[tuple[str, tuple[str, ...], str, str], BenefitCategory] = field(default_factory=dict)

    refused_codes: dict[str, str] = field(default_factory=dict)

    __hash__ = object.__hash__

    @staticmethod
    def remember(memo: dict[Key, Value], key: Key, value: Value) -> Value:
        """Put a value into one of the memos, which is emptied before it grows past `MEMO_SIZE`."""
        if len(memo) >= MEMO_SIZE:
            memo.clear()
        memo[key] = value
        return value

    def rules_for(self, code: str) -> tuple[LineRule, ...]:
        """The line rules that concern a code."""
        found = self.rules_of_code.get(code)
        if found is None:
            rows = self.tables.procedure_rows(code)
            category = rows[-1].category if rows else ""
            found = tuple(
                r
                for r in self.line_rules
                if (not r[2].codes or code in r[2].codes) and concerns(r[0], self.file, code, category)
            )
            self.remember(self.rules_of_code, code, found)
        return found

    def instead_of(self, code: str) -> str:
        """What this payer wants billed instead of a code, in words; empty for a code that it takes."""
        found = self.refused_codes.get(code)
        if found is None:
            entries = self.file.codes_not_taken
            found = next((entry.instead for entry in entries if glob_covers(entry.codes, code)), "")
            self.remember(self.refused_codes, code, found)
        return found

    def plan(self, plan: str) -> Plan:
        """A plan by id; the payer's first plan where the file has none of that name."""
        return self.file.plans.get(plan) or next(iter(self.file.plans.values()))

    def tier(self, plan: str, tier: str, year: int) -> PlanTier:
        """The amounts of a plan at a tier of the network in a calendar year."""
        key = (plan, tier, year)
        found = self.tiers.get(key)
        if found is None:
            found = self.remember(self.tiers, key, self.plan(plan).tier_in(tier, year))
        return found

    def benefit(self, plan: PlanTier, category: BenefitCategory) -> Benefit:
        """The plan's benefit for a category, else its `other`."""
        return plan.benefits.get(category) or plan.benefits["other"]

    def contract(self, participation: str) -> Contract:
        """How lines are priced for a practice of that standing."""
        outside = self.file.out_of_network
        return outside if outside is not None and participation == "out_of_network" else self.file.contract
