"""Reads YAML from the parser's events: plain data, the place of every value, and all faults of a file at once.

Nothing here calls itself: however deep a file nests, the reader's stack does not grow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from claimsim.diagnostics.document import Document, Marked, Parsed, located
from claimsim.diagnostics.flow_commas import bare_keys_faults
from claimsim.diagnostics.messages import Diagnostic
from claimsim.diagnostics.positions import Lines
from claimsim.diagnostics.text_checks import MOST_DIAGNOSTICS, faults_of_the_text
from claimsim.diagnostics.yaml_syntax import explain_syntax_error

DEEPEST = 64

# The plain words of the core schema of YAML 1.2, section 10.3.2.
_PLAIN_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_NO_KEYS = frozenset({"", "<<"})
"""Plain scalars that cannot be keys."""

# A key under which nothing is kept: it was faulty. Told by identity, so no key of a file can be it.
_DISCARDED = "".join(("discarded", " key"))

EventSource = Callable[[], Any]


def fast_events(text: str) -> EventSource:
    """The events of libyaml, or of the pure Python parser where libyaml is missing."""
    if yaml.__with_libyaml__:
        return yaml.CSafeLoader(text).get_event
    return pure_python_events(text)


def pure_python_events(text: str) -> EventSource:
    """The events of PyYAML's own parser: the same, thirty times slower."""
    return yaml.SafeLoader(text).get_event


class _Stop(Exception):
    """Reading cannot go on; the faults are already noted."""


class _Reader:
    """The state of reading one text. `data` and `marked` are the open collection and its places (see
    document.Marked)."""

    def __init__(self, lines: Lines, file: str) -> None:
        self.lines = lines
        self.file = file
        self.diagnostics: list[Diagnostic] = []
        self.flow_mappings: list[Marked] = []

    def report(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> None:
        """Notes a fault at the characters `start` to `end`. Raises _Stop when there are too many to be of use."""
        self.diagnostics.append(located(self.lines, self.file, code, message, start, end, hint))
        if len(self.diagnostics) >= MOST_DIAGNOSTICS:
            message = f"after {MOST_DIAGNOSTICS} faults the rest of the file is not read"
            self.diagnostics.append(
                located(self.lines, self.file, "too-many-faults", message, end, end + 1, "mend these first")
            )
            raise _Stop

    def read(self, next_event: EventSource) -> tuple[list[Any], list[Any]]:
        """Data and marks of the documents, each in a list of its own as if it were a YAML list.

        One long loop on purpose: this is the path every file takes, and calls would double its time.
        """
        data: Any = []
        marked: Any = [None]
        key: str | None = None
        key_event: Any = None
        stack: list[tuple[Any, Any, str | None, Any]] = []
        while True:
            event = next_event()
            kind = type(event)
            value: Any
            places: Any
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self.report_decoration(event)
                value = event.value
                if key is None and type(data) is dict:
                    sound = value not in data and (event.style or value not in _NO_KEYS)
                    key = value if sound else self.check_key(event, data, marked)
                    key_event = event
                    continue
                if not event.style and value in _PLAIN_WORDS:
                    value = _PLAIN_WORDS[value]
                places = event
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self.report_decoration(event)
                if len(stack) >= DEEPEST:
                    self.report_too_deep(event)
                if key is None and type(data) is dict:
                    self.report_collection_key(event)
                stack.append((data, marked, key, key_event))
                key = None
                if kind is MappingStartEvent:
                    data, marked = {}, {None: event}
                    if event.flow_style:
                        self.flow_mappings.append(marked)
                else:
                    data, marked = [], [event]
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value, places = data, marked
                data, marked, key, key_event = stack.pop()
                if key is None and type(data) is dict:
                    key, key_event = _DISCARDED, None
                    continue
            elif kind is AliasEvent:
                self.report_alias(event)
                if key is None and type(data) is dict:
                    key, key_event = _DISCARDED, None
                    continue
                value, places = None, event
            else:
                if kind is DocumentStartEvent and data:
                    self.report_second_document(event)
                if kind is StreamEndEvent or event is None:
                    return data, marked
                continue
            if type(data) is list:
                data.append(value)
                marked.append(places)
            else:
                if key is not _DISCARDED:
                    data[key] = value
                    marked[key] = (key_event, places)
                key = None

    def check_key(self, event: Any, data: dict[str, Any], marked: Marked) -> str:
        """The text of a key, or _DISCARDED where it is faulty."""
        key: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        if key in data:
            line, _ = self.lines.locate(marked[key][0].start_mark.index)
            self.report(
                "duplicate-key", f"`{key}` is given twice; the first is on line {line}", start, end, "keep one of them"
            )
            return _DISCARDED
        if not event.style:
            if key == "<<":
                self.report("merge-key", "the merge key `<<` is not used here", start, end, "write the keys out")
                return _DISCARDED
            if not key:
                self.report("key-not-text", "there is no key before the colon", start, start + 1, "write `key: value`")
                return _DISCARDED
        return key

    def report_decoration(self, event: Any) -> None:
        """An anchor or a tag in front of a value."""
        start = event.start_mark.index
        word = (re.match(r"\S+", self.lines.text[start : start + 80]) or [""])[0]
        if event.anchor is not None:
            self.report(
                "anchor", f"the anchor `&{event.anchor}` is not used here", start, start + len(word), "leave it out"
            )
        if event.tag is not None:
            hint = "leave it out; put a value in quotes to make it text"
            self.report("tag", f"the tag `{word}` is not used here", start, start + len(word), hint)

    def report_alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.report(
            "alias",
            f"the alias `*{event.anchor}` is not used here",
            start,
            end,
            "write the value out, or quote a value that begins with *",
        )

    def report_collection_key(self, event: Any) -> None:
        what = "mapping" if type(event) is MappingStartEvent else "list"
        start = event.start_mark.index
        self.report(
            "key-not-text",
            f"a {what} cannot be a key",
            start,
            start + 1,
            "a value that begins with { or [ needs quotes",
        )

    def report_too_deep(self, event: Any) -> None:
        start = event.start_mark.index
        self.report(
            "too-deep",
            f"more than {DEEPEST} levels of nesting",
            start,
            start + 1,
            "no file of ours nests deeper than ten",
        )
        raise _Stop

    def report_second_document(self, event: Any) -> None:
        start = event.start_mark.index
        self.report(
            "several-documents",
            "a second document begins here",
            start,
            start + 3,
            "one file holds one document: remove the `---`",
        )
        raise _Stop


def parse_yaml(text: str, file: str, events: Callable[[str], EventSource] = fast_events) -> Parsed:
    """Reads one YAML document.

    `file` is the name shown in messages. Plain `null`, `~` and nothing become None, plain `true` and `false` bool;
    every other
    scalar stays text as written, so that "0450", 2025-03-14 and 40.10 lose nothing. Never raises for any text.
    """
    text = text.removeprefix("\ufeff")
    lines = Lines(text)
    unreadable = faults_of_the_text(lines, file)
    if unreadable:
        return Parsed(None, unreadable)
    reader = _Reader(lines, file)
    partial = None
    try:
        documents, marks = reader.read(events(text))
        for fault in bare_keys_faults(reader.flow_mappings, text):
            reader.report(*fault)
        if documents and not _is_nothing(marks[1]):
            partial = Document(documents[0], file, lines, marks[1])
        elif not reader.diagnostics:
            reader.report("empty-file", "there is nothing in this file", 0, 1)
    except _Stop:
        pass
    except yaml.YAMLError as error:
        syntax = explain_syntax_error(error, lines)
        reader.diagnostics.append(
            located(lines, file, syntax.code, syntax.message, syntax.start, syntax.end, syntax.hint)
        )
    diagnostics = tuple(reader.diagnostics)
    return Parsed(None if diagnostics else partial, diagnostics, partial)


def _is_nothing(marked: Marked) -> bool:
    """Whether the document is only a `---` or comments."""
    return type(marked) is ScalarEvent and not marked.style and not marked.value
