"""What a 999 rejects: a transaction that an implementation guide's reader cannot take. Nothing of it reaches the payer.
What a 999 rejects: a transaction that an implementation guide's reader cannot take. Nothing of it reaches the payer."""

from claimsim.payer.context import FrontEndContext
from claimsim.rules import Answer, Rule

_GUIDE = "X12 837P 005010X222A1, answered by 999 005010X231A1"
_MOST_DIAGNOSES, _MOST_LINES, _MOST_MODIFIERS, _MOST_POINTERS = 12, 50, 4, 4


def _missing_element(at: FrontEndContext) -> str | None:
    claim = at.claim
    required = {
        "CLM01, the claim's own number": claim.claim_id,
        "NM109 of the subscriber, the member id": claim.member_id,
        "NM103 of the subscriber, the last name": claim.subscriber.last,
        "NM109 of the billing provider, the NPI": claim.billing_provider.npi,
        "REF EI of the billing provider, the tax number": claim.billing_provider.tax_id,
        "HI, a diagnosis code": "".join(claim.diagnoses),
        "LX and SV1, a service line": "".join(line.code for line in claim.lines),
    }
    missing = [name for name, value in required.items() if not value.strip()]
    missing += [
        f"SV107 of line {line.number}, a diagnosis pointer" for line in claim.lines if not line.diagnosis_pointers
    ]
    return "; ".join(missing) or None


def _too_many(at: FrontEndContext) -> str | None:
    claim = at.claim
    found = []
    if len(claim.diagnoses) > _MOST_DIAGNOSES:
        found.append(f"{len(claim.diagnoses)} diagnoses, at most {_MOST_DIAGNOSES}")
    if len(claim.lines) > _MOST_LINES:
        found.append(f"{len(claim.lines)} service lines, at most {_MOST_LINES}")
    for line in claim.lines:
        if len(line.modifiers) > _MOST_MODIFIERS or len(line.diagnosis_pointers) > _MOST_POINTERS:
            found.append(f"line {line.number} has more than four modifiers or diagnosis pointers")
    return "; ".join(found) or None


RULES: tuple[Rule[FrontEndContext], ...] = (
    Rule(
        id="syntax-missing-element",
        title="A required element of the 837 is empty",
        meaning="The 999 rejects the transaction set: no claim in it has reached the payer.",
        authority=_GUIDE,
        answer=Answer("reject"),
        action="Fill the element and send the claim as an original.",
        stage="front_end",
        check=_missing_element,
    ),
    Rule(
        id="syntax-too-many",
        title="More of something than the 837 has room for",
        meaning="A professional claim carries twelve diagnoses and fifty lines, a line four modifiers and four "
        "pointers.",
        authority=_GUIDE,
        answer=Answer("reject"),
        action="Split the claim, or take out what is not needed, and send it as an original.",
        stage="front_end",
        check=_too_many,
    ),
)
