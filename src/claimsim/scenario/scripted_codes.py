"""Codes that a script puts in and that never were. A code that was valid once is the payer's to judge."""

from collections.abc import Iterator

from claimsim.case.script import AddedDiagnosis, AddedService, CoderScript, CodingChange, DiagnosisChange, ServiceChange
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, Document, suggest
from claimsim.diagnostics.document import Path as Where

SEARCH = "`claimsim codes search` finds codes by their words"


def code_faults(document: Document, script: CoderScript, tables: CodeTables) -> Iterator[Diagnostic]:
    """A diagnostic for each code in the coder's script that is in no table."""
    base: Where = ("seats", "coder")
    for number, change in enumerate(script.changes):
        yield from _change_faults(document, tables, change, (*base, "changes", number))
    if script.codes is not None:
        at = (*base, "codes")
        yield from _diagnosis_faults(document, tables, script.codes.diagnoses, (*at, "diagnoses"))
        for number, service in enumerate(script.codes.services):
            yield from _service_fault(document, tables, service.code, (*at, "services", number, "code"))


def _change_faults(document: Document, tables: CodeTables, change: CodingChange, at: Where) -> Iterator[Diagnostic]:
    match change:
        case ServiceChange():
            yield from _service_fault(document, tables, change.code, (*at, "code"))
            yield from _diagnosis_faults(document, tables, change.diagnoses or (), (*at, "diagnoses"))
        case DiagnosisChange(code=str(code)):
            yield from _diagnosis_fault(document, tables, code, (*at, "code"))
        case AddedDiagnosis():
            yield from _diagnosis_fault(document, tables, change.add_diagnosis, (*at, "add_diagnosis"))
        case AddedService():
            yield from _service_fault(document, tables, change.add_service.code, (*at, "add_service", "code"))


def _service_fault(document: Document, tables: CodeTables, code: str | None, where: Where) -> Iterator[Diagnostic]:
    if code is not None and not tables.procedure_rows(code):
        near = suggest(code, [row.code for row in tables.procedures()])
        hint = f"did you mean `{near}`?" if near else SEARCH
        yield document.diagnostic("unknown-code", f"`{code}` is not in the procedure tables", where, hint=hint)


def _diagnosis_faults(
    document: Document, tables: CodeTables, codes: tuple[str, ...], at: Where
) -> Iterator[Diagnostic]:
    for number, code in enumerate(codes):
        yield from _diagnosis_fault(document, tables, code, (*at, number))


def _diagnosis_fault(document: Document, tables: CodeTables, code: str, where: Where) -> Iterator[Diagnostic]:
    if not tables.icd10cm.exists(code):
        yield document.diagnostic("unknown-code", f"`{code}` is not an ICD-10-CM code", where, hint=SEARCH)
