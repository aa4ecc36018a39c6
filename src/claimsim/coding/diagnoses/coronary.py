"""What coronary disease left and what was done for it: old infarction, bypass, stent (guideline I.C.21.c)."""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_CORONARY = ("I25.1", "I25.5", "I25.7", "I25.8", "I25.9", "I20")
_INFARCTION, _OLD_INFARCTION = "I21", "I25.2"
_AFTER_CORONARY = frozenset({_OLD_INFARCTION, "Z95.1", "Z95.5"})


def after_coronary_disease(case: Case, coded: list[Coded]) -> list[Coded]:
    """Beside coronary disease that is assessed: an old infarction, a bypass or a stent, wherever the note has them."""
    have = {item.code for item in coded}
    if not any(code.startswith(_CORONARY) for code in have):
        return []
    found: dict[str, Coded] = {}
    for mention in case.reading.mentions:
        entry = mention.entry
        if not isinstance(entry, Condition) or mention.assertion not in ("affirmed", "historical"):
            continue
        past = mention.assertion == "historical" or mention.role == "history"
        code = _OLD_INFARCTION if entry.code.startswith(_INFARCTION) and past else entry.code
        if code in _AFTER_CORONARY and code not in have:
            why = because("history-status", "It bears on the coronary disease that is assessed.")
            found.setdefault(code, Coded(code, None, [case.evidence(mention)], [why]))
    return list(found.values())
