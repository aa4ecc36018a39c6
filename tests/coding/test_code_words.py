"""The coder's own tables: every code exists, every name they share is known, every term is found in a note again."""

from datetime import date

import pytest

from claimsim.coding import interpret
from claimsim.coding.reading.lexicon import shipped
from claimsim.coding.words.entries import Condition
from tests.each import each

from .worked import table_rows, tables

DAYS = (date(2024, 3, 1), date(2025, 3, 14), date(2025, 10, 2))
INJURY_PHASES = "ADS"


def codes_of(condition: Condition) -> set[str]:
    found: set[str] = set()
    for template in (condition.code, *(variant.code for variant in condition.variants)):
        for choice in template.replace("&", ">").split(">"):
            if "#" in choice:
                found |= {v if len(v) > 1 else choice.replace("#", v) for _, v in condition.sides}
            else:
                found |= {choice} | {v for _, v in condition.sides if len(v) > 1}
    return {code.replace("@", phase) for code in found for phase in (INJURY_PHASES if "@" in code else "-")}


def test_the_index_is_large_enough_to_teach_with() -> None:
    assert len(shipped().conditions) >= 1400
    assert len(shipped().senses) >= 300
    assert len(shipped().services) >= 80


def test_every_diagnosis_code_is_billable_on_some_teaching_day() -> None:
    icd = tables().icd10cm
    wrong = [
        (condition.term, code)
        for condition in shipped().conditions.values()
        for code in sorted(codes_of(condition))
        if condition.code  # a name for any site ("laceration") has none
        if not any(icd.is_billable(code, day) for day in DAYS)
    ]
    assert wrong == []


def test_every_linked_and_status_code_is_billable() -> None:
    icd = tables().icd10cm
    codes = {link.code.replace("#", "1") for link in shipped().links} | {
        m.long_term for m in shipped().medications if m.long_term
    }
    assert [code for code in sorted(codes) if not icd.is_billable(code, date(2025, 3, 14))] == []


def test_every_procedure_code_is_in_the_procedure_table() -> None:
    known = {row["code"] for row in table_rows("procedures")}
    used = {variant.code for entry in shipped().services for variant in entry.variants if variant.code}
    used |= {entry.add_on.split()[0] for entry in shipped().services if entry.add_on}
    used |= {code for vaccine in shipped().vaccines for code in vaccine.code.split("|")}
    used |= {level.code for levels in shipped().levels.values() for level in levels}
    used |= {code.code for code in shipped().repairs if code.code} | {row.code for row in shipped().techniques}
    used |= {code for row in shipped().timed_add_ons for code in (row.primary, row.add_on)}
    unknown = {code for code in used - known if not code.startswith("!")}  # "!subject": a question in a code's place
    assert unknown == {"?"}  # a question mark: the code is outside the selection


def test_names_shared_between_tables_are_known() -> None:
    terms = set(shipped().conditions)
    assert {i for m in shipped().medications for i in m.indications} - terms == set()
    assert {c for link in shipped().links for c in (*link.conditions, *link.replaces)} - terms == set()
    named = {i for c in shipped().conditions.values() for i in c.integral_to if ":" not in i}
    assert named - terms == set()


@pytest.mark.parametrize("name", ["diagnosis_index", "medications", "procedure_index", "abbreviations", "em_levels"])
def test_rows_are_sorted_by_their_key(name: str) -> None:
    keys = [next(iter(row.values())) for row in table_rows(name)]
    assert keys == sorted(keys)


def test_every_term_of_the_index_is_found_in_a_note() -> None:
    def check(condition: Condition) -> None:
        for term in condition.terms:
            reading = interpret(f"Assessment: {term.replace('~', ' of the ')}.")
            found = [mention.entry.term for mention in reading.mentions if isinstance(mention.entry, Condition)]
            assert found == [condition.term], term

    each(shipped().conditions.values(), check, lambda condition: condition.term)


def test_every_word_a_variant_needs_can_be_said() -> None:
    said = {row["value"] for row in table_rows("assertion_cues") if row["kind"] == "qualifier"} | {
        "right",
        "left",
        "bilateral",
    }
    needed = {word for c in shipped().conditions.values() for v in c.variants for need in v.needs for word in need}
    assert needed - said == set()
