"""The coding part of a result: the codes as they stood in the end, each with what it stands on."""

from collections.abc import Sequence

from typing_extensions import TypedDict

from claimsim.billing.charges import ChargeLine
from claimsim.case.events import ChargesEntered, CodesAssigned, Event
from claimsim.model.codes import CodedDiagnosis, CodedService, Coding, Evidence, Finding, Query, Reason
from claimsim.model.money import dollars


class EvidenceItem(TypedDict):
    """A line of the note, or an item (1-based) of the list of the chart that `source` names."""

    source: str
    line: int
    text: str


class ReasonItem(TypedDict):
    """Why, in a sentence, with the rule and its authority where there is one."""

    text: str
    rule: str
    authority: str


class DiagnosisItem(TypedDict):
    """A diagnosis, in the order reported."""

    code: str
    description: str
    evidence: list[EvidenceItem]
    why: list[ReasonItem]


class ServiceItem(TypedDict):
    """A service; pointers are 1-based positions in the diagnoses, the charge is for all units."""

    code: str
    description: str
    modifiers: list[str]
    units: int
    diagnosis_pointers: list[int]
    charge: str | None
    evidence: list[EvidenceItem]
    why: list[ReasonItem]


class QueryItem(TypedDict):
    """A question to the clinician."""

    to: str
    text: str
    reason: str


class FindingItem(TypedDict):
    """Where the codes and the chart do not agree; `dollars` is over- (positive) or undercharged."""

    kind: str
    subject: str
    text: str
    severity: str
    dollars: str | None


class NotCodedItem(TypedDict):
    """What was read and left out, and why."""

    evidence: EvidenceItem
    why: ReasonItem


class CodingItem(TypedDict):
    """The codes in the end; the findings of every round, so that a fault put right is still seen."""

    diagnoses: list[DiagnosisItem]
    services: list[ServiceItem]
    queries: list[QueryItem]
    findings: list[FindingItem]
    not_coded: list[NotCodedItem]


def coding_of(events: Sequence[Event]) -> CodingItem:
    """The last coding of a case with its charges."""
    rounds = [event.coding for event in events if isinstance(event, CodesAssigned)]
    last = rounds[-1] if rounds else Coding()
    charges = next((event.lines for event in reversed(events) if isinstance(event, ChargesEntered)), ())
    findings = dict.fromkeys(finding for coding in rounds for finding in coding.findings)
    return {
        "diagnoses": [_diagnosis(diagnosis) for diagnosis in last.diagnoses],
        "services": [_service(n, service, charges) for n, service in enumerate(last.services)],
        "queries": [_query(query) for query in last.queries],
        "findings": [_finding(finding) for finding in findings],
        "not_coded": [{"evidence": _evidence(e), "why": _reason(r)} for e, r in last.not_coded],
    }


def _evidence(evidence: Evidence) -> EvidenceItem:
    return {"source": evidence.source, "line": evidence.line, "text": evidence.text}


def _reason(reason: Reason) -> ReasonItem:
    return {"text": reason.text, "rule": reason.rule, "authority": reason.authority}


def _diagnosis(diagnosis: CodedDiagnosis) -> DiagnosisItem:
    return {
        "code": diagnosis.code,
        "description": diagnosis.description,
        "evidence": [_evidence(e) for e in diagnosis.evidence],
        "why": [_reason(r) for r in diagnosis.why],
    }


def _service(position: int, service: CodedService, charges: tuple[ChargeLine, ...]) -> ServiceItem:
    return {
        "code": service.code,
        "description": service.description,
        "modifiers": list(service.modifiers),
        "units": service.units,
        "diagnosis_pointers": list(service.diagnosis_pointers),
        "charge": _charge(position, service, charges),
        "evidence": [_evidence(e) for e in service.evidence],
        "why": [_reason(r) for r in service.why],
    }


def _charge(position: int, service: CodedService, charges: tuple[ChargeLine, ...]) -> str | None:
    """Charges stand in the order of the services; a revision that changed no charge leaves the first ones."""
    line = charges[position] if position < len(charges) else None
    if line is None or line.code != service.code:
        line = next((c for c in charges if c.code == service.code), None)
    return dollars(line.charge) if line else None


def _query(query: Query) -> QueryItem:
    return {"to": query.to, "text": query.text, "reason": query.reason}


def _finding(finding: Finding) -> FindingItem:
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "text": finding.text,
        "severity": finding.severity,
        "dollars": None if finding.dollars is None else dollars(finding.dollars),
    }
