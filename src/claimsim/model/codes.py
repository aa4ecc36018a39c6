"""What a coder makes of a chart: codes, each with the evidence and the reasons it stands on."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

EvidenceSource = Literal["note", "services", "drugs", "visit", "patient", "history", "notices", "coverage"]
Severity = Literal["info", "warning", "serious"]


class Evidence(Struct, frozen=True):
    """Where the chart says so: a line of the note (1-based, in `source` "note") or an item of a list (1-based)."""

    source: EvidenceSource
    line: int
    text: str


class Reason(Struct, frozen=True):
    """Why, in a sentence, with the rule's id and the authority it stands on where there is one."""

    text: str
    authority: str = ""
    rule: str = ""


class Alternative(Struct, frozen=True):
    """A neighboring code and why it lost."""

    code: str
    why_not: str


class CodedDiagnosis(Struct, frozen=True):
    """An ICD-10-CM code with what supports it. The first of a `Coding` is the first-listed diagnosis."""

    code: str
    description: str
    evidence: tuple[Evidence, ...] = ()
    why: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


class CodedService(Struct, frozen=True):
    """A CPT or HCPCS code with modifiers, units and the diagnoses it was done for (1-based positions)."""

    code: str
    description: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    diagnosis_pointers: tuple[int, ...] = ()
    minutes: int | None = None
    ndc: str = ""
    evidence: tuple[Evidence, ...] = ()
    why: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


class Query(Struct, frozen=True):
    """A question to the clinician about what the chart does not say. It never mentions payment."""

    to: str
    text: str
    reason: str
    options: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    about: str = ""
    """The condition or service asked about, in words."""


class Finding(Struct, frozen=True):
    """A compliance finding: codes that were assigned and what the chart supports do not agree.

    `dollars` is what the claim would be over- (positive) or under-charged (negative) by.
    """

    kind: str
    subject: str
    text: str
    severity: Severity
    dollars: Decimal | None = None


class Candidate(Struct, frozen=True):
    """A statement that the diagnosis index lacks, and codes for somebody to review. Never assigned silently."""

    text: str
    evidence: Evidence
    codes: tuple[tuple[str, str], ...] = ()


class Coding(Struct, frozen=True):
    """The codes of an encounter, diagnoses in the order in which they are reported."""

    diagnoses: tuple[CodedDiagnosis, ...] = ()
    services: tuple[CodedService, ...] = ()
    queries: tuple[Query, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    not_coded: tuple[tuple[Evidence, Reason], ...] = ()
    """What was read and rightly left out (negated, family history, uncertain, integral), with the reason."""


class AssignedService(Struct, frozen=True):
    """A procedure code as somebody assigned it; `diagnoses` are codes; none means "as it was read"."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    diagnoses: tuple[str, ...] = ()


class WrittenQuery(Struct, frozen=True):
    """A query to the clinician as somebody wrote it; no options for an open question."""

    text: str
    options: tuple[str, ...] = ()


class Assignment(Struct, frozen=True):
    """A coder's decision, codes only: what travels to the claim and is kept in the log of decisions.

    `queries` are those the coder wrote; they are checked, and change no code.
    """

    diagnoses: tuple[str, ...]
    services: tuple[AssignedService, ...]
    queries: tuple[WrittenQuery, ...] = ()
