"""Adverse effects and poisonings by drugs (guideline I.C.19.e.5).

Taken as prescribed: the nature of the adverse effect first, then the drug's T code with a 5. Taken wrongly: the
poisoning first (1 accidental, 2 intentional), then what it did. A drug that merely stands beside a symptom has not
caused it.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Medication

_CAUSES = frozenset(
    [
        "due",
        "secondary",
        "caused",
        "cause",
        "induced",
        "from",
        "related",
        "associated",
        "effect",
        "reaction",
        "attributed",
        "attributable",
        "brought",
        "after",
        "intolerance",
        "allergy",
        "toxicity",
        "causing",
        "because",
        "since",
    ]
)
_STOPPED = frozenset(
    {"stop", "stopped", "hold", "held", "discontinue", "discontinued", "switch", "switched", "reduce", "change"}
)
_NEXT_WORDS = 6
_BESIDE_DRUG = frozenset(
    ["the", "her", "his", "a", "taking", "use", "of", "to", "by", "on", "new", "starting", "daily"]
)
_INDUCES = frozenset({"induced", "related", "associated", "effect", "causing", "toxicity", "reaction"})
_OVERDOSE = frozenset(
    ["overdose", "overdosed", "overdosing", "poisoning", "supratherapeutic", "poisoned", "ingestion", "ingested"]
)
_ON_PURPOSE = frozenset(
    ["intentional", "intentionally", "suicide", "suicidal", "purposely", "deliberate", "deliberately", "purpose"]
)
_LEVEL = frozenset({"inr", "prothrombin"})
"""A level that is too high by itself: the drug was taken as prescribed."""
_LEVELS = frozenset({"R79.1"})
_PADDED = 7
_ASSESSED = frozenset({"assessment", "assessment_plan", ""})
_REACH = 8
_SAID_WITHIN = 40
_MOST = 60
"""So many words around a drug, and so many drugs, are looked at: the work stays linear in a hostile note."""


def add_drug_effects(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with the drugs that the assessment says have caused them."""
    drugs = [m for m in case.reading.drugs if m.role in _ASSESSED and m.assertion in ("affirmed", "uncertain")]
    if not drugs:
        return coded
    result = list(coded)
    less = {signal.statement for signal in case.reading.signals if signal.kind == "underdosed"}
    for drug in (drug for drug in drugs[:_MOST] if drug.statement not in less):
        entry = drug.entry
        stem = case.lexicon.drug_effects.get(entry.name) if isinstance(entry, Medication) else None
        if stem is None:
            continue
        words = case.reading.statement_of(drug).words[max(0, drug.start - _SAID_WITHIN) : drug.end + _SAID_WITHIN]
        if not _OVERDOSE.isdisjoint(words) and _LEVEL.isdisjoint(words):
            intent = "2" if not _ON_PURPOSE.isdisjoint(words) else "1"
            _insert(case, result, code_of(stem, intent), drug, 0, "A poisoning: the drug was not taken as prescribed.")
            continue
        effect = next((item for item in result if _caused(case, item, drug)), None)
        if effect is not None:
            at = result.index(effect) + 1
            code = code_of(stem, "5")
            _insert(case, result, code, drug, at, f"The note says that {effect.name} came of the drug.")
            effect.code = _by_drug(case, effect.code, code)
    return result


def code_of(stem: str, intent: str) -> str:
    """The code of a drug for an intent or effect (1 accident, 2 on purpose, 5 adverse effect, 6 underdosing), at an
    initial encounter.
    """
    return f"{stem}{intent}".ljust(_PADDED, "X") + "A"


def _by_drug(case: Case, code: str, drug: str) -> str:
    """What the tabular list calls a condition that a drug caused; the code itself where it has no such name."""
    names = case.lexicon.drug_induced.get(code, ())
    return next((becomes for stem, becomes in names if drug.startswith(stem)), code)


def _insert(case: Case, result: list[Coded], code: str, drug: Mention, at: int, text: str) -> None:
    if case.diagnosis(code) is None or any(item.code[:6] == code[:6] for item in result):
        return
    result.insert(at, Coded(code, None, [case.evidence(drug)], [because("drug-effect", text)]))


def _caused(case: Case, item: Coded, drug: Mention) -> bool:
    """Whether the drug's statement says that it caused this diagnosis: "cough from lisinopril"."""
    if item.condition is None or item.condition.problem == "status":
        return False
    treats = drug.entry.indications if isinstance(drug.entry, Medication) else ()
    words = case.reading.statement_of(drug).words
    for mention in case.reading.mentions:
        if mention.statement != drug.statement or mention.entry.name != item.condition.name:
            continue
        if mention.end <= drug.start <= mention.end + _REACH:
            told = words[mention.end : drug.start]
            between = [word for word in told if word not in _BESIDE_DRUG]
            if (between and between[-1] in _CAUSES) or not _INDUCES.isdisjoint(words[drug.end : drug.end + 2]):
                return True
            if between[-3:] == ["2", "/", "2"]:
                return True
            if item.code in _LEVELS and told in (["on"], ["on", "her"], ["on", "his"]):
                return True  # "supratherapeutic INR on warfarin"
            if item.condition.symptom and told in (["on"], ["with"], ["on", "the"]):  # "nausea on metformin, stop it"
                return not _STOPPED.isdisjoint(words[drug.end : drug.end + _NEXT_WORDS])
        elif drug.end == mention.start and item.condition.term not in treats:
            return True  # "statin myalgia"
        elif drug.end <= mention.start <= drug.end + 3 and not _INDUCES.isdisjoint(words[drug.end : mention.start]):
            return True
    return False
