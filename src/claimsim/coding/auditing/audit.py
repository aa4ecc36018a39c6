"""Comparing what a coder assigned with what the chart supports: the compliance findings, each with its severity."""

from datetime import date

from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.findings import Findings, Price, negative
from claimsim.coding.queries.query_check import check_query
from claimsim.coding.rules import because
from claimsim.model.codes import (
    AssignedService,
    Assignment,
    CodedDiagnosis,
    CodedService,
    Coding,
    Reason,
    Severity,
)

_VISITS = frozenset(
    {
        "em_office",
        "em_telehealth",
        "em_hospital",
        "em_observation",
        "em_emergency",
        "em_consultation",
        "em_nursing",
        "em_home",
    }
)
_PAYMENT_MODIFIERS = frozenset(
    {"22", "24", "25", "50", "57", "58", "59", "76", "77", "78", "79", "XE", "XP", "XS", "XU"}
)
_PLANS_OF_CARE = frozenset({"GP", "GO", "GN"})
"""True of every therapist's service; the reading leaves them off where the payer does not ask for them."""
_MOST_POINTERS = 4


def assignment_of(coding: Coding) -> Assignment:
    """The codes of a coding alone, with each service's diagnoses as codes."""
    codes = tuple(diagnosis.code for diagnosis in coding.diagnoses)
    return Assignment(
        codes,
        tuple(
            AssignedService(
                s.code, s.modifiers, s.units, tuple(codes[p - 1] for p in s.diagnosis_pointers if 0 < p <= len(codes))
            )
            for s in coding.services
        ),
    )


def audit(
    reading: Coding,
    assignment: Assignment,
    tables: CodeTables,
    on: date,
    price: Price | None = None,
    record: str = "",
) -> Coding:
    """The assigned codes as a coding, with the reading's evidence where it supports them and a finding where not.

    With the practice's prices each finding about a service tells its dollar effect. The queries that the coder wrote
    are held against the `record` that they should cite.
    """
    findings = Findings(price)
    diagnoses = _diagnoses(reading, assignment, tables, on, findings)
    services = _services(reading, assignment, tables, on, findings)
    written = (fault for query in assignment.queries for fault in check_query(query.text, query.options, record))
    found = (*findings.all(), *written)
    return Coding(diagnoses, services, reading.queries, found, reading.candidates, reading.not_coded)


def _diagnoses(
    reading: Coding, assignment: Assignment, tables: CodeTables, on: date, findings: Findings
) -> tuple[CodedDiagnosis, ...]:
    supported = {diagnosis.code: diagnosis for diagnosis in reading.diagnoses}
    result: list[CodedDiagnosis] = []
    for code in dict.fromkeys(assignment.diagnoses):
        if code in supported:
            result.append(supported[code])
            continue
        row = tables.icd10cm.get(code, on)
        why = Reason("The record does not support it.", "", "assessed")
        result.append(CodedDiagnosis(code, row.description if row is not None else "", (), (why,)))
        near = next((known for known in supported if known[:3] == code[:3]), None)
        text = f"{code} is not supported by the record" + (f"; it supports {near}." if near else ".")
        findings.add("unsupported_diagnosis", code, text, "serious")
    for code in supported:
        if code not in assignment.diagnoses:
            text = f"{code} ({supported[code].description}) is supported by the record and was left out."
            findings.add("dropped_diagnosis", code, text, "warning")
    first = reading.diagnoses[0].code if reading.diagnoses else ""
    if assignment.diagnoses and first in assignment.diagnoses and assignment.diagnoses[0] != first:
        text = f"{first} is chiefly responsible for the services and was not listed first."
        findings.add("first_listed", assignment.diagnoses[0], text, "warning")
    return tuple(result)


def _services(
    reading: Coding, assignment: Assignment, tables: CodeTables, on: date, findings: Findings
) -> tuple[CodedService, ...]:
    left = list(reading.services)
    unmatched: list[tuple[int, AssignedService]] = []
    result: dict[int, CodedService] = {}
    positions = {code: index for index, code in enumerate(dict.fromkeys(assignment.diagnoses), start=1)}
    for number, assigned in enumerate(assignment.services):
        match = _same(left, assigned)
        if match is None:
            unmatched.append((number, assigned))
            continue
        left.remove(match)
        result[number] = _compared(match, assigned, reading, positions, findings)
    for number, assigned in unmatched:
        others = tuple(service.code for service in assignment.services)
        result[number] = _unsupported(assigned, left, tables, on, positions, findings, others)
    for service in left:
        text = f"{service.code} ({service.description}) was done and documented, and was left out."
        missed = negative(findings.charge(service.code, service.modifiers, service.units))
        findings.add("dropped_service", service.code, text, "warning", missed)
    return tuple(result[number] for number in sorted(result))


def _same(left: list[CodedService], assigned: AssignedService) -> CodedService | None:
    """The line of that code; of several the one whose modifiers agree best."""
    same = [service for service in left if service.code == assigned.code]
    return max(same, key=lambda s: len(set(s.modifiers) & set(assigned.modifiers)), default=None)


def _compared(
    match: CodedService, assigned: AssignedService, reading: Coding, positions: dict[str, int], findings: Findings
) -> CodedService:
    for modifier in assigned.modifiers:
        if modifier not in match.modifiers and modifier not in _PLANS_OF_CARE:
            severity: Severity = "serious" if modifier in _PAYMENT_MODIFIERS else "warning"
            text = f"The record shows nothing that modifier {modifier} on {assigned.code} would stand on."
            dollars = findings.of_modifier(assigned.code, modifier, match.units, 1)
            findings.add("unsupported_modifier", f"{assigned.code}-{modifier}", text, severity, dollars)
    for modifier in match.modifiers:
        if modifier not in assigned.modifiers:
            text = f"The record supports modifier {modifier} on {assigned.code}, and it was left off."
            dollars = findings.of_modifier(assigned.code, modifier, match.units, -1)
            findings.add("missing_modifier", f"{assigned.code}-{modifier}", text, "warning", dollars)
    if assigned.units != match.units:
        above = assigned.units > match.units
        text = f"{assigned.code} was assigned {assigned.units} units; the record supports {match.units}."
        kind = "units_above" if above else "units_below"
        dollars = findings.difference((assigned.code, (), assigned.units), (assigned.code, (), match.units))
        findings.add(kind, assigned.code, text, "serious" if above else "warning", dollars)
    pointers = _pointers(match, assigned, reading, positions)
    why = match.why
    if not pointers and positions:
        gone = "What it was done for is not among the diagnoses: it points at the first."
        pointers, why = (1,), (*why, because("pointer", gone))
    return CodedService(
        assigned.code,
        match.description,
        assigned.modifiers,
        assigned.units,
        pointers,
        match.minutes,
        match.ndc,
        match.evidence,
        why,
        match.alternatives,
    )


def _pointers(
    match: CodedService, assigned: AssignedService, reading: Coding, positions: dict[str, int]
) -> tuple[int, ...]:
    if assigned.diagnoses:
        return tuple(positions[code] for code in assigned.diagnoses if code in positions)[:_MOST_POINTERS]
    codes = [d.code for d in reading.diagnoses]
    read = [codes[p - 1] for p in match.diagnosis_pointers if 0 < p <= len(codes)]
    return tuple(positions[code] for code in read if code in positions)


def _unsupported(
    assigned: AssignedService,
    left: list[CodedService],
    tables: CodeTables,
    on: date,
    positions: dict[str, int],
    findings: Findings,
    others: tuple[str, ...],
) -> CodedService:
    """An assigned code the reading lacks: another level of the same visit, or a service nobody documented."""
    row = tables.procedure(assigned.code, on)
    category = row.category if row is not None else ""
    visit = next((s for s in left if category in _VISITS and _category(tables, s.code, on) in _VISITS), None)
    if visit is not None:
        left.remove(visit)
        dollars = findings.difference((assigned.code, (), assigned.units), (visit.code, (), visit.units))
        # A new patient's code stands before an established one's and is worth more: within a family the money tells.
        by_money = bool(dollars) and category == _category(tables, visit.code, on)
        above = dollars is not None and dollars > 0 if by_money else assigned.code > visit.code
        text = f"{assigned.code} was assigned; the record supports {visit.code}."
        kind = "level_above" if above else "level_below"
        findings.add(kind, assigned.code, text, "serious" if above else "warning", dollars)
        for modifier in visit.modifiers:
            if modifier not in assigned.modifiers:
                text = f"The record supports modifier {modifier} on the visit, and it was left off."
                findings.add("missing_modifier", f"{assigned.code}-{modifier}", text, "warning")
        pointers = tuple(positions[c] for c in assigned.diagnoses if c in positions) or visit.diagnosis_pointers
        return CodedService(
            assigned.code,
            row.description if row is not None else "",
            assigned.modifiers,
            assigned.units,
            pointers,
            visit.minutes,
            "",
            visit.evidence,
            visit.why,
            visit.alternatives,
        )
    dollars = findings.charge(assigned.code, assigned.modifiers, assigned.units)
    whole = next((code for code in others if code != assigned.code and tables.ncci_pair(code, assigned.code, on)), None)
    if whole is not None:
        text = f"{assigned.code} is part of {whole}, and the record tells no other site or session."
        findings.add("unbundled_service", assigned.code, text, "serious", dollars)
    else:
        text = f"{assigned.code} is not supported by the record: nobody documented it."
        findings.add("unsupported_service", assigned.code, text, "serious", dollars)
    chosen = tuple(positions[c] for c in assigned.diagnoses if c in positions) or tuple(positions.values())[:1]
    return CodedService(
        assigned.code,
        row.description if row is not None else "",
        assigned.modifiers,
        assigned.units,
        chosen,
        None,
        "",
        (),
        (Reason("The record does not support it.", "", "documented"),),
    )


def _category(tables: CodeTables, code: str, on: date) -> str:
    row = tables.procedure(code, on)
    return row.category if row is not None else ""
