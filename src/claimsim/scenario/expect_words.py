"""The keys that an `expect:` block may hold, so that a run, which does not read expectations, still tells a typo.

Reading the block whole costs a cold run a tenth of its time. A walk over its keys costs nothing, and only a key that
no expectation has makes the loader read the block by its models. A test holds the words against those models.
"""

from typing import Any

_WORDS = """
    about action actions adjustments allowed amount any_of any_order at_least at_most balance_due balances by candidates
    charge claim_id claims code codes coding collected contains count date deadline diagnoses discount dollars due_by
    edits eligibility exactly findings first_coding first_listed frequency insurance_paid kind lacks lines modifiers
    not_coded on paid paid_on patient patient_owes patient_responsibility payer place_of_service pointers queries reason
    rejections remarks remittances services settled_on severity statement status status_code subject submitted_on text
    to units valid_order within
"""
EXPECT_WORDS = frozenset(_WORDS.split())


def has_strange_words(expect: Any) -> bool:
    """Whether something in the block cannot be an expectation: a key that none has, or no block at all."""
    if expect is None:
        return False
    if not isinstance(expect, dict):
        return True
    waiting: list[Any] = [expect]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not item.keys() <= EXPECT_WORDS:
                return True
            waiting.extend(item.values())
        elif isinstance(item, (list, tuple)):
            waiting.extend(item)
    return False
