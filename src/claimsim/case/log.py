"""The log of decisions: all that is saved of a case. Driving the flow again with it gives the same case."""

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from claimsim.model.codes import AssignedService, Assignment

from .asks import Ask, Decision
from .mistyping import Slip, fault_of

FORMAT = "claimsim-log-1"


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
        return str(data["case"]), tuple(_from_json(item) for item in data["decisions"])
    except (ValueError, KeyError, TypeError) as fault:
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
    return item


def _from_json(item: dict[str, Any]) -> LogEntry:
    codes = item.get("codes")
    assignment = None
    if codes is not None:
        assignment = Assignment(
            tuple(map(str, codes["diagnoses"])),
            tuple(
                AssignedService(str(s["code"]), tuple(s["modifiers"]), int(s["units"]), tuple(s["diagnoses"]))
                for s in codes["services"]
            ),
        )
    slips = tuple(Slip(str(s["field"]), str(s["value"]), str(s["line"])) for s in item.get("slips", ()))
    if any(map(fault_of, slips)):
        raise LogMismatch("this log holds a slip that cannot be keyed")
    decision = Decision(
        item["action"], item["reason"], item["by"], assignment, item["about"], slips,
        tuple(map(str, item.get("attach", ()))), int(item.get("wait_days", 0)),
    )  # fmt: skip
    return LogEntry(item["question"], item["seat"], item["kind"], item["subject"], decision)
