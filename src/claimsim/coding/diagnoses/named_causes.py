"""Causes that an adjective names: "CKD stage 4, diabetic and hypertensive" is a kidney disease of both, though neither
is a problem of its own in the assessment (guideline I.A.15: the provider links them).
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen
from claimsim.coding.rules import because

_CAUSES = {"diabetic": ("type 1 diabetes", "type 2 diabetes"), "hypertensive": ("hypertension",)}
_CAUSED = frozenset({"chronic kidney disease", "end stage renal disease", "peripheral neuropathy", "gastroparesis"})
_NEAR = 7


def with_named_causes(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """The diagnoses with the causes that stand beside them as adjectives and that the note knows of the patient."""
    result = list(chosen)
    for item in chosen:
        if item.condition.term not in _CAUSED:
            continue
        mention = item.mentions[0]
        words = case.reading.statement_of(mention).words
        beside = words[max(0, mention.start - _NEAR) : mention.end + _NEAR]
        for adjective, terms in _CAUSES.items():
            if adjective not in beside or any(other.condition.term in terms for other in result):
                continue
            known = next(
                (m for m in case.reading.mentions if m.entry.name in terms and m.assertion == "affirmed"), None
            )
            condition = case.lexicon.conditions.get(known.entry.name if known is not None else terms[-1])
            if condition is None:
                continue
            why = because("assessed", f'The note calls it {adjective}: "{condition.name}" is its cause.')
            result.append(Chosen(condition, [mention], item.order, why=[why], evidence=list(item.evidence)))
    return result
