"""The library fires all built-in payer rules and scrub edits, but for those that are listed with the reason.

A rule that is new, or that stopped firing, is missing from the list and fails here; a rule that is on it and fires
fails here too.
"""

from functools import cache
from pathlib import Path

import yaml

from claimsim.billing.scrub import SCRUB_RULES
from claimsim.payer.registry import PAYER_RULES
from claimsim.scenario.coverage import usage_of
from tests.lived import SHIPPED, TOGETHER, lived

pytestmark = TOGETHER
NOT_REACHED = Path(__file__).with_name("rules_not_reached.yaml")
BUILT_IN = frozenset(PAYER_RULES.ids()) | frozenset(SCRUB_RULES.ids())


@cache
def fired() -> frozenset[str]:
    return frozenset().union(*(usage_of(lived(path).outcome).fired for path in SHIPPED))


def not_reached() -> dict[str, str]:
    """The rules that no scenario reaches, each with the reason."""
    listed: dict[str, str] = yaml.safe_load(NOT_REACHED.read_text(encoding="utf-8"))
    return listed


def test_every_rule_fires_or_is_listed() -> None:
    assert sorted(BUILT_IN - fired() - set(not_reached())) == []


def test_no_listed_rule_fires() -> None:
    assert sorted(set(not_reached()) & fired()) == []


def test_the_list_names_rules_and_says_why() -> None:
    listed = not_reached()
    assert sorted(set(listed) - BUILT_IN) == []
    assert all(len(why) > 20 for why in listed.values())


def test_every_scrub_edit_fires() -> None:
    assert sorted(frozenset(SCRUB_RULES.ids()) - fired()) == []
