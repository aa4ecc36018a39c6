"""From a condition and what is said of it to its code: variants, side, 7th character, what held on the day."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.refining import refine
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition
from claimsim.model.codes import Alternative, Evidence, Reason

UNCLEAR = "unclear"
"""The side of what the note gives two sides: coded without one while somebody is asked."""
_PHASE = {
    "": "A",
    "initial": "A",
    "subsequent": "D",
    "sequela": "S",
    "delayed union": "G",
    "nonunion": "K",
    "malunion": "P",
}


_OPEN = {"A": "B", "D": "E", "G": "H", "K": "M", "P": "Q"}
_OPEN_III = {"A": "C", "D": "F", "G": "J", "K": "N", "P": "R"}
"""7th characters of open fractures (type I, II or not told; type III), by those of closed ones."""


class Resolved(NamedTuple):
    """The codes of a condition (two when both sides need one each), why, and what a query must ask ("" or a
    subject).
    """

    codes: tuple[str, ...]
    why: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    asks: tuple[str, ...]


def resolve(
    case: Case,
    condition: Condition,
    qualifiers: frozenset[str],
    side: str,
    phase: str,
    mentions: Sequence[Mention] = (),
) -> Resolved:
    """The code or codes valid on the day; none if the index has no code for that day.

    `mentions` are those whose own words may pick out a more specific title of the tabular list.
    """
    said = qualifiers | {side} if side else qualifiers
    variant = next((v for v in condition.variants if all(need & said for need in v.needs)), None)
    if mentions:
        told = frozenset(word for need in variant.needs for word in need & said) if variant is not None else frozenset()
        specific = _by_title(case, condition, side, phase, list(mentions), told - {side})
        if specific is not None:
            return specific._replace(codes=_if_open(case, specific.codes, said))
    template = variant.code if variant is not None else condition.code
    why: list[Reason] = []
    alternatives: list[Alternative] = []
    asks: list[str] = []
    codes = _if_open(case, _valid(case, template, condition, side, phase), said)
    if variant is not None and codes:
        words = " and ".join(sorted(word for need in variant.needs for word in need & said))
        why.append(because("specificity", f"The note says {words}, which has its own code."))
        alternatives.extend(_unspecific(case, condition, side, phase, codes, words))
    if variant is None and condition.query:
        asks.append(condition.query)
    if condition.sides and (template == condition.code or "#" in template):
        if side and side != UNCLEAR:
            why.append(because("laterality", f"The note gives the side: {side}."))
            alternatives.extend(_other_sides(case, condition, template, side, phase, codes))
        elif not side:
            asks.append("side")
    if "@" in template:
        why.append(because("seventh-character", _PHASE_WORDS[phase]))
    return Resolved(codes, tuple(why), tuple(alternatives), tuple(asks))


def unspecific(case: Case, condition: Condition, side: str, phase: str) -> tuple[str, ...]:
    """The codes of a condition of which nothing more is said."""
    return _valid(case, condition.code, condition, side, phase)


def _by_title(
    case: Case, condition: Condition, side: str, phase: str, mentions: list[Mention], told: frozenset[str]
) -> Resolved | None:
    """The code that the words beside the condition pick out in the tabular list; None if they say no more than the
    index has already (`told`).
    """
    refined = refine(case, condition, mentions)
    if refined is None or (told and not (told < refined.words)):
        return None
    sides = refined.title.sides if len(refined.title.sides) > 1 else ()
    specific = condition._replace(code=refined.title.code, sides=sides, query="")
    side = side or refined.side
    codes = _valid(case, specific.code, specific, side, phase)
    if not codes:
        return None
    words = " ".join(sorted(refined.words))
    why = [because("specificity", f"The note says {words}, which has its own code.")]
    if "@" in specific.code:
        why.append(because("seventh-character", _PHASE_WORDS[phase]))
    asks = ("side",) if sides and not side and "" not in dict(sides) else ()
    return Resolved(codes, tuple(why), tuple(_unspecific(case, condition, side, phase, codes, words)), asks)


_PHASE_WORDS = {
    "": "Active treatment: 7th character A.",
    "initial": "Active treatment: 7th character A.",
    "subsequent": "Routine care while healing: 7th character D.",
    "sequela": "A late effect: 7th character S.",
    "delayed union": "Care of a fracture that heals late: 7th character G.",
    "nonunion": "Care of a fracture that does not unite: 7th character K.",
    "malunion": "Care of a fracture that united badly: 7th character P.",
}


def _valid(case: Case, template: str, condition: Condition, side: str, phase: str) -> tuple[str, ...]:
    for choice in template.split(">"):
        codes = tuple(
            code.replace("@", _PHASE[phase]) for part in choice.split("&") for code in _sided(part, condition, side)
        )
        if codes and all(case.diagnosis(code) is not None for code in codes):
            return codes
    return ()


def _if_open(case: Case, codes: tuple[str, ...], said: frozenset[str]) -> tuple[str, ...]:
    """The codes with the 7th character of an open fracture where the note calls it open and they have one."""
    if said.isdisjoint(("open", "type 3 open")):
        return codes  # a fracture not indicated as open or closed is coded as closed (guideline I.C.19.c)
    tables = (_OPEN_III, _OPEN) if "type 3 open" in said else (_OPEN,)
    return tuple(
        next((o for t in tables if (o := code[:-1] + t.get(code[-1], "")) != code[:-1] and case.diagnosis(o)), code)
        for code in codes
    )


def _sided(template: str, condition: Condition, side: str) -> tuple[str, ...]:
    sides = dict(condition.sides)
    if ("#" not in template and template != condition.code) or not sides:
        return (template,)
    if side == "bilateral" and "bilateral" not in sides:
        wanted: tuple[str, ...] = ("right", "left")
    else:
        wanted = (side if side in sides else "",)
    found = (sides[name] for name in wanted if name in sides)
    return tuple(value if len(value) > 1 else template.replace("#", value) for value in found)


def _unspecific(
    case: Case, condition: Condition, side: str, phase: str, codes: tuple[str, ...], words: str
) -> list[Alternative]:
    return [
        Alternative(code, f"it does not say {words}")
        for code in _valid(case, condition.code, condition, side, phase)
        if code not in codes
    ]


def _other_sides(
    case: Case, condition: Condition, template: str, side: str, phase: str, codes: tuple[str, ...]
) -> list[Alternative]:
    """The codes of the other side and of none."""
    found: list[Alternative] = []
    for other in ("left" if side == "right" else "right", ""):
        why = f"the note says {side}, not {other}" if other else f"the note gives the side: {side}"
        found += [
            Alternative(code, why) for code in _valid(case, template, condition, other, phase) if code not in codes
        ]
    return found


def is_due(case: Case, query: str, said: frozenset[str]) -> bool:
    """Whether a detail is asked for: always, or where the note says what stands behind the query's mark. An unspecified
    code is right where nothing in the record points to more (guideline I.B.18).
    """
    wanted = indicators_of(query)
    return not wanted or not wanted.isdisjoint(said) or next(_saying(case, wanted), None) is not None


def indicators_of(query: str) -> frozenset[str]:
    """The words that make a query of the index due ("stage: 1/2/3@egfr|gfr"); none where it always is."""
    _, mark, words = query.partition("@")
    return frozenset(words.split("|")) if mark else frozenset()


def indicated_by(case: Case, query: str) -> tuple[Evidence, ...]:
    """The first statement with a word that makes a query of the index due."""
    return tuple(case.quote(number) for number in [*_saying(case, indicators_of(query))][:1])


def _saying(case: Case, wanted: frozenset[str]) -> Iterator[int]:
    for number, statement in enumerate(case.reading.statements):
        if statement.role not in ("history", "family") and not wanted.isdisjoint(statement.words):
            yield number
