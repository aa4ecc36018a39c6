"""The stories of all scenarios that ship: plain text of 80 columns, whatever happens in them."""

from pathlib import Path

from claimsim.cli.explaining.rules import all_rules
from claimsim.render.explain import Explain
from claimsim.render.plain import plain_text
from claimsim.render.story import Story
from tests.each import each
from tests.lived import SHIPPED, TOGETHER, bench, lived

pytestmark = TOGETHER


def test_every_story_fits_on_80_columns_without_escapes() -> None:
    built_in = all_rules()

    def check(path: Path) -> None:
        told = lived(path)
        own = [rule for payer in told.scenario.case.payers.values() for rule in payer.own_rules]
        story = Story(Explain(bench().tables, [*built_in, *own]), why=True)
        text = plain_text([block for event in told.events for block in story.tell(event)], 80)
        assert "\x1b" not in text
        assert [line for line in text.splitlines() if len(line) > 80] == []

    each(SHIPPED, check)
