"""Whole screens of the sample, as somebody sees them.

CLAIMSIM_UPDATE_SNAPSHOTS=1 writes the snapshots anew; look at what changed before you commit it.
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from claimsim.render.blocks import Block, Writer
from claimsim.render.chart import chart_blocks
from claimsim.render.explain import Explain
from claimsim.render.plain import PlainWriter, plain_text
from claimsim.render.story import Story
from claimsim.render.terminal import TerminalWriter

from .sample import ENCOUNTER, NAMES, PRACTICE, knee_events, paid_at_once

SNAPSHOTS = Path(__file__).parent / "snapshots"


def blocks_of_the_case(explain: Explain, why: bool = False) -> list[Sequence[Block]]:
    story = Story(explain, why)
    return [story.tell(event) for event in knee_events()]


def write_all(writer: Writer, screens: list[Sequence[Block]]) -> None:
    for blocks in screens:
        writer.write(blocks)


def plain(screens: list[Sequence[Block]], width: int) -> str:
    stream = io.StringIO()
    write_all(PlainWriter(stream, width), screens)
    return stream.getvalue()


def terminal(screens: list[Sequence[Block]], width: int, *, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, no_color=not colour, color_system="standard" if colour else None
    )
    write_all(TerminalWriter(console), screens)
    return stream.getvalue()


def check(name: str, text: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("CLAIMSIM_UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 160])
def test_the_case_in_plain_text(explain: Explain, width: int) -> None:
    check(f"knee-plain-{width}", plain(blocks_of_the_case(explain), width))


def test_the_case_with_all_its_reasons(explain: Explain) -> None:
    check("knee-why-plain-80", plain(blocks_of_the_case(explain, why=True), 80))


def test_the_case_on_a_terminal_without_colour(explain: Explain) -> None:
    check("knee-terminal-80", terminal(blocks_of_the_case(explain), 80))


def test_the_chart(explain: Explain) -> None:
    check("chart-plain-80", plain_text(chart_blocks(ENCOUNTER, PRACTICE, NAMES, explain), 80))


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("why", [False, True])
def test_both_writers_say_the_same_words(explain: Explain, width: int, why: bool) -> None:
    screens = blocks_of_the_case(explain, why)
    rules = str.maketrans("", "", "─-")
    assert terminal(screens, width).translate(rules).split() == plain(screens, width).translate(rules).split()


def test_colour_adds_nothing_but_colour(explain: Explain) -> None:
    screens = blocks_of_the_case(explain)
    coloured = terminal(screens, 80, colour=True)
    assert "\x1b[" in coloured
    assert Text.from_ansi(coloured).plain.split() == terminal(screens, 80).split()


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 160])
@pytest.mark.parametrize("why", [False, True])
def test_no_line_is_wider_than_the_page(explain: Explain, width: int, why: bool) -> None:
    text = plain(blocks_of_the_case(explain, why), width)
    assert max(map(len, text.splitlines())) <= max(30, width)
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_amounts_of_a_column_end_in_one_column(explain: Explain) -> None:
    lines = plain(blocks_of_the_case(explain), 80).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("  Service   Charge  Allowed"))
    end = lines[start].index("Charge") + len("Charge")
    rows = [lines[start + 1], lines[start + 2], lines[start + 4], lines[start + 7]]
    assert [row[:end].split()[-1] for row in rows] == ["270.00", "135.00", "16.00", "421.00"]
    assert all(row[end : end + 1] == " " for row in rows)


def test_a_case_that_is_paid_at_once_fits_a_few_screens(explain: Explain) -> None:
    story = Story(explain)
    blocks: list[Sequence[Block]] = [story.tell(event) for event in paid_at_once()]
    assert plain(blocks, 80).count("\n") <= 160


def test_a_calm_case_stays_calm_and_why_tells_more(explain: Explain) -> None:
    short = plain(blocks_of_the_case(explain), 80).count("\n")
    long = plain(blocks_of_the_case(explain, why=True), 80).count("\n")
    assert short <= 240  # two claims, a denial and a statement
    assert long > short
