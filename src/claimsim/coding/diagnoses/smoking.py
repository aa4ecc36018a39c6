"""Dependence on tobacco that is treated or counselled for at the visit."""

from collections.abc import Mapping

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import NOW
from claimsim.coding.diagnoses.chosen import CIGARETTES
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.model.codes import Evidence

_SMOKES = frozenset({"cigarettes", "cigs", "cigarette", "ppd"})
_QUITS = frozenset({"quit", "cessation", "nrt", "varenicline", "chantix", "lozenge", "quitline", "counseled", "patch"})
_FORMER = frozenset({"never", "former", "ex", "non", "no", "stopped", "ago", "years", "since", "e"})
_DEPENDENCE, _NICOTINE, _BY_CIGARETTES = "nicotine dependence", "F17.200", "F17.210"
_COUNSELLING = ("99406", "99407")


def counselled_smoker(case: Case, coded: list[Coded], services: Mapping[str, Evidence]) -> list[Coded]:
    """ "Cigarettes: agrees to quit date, patch": dependence is what is treated, though nobody calls it so; who was
    counselled for it has it, wherever the note says so.
    """
    if any(item.code.startswith(("F17", "Z87.891")) for item in coded) or case.diagnosis(_BY_CIGARETTES) is None:
        return coded
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role not in NOW or _SMOKES.isdisjoint(words):
            continue
        block = {word for s in case.reading.statements if s.block == statement.block for word in s.words}
        if not _QUITS.isdisjoint(block) and _FORMER.isdisjoint(words):
            why = because("specificity", "The note says cigarettes, and that their use is treated.")
            return [*coded, Coded(_BY_CIGARETTES, None, [case.quote(number)], [why])]
    if not any(code in services for code in _COUNSELLING):
        return coded
    for mention in case.reading.mentions:
        if mention.assertion == "affirmed" and mention.entry.name == _DEPENDENCE:
            cigarettes = not CIGARETTES.isdisjoint(case.vocabulary)
            code = _BY_CIGARETTES if cigarettes else _NICOTINE
            why = because("assessed", "The counselling of the day is for it.")
            return [*coded, Coded(code, None, [case.evidence(mention)], [why])]
    return coded
