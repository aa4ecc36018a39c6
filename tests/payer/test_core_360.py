"""Every denial of the shipped payers is a combination of the business scenarios of CAQH CORE 360.

`core_360.csv` holds, of the CARCs used here, the scenario, the groups and those of the remarks that the program knows,
after version 3.3.0 (June 2016) as the VistA Fee Basis routine FBX2P158 (WorldVistA/VistA-M) has them. CARCs and remarks
that are younger, or that the scenarios do not speak of, are named below.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimsim.resources import payers_dir
from claimsim.rules import Answer

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

NOT_THERE = frozenset({"136", "226", "227", "284", "287", "288", "296", "302"})
"""CARCs that the routine does not list: an earlier payer's rules, records that did not come, a member who did not
answer, and the newer ones of approvals and referrals."""
BESIDE = frozenset({("16", "N822"), ("31", "N382"), ("16", "MA122")})
"""Remarks that stand with a CARC beyond the routine: N822 (NGS and Noridian on JZ and JW), N382 (a payer's crosswalk),
MA122 (Noridian on the initial treatment date)."""
with Path(__file__).with_name("core_360.csv").open(encoding="utf-8", newline="") as source:
    ROWS = {row["carc"]: row for row in csv.DictReader(source)}


@pytest.mark.parametrize("name", sorted(p.stem for p in payers_dir().glob("*.yaml")))
def test_the_denials_of_a_payer_fit_the_business_scenarios(desk: Desk, name: str) -> None:
    payer = desk.payer(name)
    answers: list[tuple[str, Answer]] = [(rule.id, answer) for rule, answer in payer.claim_rules]
    answers += [(rule_id, answer) for rule_id, _, _, answer in payer.line_rules]
    wrong = [
        f"{rule}: {answer.group}-{answer.carc} {remark}".strip()
        for rule, answer in answers
        for remark in (answer.remarks or ("",))
        if answer.carc not in NOT_THERE and not _fits(desk, answer, remark)
    ]
    assert not wrong


def _fits(desk: Desk, answer: Answer, remark: str) -> bool:
    row = ROWS[answer.carc]
    if answer.group not in row["groups"].split():
        return False
    known = desk.tables.remark_code(remark) if remark else None
    alert = known is not None and known.alert  # an alert stands beside any combination
    return not remark or alert or remark in row["remarks"].split() or (answer.carc, remark) in BESIDE
