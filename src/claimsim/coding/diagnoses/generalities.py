"""The specific form of a disease stands for its general name: "depression" beside "MDD, recurrent" is said twice.

Of two codes of a category the unspecified gives way; across categories the table `general_diagnoses` says which does
(guideline I.B.2, and I.B.5 for what is integral).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.words.titles import read_words

_SAYS_NOTHING = frozenset({"uncomplicated", "other", "specified"})
_SKIN_LESION = "L98.9"
_OWN_CHAPTERS = frozenset("STOZRVWXY")
"""Injuries, pregnancy, symptoms and circumstances of one category may well stand beside each other."""


def without_general(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses without those that another tells more of."""
    kept: list[Coded] = []
    for item in coded:
        other = next((o for o in coded if o is not item and _says_more(case, o, item)), None)
        if other is None:
            kept.append(item)
            continue
        text = f"{other.name} ({other.code}) says more than {item.name} ({item.code})."
        case.leave_out(item.evidence[0], because("specificity", text))
    return kept


def _says_more(case: Case, other: Coded, item: Coded) -> bool:
    if item.code == _SKIN_LESION and _sampled_elsewhere(item, other):
        return False
    specific = case.lexicon.general.get(item.code)
    if specific is not None and other.code.startswith(specific):
        if other.condition is None or other.condition is not item.condition:
            return True
        return "unspecified" in (case.diagnosis(item.code) or "")  # else of one condition both are told
    if item.code[0] == "S" and other.code[:5] == item.code[:5] and other.code[5:] != item.code[5:]:
        # A sprain of an unspecified ligament beside one of a named ligament of the same joint.
        mine, theirs = case.diagnosis(item.code) or "", case.diagnosis(other.code) or ""
        named = "unspecified ligament" in mine and "unspecified ligament" not in theirs
        return named and all((side in mine) == (side in theirs) for side in ("right", "left"))
    if other.code[:3] != item.code[:3] or item.code[0] in _OWN_CHAPTERS or other.code == item.code:
        return False
    general, specific_title = case.diagnosis(item.code) or "", case.diagnosis(other.code) or ""
    if "unspecified" not in general.lower() or "unspecified" in specific_title.lower():
        return False
    # Diabetic neuropathy, unspecified, is told by no code for a diabetic kidney.
    return _content(general) <= _content(specific_title) and _of_one_place(other, item)


def _sampled_elsewhere(item: Coded, other: Coded) -> bool:
    """ "1) Actinic keratosis, forearm. 2) Skin lesion of the back, biopsied": what was sampled is not the keratosis."""
    return any("biops" in e.text.lower() and e not in other.evidence for e in item.evidence)


def _content(title: str) -> frozenset[str]:
    """The words of a title that say what it is."""
    _, groups = read_words(title)
    return frozenset(word for ways in groups for way in ways for word in way) - _SAYS_NOTHING


def _of_one_place(other: Coded, item: Coded) -> bool:
    """Whether both may be the same: not a wart of the foot and one of the hand, told in different problems."""
    return not item.region or not other.region or item.region == other.region
