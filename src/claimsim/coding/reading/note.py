"""Reading a note: lines, sections, numbered problems, and what is mentioned in them with its assertion status.

The note is split at line ends, full stops, semicolons and list numbers into statements. A statement belongs to a
section (the last heading above it) and to a block (a numbered or bulleted problem, or a line of the assessment).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from claimsim.coding.reading.assertion import read_statement
from claimsim.coding.reading.headings import LONGEST_HEADING, PROBLEM_SECTIONS, bare_heading
from claimsim.coding.reading.headings import heading as heading_of
from claimsim.coding.reading.lexicon import Lexicon, shipped
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.paragraphs import Segment, placed
from claimsim.coding.reading.sentences import BULLET, number_of, pieces
from claimsim.coding.reading.statements import ASSESSED, Signal, Statement
from claimsim.coding.reading.wrapped import whole_lines
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.matching import find
from claimsim.coding.words.terms import HEADS

__all__ = ["Mention", "NoteReading", "Signal", "Statement", "interpret", "read_note"]

_HEAD = 8
_PROBLEM = re.compile(r"\s*#\s?[A-Za-z]")
_TITLE = re.compile(r"problem\s*(?:#\s*\d{1,2}|\d{1,2})\s*[:.)\u2013-]\s*", re.IGNORECASE)
""" "Problem #1: rosacea", with its own assessment and plan below."""
_TAKEN_BACK = re.compile(r"\s*(?:ruled out|no\b|not\b|none|neg|excluded|denie[sd]|resolved)", re.IGNORECASE)
"""Behind the name of a disease: it is no problem of the visit."""
_HABITS = re.compile(r"(?:tobacco|smok\w+|nicotine|alcohol|etoh)\b", re.IGNORECASE)
_PROBLEMS = 2
_BOTH = "assessment_plan"
_LEFT_BY_A_PROBLEM = frozenset({"", "exam", "results"})
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
    brief = under_title = False
    outer = ("", "")
    problems: tuple[str, str] | None = None
    by_problem = _by_problem(lines, headings)
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
        bullet = BULLET.match(line) if not line[0].isalnum() or line[1:2] == ")" else None
        at_line_start, new_line, opens = True, True, True
        marked = number_of(bullet.group()) if bullet else 0
        reached = bullet.end() if bullet else 0
        if bullet and "#" in bullet.group():
            block, numbered, new_line = block + 1, True, False
            if by_problem or (problems and section in _LEFT_BY_A_PROBLEM):
                section, role = problems or (_BOTH, _BOTH)
                titled, brief = True, False
        for text, found in pieces(line[bullet.end() :] if bullet else line):
            item, marked = found or marked, 0
            if len(whole.numbers) > 1:
                reached = max(line.find(text, reached), reached)
            number = whole.line_at(reached)
            if found:
                block, numbered, new_line = block + 1, True, False
            if not text:
                marked = found
                continue
            heading = heading_of(text, headings, at_line_start) or bare_heading(text, headings, at_line_start, section)
            if heading is not None and heading[0] == "social" and role in ASSESSED and _HABITS.match(text):
                heading = None  # "Tobacco - cigarettes, not ready to quit" among the problems
            titles = _TITLE.match(text) if at_line_start and text[:1] in "Pp" else None
            if titles is not None:
                heading = (_BOTH, _BOTH, text[titles.end() :])
            if heading is None and opens and not item and section in _LEFT_BY_A_PROBLEM and _is_problem(text, lexicon):
                heading = (_BOTH, _BOTH, text)
            if heading is not None and section == "history" and not heading[2] and text.lower() in _COLUMNS:
                continue  # the head of a column: a problem list printed as a table
            here = heading is not None
            if heading is not None:
                role_before = role
                following, role, text = heading
                # "1) Hypertension. Plan: increase lisinopril" goes on about the first problem.
                goes_on = under_title and titles is None and following in PROBLEM_SECTIONS
                under_title = titles is not None or goes_on
                if not goes_on and (at_line_start or not (section in PROBLEM_SECTIONS and following == "plan")):
                    block, numbered = block + 1, False
                if following in _OPERATIVE and section not in _OPERATIVE:
                    outer = (section, role_before)
                section, new_line, titled = following, False, True
                problems = (section, role) if section in PROBLEM_SECTIONS else problems
                brief = bool(text) and (section in _BRIEF or section in _OPERATIVE or section == _COMPLAINT)
            elif new_line and not numbered and ((bullet and bullet.end()) or not _continues(line)):
                block += 1
            at_line_start = new_line = False
            if text:
                yield Segment(number, section, role, block, text, gap, item, titled, opens, here)
                opens = False
        gap = False


def _by_problem(lines: tuple[str, ...], headings: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a note goes by problems, each titled by "#", and nothing else is headed as the assessment."""
    titled = sum(1 for line in lines if _PROBLEM.match(line))
    if titled < _PROBLEMS:
        return False
    heads = (heading_of(line.strip(), headings, True) for line in lines if 1 < len(line.strip()) < LONGEST_HEADING)
    return not any(found is not None and found[1] in ASSESSED and not found[2] for found in heads)


def _is_problem(text: str, lexicon: Lexicon) -> bool:
    """Whether a statement is titled by a lasting disease ("Hyperlipidemia: LDL 84 on atorvastatin")."""
    colon = text.find(":", 0, LONGEST_HEADING)
    if colon < 0 or _TAKEN_BACK.match(text, colon + 1):
        return False
    found = tokens.expanded(text, tokens.lowered(text), lexicon.senses, "assessment")
    found = found[: found.index(":")] if ":" in found else []
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


def _continues(line: str) -> bool:
    """Whether a line goes on with the sentence of the line above: it is indented or begins in lower case."""
    return (line[0] == " " and line[:4].isspace()) or line[0].islower()
