"""Expectations that exclude each other: each could hold by itself, but never both."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from claimsim.diagnostics import Path
from claimsim.scenario.expectations.matchers import NONE, NumberMatcher
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject
from claimsim.scenario.said import TOP

_ANSWERED = {
    "paid": "paid", "denied": "denied", "denied_in_part": "denied_in_part", "unprocessable": "unprocessable",
    "not_recognized": "not_recognized", "reversed": "reversal",
}  # fmt: skip
"""What a claim can become by a payer's answer only, with that answer's status."""
Contradiction = tuple[Path, str, str]
"""The place of one of the two, why it cannot hold, what to do."""
_ENDLESS = Decimal("Infinity")


def _contradictions(subject: ScenarioSubject) -> Iterator[Found]:
    expect = subject.file.expect
    if expect is None:
        return
    faults = [
        *_first_listed("coding", expect.coding),
        *_first_listed("first_coding", expect.first_coding),
        *_answers(expect.claims, expect.remittances),
        *_patient(expect.balances, expect.statement),
    ]
    for path, message, hint in faults:
        yield Found(message, subject.document, (TOP, *path), hint=hint)


def _first_listed(block: str, coding: Any) -> Iterator[Contradiction]:
    if coding is None or coding.first_listed is None or coding.diagnoses is None:
        return
    wanted, listed = _codes(coding.first_listed), coding.diagnoses
    spoken = " or ".join(sorted(wanted))
    if isinstance(listed, tuple):
        first = _codes(listed[0]) if listed else frozenset()
        words = f"{' or '.join(sorted(first)) or 'nothing'} stands first in the list of diagnoses"
    elif listed == NONE:
        first, words = frozenset(), "no diagnosis is expected"
    elif listed.any_of is not None:
        first = frozenset(code for codes in listed.any_of for code in codes[:1])
        words = f"{' or '.join(sorted(first))} stands first in the lists of diagnoses"
    elif (complete := listed.any_order or listed.valid_order or listed.at_most) is not None:
        first = frozenset(code for entry in complete for code in _codes(entry))
        words = "it is not among the diagnoses"
    elif listed.lacks is not None:
        first = wanted - frozenset(code for entry in listed.lacks for code in _codes(entry))
        words = "the diagnoses are to lack it"
    else:
        return
    if not {code.replace(".", "") for code in wanted} & {code.replace(".", "") for code in first}:
        yield (block, "first_listed"), f"first_listed cannot be {spoken}: {words}", "correct one of the two"


def _codes(match: Any) -> frozenset[str]:
    return frozenset((match,) if isinstance(match, str) else match.any_of)


def _answers(claims: Any, remittances: Any) -> Iterator[Contradiction]:
    """A claim becomes paid, denied or reversed by a remittance, so that one of those expected must say so."""
    if claims is None or claims == NONE or not (isinstance(remittances, tuple) or remittances == NONE):
        return
    answers = [_statuses(answer.status) for answer in (() if remittances == NONE else remittances)]
    if not all(answers):
        return  # one of them says nothing of its status
    said = frozenset[str]().union(*answers)
    whole = isinstance(claims, tuple)
    for number, claim in enumerate(claims if whole else claims.at_least):
        became = _statuses(claim.status)
        needed = {_ANSWERED.get(status, "") for status in became}
        if became and "" not in needed and not needed & said:
            path = ("claims", number, "status") if whole else ("claims", "at_least", number, "status")
            message = f"the claim cannot be {' or '.join(sorted(became))}: no remittance that is expected says so"
            yield path, message, "correct it, or add the remittance; `remittances` names them all, in order"


def _statuses(match: Any) -> frozenset[str]:
    return frozenset() if match is None else _codes(match)


def _patient(balances: Any, statement: Any) -> Iterator[Contradiction]:
    """The statement is written last, and says what the patient's ledger says."""
    if balances is None or statement is None or statement == NONE:
        return
    owed, due = _bounds(balances.patient), _bounds(statement.balance_due)
    if owed and due and (owed[0] > due[1] or due[0] > owed[1]):
        message = "the statement's balance_due is what the patient owes in the end, and balances.patient says otherwise"
        yield ("statement", "balance_due"), message, "correct one of the two"


def _bounds(match: Any) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest amount that a match takes; None where it says nothing."""
    if match is None or match == NONE:
        return None if match is None else (Decimal(0), Decimal(0))
    if not isinstance(match, NumberMatcher):
        return match, match
    if match.any_of:
        return min(match.any_of), max(match.any_of)
    if match.about is not None:
        return match.about - match.within, match.about + match.within
    low = -_ENDLESS if match.at_least is None else match.at_least
    return low, _ENDLESS if match.at_most is None else match.at_most


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (LintRule("expectations-contradict", "error", _contradictions),)
