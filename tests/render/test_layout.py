"""The layout by itself: nothing is obeyed, nothing is lost, nothing sticks out."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from claimsim.diagnostics.display import display_width, escape, shown, wrap
from claimsim.model.money import ZERO
from claimsim.render.blocks import (
    Block,
    Column,
    Gap,
    Heading,
    KeyValue,
    KeyValues,
    Note,
    Paragraph,
    Quote,
    Row,
    RuleReference,
    Step,
    Table,
    Waterfall,
)
from claimsim.render.plain import plain_text
from claimsim.render.terminal import TerminalWriter

HOSTILE = "Bobby\x1b[31m [bold red]Tables[/] \u202egnp\x07 \x9b2J"


def every_block(text: str) -> tuple[Block, ...]:
    return (
        Heading("coding", text),
        Paragraph(text),
        KeyValues((KeyValue(text, text, (text, RuleReference(text, text))),), text),
        Table(
            (Column(text), Column(text, "right", flexible=True)),
            (Row((text, text)), Row((text, text), is_total=True)),
            text,
        ),
        Quote(((1, text), (2, text))),
        Waterfall(text, (Step(text, ZERO), Step(text, ZERO, True))),
        Note("warn", text, (text,), text),
        RuleReference(text, text),
        Gap(),
    )


@pytest.mark.parametrize("block", every_block(HOSTILE), ids=lambda block: type(block).__name__)
def test_what_a_file_says_is_shown_and_never_obeyed(block: Block) -> None:
    text = plain_text((block,), 200)
    assert text.replace("\n", "").isprintable()
    if not isinstance(block, Gap):
        assert "[bold red]" in text
        assert "\\x1b" in text


@pytest.mark.parametrize("block", every_block(HOSTILE)[:-1], ids=lambda block: type(block).__name__)
def test_rich_gets_no_markup_and_no_control_character(block: Block) -> None:
    stream = io.StringIO()
    TerminalWriter(Console(file=stream, width=200, force_terminal=False)).write((block,))
    assert "[bold red]" in stream.getvalue()
    assert stream.getvalue().replace("\n", "").isprintable()


texts = st.text(st.characters(codec="utf-8"), max_size=120)


@given(texts, st.integers(10, 60), st.integers(10, 60))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int, first: int) -> None:
    words = shown(text)
    lines = wrap(words, width, min(first, width))
    assert "".join("".join(lines).split(" ")) == "".join(words.split(" "))
    assert all(display_width(line) <= width for line in lines)


@given(texts, st.integers(30, 130))
def test_every_kind_of_block_keeps_to_the_page(text: str, width: int) -> None:
    for line in plain_text(every_block(text), width).splitlines():
        assert display_width(line) <= width


@given(st.lists(st.sampled_from(every_block("one two three")), max_size=8))
def test_there_is_never_more_than_one_empty_line(blocks: list[Block]) -> None:
    text = plain_text(tuple(blocks), 80)
    assert "\n\n\n" not in text
    assert not text.startswith("\n")


def test_chart_lines_keep_their_indentation() -> None:
    text = plain_text((Quote(((9, "Plan:"), (10, "    rest " + "and walk " * 12))),), 60)
    first, second, third = text.splitlines()[:3]
    assert first == "   9 | Plan:"
    assert second.startswith("  10 |     rest and walk")
    assert third.startswith("     |       ")
    assert escape("\t") not in plain_text((Quote(((1, "\tx"),)),), 60)


def test_a_table_that_does_not_fit_becomes_paragraphs() -> None:
    columns = (Column("Service"), Column("Charge", "right"), Column("Paid", "right"))
    table = Table(columns, (Row(("99214-25-and-much-more", "1,270.00", "1,103.43")),))
    assert plain_text((table,), 30) == (
        "  service\n    99214-25-and-much-more,\n    charge 1,270.00, paid\n    1,103.43\n"
    )
