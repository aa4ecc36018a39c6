"""Whatever a file holds, it gives a document or diagnostics that point into the file, and never an exception."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from claimsim.diagnostics import Parsed, is_known_code, parse_yaml, render_all
from claimsim.diagnostics.files import decode
from claimsim.diagnostics.positions import Lines
from claimsim.diagnostics.validation import validate_parsed
from claimsim.diagnostics.yaml_reader import fast_events, pure_python_events

CASES = sorted((Path(__file__).parent / "catalogue").glob("*.yaml"))
SEEDS = [path.read_bytes().decode("utf-8", "replace") for path in CASES if path.stat().st_size < 2000]
PIECES = [
    ": ",
    "- ",
    "\n",
    "\n  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "#",
    "&a",
    "*a",
    "!t",
    "|\n",
    ">",
    "? ",
    "<<: ",
    "\t",
    "---\n",
    "~",
]


def check(parsed: Parsed, text: str, demo: type[BaseModel]) -> None:
    assert (parsed.document is None) == bool(parsed.diagnostics)
    value, found = validate_parsed(parsed, demo)
    assert (value is None) == bool(found)
    lines = Lines(text.removeprefix("\ufeff"))
    for diagnostic in found:
        assert is_known_code(diagnostic.code)
        assert diagnostic.position is not None
        assert 1 <= diagnostic.position.line <= max(1, lines.count)
        source = lines.line_text(diagnostic.position.line)
        assert diagnostic.source_line == source
        assert 1 <= diagnostic.position.column <= len(source) + 1
        assert diagnostic.span >= 1
    printed = render_all(found)
    assert all(character.isprintable() or character == "\n" for character in printed)


@given(content=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes(content: bytes, demo: type[BaseModel]) -> None:
    text, fault = decode(content, "x")
    if fault is None:
        check(parse_yaml(text, "x"), text, demo)
    else:
        assert fault.code in ("not-utf8", "binary-file")


@given(text=st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str, demo: type[BaseModel]) -> None:
    check(parse_yaml(text, "x"), text, demo)


@given(
    text=st.lists(
        st.sampled_from([*PIECES, "a", "level", "coverage", "payer", "2025-02-30", "1e999999", "true"]), max_size=40
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
@example(text="{a: b, ? c, d}")
@example(text="? {a: b, c}\n: d")
def test_any_pieces_of_yaml(text: str, demo: type[BaseModel]) -> None:
    check(parse_yaml(text, "x", fast_events), text, demo)
    check(parse_yaml(text, "x", pure_python_events), text, demo)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_files(data: st.DataObject, demo: type[BaseModel]) -> None:
    text = data.draw(st.sampled_from(SEEDS))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 5))
        text = text[:place] + data.draw(st.sampled_from(["", *PIECES, "膝", "\r"])) + text[place + length :]
    check(parse_yaml(text, "x"), text, demo)
