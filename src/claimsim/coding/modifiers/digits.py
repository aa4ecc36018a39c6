"""Modifiers that name a finger, a toe or an eyelid, from words ("left ring finger", "right great toe")."""

from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.services.lines import Billed
from claimsim.coding.words import tokens

_FINGERS = {
    "thumb": 0, "index": 1, "pointer": 1, "middle": 2, "long": 2, "ring": 3, "little": 4, "pinky": 4,
    "fifth": 4, "5th": 4, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "first": 0, "1st": 0,
}  # fmt: skip
_TOES = {
    "great": 0, "big": 0, "hallux": 0, "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "little": 4, "pinky": 4,
}  # fmt: skip
_LEFT_HAND, _RIGHT_HAND = ("FA", "F1", "F2", "F3", "F4"), ("F5", "F6", "F7", "F8", "F9")
_LEFT_FOOT, _RIGHT_FOOT = ("TA", "T1", "T2", "T3", "T4"), ("T5", "T6", "T7", "T8", "T9")
_LIDS = {("left", "upper"): "E1", ("left", "lower"): "E2", ("right", "upper"): "E3", ("right", "lower"): "E4"}
_LID_CODES = frozenset({"67800", "68761", "68801"})
_TOE_WORDS = frozenset({"toe", "toenail", "hallux"})
_FINGER_WORDS = frozenset({"finger", "fingernail", "thumb", "fingertip", "pip", "dip", "mcp"})

_OF_LIMBS = ("29", "Q4", "L", "E", "7310", "7311", "7312", "7313", "7360", "7361", "7362", "7363", "976", "2660")
_DIGITS_OWN = (
    "117",
    "2601",
    "2674",
    "2675",
    "2676",
    "2677",
    "2849",
    "2850",
    "2851",
    "29130",
    "29131",
    "29550",
    "73140",
    "73660",
)
"""How the codes of nails and digits begin: they are always of a finger or toe."""
_OF_DIGITS = frozenset({"29130", "29131", "29280", "29550", "Q4049"})
"""Casts, splints, films of hand and foot and metacarpal care are of the limb, whatever digit their words name."""
_PALM = frozenset({"cmc", "carpometacarpal", "metacarpal", "metatarsal", "quervain", "compartment", "fascia"})
"""Parts of the hand or foot that are told together with a digit and are none."""


def digit_modifier(line: Billed) -> str:
    """The modifier of the one finger, toe or eyelid that a line's words name; empty if they name none or several."""
    if line.side not in ("right", "left"):
        return ""
    words = line.words
    if line.code.startswith(_OF_LIMBS) and line.code not in _OF_DIGITS:
        return ""
    if line.code in _LID_CODES:
        lids = [level for level in ("upper", "lower") if level in words]
        return _LIDS[line.side, lids[0]] if len(lids) == 1 else ""
    if words & _PALM:
        return ""
    if words & _TOE_WORDS:
        return _one({_TOES[word] for word in words if word in _TOES}, line.side, _LEFT_FOOT, _RIGHT_FOOT)
    if words & _FINGER_WORDS:
        named = {_FINGERS[word] for word in words if word in _FINGERS}
        return _one(named, line.side, _LEFT_HAND, _RIGHT_HAND)
    return ""


def digit_told(case: Case, line: Billed) -> bool:
    """Add the digit's words from the note, where it speaks of one digit only and the service is of a digit."""
    if not line.code.startswith(_DIGITS_OWN) or line.side not in ("right", "left"):
        return False
    named: dict[str, frozenset[str]] = {}
    for statement in case.reading.statements:
        if statement.role in ("history", "plan"):
            continue
        words = frozenset(map(tokens.stem, statement.words))
        for kind, digits in ((_TOE_WORDS, _TOES), (_FINGER_WORDS, _FINGERS)):
            found = digits.keys() & words
            if words & kind and found:
                named.setdefault(",".join(sorted({str(digits[word]) for word in found})), (words & kind) | found)
    if len(named) != 1:
        return False
    line.words |= next(iter(named.values()))
    return True


_NEEDS_DIGIT = ("1173", "1175", "2601", "2672", "2675", "2851")
"""Nails taken off, fingertips lanced, fractures of digits: each line has its finger or toe."""


def digit_untold(case: Case, line: Billed) -> bool:
    """Whether a procedure of one digit is told without which digit, anywhere in the note."""
    if not line.code.startswith(_NEEDS_DIGIT):
        return False
    digits = _TOES.keys() | _FINGERS.keys()
    if not digits.isdisjoint(line.words):
        return False
    return all(
        digits.isdisjoint(map(tokens.stem, statement.words))
        or (_TOE_WORDS | _FINGER_WORDS).isdisjoint(map(tokens.stem, statement.words))
        for statement in case.reading.statements
    )


def both_lids(lines: list[Billed]) -> list[Billed]:
    """A line for each lid where both eyes were treated at the one lid that the words name (68761 counts puncta)."""
    result: list[Billed] = []
    for line in lines:
        lids = [level for level in ("upper", "lower") if level in line.words]
        if line.code not in _LID_CODES or line.side != "bilateral" or len(lids) != 1:
            result.append(line)
            continue
        others = [modifier for modifier in line.modifiers if modifier != "50"]
        for side in ("right", "left"):
            result.append(replace(line, modifiers=[*others, _LIDS[side, lids[0]]], side=side, units=1))
    return result


def _one(named: set[int], side: str, left: tuple[str, ...], right: tuple[str, ...]) -> str:
    if len(named) != 1:
        return ""
    return (left if side == "left" else right)[named.pop()]
