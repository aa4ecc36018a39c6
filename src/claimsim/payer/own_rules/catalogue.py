"""The closed catalogue of fields that an instructor's rule may look at: their kinds, words and operators."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

Kind = Literal["value", "list", "number", "date", "count"]
Values = Literal[
    "procedure", "diagnosis", "modifier", "place", "taxonomy", "npi", "ndc", "member_id", "text", "plan",
    "procedure_category", "benefit", "frequency", "sequence", "sex", "relationship", "weekday", "credential",
    "quantity", "day",
]  # fmt: skip
"""What a field holds, which says what may be compared with it."""

OPERATORS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "value": ("equals", "in", "none_of", "matches", "missing"),
        "list": ("has", "any_of", "all_of", "none_of", "lacks", "matches", "missing"),
        "number": ("equals", "at_least", "at_most", "between", "missing"),
        "date": ("equals", "before", "after", "between"),
        "count": ("equals", "at_least", "at_most", "between", "missing"),
    }
)
COUNTED = ("codes", "within_days", "by")
"""What says which earlier services a `history` field counts."""
KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        "value": "a single value", "list": "a list", "number": "a number", "date": "a date",
        "count": "a number counted in the payer's history",
    }
)  # fmt: skip


class FieldSpec(Struct, frozen=True):
    """One field: its name in the file, its kind, what it holds, how the trace names it, and what it is."""

    name: str
    kind: Kind
    values: Values
    label: str
    description: str

    @property
    def of_line(self) -> bool:
        """Whether it differs from line to line of one claim."""
        return self.name.startswith(("line.", "service.", "history.", "claim.other_lines.", "member."))


_ROWS: tuple[tuple[str, Kind, Values, str, str], ...] = (
    ("line.code", "value", "procedure", "the code", "the line's procedure code"),
    ("line.modifiers", "list", "modifier", "the modifiers", "the line's modifiers"),
    ("line.units", "number", "quantity", "the units", "units of service"),
    ("line.minutes", "number", "quantity", "the minutes", "minutes of anesthesia or therapy; mostly missing"),
    ("line.charge", "number", "quantity", "the charge", "the line's charge for all units, dollars"),
    ("line.diagnoses", "list", "diagnosis", "the diagnoses pointed at", "the diagnoses that the line points at"),
    ("line.first_diagnosis", "value", "diagnosis", "the first diagnosis pointed at", "the one it points at first"),
    ("line.place_of_service", "value", "place", "the place of service", "two digits; the office is 11"),
    ("line.category", "value", "procedure_category", "the kind of service", "the code's category in procedures.csv"),
    ("line.benefit", "value", "benefit", "the benefit", "the benefit category that the line comes under"),
    ("line.ndc", "value", "ndc", "the NDC", "National Drug Code; dashes do not matter"),
    ("claim.diagnoses", "list", "diagnosis", "the claim's diagnoses", "all diagnoses of the claim"),
    ("claim.first_diagnosis", "value", "diagnosis", "the first-listed diagnosis", "the claim's first-listed diagnosis"),
    ("claim.charge", "number", "quantity", "the total charge", "the charges of all lines together, dollars"),
    ("claim.frequency", "value", "frequency", "the frequency", "1 original, 7 replacement, 8 void"),
    ("claim.sequence", "value", "sequence", "the payer's turn", "P primary, S secondary, T tertiary"),
    ("claim.lines.codes", "list", "procedure", "the claim's codes", "the procedure codes of all lines, this one too"),
    ("claim.lines.modifiers", "list", "modifier", "the claim's modifiers", "the modifiers of all lines"),
    ("claim.lines.count", "number", "quantity", "the number of lines", "how many lines the claim has"),
    ("claim.other_lines.codes", "list", "procedure", "the codes of the other lines", "the codes of all lines but this"),
    ("claim.place_of_service", "value", "place", "the claim's place of service", "two digits; the office is 11"),
    ("claim.authorization_number", "value", "text", "the authorization number", "prior authorization; missing if none"),
    ("claim.referral_number", "value", "text", "the referral number", "referral; missing if none"),
    ("claim.clia_number", "value", "text", "the CLIA number", "the laboratory certificate; missing if none"),
    ("claim.group_number", "value", "text", "the group number", "the subscriber's group; missing if none"),
    ("claim.original_reference", "value", "text", "the original reference", "the claim that this one replaces"),
    ("claim.attachments", "list", "text", "the attachments", "control numbers of what was sent with the claim"),
    ("claim.prior_payers", "list", "text", "the earlier payers", "payers whose answers the claim carries"),
    ("claim.days_to_receipt", "number", "quantity", "the days to receipt", "days from the first service to receipt"),
    ("claim.received_on", "date", "day", "the day of receipt", "the day on which the payer received the claim"),
    ("member.id", "value", "member_id", "the member id", "as the claim has it; dashes do not matter"),
    ("member.age", "number", "quantity", "the age", "completed years on the date of service, by the claim"),
    ("member.birth_date", "date", "day", "the birth date", "the patient's, by the claim"),
    ("member.sex", "value", "sex", "the sex", "F, M or U, by the claim"),
    ("member.relationship", "value", "relationship", "the relationship", "self, spouse, child or other"),
    ("member.plan", "value", "plan", "the plan", "id of the plan in force on the date of service"),
    ("member.days_covered", "number", "quantity", "the days covered", "days from the start of coverage to the service; "
     "missing where the file has no start"),
    ("member.deductible_met", "number", "quantity", "the deductible met", "dollars of the year so far"),
    ("member.out_of_pocket_met", "number", "quantity", "the out-of-pocket met", "dollars of the year so far"),
    ("member.other_coverage", "value", "text", "the other coverage", "the payer on file as primary; missing if none"),
    ("provider.npi", "value", "npi", "the rendering NPI", "who did it"),
    ("provider.taxonomy", "value", "taxonomy", "the rendering taxonomy", "specialty of who did it"),
    ("provider.credential", "value", "credential", "the credential", "MD, DO, NP, PA and so on, of who did it"),
    ("billing.npi", "value", "npi", "the billing NPI", "the group that bills"),
    ("billing.taxonomy", "value", "taxonomy", "the billing taxonomy", "specialty of the group that bills"),
    ("service.date", "date", "day", "the date of service", "the line's date of service"),
    ("service.weekday", "value", "weekday", "the weekday", "monday to sunday"),
    ("history.count", "count", "quantity", "the services on file", "how many earlier services of `codes` the payer "
     "paid in the `within_days` before the date of service, that day included"),
    ("history.units", "count", "quantity", "the units on file", "how many units of them"),
    ("history.days_since", "count", "quantity", "the days since the last one", "days from the last of them to the date "
     "of service; missing if there was none"),
)  # fmt: skip

FIELDS: Mapping[str, FieldSpec] = MappingProxyType({row[0]: FieldSpec(*row) for row in _ROWS})
"""Every field by name."""
LOWEST: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("line.units", "claim.lines.count"), 1),
        **dict.fromkeys(("line.charge", "claim.charge", "claim.days_to_receipt", "member.age"), 0),
        **dict.fromkeys(("member.deductible_met", "member.out_of_pocket_met", "history.count", "history.units"), 0),
    }
)
"""Numbers that are never missing, with the lowest that each can be."""
NEVER_MISSING = frozenset(
    {
        *LOWEST, "line.code", "line.place_of_service", "claim.diagnoses", "claim.frequency", "claim.sequence",
        "claim.lines.codes", "member.id", "member.sex", "provider.npi", "billing.npi", "service.weekday",
    }
)  # fmt: skip
ALL_OPERATORS: tuple[str, ...] = tuple(dict.fromkeys(name for names in OPERATORS.values() for name in names))


def names_of(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind."""
    return tuple(name for name, spec in FIELDS.items() if spec.kind == kind)
