"""Printing what a word means, for `explain` and `codes show`."""

import sys
from collections.abc import Sequence

from claimsim.cli.explaining.blocks import explanation_blocks, occurrence_blocks
from claimsim.cli.explaining.explanation import Explanation
from claimsim.cli.explaining.library import scenarios_with
from claimsim.cli.output import print_json
from claimsim.cli.screen import open_screen


def print_explanations(found: Sequence[Explanation], plain: bool, as_json: bool) -> None:
    """Each meaning, then the scenarios in which it occurs: these may have to be lived through first."""
    if as_json:
        print_json([explanation.as_json(scenarios_with(explanation.kind, explanation.name)) for explanation in found])
        return
    screen = open_screen(plain)
    for explanation in found:
        screen.write([*explanation_blocks(explanation)])
        sys.stdout.flush()
        screen.write([*occurrence_blocks(scenarios_with(explanation.kind, explanation.name))])
