"""Diseases of the past that the assessment names: coded by their history (guideline I.C.21.c.4).

Only what heads a problem of its own ("DVT 2018, off anticoagulants") is the visit's; a past disease that is told beside
another problem is not. A cancer is past once it was removed, no treatment is directed to it and none is left of it
(guideline I.C.2.m).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED, Statement
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition, Medication

_SEQUELAE = "I69"
_OSTEOPOROSIS, _BROKEN, _FRAGILE = "M81", "M80", "Z87.310"
_HEADS = 3
"""A problem's name stands among so many words at its beginning: "history of", "old", a side."""
_LONGEST = 5


_BACK = frozenset({"recurrence", "recurrent", "recurrences", "relapse"})
_NONE = frozenset({"no", "without", "not", "negative"})
_ENDED = _NONE | {"done", "completed", "finished", "after", "post", "prior", "previous", "past", "declined"}
_FREE = frozenset({"ned", "survivor", "survivorship"})
_DISEASE_FREE = (
    "no evidence of disease", "disease free", "cancer free", "no evidence of cancer", "psa undetectable",
    "undetectable psa", "prostate specific antigen undetectable", "undetectable prostate specific antigen",
)  # fmt: skip
_GOES_ON = frozenset(
    {
        "adjuvant", "neoadjuvant", "metastatic", "metastasis", "metastases", "mets", "palliative", "cycle", "cycles",
        "progression", "immunotherapy", "chemotherapy", "chemo",
    }
)  # fmt: skip
_BESIDE = 4


def cancers_over(case: Case, coded: list[Coded]) -> list[Coded]:
    """The cancers of which none is left as history codes, where the note says so and nothing of a treatment now."""
    cancers = [item for item in coded if item.code[0] == "C" and _history_of(case, item.code)]
    if not cancers or not any(map(_none_left, case.reading.statements)) or _treated_now(case):
        return coded
    for item in cancers:
        code = _history_of(case, item.code)
        if case.diagnosis(code) is not None:
            item.code = code
            item.why.append(because("assessed", "None of it is left and nothing is directed to it: a history."))
    return coded


def _none_left(statement: Statement) -> bool:
    words = statement.words
    told = " ".join(words)
    if any(phrase in told for phrase in _DISEASE_FREE):
        return True
    return not _FREE.isdisjoint(words) or (not _BACK.isdisjoint(words) and not _NONE.isdisjoint(words))


def _treated_now(case: Case) -> bool:
    """Whether a cancer is still treated: by a drug for it, or by the word."""
    for mention in case.reading.drugs:
        if isinstance(mention.entry, Medication) and any("cancer" in name for name in mention.entry.indications):
            return True
    return any(
        word in _GOES_ON and _ENDED.isdisjoint(statement.words[max(0, at - _BESIDE) : at])
        for statement in case.reading.statements
        if statement.role != "history"
        for at, word in enumerate(statement.words)
    )


def add_history(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with the histories of the diseases that the assessment calls past."""
    result = list(coded)
    for mention in case.reading.mentions:
        entry = mention.entry
        if mention.assertion != "historical" or mention.role not in ASSESSED or not isinstance(entry, Condition):
            continue
        code = _history_of(case, entry.code)
        heads = _heads(case, mention) or (
            entry.code[:1] == "C" and _none_left(case.reading.statements[mention.statement])
        )
        if not code or not heads or case.diagnosis(code) is None:
            continue
        if any(item.code[:3] in (code[:3], entry.code[:3], _SEQUELAE) or item.term == entry.term for item in result):
            continue
        why = because("assessed", "Named at this visit as a disease of the past: its history is coded.")
        result.append(Coded(code, None, [case.evidence(mention)], [why]))
    return _healed_fracture(case, result)


def _healed_fracture(case: Case, coded: list[Coded]) -> list[Coded]:
    """Osteoporosis without a fracture of now, and the healed one that the note tells of (M81, use additional code;
    guideline I.C.13.d.1).
    """
    if any(item.code == _FRAGILE for item in coded) or not any(item.code.startswith(_OSTEOPOROSIS) for item in coded):
        return coded
    for mention in case.reading.mentions:
        entry = mention.entry
        if mention.role == "family" or not isinstance(entry, Condition):
            continue
        past = mention.assertion == "historical" and entry.code.startswith(_BROKEN)
        if past or (mention.assertion in ("affirmed", "historical") and entry.code == _FRAGILE):
            why = because("specificity", "A healed fracture is told beside the osteoporosis.")
            return [*coded, Coded(_FRAGILE, None, [case.evidence(mention)], [why])]
    return coded


def _history_of(case: Case, code: str) -> str:
    known = case.lexicon.history_codes
    return next((known[code[:length]] for length in range(_LONGEST, 2, -1) if code[:length] in known), "")


def _heads(case: Case, mention: Mention) -> bool:
    """Whether the mention begins its problem."""
    block = next(n for n, s in enumerate(case.reading.statements) if s.block == mention.block)
    return mention.statement == block and mention.start <= _HEADS
