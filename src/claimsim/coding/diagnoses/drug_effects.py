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
_ALLERGY, _UNNAMED_EFFECT = "T78.40XA", "T88.7XXA"
_PADDED = 7
_ASSESSED = frozenset({"assessment", "assessment_plan", ""})
_REACH = 8
_SAID_WITHIN = 40
_MOST = 60
"""So many words around a drug, and so many drugs, are looked at: the work stays linear in a hostile note."""


_INR = "R79.1"
_HIGH = frozenset({"supratherapeutic", "elevated", "high", "above"})
_ANY_OPIOID = "T40.605"
_OPIOIDS = ("T40.2", "T40.3", "T40.4")


def add_drug_effects(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with the drugs that the assessment says have caused them."""
    drugs = [m for m in case.reading.drugs if m.role in _ASSESSED and m.assertion in ("affirmed", "uncertain")]
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
        effect = next((item for item in result if _caused(case, item, drug) and item.code != _ALLERGY), None)
        effect = _reaction_to(case, result, drug, effect)
        if effect is not None:
            at = result.index(effect) + 1
            code = code_of(stem, "5")
            _insert(case, result, code, drug, at, f"The note says that {effect.name} came of the drug.")
            effect.code = _by_drug(case, effect.code, code)
    _too_thin(case, result)
    opioid = _opioid_taken(case)
    for item in result:
        if opioid and item.code.startswith(_ANY_OPIOID):
            item.code = code_of(opioid, "5")
    return result


def _reaction_to(case: Case, result: list[Coded], drug: Mention, effect: Coded | None) -> Coded | None:
    """What an "allergic reaction to amoxicillin with hives" shows itself by, in place of an allergy that is not named;
    without such a thing the unspecified adverse effect (T78.40 is none of a drug's, T88.7 is).
    """
    words = case.reading.statement_of(drug).words
    allergy = next((item for item in result if item.code == _ALLERGY), None)
    if allergy is None or words[max(0, drug.start - 2) : drug.start] != ["reaction", "to"]:
        return effect
    behind = [m for m in case.reading.mentions if m.statement == drug.statement and m.start >= drug.end]
    shown = {m.entry.name for m in behind if m.assertion == "affirmed"}
    effect = effect or next((item for item in result if item.condition and item.condition.name in shown), None)
    if effect is None:
        allergy.code = _UNNAMED_EFFECT
        return allergy
    result.remove(allergy)
    return effect


def _too_thin(case: Case, result: list[Coded]) -> None:
    """A high INR of somebody who takes warfarin as prescribed is its adverse effect (AHA Coding Clinic, first quarter
    2016, R79.1 with T45.515-), wherever the plan names the drug.
    """
    at = next((at for at, item in enumerate(result) if item.code == _INR), -1)
    warfarin = next((m for m in case.reading.drugs if m.entry.name == "warfarin" and m.assertion == "affirmed"), None)
    if at < 0 or warfarin is None:
        return
    told = {word for e in result[at].evidence for s in case.reading.statements if s.line == e.line for word in s.words}
    if not _HIGH.isdisjoint(told) and (_OVERDOSE - _HIGH).isdisjoint(told):
        code = code_of(case.lexicon.drug_effects["warfarin"], "5")
        _insert(case, result, code, warfarin, at + 1, "The INR is too high on warfarin that is taken as prescribed.")


def _opioid_taken(case: Case) -> str:
    """The one kind of opioid that the note names, for a class that has no code of its own ("opioid-induced")."""
    named = {case.lexicon.drug_effects.get(m.entry.name, "") for m in case.reading.drugs if m.assertion == "affirmed"}
    opioids = {stem for stem in named if stem.startswith(_OPIOIDS)}
    return opioids.pop() if len(opioids) == 1 else ""


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
        if mention.assertion != "affirmed":
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
