"""Diseases of which an assessment speaks by a short word: "refill lisinopril for BP", "BP fine on present meds"."""

from collections.abc import Iterator

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import NOW
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.words.entries import Condition, Medication

_PURPOSES = {
    ("blood", "pressure"): ("hypertension",),
    ("bp",): ("hypertension",),
    ("cholesterol",): ("hyperlipidemia",),
    ("lipids",): ("hyperlipidemia",),
    ("thyroid",): ("hypothyroidism",),
}
"""A drug's purpose in a clinician's short words, and the disease that it then treats."""
_DOSE_REACH = 6
_MORE = frozenset({"check", "checks", "monitoring", "control", "log", "recheck"})
_COURSE = frozenset(
    {"fine", "good", "ok", "okay", "great", "stable", "controlled", "goal", "well", "up", "high", "elevated", "better"}
)
_COURSE_REACH = 4


def told_shortly(case: Case) -> Iterator[Mention]:
    """The diseases that the assessment or the plan means by a short word."""
    yield from _purposes(case)
    yield from _courses(case)


def _courses(case: Case) -> Iterator[Mention]:
    """Listed diseases whose measure the assessment says to be well or not: "BP fine on present meds"."""
    listed = {
        m.entry.term: m
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.assertion == "affirmed" and m.role in ("history", "")
    }
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role not in ASSESSED:
            continue
        for told, diseases in _PURPOSES.items():
            end = len(told)
            if tuple(words[:end]) != told or _COURSE.isdisjoint(words[end : end + _COURSE_REACH]):
                continue
            for known in (listed[term] for term in diseases if term in listed):
                yield known._replace(
                    statement=number, line=statement.line, section=statement.section, role=statement.role,
                    block=statement.block, start=0, end=end,
                )  # fmt: skip


def _purposes(case: Case) -> Iterator[Mention]:
    """The diseases that drugs of the plan treat by their told purpose, where the disease is one of the drug's own."""
    for drug in case.reading.drugs:
        if drug.role not in NOW or drug.assertion != "affirmed" or not isinstance(drug.entry, Medication):
            continue
        words = case.reading.statements[drug.statement].words
        at = next((i for i in range(drug.end, min(drug.end + _DOSE_REACH, len(words))) if words[i] == "for"), -1)
        if at < 0:
            continue
        for told, diseases in _PURPOSES.items():
            end = at + 1 + len(told)
            if tuple(words[at + 1 : end]) != told or not _MORE.isdisjoint(words[end : end + 1]):
                continue
            for term in diseases:
                condition = case.lexicon.conditions.get(term)
                if condition is not None and term in drug.entry.indications:
                    yield drug._replace(entry=condition, start=at + 1, end=end)
