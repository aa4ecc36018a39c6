"""The patient statement: what stands, what is owed in whose words, and that it ties to the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsim.billing.charges import ChargeLine
from claimsim.billing.patient_statement import build_statement
from claimsim.billing.posting import post_charges, post_collected, post_remittance, transfer, write_off
from claimsim.billing.statement import Statement
from claimsim.code_tables import CodeTables
from claimsim.model.account import PATIENT, Account, LedgerEntry
from claimsim.model.chart import Collected, Encounter
from claimsim.model.money import ZERO, OutOfBalance, total
from claimsim.model.practice import Practice
from claimsim.model.remittance import Adjustment, Group, RemittanceClaim, RemittanceLine

DAY = date(2025, 3, 14)
PAYER = "northwind-ppo"
VISIT = ChargeLine("99214", "Office visit", ("25",), 1, (1,), Decimal("250.00"), Decimal("250.00"), "list")
INJECTION = ChargeLine("20610", "Knee injection", ("RT",), 1, (1,), Decimal("150.00"), Decimal("150.00"), "list")
PRACTICE = Practice.model_validate(
    {
        "name": "Sample Practice",
        "npi": "2000000002",
        "tax_id": "00-0000001",
        "taxonomy": "207Q00000X",
        "address": {"line1": "1 Sample St", "city": "Springfield", "state": "IL", "zip": "62701"},
        "locality": {"mac": "06102", "locality": "99"},
        "providers": {},
    }
)
CHART = {
    "id": "T-1",
    "date_of_service": DAY,
    "place_of_service": "11",
    "rendering_provider": "ramos",
    "patient": {"name": {"last": "Testpatient", "first": "Ana"}, "birth_date": date(1966, 5, 2), "sex": "F"},
}
ABN = {"kind": "abn", "service": "vitamin D", "signed_on": DAY, "reason": "frequency", "estimated_cost": Decimal(60)}
TABLES = CodeTables.load()


GROUPS: dict[str, Group] = {"CO": "CO", "PR": "PR", "OA": "OA"}


def adjustment(text: str) -> Adjustment:
    code, amount = text.split()
    group, carc = code.split("-")
    return Adjustment(GROUPS[group], carc, Decimal(amount), "rule")


def remitted(code: str, charge: str, *adjustments: str, denied: bool = False) -> RemittanceLine:
    """A line as "CO-45 30.00" and the like say; what they leave was paid."""
    entries = tuple(adjustment(text) for text in adjustments)
    paid = Decimal(charge) - total(a.amount for a in entries)
    return RemittanceLine(1, code, (), 1, Decimal(charge), paid, paid, entries, (), denied)


def answered(*lines: RemittanceLine, claim_id: str = "T-1-1", payer: str = PAYER, status: str = "1") -> RemittanceClaim:
    patient = total(a.amount for line in lines for a in line.adjustments if a.group == "PR")
    charge, paid = total(line.charge for line in lines), total(line.paid for line in lines)
    return RemittanceClaim(claim_id, payer, "NW1", status, charge, paid, patient, lines)


def reversal_of(answer: RemittanceClaim) -> RemittanceClaim:
    lines = tuple(
        RemittanceLine(
            line.line, line.code, line.modifiers, line.units, -line.charge, -line.allowed, -line.paid,
            tuple(Adjustment(a.group, a.carc, -a.amount, a.rule) for a in line.adjustments), line.remarks, line.denied,
        )
        for line in answer.lines
    )  # fmt: skip
    return answered(*lines, claim_id=answer.claim_id, status="22")


def account_of(
    *answers: RemittanceClaim, collected: str = "0.00", charges: tuple[ChargeLine, ...] = (VISIT,)
) -> Account:
    account = Account(post_charges(charges, PAYER, DAY))
    account = account.post(*post_collected((Collected(on=DAY, amount=Decimal(collected)),)))
    for answer in answers:
        account = account.post(*post_remittance(answer, DAY))
    return account


def statement(
    account: Account,
    *answers: RemittanceClaim,
    charges: tuple[ChargeLine, ...] = (VISIT,),
    notices: tuple[object, ...] = (),
) -> Statement:
    encounter = Encounter.model_validate({**CHART, "notices": notices})
    on, due = date(2025, 4, 1), date(2025, 5, 1)
    return build_statement(account, answers, charges, PRACTICE, encounter, on, due, TABLES)


def test_copay_deductible_and_coinsurance_are_explained_and_add_up() -> None:
    charges = (VISIT, INJECTION)
    answer = answered(
        remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"),
        remitted("20610", "150.00", "CO-45 60.00", "PR-1 50.00", "PR-2 8.00"),
    )
    made = statement(account_of(answer, charges=charges), answer, charges=charges)
    visit, injection = made.lines
    shown = [(line.discount, line.insurance_paid, line.patient_owes) for line in made.lines]
    assert [" ".join(map(str, amounts)) for amounts in shown] == ["90.00 130.00 30.00", "60.00 32.00 58.00"]
    assert made.balance_due == Decimal("88.00")
    assert "your copay" in visit.explanations[1]
    assert "your deductible" in injection.explanations[1]
    assert "your coinsurance" in injection.explanations[2]
    assert visit.explanations[0] == "$90.00 of the charge is more than your plan allows or pays. You do not owe it."


def test_what_was_collected_is_taken_off() -> None:
    answer = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"))
    made = statement(account_of(answer, collected="10.00"), answer)
    assert (made.collected, made.balance_due) == (Decimal("10.00"), Decimal("20.00"))
    assert made.notes == ()


def test_too_much_collected_is_given_back() -> None:
    answer = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"))
    made = statement(account_of(answer, collected="50.00"), answer)
    assert made.balance_due == Decimal("-20.00")
    assert made.notes == ("You paid $20.00 more than your share. We owe you a refund of $20.00.",)


def test_a_denial_that_is_the_practices_loss_is_never_owed() -> None:
    answer = answered(remitted("99214", "250.00", "CO-97 250.00", denied=True))
    account = account_of(answer)
    waiting = statement(account, answer).lines[0]
    assert waiting.patient_owes == ZERO
    assert "still being settled" in waiting.explanations[0]
    given_up = account.post(write_off(PAYER, Decimal("250.00"), "99214", DAY, "bundled", "T-1-1", "CO-97"))
    made = statement(given_up, answer)
    assert made.balance_due == ZERO
    assert made.lines[0].discount == Decimal("250.00")
    assert "we do not bill it" in made.lines[0].explanations[0]


def test_a_contractual_amount_in_the_patients_balance_stops_the_run() -> None:
    answer = answered(remitted("99214", "250.00", "CO-97 250.00", denied=True))
    moved = transfer(PAYER, PATIENT, Decimal("250.00"), "99214", DAY, "billed", "T-1-1", "CO-97")
    with pytest.raises(OutOfBalance, match="CO-97"):
        statement(account_of(answer).post(*moved), answer)


def test_a_signed_notice_is_named() -> None:
    answer = answered(remitted("99214", "250.00", "PR-50 250.00", denied=True))
    moved = transfer(PAYER, PATIENT, Decimal("250.00"), "99214", DAY, "billed", "T-1-1", "PR-50")
    made = statement(account_of(answer).post(*moved), answer, notices=(ABN,))
    assert made.balance_due == Decimal("250.00")
    assert "ABN" in made.lines[0].explanations[0]


def test_a_denial_for_the_patient_says_the_reason_in_words() -> None:
    answer = answered(remitted("99214", "250.00", "PR-27 250.00", denied=True))
    moved = transfer(PAYER, PATIENT, Decimal("250.00"), "99214", DAY, "billed", "T-1-1", "PR-27")
    row = TABLES.adjustment_reason("27")
    assert row is not None
    words = statement(account_of(answer).post(*moved), answer).lines[0].explanations
    assert words == (f"$250.00: your plan did not pay this and says that it is yours to pay. {row.meaning}.",)


def test_after_a_reversal_only_the_corrected_answer_stands() -> None:
    first = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-1 160.00"))
    corrected = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"), claim_id="T-1-2")
    answers = (first, reversal_of(first), corrected)
    made = statement(account_of(*answers), *answers)
    assert made.balance_due == Decimal("30.00")
    assert [words for words in made.lines[0].explanations if "deductible" in words] == []
    assert made.lines[0].insurance_paid == Decimal("130.00")


def test_a_later_answer_takes_the_place_of_a_denial() -> None:
    denied = answered(remitted("99214", "250.00", "CO-16 250.00", denied=True))
    paid = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"), claim_id="T-1-2")
    made = statement(account_of(denied, paid), denied, paid)
    assert made.balance_due == Decimal("30.00")
    assert len(made.lines[0].explanations) == 2


def test_a_duplicate_denial_leaves_what_was_paid() -> None:
    paid = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"))
    again = answered(remitted("99214", "250.00", "OA-18 250.00", denied=True), claim_id="T-1-2")
    made = statement(account_of(paid, again), paid, again)
    assert (made.balance_due, made.lines[0].insurance_paid) == (Decimal("30.00"), Decimal("130.00"))


def test_what_went_on_to_the_next_payer_is_not_owed_yet() -> None:
    first = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-2 40.00"))
    account = Account(post_charges((VISIT,), PAYER, DAY)).post(*post_remittance(first, DAY, "other"))
    made = statement(account, first)
    assert made.balance_due == ZERO
    assert "$40.00 is still being settled" in made.lines[0].explanations[1]


def test_without_a_plan_the_charge_is_owed() -> None:
    made = statement(Account(post_charges((VISIT,), PATIENT, DAY)))
    assert made.balance_due == Decimal("250.00")
    assert made.lines[0].explanations == ("$250.00 was not billed to any plan.",)


def test_a_payment_that_the_ledger_does_not_have_stops_the_run() -> None:
    answer = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"))
    posted = [e for e in account_of(answer).entries if e.kind != "payment"]
    with pytest.raises(OutOfBalance, match="99214"):
        statement(Account(tuple(posted)), answer)


def test_a_ledger_that_says_otherwise_stops_the_run() -> None:
    answer = answered(remitted("99214", "250.00", "CO-45 90.00", "PR-3 30.00"))
    wrong = account_of(answer).post(LedgerEntry(DAY, "transfer", PATIENT, Decimal("5.00"), "99214", "slip"))
    with pytest.raises(OutOfBalance, match=r"30\.00.*35\.00"):
        statement(wrong, answer)


@given(
    contractual=st.integers(0, 9000),
    copay=st.integers(0, 5000),
    deductible=st.integers(0, 5000),
    taken=st.integers(0, 9000),
)
def test_the_balance_is_the_share_less_what_was_taken(
    contractual: int, copay: int, deductible: int, taken: int
) -> None:
    amounts = {"CO-45": contractual, "PR-3": copay, "PR-1": deductible}
    answer = answered(remitted("99214", "250.00", *(f"{code} {Decimal(a) / 100}" for code, a in amounts.items())))
    made = statement(account_of(answer, collected=f"{Decimal(taken) / 100:.2f}"), answer)
    assert made.balance_due == Decimal(copay + deductible - taken) / 100
    line = made.lines[0]
    assert line.charge == line.discount + line.insurance_paid + line.patient_owes


@pytest.mark.parametrize(
    ("reason", "said"),
    [("45", "no contract keeps us from billing it"), ("100", "paid by your plan to you"), ("253", "sequestration")],
)
def test_what_the_plan_allowed_differently_or_paid_elsewhere_is_not_called_unpaid(reason: str, said: str) -> None:
    answer = answered(remitted("99214", "250.00", f"PR-{reason} 50.00", "CO-45 200.00"))
    words = " ".join(statement(account_of(answer), answer).lines[0].explanations)
    assert said in words
    assert "did not pay" not in words
