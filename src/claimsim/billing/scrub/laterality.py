"""Sides: said where the fee schedule pays by side, and the same for the procedure and its diagnosis."""

import re
from functools import lru_cache

from claimsim.billing.scrub.answers import STOP, WARN
from claimsim.billing.scrub.bundling import ANATOMIC
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.rules import Rule

_BY_SIDE = ("1", "3")
_SIDES = {"RT": frozenset({"right"}), "LT": frozenset({"left"}), "50": frozenset({"right", "left"})}
_WORDS = re.compile(r"\b(right|left|bilateral)\b", re.IGNORECASE)
_HEART = re.compile(r"I(2[0-9]|3[0-9]|4[0-9]|5[0-2])")
"""Left and right name parts of the heart in I20 to I52, not sides of the body."""


@lru_cache(maxsize=4096)
def sides_of(code: str, description: str) -> frozenset[str]:
    """The sides of the body that a diagnosis speaks of: right, left, both, or none."""
    if _HEART.match(code):
        return frozenset()
    words = {word.lower() for word in _WORDS.findall(description)}
    return frozenset({"right", "left"}) if "bilateral" in words else frozenset(words)


def _side_missing(at: ScrubContext) -> str | None:
    line = at.service
    row = at.tables.physician_fee(line.code, "", line.date_of_service)
    if row is None or row.bilateral not in _BY_SIDE:
        return None
    if "50" in line.modifiers or not ANATOMIC.isdisjoint(line.modifiers):
        return None
    return f"{line.code} is paid by side (bilateral indicator {row.bilateral}) and has neither RT nor LT nor 50"


def _side_conflict(at: ScrubContext) -> str | None:
    line = at.service
    said = next((_SIDES[modifier] for modifier in line.modifiers if modifier in _SIDES), None)
    if said is None:
        return None
    found: set[str] = set()
    for code in at.claim.pointed(line):
        row = at.tables.icd10cm.get(code, line.date_of_service)
        if row is not None:
            found |= sides_of(row.code, row.description)
    if not found or said <= found:
        return None
    spoken = " and ".join(sorted(said, reverse=True))
    return f"{line.code} says {spoken}, its diagnoses say {' and '.join(sorted(found, reverse=True))}"


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="laterality-missing",
            title="A procedure on one of two sides, without the side",
            meaning="Where the fee schedule's bilateral indicator is 1 or 3, each side is a service. Without RT, LT "
            "or 50 the second side looks like a duplicate, and many payers ask for the side.",
            authority="Medicare physician fee schedule, bilateral surgery indicator",
            answer=WARN,
            action="The coder adds RT or LT, or 50 where both sides were done, from the record.",
            stage="scrub",
            check=_side_missing,
        ),
        fix="coder",
    ),
    ScrubEdit(
        Rule(
            id="laterality-conflict",
            title="The procedure and its diagnosis name different sides",
            meaning="A right knee is not injected for arthritis of the left one. One of the two was coded wrong.",
            authority="ICD-10-CM Official Guidelines, section I.B.13 (laterality)",
            answer=STOP,
            action="The coder reads in the record which side was treated.",
            stage="scrub",
            check=_side_conflict,
        ),
        fix="coder",
    ),
)
