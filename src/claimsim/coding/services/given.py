"""Drugs that a note's prose says were given here: name, dose, route, and what was thrown away.

A drug counts with a dose and a way in which an office gives it; one that is prescribed, taken at home, planned,
refused or given elsewhere does not. A second dose counts where it went to the other side, or "each" side had one.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.named import NEVER, SURE, UNITS, Names, names_in
from claimsim.coding.services.telling import SILENT, role_of
from claimsim.coding.words import tokens
from claimsim.coding.words.terms import SIDES
from claimsim.model.chart import DrugGiven
from claimsim.model.codes import Evidence

_DOSE = re.compile(r"(\d{1,8}(?:\.\d{1,4})?|\.\d{1,4})(mg|mcg|g|gm|units?|u|iu|meq|ml|cc)?")
_THOUSANDS = re.compile(r"\d{3}(?:mg|mcg|units?|iu)?")
_NOT_DOSE = frozenset(
    {
        "%",
        "gauge",
        "mm",
        "cm",
        "fr",
        "wk",
        "wks",
        "mo",
        "days",
        "day",
        "weeks",
        "week",
        "x",
        "tabs",
        "hours",
        "/",
        "minutes",
        "min",
        "g/",
        "sites",
        "site",
    }
)
_ROUTES = {
    "intramuscular": "IM", "im": "IM", "intramuscularly": "IM", "deltoid": "IM", "delt": "IM", "gluteal": "IM",
    "glute": "IM",
    "gluteus": "IM", "glut": "IM", "ventrogluteal": "IM", "vastus": "IM", "subcutaneous": "SC", "subcutaneously": "SC",
    "sq": "SC", "subq": "SC", "sc": "SC", "subcut": "SC", "intravenous": "IV push", "iv": "IV push", "ivp": "IV push",
    "push": "IV push", "piggyback": "IV push", "ivpb": "IV push",
    "nebulizer": "nebulized", "nebulized": "nebulized", "nebs": "nebulized", "neb": "nebulized", "svn": "nebulized",
    "inhaled": "nebulized", "mouth": "PO", "po": "PO", "oral": "PO", "orally": "PO", "intralesional": "intralesional",
    "ilk": "intralesional", "intraarticular": "intra-articular", "articular": "intra-articular",
    "intrauterine": "device", "shot": "IM", "injection": "IM", "injected": "IM",
}  # fmt: skip
_INTO_MUSCLE = frozenset(
    {
        "intramuscular",
        "im",
        "deltoid",
        "delt",
        "gluteal",
        "glute",
        "gluteus",
        "glut",
        "ventrogluteal",
        "vastus",
        "buttock",
        "thigh",
    }
)
_HOME = frozenset(
    {
        "weekly", "monthly", "daily", "bid", "tid", "qid", "prescription", "prescribed", "home", "tabs", "tablets",
        "pharmacy", "refill", "refilled", "nightly", "script", "tablet", "twice", "bedtime", "caps", "continue",
        "continues", "escript", "erx", "erxd", "inhaler", "puffs", "taper", "pack", "cream", "ointment",
    }
)  # fmt: skip
_ANAESTHETICS = ("lidocaine", "bupivacaine", "xylocaine", "marcaine", "sensorcaine")
_SWALLOWED = frozenset({"odt", "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "chewable", "sublingual"})
_INTO_BODY = frozenset({"IM", "SC", "IV push"})
_EPINEPHRINE = ("epinephrine", "epi", "adrenalin")
_ANAESTHETIC_REACH = 7
_ONCE = frozenset({"x1", "once", "stat", "now", "x2", "infusion", "infused", "push", "ivp", "bolus"})
_SUPPLIES = frozenset({"bottle", "supply", "supplies", "pen", "inhaler"})
_DEPOT, _DEPOT_STEROID = "depo", "depo-medrol"
_STEROID_DOSES = frozenset({"10 mg", "20 mg", "40 mg", "60 mg", "80 mg"})
"""What is given in these doses under the short name is the steroid, not the contraceptive."""
_MILLION = frozenset({"million", "mil", "mu"})
_MINUTES = frozenset({"minute", "minutes", "min", "mins"})
_BEFORE_AND_AFTER = frozenset({"pre", "post"})
_REACH = 4
_ENDS = frozenset({"from", "vial", "vials", "+", "with"})
_PARTS = _ENDS | {","}
_STRENGTHS = frozenset({"10", "20", "40", "80"})
"""Milligrams in a millilitre of the depot steroids, as they stand behind their names ("Kenalog-40")."""
_MILLILITRES = frozenset({"cc", "ml"})
_PER_MILLILITRE = frozenset({"mg/ml", "mg/cc"})
_ANAESTHETIC_WORDS = frozenset(
    {"lidocaine", "lido", "marcaine", "bupivacaine", "xylocaine", "ropivacaine", "1", "2", "0.25", "0.5"}
)
_FAR = 7
_DEVICES = frozenset({"liletta", "mirena", "paragard", "skyla", "nexplanon", "implanon"})
_TAKEN_OUT = frozenset({"out", "removed", "removal", "grasped", "pulled", "taken", "extracted"})
_PUT_IN = frozenset({"inserted", "placed", "deployed", "new", "insertion", "sounded"})
_UNIT_DOSES = frozenset({"duoneb", "albuterol-ipratropium", "ipratropium-albuterol", "euflexxa", "hyalgan", "supartz"})
"""Drugs that come in one measured dose."""


class InProse(NamedTuple):
    """A drug as the record's list would have it, with the statement that says so."""

    drug: DrugGiven
    evidence: Evidence


def drugs_in_note(case: Case, names: Names) -> list[InProse]:
    """The drugs that the note says were given here, each once, with the sum of its doses."""
    found: dict[str, list[tuple[DrugGiven, int, frozenset[str]]]] = {}
    first_words = names.keys()
    for number, statement in enumerate(case.reading.statements):
        if first_words.isdisjoint(statement.words) or role_of(case, number)[0] in SILENT:
            continue
        lines = case.procedural
        role = role_of(case, number, statement.line in lines)[1]
        for drug, sides in _in_statement(statement, role, names, case, statement.line in lines):
            found.setdefault(drug.name, []).append((drug, number, sides))
    return [_summed(case, doses) for doses in found.values()]


def _in_statement(
    statement: Statement, role: str, names: Names, case: Case, procedural: bool
) -> list[tuple[DrugGiven, frozenset[str]]]:
    words = _whole_numbers(statement.words)
    result: list[tuple[DrugGiven, frozenset[str]]] = []
    if "own" in words and not _SUPPLIES.isdisjoint(words):
        return result  # "first dose taken here from her own bottle"
    for name, first, end, clause, status in names_in(words, names, case.lexicon.service_cues):
        if name.startswith(_ANAESTHETICS) or _in_anaesthetic(words, first, end, name):
            continue
        if words[max(first - 1, 0)] in _BEFORE_AND_AFTER:
            continue  # "spirometry pre/post albuterol"
        if not _SWALLOWED.isdisjoint(words[first : end + _FAR]):
            continue  # "Zofran 4 mg ODT given": no drug of an injection's code
        if name in _DEVICES and not _TAKEN_OUT.isdisjoint(clause) and _PUT_IN.isdisjoint(words):
            continue
        route = _route(clause) or _route(words)
        dose = "1 each" if name in _DEVICES else _by_volume(words, first, end) or _dose_near(words, first, end)
        if name in _UNIT_DOSES and not (dose and dose.split()[-1] in ("dose", "doses")):
            dose = "1 dose"
        inside = procedural or statement.section == "procedure"
        if not _was_given(role, status, route, clause, inside):
            continue
        if not dose and (status not in SURE or route not in _INTO_BODY):
            continue  # without a dose only what is plainly said to have been given
        if inside and route in ("IM", "") and _INTO_MUSCLE.isdisjoint(words):
            route = "intra-articular"
        if name == _DEPOT and dose in _STEROID_DOSES:
            name = _DEPOT_STEROID
        times = _times(clause)
        sides = frozenset(SIDES[word] for word in clause if word in SIDES)
        if dose and (times > 1 or ({"each", "apiece"}.intersection(clause) and len(_sides_of(case)) > 1)):
            dose = _multiplied(dose, max(times, 2))
        vial, discarded = _vial(words)
        result.append((DrugGiven(name=name, dose=dose, route=route, vial=vial, discarded=discarded), sides))
    return result


def _whole_numbers(words: list[str]) -> list[str]:
    """ "2,400,000 units": thousands set apart by commas are one number."""
    if "," not in words:
        return words
    whole: list[str] = []
    for word in words:
        if len(whole) > 1 and whole[-1] == "," and whole[-2].isdigit() and _THOUSANDS.fullmatch(word):
            whole.pop()
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def _in_anaesthetic(words: Sequence[str], first: int, end: int, name: str) -> bool:
    """Epinephrine in a local anaesthetic ("lidocaine 1% with epi", "epinephrine 1:100,000") is no drug of its own."""
    if not name.startswith(_EPINEPHRINE):
        return False
    before = words[max(0, first - _ANAESTHETIC_REACH) : first]
    return any(word.startswith(("lido", "xylo", "marcain", "bupiv", "%")) for word in before) or words[
        end : end + 2
    ] == ["1", ":"]


def _by_volume(words: Sequence[str], first: int, end: int) -> str:
    """The dose of a volume of a known strength: "1 cc Kenalog-40", "2 mL of 40 mg/mL Depo-Medrol"."""
    begin, close = max(first - _FAR, 0), min(end + _FAR, len(words))
    told = next((at for at in range(begin, close) if words[at] in _PER_MILLILITRE), 0)
    if told and words[told - 1].isdigit():
        strength = words[told - 1]
    else:
        at = end - 1 if words[end - 1] in _STRENGTHS else end  # the name may have it
        strength = words[at] if at < len(words) and words[at] in _STRENGTHS else ""
        if words[at + 1 : at + 2] and words[at + 1] in UNITS:
            return ""  # "Kenalog 40 mg" is a dose
    if not strength:
        return ""
    for index in range(begin + 1, close):
        before = words[index - 1]
        if words[index] in _MILLILITRES and before.replace(".", "", 1).isdigit():
            follows = words[index + 1 : index + 3]
            if not _ANAESTHETIC_WORDS.isdisjoint(follows) or "%" in follows:
                continue
            return f"{float(before) * float(strength):g} mg"
    return ""


def _dose_near(words: Sequence[str], first: int, end: int) -> str:
    """The dose after the name, else the one right before it, else the one behind the next comma."""
    return _dose_behind(words, end, _PARTS) or _dose_before(words, first) or _dose_behind(words, end, _ENDS)


def _dose_behind(words: Sequence[str], end: int, stops: frozenset[str]) -> str:
    reach = end + _REACH
    of_vial = False
    for index in range(end, len(words)):
        if index >= reach and not of_vial:
            break
        dose = _dose_at(words, index)
        if dose and "vial" in words[index + 1 : index + 4]:
            of_vial = True  # the vial's content; what was given of it follows
            continue
        if dose:
            return dose
        if not of_vial and words[index] in stops:
            break
    return ""


def _dose_before(words: Sequence[str], first: int) -> str:
    for index in range(first - 1, max(first - _REACH, -1), -1):
        dose = _dose_at(words, index)
        if dose:
            return dose
        if words[index] in (",", "+", "with", "and"):
            break
    return ""


def _dose_at(words: Sequence[str], index: int) -> str:
    match = _DOSE.fullmatch(words[index])
    if match is None:
        return ""
    if match.group(2):
        return f"{match.group(1)} {match.group(2)}"
    following = words[index + 1] if index + 1 < len(words) else ""
    if following == "mu":
        return f"{float(match.group(1)) * 1_000_000:.0f} units"
    if following in _MILLION and words[index + 2 : index + 3]:
        return f"{float(match.group(1)) * 1_000_000:.0f} {words[index + 2]}"
    if following in UNITS:
        return f"{match.group(1)} {following}"
    if following in _NOT_DOSE or (index and words[index - 1] in ("x", "/", "lot", "age", "q")):
        return ""
    return match.group(1)


def _route(words: Sequence[str]) -> str:
    return next((_ROUTES[word] for word in words if word in _ROUTES), "")


def _was_given(role: str, status: str, route: str, clause: Sequence[str], inside: bool) -> bool:
    if status in NEVER or role == "history":
        return False
    home = not _HOME.isdisjoint(clause)
    if role == "symptoms":
        return status in ("here", "today") and not home
    if status in SURE:
        return not home
    if inside:
        return not home and status != "planned"
    single = _ONCE.intersection(clause) or _times(clause) > 0 or _timed(clause)
    if home or status == "planned":
        return False
    return route == "IM" or (route in ("IV push", "nebulized") and bool(single))


def _timed(clause: Sequence[str]) -> bool:
    """ "Over 30 minutes": how long it ran."""
    return "over" in clause and not _MINUTES.isdisjoint(clause)


def _times(clause: Sequence[str]) -> int:
    """ "x2": how often; 0 if it is not told."""
    for index, word in enumerate(clause):
        if word[0] == "x" and word[1:].isdigit():
            return min(int(word[1:]), 9)
        if word == "x" and index + 1 < len(clause) and clause[index + 1].isdigit():
            following = clause[index + 2] if index + 2 < len(clause) else ""
            if following not in ("day", "days", "d", "weeks", "week", "wk", "months"):
                return min(int(clause[index + 1][:2]), 9)
    return 0


def _multiplied(dose: str, times: int) -> str:
    number, _, unit = dose.partition(" ")
    return f"{float(number) * times:g} {unit}".strip()


def _vial(words: Sequence[str]) -> tuple[Literal["single_dose", "multi_dose", ""], str]:
    text = " ".join(words)
    single = any(said in text for said in ("single dose", "sdv", "single use", "1 dose vial"))
    multi = any(said in text for said in ("multi dose", "multidose", "mdv", "multiple dose"))
    wasted = re.search(
        r"(\d+(?:\.\d+)?) ?(mg|mcg|units|ml|g) (?:\w+ ){0,2}(?:wasted|discarded|waste)"
        r"|(?:wasted|discarded|waste) (?:\w+ ){0,2}(\d+(?:\.\d+)?) ?(mg|mcg|units|ml|g)\b",
        text,
    )
    if wasted:
        return "single_dose", " ".join(part for part in wasted.groups() if part)
    return ("single_dose" if single else "multi_dose" if multi else ""), ""


def _sides_of(case: Case) -> set[str]:
    return {side for _, side, _ in case.reading.sides} | (
        {"right", "left"} if any(side == "bilateral" for _, side, _ in case.reading.sides) else set()
    )


def _summed(case: Case, doses: list[tuple[DrugGiven, int, frozenset[str]]]) -> InProse:
    """One drug: the first dose, and each further one that went to the other side."""
    doses = [told for told in doses if told[0].dose] or doses
    drug, number, sides = doses[0]
    total = [drug.dose]
    seen = set(sides)
    places = _places_of(case, number)
    for other, at, told in doses[1:]:
        if other.dose.partition(" ")[2] != drug.dose.partition(" ")[2]:
            continue
        further = _places_of(case, at)
        if (told and seen and told.isdisjoint(seen)) or (places and further and places.isdisjoint(further)):
            places |= further
            total.append(other.dose)
            seen |= told
    if len(total) > 1:
        amount = sum(float(dose.partition(" ")[0]) for dose in total)
        drug = drug.model_copy(update={"dose": f"{amount:g} {drug.dose.partition(' ')[2]}".strip()})
    return InProse(drug, case.quote(number))


def _places_of(case: Case, number: int) -> set[str]:
    """The joints that a statement of a procedure names: a dose into each is a dose of its own."""
    found: set[str] = set()
    statement = case.reading.statements[number]
    if "injected" not in statement.words and statement.section != "procedure":
        return found
    previous = ""
    for word in statement.words:
        single = tokens.stem(word)
        site = case.lexicon.sites.get(f"{previous} {single}") or case.lexicon.sites.get(single)
        if site is not None and site.joint:
            found.add(site.region)
        previous = single
    return found
