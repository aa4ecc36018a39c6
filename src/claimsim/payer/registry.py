"""All payer rules, in the order in which they are asked: what `explain`, coverage and the rule reference read."""

from claimsim.payer.context import ClaimContext, FrontEndContext, LineContext
from claimsim.payer.edits import bundling, codes, coverage, details, eligibility, filing, limits, surgeons, visits
from claimsim.payer.front_end import content, frequency, people, syntax
from claimsim.payer.pricing.rules import MONEY_RULES
from claimsim.rules import Registry, Rule

__all__ = ["CLAIM_RULES", "FRONT_END_RULES", "LINE_RULES", "MONEY_RULES", "PAYER_RULES", "SYNTAX_RULES"]

SYNTAX_RULES: tuple[Rule[FrontEndContext], ...] = syntax.RULES
"""Asked of every claim by the 999, whatever the payer."""

FRONT_END_RULES: tuple[Rule[FrontEndContext], ...] = (*people.RULES, *content.RULES, *frequency.RULES)
"""Asked by payers whose file names them under `front_end.edits`."""

CLAIM_RULES: tuple[Rule[ClaimContext], ...] = (*eligibility.RULES, *filing.CLAIM_RULES)
LINE_RULES: tuple[Rule[LineContext], ...] = (
    *filing.LINE_RULES,
    *codes.RULES,
    *details.RULES,
    *coverage.RULES,
    *limits.RULES,
    *visits.RULES,
    *bundling.RULES,
    *surgeons.RULES,
)
"""Claim and line rules are asked by payers whose file names them under `edits`."""

PAYER_RULES = Registry([*SYNTAX_RULES, *FRONT_END_RULES, *CLAIM_RULES, *LINE_RULES, *(rule for rule, _ in MONEY_RULES)])
"""Every payer rule by id."""
