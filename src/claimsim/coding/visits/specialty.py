"""The specialty a clinician counts to (new or established patient, global period)."""

from claimsim.coding.case import Case

_ADVANCED_PRACTICE = ("363L", "363A")  # nurse practitioners, physician assistants (NUCC taxonomy)

_GROUP = "193"  # single and multi-specialty groups (NUCC taxonomy)


def specialty(case: Case, name: str) -> str:
    """The specialty a clinician counts to; empty if unknown.

    Nurse practitioners and physician assistants count as the exact same specialty as the physicians they work with
    (CPT, new and established patient): the supervising physician's if the encounter names one, else the group's.
    """
    provider = case.practice.providers.get(name)
    if provider is None:
        return ""
    if not provider.taxonomy.startswith(_ADVANCED_PRACTICE):
        return provider.taxonomy
    encounter = case.encounter
    if name == encounter.rendering_provider and encounter.supervising_provider:
        physician = case.practice.providers.get(encounter.supervising_provider)
        if physician is not None:
            return physician.taxonomy
    return _of_the_group(case)


def _of_the_group(case: Case) -> str:
    """The group's own specialty; where its taxonomy only says that it is a group, that which its physicians share."""
    practice = case.practice
    if not practice.taxonomy.startswith(_GROUP):
        return practice.taxonomy
    shared = {p.taxonomy for p in practice.providers.values() if not p.taxonomy.startswith(_ADVANCED_PRACTICE)}
    return shared.pop() if len(shared) == 1 else practice.taxonomy
