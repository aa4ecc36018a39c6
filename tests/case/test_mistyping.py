"""Slips of the hand: what the claim says afterwards, and what cannot be keyed so."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from claimsim.case.mistyping import Slip, fault_of, with_slip
from claimsim.model.claim import Claim, ClaimLine, PersonOnClaim, PriorPayer, ProviderOnClaim

PERSON = PersonOnClaim("Testpatient", "Ann", date(1960, 1, 1), "F")
GROUP = ProviderOnClaim("Sample Group", "2200000018", "207Q00000X")
ORDERER = ProviderOnClaim("Sample, Ora", "2000000028", "", credential="MD")
LINE = ClaimLine(1, "83036", (), 1, Decimal("20.00"), (1,), date(2025, 3, 14), "11")
CLAIM = Claim(
    claim_id="T-1", payer="p", plan="q", sequence="P", frequency="1", member_id="M1", relationship="self",
    subscriber=PERSON, patient=PERSON, billing_provider=GROUP, rendering_provider=GROUP, place_of_service="11",
    diagnoses=("E11.9",), lines=(LINE,), locality=("06102", "99"), ordering_provider=ORDERER,
    attachments=("OP-1",),
)  # fmt: skip


def test_an_orderer_keyed_wrong_keeps_the_rest() -> None:
    orderer = with_slip(CLAIM, Slip("ordering_name", "Sample-Mock, Ora")).ordering_provider
    assert orderer is not None
    assert (orderer.name, orderer.npi, orderer.credential) == ("Sample-Mock, Ora", "2000000028", "MD")


def test_an_orderer_left_out() -> None:
    orderer = with_slip(CLAIM, Slip("ordering_npi", "")).ordering_provider
    assert orderer is not None
    assert orderer.npi == ""


def test_a_referrer_whom_the_chart_does_not_name() -> None:
    referrer = with_slip(CLAIM, Slip("referring_npi", "2000000036")).referring_provider
    assert referrer is not None
    assert referrer.npi == "2000000036"


def test_a_report_that_was_not_sent_along() -> None:
    assert with_slip(CLAIM, Slip("attachments", "")).attachments == ()


def test_what_the_earlier_payer_paid_keyed_wrong() -> None:
    earlier = PriorPayer(
        "first", "P", Decimal("12.00"), date(2025, 4, 1), ((1, Decimal("12.00"), (("CO", "45", Decimal("8.00")),)),)
    )
    slip = Slip("prior_paid", "21.00", "83036")
    (keyed,) = with_slip(replace(CLAIM, prior_payers=(earlier,)), slip).prior_payers
    assert keyed.lines == ((1, Decimal("21.00"), (("CO", "45", Decimal("8.00")),)),)
    assert with_slip(CLAIM, slip) == CLAIM


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (Slip("units", "4"), "say which"),
        (Slip("ordering_npi", "1", "83036"), "on the claim, not on a line"),
        (Slip("units", "four", "83036"), "cannot be keyed"),
    ],
)
def test_what_cannot_be_keyed(slip: Slip, words: str) -> None:
    assert words in (fault_of(slip) or "")
