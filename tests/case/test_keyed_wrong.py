"""Slips of the hand and what becomes of them: keyed again from the record, sent as they were, sent twice."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from claimsim.case.asks import Ask, Decision
from claimsim.case.case import Case, World
from claimsim.case.coder_answers import answer_from_record
from claimsim.case.driver import Run
from claimsim.case.mistyping import Slip, fault_of
from claimsim.case.script import BillerStep, Seats
from claimsim.case.seats import Table
from claimsim.code_tables import CodeTables
from claimsim.model.codes import AssignedService, Assignment
from claimsim.scenario.library import find_scenario
from claimsim.scenario.load import ScenarioLoader
from claimsim.scenario.outcome import Outcome, outcome_of

TABLES = CodeTables.load()
LOADER = ScenarioLoader(TABLES)


def case_of(name: str) -> Case:
    return LOADER.load(find_scenario(name)).case


def lived(case: Case, *steps: dict[str, str]) -> Outcome:
    """The case with the biller doing these steps; every one of them must happen."""
    biller = tuple(BillerStep.model_validate(step) for step in steps)
    run = Run(replace(case, seats=Seats(biller=biller)), World(TABLES))
    outcome = outcome_of(run.events())
    assert run.unused_steps == ()
    return outcome


def statuses(outcome: Outcome) -> list[str]:
    return [claim.status for claim in outcome.claims]


NO_NUMBER = {"on": "build", "do": "mistype", "field": "member_id", "value": ""}
RELEASE = {"on": "scrub", "edit": "member-id-missing", "do": "release"}


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of("half-keyed-when-the-phone-rang")


def test_a_999_is_worked(case: Case) -> None:
    outcome = lived(case, NO_NUMBER, RELEASE, {"on": "rejected", "do": "correct_and_resend"})
    assert statuses(outcome) == ["rejected", "paid"]
    assert "syntax-missing-element" in {rule for trace in outcome.traces for rule, _, saw in trace if saw}


def test_a_stop_that_a_slip_caused_is_mended_before_the_claim_leaves(case: Case) -> None:
    outcome = lived(case, NO_NUMBER)
    assert statuses(outcome) == ["paid"]
    assert [hit.edit for hit in outcome.hits] == ["member-id-missing"]


def test_sent_again_unchanged_it_is_still_wrong(case: Case) -> None:
    resend, correct = ({"on": "rejected", "do": do} for do in ("resend_unchanged", "correct_and_resend"))
    outcome = lived(case, NO_NUMBER, RELEASE, resend, correct)
    assert statuses(outcome) == ["rejected", "rejected", "paid"]


def test_a_rejected_replacement_is_keyed_again_as_a_replacement() -> None:
    outcome = outcome_of(Run(case_of("which-number-to-replace"), World(TABLES)).events())
    assert [c.claim.frequency for c in outcome.claims] == ["1", "7", "7", "7", "7"]
    assert outcome.claims[-1].claim.original_reference == outcome.claims[2].number


class CodedWrongOnce(Table):
    """The seats of a case, but the coder's first answer names a code that there is not, and the biller lets it pass."""

    def decide(self, ask: Ask) -> Decision:
        decision = super().decide(ask)
        if ask.kind == "scrub":
            return replace(decision, action="release")
        if ask.kind != "question" or ask.about[0] != "99214" or decision.assignment is None:
            return decision
        services = (replace(s, code="99299") if s.code == "99214" else s for s in decision.assignment.services)
        self._coder.assigned = replace(decision.assignment, services=tuple(services))
        return replace(decision, assignment=self._coder.assigned)


def test_a_replacement_rejected_for_a_code_goes_out_as_a_replacement_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsim.case.driver.Table", CodedWrongOnce)
    outcome = outcome_of(Run(case_of("knee-injection-without-25"), World(TABLES)).events())
    assert statuses(outcome) == ["reversed", "rejected", "paid"]
    assert [c.claim.frequency for c in outcome.claims] == ["1", "7", "7"]
    assert {c.claim.original_reference for c in outcome.claims[1:]} == {outcome.claims[0].number}
    assert [line.code for line in outcome.claims[-1].claim.lines] == ["99214", "20610", "J3301"]


def test_a_batch_that_goes_out_twice_is_paid_once(case: Case) -> None:
    outcome = lived(case, {"on": "build", "do": "send_twice"})
    assert [f"{s.category}:{s.status}" for s in outcome.rejections] == ["A3:78"]
    assert [a.action for a in outcome.actions] == ["no_action"]
    assert [r.answer.outcome for r in outcome.remittances] == ["paid"]


def test_a_duplicate_is_corrected_on_the_claim_that_it_repeats() -> None:
    outcome = outcome_of(Run(case_of("sent-again-until-it-was-too-late"), World(TABLES)).events())
    assert outcome.claims[-1].claim.original_reference == outcome.claims[0].number


def test_a_correction_of_some_lines_has_those_lines() -> None:
    outcome = outcome_of(Run(case_of("who-ordered-the-test"), World(TABLES)).events())
    assert [[line.code for line in c.claim.lines] for c in outcome.claims[1:]] == [["83036"], ["83036"]]


@pytest.mark.parametrize("slip", [Slip("sequence", "Q"), Slip("accident_day", "May"), Slip("units", "1")])
def test_what_cannot_be_keyed(slip: Slip) -> None:
    assert fault_of(slip) is not None


def answered(case: Case, ours: Iterable[AssignedService], theirs: Iterable[AssignedService], code: str) -> Decision:
    assigned, reading = (Assignment(("Z00.00",), tuple(services)) for services in (ours, theirs))
    return answer_from_record(case, TABLES, assigned, reading, code)


def test_the_coder_says_what_the_record_supports_instead(case: Case) -> None:
    wrong, right = (AssignedService(code, diagnoses=("Z00.00",)) for code in ("G0439", "99396"))
    assert answered(case, [wrong], [right], "G0439").assignment == Assignment(("Z00.00",), (right,))
    assert answered(case, [right], [right], "99396").action == "stand"
    assert answered(case, [], [right], "99396").action == "stand"


@pytest.mark.parametrize(
    ("billed", "documented", "instead"),
    [
        ("99396", "99213", True),  # the visit for the visit
        ("99417", "G2212", True),  # Medicare's code for other payers'
        ("99417", "G2211", False),  # add-ons of the same visits, and not the same service
        ("80048", "80053", True),
        ("80048", "99213", False),
        ("82947", "G2211", False),
        ("20610", "20553", True),
        ("20610", "J3301", False),
    ],
)
def test_only_a_service_of_the_same_kind_stands_in_the_place_of_one_that_the_record_lacks(
    case: Case, billed: str, documented: str, instead: bool
) -> None:
    other, wrong, right = (AssignedService(code, diagnoses=("Z00.00",)) for code in ("36415", billed, documented))
    found = answered(case, [other, wrong], [other, right], billed)
    assert found.assignment is not None
    assert [s.code for s in found.assignment.services] == ["36415", *([documented] if instead else [])]
    assert found.action == ("revise" if instead else "take_off")


def test_where_nothing_that_was_billed_is_in_the_record_it_is_coded_anew(case: Case) -> None:
    wrong, right = (AssignedService(code, diagnoses=("Z00.00",)) for code in ("96415", "99213"))
    assert answered(case, [wrong], [right], "96415").assignment == Assignment(("Z00.00",), (right,))
    assert answered(case, [wrong], [], "96415").action == "take_off"
