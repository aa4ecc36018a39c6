"""How diagnostics are printed, and which names are near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim.diagnostics import Diagnostic, InvalidInput, Position, render, render_all, suggest
from claimsim.diagnostics.display import display_width


def on_line(source: str, column: int, span: int = 1, message: str = "m") -> Diagnostic:
    return Diagnostic("unknown-key", message, Position("x.yaml", 1, column), source_line=source, span=span)


def test_the_form() -> None:
    place = Position("scenarios/x.yaml", 12, 5)
    found = Diagnostic(
        "unknown-key",
        "`plas` is not a key of coverage",
        place,
        "did you mean `plan`?",
        "error",
        "    plas: ppo-1500",
        4,
    )
    assert render(found) == (
        "scenarios/x.yaml:12:5: error[unknown-key]: `plas` is not a key of coverage\n"
        "   12 |     plas: ppo-1500\n"
        "      |     ^^^^\n"
        "   = did you mean `plan`?"
    )


def test_without_place_and_warning() -> None:
    assert render(Diagnostic("file-not-found", "gone", severity="warning")) == "warning[file-not-found]: gone"


def test_controls_are_shown_and_never_obeyed() -> None:
    hostile = "\x1b[2J\tb\u202ec\u200bd\x9b\ud800"
    printed = render(Diagnostic("alias", hostile, Position(hostile, 1, 4), hostile, source_line=hostile))
    assert all(character.isprintable() or character == "\n" for character in printed)
    assert len(printed.split("\n")) == 4
    assert r"\x1b[2J\tb\u202ec\u200bd\x9b\ud800" in printed


@given(
    words=st.lists(st.text("ab膝,`", min_size=1, max_size=30), min_size=1, max_size=40),
    column=st.integers(1, 300),
    width=st.integers(40, 120),
)
def test_on_a_terminal_a_message_keeps_to_its_width_and_its_words(words: list[str], column: int, width: int) -> None:
    source = "- {key: value, " * 20
    said = " ".join(words)
    found = Diagnostic("unknown-key", said, Position("s/knee.yaml", 12, column), said, source_line=source, span=9)
    in_a_pipe = render(found).split("\n")
    assert len(in_a_pipe) == 4
    lines = render(found, width).split("\n")
    assert all(display_width(line) <= width for line in lines)
    assert lines[0].startswith(f"s/knee.yaml:12:{column}: error[unknown-key]:")
    at = next(number for number, line in enumerate(lines) if line.startswith("   12 | "))
    assert "".join("".join(lines[:at]).split()) == "".join(in_a_pipe[0].split())
    assert "".join("".join(lines[at + 2 :]).split()) == "".join(in_a_pipe[3].split())
    marked = lines[at][lines[at + 1].index("^") : lines[at + 1].rindex("^") + 1]
    assert marked.rstrip() == source[column - 1 : column + 8].rstrip()


def test_caret_under_escapes_and_wide_characters() -> None:
    _, line, carets = render(on_line("膝\tx: y", 3)).split("\n")
    assert line == r"    1 | 膝\tx: y"
    assert display_width(carets[: carets.index("^")]) == display_width(line[: line.index("x")])
    _, _, carets = render(on_line("a: 膝関節", 4, 3)).split("\n")
    assert carets.count("^") == 6


@pytest.mark.parametrize("column", [1, 50, 999_990, 1_000_001])
@pytest.mark.parametrize("letter", ["x", "膝", "\t"])
def test_long_lines_are_clipped_around_the_caret(column: int, letter: str) -> None:
    source = letter * 1_000_000
    _, line, carets = render(on_line(source, column)).split("\n")
    assert display_width(line) <= 8 + 102
    assert 8 <= carets.index("^") <= display_width(line)
    assert ("…" in line[:9]) == (column > 1)


def test_caret_is_below_its_character_in_a_clipped_line() -> None:
    source = "." * 500 + "X" + "." * 500
    _, line, carets = render(on_line(source, 501)).split("\n")
    assert line[carets.index("^")] == "X"
    assert line.startswith("    1 | …")
    assert line.endswith("…")


def test_all_in_order_with_a_count() -> None:
    found = [
        Diagnostic("alias", "third", Position("b", 1, 1)),
        Diagnostic("alias", "second", Position("a", 10, 1)),
        Diagnostic("alias", "first", Position("a", 9, 2), severity="warning"),
        Diagnostic("alias", "second", Position("a", 10, 1)),
    ]
    assert render_all(found).split("\n") == [
        "a:9:2: warning[alias]: first",
        "a:10:1: error[alias]: second",
        "b:1:1: error[alias]: third",
        "2 errors, 1 warning",
    ]
    assert render_all([]) == ""
    assert str(InvalidInput(found[:1])) == "b:1:1: error[alias]: third\n1 error"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("plas", "plan"),
        ("Member-ID", "member_id"),
        ("member", "member_id"),
        ("sxe", "sex"),
        ("relatoinship", "relationship"),
        ("entirely", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_near_names(word: str, expected: str | None) -> None:
    assert suggest(word, ["relationship", "plan", "member_id", "payer", "sex"]) == expected


@pytest.mark.parametrize(("word", "expected"), [("payed", "paid"), ("pied", None), ("pand", "paid"), ("found", None)])
def test_a_short_word_that_begins_and_ends_alike_is_near(word: str, expected: str | None) -> None:
    assert suggest(word, ["paid", "denied", "reversal"]) == expected


def test_of_equally_near_names_always_the_same() -> None:
    assert suggest("plax", ["play", "plan", "flax"]) == suggest("plax", ["flax", "plan", "play"]) == "plan"
