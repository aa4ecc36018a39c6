"""What the reader makes of YAML: values, places, and the limits it keeps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import claimsim
from claimsim.diagnostics import Position, parse_yaml
from claimsim.diagnostics.document import Document
from claimsim.diagnostics.text_checks import MOST_DIAGNOSTICS
from claimsim.diagnostics.yaml_reader import DEEPEST, fast_events, pure_python_events

TEXT = """\
title: Knee injection   # comment
zip: 0450
amount: 40.10
date: 2025-03-14
quoted: "true"
yes: no
on: null
nothing:
flags: [true, False, TRUE, ~, "", yEs]
coverage:
  - {payer: northwind-ppo, plan: "ppo, 1500"}
  - payer: 日本
    plan: b
note: |
  CC: R knee pain.

  Exam: fine.
plan: >-
  one
  two
99214: x
"""


def document(text: str = TEXT) -> Document:
    parsed = parse_yaml(text, "x.yaml")
    assert parsed.diagnostics == ()
    assert parsed.document is not None
    return parsed.document


def test_values_stay_as_written() -> None:
    assert document().data == {
        "title": "Knee injection",
        "zip": "0450",
        "amount": "40.10",
        "date": "2025-03-14",
        "quoted": "true",
        "yes": "no",
        "on": None,
        "nothing": None,
        "flags": [True, False, True, None, "", "yEs"],
        "coverage": [{"payer": "northwind-ppo", "plan": "ppo, 1500"}, {"payer": "日本", "plan": "b"}],
        "note": "CC: R knee pain.\n\nExam: fine.\n",
        "plan": "one two",
        "99214": "x",
    }


def test_places() -> None:
    doc = document()
    assert doc.position(()) == Position("x.yaml", 1, 1)
    assert doc.position(("title",)) == Position("x.yaml", 1, 8)
    assert doc.key_position(("zip",)) == Position("x.yaml", 2, 1)
    assert doc.span(("title",)) == len("Knee injection")
    assert doc.position(("flags", 2)) == Position("x.yaml", 9, 22)
    assert doc.position(("coverage", 0, "plan")) == Position("x.yaml", 11, 34)
    assert doc.span(("coverage", 0, "plan")) == len('"ppo, 1500"')
    assert doc.key_position(("coverage", 0, "plan")) == Position("x.yaml", 11, 28)
    assert doc.position(("coverage", 1)) == Position("x.yaml", 12, 5)
    assert doc.key_position(("coverage", 1)) == doc.position(("coverage", 1))
    assert doc.get(("coverage", 1, "payer")) == "日本"
    assert doc.is_empty(("nothing",))
    assert not doc.is_empty(("on",))


def test_places_of_text_blocks() -> None:
    doc = document()
    line = doc.block_start_line(("note",))
    written = TEXT.splitlines()
    assert written[line - 1] == "  CC: R knee pain."
    assert [written[line - 1 + n].strip() for n, _ in enumerate(doc.get(("note",)).splitlines())] == [
        "CC: R knee pain.",
        "",
        "Exam: fine.",
    ]
    assert doc.block_start_line(("plan",)) == doc.position(("plan",)).line + 1
    assert doc.block_start_line(("title",)) == 1


@pytest.mark.parametrize("path", [("absent",), ("title", "x"), ("flags", 9), ("flags", -1), ("flags", "x")])
def test_no_such_place(path: tuple[str | int, ...]) -> None:
    with pytest.raises((KeyError, IndexError)):
        document().position(path)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(newline: str) -> None:
    doc = document(newline.join(["a: 1", 'b: "x\u2028y\x85z"', "c: 3", ""]))
    assert doc.position(("c",)) == Position("x.yaml", 3, 4)


def test_byte_order_mark_is_no_part_of_the_text() -> None:
    assert document("\ufeffa: 1").key_position(("a",)) == Position("x.yaml", 1, 1)


def test_both_parsers_agree() -> None:
    fast = parse_yaml(TEXT, "x", fast_events)
    pure = parse_yaml(TEXT, "x", pure_python_events)
    assert fast.document is not None
    assert pure.document is not None
    assert fast.document.data == pure.document.data
    for path in [("title",), ("coverage", 0, "plan"), ("note",), ("flags", 3)]:
        assert fast.document.position(path) == pure.document.position(path)


def test_what_could_be_read_is_kept_beside_the_faults() -> None:
    parsed = parse_yaml("a: 1\na: 2\nb: *x\n? [c]\n: d\n", "x")
    assert parsed.document is None
    assert parsed.partial is not None
    assert parsed.partial.data == {"a": "1", "b": None}
    assert [d.code for d in parsed.diagnostics] == ["duplicate-key", "alias", "key-not-text"]


@pytest.mark.parametrize("text", ["{a: x # {b}: c\n}", "{a: , b: 1}", "[a, b]", "{? a : b}", '{"a":1}'])
def test_no_bare_key(text: str) -> None:
    assert parse_yaml(text, "x").diagnostics == ()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? "])
def test_deep_nesting_ends_early(opening: str) -> None:
    parsed = parse_yaml(opening * 100_000, "x")
    assert parsed.document is None
    assert parsed.diagnostics[-1].code == "too-deep"


def test_deepest_that_is_read() -> None:
    assert parse_yaml("[" * DEEPEST + "]" * DEEPEST, "x").document is not None
    assert parse_yaml("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "x").document is None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_999_999,
        "[" + "*a, " * 499_999,
        "a: 1\n" * 399_999,
        "\t" * 1_999_999,
        "{" + "a," * 199_999 + "}",
        "[" + "a," * 199_999 + "]",
        "[" + "a," * 999_000 + "]",
        "".join(f"k{n}: v\n" for n in range(199_999)),
        "\x1b" * 1_999_999,
    ],
    ids=["one word", "aliases", "one key", "tabs", "bare keys", "list", "long list", "keys", "controls"],
)
def test_two_megabytes_are_read(text: str) -> None:
    parsed = parse_yaml(text, "x")
    assert len(parsed.diagnostics) <= MOST_DIAGNOSTICS + 1
    assert (parsed.document is None) == bool(parsed.diagnostics)


def test_pydantic_is_not_imported() -> None:
    probe = "import sys, claimsim.diagnostics; sys.exit('pydantic' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(claimsim.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", probe], check=False, env=environment).returncode == 0
