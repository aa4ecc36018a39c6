"""Drugs that the patient takes less of than was prescribed, and why (guideline I.C.19.e.5.c).

The disease that suffers is coded first, then the drug with a 6, then the reason (Z91.12-, Z91.13-, Z91.14-).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.drug_effects import code_of
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Medication

_ASSESSED = frozenset({"assessment", "assessment_plan", ""})
_REASONS = ("Z91.12", "Z91.13", "Z91.14")
_UNTOLD = ("Z91.148", "Z91.14")
"""Other noncompliance with a medication regimen: until September 2023 without a sixth character."""
_MOST = 3
_KINDS = frozenset({"diuretic"})
_DIURETICS = ("T50.0", "T50.1", "T50.2")


def add_underdosing(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with the drugs that the assessment says are not taken as prescribed."""
    less = {s.statement for s in case.reading.signals if s.kind == "underdosed"}
    if not less or not any(item.condition is not None and item.condition.problem != "status" for item in coded):
        return coded
    drugs = [_named(case, m) for m in case.reading.drugs if m.statement in less and m.role in _ASSESSED][:_MOST]
    stems = {case.lexicon.drug_effects.get(m.entry.name): m for m in drugs if isinstance(m.entry, Medication)}
    result = list(coded)
    for stem, drug in stems.items():
        code = code_of(stem, "6") if stem else ""
        if code and case.diagnosis(code) is not None and all(item.code[:6] != code[:6] for item in result):
            why = because("drug-effect", "The note says that less of the drug is taken than was prescribed.")
            result.insert(_behind(case, result, drug), Coded(code, None, [case.evidence(drug)], [why]))
    if len(result) == len(coded):
        return coded
    if not any(item.code.startswith(_REASONS) for item in result):
        reason = _reason(case, less)
        if reason:
            why = because("drug-effect", "Why less is taken than was prescribed.")
            result.append(Coded(reason, None, [case.evidence(drugs[0])], [why]))
    return result


def _named(case: Case, drug: Mention) -> Mention:
    """The drug itself where a problem calls it by its kind alone: the "missed diuretic" is the list's furosemide."""
    kind = isinstance(drug.entry, Medication) and drug.entry.name in _KINDS
    if not kind:
        return drug
    effects = case.lexicon.drug_effects
    own = (m for m in case.reading.drugs if isinstance(m.entry, Medication) and m.entry.name not in _KINDS)
    return next((m for m in own if effects.get(m.entry.name, "").startswith(_DIURETICS)), drug)


def _behind(case: Case, coded: list[Coded], drug: Mention) -> int:
    """The place behind the disease that the drug is for, else behind the first."""
    treats = drug.entry.indications if isinstance(drug.entry, Medication) else ()
    at = next((at for at, item in enumerate(coded) if item.term in treats), 0)
    return at + 1


def _reason(case: Case, less: set[int]) -> str:
    """The code of the reason that the same problem tells."""
    blocks = {case.reading.statements[number].block for number in less}
    told = [
        signal.value
        for signal in case.reading.signals
        if signal.kind == "underdosing" and case.reading.statements[signal.statement].block in blocks
    ]
    return next((code for code in (*told[:1], *_UNTOLD) if case.diagnosis(code) is not None), "")
