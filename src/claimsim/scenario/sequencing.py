"""Whether an order of diagnoses satisfies the notes of the ICD-10-CM tabular list.

Guideline I.A.13: of an etiology and a manifestation the underlying condition comes first, which "code first" and
"use additional code" notes say, and a code "in diseases classified elsewhere" is never first-listed. I.A.17: "code
also" says nothing about the order.
"""

from collections.abc import Sequence

from claimsim.code_tables.icd10cm import Icd10cm

MANIFESTATION = "in diseases classified elsewhere"


def sequence_fault(codes: Sequence[str], icd10cm: Icd10cm) -> str:
    """What note an order breaks, in words; empty when it breaks none."""
    first = icd10cm.get(codes[0]) if codes else None
    if first is not None and MANIFESTATION in first.description:
        return f"{codes[0]} is a manifestation ({MANIFESTATION}) and cannot be first-listed"
    for place, code in enumerate(codes):
        for note in icd10cm.code_first(code):
            for later in codes[place + 1 :]:
                if note.names(later):
                    return f"{later} belongs before {code}: {note.text!r} stands at {note.code}"
        for note in icd10cm.use_additional(code):
            for earlier in codes[:place]:
                if note.names(earlier) and not _goes_first(earlier, code, icd10cm):
                    return f"{earlier} belongs after {code}: {note.text!r} stands at {note.code}"
    return ""


def _goes_first(code: str, other: str, icd10cm: Icd10cm) -> bool:
    """Whether two codes name each other, so that their notes give no order between them."""
    return any(note.names(other) for note in icd10cm.use_additional(code))
