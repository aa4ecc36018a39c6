"""Injuries of one place told in several ways: "puncture wound with a splinter", "bite, two punctures", "extra-articular
fracture (Colles)", "abrasion and laceration", "ankle injury: fibula fracture".

Superficial injuries are not coded beside a more severe one of the same site (guideline I.C.19.b), an unspecified or
residual title not beside one that says what it is (guideline I.B.2), and a foreign body in an open wound is told by the
wound's own code.
"""

import re
from collections.abc import Callable

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because

_WOUND = re.compile(
    r"(?P<kind>laceration|puncture wound|open bite|unspecified open wound|abrasion|contusion|superficial foreign body"
    r"|insect bite \(nonvenomous\)|insect bite|blister \(nonthermal\)|other superficial bite"
    r"|unspecified superficial injury)(?: (?P<body>with|without) foreign body)?(?: of|,) (?P<site>.*)"
)
_OPEN = ("laceration", "puncture wound", "open bite", "unspecified open wound")
_RANK = {"open bite": 0, "laceration": 1, "puncture wound": 2, "unspecified open wound": 3}
_VAGUE = re.compile(r"\b(?:other|unspecified)\b")
_BARE = re.compile(r"unspecified injury of ")
_PLACE = re.compile(
    r"\b(?:right|left|first|second|third|fourth|fifth|index|middle|ring|little|thumb|[lt]\d+(?:-t\d+)?)\b"
)
_HEAD = "S09.90"
_SEVERE_HEAD = ("S06", "S02")
_INJURIES = "S"
_AFTERCARE = ("Z48.00", "Z48.01", "Z48.02")


_BRITTLE = frozenset({"osteoporotic", "fragility", "insufficiency"})
_MINOR = (
    "ground level fall", "fall from standing", "fell from standing", "from standing height", "low energy", "minor fall",
    "minor trauma", "trivial trauma", "minimal trauma", "without trauma", "no trauma",
)  # fmt: skip
_NEAR = 4
_ASSESSED = frozenset({"assessment", "assessment_plan", "course", ""})
_M80_SITES = (
    ("S42.0", "1"), ("S42.1", "1"), ("S42", "2"), ("S52", "3"), ("S62", "4"), ("S72", "5"), ("S82.5", "7"),
    ("S82.6", "7"), ("S82.8", "7"), ("S82", "6"), ("S92", "7"), ("S22.0", "8X"), ("S32.0", "8X"), ("S32.1", "8X"),
    ("S12", "8X"), ("S32", "B"), ("S22", "AX"),
)  # fmt: skip
"""The site in M80.0- of a fracture, by the beginning of the code it has as an injury."""


def settle_injuries(case: Case, coded: list[Coded]) -> list[Coded]:
    """The injuries, each once and by its own code."""
    if any(item.code[0] == _INJURIES for item in coded):
        coded = _without_aftercare(case, _osteoporotic(case, coded))
    if sum(1 for item in coded if item.code[0] == _INJURIES) < 2:
        return coded
    result = _with_foreign_bodies(case, coded)
    for gives_way in (_told_by_wound, _superficial, _residual, _bare):
        result = _without(case, result, gives_way)
    return result


def _without_aftercare(case: Case, coded: list[Coded]) -> list[Coded]:
    """Care of a healing injury is told by its 7th character, not by an aftercare code (guideline I.C.21.c.7)."""
    healing = any(item.code.startswith(_INJURIES) and item.code.endswith("D") for item in coded)
    for item in [item for item in coded if healing and item.code.startswith(_AFTERCARE)]:
        case.leave_out(item.evidence[0], because("seventh-character", f"{item.code} is no code for an injury's care."))
        coded = [other for other in coded if other is not item]
    return coded


def _osteoporotic(case: Case, coded: list[Coded]) -> list[Coded]:
    """A fracture that the clinician calls osteoporotic is M80, not an injury (guideline I.C.13.d.2)."""
    broken = [item for item in coded if item.code.startswith(_INJURIES) and "fracture" in _title(case, item)]
    said = next((m for m in case.reading.mentions if broken and _brittle(case, m)), None)
    known = next((item for item in coded if item.code == "M81.0"), None)
    if said is None and known is not None and broken:
        said = next((m for m in case.reading.mentions if m.entry is known.condition and _minor_fall(case)), None)
    if said is None:
        return coded
    for item in broken:
        site = next((site for beginning, site in _M80_SITES if item.code.startswith(beginning)), "")
        sides = _places(case, item)
        side = "" if site.endswith("X") else "1" if "right" in sides else "2" if "left" in sides else "9"
        code = f"M80.0{site}{side}{item.code[-1]}"
        if site and case.diagnosis(code) is not None:
            item.code = code
            item.evidence.append(case.evidence(said))
            item.why.append(because("specificity", "The fracture of an osteoporotic bone, not an injury."))
    return [item for item in coded if item.code != "M81.0"]


def _brittle(case: Case, mention: Mention) -> bool:
    """Whether a fracture is called osteoporotic."""
    if mention.assertion != "affirmed" or mention.role not in _ASSESSED or "fracture" not in mention.entry.name:
        return False
    words = case.reading.statement_of(mention).words
    before = words[max(0, mention.start - _NEAR) : mention.start]
    behind = words[mention.end : mention.end + _NEAR]
    beside = before[-1:] == ["osteoporosis"] or behind[:2] == [",", "osteoporosis"]
    return beside or not _BRITTLE.isdisjoint([*before, *behind])


def _minor_fall(case: Case) -> bool:
    """A fall that would not break a normal bone, as the clinician tells it."""
    texts = (" ".join(s.words) for s in case.reading.statements if s.role not in ("history", "family"))
    return any(phrase in text for text in texts for phrase in _MINOR)


def _without(case: Case, coded: list[Coded], gives_way: Callable[[Case, Coded, Coded], bool]) -> list[Coded]:
    kept: list[Coded] = []
    for item in coded:
        others = (o for o in coded if o is not item and o.code[0] == _INJURIES)
        other = next((o for o in others if item.code.startswith(_INJURIES) and gives_way(case, item, o)), None)
        if other is None:
            kept.append(item)
            continue
        text = f"{other.name} ({other.code}) tells the injury of this site."
        case.leave_out(item.evidence[0], because("specificity", text))
    return kept


def _wound(case: Case, item: Coded) -> tuple[str, str, str]:
    """Kind, whether with a foreign body ("with", "without" or empty) and site of a wound's title; else empty."""
    found = _WOUND.match(_title(case, item).partition(", initial")[0])
    return (found["kind"], found["body"] or "", _site(found["site"])) if found else ("", "", "")


def _title(case: Case, item: Coded) -> str:
    text = (case.diagnosis(item.code) or "").lower()
    return re.sub(r", (?:initial|subsequent) encounter.*|, sequela", "", text)


def _site(text: str) -> str:
    return re.sub(r" (?:with|without) (?:damage to nail|penetration into .*)", "", text)


def _with_foreign_bodies(case: Case, coded: list[Coded]) -> list[Coded]:
    """A splinter in a wound of the same site: the wound with its foreign body."""
    result = list(coded)
    for item in coded:
        kind, body, site = _wound(case, item)
        if kind not in ("laceration", "puncture wound") or body != "without":
            continue
        beside = next((o for o in result if _wound(case, o)[::2] == ("superficial foreign body", site)), None)
        code = _of_title(case, item, "without foreign body", "with foreign body") if beside is not None else ""
        if beside is None or not code:
            continue
        why = because("specificity", "A foreign body in an open wound is told by the wound's code.")
        made = Coded(code, item.condition, [*item.evidence, *beside.evidence], [*item.why, why])
        result = [made if o is item else o for o in result if o is not beside]
    return result


def _of_title(case: Case, item: Coded, old: str, new: str) -> str:
    """The code of the same category whose title differs in some words only; its 7th character is the item's."""
    wanted = _title(case, item).replace(old, new, 1)
    for row, _ in case.tables.icd10cm.leaves(item.code[:3]):
        if row.description.lower() == wanted:
            code = (row.code if "." in row.code else f"{row.code}.").ljust(7, "X") + item.code[-1]
            return code if case.diagnosis(code) is not None else ""
    return ""


def _told_by_wound(case: Case, item: Coded, other: Coded) -> bool:
    """Of several wounds of one site the bite tells the punctures, the one with a foreign body the one without."""
    kind, body, site = _wound(case, item)
    other_kind, other_body, other_site = _wound(case, other)
    if not kind or site != other_site or kind not in _OPEN or other_kind not in _OPEN:
        return False
    if (kind, body) == (other_kind, other_body):  # "with damage to nail"
        return "without damage" in _title(case, item) and "with damage" in _title(case, other)
    if body != other_body and "with" in (body, other_body) and "open bite" not in (kind, other_kind):
        return other_body == "with"
    return _RANK[other_kind] < _RANK[kind] and (other_kind == "open bite" or kind == "unspecified open wound")


def _superficial(case: Case, item: Coded, other: Coded) -> bool:
    """An abrasion or contusion of the site of an open wound, fracture, dislocation or sprain."""
    kind, _, site = _wound(case, item)
    if not kind or kind in _OPEN or item.code[2] not in "0":
        return False
    other_kind, _, other_site = _wound(case, other)
    if other_kind:
        return other_kind in _OPEN and site == other_site
    if item.code[1] != other.code[1] or other.code[2] not in "237":
        return False  # fractures, dislocations and sprains, crushing injuries
    return bool(item.region) and item.region == other.region and _places(case, item) <= _places(case, other)


def _places(case: Case, item: Coded) -> set[str]:
    return set(_PLACE.findall(_title(case, item)))


def _residual(case: Case, item: Coded, other: Coded) -> bool:
    """ "Other extraarticular fracture" beside Colles' fracture of the same bone and side."""
    if other.code[:5] != item.code[:5] or other.code[:7] == item.code[:7]:
        return False
    mine, theirs = _title(case, item), _title(case, other)
    if not _VAGUE.search(mine) or _VAGUE.search(theirs):
        return False
    return _places(case, item) <= _places(case, other)


def _bare(case: Case, item: Coded, other: Coded) -> bool:
    """ "Ankle injury" where the note says which one it is."""
    if not _BARE.match(_title(case, item)) or _BARE.match(_title(case, other)):
        return False
    if item.code.startswith(_HEAD):
        return other.code.startswith(_SEVERE_HEAD)
    return item.code[1] == other.code[1]
