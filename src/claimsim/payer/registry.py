"""All payer rules, in the order in which they are asked: what `explain`, coverage and the rule reference read."""

from claimsim.payer.context import ClaimContext, FrontEndContext, LineContext
from claimsim.payer.edits import (
    authorization,
    bundling,
    codes,
    coordination,
    coverage,
    demographics,
    details,
    eligibility,
    enrollment,
    exclusions,
    filing,
    frequencies,
    laboratory,
    limits,
    modifiers_fit,
    necessity,
    ordering,
    physical_medicine,
    places,
    records,
    records_request,
    referral,
    repeats,
    responsibility,
    surgeons,
    vaccines,
    visits,
)
from claimsim.payer.front_end import content, frequency, people, providers, syntax
from claimsim.payer.pricing.rules import MONEY_RULES
from claimsim.rules import Registry, Rule

__all__ = ["CLAIM_RULES", "FRONT_END_RULES", "LINE_RULES", "MONEY_RULES", "PAYER_RULES", "SYNTAX_RULES"]

SYNTAX_RULES: tuple[Rule[FrontEndContext], ...] = syntax.RULES
"""Asked of every claim by the 999, whatever the payer."""

FRONT_END_RULES: tuple[Rule[FrontEndContext], ...] = (
    *people.RULES,
    *providers.RULES,
    *content.RULES,
    *frequency.RULES,
)
"""Asked by payers whose file names them under `front_end.edits`."""

CLAIM_RULES: tuple[Rule[ClaimContext], ...] = (
    *filing.CORRECTION_RULES,
    *eligibility.RULES[:1],
    *responsibility.CLAIM_RULES[:5],
    *eligibility.RULES[1:],
    *responsibility.CLAIM_RULES[5:],
    *filing.CLAIM_RULES,
    *enrollment.CLAIM_RULES,
)
LINE_RULES: tuple[Rule[LineContext], ...] = (
    *coordination.DUPLICATE_RULES,
    *repeats.PAID_BEFORE_RULES,
    *filing.LINE_RULES,
    *coordination.RULES,
    *repeats.RULES,
    *responsibility.LINE_RULES,
    *referral.NETWORK_RULES,
    *enrollment.LINE_RULES,
    *codes.RULES,
    *demographics.RULES,
    *places.RULES,
    *modifiers_fit.RULES,
    *details.RULES,
    *physical_medicine.RULES,
    *vaccines.RULES,
    *laboratory.RULES,
    *ordering.RULES,
    *exclusions.RULES,
    *referral.LINE_RULES,
    *authorization.RULES,
    *coverage.RULES,
    *physical_medicine.NECESSITY_RULES,
    *necessity.RULES,
    *frequencies.RULES,
    *limits.RULES,
    *records.RULES,
    *visits.RULES,
    *bundling.RULES,
    *surgeons.RULES,
    *records_request.RULES,
)
"""Claim and line rules are asked by payers whose file names them under `edits`."""

PAYER_RULES = Registry([*SYNTAX_RULES, *FRONT_END_RULES, *CLAIM_RULES, *LINE_RULES, *(rule for rule, _ in MONEY_RULES)])
"""Every payer rule by id."""
