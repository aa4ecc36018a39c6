"""Of an endoscopy family the highest is paid in full, the others less their base (Pub. 100-04 ch. 12 s. 40.6)."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from claimsim.payer import adjudicate
from claimsim.resources import code_tables_dir
from tests.each import each

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

BIG = "5000.00"


def families() -> dict[str, list[str]]:
    """The codes of the fee table by the base that their rows name."""
    found: dict[str, list[str]] = defaultdict(list)
    with (code_tables_dir() / "physician_fees.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["endoscopy_base"] and not row["modifier"]:
                found[row["endoscopy_base"]].append(row["code"])
    return found


def test_a_base_is_taken_off_or_the_pricing_says_that_it_has_no_fee(desk: Desk) -> None:
    payer = desk.variant("medicare-part-b", {"edits": {}})

    def check(family: tuple[str, list[str]]) -> None:
        base, codes = family
        sides = zip((codes * 2)[:2], ("LT", "RT"), strict=True)
        lines = [{"code": code, "charge": BIG, "modifiers": [side]} for code, side in sides]
        answer = adjudicate(
            desk.claim(payer.name, {"lines": lines}), payer, desk.state(payer.name), desk.received_on, desk.paid_on
        )
        saw = [what or "" for _, asked, what in answer.trace if what]
        said = [words for words in saw if f"of the endoscopies of {base}" in words]
        reduced = [a for line in answer.remittance.claims[0].lines for a in line.adjustments if a.code == "CO-59"]
        priced = desk.tables.physician_fee(base, "", desk.service_date) is not None
        assert (len(reduced), len(said)) == ((1, 0) if priced else (0, 2)), saw

    each(families().items(), check, lambda family: family[0])


def test_an_endoscopy_by_itself_says_nothing_of_its_base(desk: Desk) -> None:
    payer = desk.payer("medicare-part-b")
    claim = desk.claim(payer.name, {"lines": [{"code": "29881", "modifiers": ["RT"], "charge": BIG}]})
    answer = adjudicate(claim, payer, desk.state(payer.name), desk.received_on, desk.paid_on)
    assert not [what for _, _, what in answer.trace if what and "29870" in what]
