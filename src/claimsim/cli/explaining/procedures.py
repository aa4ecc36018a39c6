"""A CPT or HCPCS code: what it is, what Medicare pays by, and the edits that know it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from claimsim.cli.explaining.explanation import Explanation, facts, notes, validity
from claimsim.code_tables import CodeTables, Table
from claimsim.code_tables.rows import DrugUnits, PhysicianFee

_MOST_PRIMARIES = 12


def explain_procedure(tables: CodeTables, word: str) -> Explanation | None:
    """The procedure code of that name, of whatever dates; None when the tables lack it."""
    code = word.upper()
    rows = tables.procedure_rows(code)
    if not rows:
        return None
    row = max(rows, key=lambda r: r.effective_to or date.max)
    fee = _last(_table(tables, "physician_fees").rows(code, ""))
    mue = _last(_table(tables, "mue_limits").rows(code))
    as_first, as_second = _pairs(tables, code)
    return Explanation(
        kind="CPT code" if row.system == "CPT" else "HCPCS Level II code",
        name=code,
        title=row.description,
        facts=facts(
            ("category", row.category.replace("_", " ")),
            ("valid", "; ".join(filter(None, map(validity, rows)))),
            ("replaced by", " ".join(row.replaced_by)),
            *(_fee_facts(fee) if fee else ()),
            ("units limit (MUE)", f"{mue.units}, {_meaning('mue', mue.indicator)}" if mue else ""),
            ("NCCI pairs", f"{as_first} as column 1, {as_second} as column 2" if as_first + as_second else ""),
        ),
        notes=notes(
            ("billing unit", map(_unit, _table(tables, "drug_units").rows(code))),
            ("Medicare price", _prices(tables, code)),
            ("added to (add-on code)", _primaries(tables, code)),
        ),
        source=row.source,
    )


def _table(tables: CodeTables, name: str) -> Table[Any]:
    return next(table for table in tables.tables() if table.spec.name == name)


def _last(rows: tuple[Any, ...]) -> Any:
    return max(rows, key=lambda row: row.effective_to or date.max, default=None)


def _fee_facts(fee: PhysicianFee) -> Iterator[tuple[str, str]]:
    """Status and values; the payment policy only where there is a value that it could change."""
    yield "Medicare status", f"{fee.status}: {_meaning('status', fee.status)}"
    total = _total_rvu(fee)
    if total:
        yield "total RVU", total
        yield "global period", f"{fee.global_days}: {_meaning('global_days', fee.global_days)}"
        yield "bilateral", f"{fee.bilateral}: {_meaning('bilateral', fee.bilateral)}"
        policy = fee.multiple_procedure
        yield "with others", f"{policy}: {_meaning('multiple_procedure', policy)}"
    yield "fee schedule", validity(fee)


@cache
def _indicators() -> dict[str, dict[str, str]]:
    import yaml

    text = resources.files(__package__).joinpath("indicators.yaml").read_text(encoding="utf-8")
    return {str(field): dict(meanings) for field, meanings in yaml.safe_load(text).items()}


def _meaning(field: str, indicator: str) -> str:
    return _indicators()[field].get(indicator, "not described here")


def _total_rvu(fee: PhysicianFee) -> str:
    """Work, practice expense and malpractice together, before any cost index; empty where there are none."""
    office = fee.work_rvu + fee.pe_rvu_nonfacility + fee.mp_rvu
    facility = fee.work_rvu + fee.pe_rvu_facility + fee.mp_rvu
    if not office and not facility:
        return ""
    places = [("office", office, fee.nonfacility_na), ("facility", facility, fee.facility_na)]
    return ", ".join(f"{place} {_plain(value)}" for place, value, unpriced in places if not unpriced)


def _pairs(tables: CodeTables, code: str) -> tuple[int, int]:
    """In how many NCCI pairs the code stands first, and in how many second."""
    all_pairs = _table(tables, "ncci_pairs").keys()
    keys = [pair for pair in all_pairs if code in pair]
    return sum(key[0] == code for key in keys), sum(key[1] == code for key in keys)


def _unit(row: DrugUnits) -> str:
    dates = validity(row)
    return f"{_plain(row.unit_amount)} {row.unit_measure} of {row.drug}{f' ({dates})' if dates else ''}"


def _prices(tables: CodeTables, code: str) -> Iterator[str]:
    for row in _table(tables, "drug_fees").rows(code):
        yield f"{row.payment_limit} dollars a unit, Part B drug limit ({validity(row)})"
    for row in _table(tables, "laboratory_fees").rows(code, ""):
        yield f"{row.fee} dollars, laboratory fee schedule ({validity(row)})"
    for row in _table(tables, "equipment_fees").rows(code):
        modifiers = "-".join(filter(None, (row.modifier, row.modifier2)))
        yield f"{row.fee} dollars in {row.state}{f' with {modifiers}' if modifiers else ''} ({validity(row)})"
    for row in _table(tables, "local_fees").all():
        if row.code == code:
            yield f"{row.fee} dollars in locality {row.mac}/{row.locality} ({validity(row)})"


def _primaries(tables: CodeTables, code: str) -> list[str]:
    found = [row.primary for row in _table(tables, "add_on_codes").rows(code)]
    named = [tables.procedure_rows(primary) for primary in found]
    shown = [f"{rows[0].code} {rows[0].description}" if rows else name for name, rows in zip(found, named, strict=True)]
    rest = len(shown) - _MOST_PRIMARIES
    return [*shown[:_MOST_PRIMARIES], f"and {rest} more"] if rest > 0 else shown


def _plain(value: Decimal) -> str:
    """A number without the exponent and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
