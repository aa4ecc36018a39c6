"""An ICD-10-CM code: what it is, whether a claim may carry it, and every note that governs it."""

from claimsim.cli.explaining.explanation import Explanation, facts, notes, period
from claimsim.code_tables import CodeTables, Note
from claimsim.code_tables.rows import DiagnosisChange

_MOST_CHILDREN = 40


def explain_diagnosis(tables: CodeTables, word: str) -> Explanation | None:
    """The code or heading of that name, also one that has left the list; None when there never was one."""
    icd = tables.icd10cm
    row, changes = icd.get(word), icd.changes(word)
    if row is None and not changes:
        return None
    code = row.code if row else changes[0].code
    above = icd.ancestors(code)
    billable = row is not None and row.billable
    children = icd.children(code)
    return Explanation(
        kind="ICD-10-CM diagnosis code" if billable or row is None else "ICD-10-CM heading",
        name=code,
        title=row.description if row else changes[-1].description,
        facts=facts(
            ("on a claim", _on_a_claim(row is not None, billable)),
            ("valid", "; ".join(filter(None, (period(c.effective_from, c.effective_to) for c in changes)))),
            ("chapter", " ".join((above[-1].code, above[-1].description)) if above else ""),
            ("heading", f"{above[0].code} {above[0].description}" if len(above) > 1 else ""),
        ),
        notes=notes(
            ("replaced by", (_replacement(tables, change) for change in changes if change.replaced_by)),
            ("used for", _texts(icd.inclusion_terms(code), code)),
            ("includes", _texts(icd.includes(code), code)),
            ("Excludes1 (not coded here)", _texts(icd.excludes1(code), code)),
            ("Excludes2 (not included here, may be coded as well)", _texts(icd.excludes2(code), code)),
            ("code first", _texts(icd.code_first(code), code)),
            ("use additional code", _texts(icd.use_additional(code), code)),
            ("code also", _texts(icd.code_also(code), code)),
            ("notes", _texts(icd.notes(code), code)),
            ("7th character", (f"{c.character}: {c.meaning}" for c in icd.seventh_characters(code))),
            ("codes below it", (f"{child.code} {child.description}" for child in children[:_MOST_CHILDREN])),
        ),
        source="ICD-10-CM tabular list (NCHS), fiscal year 2026",
    )


def _on_a_claim(listed: bool, billable: bool) -> str:
    if not listed:
        return "no longer: it has left the list"
    return "yes" if billable else "no: a heading, take one of the codes below it"


def _replacement(tables: CodeTables, change: DiagnosisChange) -> str:
    found = (tables.icd10cm.get(code) for code in change.replaced_by)
    return "; ".join(f"{row.code} {row.description}" for row in found if row) or " ".join(change.replaced_by)


def _texts(found: tuple[Note, ...], code: str) -> list[str]:
    """The notes' texts; one that stands at a heading above says where."""
    return [note.text if note.code == code else f"{note.text} [{_where(note.code)}]" for note in found]


def _where(code: str) -> str:
    return f"chapter {code}" if code.isdigit() else f"at {code}"
