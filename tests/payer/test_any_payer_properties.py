"""What holds for every claim of every member at every payer, whatever plan and contract somebody writes for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claimsim.billing.posting import post_remittance
from claimsim.model.account import PATIENT
from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceClaim, check_remittance
from claimsim.payer import Adjudicated, Payer, PayerState, adjudicate

if TYPE_CHECKING:
    from tests.payer.conftest import Desk

SHIPPED = (
    "guardian-supplement", "harbor-hmo", "ironworks-self-funded", "medicare-part-b", "northwind-ppo", "prairie-mutual",
    "statecare-medicaid", "sunrise-advantage",
)  # fmt: skip
CODES = (
    "99202", "99213", "99215", "99284", "99396", "G0439", "G2211", "20610", "20611", "11102", "11103", "17000", "17003",
    "45378", "45380", "45385", "47562", "49505", "66984", "97110", "97112", "97140", "70551", "72148", "93306", "93000",
    "92083", "92133", "76700", "76856", "36415", "83036", "80053", "82306", "81002", "J3301", "J7321", "J1885", "90471",
    "90686", "G0008", "99000", "98940", "95810", "90834", "L3908", "E0601", "96372", "99442",
)  # fmt: skip
MODIFIERS = (
    "24", "25", "26", "33", "50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "62", "66", "76", "78", "79",
    "80", "95", "AS", "GA", "GX", "GY", "GZ", "GW", "JW", "JZ", "KX", "LT", "PT", "QW", "RT", "TC", "XE", "XS",
)  # fmt: skip
money = st.decimals(0, 6000, places=2)
per_cent = st.integers(0, 100)
benefit = st.fixed_dictionaries(
    {
        "covered": st.sampled_from((True, True, True, False)),
        "copay": st.sampled_from((0, 0, 20, "47.50", 250)),
        "deductible": st.booleans(),
        "coinsurance_percent": st.sampled_from((0, 10, 20, "33.33", 100)),
        "dollar_limit": st.sampled_from((None, None, 150, 40)),
    }
)
tier = st.fixed_dictionaries(
    {
        "deductible": st.sampled_from((0, 250, 2000)),
        "out_of_pocket_maximum": st.sampled_from((None, 300, 6000)),
        "family": st.sampled_from((None, {"deductible": 400, "out_of_pocket_maximum": 900, "embedded": False},
                                   {"deductible": 4000, "out_of_pocket_maximum": None, "embedded": True})),
        "benefits": st.dictionaries(
            st.sampled_from(("primary_care_visit", "specialist_visit", "preventive", "therapy", "imaging", "laboratory",
                             "procedure", "drug", "screening_became_procedure")), benefit, max_size=4,
        ).flatmap(lambda some: benefit.map(lambda other: {**some, "other": other})),
    }
)  # fmt: skip
contract = st.fixed_dictionaries(
    {
        "method": st.sampled_from(("mpfs", "percent_of_medicare", "percent_of_charge")),
        "percent": st.sampled_from((60, 100, 145)),
        "laboratory_percent": st.sampled_from((70, 100)),
        "lesser_of_charge": st.booleans(),
        "non_physician_percent": st.sampled_from((85, 100)),
        "unpriced_percent_of_charge": per_cent.filter(bool),
        "sequestration_percent": st.sampled_from((0, 2)),
        "multiple_procedure_reductions": st.booleans(),
        "modifiers": st.sampled_from(({}, {"team_percent": 40, "bilateral_percent": 200})),
    }
)
payers = st.one_of(
    st.sampled_from(SHIPPED).map(lambda name: (name, None)),
    st.tuples(
        st.sampled_from(("northwind-ppo", "medicare-part-b", "prairie-mutual")),
        st.fixed_dictionaries(
            {
                "contract": contract,
                "plans": tier.flatmap(
                    lambda inside: st.one_of(st.none(), tier).map(
                        lambda outside: {"only": {"name": "Only", **inside, "out_of_network": outside}}
                    )
                ),
                "coordination": st.sampled_from(("full", "non_duplication", "maintenance_of_benefits")),
            }
        ),
    ),
)
lines = st.fixed_dictionaries(
    {
        "code": st.sampled_from(CODES),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=3, unique=True),
        "units": st.integers(1, 5),
        "charge": st.decimals("0.01", "4000", places=2).map(str),
        "place": st.sampled_from(("11", "11", "10", "21", "22", "23", "24")),
        "pointers": st.lists(st.integers(1, 3), min_size=1, max_size=2, unique=True),
        "date": st.sampled_from(("2025-03-14", "2025-03-14", "2025-03-12")),
        "ndc": st.sampled_from(("", "00003-0293-05")),
    }
)
claims = st.fixed_dictionaries(
    {
        "lines": st.lists(lines, min_size=1, max_size=6),
        "diagnoses": st.just(["I10", "E55.9", "M17.11"]),
        "rendering": st.fixed_dictionaries(
            {
                "credential": st.sampled_from(("MD", "NP", "PT", "CNS")),
                "taxonomy": st.sampled_from(("207Q00000X", "207X00000X", "225100000X")),
            }
        ),
        "clia": st.sampled_from(("", "00D0000000")),
        "attachments": st.sampled_from(([], ["operative_note"])),
        "referral": st.sampled_from(("", "R1")),
        "authorization": st.sampled_from(("", "A1")),
    }
)
files = st.fixed_dictionaries(
    {
        "participation": st.sampled_from((None, None, "out_of_network", "non_participating")),
        "primary_care_npi": st.sampled_from((None, "2000000010")),
        "quality_adjustment_percent": st.sampled_from((None, None, -9)),
        "negotiated_percent_of_charge": st.sampled_from((None, None, 80)),
        "history": st.sampled_from(([], [{"date": "2025-03-04", "code": "10060"}], [{"date": "2025-03-14",
                                                                                     "code": "97110"}])),
        "used": money,
        "of_family": st.sampled_from((None, 0, 350, 4000)),
    }
)  # fmt: skip
before = st.one_of(st.none(), st.lists(st.tuples(per_cent, per_cent), min_size=6, max_size=6))
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def secondary(words: dict[str, Any], shares: list[tuple[int, int]] | None) -> dict[str, Any]:
    """The claim as a first payer left it: it paid a part of each line, and left a part of the rest to the patient."""
    if shares is None:
        return words
    said = []
    for number, (line, (paid_share, left_share)) in enumerate(zip(words["lines"], shares, strict=False), 1):
        charge = Decimal(line["charge"])
        paid = (charge * paid_share / 100).quantize(Decimal("0.01"))
        left = ((charge - paid) * left_share / 100).quantize(Decimal("0.01"))
        adjustments = [("CO", "45", charge - paid - left), ("PR", "2", left)]
        said.append([number, str(paid), [[g, c, str(a)] for g, c, a in adjustments if a]])
    return {**words, "sequence": "S", "prior_payers": [{"lines": said}]}


def opened(desk: Desk, chosen: tuple[str, dict[str, Any] | None]) -> Payer:
    name, changed = chosen
    return desk.payer(name) if changed is None else desk.variant(name, _without_none(changed))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    return value


def state_of(desk: Desk, payer: Payer, on_file: dict[str, Any], used: Decimal | None = None) -> PayerState:
    met = on_file["used"] if used is None else used
    accumulators = {
        "deductible_met": met, "out_of_pocket_met": met, "out_of_network_deductible_met": met,
        "out_of_network_out_of_pocket_met": met, "family_coverage": on_file["of_family"] is not None,
        "family_deductible_met": on_file["of_family"] or 0, "family_out_of_pocket_met": on_file["of_family"] or 0,
    }  # fmt: skip
    rest = {key: value for key, value in on_file.items() if key not in ("used", "of_family") and value is not None}
    return desk.state(payer.name, {**rest, "accumulators": accumulators})


def answer(desk: Desk, payer: Payer, state: PayerState, words: dict[str, Any], **changes: Any) -> Adjudicated:
    claim = replace(desk.claim(payer.name, words), **changes)
    return adjudicate(claim, payer, state, desk.received_on, desk.paid_on)


def only(done: Adjudicated) -> RemittanceClaim:
    (claim,) = done.remittance.claims
    return claim


@given(payers, files, claims, before)
@QUIET
def test_everything_balances_and_nobody_owes_what_is_not_theirs(
    desk: Desk, chosen: Any, on_file: dict[str, Any], words: dict[str, Any], shares: Any
) -> None:
    payer = opened(desk, chosen)
    done = answer(desk, payer, state_of(desk, payer, on_file), secondary(words, shares))
    check_remittance(done.remittance)
    claim = only(done)
    owed = sum((a.amount for line in claim.lines for a in line.adjustments if a.group == "PR"), ZERO)
    assert claim.patient_responsibility == owed
    patient = sum((e.amount for e in post_remittance(claim, desk.paid_on) if e.party == PATIENT), ZERO)
    paid_lines = sum((a.amount for x in claim.lines if not x.denied for a in x.adjustments if a.group == "PR"), ZERO)
    assert patient in (paid_lines, ZERO), "only PR reaches the patient, and denied lines wait for somebody"
    for line in claim.lines:
        assert line.paid >= ZERO
        if shares is None:
            assert line.paid <= line.allowed
        assert not any(a.carc == "45" and a.amount == line.charge for a in line.adjustments)
        assert all(a.amount == a.amount.quantize(Decimal("0.01")) and a.amount for a in line.adjustments)
        assert line.denied or line.allowed > ZERO or not line.charge or shares is not None or _reduced(line)
        for a in line.adjustments:
            assert desk.tables.adjustment_reason(a.carc, desk.service_date) is not None


def _reduced(line: Any) -> bool:
    return any(a.carc == "59" for a in line.adjustments)


@given(payers, files, claims, before, money)
@QUIET
def test_more_of_the_deductible_met_never_raises_the_patients_share(
    desk: Desk, chosen: Any, on_file: dict[str, Any], words: dict[str, Any], shares: Any, other: Decimal
) -> None:
    payer, words = opened(desk, chosen), secondary(words, shares)
    less, more = sorted((on_file["used"], other))
    owed = [
        only(answer(desk, payer, state_of(desk, payer, on_file, used), words)).patient_responsibility
        for used in (less, more)
    ]
    assert owed[1] <= owed[0]


@given(payers, files, claims, st.randoms(use_true_random=False))
@QUIET
def test_the_order_of_lines_changes_nothing_that_is_allowed(
    desk: Desk, chosen: Any, on_file: dict[str, Any], words: dict[str, Any], random: Any
) -> None:
    payer = opened(desk, chosen)
    state = state_of(desk, payer, on_file)
    shuffled = list(words["lines"])
    random.shuffle(shuffled)
    found = []
    for order in (words["lines"], shuffled):
        claim = only(answer(desk, payer, state, {**words, "lines": order}))
        found.append(sorted((x.code, x.modifiers, x.units, x.charge, x.allowed) for x in claim.lines))
    assert sum(x[-1] for x in found[0]) == sum(x[-1] for x in found[1])


@given(payers, files, claims, before)
@QUIET
def test_a_reversal_and_its_original_come_to_nothing(
    desk: Desk, chosen: Any, on_file: dict[str, Any], words: dict[str, Any], shares: Any
) -> None:
    payer, words = opened(desk, chosen), secondary(words, shares)
    opening = state_of(desk, payer, on_file)
    first = answer(desk, payer, opening, words)
    number = only(first).payer_claim_control_number
    void = answer(desk, payer, first.state, words, frequency="8", original_reference=number)
    check_remittance(void.remittance)
    taken = only(void)
    assert taken.paid + only(first).paid == ZERO
    for was, now in zip(only(first).lines, taken.lines, strict=True):
        assert (was.charge + now.charge, was.paid + now.paid, was.allowed + now.allowed) == (ZERO, ZERO, ZERO)
        assert [a.amount for a in was.adjustments] == [-a.amount for a in now.adjustments]
    assert void.state.used == opening.used
    again = answer(desk, payer, replace(void.state, filed=(), received=()), words)
    assert [x.adjustments for x in only(again).lines] == [x.adjustments for x in only(first).lines]


@given(payers, files, claims, before)
@QUIET
def test_a_claim_sent_twice_is_answered_the_same_or_as_a_duplicate(
    desk: Desk, chosen: Any, on_file: dict[str, Any], words: dict[str, Any], shares: Any
) -> None:
    payer, words = opened(desk, chosen), secondary(words, shares)
    state = state_of(desk, payer, on_file)
    first = answer(desk, payer, state, words)
    assert first == answer(desk, payer, state, words)
    second = only(answer(desk, payer, first.state, words, claim_id="T-2"))
    assert second.paid == ZERO
    returned = first.state.filed[-1].returned
    for was, now in zip(only(first).lines, second.lines, strict=True):
        assert now.denied or not was.charge or not _open(now)
        if was.line not in returned and "duplicate" in payer.file.edits and _open(now):
            rules = {a.rule for a in now.adjustments} - {"prior-payer"}
            assert rules <= {"duplicate", *(a.rule for a in was.adjustments), *_BEFORE_DUPLICATES}


def _open(line: Any) -> bool:
    return any(a.carc != "23" for a in line.adjustments)


_BEFORE_DUPLICATES = frozenset({"crossover-duplicate"})
