"""Every look-up is for the date of service; both ends of a period are inclusive."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claimsim.code_tables import CodeTables

HEADER = "code,system,category,description,effective_from,effective_to,replaced_by,source\n"
IN_2025 = date(2025, 3, 14)


@pytest.mark.parametrize(
    ("on", "description"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "first words"),
        (date(2025, 6, 30), "first words"),
        (date(2025, 7, 1), "second words"),
        (date(2031, 1, 1), "second words"),
    ],
)
def test_a_code_is_found_from_its_first_day_to_its_last(
    overlay: Callable[[str, str], Path], on: date, description: str | None
) -> None:
    folder = overlay(
        "procedures.csv",
        f"{HEADER}X9999,HCPCS,other,first words,2025-01-01,2025-06-30,X9998,made up\n"
        "X9999,HCPCS,other,second words,2025-07-01,,,made up\n",
    )
    row = CodeTables.load((folder,)).procedure("X9999", on)
    assert (row.description if row else None) == description


def test_all_periods_of_a_code_tell_an_ended_code_from_an_unknown_one(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("procedures.csv", f"{HEADER}X9999,HCPCS,other,words,,2020-12-31,X9997 X9998,made up\n")
    tables = CodeTables.load((folder,))
    assert tables.procedure("X9999", IN_2025) is None
    assert [row.replaced_by for row in tables.procedure_rows("X9999")] == [("X9997", "X9998")]
    assert tables.procedure_rows("X0000") == ()


def test_the_conversion_factor_of_2025_is_that_of_the_fee_schedule(tables: CodeTables) -> None:
    row = tables.conversion_factor(IN_2025)
    assert row is not None
    assert row.conversion_factor == Decimal("32.3465")
    assert tables.conversion_factor(date(1999, 1, 1)) is None


def test_a_fee_ends_with_its_year(tables: CodeTables) -> None:
    fee = tables.physician_fee("20610", "", date(2025, 12, 31))
    assert fee is not None
    assert (fee.work_rvu, fee.global_days, fee.bilateral) == (Decimal("0.79"), "000", "1")
    assert tables.physician_fee("20610", "", date(2024, 12, 31)) is None


def test_an_ncci_pair_is_ordered_and_dated(tables: CodeTables) -> None:
    pair = tables.ncci_pair("20610", "99214", IN_2025)
    assert pair is not None
    assert pair.modifier_indicator == "1"
    assert tables.ncci_reason(pair.reason) is not None
    assert tables.ncci_pair("99214", "20610", IN_2025) is None
    assert tables.ncci_pair("20610", "99214", date(2020, 1, 1)) is None


def test_an_add_on_code_names_its_primaries(tables: CodeTables) -> None:
    assert "11102" in tables.add_on_primaries("11103", IN_2025)
    assert tables.is_add_on("11103", IN_2025)
    assert not tables.is_add_on("20610", IN_2025)


def test_an_equipment_price_takes_the_row_with_most_of_the_lines_modifiers(
    overlay: Callable[[str, str], Path],
) -> None:
    folder = overlay(
        "equipment_fees.csv",
        "code,modifier,modifier2,state,fee,fee_rural,effective_from,effective_to\n"
        "E9999,,,OH,1.00,,,\nE9999,NU,,OH,2.00,,,\nE9999,NU,KF,OH,3.00,2.50,,\nE9999,RR,,OH,4.00,,,\n",
    )
    tables = CodeTables.load((folder,))
    found = [
        row.fee if (row := tables.equipment_fee("E9999", modifiers, state, IN_2025)) else None
        for modifiers, state in [((), "OH"), (("NU",), "OH"), (("KF", "NU", "RT"), "OH"), (("NU",), "TX")]
    ]
    assert found == [Decimal("1.00"), Decimal("2.00"), Decimal("3.00"), None]


def test_a_drug_is_found_by_any_of_its_names_in_any_case(tables: CodeTables) -> None:
    by_name = {row.code for row in tables.drug_by_name("Triamcinolone  ACETONIDE", IN_2025)}
    by_synonym = {row.code for row in tables.drug_by_name("kenalog", IN_2025)}
    assert "J3301" in by_name & by_synonym
    assert tables.drug_by_name("no such drug", IN_2025) == ()


def test_a_local_fee_and_an_index_are_for_one_locality(tables: CodeTables) -> None:
    fee = tables.local_fee("G0008", "10112", "00", IN_2025)
    index = tables.geographic_index("10112", "00", IN_2025)
    assert fee is not None
    assert fee.fee == Decimal("30.74")
    assert index is not None
    assert (index.state, index.pe) == ("AL", Decimal("0.869"))
    assert tables.local_fee("G0008", "10112", "99", IN_2025) is None


def test_a_reason_without_a_day_is_its_latest_row(overlay: Callable[[str, str], Path]) -> None:
    folder = overlay(
        "remark_codes.csv",
        "rarc,meaning,alert,effective_from,effective_to,source,verified\n"
        "X1,new,no,2020-01-01,,made up,no\nX1,old,no,,2019-12-31,made up,no\n",
    )
    tables = CodeTables.load((folder,))
    latest, earlier = tables.remark_code("X1"), tables.remark_code("X1", date(2019, 12, 31))
    assert latest is not None
    assert earlier is not None
    assert (latest.meaning, earlier.meaning) == ("new", "old")
