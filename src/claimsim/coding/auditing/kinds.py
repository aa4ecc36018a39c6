"""The kinds of finding: what the audit may say of codes that the record does not bear out, and of a coder's query."""

from collections.abc import Mapping
from types import MappingProxyType

FINDING_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "unsupported_diagnosis": "the record does not support the diagnosis",
        "unspecific_diagnosis": "the record supports a more specific diagnosis of the same category",
        "dropped_diagnosis": "the record supports a diagnosis that was not assigned",
        "invalid_diagnosis": "the diagnosis is no billable ICD-10-CM code on the date of service",
        "first_listed": "another diagnosis has to stand first",
        "unsupported_service": "the record does not support the service",
        "unbundled_service": "the service is part of another one that was assigned",
        "dropped_service": "the record supports a service that was not assigned",
        "invalid_code": "the procedure code is not valid on the date of service",
        "other_payers_code": "another kind of payer has this code for the service",
        "level_above": "the level of the visit is higher than the record supports",
        "level_below": "the level of the visit is lower than the record supports",
        "code_above": "the code pays more than the one that the record supports",
        "code_below": "the code pays less than the one that the record supports",
        "units_above": "more units than the record supports",
        "units_below": "fewer units than the record supports",
        "missing_modifier": "the record asks for a modifier that the line does not have",
        "unsupported_modifier": "the line has a modifier that the record does not support",
        "wrong_side": "the modifier names another side or digit than the record",
        "wrong_pointer": "the line points at a diagnosis that is not its reason",
        "query_mentions_payment": "the query speaks of payment, quality scores or billing",
        "query_leads": "the query tells the clinician what to answer",
        "query_yes_no": "the query asks yes or no for a new diagnosis",
        "query_without_indicators": "the query cites nothing from the record",
        "query_without_other": "the query's answers leave no room for another one",
        "query_without_undetermined": "the query's answers leave no room for not being able to tell",
    }
)
"""Every kind by name, with what it says."""
