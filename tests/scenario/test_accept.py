"""Accepting changes the expected values and nothing else, and the expectations then hold."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsim.diagnostics import parse_yaml
from claimsim.scenario.accept import difference, mended, replace_file
from claimsim.scenario.mismatch import Edit, Relist
from claimsim.scenario.outcome import outcome_of
from claimsim.scenario.patching import patched
from tests.lived import SHIPPED, TOGETHER, bench, lived

from .altered import altered, frame, plain, values
from .sample import events

HOLDS = """\
# Laid out by hand: two blanks, odd indents, comments everywhere.
scenario:   {title: A title, level: beginner}   # not an expectation
expect:
    # the codes
    coding:
        diagnoses:   [M17.11,   I10]      # first the knee
        first_listed: 'M17.11'
        services:
          - {code: "99214",   modifiers: ["25"], units: 1}   # the visit
          # the injection
          - code: "20610"
            modifiers: [RT]
        findings: [missing_modifier 99214]
    claims:
    - {status: rejected, rejections: [A7:164]}

    - status:   reversed      # taken back
      submitted_on: 2025-03-19
      charge: 480.00
    - {status: paid, frequency: "7", lines: {exactly: [
          {code: "99214"}, {code: "20610"},   # both
          {code: J3301, units: 4}]}}
    remittances:
      - {status: denied_in_part, lines: [{code: "99214", adjustments: [CO-97], remarks: [M15]}]}
      - {status: reversal}
      # in the end
      - {status: paid, paid: 188.00, lines: [{code: "99214", adjustments: [CO-45 120.00, PR-3]}]}
    actions:
      - {on: scrub, action: release}
      - {on: rejected, action: correct_and_resend}
      - {on: denied, action: ask_coder, deadline: 2025-09-29}
      - {on: coder_answer, action: correct_adjudicated}
    rejections: ["A7:164"]
    edits: [ncci-pair]
    balances: {payer: 0.00, patient: {about: 30, within: 0.50}}   # the copay
    statement:
        balance_due: 30.00
        lines: [{code: "99214", patient_owes: 30.00}]
todo: ""
# the end
"""
WRONG: dict[str, tuple[str, ...]] = {
    "[M17.11,   I10]": ("[I10, M17.11]", "[M17.11]", "none", "[M17.11, E11.9, I10]", "{any_order: [E11.9, I10]}",
                        "{at_least: [E11.9]}", "{count: 5}", "{lacks: [I10]}", "{valid_order: [I10, E11.9]}"),
    "'M17.11'": ("'I10'", "I10", "{any_of: [I10, E11.9]}"),
    '["25"]': ("[]", "none", "[LT, RT]", '{at_most: ["24"]}', '{any_of: [["24"], ["26"]]}'),
    "units: 1}": ("units: 2}", "units: {at_least: 2}}", "units: none}", "units: {any_of: [3, 4]}}"),
    '- code: "20610"\n': ('- code: "20611"\n',),
    "[missing_modifier 99214]": ("none", "[unsupported_service 1]", "{lacks: [missing_modifier]}", "{count: 0}", "[]"),
    "    - {status: rejected, rejections: [A7:164]}\n": (
        "", "    - {status: paid}\n", "    - {status: rejected, rejections: [A3:21, A7:164]}\n",
        "    - {status: paid}\n    - {status: rejected}\n",
    ),
    "reversed      #": ("paid      #", "{any_of: [paid, denied]}   #", "denied  #"),
    "2025-03-19": ("2025-03-20", "{at_least: 2025-04-01}", "none", '"2025-03-18"'),
    "charge: 480.00": ("charge: 481.5", "charge: {about: 12}", 'charge: "12.00"', "charge: {at_most: 3}"),
    '{code: "99214"}, {code: "20610"},   # both': ('{code: "99213"}, # both', '{code: "20610"}, # one'),
    "[CO-97]": ("[CO-45]", "none", "[CO-97, CO-45 12.00]", "{at_least: [CO-4]}", "{lacks: [CO-97]}"),
    "[M15]": ("[N1, M15]", "[N1]", "none"),
    "      - {status: reversal}\n": ("", "      - {status: paid}\n", "      - status: paid   # so\n        paid: 3\n"),
    "[CO-45 120.00, PR-3]": ("[CO-45 1.00, PR-3]", "[PR-3, PR-1]", "[{code: CO-45, amount: 3.00}]"),
    "      - {on: rejected, action: correct_and_resend}\n": ("", "      - {on: denied}\n      - {on: denied}\n"),
    '["A7:164"]': ("none", '["A7:21"]', "[]", '["A7:164", "A3:21"]'),
    "[ncci-pair]": ("[ncci-pair 20610]", "none", "{at_least: [other]}", "{any_order: [other, ncci-pair]}"),
    "{about: 30, within: 0.50}": ("{about: 40, within: 0.50}", "0.00", "none", "{at_least: 31, at_most: 40}"),
    "balance_due: 30.00\n": ("balance_due: 31.00   # hm\n", "collected: 4.00\n"),
    "30.00}]\n": ("20.00}]\n",),
}  # fmt: skip
CHOICES = st.fixed_dictionaries({right: st.sampled_from((right, *wrong)) for right, wrong in WRONG.items()})
OUTCOME = outcome_of(events())
TABLES = bench().tables
pytestmark = TOGETHER


def test_the_text_holds(check: Any) -> None:
    assert check(HOLDS) == ()
    for right in WRONG:
        assert HOLDS.count(right) == 1, right


@settings(max_examples=150, deadline=None)
@given(CHOICES)
def test_any_wrong_values_are_put_right_in_place(choices: dict[str, str]) -> None:
    wrong = HOLDS
    for right, chosen in choices.items():
        wrong = wrong.replace(right, chosen)
    new = mended(wrong, OUTCOME, TABLES, "x.yaml")
    assert new is not None
    assert mended(new, OUTCOME, TABLES, "x.yaml") == new
    before, after = wrong.partition("expect:")[0], wrong.partition("todo:")[2]
    assert new.startswith(before)
    assert new.endswith(after)
    # Comments on lines of their own, and behind what is no entry of a list that might have to go.
    kept = re.findall(r"^ *#.*$|# not an expectation|# first the knee|# the copay", wrong, re.MULTILINE)
    assert re.findall(r"^ *#.*$|# not an expectation|# first the knee|# the copay", new, re.MULTILINE) == kept


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_wrong_values_of_any_scenario_are_put_right_where_they_stand(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([None, *SHIPPED]))
    right, outcome = (path.read_text(encoding="utf-8"), lived(path).outcome) if path else (HOLDS, OUTCOME)
    wrong_values = data.draw(st.lists(st.sampled_from(values(right)), min_size=1, max_size=8, unique=True))
    wrong = altered(right, wrong_values)
    new = mended(wrong, outcome, TABLES, "x.yaml")
    assert new is not None
    assert frame(new) == frame(wrong)
    if not any(value.tells_which for value in wrong_values):
        assert plain(new) == plain(right)


@pytest.mark.parametrize(("right", "chosen"), [(right, w) for right, wrong in WRONG.items() for w in wrong])
def test_each_wrong_value_alone(right: str, chosen: str) -> None:
    new = mended(HOLDS.replace(right, chosen), OUTCOME, TABLES, "x.yaml")
    assert new is not None
    changed = [line for line in difference(HOLDS, new, "x").splitlines() if line[:1] in "+-"][2:]
    assert len([line for line in changed if line[0] == "-"]) <= 3, changed


@pytest.mark.parametrize(
    ("right", "wrong", "mended_to"),
    [
        ("[CO-97]", "{at_least: [CO-4]}", "{at_least: [CO-97]}"),
        ("[CO-45 120.00, PR-3]", "[PR-3, CO-45 1.00]", "[PR-3, CO-45 120.00]"),
        ("[CO-45 120.00, PR-3]", "[{code: CO-45, amount: 3.00}, PR-1]", "[{code: CO-45, amount: 120.00}, PR-3]"),
        ("[missing_modifier 99214]", '[{kind: missing_modifier, subject: "99213"}]',
         '[{kind: missing_modifier, subject: "99214"}]'),
        ("[missing_modifier 99214]", "{at_least: [other]}", "{at_least: [missing_modifier 99214]}"),
        ("[ncci-pair]", "{at_least: [other]}", "{at_least: [ncci-pair]}"),
    ],
)  # fmt: skip
def test_the_way_in_which_it_is_said_stays(right: str, wrong: str, mended_to: str) -> None:
    new = mended(HOLDS.replace(right, wrong), OUTCOME, TABLES, "x.yaml")
    assert new == HOLDS.replace(right, mended_to)


@pytest.mark.parametrize("right", ["reversed      #", "[CO-97]", "2025-03-19", "[M17.11,   I10]", "charge: 480.00"])
def test_windows_line_ends_stay(right: str) -> None:
    text = HOLDS.replace(right, WRONG[right][0]).replace("\n", "\r\n")
    new = mended(text, OUTCOME, TABLES, "x.yaml")
    assert new is not None
    assert new.count("\n") == new.count("\r\n") == text.count("\n")


def test_a_removed_entry_takes_its_lines_and_no_others() -> None:
    text = "expect:\n  a:\n    # one\n    - {x: 1}\n    # two\n    - x: 2\n      y: 3   # and\n\n    - {x: 4}\n  b: 1\n"
    without = text.replace("    - x: 2\n      y: 3   # and\n", "")
    assert patched(text, [Edit(("expect", "a"), Relist((0, 2)))]) == without


def test_entries_are_put_in_where_they_belong() -> None:
    text = "a:\n- {x: 1} # one\n- {x: 2}"
    new = patched(text, [Edit(("a",), Relist(({"x": "0"}, 0, {"x": "3"}, {"x": "4"}, 1, {"x": "5"})))])
    assert new == 'a:\n- {x: "0"}\n- {x: 1} # one\n- {x: "3"}\n- {x: "4"}\n- {x: 2}\n- {x: "5"}\n'


def test_a_block_gives_way_to_a_word() -> None:
    text = "expect:\n  claims:\n  - {status: paid}\n  - status: paid\n    charge: 1.00   # here\n  edits: none\n"
    new = patched(text, [Edit(("expect", "claims"), "none")])
    assert parse_yaml(new, "x").document is not None
    assert new == "expect:\n  claims: none   # here\n  edits: none\n"


def test_a_file_is_replaced_at_once_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    replace_file(link, b"new")
    assert target.read_bytes() == b"new"
    assert link.is_symlink()
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml", "link.yaml"]
