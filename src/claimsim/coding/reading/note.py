"""Reading a note: lines, sections, numbered problems, and what is mentioned in them with its assertion status.

The note is split at line ends, full stops, semicolons and list numbers into statements. A statement belongs to a
section (the last heading above it) and to a block (a numbered or bulleted problem, or a line of the assessment).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from claimsim.coding.reading.assertion import read_statement
from claimsim.coding.reading.lexicon import Lexicon, shipped
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.paragraphs import ASSESSED, Segment, placed
from claimsim.coding.reading.statements import Signal, Statement
from claimsim.coding.reading.wrapped import whole_lines
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.matching import find
from claimsim.coding.words.terms import HEADS

__all__ = ["Mention", "NoteReading", "Signal", "Statement", "interpret", "read_note"]

_NO_END = "|".join(
    rf"(?<=\b{word})\."
    for word in ("[Vv]s", "Dr", "Drs", "Mr", "Mrs", "Ms", "St", "[Aa]pprox", "[Ii]ncl", "[Ee]xcl", "[Ee]sp")
)
_SIDE_END = r"(?<=\b[RrLl]t)\.(?= [a-z])"
"""The point of "Rt. knee"."""
_ITEM = re.compile(r"(?<!\S)\(?#?(\d{1,2})\)(?=\s)")
_STATEMENT = re.compile(
    rf"[^.;]+(?:(?:\.(?=\d)|(?<=\b[A-Z])\.(?= [a-z])|(?<=\s[dw])\.(?= )|{_SIDE_END}|{_NO_END})[^.;]*)*"
)
_BULLET = re.compile(r"\s*(?:[-*•]|#\d{1,2}[:.)]?|#)\s*")
_LONGEST_HEADING = 60
_HEAD = 8
# "PMH reviewed and list updated:" is the heading PMH, "Pertinent PMH:" too.
_BESIDE_HEADING = frozenset(
    [
        "reviewed",
        "updated",
        "and",
        "list",
        "today",
        "unchanged",
        "noted",
        "pertinent",
        "significant",
        "relevant",
        "for",
        "positive",
        "brief",
        "current",
        "interval",
        "includes",
        "include",
        "per",
        "patient",
        "chart",
        "only",
        "the",
        "my",
        "dated",
        "as",
        "follows",
        "below",
        "with",
        "is",
        "carried",
        "forwarded",
        "imported",
        "copied",
        "forward",
        "outside",
        "prior",
        "existing",
    ]
)
_LEFT_BY_A_PROBLEM = frozenset({"", "exam", "results"})
_PROBLEM_SECTIONS = frozenset({"assessment", "assessment_plan", "plan"})


_BARE = re.compile(r"([A-Za-z][A-Za-z/&+]{0,11})(?:\s?([)\]>]|/(?=\s)|-(?=\s))|(?=\s))\s*")
_SINCE = re.compile(r"(?:\d{1,2}/|(?:19|20)\d\d\b|in (?:19|20)|at age|age \d|years? ago|since\b)")
"""Behind "dx": when it was made, and no assessment."""
_LETTERS = frozenset("SOAP")
_BEFORE_ASSESSMENT = frozenset({"exam", "results", "hpi", "review", "procedure"})
_WITHOUT_COLON = frozenset(
    [
        "dx",
        "dxs",
        "imp",
        "impression",
        "a/p",
        "ap",
        "a&p",
        "pmh",
        "pmhx",
        "psh",
        "pshx",
        "fhx",
        "fh",
        "shx",
        "ros",
        "pe",
        "hpi",
        "cc",
        "exam",
        "meds",
        "vs",
        "vss",
        "labs",
        "assessment",
        "plan",
        "allergies",
        "pl",
        "rx",
        "xr",
        "o/e",
        "fam",
        "hx",
    ]
)
"""Headings that are recognised at the start of a line without a colon."""
_COLUMNS = frozenset({"diagnosis", "diagnoses", "problem", "problems"})
_BRIEF = frozenset({"family", "social", "allergies"})
"""Sections that end with the line on which they began."""
_COMPLAINT = "complaint"
_OPERATIVE = frozenset({"preoperative", "postoperative"})
"""The diagnoses of an operative note: a line each, and the note goes on as it was."""


class NoteReading(NamedTuple):
    """What was read. `mentions` are conditions, `drugs` medications, `signals` the other cues."""

    lines: tuple[str, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    drugs: tuple[Mention, ...]
    signals: tuple[Signal, ...]
    region_sides: dict[str, set[str]]
    lexicon: Lexicon
    sides: tuple[tuple[str, str, int], ...] = ()
    """Region, side and statement, wherever a side is told."""
    unheaded: bool = False
    """Whether no heading opens the note's assessment: its place was taken from the order of the paragraphs."""

    def statement_of(self, mention: Mention) -> Statement:
        """The statement in which something is mentioned."""
        return self.statements[mention.statement]

    def text_of(self, mention: Mention) -> str:
        """The mention's own words as the note has them."""
        statement = self.statements[mention.statement]
        low = tokens.lowered(statement.text)
        origin: list[int] = []
        tokens.expanded(statement.text, low, self.lexicon.senses, _read_as(statement.section), origin)
        found = tokens.spans(low)
        first, last = origin[mention.start], origin[mention.end - 1]
        return statement.text[found[first][0] : found[last][1]]

    def section_of(self, line: int) -> str:
        """The section in which a line (1-based) ends; empty for a line without words."""
        return next((item.section for item in reversed(self.statements) if item.line == line), "")


def _read_as(section: str) -> str:
    """The section by whose abbreviations another is read."""
    return "assessment" if section in _OPERATIVE else section


def interpret(note: str) -> NoteReading:
    """Read a note with the shipped tables. Any text is read; nothing in it is an error."""
    return read_note(note, shipped())


def read_note(note: str, lexicon: Lexicon) -> NoteReading:
    """Read a note with a lexicon."""
    lines = tuple(note.split("\n"))
    statements: list[Statement] = []
    mentions: list[Mention] = []
    drugs: list[Mention] = []
    signals: list[Signal] = []
    region_sides: dict[str, set[str]] = {}
    sides: list[tuple[str, str, int]] = []
    uncertain = False
    naming = lexicon.naming
    segments = list(_segments(lines, lexicon))
    for segment in placed(segments, lexicon.parts, lambda text: _names_disease(text, lexicon)):
        line, section, role, block, text = segment[:5]
        found = tokens.expanded(text, tokens.lowered(text), lexicon.senses, _read_as(section))
        if not found:
            continue
        number = len(statements)
        statements.append(Statement(line, section, role, block, text, found))
        read = read_statement(statements[-1], number, lexicon.root, mentions, uncertain)
        if read.conditions:
            mentions += naming.named(found, read.conditions) if naming else read.conditions
        drugs += read.drugs
        signals += [Signal(kind, value, number) for kind, value in read.signals]
        for region, side in read.sides:
            region_sides.setdefault(region, set()).add(side)
            sides.append((region, side, number))
        uncertain = found[-1] in ("vs", "versus")
    return NoteReading(
        lines,
        tuple(statements),
        tuple(mentions),
        tuple(drugs),
        tuple(signals),
        region_sides,
        lexicon,
        tuple(sides),
        not any(segment.role in ASSESSED for segment in segments),
    )


def _segments(lines: tuple[str, ...], lexicon: Lexicon) -> Iterator[Segment]:
    """The statements with what their headings say of them."""
    section, role, block, numbered, gap, titled = "", "", 0, False, False, False
    headings = lexicon.headings
    brief = False
    outer = ("", "")
    for whole in whole_lines(lines, headings):
        line = whole.text
        if not line or line.isspace():
            gap, titled = True, False
            continue
        if brief and not line[0].isspace():
            if section == _COMPLAINT:
                section, role, titled = "hpi", "symptoms", False  # its story follows, and what else there is
            else:
                section, role = outer if section in _OPERATIVE else ("", "")
            brief = False  # "FHx CAD brother" is a section of one line
        bullet = _BULLET.match(line) if not line[0].isalnum() else None
        at_line_start, new_line, opens = True, True, True
        marked = _number_of(bullet.group()) if bullet else 0
        reached = bullet.end() if bullet else 0
        if bullet and "#" in bullet.group():
            block, numbered, new_line = block + 1, True, False
        for text, found in _pieces(line[bullet.end() :] if bullet else line):
            item, marked = found or marked, 0
            if len(whole.numbers) > 1:
                reached = max(line.find(text, reached), reached)
            number = whole.line_at(reached)
            if found:
                block, numbered, new_line = block + 1, True, False
            if not text:
                marked = found
                continue
            heading = _heading(text, headings, at_line_start) or _bare_heading(text, headings, at_line_start, section)
            if heading is None and opens and section in _LEFT_BY_A_PROBLEM and _is_problem(text, lexicon):
                heading = ("assessment_plan", "assessment_plan", text)
            if heading is not None and section == "history" and not heading[2] and text.lower() in _COLUMNS:
                continue  # the head of a column: a problem list printed as a table
            here = heading is not None
            if heading is not None:
                role_before = role
                following, role, text = heading
                # "1) Hypertension. Plan: increase lisinopril" goes on about the first problem.
                if at_line_start or not (section in _PROBLEM_SECTIONS and following == "plan"):
                    block, numbered = block + 1, False
                if following in _OPERATIVE and section not in _OPERATIVE:
                    outer = (section, role_before)
                section, new_line, titled = following, False, True
                brief = bool(text) and (section in _BRIEF or section in _OPERATIVE or section == _COMPLAINT)
            elif new_line and not numbered and ((bullet and bullet.end()) or not _continues(line)):
                block += 1
            at_line_start = new_line = False
            if text:
                yield Segment(number, section, role, block, text, gap, item, titled, opens, here)
                opens = False
        gap = False


def _is_problem(text: str, lexicon: Lexicon) -> bool:
    """Whether a statement is titled by a lasting disease ("Hyperlipidemia: LDL 84 on atorvastatin")."""
    colon = text.find(":", 0, _LONGEST_HEADING)
    if colon < 0:
        return False
    title = text[:colon]
    found = tokens.expanded(title, tokens.lowered(title), lexicon.senses, "assessment")
    hits = find(found, lexicon.root) if found else []
    if len(hits) != 1 or hits[0].end - hits[0].start != len(found):
        return False
    return any(isinstance(entry, Condition) and entry.problem == "chronic" for entry in hits[0].entries)


def _names_disease(text: str, lexicon: Lexicon) -> bool:
    """Whether a text begins with the name of a disease ("Plaque psoriasis, moderate")."""
    found = tokens.expanded(text, tokens.lowered(text), lexicon.senses, "assessment")
    hits = [hit for hit in find(found[:_HEAD], lexicon.root) if not hit.mark] if found else []
    if not HEADS.isdisjoint(found[:2]):
        return True
    if not hits or hits[0].start > 2:
        return False
    return any(
        isinstance(entry, Condition) and not entry.symptom and entry.problem != "status" for entry in hits[0].entries
    )


def _number_of(bullet: str) -> int:
    digits = "".join(filter(str.isdecimal, bullet))
    return int(digits) if digits else 0


def _pieces(line: str) -> list[tuple[str, int]]:
    """The statements of a line, with the list number that stands before; else 0."""
    if ")" not in line:
        return _statements(line, 0)
    parts = _ITEM.split(line)
    found = _statements(parts[0], 0)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        found.extend(_statements(part, int(number)) or [("", int(number))])
    return found


def _statements(part: str, item: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for piece in _STATEMENT.findall(part):
        text = piece.strip()
        if len(text) < 3 and text.isdecimal():
            item = int(text)  # "1. Hypertension"
        elif text:
            found.append((text, item))
            item = 0
    return found


def _heading(text: str, headings: Mapping[str, tuple[str, str]], at_line_start: bool) -> tuple[str, str, str] | None:
    """The section a statement opens, its role and the rest of the statement, or None."""
    colon = text.find(":", 0, _LONGEST_HEADING)
    if colon > 0:
        title, rest = text[:colon].strip().lower(), text[colon + 1 :].strip()
        if len(title) == 1 and not at_line_start and not _soap_letter(text):
            return None
    elif at_line_start and 1 < len(text) < _LONGEST_HEADING:
        title, rest = text.lower(), ""
    else:
        return None
    found = headings.get(title)
    if found is None and colon > 0:
        found = _bare(title, headings)
    return None if found is None else (*found, rest)


def _soap_letter(text: str) -> bool:
    """ "A: sinusitis. P: amoxicillin" on one line; "P: 88" is a pulse."""
    rest = text[2:].lstrip()
    return text[0] in "OAP" and text[1] == ":" and rest[:1].isalpha()


def _bare_heading(
    text: str, headings: Mapping[str, tuple[str, str]], at_line_start: bool, section: str
) -> tuple[str, str, str] | None:
    """A heading without its colon: "Dx trigger finger", "A) sprain", "O T 101.3"; None if there is none."""
    if not at_line_start and not (section in _PROBLEM_SECTIONS and text.startswith(("Plan ", "Rx "))):
        return None
    found = _BARE.match(text)
    if found is None:
        return None
    word, mark = found.groups()
    if word.endswith("/"):
        word, mark = word[:-1], "/"  # "A/ healing fracture"
    if not mark and len(word) == 1 and (word not in _LETTERS or (word == "A" and section not in _BEFORE_ASSESSMENT)):
        return None
    if not mark and len(word) > 1 and word.lower() not in _WITHOUT_COLON:
        return None
    opened, rest = headings.get(word.lower()), text[found.end() :].strip()
    if opened is None or (not mark and (_SINCE.match(rest) or rest.startswith("of "))):
        return None  # "hx of melanoma" is no heading
    return *opened, rest


def _bare(title: str, headings: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The section of a title without what is said beside it: in brackets, before, or after."""
    words = [word for word in title.partition("(")[0].split() if not word[0].isdigit()]  # "addendum 11/11/25"
    found = headings.get(" ".join(words))
    while found is None and words and words[-1] in _BESIDE_HEADING:
        words.pop()
        found = headings.get(" ".join(words))
    while found is None and words and words[0] in _BESIDE_HEADING:
        words.pop(0)
        found = headings.get(" ".join(words))
    return found


def _continues(line: str) -> bool:
    """Whether a line goes on with the sentence of the line above: it is indented or begins in lower case."""
    return (line[0] == " " and line[:4].isspace()) or line[0].islower()
