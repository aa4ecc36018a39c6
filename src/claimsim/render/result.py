"""A case as one JSON object. Its keys are a promise; only `events` is not.

Money is a string with two decimals, a date ISO, a code a string as it is written ("M17.11").
"""

from collections.abc import Iterable
from typing import Any, NotRequired, Protocol

from typing_extensions import TypedDict

from claimsim.case.events import DecisionTaken, Event, Posted
from claimsim.model.account import Account, LedgerEntry
from claimsim.model.money import dollars

from .result_claims import ClaimItem, RemittanceItem, claims_of, remittances_of
from .result_coding import CodingItem, coding_of


class ScenarioItem(TypedDict):
    """Which scenario it was. An encounter run by itself has its id and nothing else."""

    id: str
    title: str
    level: str
    teaches: list[str]


class ActionItem(TypedDict):
    """A decision: on which day, on what kind of question (scrub, rejected, denied, coder_answer), and what about."""

    date: str
    on: str
    subject: str
    seat: str
    action: str
    reason: str
    deadline: str | None


class EntryItem(TypedDict):
    """A ledger entry; a positive amount raises what the party owes."""

    date: str
    kind: str
    party: str
    line: str
    amount: str
    reason: str
    claim_id: str
    adjustment: str


class AccountItem(TypedDict):
    """The ledger, and what is owed in the end. Negative: the practice owes it."""

    entries: list[EntryItem]
    patient_balance: str
    payer_balance: str


class Result(TypedDict):
    """What `claimsim run X --format json` prints. `events` is there when it was asked for."""

    scenario: ScenarioItem
    coding: CodingItem
    claims: list[ClaimItem]
    remittances: list[RemittanceItem]
    actions: list[ActionItem]
    account: AccountItem
    events: NotRequired[list[dict[str, Any]]]


class ScenarioMeta(Protocol):
    """What a result says about its scenario."""

    @property
    def id(self) -> str:
        """The stem of the scenario's file."""
        ...

    @property
    def title(self) -> str:
        """What happens, in one line."""
        ...

    @property
    def level(self) -> str:
        """For whom."""
        ...

    @property
    def teaches(self) -> Iterable[str]:
        """Tags."""
        ...


def result_of(events: Iterable[Event], scenario: ScenarioMeta, *, with_events: bool = False) -> Result:
    """The result of a whole case. `with_events` adds a dump of everything that happened, which costs time."""
    told = tuple(events)
    result: Result = {
        "scenario": {
            "id": scenario.id,
            "title": scenario.title,
            "level": scenario.level,
            "teaches": list(scenario.teaches),
        },
        "coding": coding_of(told),
        "claims": claims_of(told),
        "remittances": remittances_of(told),
        "actions": [_action(event) for event in told if isinstance(event, DecisionTaken)],
        "account": _account(told),
    }
    if with_events:
        from .event_dump import dump_event  # only who asks for the dump pays for it

        result["events"] = [dump_event(event) for event in told]
    return result


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a result."""
    from pydantic import TypeAdapter  # a run does not need it

    schema = TypeAdapter(Result).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "claimsim result", **schema}


def _action(event: DecisionTaken) -> ActionItem:
    return {
        "date": event.on.isoformat(),
        "on": event.prompt,
        "subject": event.subject,
        "seat": event.seat,
        "action": event.action,
        "reason": event.reason,
        "deadline": event.deadline.isoformat() if event.deadline else None,
    }


def _account(events: tuple[Event, ...]) -> AccountItem:
    account = next((event.account for event in reversed(events) if isinstance(event, Posted)), Account())
    return {
        "entries": [_entry(entry) for entry in account.entries],
        "patient_balance": dollars(account.patient_balance),
        "payer_balance": dollars(account.payer_balance),
    }


def _entry(entry: LedgerEntry) -> EntryItem:
    return {
        "date": entry.on.isoformat(),
        "kind": entry.kind,
        "party": entry.party,
        "line": entry.line,
        "amount": dollars(entry.amount),
        "reason": entry.reason,
        "claim_id": entry.claim_id,
        "adjustment": entry.adjustment,
    }
