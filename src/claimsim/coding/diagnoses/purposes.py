"""What a drug of the plan is said to be for in a word that names no disease: "refill lisinopril for BP"."""

from collections.abc import Iterator

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import NOW
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.words.entries import Medication

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


def told_purposes(case: Case) -> Iterator[Mention]:
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
