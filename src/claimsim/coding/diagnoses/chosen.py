"""Diagnoses in the making: the mentions of a condition by side and place, with what they say together."""

import re
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.consciousness import with_consciousness
from claimsim.coding.diagnoses.refining import field_of, refine, side_of
from claimsim.coding.diagnoses.told_sides import ailing_sides, side_of_procedure
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition
from claimsim.model.codes import Evidence, Reason

_OF_THE_DAY = frozenset(
    {"acute", "exacerbation", "hyperglycemia", "hypoglycemia", "poorly controlled", "uncontrolled", "positive"}
)
CIGARETTES = frozenset({"cigarettes", "cigarette", "cigs", "cig", "ppd", "packs", "pack"})
_DIGITS = frozenset({"index", "middle", "ring", "little"})
_FINGERS = {
    "index": "index", "middle": "middle", "long": "middle", "ring": "ring", "little": "little", "small": "little",
    "pinky": "little", "pointer": "index", "2nd": "index", "3rd": "middle", "4th": "ring", "5th": "little",
}  # fmt: skip
_FINGER_WORDS = frozenset({"finger", "fingertip", "digit", "dip", "pip", "mcp"})
_FEW = 6
_OVER = frozenset({"resolved", "healed"})
_TODAY = frozenset({"symptoms", "told", "findings", "results", "procedure"})
_LIMBS = {
    "arm": frozenset({"shoulder", "elbow", "wrist", "hand"}),
    "leg": frozenset({"hip", "knee", "ankle", "foot"}),
}
_PAIRED = frozenset(
    {"knees", "eyes", "hands", "legs", "feet", "hips", "ears", "wrists", "shoulders", "ankles", "elbows", "calves"}
    | {
        "heels",
        "thumbs",
        "flatfeet",
        "arms",
        "lids",
        "eyelids",
        "breasts",
        "axillae",
        "armpits",
        "thighs",
        "forearms",
        "soles",
    }
)
"""In the plural, both of a pair."""

_FLARE = frozenset({"exacerbation"})
_FLARE_OVER = re.compile(r"\b(?:exacerbation|flare)\b(?: \w+)? (?:resolved|is over|is past)\b", re.IGNORECASE)


class Chosen(Struct):
    """A diagnosis in the making. `codes` is filled when it is resolved; `order` is its place in the note."""

    condition: Condition
    mentions: list[Mention]
    order: tuple[int, int]
    side: str = ""
    control: str = ""
    why: list[Reason] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    elsewhere: frozenset[str] = frozenset()
    """What other sections say of it that does not change from visit to visit: its stage or type."""
    told: frozenset[str] = frozenset()
    """What the story of the day, the examination and the results say of it."""
    beside: list[Mention] = field(default_factory=list)
    """Where the story of the day, the examination and the results name it."""
    untyped: bool = False
    """Whether its type is asked for, so that the words of one mention do not choose it."""

    @property
    def qualifiers(self) -> frozenset[str]:
        """Everything the coded mentions say of it."""
        return frozenset().union(*(mention.qualifiers for mention in self.mentions))

    @property
    def block(self) -> int:
        """The numbered problem it stands in."""
        return self.mentions[0].block


def by_side(
    case: Case, condition: Condition, coded: list[Mention], group: list[Mention], rule: str, text: str
) -> list[Chosen]:
    """One diagnosis, or one for each side where the assessment names both sides apart."""
    amended = [m for m in coded if m.section == "addendum"]
    settled = any(m.side for m in amended)
    if settled:  # the answer to a query settles what the note left open
        coded = [*amended, *(m._replace(side="") for m in coded if m.section != "addendum")]
    apart = [] if settled else _apart(case, condition, coded)
    if apart:
        return [_made(case, condition, own, group, side if condition.sided else "", rule, text) for side, own in apart]
    sides: list[str] = list(dict.fromkeys(m.side for m in coded if m.side))
    if set(sides) == {"right", "left"} and "bilateral" in dict(condition.sides):
        sides = ["bilateral"]
    if len(sides) < 2:
        side = sides[0] if sides else _carried_side(case, condition, group)
        return [_made(case, condition, coded, group, side, rule, text)]
    return [
        _made(case, condition, [m for m in coded if m.side in (side, "")], group, side, rule, text) for side in sides
    ]


def _apart(case: Case, condition: Condition, coded: list[Mention]) -> list[tuple[str, list[Mention]]]:
    """The mentions of each side, where the sides are told apart with different words: "mild retinopathy, right eye.
    Moderate retinopathy with macular edema, left eye" are two codes and no bilateral one.
    """
    if len(coded) < 2 or len(coded) > _FEW:
        return []
    told = [(m, m.side or side_of(field_of(case, m))) for m in coded]
    ways = {side: [m for m, where in told if where == side] for side in ("right", "left")}
    said = [frozenset().union(*(m.qualifiers for m in own)) for own in ways.values() if own]
    if len(said) < 2 or said[0] == said[1]:
        return []
    return list(ways.items())


def told_apart(case: Case, item: Chosen) -> list[Chosen]:
    """Two problems that one row of the index names, by the titles that their words pick out: "allergic rhinitis due to
    pollen" and "allergic rhinitis due to animal hair".
    """
    assessed = list({m.statement: m for m in reversed(item.mentions) if m.role in ASSESSED}.values())[::-1]
    if not 1 < len(assessed) <= _FEW:
        return [item]
    ways = [(m, found) for m in assessed if (found := refine(case, item.condition, [m])) is not None]
    apart = [
        (m, mine)
        for m, mine in ways
        if not any(mine.title.words <= other.title.words for n, other in ways if n is not m)
    ]
    if len(apart) < 2 or len(apart) != len(assessed):
        return [item]
    return [
        replace(
            item, mentions=[m], order=(m.statement, m.start), evidence=[case.evidence(m)], beside=[], why=[*item.why]
        )
        for m, _ in apart
    ]


def _made(
    case: Case, condition: Condition, coded: list[Mention], group: list[Mention], side: str, rule: str, text: str
) -> Chosen:
    first = coded[0]
    if condition.system == "injury":  # "healing fracture" is as displaced as the story has it
        taken = {(m.statement, m.start) for m in coded}
        more = (m for m in group if m.assertion == "affirmed" and m.side in (side, ""))
        coded = [*coded, *(m for m in more if (m.statement, m.start) not in taken)]
        coded = with_consciousness(case, condition, _with_digit(case, condition, coded))
    control = next((m.control for m in coded if m.control), "")
    evidence = [case.evidence(m) for m in coded[:2]]
    made = Chosen(condition, coded, (first.statement, first.start), side, control, [because(rule, text)], evidence)
    said = frozenset().union(*(m.qualifiers for m in group if m.assertion in ("affirmed", "historical")))
    made.elsewhere = said - _OF_THE_DAY | _product(case, condition)
    made.beside = [m for m in group if m.assertion == "affirmed" and m.role in _TODAY and m.side in (side, "")]
    if any(_FLARE_OVER.search(case.reading.statements[m.statement].text) for m in coded):
        made.elsewhere -= _FLARE
        made.beside = [m for m in made.beside if m.qualifiers.isdisjoint(_FLARE)]
    made.told = frozenset().union(*(m.qualifiers for m in made.beside))
    if side and not any(m.side for m in coded):
        made.why.append(because("laterality", f"The side is stated elsewhere in the note: {side}."))
    return made


def _with_digit(case: Case, condition: Condition, coded: list[Mention]) -> list[Mention]:
    """The mentions with the finger that the rest of the note names, where they name none and it names one."""
    wanted = {word for variant in condition.variants for need in variant.needs for word in need & _DIGITS}
    if not wanted or any(m.qualifiers & _DIGITS for m in coded):
        return coded
    told: set[str] = set()
    for statement in case.reading.statements:
        if statement.role in ("history", "family", "plan"):
            continue
        words = statement.words
        told.update(_FINGERS[a] for a, b in pairwise(words) if a in _FINGERS and b in _FINGER_WORDS)
    if len(told) != 1 or not told <= wanted:
        return coded
    return [coded[0]._replace(qualifiers=coded[0].qualifiers | told), *coded[1:]]


def _product(case: Case, condition: Condition) -> frozenset[str]:
    """What a smoker smokes is often told with the habits ("1 ppd cigs") and not in the assessment."""
    if condition.term != "nicotine dependence" or any("vaping" in m.qualifiers for m in case.reading.mentions):
        return frozenset()
    return frozenset({"cigarettes"}) if not CIGARETTES.isdisjoint(case.vocabulary) else frozenset()


def _carried_side(case: Case, condition: Condition, group: list[Mention]) -> str:
    if not condition.sided:
        return ""
    told = [m for m in group if m.side and m.assertion == "affirmed"]
    statements = case.reading.statements
    elsewhere = {m.side for m in told if m.role != "history" and _OVER.isdisjoint(statements[m.statement].words)}
    over = {m.statement for m in group if m.assertion == "historical"}
    over |= {at for _, _, at in case.reading.sides if not _OVER.isdisjoint(statements[at].words)}
    current = ailing_sides(case, (condition.region,), frozenset(over))
    anywhere = {side for region, side, at in case.reading.sides if region == condition.region and at not in over}
    sides = elsewhere or current or {m.side for m in told} or anywhere or _of_limb(case, condition.region, over)
    if len(sides) == 1:
        return next(iter(sides))
    if not sides and (alone := side_of_procedure(case)):
        return alone
    if not sides and any(_of_both(case, m) for m in group if m.assertion == "affirmed" and m.role != "history"):
        return "bilateral"
    return "bilateral" if sides == {"right", "left"} and "bilateral" in elsewhere else ""


def _of_limb(case: Case, region: str, over: set[int]) -> set[str]:
    """The side of the whole limb, where its parts have none of their own: "RUE: tender lateral epicondyle"."""
    limb = next((whole for whole, parts in _LIMBS.items() if region in parts), "")
    return {
        side
        for where, side, at in case.reading.sides
        if limb and where == limb and at not in over and case.reading.statements[at].role not in ("history", "family")
    }


def _of_both(case: Case, mention: Mention) -> bool:
    """ "Osteoarthritis of the knees": in the plural, both of a pair."""
    words = case.reading.statements[mention.statement].words
    return not _PAIRED.isdisjoint(words[mention.start : mention.end + 2])
