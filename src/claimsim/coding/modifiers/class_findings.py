"""Q7, Q8 and Q9: the findings that make routine foot care covered by Medicare, counted from the note.

Medicare Benefit Policy Manual ch. 15 s. 290, as the contractors print it (WPS, class findings modifier fact sheet):
class A is an amputation that was no accident; class B absent pulses of the foot and three advanced changes of the skin;
class C claudication, cold feet, edema, paresthesia, burning. Q7 is one of A, Q8 two of B, Q9 one of B and two of C.
"""

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.coding.services.service_text import without_negated
from claimsim.coding.words import tokens

_FOOT_CARE = frozenset({"11055", "11056", "11057", "11719", "11720", "11721"})
_ABSENT = frozenset({"absent", "nonpalpable", "impalpable", "0/4"})
_TROPHIC = (
    frozenset({"hair", "hairless"}),
    frozenset({"thick", "thickened", "thickening", "dystrophic"}),
    frozenset({"pigmentation", "pigmentary", "hyperpigmented", "hemosiderin", "brown"}),
    frozenset({"thin", "shiny", "atrophic"}),
    frozenset({"rubor", "red", "dusky"}),
)
"""Three of these together are one finding of class B."""
_CLASS_C = (
    frozenset({"claudication"}),
    frozenset({"cold", "cool"}),
    frozenset({"edema", "swelling"}),
    frozenset({"paresthesia", "paresthesias", "numbness", "tingling"}),
    frozenset({"burning"}),
)
_THREE = 3


def foot_care(case: Case, line: Billed) -> None:
    """Put the modifier that the findings support; none where they do not reach a class."""
    if line.code not in _FOOT_CARE or not case.medicare:
        return
    modifier = _modifier(case)
    if modifier:
        line.modifiers.append(modifier)
        text = f"The note's findings of the feet reach {modifier}."
        line.why.append(because("modifier-evidence", text))


def _modifier(case: Case) -> str:
    said: set[str] = set()
    whole: set[str] = set()
    absent: set[str] = set()
    amputated = False
    for statement in case.reading.statements:
        if statement.role in ("history", "plan"):
            amputated = amputated or "amputation" in statement.words
            continue
        words = set(tokens.words(tokens.lowered(statement.text)))  # "PT" is the posterior tibial pulse here
        amputated = amputated or bool({"amputation", "amputated"} & words)
        whole |= words
        said |= set(without_negated(statement.words))
        unfelt = {"not", "non", "unable", "no"} & words and {"palpable", "felt", "palpate", "palpated", "palp"} & words
        if _ABSENT & words or unfelt or "0" in words:
            absent |= {"dorsalis"} if {"dorsalis", "dp", "pedal", "pedis"} & words else set()
            absent |= {"posterior"} if {"posterior", "pt", "tibial"} & words else set()
    if amputated:
        return "Q7"
    trophic = sum(not group.isdisjoint(whole if "hair" in group else said) for group in _TROPHIC) >= _THREE
    class_b = len(absent) + trophic
    if class_b > 1:
        return "Q8"
    class_c = sum(not group.isdisjoint(said) for group in _CLASS_C)
    return "Q9" if class_b and class_c > 1 else ""
