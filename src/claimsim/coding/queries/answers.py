"""Queries answered: the clinician's answer becomes an addendum to the note, and the chart is coded again.

The answer counts because it is then part of the record, dated and told apart; the coder reads it as any other line.
"""

from datetime import date

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.coding.coder import code_encounter
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Encounter, QueryResponse
from claimsim.model.codes import Coding, Query
from claimsim.model.practice import Practice

_ROUNDS = 3
"""An answer may raise a further query ("which finger?"); no chart needs more rounds than this."""


class Answered(Struct, frozen=True):
    """A query, and what the clinician answered on which day."""

    query: Query
    answer: str
    on: date


def code_with_answers(
    encounter: Encounter,
    practice: Practice,
    manual: BillingManual,
    tables: CodeTables,
) -> tuple[Coding, tuple[Answered, ...], Encounter]:
    """Code, answer what the encounter's `query_responses` answer, and code again. Returns the encounter with its
    addenda, too. A response that fits no query changes nothing.
    """
    coding = code_encounter(encounter, practice, manual, tables)
    waiting = list(encounter.query_responses)
    answered: list[Answered] = []
    for _ in range(_ROUNDS):
        found = [(query, response) for query in coding.queries if (response := _response(query, waiting)) is not None]
        if not found:
            break
        for query, response in found:
            if response in waiting:
                waiting.remove(response)
            answered.append(Answered(query, response.answer, response.on or encounter.date_of_service))
        encounter = encounter.model_copy(update={"note": _with_addendum(encounter.note, answered[-len(found) :])})
        coding = code_encounter(encounter, practice, manual, tables)
    settled = {(item.query.about, item.query.reason) for item in answered}
    left = tuple(query for query in coding.queries if (query.about, query.reason) not in settled)
    if len(left) != len(coding.queries):
        coding = _without(coding, left)
    return coding, tuple(answered), encounter


def _without(coding: Coding, queries: tuple[Query, ...]) -> Coding:
    return Coding(
        coding.diagnoses, coding.services, queries, coding.findings, coding.candidates, coding.not_coded
    )  # fmt: skip


def _response(query: Query, waiting: list[QueryResponse]) -> QueryResponse | None:
    """The first response all of whose words the query has."""
    said = f"{query.about} {query.reason} {query.text}".casefold()
    return next((item for item in waiting if all(word in said for word in item.about.casefold().split())), None)


def _with_addendum(note: str, answered: list[Answered]) -> str:
    lines = [note.rstrip("\n")]
    for item in answered:
        words = item.answer.strip().rstrip(".")
        about = item.query.about
        statement = words if not about or about.casefold() in words.casefold() else f"{about}, {words}"
        lines.append(f"Addendum: {statement}.")
    return "\n".join(lines)
