"""The same fault at five payers: five answers or clocks, and five ways out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from claimsim.payer import adjudicate, appeal_deadline
from claimsim.payer.edits.filing import filing_deadline

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

PAYERS = ("medicare-part-b", "northwind-ppo", "harbor-hmo", "ironworks-self-funded", "statecare-medicaid")
FAULTS: dict[str, dict[str, Any]] = {
    "a pair without its modifier": {"lines": [{"code": "20610", "modifiers": ["RT"]}, {"code": "99213"}]},
    "more units than plausible": {"lines": [{"code": "99213"}, {"code": "83036", "units": 9, "modifiers": ["QW"]}]},
    "a laboratory test without the certificate's number": {"lines": [{"code": "83036"}], "clia": ""},
    "a heading in the place of a diagnosis": {"diagnoses": ["M17.1"]},
    "a code that was never paid by itself": {"lines": [{"code": "99213"}, {"code": "99000"}]},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_answer_clock_and_way_out_differ(desk: Desk, fault: str) -> None:
    found: dict[tuple[object, ...], str] = {}
    for name in PAYERS:
        payer = desk.payer(name)
        done = adjudicate(desk.claim(name, FAULTS[fault]), payer, desk.state(name), desk.received_on, desk.paid_on)
        (answer,) = done.remittance.claims
        line = next(line for line in answer.lines if line.denied)
        manual = payer.file.manual
        corrections = manual.corrected_claims
        way = (
            tuple(a.code for a in line.adjustments), line.remarks, answer.unprocessable, corrections.route,
            corrections.limit_days, manual.appeals[0].name, appeal_deadline(manual, 0, desk.paid_on),
        )  # fmt: skip
        assert way not in found, f"{name} answers and is corrected as {found[way]}"
        found[way] = name


def test_a_pair_has_five_answers(desk: Desk) -> None:
    answers = set()
    for name in PAYERS:
        claim = desk.claim(name, FAULTS["a pair without its modifier"])
        done = adjudicate(claim, desk.payer(name), desk.state(name), desk.received_on, desk.paid_on)
        line = done.remittance.claims[0].lines[1]
        answers.add((tuple(a.code for a in line.adjustments), line.remarks))
    assert len(answers) == len(PAYERS)


def test_the_last_day_of_filing_differs(desk: Desk) -> None:
    last = {name: filing_deadline(desk.payer(name).file, desk.claim(name, {})) for name in PAYERS}
    assert last["medicare-part-b"] == date(2026, 3, 16), "the anniversary is a Saturday"
    assert len(set(last.values())) >= len(PAYERS) - 2
    assert last["harbor-hmo"] < last["northwind-ppo"] < last["medicare-part-b"]
