"""The denial worklist: every row has a way, and no row bills a patient for what is the practice's loss."""

import csv

from claimsim import resources
from claimsim.code_tables import CodeTables
from tests.each import each

ACTIONS = {
    "bill_patient", "write_off", "verify_then_write_off", "post_only", "fix_charge_master", "find_coverage",
    "correct_new_claim", "bill_other_payer", "wait", "ask_coder", "correct_adjudicated", "retro_authorization",
    "extend_authorization", "get_referral", "verify_credentialing", "fix_enrollment", "send_records", "appeal",
    "contact_patient", "reverse_and_repost", "prove_timely", "no_balance_bill",
}  # fmt: skip
TABLES = CodeTables.load()
with (resources.code_tables_dir() / "denial_actions.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_rows_are_sorted_and_each_key_is_there_once() -> None:
    keys = [(row["group"], row["carc"], row["remark"]) for row in ROWS]
    assert keys == sorted(set(keys))


def test_every_action_has_its_use() -> None:
    assert {row["action"] for row in ROWS} == ACTIONS


def test_rows_are_sound() -> None:
    each(ROWS, check_row, lambda row: f"{row['group']}-{row['carc']} {row['remark']}".strip())


def check_row(row: dict[str, str]) -> None:
    assert row["group"] in {"CO", "PR", "OA", "CR"}
    assert row["patient_billable"] in {"yes", "no", "when_pr"}
    assert row["verified"] == ("no" if row["source"] == "general knowledge" else "yes")
    assert all(step.strip() for step in row["steps"].split("|"))
    assert row["appeal"]
    if row["group"] == "CO":
        assert row["patient_billable"] == "no"
    if row["action"] == "bill_patient":
        assert (row["group"], row["patient_billable"]) == ("PR", "yes")
    if row["group"] != "CR":
        assert TABLES.adjustment_reason(row["carc"]) is not None, "no such reason in adjustment_reasons.csv"
    if row["remark"]:
        assert TABLES.remark_code(row["remark"]) is not None, "no such remark in remark_codes.csv"
        assert any(r["remark"] == "" and (r["group"], r["carc"]) == (row["group"], row["carc"]) for r in ROWS)
