"""The practice's own audit: what was charged too much is held, or goes back once it was paid."""

from decimal import Decimal

from msgspec.structs import replace

from claimsim.case.driver import run
from claimsim.case.events import ClaimSubmitted, DecisionTaken, Event, LetterWritten
from claimsim.case.script import BillerStep
from claimsim.scenario.outcome import outcome_of
from tests.lived import TOGETHER, bench, named

pytestmark = TOGETHER
GUIDANCE = "guidance-that-nobody-used"


def audits(events: tuple[Event, ...]) -> list[DecisionTaken]:
    return [event for event in events if isinstance(event, DecisionTaken) and event.prompt == "audit"]


def test_the_letter_tells_what_the_payer_and_the_patient_paid_too_much() -> None:
    # 324.50 less 243.44, and 82.78 less 62.10: one unit of 99292 at the payer's price, not at the charge of 310.00.
    (letter,) = [e for e in named("critical-care-110-minutes").events if isinstance(e, LetterWritten)]
    assert "81.06" in letter.text
    assert "20.68" in letter.text


def test_what_was_never_paid_is_not_given_back() -> None:
    for denied in ("read-somewhere-else", "one-tracing-on-two-lines", "complexity-beside-an-injection"):
        coding = named(denied).outcome.coding
        assert coding is not None
        assert any(finding.severity == "serious" for finding in coding.findings), denied
        assert not audits(named(denied).events), denied


def test_who_keeps_the_money_leaves_everything_as_it_was_paid() -> None:
    case = named(GUIDANCE).scenario.case
    kept = case.seats.model_copy(update={"biller": (BillerStep(on="audit", do="hold"),)})
    outcome = outcome_of(run(replace(case, seats=kept), bench().world))
    assert [action.action for action in outcome.actions] == ["hold"]
    assert (outcome.account.payer_balance, outcome.account.patient_balance) == (Decimal(0), Decimal("25.09"))


def test_a_claim_that_the_audit_holds_goes_out_once_and_right() -> None:
    case = named(GUIDANCE).scenario.case
    looked_at = replace(case.inquiries, coding_audit="before_billing")
    events = run(replace(case, inquiries=looked_at), bench().world)
    (sent,) = [event for event in events if isinstance(event, ClaimSubmitted)]
    assert [line.code for line in sent.claim.lines] == ["20610", "J3301"]
    assert [taken.action for taken in audits(events)] == ["ask_coder"]
