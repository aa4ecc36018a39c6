"""What remains of a disease that is over, and the care after an operation.

A deficit that a stroke left is told by category I69 from the first visit after the hospital on; I63 is for the first
episode of care (guideline I.C.9.d). Therapy after a joint's replacement is aftercare, and the arthritis of that joint
is gone (guideline I.C.21.c.7; Z47.1 asks for the joint, Z96.6-).
"""

from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.terms import SIDES

_STROKES = frozenset({"stroke", "history of stroke"})
_DEFICITS = {
    "hemiplegia": "hemiplegia following stroke",
    "aphasia": "aphasia following stroke",
    "dysphagia": "dysphagia following stroke",
    "apraxia": "apraxia following stroke",
    "ataxia": "ataxia following stroke",
    "dysarthria": "dysarthria following stroke",
    "facial droop": "facial weakness following stroke",
}
_FIRST_EPISODE = frozenset({"21", "22", "23"})
_LEFT_OVER = frozenset({"affirmed", "historical"})
_HANDED = frozenset({"handed", "dominant", "hand"})
_JOINTS = {
    "knee": "aftercare following knee replacement",
    "hip": "aftercare following hip replacement",
    "shoulder": "aftercare following shoulder replacement",
}
_REPLACED = frozenset({"arthroplasty", "replacement", "total", "tka", "tha", "tkr", "thr"})
_SINCE = frozenset(
    {"post", "s/p", "postop", "postoperative", "pod", "after", "following", "underwent", "had", "status"}
)
_OPERATED = frozenset({"post", "pod", "postop", "postoperative"})
_DAYS_AFTER = frozenset({"pod", "postop", "postoperative"})
_WEEKS = frozenset({"wk", "wks", "week", "weeks", "day", "days"})
_MONTHS, _FEW = frozenset({"mo", "mos", "month", "months"}), frozenset({"1", "2", "3"})
_ARTHRITIS = ("M15", "M16", "M17", "M19")


def with_late_effects(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """The diagnoses with a stroke's deficits as its sequelae and therapy after a replacement as aftercare."""
    if case.encounter.place_of_service not in _FIRST_EPISODE:
        chosen = _of_stroke(case, chosen)
    visit = case.encounter.visit
    if visit is not None and visit.kind == "therapy":
        return _after_replacement(case, chosen)
    for item in chosen:
        joint = item.condition.region
        if item.condition.term == f"artificial {joint} joint" and joint in _JOINTS and _lately(_words_of(case, item)):
            item.condition = case.lexicon.conditions[_JOINTS[joint]]
            item.why.append(because("assessed", "Seen in the weeks after the joint's replacement: aftercare."))
    return _after_operation(case, chosen)


def _after_operation(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """ "2 weeks s/p lap chole, healing well": aftercare, where the statement names no disease that is there still."""
    told = {m.statement for item in chosen if item.condition.problem != "status" for m in item.mentions}
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role not in ASSESSED or number in told or _OPERATED.isdisjoint(words):
            continue
        code = next((case.lexicon.aftercare[word] for word in words if word in case.lexicon.aftercare), "")
        if not code or not _lately(words) or any(item.condition.code.startswith(("Z47", "Z48")) for item in chosen):
            continue
        condition = case.lexicon.conditions["surgical aftercare"]._replace(code=code)
        mention = Mention(
            condition, statement.line, number, statement.section, statement.role, statement.block, "affirmed", "",
            frozenset(), "", "", 0, len(words),
        )  # fmt: skip
        why = because("assessed", "Seen in the weeks after an operation: aftercare.")
        return [Chosen(condition, [mention], (number, -1), "", "", [why], [case.quote(number)]), *chosen]
    return chosen


def _lately(words: list[str]) -> bool:
    """ "S/p R TKA, 6 wks, doing well", "2 months s/p THA": weeks, days or up to three months."""
    if not _DAYS_AFTER.isdisjoint(words):
        return True
    return any(unit in _WEEKS or (unit in _MONTHS and word in _FEW) for word, unit in pairwise(words) if word.isdigit())


def _words_of(case: Case, item: Chosen) -> list[str]:
    return case.reading.statements[item.mentions[0].statement].words


def _of_stroke(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    stroke = next((m for m in case.reading.mentions if _is(m, _STROKES) and m.assertion in _LEFT_OVER), None)
    if stroke is None or stroke.role == "family":
        return chosen
    deficits = [item for item in chosen if item.condition.term in _DEFICITS]
    if not deficits:
        return chosen
    for item in deficits:
        known = case.lexicon.conditions.get(_DEFICITS[item.condition.term])
        if known is None:
            continue
        item.condition = known
        item.mentions = [
            m._replace(entry=known, qualifiers=m.qualifiers | _dominance(case, item.side)) for m in item.mentions
        ]
        item.evidence.append(case.evidence(stroke))
        item.why.append(because("specificity", "What a stroke left is its sequela (I69)."))
    return [item for item in chosen if item.condition.term not in _STROKES]


def _is(mention: Mention, terms: frozenset[str]) -> bool:
    return isinstance(mention.entry, Condition) and mention.entry.term in terms


def _dominance(case: Case, side: str) -> frozenset[str]:
    """Whether the affected side is the dominant one, where the note tells the hand; else the default of guideline
    I.C.6.a holds, which is in the condition's variants.
    """
    for statement in case.reading.statements:
        for at, word in enumerate(statement.words[1:], start=1):
            hand = SIDES.get(statement.words[at - 1])
            if word in _HANDED and hand in ("right", "left") and statement.words[at : at + 1] == ["handed"]:
                return frozenset({"dominant" if hand == side else "nondominant"}) if side else frozenset()
    return frozenset()


def _after_replacement(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role in ("history", "family", "plan") or _REPLACED.isdisjoint(words) or _SINCE.isdisjoint(words):
            continue
        joint = next((word for word in words if word in _JOINTS), "")
        if not joint:
            continue
        condition = case.lexicon.conditions[_JOINTS[joint]]
        at = words.index(joint)
        near = [SIDES[word] for word in words[max(0, at - 3) : at + 3] if word in SIDES]
        side = near[0] if near else next(iter(case.reading.region_sides.get(joint, set())), "")
        mention = Mention(
            condition, statement.line, number, statement.section, statement.role, statement.block, "affirmed", side,
            frozenset(), "", "", at, at + 1,
        )  # fmt: skip
        why = because("assessed", "Therapy after the joint's replacement is aftercare.")
        made = Chosen(condition, [mention], (-1, 0), side, "", [why], [case.quote(number)])
        kept = [item for item in chosen if not _of_the_joint(item, joint, side)]
        return [made, *kept]
    return chosen


def _of_the_joint(item: Chosen, joint: str, side: str) -> bool:
    """What the operation replaced, or the joint's status said again."""
    if item.condition.region != joint:
        return False
    gone = item.condition.code.startswith(_ARTHRITIS) and item.side in (side, "")
    return gone or item.condition.system == "status" or item.condition.symptom
