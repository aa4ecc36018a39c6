"""What a note is cut into: its statements, and the signals that they give."""

from typing import NamedTuple

ASSESSED = frozenset({"assessment", "assessment_plan"})
"""The roles of sections in which the clinician concludes."""


class Statement(NamedTuple):
    """One statement: its line (1-based), section, the section's role, block, text, words, and where its words come
    from.
    """

    line: int
    section: str
    role: str
    block: int
    text: str
    words: list[str]


class Signal(NamedTuple):
    """A cue that matters to the visit's level or to a service, with its statement's number."""

    kind: str
    value: str
    statement: int
