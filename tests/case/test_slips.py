"""Slips of the hand: what they change on a claim, and what cannot be keyed so."""

from datetime import date

import pytest
from msgspec.structs import replace

from claimsim.billing.claim_build import build_claim
from claimsim.case.case import World
from claimsim.case.driver import run
from claimsim.case.mistyping import CLAIM_FIELDS, Slip, fault_of, with_slip
from claimsim.code_tables import CodeTables
from claimsim.model.claim import Accident, Claim
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.load import ScenarioLoader
from claimsim.scenario.outcome import outcome_of

TABLES = CodeTables.load()
PROVIDERS = ("ordering_provider", "referring_provider", "rendering_provider", "billing_provider")


@pytest.fixture(scope="module")
def claim() -> Claim:
    path = next(p for p in shipped_scenarios() if p.stem == "three-numbers-of-three-people")
    case = ScenarioLoader(TABLES).load(path).case
    built = build_claim("T-1", case.encounter, case.encounter.coverage[0], case.practice, (), ())
    return replace(built, accident=Accident("auto", date(2025, 8, 20), "AL"))


def test_an_accident_loses_its_day_and_its_state(claim: Claim) -> None:
    slipped = with_slip(with_slip(claim, Slip("accident_day", "")), Slip("accident_state", ""))
    assert slipped.accident == Accident("auto")
    assert with_slip(claim, Slip("accident_day", "2025-08-02")).accident == Accident("auto", date(2025, 8, 2), "AL")


@pytest.mark.parametrize("role", ["ordering", "referring", "rendering", "billing"])
def test_each_providers_number_is_that_providers_alone(claim: Claim, role: str) -> None:
    slipped = with_slip(claim, Slip(f"{role}_npi", "2200000423"))
    changed = {name for name in PROVIDERS if getattr(slipped, name) != getattr(claim, name)}
    assert changed == {f"{role}_provider"}
    assert getattr(slipped, f"{role}_provider").npi == "2200000423"


def test_an_accident_that_is_not_on_the_claim_is_left_alone_and_a_provider_is_put_there(claim: Claim) -> None:
    bare = replace(claim, accident=None, referring_provider=None)
    assert with_slip(bare, Slip("accident_state", "")) == bare
    keyed = with_slip(bare, Slip("referring_npi", "2200000423"))
    assert keyed.referring_provider is not None
    assert keyed.referring_provider.npi == "2200000423"


def test_sex_and_sequence_are_keyed_as_they_can_be(claim: Claim) -> None:
    assert with_slip(claim, Slip("patient_sex", "M")).patient.sex == "M"
    assert with_slip(claim, Slip("sequence", "S")).sequence == "S"
    assert fault_of(Slip("patient_sex", "man"))
    assert fault_of(Slip("sequence", "2"))
    assert fault_of(Slip("accident_day", "8/20/25"))
    assert {"patient_sex", "sequence", "accident_day"} <= set(CLAIM_FIELDS)


def test_a_claim_that_was_sent_on_is_filed_directly_after_thirty_days_at_the_earliest() -> None:
    path = next(p for p in shipped_scenarios() if p.stem == "sent-on-by-the-payer-itself")
    lived = outcome_of(run(ScenarioLoader(TABLES).load(path).case, World(TABLES)))
    answered = lived.remittances[0].paid_on
    sent = lived.claims[1].claim.submitted_on
    assert sent is not None
    assert 30 < (sent - answered).days <= 35
