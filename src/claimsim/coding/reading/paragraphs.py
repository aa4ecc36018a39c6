"""What the paragraphs and sentences of a note are that stand under no heading: history, examination, results,
assessment or plan.

Clinicians who write prose keep the order of a visit: what was told, what was found, what is thought of it and done
about it. Words of examination and results are plain marks; what follows them in a new paragraph is the assessment.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.words import tokens

_PLACES = {
    "hpi": ("hpi", "told"),
    "exam": ("exam", "findings"),
    "results": ("results", "results"),
    "thought": ("assessment_plan", "assessment_plan"),
}
# A blank line ends these; a history, an assessment or a plan goes on below it.
_ENDS_AT_GAP = frozenset({"", "complaint", "hpi", "review", "exam", "results"})
_LISTED_IN = frozenset({"", "exam", "results", "procedure", "review", "immunizations", "social"})
_LEFT_BY_A_DISEASE = frozenset({"", "medications", "allergies", "family", "social", "history"})
"""Below the examination, a line of these that begins with a disease's name is the assessment."""
_LEFT_BY_VITALS = frozenset({"medications", "allergies", "family", "social", "history"})
_COMES_TO = frozenset("=\u2192")
_DIAGNOSED = re.compile(r"\b(?:preliminary|final|discharge|clinical|principal) diagnos[ie]s (?:of|was|is|were)\b", re.I)
_LONGEST_NAME = 60
_SHORT_NAME = 3
_TENDER = frozenset({"tender", "tenderness", "ttp"})
_DOSES = frozenset({"mg", "mcg"})
_START = 3
"""Words at the beginning of a sentence that say what it is."""
_MANY = 2
_AS_AN_ORDER = {
    "back": frozenset({"in", "if", "for", "to", "prn", "sooner", "at", "on", "when", "here", "next"} | set("123468")),
    "wound": frozenset({"care", "check", "recheck", "clinic", "kept", "to", "packed"}),
}
"""Words that begin an order only before others: back in two weeks, wound care."""
_PRESSURE = 3
"""Digits of a systolic blood pressure."""


class Segment(NamedTuple):
    """A statement before its words are read: `gap` is a blank line above its line, `item` its list number (0: none),
    `titled` whether it stands in its heading's own paragraph.
    """

    line: int
    section: str
    role: str
    block: int
    text: str
    gap: bool = False
    item: int = 0
    titled: bool = False
    opens: bool = False
    """Whether it is the first statement of its line."""
    heads: bool = False
    """Whether a heading stands right before it."""


class Parts(NamedTuple):
    """Words that tell a part of a note: how an examination, a result, an assessment and a plan begin, what is examined
    and how it is found; `course` are words that say how something goes and name nothing, `test` what is done to look
    for something.
    """

    exam: frozenset[str]
    organ: frozenset[str]
    finding: frozenset[str]
    vital: frozenset[str]
    result: frozenset[str]
    thought: frozenset[str]
    action: frozenset[str]
    course: frozenset[str]
    test: frozenset[str]
    relative: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    talk: frozenset[str] = frozenset()
    professional: frozenset[str] = frozenset()
    image: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    """Words of the visit's data: who tells, who is talked with, images read by oneself."""


def parts_of(rows: Iterable[tuple[str, str]]) -> Parts:
    """The parts from (word, part)."""
    found: dict[str, set[str]] = {}
    for word, part in rows:
        found.setdefault(part, set()).add(word)
    return Parts(*(frozenset(found.get(name, ())) for name in Parts._fields))


def placed(segments: list[Segment], parts: Parts, names: Callable[[str], bool]) -> list[Segment]:
    """The statements with a section and role where their headings leave them without one. `names` says whether a text
    begins with the name of a disease.
    """
    numbered = _numbered(_examined(segments, parts), names)
    return _planned(_concluded(_named(_in_prose(numbered, parts), names, parts), names), parts)


def _concludes(segment: Segment) -> bool:
    """Whether a statement stands in the assessment of the visit itself; an addendum comes after it."""
    return segment.role in ASSESSED and segment.section != "addendum"


def _concluded(segments: list[Segment], names: Callable[[str], bool]) -> list[Segment]:
    """ "= trigger finger": what the findings come to is the assessment wherever it stands; without another one, so is
    "discharged with a preliminary diagnosis of foot contusions".
    """
    section, role = _PLACES["thought"]
    assessed = any(_concludes(segment) and (segment.heads or segment.titled) for segment in segments)
    return [
        segment._replace(section=section, role=role)
        if segment.role not in ASSESSED
        and (
            (segment.text[0] in _COMES_TO and names(segment.text.lstrip("=->\u2192 ")))
            or (not assessed and segment.role not in ("history", "family") and _DIAGNOSED.search(segment.text))
        )
        else segment
        for segment in segments
    ]


def _named(segments: list[Segment], names: Callable[[str], bool], parts: Parts) -> list[Segment]:
    """Where nothing is headed as the assessment, a line below the examination that begins with the name of a disease
    is the assessment, with what follows it; so is a sentence that is the name, or has it, a colon and what is done.
    """
    if any(_concludes(segment) and (segment.heads or segment.titled) for segment in segments):
        return segments
    result: list[Segment] = []
    examined = inside = False
    for segment in segments:
        if segment.heads:
            inside = False
        if segment.section in ("exam", "results") or (examined and segment.section in _LEFT_BY_A_DISEASE):
            line = segment.opens and not segment.heads and segment.role not in ASSESSED
            sentence = segment.role == "findings" and (_treats(segment.text, parts) or _alone(segment, parts))
            if examined and (line or sentence):
                inside = inside or names(segment.text)
            examined = examined or segment.section in ("exam", "results")
        if inside:
            place = _PLACES["thought"]
            segment = segment._replace(section=place[0], role=place[1])
        result.append(segment)
    return result


def _alone(segment: Segment, parts: Parts) -> bool:
    """ "…; rapid strep POS; strep pharyngitis; ...": a name that is all of its sentence on a running line."""
    words = tokens.words(tokens.lowered(segment.text))
    return not segment.opens and len(words) <= _SHORT_NAME and (parts.finding | _TENDER).isdisjoint(words)


def _treats(text: str, parts: Parts) -> bool:
    """ "Anxiety disorder, partial response: escitalopram to 20 mg": what stands behind the colon is a plan."""
    name, colon, done = text.partition(":")
    if not colon or len(name) > _LONGEST_NAME:
        return False
    return not (parts.action | _DOSES).isdisjoint(tokens.words(tokens.lowered(done)))


def _numbered(segments: list[Segment], names: Callable[[str], bool]) -> list[Segment]:
    """A numbered list that goes on below a "Plan:" of its first problem is a list of problems still; one that stands
    under no heading and names diseases is a list of problems.
    """
    if not any(segment.item for segment in segments):
        return segments
    headed = any(map(_concludes, segments))
    listed = {segment.line for segment in segments if segment.item}
    problems = not headed and any(segment.line in listed and names(segment.text) for segment in segments)
    result: list[Segment] = []
    last, home, begun, inside = 0, ("", ""), "", False
    for segment in segments:
        if segment.item and segment.item in (1, last + 1):
            if segment.item == 1:
                home, begun = (segment.section, segment.role), segment.section
                told = home[0] == "hpi" and not segment.titled
                if problems and (told or (home[0] in _LISTED_IN and (segment.gap or home[0] in ("", "exam")))):
                    home = _PLACES["thought"]
            last, inside = segment.item, True
        elif segment.heads or (segment.gap and segment.opens) or segment.section not in (home[0], begun, "plan"):
            inside = False
        if inside:
            segment = segment._replace(section=home[0], role=home[1], titled=True)
        result.append(segment)
    return result


def _in_prose(segments: list[Segment], parts: Parts) -> list[Segment]:
    """Statements under no heading of their own paragraph take their place in the order of a visit."""
    if not any(_free(segment) for segment in segments):
        return segments
    headed = any(map(_concludes, segments))
    kinds = [_kind(segment, parts) if _free(segment) else "" for segment in segments]
    examined = any(kind in ("exam", "results") for kind in kinds) or any(
        segment.section in ("exam", "results") for segment in segments
    )
    if not examined:
        return segments
    spaced = any(segment.gap for segment in segments)
    result: list[Segment] = []
    state = ""
    thought = headed
    for segment, kind in zip(segments, kinds, strict=True):
        if not kind:
            if segment.section in ("exam", "results"):
                state = segment.section
            result.append(segment)
            continue
        begins = segment.opens and (segment.gap or not spaced)
        state = _next(state, kind, begins)
        thought = thought or state == "thought"
        if state in ("", "hpi"):
            place = _PLACES["hpi"]
        elif state == "thought" and headed:
            place = ("", "")
        else:
            place = _PLACES[state]
        if segment.section in ("exam", "results") and headed and state == "thought":
            place = (segment.section, segment.role)
        result.append(segment._replace(section=place[0], role=place[1]))
    if thought:
        return result
    # Nothing is thought of it anywhere: what was told may be the assessment, too.
    return [old if new.role == "told" else new for old, new in zip(segments, result, strict=True)]


def _examined(segments: list[Segment], parts: Parts) -> list[Segment]:
    """A line that opens with vital signs below the medicines or the history is the examination, with what follows."""
    result: list[Segment] = []
    inside = False
    for segment in segments:
        if segment.heads or segment.section not in _LEFT_BY_VITALS:
            inside = False
        elif segment.opens and _vitals(tokens.words(tokens.lowered(segment.text)), parts):
            inside = True
        if inside:
            place = _PLACES["exam"]
            segment = segment._replace(section=place[0], role=place[1], titled=False)
        result.append(segment)
    return result


def _vitals(found: list[str], parts: Parts) -> bool:
    """Two vital signs with their figures, or one and a blood pressure."""
    told = sum(1 for word, following in pairwise(found) if word in parts.vital and following[0].isdigit())
    pressure = any(
        a.isdigit() and slash == "/" and b.isdigit() and len(a) == _PRESSURE and int(b) > int(a) // 4
        for a, slash, b in zip(found, found[1:], found[2:], strict=False)
    )
    return told + pressure >= _MANY


def _free(segment: Segment) -> bool:
    return not segment.titled and segment.section in _ENDS_AT_GAP


def _next(state: str, kind: str, begins: bool) -> str:
    """What a statement is, from what the one before was: "" or "hpi", then "exam" or "results", then "thought"."""
    if kind in ("exam", "results"):
        return kind
    if state in ("exam", "results"):
        return "thought" if begins or kind in ("thought", "action") else state
    return state or "hpi"


def _kind(segment: Segment, parts: Parts) -> str:
    """Whether a statement reads as "exam", "results", "thought" or "action"; "other" for anything else."""
    found = tokens.words(tokens.lowered(segment.text))
    if not found:
        return "other"
    first = found[0]
    start = found[:_START]
    if first in parts.exam:
        return "exam"
    vitals = sum(1 for word, following in pairwise(found) if word in parts.vital and following[0].isdigit())
    if vitals >= _MANY or (vitals and not parts.vital.isdisjoint(found[:_MANY])):
        return "exam"
    if not parts.result.isdisjoint(start) and len(found) > _START:
        return "results"
    organs, findings = parts.organ.intersection(found), parts.finding.intersection(found)
    if organs and findings and (not organs.isdisjoint(start) or min(len(organs), len(findings)) >= _MANY):
        return "exam"
    if first in parts.action:
        return "action"
    return "thought" if first in parts.thought or " ".join(found[:2]) in parts.thought else "other"


def _planned(segments: list[Segment], parts: Parts) -> list[Segment]:
    """In an assessment what begins with an order ("Start …", "Recheck …") is the plan, and so is the rest of its
    block.
    """
    result: list[Segment] = []
    block, planned = -1, False
    for segment in segments:
        if segment.role not in ASSESSED:
            order = not segment.role and _orders(segment.text, parts, True)
            result.append(segment._replace(role="plan") if order else segment)
            continue
        opening = segment.block != block
        if opening:
            block, planned = segment.block, False
        if not planned:
            planned = _orders(segment.text, parts, opening)
        result.append(segment._replace(role="plan") if planned else segment)
    return result


def _orders(text: str, parts: Parts, opening: bool) -> bool:
    first, _, rest = text.partition(" ")
    first = first.strip(",:").lower()
    if first in _AS_AN_ORDER and rest.partition(" ")[0].lower() not in _AS_AN_ORDER[first]:
        return False  # back pain, wound infection
    return first in parts.action and not (opening and first in ("follow", "recheck", "followup", "stop"))
