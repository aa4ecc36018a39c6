"""Queries: what the coder asks, what an answer does, and whether a query that somebody wrote is compliant."""

import pytest

from claimsim.coding import check_query, code_with_answers

from .worked import MANUALS, PRACTICE, code, diagnoses, encounter, tables

NOTE = "CC: ear pain x 2 days.\nExam: canal red and swollen.\nAssessment: Otitis externa."


def answered(note: str, *responses: dict[str, str]) -> tuple[list[str], int, int]:
    """The diagnosis codes, and how many queries were answered and are left."""
    chart = encounter(note, query_responses=list(responses))
    coding, answers, after = code_with_answers(chart, PRACTICE, MANUALS["commercial"], tables())
    assert after.note.count("Addendum") == len(answers)
    return diagnoses(coding), len(answers), len(coding.queries)


def test_an_answer_becomes_an_addendum_and_the_chart_is_coded_again() -> None:
    assert answered(NOTE) == (["H60.90"], 0, 1)
    assert answered(NOTE, {"about": "side of the otitis externa", "answer": "right"}) == (["H60.91"], 1, 0)


def test_an_answer_to_nothing_changes_nothing() -> None:
    assert answered(NOTE, {"about": "stage", "answer": "3a"}) == (["H60.90"], 0, 1)


def test_an_answer_that_determines_nothing_is_not_asked_again() -> None:
    assert answered(NOTE, {"about": "side", "answer": "unable to determine"}) == (["H60.90"], 1, 0)


def test_a_contradiction_is_settled() -> None:
    note = "CC: R shoulder pain.\nExam: R shoulder weak.\nAssessment: Left rotator cuff tear, complete."
    assert answered(note, {"about": "rotator cuff", "answer": "right, complete"}) == (["M75.121"], 1, 0)


@pytest.mark.parametrize(
    "note",
    [
        NOTE,
        "A/P: BPH.",
        "Assessment: Diabetes uncontrolled.",
        "Labs: eGFR 41.\nAssessment: CKD.",
        "Echo: EF 35%.\nAssessment: Heart failure.",
    ],
)
def test_the_coders_own_queries_are_compliant(note: str) -> None:
    queries = code(note).queries
    assert queries
    for query in queries:
        assert check_query(query.text, query.options, note) == ()


@pytest.mark.parametrize(
    ("text", "options", "kind"),
    [
        ("Exam: canal red and swollen. Which diagnosis pays more?", (), "query_mentions_payment"),
        ("Exam: canal red and swollen. Do you agree this is acute?", (), "query_leads"),
        ("Canal red and swollen. What is it?", ("Acute otitis externa", "Other", "Unable to determine"), "query_leads"),
        ("Canal red and swollen. What is it?", ("Acute", "Chronic", "Unable to determine"), "query_without_other"),
        ("Canal red and swollen. What is it?", ("Acute", "Chronic", "Other"), "query_without_undetermined"),
        ("What is the type of the infection?", (), "query_without_indicators"),
        ("Is the canal red and swollen ear infected?", (), "query_yes_no"),
    ],
)
def test_a_query_that_is_not_compliant(text: str, options: tuple[str, ...], kind: str) -> None:
    assert kind in [finding.kind for finding in check_query(text, options, NOTE)]


RECORD = "Exam: crackles. Labs: BNP 1450, creatinine 2.1 (baseline 1.2), eGFR 31. Echo: LVEF 28%.\nCHF. CKD."
CHOICES = ("Other (please specify)", "Unable to determine")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("LVEF 28% is recorded. Please clarify the type of the heart failure.", ("Systolic", "Diastolic", *CHOICES)),
        ('"creatinine 2.1 (baseline 1.2)": what, if any, diagnosis explains this change?', ()),
        ("Is the change of creatinine 2.1 due to CKD?", ("Yes", "No", *CHOICES)),
        ("BNP 1450 is recorded. Please document the condition, if any.", ("Heart failure", "Fluid overload", *CHOICES)),
    ],
)
def test_a_query_that_is_compliant(text: str, options: tuple[str, ...]) -> None:
    assert check_query(text, options, RECORD) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LVEF 28%. Please document acute systolic heart failure.", "query_leads"),
        ("eGFR 31. Kindly addend your note to include stage 4.", "query_leads"),
        ("BNP 1450. We would like you to document acute heart failure.", "query_leads"),
        ("eGFR 31. I believe this is stage 4, agree?", "query_leads"),
        ("LVEF 28%. This would be an MCC.", "query_mentions_payment"),
        ("LVEF 28%. Auditors will deny this without a type.", "query_mentions_payment"),
    ],
)
def test_a_query_that_tells_what_to_write_or_speaks_of_money(text: str, kind: str) -> None:
    assert kind in [finding.kind for finding in check_query(text, (), RECORD)]
