"""Comparing what a coder assigned with what the chart supports: the compliance findings, each with its severity."""

from datetime import date

from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.diagnoses import audited_diagnoses
from claimsim.coding.auditing.findings import Findings, Price
from claimsim.coding.auditing.services import audited_services
from claimsim.coding.queries.query_check import check_query
from claimsim.model.codes import AssignedService, Assignment, Coding


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
    diagnoses = audited_diagnoses(reading, assignment, tables, on, findings)
    services = audited_services(reading, assignment, tables, on, findings)
    written = (fault for query in assignment.queries for fault in check_query(query.text, query.options, record))
    found = (*findings.all(), *written)
    return Coding(diagnoses, services, reading.queries, found, reading.candidates, reading.not_coded)
