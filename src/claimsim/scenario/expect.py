"""What a scenario expects: the model of `expect:`. What is left out is not asserted.

Values match exactly, or by the small mappings of `expectations.matchers`. Claims, remittances and decisions are
complete and in order; lines are found by their code, and those that are not named are not asserted.
"""

from typing import Annotated

from claimsim.model.people import FileModel

from .expectations.codes import CodingExpectation
from .expectations.matchers import LEFT_TO_RIGHT, DateMatch, ListMatch, NoEntries, Nothing, OneWay, unsaid
from .expectations.parts import (
    ActionExpectation,
    BalancesExpectation,
    ClaimExpectation,
    EligibilityExpectation,
    RemittanceExpectation,
    StatementExpectation,
)


class SomeClaims(OneWay):
    """Some of the claims, in order."""

    at_least: tuple[ClaimExpectation, ...] = unsaid("these in this order, and perhaps others")


class SomeRemittances(OneWay):
    """Some of the remittances, in order."""

    at_least: tuple[RemittanceExpectation, ...] = unsaid("these in this order, and perhaps others")


class SomeActions(OneWay):
    """Some of the decisions, in order."""

    at_least: tuple[ActionExpectation, ...] = unsaid("these in this order, and perhaps others")


class Expectations(FileModel):
    """What the run of a scenario must come to. What is left out is not asserted."""

    coding: CodingExpectation = unsaid("the codes as they are in the end, after any revision")
    first_coding: CodingExpectation = unsaid("the codes as they were first assigned")
    claims: Annotated[tuple[ClaimExpectation, ...] | NoEntries | SomeClaims, LEFT_TO_RIGHT] = unsaid(
        "the claims, all of them, in the order in which they were built"
    )
    remittances: Annotated[tuple[RemittanceExpectation, ...] | NoEntries | SomeRemittances, LEFT_TO_RIGHT] = unsaid(
        "the payers' answers claim by claim, all of them, in the order in which they came"
    )
    actions: Annotated[tuple[ActionExpectation, ...] | NoEntries | SomeActions, LEFT_TO_RIGHT] = unsaid(
        "the biller's decisions, all of them, in order"
    )
    eligibility: Annotated[tuple[EligibilityExpectation, ...] | NoEntries, LEFT_TO_RIGHT] = unsaid(
        "what the payers answered about coverage, all of them, in order"
    )
    rejections: ListMatch = unsaid("category and status of every rejection (A7:164), in any order")
    edits: ListMatch = unsaid("scrub edits that fired (ncci-pair), each once, in any order")
    balances: BalancesExpectation = unsaid("who owes what in the end")
    statement: Annotated[Nothing | StatementExpectation, LEFT_TO_RIGHT] = unsaid(
        "the patient's statement; of several, the last"
    )
    settled_on: DateMatch = unsaid("the day on which nothing more was expected of anybody")
