"""The JSON object: its keys, its types, and what becomes of each claim."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace
from pydantic import TypeAdapter

from claimsim.case.events import (
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimSubmitted,
    Event,
    RemittanceReceived,
    SyntaxAcknowledged,
)
from claimsim.model.acknowledgement import ClaimAcknowledgement, ClaimStatus, ImplementationAcknowledgement
from claimsim.render.result import Result, result_of, result_schema

from .sample import (
    ANSWER_1,
    ANSWER_2,
    FIRST,
    PAID_1,
    PAID_2,
    PAYER,
    PAYER_NAME,
    REMITTANCE_1,
    REMITTANCE_2,
    REVERSAL,
    knee_events,
)


class Meta(Struct, frozen=True):
    id: str = "knee"
    title: str = "A knee"
    level: str = "beginner"
    teaches: tuple[str, ...] = ("ncci",)


@pytest.fixture(scope="module")
def result() -> Result:
    return result_of(knee_events(), Meta())


def test_the_result_holds_to_its_own_schema(result: Result) -> None:
    TypeAdapter(Result).validate_python(result, strict=True)
    schema = result_schema()
    assert list(schema["properties"]) == [
        "scenario", "coding", "claims", "remittances", "actions", "account", "events"
    ]  # fmt: skip
    assert "events" not in schema["required"]


def test_the_codes_are_those_of_the_end_and_the_findings_those_of_every_round(result: Result) -> None:
    coding = result["coding"]
    assert [d["code"] for d in coding["diagnoses"]] == ["M17.11", "I10"]
    visit = coding["services"][0]
    assert (visit["code"], visit["modifiers"], visit["charge"]) == ("99214", ["25"], "270.00")
    assert visit["evidence"][0] == {"source": "note", "line": 4, "text": "HTN, not at goal"}
    assert [f["kind"] for f in coding["findings"]] == ["missing_modifier"]


def test_the_replaced_claim_is_reversed_and_the_new_one_paid(result: Result) -> None:
    claims = [(c["claim_id"], c["frequency"], c["status"], c["submitted_on"]) for c in result["claims"]]
    assert claims == [
        ("LF-2025-0312-1", "1", "reversed", "2025-03-17"),
        ("LF-2025-0312-2", "7", "paid", "2025-04-01"),
    ]
    assert [r["status"] for r in result["remittances"]] == ["denied_in_part", "reversal", "paid"]
    assert result["remittances"][0]["lines"][0]["adjustments"] == [
        {"group": "CO", "carc": "97", "amount": "270.00", "rule": "ncci-pair"}
    ]


def test_decisions_and_balances(result: Result) -> None:
    actions = [(a["date"], a["on"], a["action"], a["deadline"]) for a in result["actions"]]
    assert actions[1] == ("2025-03-31", "denied", "ask_coder", "2025-09-27")
    assert (result["account"]["patient_balance"], result["account"]["payer_balance"]) == ("39.96", "0.00")
    owed = sum(Decimal(e["amount"]) for e in result["account"]["entries"] if e["party"] == "patient")
    assert owed == Decimal("39.96")


def test_money_is_text_with_two_decimals(result: Result) -> None:
    def numbers(value: Any) -> list[float]:
        match value:
            case dict():
                return [n for item in value.values() for n in numbers(item)]
            case list():
                return [n for item in value for n in numbers(item)]
            case float() | Decimal():
                return [float(value)]
        return []

    assert numbers(json.loads(json.dumps(result))) == []


def test_events_only_when_asked_for(result: Result) -> None:
    assert "events" not in result
    dumped = result_of(knee_events(), Meta(), with_events=True)["events"]
    assert [e["event"] for e in dumped] == [type(e).__name__ for e in knee_events()]
    assert json.loads(json.dumps(dumped))[0]["encounter"]["patient"]["name"]["last"] == "Testpatient"


def sent(on: date = date(2025, 3, 17)) -> tuple[Event, ...]:
    return ClaimBuilt(on, FIRST, PAYER_NAME, "first"), ClaimSubmitted(
        on, replace(FIRST, submitted_on=on), PAYER_NAME, on
    )


def status_of(*events: Event) -> list[str]:
    return [claim["status"] for claim in result_of(events, Meta())["claims"]]


def test_how_far_a_claim_came() -> None:
    on = date(2025, 3, 17)
    assert status_of(sent()[0]) == ["built"]
    assert status_of(*sent()) == ["submitted"]
    unreadable = SyntaxAcknowledged(on, ImplementationAcknowledgement(FIRST.claim_id, on, False, ("no member number",)))
    assert status_of(*sent(), unreadable) == ["rejected"]
    status = ClaimStatus("A7", "164", "IL", "member 17", "member-id-form")
    rejection = ClaimAcknowledgement(FIRST.claim_id, PAYER, on, False, (status,))
    rejected = result_of((*sent(), ClaimAcknowledged(on, rejection, PAYER_NAME, ())), Meta())["claims"][0]
    assert rejected["status"] == "rejected"
    assert rejected["rejections"] == [
        {"category": "A7", "status": "164", "entity": "IL", "text": "member 17", "rule": "member-id-form"}
    ]


def test_a_reopened_claim_stands_twice_the_first_reversed() -> None:
    reopened = replace(FIRST, submitted_on=date(2025, 4, 1))
    corrected = replace(ANSWER_2, claim_id=FIRST.claim_id)
    answer = replace(REMITTANCE_2, claims=(REVERSAL, corrected))
    assert status_of(
        *sent(),
        RemittanceReceived(PAID_1, REMITTANCE_1, FIRST, ()),
        ClaimBuilt(date(2025, 4, 1), reopened, PAYER_NAME, "clerical error reopening"),
        RemittanceReceived(PAID_2, answer, reopened, ()),
    ) == ["reversed", "paid"]
    assert ANSWER_1.claim_id == corrected.claim_id
