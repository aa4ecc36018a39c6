"""The log of decisions: all that is saved of a case. Driving the flow again with it gives the same case."""

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from claimsim.model.codes import AssignedService, Assignment, WrittenQuery

from .asks import Ask, Decision
from .mistyping import CLAIM_FIELDS, LINE_FIELDS, Slip, fault_of

FORMAT = "claimsim-log-1"
MOST_WAIT_DAYS = 400
"""As for a script: the calendar has an end."""
MOST_UNITS = 1_000_000


class LogMismatch(Exception):
    """A log that does not belong to this case: a question is asked that the log answered in other words."""


class LogEntry(Struct, frozen=True):
    """One decision with the digest of the question it answered."""

    digest: str
    seat: str
    kind: str
    subject: str
    decision: Decision


def entry_of(ask: Ask, decision: Decision) -> LogEntry:
    """The entry that keeps a decision."""
    return LogEntry(ask.digest, ask.seat, ask.kind, ask.subject, decision)


def dump_log(case_id: str, entries: Iterable[LogEntry]) -> str:
    """The log as JSON text, one stable form."""
    return json.dumps({"format": FORMAT, "case": case_id, "decisions": [_as_json(e) for e in entries]}, indent=1) + "\n"


def load_log(text: str) -> tuple[str, tuple[LogEntry, ...]]:
    """The case's id and the entries. Raises `LogMismatch` for text that is no such log."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise LogMismatch(f"this is a log of the form {data['format']!r}, not {FORMAT!r}")
        return _text(data["case"]), tuple(map(_from_json, _listed(data["decisions"])))
    # AttributeError: null or a number where a mapping belongs. RecursionError: brackets nested without end.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise LogMismatch("this file is not a log of decisions") from fault


def _as_json(entry: LogEntry) -> dict[str, Any]:
    decision = entry.decision
    item: dict[str, Any] = {
        "question": entry.digest, "seat": entry.seat, "kind": entry.kind, "subject": entry.subject,
        "action": decision.action, "reason": decision.reason, "by": decision.by, "about": decision.about,
    }  # fmt: skip
    if decision.slips:
        item["slips"] = [{"field": s.field, "value": s.value, "line": s.line} for s in decision.slips]
    if decision.attach:
        item["attach"] = list(decision.attach)
    if decision.wait_days:
        item["wait_days"] = decision.wait_days
    if decision.assignment is not None:
        item["codes"] = {
            "diagnoses": list(decision.assignment.diagnoses),
            "services": [
                {"code": s.code, "modifiers": list(s.modifiers), "units": s.units, "diagnoses": list(s.diagnoses)}
                for s in decision.assignment.services
            ],
        }
        if decision.assignment.queries:
            queries = [{"text": q.text, "options": list(q.options)} for q in decision.assignment.queries]
            item["codes"]["queries"] = queries
    return item


def _from_json(item: dict[str, Any]) -> LogEntry:
    codes = item.get("codes")
    assignment = None
    if codes is not None:
        written = tuple(WrittenQuery(_text(q["text"]), _texts(q["options"])) for q in _listed(codes.get("queries", [])))
        assignment = Assignment(_texts(codes["diagnoses"]), tuple(map(_service, _listed(codes["services"]))), written)
    slips = tuple(Slip(_text(s["field"]), _text(s["value"]), _text(s["line"])) for s in _listed(item.get("slips", [])))
    if any(slip.field not in (*CLAIM_FIELDS, *LINE_FIELDS) or fault_of(slip) for slip in slips):
        raise LogMismatch("this log holds a slip that cannot be keyed")
    decision = Decision(
        _text(item["action"]), _text(item["reason"]), _text(item["by"]), assignment, _text(item["about"]), slips,
        _texts(item.get("attach", [])), _number(item.get("wait_days", 0), MOST_WAIT_DAYS),
    )  # fmt: skip
    return LogEntry(_text(item["question"]), _text(item["seat"]), _text(item["kind"]), _text(item["subject"]), decision)


def _service(item: dict[str, Any]) -> AssignedService:
    units = _number(item["units"], MOST_UNITS)
    return AssignedService(_text(item["code"]), _texts(item["modifiers"]), units, _texts(item["diagnoses"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, _listed(value)))


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:  # `true` is an int of its own kind
        raise ValueError("not a number that a decision can hold")
    return value
