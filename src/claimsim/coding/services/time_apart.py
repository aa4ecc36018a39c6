"""Counselling whose minutes stand in a sentence of their own: "Talked triggers, quitline. 6 min on this, apart"."""

from collections.abc import Sequence

from claimsim.coding.case import Case
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.telling import Told, told_in

COUNSELLING = "counselling"
_MINUTE = frozenset({"minute", "minutes", "min"})
_APART = frozenset({"apart", "separate", "separately", "alone", "counseling", "counselling", "stop", "this"})
_SENTENCES = 8
"""So many sentences before it the time may belong to."""


def time_apart(statements: Sequence[Statement]) -> dict[int, list[str]]:
    """For each statement the words of a later sentence of its line that tells a time of its own."""
    found: dict[int, list[str]] = {}
    for number, statement in enumerate(statements):
        words = statement.words
        if _MINUTE.isdisjoint(words) or _APART.isdisjoint(words) or words[0] == "total":
            continue
        for before in range(number - 1, max(-1, number - _SENTENCES), -1):
            if statements[before].line != statement.line:
                break
            found.setdefault(before, words)
    return found


def told_with_time(case: Case, number: int, payer: frozenset[str], timed: bool) -> list[Told]:
    """The rows of the index that a statement meets; of counselling also where its time is told apart."""
    hits = told_in(case, number, payer)
    if timed:
        known = {hit.entry.name for hit in hits}
        with_time = told_in(case, number, payer | _MINUTE)
        hits += [hit for hit in with_time if hit.entry.kind == COUNSELLING and hit.entry.name not in known]
    return hits
