"""What an earlier payer answers again, the next ones answer again: the account balances whichever way it came."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from msgspec.structs import replace

from claimsim.case.case import Case, World
from claimsim.case.driver import run
from claimsim.case.script import BillerStep, CoderScript, Seats, WrongPatient
from claimsim.model.account import PATIENT
from claimsim.model.money import ZERO, total
from claimsim.payer import PayerOverrides
from claimsim.scenario.outcome import Outcome, outcome_of
from tests.each import each
from tests.lived import TOGETHER, bench, named

pytestmark = TOGETHER
SUPPLEMENT, MEDICAID, REOPENED = "plan-g-in-january", "forwarded-to-medicaid", "the-supplement-hears-of-the-reopening"
CARDS = {
    "plan G": ((SUPPLEMENT, "guardian-supplement"),),
    "Medicaid": ((MEDICAID, "statecare-medicaid"),),
    "plan G and Medicaid": ((SUPPLEMENT, "guardian-supplement"), (MEDICAID, "statecare-medicaid")),
}
"""Beside Medicare: whose cards, from which shipped scenarios."""
DEDUCTIBLES = ("0.00", "100.00", "257.00")
NEXT = ("wait", "bill_next_payer", "bill_patient", "hold")


def with_cards(name: str, cards: str, deductible_met: str) -> Case:
    """A shipped case of Medicare's with other cards behind it."""
    case = named(name).scenario.case
    coverages, payers = [case.encounter.coverage[0]], dict(case.payers)
    for other, payer in CARDS[cards]:
        from_there = named(other).scenario.case
        coverages.append(next(c for c in from_there.encounter.coverage if c.payer == payer))
        payers[payer] = from_there.payers[payer]
    met = PayerOverrides.model_validate({"accumulators": {"deductible_met": deductible_met}})
    encounter = case.encounter.model_copy(update={"coverage": tuple(coverages), "collected": ()})
    return replace(case, encounter=encounter, payers=payers, payer_files={"medicare-part-b": met})


def coded_too_high(case: Case, code: str, *steps: str) -> Case:
    """The visit with a code that the audit takes back after payment, and the biller's steps after the first answer."""
    coder = CoderScript.model_validate({"changes": [{"service": "99214", "code": code}]})
    biller = tuple(BillerStep.model_validate({"on": "next_payer", "do": step}) for step in steps)
    return replace(case, seats=Seats(coder=coder, biller=biller))


def taken_back(case: Case, found_on: date) -> Case:
    """The case as that of another patient."""
    wrong = WrongPatient(found_on=found_on, what="the note is another patient's")
    return replace(case, inquiries=replace(case.inquiries, wrong_patient=wrong), seats=Seats())


def ways() -> Iterator[tuple[str, Case, bool]]:
    """What is done, the case, and whether the service is this patient's."""
    for cards, met in product(CARDS, DEDUCTIBLES):
        case, name = with_cards(MEDICAID, cards, met), f"{cards}, {met} met"
        for code, step in product(("99215", "99205"), NEXT):
            yield f"{name}: {code}, {step}", coded_too_high(case, code, step), True
        yield f"{name}: reopened before the next payer answers", with_seats_of(REOPENED, cards, met), True
        yield f"{name}: void", taken_back(case, date(2026, 1, 20)), False
        yield f"{name}: void before anybody answers", taken_back(case, date(2025, 10, 10)), False
        yield f"{name}: void before the next payer answers", taken_back(case, date(2025, 10, 27)), False


def with_seats_of(name: str, cards: str, met: str) -> Case:
    """The shipped case with its own script."""
    return replace(with_cards(name, cards, met), seats=named(name).scenario.case.seats)


def left_to_the_patient(outcome: Outcome, case: Case) -> object:
    """PR of the last payer's answers that stand, after every payer before it has passed its own on."""
    gone = {r.answer.payer_claim_control_number for r in outcome.remittances if r.answer.is_reversal}
    standing = [r.answer for r in outcome.remittances if r.answer.payer_claim_control_number not in gone]
    last = [c.payer for c in case.encounter.coverage if any(a.payer == c.payer for a in standing)][-1:]
    return total(a.patient_responsibility for a in standing if a.payer in last and a.outcome != "denied")


def test_the_account_balances_whatever_is_corrected_or_voided_after_it_was_forwarded() -> None:
    world = World(bench().tables)

    def check(way: tuple[str, Case, bool]) -> None:
        _, case, is_this_patients = way
        outcome = outcome_of(run(case, world))
        balances = {party: outcome.account.balance(party) for party in outcome.account.parties if party != PATIENT}
        assert not any(balances.values()), balances
        due = left_to_the_patient(outcome, case) if is_this_patients else ZERO
        assert outcome.account.patient_balance == due

    each(ways(), check, name=lambda way: way[0])


def coded(case: Case, *services: tuple[str, tuple[str, ...], str]) -> Case:
    """The case with the coder's codes: code, modifiers and diagnosis of each."""
    lines = [{"code": code, "modifiers": modifiers, "diagnoses": [reason]} for code, modifiers, reason in services]
    codes = {"diagnoses": [reason for _, _, reason in services], "services": lines}
    return replace(case, seats=Seats(coder=CoderScript.model_validate({"codes": codes})))


def answers(outcome: Outcome) -> list[tuple[str, bool]]:
    """Who answered, and whether it took an answer back."""
    return [(r.answer.payer.partition("-")[0], r.answer.is_reversal) for r in outcome.remittances]


def test_a_correction_of_codes_begins_with_the_payer_that_answered_first() -> None:
    # The audit finds what the second payer paid for, after the first had denied it.
    case = coded(with_cards(MEDICAID, "Medicaid", "257.00"), ("82306", ("GA",), "R53.83"))
    outcome = outcome_of(run(case, World(bench().tables)))
    first, again = [("medicare", False), ("statecare", False)], [("medicare", True), ("medicare", False)]
    assert answers(outcome) == [*first, *again, ("statecare", True), ("statecare", False)]
    assert not any(outcome.account.balance(party) for party in outcome.account.parties)


def test_a_line_that_the_second_payer_denies_and_no_record_supports_comes_off_at_the_first() -> None:
    case = coded(named("working-aged-medicare-second").scenario.case, ("82306", (), "R53.83"), ("99213", (), "I10"))
    ask = BillerStep.model_validate({"on": "denied", "line": "82306", "do": "ask_coder"})
    outcome = outcome_of(run(replace(case, seats=Seats(coder=case.seats.coder, biller=(ask,))), World(bench().tables)))
    first, again = [("northwind", False), ("medicare", False)], [("northwind", True), ("northwind", False)]
    assert answers(outcome)[:4] == [*first, *again]
    assert not any(outcome.account.balance(party) for party in outcome.account.parties if party != PATIENT)
    assert "82306" not in [line.code for line in outcome.remittances[-1].answer.lines]


def test_a_claim_of_which_every_line_came_back_is_sent_anew_with_all_that_the_record_supports() -> None:
    case = coded(with_cards(MEDICAID, "Medicaid", "257.00"), ("69210", ("50",), "H61.23"))
    outcome = outcome_of(run(case, World(bench().tables)))
    assert [line.code for line in outcome.remittances[-1].answer.lines] == ["99214", "G2211"]
    assert not any(outcome.account.balance(party) for party in outcome.account.parties)
