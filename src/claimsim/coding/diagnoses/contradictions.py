"""What one section says and another denies: asked about, never chosen between (guideline I.B.13 on the side)."""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen
from claimsim.coding.diagnoses.condition_codes import UNCLEAR
from claimsim.coding.queries.queries import ask_choice, ask_conflict
from claimsim.coding.reading.sides_told import is_sound
from claimsim.coding.rules import because
from claimsim.model.codes import Evidence

_OPPOSITE = {"right": "left", "left": "right"}
_LETTER = {"right": "r", "left": "l"}
_TYPES = frozenset({"systolic", "diastolic"})
"""Types of heart failure that are no one's at once, unless it is called combined."""
_OPERATED = frozenset({"replacement", "replaced", "arthroplasty", "tka", "tha", "postoperative", "postop", "pod"})
_CURRENT = frozenset({"complaint", "hpi", "exam", "results", "procedure"})
_DECISIVE = frozenset({"complaint", "exam", "results", "procedure"})


def without_contradictions(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """The diagnoses, those whose side another section contradicts without a side: that is asked about."""
    kept: list[Chosen] = []
    for item in chosen:
        _without_type(case, item)
        other = _other_side(case, item, chosen)
        if other is None:
            kept.append(item)
            continue
        evidence = (*item.evidence[:1], other)
        text = f"The note gives {item.side} in one place and {_OPPOSITE[item.side]} in another."
        item.why.append(because("contradiction", f"{item.condition.name}: {text}"))
        item.side = UNCLEAR
        kept.append(item)
        ask_conflict(case, item.condition.name, evidence)
    return kept


def _without_type(case: Case, item: Chosen) -> None:
    """Take the type off a diagnosis that the assessment calls one and the story or the results the other: "heart
    failure with preserved EF" above "systolic heart failure". That is asked about.
    """
    own = _TYPES & item.qualifiers
    if len(own) != 1 or len(_TYPES & item.told) != 1 or own <= item.told:
        return
    if any(m.section == "addendum" for m in item.mentions):
        return
    other = next(m for m in item.beside if not _TYPES.isdisjoint(m.qualifiers))
    evidence = (*item.evidence[:1], case.evidence(other))
    item.why.append(because("contradiction", f"{item.condition.name}: the note gives two types of it."))
    ask_choice(case, item.condition.name, "type", tuple(sorted(_TYPES)), evidence)
    item.mentions = [m._replace(qualifiers=m.qualifiers - _TYPES) for m in item.mentions]
    item.told -= _TYPES
    item.elsewhere -= _TYPES
    item.untyped = True


_LONG_AGO = frozenset({"healed", "ago", "childhood", "previously"})
"""Words of what once was with the other side: "broke left wrist at 12 - healed"."""


def _other_side(case: Case, item: Chosen, chosen: list[Chosen]) -> Evidence | None:
    """The statement that gives only the other side for this region; None if sides agree."""
    if item.side not in _OPPOSITE or any(m.section == "addendum" for m in item.mentions):
        return None
    region = item.condition.region or _told_region(case, item)
    if not region:
        return None
    if any(other is not item and other.condition.region == region and other.side != item.side for other in chosen):
        return None  # both sides are assessed, each for itself
    statements = case.reading.statements
    told = [
        (side, at)
        for where, side, at in case.reading.sides
        if where == region
        and statements[at].section in _CURRENT
        and not is_sound(statements[at].words)
        and _LONG_AGO.isdisjoint(statements[at].words)
    ]
    seen = [(side, at) for side, at in told if statements[at].section in _DECISIVE]
    opposite = _OPPOSITE[item.side]
    if not _only(opposite, seen) and not (_only(opposite, told) and any(_complained(case, at) for _, at in told)):
        return None
    others = [s for s in statements if opposite in s.words or _LETTER[opposite] in s.words]
    if any(not _OPERATED.isdisjoint(s.words) for s in others):
        return None  # the other side is the operated one; this one is told beside it
    return case.quote((seen or told)[0][1])


def _told_region(case: Case, item: Chosen) -> str:
    """The part of the body that a diagnosis known by its title alone is told at."""
    own = {m.statement for m in item.mentions}
    told = {where for where, side, at in case.reading.sides if at in own and side == item.side}
    return told.pop() if len(told) == 1 else ""


def _only(side: str, told: list[tuple[str, int]]) -> bool:
    return bool(told) and all(other == side for other, _ in told)


def _complained(case: Case, number: int) -> bool:
    """Whether a statement complains of the region: something affirmed there, today."""
    return any(
        m.statement == number and m.assertion == "affirmed" and m.side and m.role != "history"
        for m in case.reading.mentions
    )
