"""Symptoms beside diagnoses: those of a confirmed disease are no diagnoses, those that led to a doubted one are.

ICD-10-CM Official Guidelines for outpatient services, IV.D (symptoms) and IV.H (uncertain diagnosis); I.B.5 (conditions
that are an integral part of a disease process).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_CATEGORY = 3
_TOLD_TOGETHER = frozenset({"E08", "E09", "E10", "E11", "E13"})
"""Categories whose codes take findings in: albumin in the urine is no part of every diabetes."""
_NO_CAUSE = frozenset({"undetermined", "unclear", "unexplained", "unknown", "undifferentiated"})
_JUST_BEHIND = 4


def _integral_to(case: Case, symptom: Condition, chosen: list[Chosen]) -> Chosen | None:
    """The confirmed disease that the symptom belongs to: one that the index names there, or one of the same category
    (gallstones with cholecystitis where it names gallstones).
    """
    if not symptom.integral_to:
        return None
    known = case.lexicon.conditions
    categories = {known[term].code[:_CATEGORY] for term in symptom.integral_to if term in known} - _TOLD_TOGETHER
    for item in chosen:
        disease = item.condition
        if disease.symptom or disease.problem == "status":
            continue
        if not symptom.integral_to.isdisjoint((disease.term, f"region:{disease.region}", f"system:{disease.system}")):
            return item
        if disease.code[:_CATEGORY] in categories:
            return item
    return None


def without_integral_symptoms(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """The diagnoses without the symptoms of a confirmed one."""
    kept: list[Chosen] = []
    for item in chosen:
        disease = _integral_to(case, item.condition, chosen) if item.condition.symptom else None
        if disease is None or _unexplained(case, item):
            kept.append(item)
            continue
        text = f"{item.condition.name} is a symptom of {disease.condition.name}, which is confirmed."
        case.leave_out(item.evidence[0], because("symptom-integral", text))
    return kept


def _unexplained(case: Case, item: Chosen) -> bool:
    """ "Chest pain, cause undetermined": no other disease of the list explains it."""
    said = (case.reading.statements[m.statement].words[m.end : m.end + _JUST_BEHIND] for m in item.mentions)
    return any(not _NO_CAUSE.isdisjoint(words) for words in said)


def add_symptoms(case: Case, chosen: list[Chosen], uncertain: list[Condition]) -> None:
    """In place of an uncertain diagnosis the symptoms that led to it, unless a confirmed one explains them."""
    if not uncertain:
        return
    taken = {item.condition.term for item in chosen}
    for mention in case.reading.mentions:
        symptom = mention.entry
        if not isinstance(symptom, Condition) or not symptom.symptom or symptom.term in taken:
            continue
        if mention.assertion != "affirmed" or mention.role not in ("symptoms", "told"):
            continue
        related = any(
            not symptom.integral_to.isdisjoint((d.term, f"region:{d.region}", f"system:{d.system}")) for d in uncertain
        )
        if not related or any(item.condition.code[:3] == symptom.code[:3] for item in chosen):
            continue  # "Atypical chest pain; suspect costochondritis": the chest pain is coded
        taken.add(symptom.term)
        disease = _integral_to(case, symptom, chosen)
        if disease is not None:
            text = f"{symptom.name} is a symptom of {disease.condition.name}, which is confirmed."
            case.leave_out(case.evidence(mention), because("symptom-integral", text))
            continue
        names = ", ".join(d.name for d in uncertain)
        why = because("symptom-coded", f"Coded in place of what is uncertain ({names}).")
        order = (mention.statement, mention.start)
        chosen.append(Chosen(symptom, [mention], order, mention.side, mention.control, [why], [case.evidence(mention)]))
