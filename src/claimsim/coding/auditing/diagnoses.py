"""Assigned diagnoses held against the record: not supported, less specific, left out, in the wrong place."""

from datetime import date

from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.findings import Findings
from claimsim.coding.auditing.left_out import why_left_out
from claimsim.model.codes import Assignment, CodedDiagnosis, Coding, Reason

_CATEGORY = 3
_UNSPECIFIC = "unspecified"
_NOT_SUPPORTED = Reason("The record does not support it.", "", "assessed")


def audited_diagnoses(
    reading: Coding, assignment: Assignment, tables: CodeTables, on: date, findings: Findings
) -> tuple[CodedDiagnosis, ...]:
    """The assigned diagnoses; those of the record with its evidence, the others with a finding."""
    supported = {diagnosis.code: diagnosis for diagnosis in reading.diagnoses}
    assigned = tuple(dict.fromkeys(assignment.diagnoses))
    missing = [code for code in supported if code not in assigned]
    result: list[CodedDiagnosis] = []
    for code in assigned:
        if code in supported:
            result.append(supported[code])
            continue
        row = tables.icd10cm.get(code, on)
        description = row.description if row is not None else ""
        result.append(CodedDiagnosis(code, description, (), (_NOT_SUPPORTED,)))
        near = next((other for other in missing if other[:_CATEGORY] == code[:_CATEGORY]), "")
        if row is None or not row.billable:
            ended = tables.icd10cm.get(code, on) is None
            what = f"not valid on {on.isoformat()}" if ended else "a heading and no code that is reported"
            instead = f"; the record supports {near}" if near else ""
            findings.add("invalid_diagnosis", code, f"{code} is {what}{instead}.", "serious")
        elif near and _UNSPECIFIC in description.casefold():
            findings.add(
                "unspecific_diagnosis", code, f"{code} says less than the record, which supports {near}.", "warning"
            )
            missing.remove(near)
        else:
            instead = f"; it supports {near} ({supported[near].description})" if near else ""
            text = f"{code} is not supported by the record{instead or why_left_out(reading, description)}."
            findings.add("unsupported_diagnosis", code, text, "serious")
    for code in missing:
        text = f"{code} ({supported[code].description}) is supported by the record and was left out."
        findings.add("dropped_diagnosis", code, text, "warning")
    first = reading.diagnoses[0].code if reading.diagnoses else ""
    if assigned and first in assigned and assigned[0] != first:
        text = f"{first} is chiefly responsible for the services and was not listed first."
        findings.add("first_listed", assigned[0], text, "warning")
    return tuple(result)
