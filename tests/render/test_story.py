"""What the screens must say, event by event."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import get_args

from msgspec.structs import replace

from claimsim.case.events import (
    AccountSettled,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimSubmitted,
    CoverageLearned,
    DecisionTaken,
    EligibilityAnswered,
    EncounterOpened,
    Event,
    Posted,
    RemittanceReceived,
    SyntaxAcknowledged,
)
from claimsim.model.account import Account, LedgerEntry
from claimsim.model.acknowledgement import ClaimAcknowledgement, ClaimStatus, ImplementationAcknowledgement
from claimsim.model.remittance import ProviderAdjustment
from claimsim.render.explain import Explain
from claimsim.render.plain import plain_text
from claimsim.render.story import _TELLERS, Story

from .sample import (
    COVERAGE,
    ENCOUNTER,
    FIRST,
    NAMES,
    PAID_1,
    PAYER,
    PAYER_NAME,
    PRACTICE,
    REMITTANCE_1,
    RESPONSE,
    SEEN,
    TRACE_1,
    knee_events,
)

ON = date(2025, 3, 17)


def told(explain: Explain, *events: Event, why: bool = False) -> str:
    story = Story(explain, why)
    blocks = [block for event in events for block in story.tell(event)]
    return " ".join(plain_text(blocks, 120).split())


def test_every_event_is_told() -> None:
    assert set(_TELLERS) == set(get_args(Event))


def test_the_same_events_give_the_same_blocks(explain: Explain) -> None:
    first, second = Story(explain), Story(explain)
    assert [first.tell(e) for e in knee_events()] == [second.tell(e) for e in knee_events()]


def test_why_the_line_was_denied_and_what_to_do_stand_on_the_screen(explain: Explain) -> None:
    text = told(explain, *knee_events())
    assert "DENIED 99214 with CO-97: An NCCI pair: the second code is part of the first." in text
    assert "The payer saw: column 1 20610 on line 2, column 2 99214, indicator 1" in text
    assert "rule ncci-pair · NCCI Policy Manual for Medicare Services, chapter I" in text
    assert "What to do: The coder looks at the record." in text
    assert "Line 1 99214 for I10, M17.11, 270.00 is now 99214-25 for I10, M17.11, 270.00" in text
    assert "The patient owes 39.96." in text


def test_a_code_is_explained_once(explain: Explain) -> None:
    text = told(explain, *knee_events())
    for meaning in (
        "Paid within another service already adjudicated.",
        "Charge above the fee schedule or contract rate.",
    ):
        assert text.count(meaning) == 1


def test_a_rejection_is_no_denial(explain: Explain) -> None:
    status = ClaimStatus("A7", "164", "IL", "member number NWP17 is not of this payer's form", "ncci-pair")
    rejected = ClaimAcknowledgement(FIRST.claim_id, PAYER, ON, False, (status,))
    text = told(
        explain,
        ClaimSubmitted(ON, FIRST, PAYER_NAME, date(2025, 3, 1)),
        ClaimAcknowledged(date(2025, 3, 18), rejected, PAYER_NAME, ()),
    )
    assert "SENT LATE" in text
    assert "REJECTED 277CA of Tue 2025-03-18: A7:164:IL" in text
    assert "was never adjudicated" in text
    assert "DENIED" not in text


def test_an_unreadable_file_says_what_was_wrong(explain: Explain) -> None:
    answer = ImplementationAcknowledgement(FIRST.claim_id, ON, False, ("the billing NPI is missing",))
    text = told(explain, SyntaxAcknowledged(ON, answer))
    assert "REJECTED 999" in text
    assert "The billing NPI is missing." in text


def test_an_unprocessable_claim_has_no_appeal(explain: Explain) -> None:
    answer = replace(REMITTANCE_1.claims[0], unprocessable=True, remarks=("MA130",))
    text = told(explain, RemittanceReceived(PAID_1, replace(REMITTANCE_1, claims=(answer,)), FIRST, TRACE_1))
    assert "UNPROCESSABLE" in text
    assert "no appeal" in text
    assert "MA130" in text


def test_a_balance_carried_forward_is_added_up(explain: Explain) -> None:
    carried = ProviderAdjustment("FB", "NWT1", Decimal("9.84"))
    remittance = replace(REMITTANCE_1, provider_adjustments=(carried,), payment=Decimal("50.00"))
    text = told(explain, RemittanceReceived(PAID_1, remittance, FIRST, TRACE_1))
    assert "Provider-level adjustment FB (balance carried between payments): 9.84" in text
    assert "less adjustment FB -9.84" in text


def test_eligibility_by_its_answer(explain: Explain) -> None:
    inactive = replace(RESPONSE, status="inactive", reason="coverage ended 2025-02-28")
    text = told(
        explain,
        EncounterOpened(SEEN, ENCOUNTER, PRACTICE, NAMES),
        EligibilityAnswered(SEEN, COVERAGE, inactive),
        EligibilityAnswered(SEEN, COVERAGE, None, "the portal was down"),
    )
    assert "INACTIVE Northwind PPO about 2025-03-14: Coverage ended 2025-02-28." in text
    assert "was not checked: the portal was down." in text


def test_a_claim_mended_before_it_went_out_shows_what_changed(explain: Explain) -> None:
    mended = replace(FIRST, member_id="NWP900000071", submitted_on=ON)
    text = told(
        explain,
        ClaimBuilt(ON, FIRST, PAYER_NAME, "first claim"),
        CoverageLearned(ON, "card image", "member number: typed 17, the card says 71", (COVERAGE,)),
        ClaimSubmitted(ON, mended, PAYER_NAME, date(2025, 9, 10)),
    )
    assert "LEARNED From the card image" in text
    assert "Member NWP900000017 is now NWP900000071" in text


def test_who_decided_is_said(explain: Explain) -> None:
    def decision(by: str) -> DecisionTaken:
        return DecisionTaken(ON, "biller", by, "denied", "99214 CO-97", "write_off", "Nothing supports it", None)

    assert "DECISION Biller (you), on 99214 CO-97: write it off." in told(explain, decision("human"))
    assert "DECISION Biller, on" in told(explain, decision("reference"))


def test_money_that_nobody_worked_stays_open(explain: Explain) -> None:
    entry = LedgerEntry(ON, "charge", PAYER, Decimal("270.00"), "99214", "Charge entered")
    account = Account((entry,))
    text = told(explain, Posted(ON, (entry,), account), AccountSettled(ON, account))
    assert "OPEN northwind-ppo is still down for 270.00" in text
    assert "SETTLED The patient owes nothing." in text


def test_why_shows_every_rule_that_was_asked(explain: Explain) -> None:
    text = told(explain, *knee_events(), why=True)
    assert "not-covered-on-date, filing-limit" in text
    assert "CO-45, rule contract-discount: fee schedule 67.60 -67.40" in text
    assert "not 99213: decision making is moderate, not low" in text


def test_plain_text_needs_no_rich() -> None:
    code = (
        "import sys, claimsim.render.story, claimsim.render.plain, claimsim.render.result; print('rich' in sys.modules)"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=here)
    assert done.stdout.strip() == "False"
