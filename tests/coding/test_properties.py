"""What holds for any note: it is read, nothing raises, the same note gives the same codes, time grows with length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsim.coding import assignment_of, interpret

from .knee import NOTE
from .work import calls_of
from .worked import DAY, code, table_rows, tables

WORDS = st.sampled_from(
    [
        *[
            "no",
            "denies",
            "r/o",
            "vs",
            "?",
            ",",
            ".",
            ";",
            ":",
            "(",
            ")",
            "but",
            "with",
            "h/o",
            "likely",
            "right",
            "left",
            "R",
            "L",
            "bilateral",
            "b/l",
            "in",
            "of",
            "the",
            "pt",
            "PT",
            "if",
        ],
        *[
            "assessment:",
            "plan:",
            "hpi:",
            "pmh:",
            "1)",
            "2)",
            "1.",
            "\n",
            "knee",
            "pain",
            "OA",
            "HTN",
            "T2DM",
            "CKD",
            "gout",
            "fever",
            "cough",
            "asthma",
            "pneumonia",
        ],
        *[
            "lisinopril",
            "metformin",
            "increase",
            "continue",
            "x-ray",
            "3",
            "views",
            "strep",
            "test",
            "injected",
            "ordered",
            "today",
            "not",
            "at",
            "goal",
        ],
    ]
)
TERMS = st.deferred(lambda: st.sampled_from(_terms()))
BETWEEN = st.sampled_from([" ", " ", " ", " ", "\n", "\n  "])
notes = st.lists(st.tuples(WORDS | TERMS, BETWEEN), max_size=60).map(
    lambda parts: "".join(word + space for word, space in parts)
) | st.text(max_size=300)


def _terms() -> list[str]:
    """Every condition of the index and every service of its table, so that a note may name any of them."""
    conditions = {row["term"].replace("~", " ") for row in table_rows("diagnosis_index")}
    return sorted(conditions | {row["service"] for row in table_rows("procedure_index")})


@given(notes)
@settings(max_examples=150)
def test_any_note_is_coded_alike_twice_with_valid_codes(note: str) -> None:
    first, second = code(note), code(note)
    assert first == second
    codes = [diagnosis.code for diagnosis in first.diagnoses]
    assert len(codes) == len(set(codes))
    assert all(tables().icd10cm.is_billable(c, DAY) for c in codes)
    for service in first.services:
        assert service.units >= 1
        assert all(1 <= pointer <= len(codes) for pointer in service.diagnosis_pointers)
        assert len(service.diagnosis_pointers) <= 4
    assert assignment_of(first).diagnoses == tuple(codes)


def test_every_condition_is_coded_whatever_is_said_of_it() -> None:
    """All terms of the index, sixty to a note: as they are, as past beside another disease, and doubted."""
    terms = sorted(row["term"].replace("~", " ") for row in table_rows("diagnosis_index"))
    for said in ("{}", "gout with a prior {} healed", "possible {}"):
        for begin in range(0, len(terms), 60):
            lines = [f"- {said.format(term)}" for term in terms[begin : begin + 60]]
            codes = [d.code for d in code("Assessment:\n" + "\n".join(lines)).diagnoses]
            assert all(tables().icd10cm.is_billable(c, DAY) for c in codes)


@given(notes)
@settings(max_examples=150)
def test_every_mention_can_be_shown_in_the_note(note: str) -> None:
    reading = interpret(note)
    for mention in reading.mentions:
        statement = reading.statement_of(mention)
        assert mention.line == statement.line
        assert reading.text_of(mention) in statement.text
        assert statement.text.split()[0] in reading.lines[statement.line - 1]
        assert " ".join(statement.text.split()) in " ".join(note.split())


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\x00\x01\x1b[31m",
        "\u0130" * 50,
        "''''",
        "1) 2) 3)",
        ":" * 500,
        "A:\nP:",
        "1.\n2.\n",
        "( ( ( ?",
        "½ µ ﬁ 日本",
    ],
)
def test_odd_notes_are_read(note: str) -> None:
    assert code(note).diagnoses == ()


@pytest.mark.parametrize(
    "piece",
    [
        NOTE,
        "no fever ",
        "in in in ",
        "right left ",
        "pain of the ",
        "PT pt ",
        "1) OA knee ",
        "vs gout ",
        "A: ",
        "x" * 99,
        "injection knee 3 ",
        "\n",
        "a/b/c ",
        "BMI ",
        "Assessment: zzz qqq.\n",
        "?",
        ",",
        "(",
    ],
)
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    def work(size: int) -> int:
        note = (piece * (size // len(piece) + 1))[:size]
        code(note[:1000])
        return calls_of(lambda: code(note))

    assert work(24_000) < 5 * work(6_000) + 5_000
