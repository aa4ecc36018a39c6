"""The coding checks as rules. A `why` or a `not_coded` names one by id; `explain` and the rule reference read them.

A coding rule's predicate takes a :class:`~claimsim.model.codes.Coding` and answers with what the rule did there.
"""

from collections.abc import Callable
from functools import lru_cache

from claimsim.coding.rules.diagnosis_texts import DIAGNOSIS_RULES
from claimsim.coding.rules.modifier_texts import MODIFIER_RULES
from claimsim.coding.rules.service_texts import SERVICE_RULES
from claimsim.coding.rules.visit_texts import VISIT_RULES
from claimsim.model.codes import Coding, Reason
from claimsim.rules import Answer, Registry, Rule

_FINDING = Answer("finding")
_TEXTS = (*DIAGNOSIS_RULES, *SERVICE_RULES, *VISIT_RULES, *MODIFIER_RULES)


def _applied(rule_id: str) -> Callable[[Coding], str | None]:
    def check(coding: Coding) -> str | None:
        for diagnosis in coding.diagnoses:
            for reason in diagnosis.why:
                if reason.rule == rule_id:
                    return f"{diagnosis.code}: {reason.text}"
        for service in coding.services:
            for reason in service.why:
                if reason.rule == rule_id:
                    return f"{service.code}: {reason.text}"
        for evidence, reason in coding.not_coded:
            if reason.rule == rule_id:
                return f"{evidence.text}: {reason.text}"
        return None

    return check


CODING_RULES = Registry(
    Rule(
        text.id,
        text.title,
        text.meaning,
        text.authority,
        _FINDING,
        text.action,
        "coding",
        _applied(text.id),
        verified=text.verified,
    )
    for text in _TEXTS
)

_AUTHORITY = {text.id: text.authority for text in _TEXTS}


@lru_cache(maxsize=4096)
def because(rule_id: str, text: str) -> Reason:
    """A reason that names a rule. Raises ``KeyError`` for a rule that does not exist: a fault of the program."""
    return Reason(text, _AUTHORITY[rule_id], rule_id)
