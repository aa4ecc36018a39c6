"""Assigned diagnoses held against the record: not supported, less specific, left out, in the wrong place."""

from collections.abc import Sequence
from datetime import date

from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.findings import Findings
from claimsim.coding.auditing.left_out import why_left_out
from claimsim.coding.auditing.lines import codes_of
from claimsim.model.codes import AssignedService, Assignment, CodedDiagnosis, CodedService, Coding, Reason

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
            stake = _at_stake(code, assignment, findings)
            what = f"not valid on {on.isoformat()}" if ended else "a heading and no code that is reported"
            instead = f"; the record supports {near}" if near else ""
            findings.add("invalid_diagnosis", code, f"{code} is {what}{instead}.{stake}", "serious")
        elif near and _UNSPECIFIC in description.casefold():
            findings.add(
                "unspecific_diagnosis", code, f"{code} says less than the record, which supports {near}.", "warning"
            )
            missing.remove(near)
        else:
            instead = f"; it supports {near} ({supported[near].description})" if near else ""
            stake = _at_stake(code, assignment, findings)
            text = f"{code} is not supported by the record{instead or why_left_out(reading, description)}.{stake}"
            findings.add("unsupported_diagnosis", code, text, "serious")
    for code in missing:
        alone = [service for service in reading.services if codes_of(service, reading) == [code]]
        text = f"{code} ({supported[code].description}) is supported by the record and was left out."
        text += _hanging(alone, findings)
        findings.add("dropped_diagnosis", code, text, "warning")
    first = reading.diagnoses[0].code if reading.diagnoses else ""
    if assigned and first in assigned and assigned[0] != first:
        text = f"{first} is chiefly responsible for the services and was not listed first."
        findings.add("first_listed", assigned[0], text, "warning")
    return tuple(result)


def _at_stake(code: str, assignment: Assignment, findings: Findings) -> str:
    """The lines that point at a diagnosis alone: it decides whether they are paid, though not what they charge."""
    return _hanging([service for service in assignment.services if service.diagnoses == (code,)], findings)


def _hanging(lines: Sequence[AssignedService | CodedService], findings: Findings) -> str:
    told: list[str] = []
    for line in lines:
        charge = findings.charge(line.code, line.modifiers, line.units)
        told.append(line.code if charge is None else f"{line.code} ({charge:.2f})")
    if not told:
        return ""
    return f" {', '.join(told)} {'hangs' if len(told) == 1 else 'hang'} on it alone."
