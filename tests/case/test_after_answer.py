"""What comes after the first answer, lived through: each way to its end, with the ledger in balance."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from claimsim.case.case import Case, World
from claimsim.case.driver import Run, run
from claimsim.case.events import DecisionTaken, Event, LetterWritten, RemittanceReceived
from claimsim.case.log import dump_log, load_log
from claimsim.case.script import BillerStep, Seats, WrongPatient
from claimsim.model.evidence import Record
from claimsim.model.money import ZERO
from claimsim.payer import PayerOverrides, open_payer
from claimsim.scenario.outcome import Outcome, outcome_of
from tests.lived import TOGETHER, bench, named

TABLES = bench().tables
pytestmark = TOGETHER
NOTE = Record(kind="office-note", shows=("service-documented",))


def case_of(name: str) -> Case:
    """A shipped case."""
    return named(name).scenario.case


def lived(case: Case) -> tuple[tuple[Event, ...], Outcome]:
    """The events of a case and what they came to."""
    events = run(case, World(TABLES))
    return events, outcome_of(events)


def changed(name: str, payer: str = "", steps: tuple[dict[str, Any], ...] = (), **more: Any) -> Case:
    """A shipped case with other facts in a payer's file, other records, and other steps of the biller."""
    case = case_of(name)
    files = dict(case.payer_files)
    if payer:
        given = files.get(payer, PayerOverrides()).model_dump(exclude_unset=True, by_alias=True)
        files[payer] = PayerOverrides.model_validate({**given, **more})
    biller = tuple(BillerStep.model_validate(step) for step in steps)
    return replace(case, payer_files=files, seats=Seats(biller=biller))


def with_records(case: Case, *records: Record) -> Case:
    """The case with records that can be sent."""
    return replace(case, inquiries=replace(case.inquiries, records=records))


def adjustments(outcome: Outcome) -> list[list[str]]:
    """The adjustments of the first line of each answer, as they are spoken."""
    return [[a.code for a in item.answer.lines[0].adjustments] for item in outcome.remittances]


ADR: dict[str, Any] = {"records_request": {"codes": ["99214"], "within_days": 45}}


@pytest.mark.parametrize(("wait", "first"), [(0, ["CO-45", "PR-3"]), (40, ["CO-45", "PR-3"]), (60, ["CO-226"])])
def test_records_that_a_payer_wrote_for_have_a_clock(wait: int, first: list[str]) -> None:
    step = {"on": "records_requested", "do": "send_records", "wait_days": wait}
    case = with_records(changed("paid-late-with-interest", "northwind-ppo", (step,), **ADR), NOTE)
    events, outcome = lived(case)
    assert adjustments(outcome)[0] == first
    letters = [event for event in events if isinstance(event, LetterWritten)]
    assert letters[0].sender == "northwind-ppo"
    assert letters[0].deadline is not None
    assert outcome.account.payer_balance == ZERO


def test_records_that_came_late_win_on_appeal() -> None:
    step = {"on": "records_requested", "do": "hold"}
    appealed = {"on": "denied", "do": "appeal"}
    case = with_records(changed("paid-late-with-interest", "northwind-ppo", (step, appealed), **ADR), NOTE)
    _, outcome = lived(case)
    assert [item.answer.outcome for item in outcome.remittances] == ["denied", "reversal", "paid"]
    assert outcome.account.payer_balance == ZERO


def test_without_records_the_denial_is_written_off() -> None:
    _, outcome = lived(changed("paid-late-with-interest", "northwind-ppo", **ADR))
    assert adjustments(outcome) == [["CO-226"]]
    assert [action.action for action in outcome.actions] == ["hold", "write_off"]
    assert outcome.account.payer_balance == ZERO


def test_a_claim_in_the_grace_period_waits_and_a_letter_says_so() -> None:
    grace = {"from": "2024-12-01", "ends_on": "2025-02-28", "premium_paid": False}
    events, outcome = lived(changed("paid-late-with-interest", "northwind-ppo", grace_period=grace, days_to_pay=14))
    letter = next(event for event in events if isinstance(event, LetterWritten))
    assert letter.deadline == date(2025, 2, 28)
    assert adjustments(outcome)[0] == ["PR-27"]


def test_the_patient_may_not_be_billed_before_the_next_payer_and_who_does_it_is_seen() -> None:
    step = {"on": "next_payer", "do": "bill_patient"}
    _, outcome = lived(changed("non-duplication", steps=(step,)))
    assert len(outcome.remittances) == 1
    assert outcome.account.patient_balance == outcome.remittances[0].answer.patient_responsibility
    assert outcome.statement is not None
    assert outcome.statement.balance_due == outcome.account.patient_balance


def test_what_nobody_bills_stays_open_with_the_next_payer() -> None:
    _, outcome = lived(changed("non-duplication", steps=({"on": "next_payer", "do": "hold"},)))
    assert outcome.account.payer_balance == outcome.remittances[0].answer.patient_responsibility


def test_the_reference_waits_for_a_forwarded_claim() -> None:
    _, outcome = lived(changed("supplement-crossover"))
    assert [action.action for action in outcome.actions] == ["wait"]
    assert [item.answer.status_code for item in outcome.remittances] == ["19", "2"]
    assert [item.claim.payer for item in outcome.claims] == ["medicare-part-b"]
    assert outcome.account.payer_balance == outcome.account.patient_balance == ZERO


def test_a_qualified_beneficiary_gets_no_bill() -> None:
    case = changed("appeal-won-with-records", "medicare-part-b", qualified_medicare_beneficiary=True)
    _, outcome = lived(case)
    assert outcome.account.patient_balance == outcome.account.payer_balance == ZERO
    assert outcome.statement is not None
    assert outcome.statement.balance_due == ZERO


def test_a_claim_for_the_wrong_patient_is_taken_back_where_no_void_is_taken() -> None:
    case = case_of("appeal-won-with-records")
    wrong = WrongPatient(found_on=date(2025, 8, 4), what="another patient's note")
    events, outcome = lived(replace(case, inquiries=replace(case.inquiries, wrong_patient=wrong)))
    assert outcome.remittances[-1].answer.is_reversal
    assert outcome.account.payer_balance == outcome.account.patient_balance == ZERO
    taken = [event for event in events if isinstance(event, DecisionTaken) and event.prompt == "claim_error"]
    assert [event.deadline for event in taken] == [date(2025, 10, 3)]


def test_an_appeal_goes_up_a_level_and_stops_where_there_is_none() -> None:
    steps = tuple({"on": on, "do": "appeal", "attach": ["office-note"]} for on in ("denied", "appeal_decided"))
    events, outcome = lived(changed("appeal-won-with-records", steps=steps))
    decided = [e.text for e in events if isinstance(e, LetterWritten) and e.sender != "practice"]
    levels = ["Redetermination", "Reconsideration", "Administrative law judge hearing"]
    assert [text.partition(",")[0] for text in decided] == levels
    assert "65.00 is in controversy" in decided[-1]
    assert outcome.account.payer_balance == ZERO


def test_the_withheld_payment_is_shown_and_touches_no_account() -> None:
    events, outcome = lived(case_of("coverage-ended-in-hindsight"))
    last = [event.remittance for event in events if isinstance(event, RemittanceReceived)][-1]
    assert last.claims == ()
    assert {p.reason for p in last.provider_adjustments} == {"WO", "FB"}
    assert last.payment == ZERO
    assert outcome.account.payer_balance == ZERO


@pytest.mark.parametrize("name", ["appeal-too-late", "supplement-crossover", "coverage-ended-in-hindsight"])
def test_what_is_attached_and_waited_is_kept_in_the_log(name: str) -> None:
    first = Run(case_of(name), World(TABLES))
    events = tuple(first.events())
    _, entries = load_log(dump_log(name, first.log))
    assert [entry.decision for entry in entries] == [entry.decision for entry in first.log]
    assert tuple(Run(case_of(name), World(TABLES), entries).events()) == events


def test_three_payers_in_order_and_the_third_gets_what_the_second_forwards() -> None:
    case = changed("working-aged-medicare-second", "northwind-ppo", accumulators={"deductible_met": "0.00"})
    supplement = case_of("supplement-crossover")
    third = supplement.encounter.coverage[1]
    encounter = case.encounter.model_copy(update={"coverage": (third, *case.encounter.coverage)})
    payers = {**case.payers, third.payer: supplement.payers[third.payer]}
    ppo = payers["northwind-ppo"]
    plan = ppo.file.plans["ppo-1500"]
    visits_too = plan.model_copy(update={"benefits": {"other": plan.benefits["other"]}})
    file = ppo.file.model_copy(update={"plans": {"ppo-1500": visits_too}})
    payers["northwind-ppo"] = open_payer("northwind-ppo", file, TABLES)
    _, outcome = lived(replace(case, encounter=encounter, payers=payers))
    answers = [(item.answer.payer, item.answer.status_code) for item in outcome.remittances]
    assert answers == [("northwind-ppo", "1"), ("medicare-part-b", "20"), (third.payer, "3")]
    first, second, last = (item.answer for item in outcome.remittances)
    assert first.patient_responsibility > second.patient_responsibility == last.paid > ZERO
    assert outcome.account.payer_balance == outcome.account.patient_balance == ZERO


def reasons(events: tuple[Event, ...]) -> str:
    """The reasons of all decisions."""
    return " ".join(event.reason for event in events if isinstance(event, DecisionTaken))


def test_a_claim_that_belongs_to_original_medicare_waits_for_the_medicare_number() -> None:
    case = case_of("the-plan-is-not-asked-while-in-hospice")
    events, outcome = lived(replace(case, inquiries=replace(case.inquiries, patient=())))
    assert [a.action for a in outcome.actions] == ["find_coverage", "hold"]
    assert "waits for the Medicare number" in reasons(events)
    assert not [entry for entry in outcome.account.entries if entry.kind == "write_off"]
    assert outcome.account.payer_balance == sum(e.amount for e in outcome.account.entries if e.kind == "charge")


def test_the_visit_that_a_second_one_of_the_day_belongs_to_is_reopened() -> None:
    events, _ = lived(case_of("back-the-same-afternoon"))
    (letter,) = [event.text for event in events if isinstance(event, LetterWritten)]
    assert letter.startswith("Clerical error reopening of the other visit of 2025-02-25")


def test_how_long_before_the_enrollment_the_visit_was_is_told() -> None:
    events, _ = lived(case_of("physician-assistant-not-yet-enrolled"))
    assert "41 days before 2025-03-10" in reasons(events)
