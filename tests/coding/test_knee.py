"""The knee chart of the design, read line by line."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from claimsim.coding import CODING_RULES, assignment_of, audit, interpret
from claimsim.model.codes import AssignedService, Assignment, Coding

from .knee import NOTE, knee
from .worked import DAY, diagnoses, services, tables


def left_out(coding: Coding) -> dict[str, str]:
    return {reason.text.split(" is ")[0].split(" was ")[0]: reason.rule for _, reason in coding.not_coded}


def test_the_diagnoses_are_the_assessed_ones_in_their_order() -> None:
    assert diagnoses(knee()) == ["M17.11", "I10"]


def test_the_visit_stands_on_the_hypertension_and_the_injection_on_the_knee() -> None:
    coding = knee()
    assert services(coding) == ["99214-25", "20610-RT", "J3301x4"]
    assert [service.diagnosis_pointers for service in coding.services] == [(2,), (1,), (1,)]


def test_the_payers_manual_decides_about_the_waste_modifier() -> None:
    assert services(knee("commercial_strict")) == ["99214-25", "20610-RT", "J3301-JZx4"]


def test_the_drug_keeps_its_ndc_in_eleven_digits_and_its_evidence() -> None:
    drug = knee().services[2]
    assert drug.ndc == "00003029305"
    assert drug.evidence[0].text == "triamcinolone acetonide 40 mg intra-articular"


def test_what_was_read_and_left_out_says_why() -> None:
    found = left_out(knee())
    assert found["type 2 diabetes"] == "copied-forward"
    assert found["gout"] == "uncertain-diagnosis"
    assert found["breast cancer"] == "family-history"
    assert found["fever"] == found["calf pain"] == "negated"
    assert found["knee pain"] == "symptom-integral"
    assert found["uric acid"] == found["basic metabolic panel"] == "ordered-only"


def test_the_level_is_explained_by_its_elements_and_by_time() -> None:
    visit = knee().services[0]
    text = " ".join(reason.text for reason in visit.why)
    assert "problems moderate (hypertension" in text
    assert "risk moderate (prescription drug management: lisinopril)" in text
    assert "24 minutes alone would be 99213" in text
    assert any(reason.rule == "em-procedure-decision" for reason in visit.why)
    assert [alternative.code for alternative in visit.alternatives] == ["99213", "99215"]


def test_every_reason_names_a_rule_that_exists() -> None:
    coding = knee("medicare")
    reasons = [reason for diagnosis in coding.diagnoses for reason in diagnosis.why]
    reasons += [reason for service in coding.services for reason in service.why]
    reasons += [reason for _, reason in coding.not_coded]
    assert reasons
    assert all(reason.rule in CODING_RULES and reason.authority for reason in reasons)


def test_a_rule_tells_what_it_did() -> None:
    rule = CODING_RULES.get("symptom-integral")
    assert rule is not None
    assert rule.check(knee()) == (
        "R knee pain, worse x 3 wks: knee pain is a symptom of osteoarthritis of knee, which is confirmed."
    )
    assert rule.check(Coding()) is None


def test_the_chart_view_has_sections_and_mentions_in_the_notes_own_words() -> None:
    reading = interpret(NOTE)
    assert [reading.section_of(line) for line in (1, 3, 4, 5)] == ["complaint", "exam", "assessment", "plan"]
    seen = {(reading.text_of(m), m.section): m.assertion for m in reading.mentions}
    assert seen[("OA R knee, primary", "assessment")] == "affirmed"
    assert seen[("breast ca", "family")] == "family"
    assert seen[("gout", "plan")] == "uncertain"


def test_the_references_own_codes_pass_the_audit() -> None:
    coding = knee()
    audited = audit(coding, assignment_of(coding), tables(), DAY)
    assert audited.findings == ()
    assert (audited.diagnoses, audited.services) == (coding.diagnoses, coding.services)


@pytest.mark.parametrize(
    ("change", "kind", "subject", "severity"),
    [
        ({"99214": AssignedService("99214", ())}, "missing_modifier", "99214-25", "warning"),
        ({"99214": AssignedService("99215", ("25",))}, "level_above", "99215", "serious"),
        ({"99214": AssignedService("99213", ("25",))}, "level_below", "99213", "warning"),
        ({"J3301": AssignedService("J3301", (), 5)}, "units_above", "J3301", "serious"),
        ({"J3301": AssignedService("J3301", (), 1)}, "units_below", "J3301", "warning"),
        ({"20610": AssignedService("20610", ("RT", "59"))}, "unsupported_modifier", "20610-59", "serious"),
        ({"20610": None}, "dropped_service", "20610", "warning"),
        ({"84550": AssignedService("84550")}, "unsupported_service", "84550", "serious"),
        ({"20610": AssignedService("20611", ("RT",))}, "code_above", "20611", "serious"),
        ({"99214": AssignedService("99201", ("25",))}, "invalid_code", "99201", "serious"),
        ({"99213": AssignedService("99213")}, "unbundled_service", "99213", "serious"),
        ({"93000": AssignedService("93000")}, "unsupported_service", "93000", "serious"),
        ({"20610": AssignedService("20610", ("RT",), 1, ("I10",))}, "wrong_pointer", "20610", "warning"),
    ],
)
def test_the_audit_finds_a_wrong_service(
    change: dict[str, AssignedService | None], kind: str, subject: str, severity: str
) -> None:
    coding = knee()
    right = {service.code: service for service in assignment_of(coding).services}
    wrong = tuple(service for service in {**right, **change}.values() if service is not None)
    audited = audit(coding, Assignment(("M17.11", "I10"), wrong), tables(), DAY)
    assert [(f.kind, f.subject, f.severity) for f in audited.findings] == [(kind, subject, severity)]


def test_the_audit_finds_wrong_diagnoses() -> None:
    coding = knee()
    assigned = Assignment(("I10", "M10.9"), assignment_of(coding).services)
    findings = audit(coding, assigned, tables(), DAY).findings
    assert [(f.kind, f.subject) for f in findings] == [
        ("unsupported_diagnosis", "M10.9"),
        ("dropped_diagnosis", "M17.11"),
    ]


@pytest.mark.parametrize(
    ("assigned", "found"),
    [
        (
            ("M17.9", "I10"),
            [("unspecific_diagnosis", "M17.9", "M17.9 says less than the record, which supports M17.11.")],
        ),
        (
            ("I10", "M17.11"),
            [("first_listed", "I10", "M17.11 is chiefly responsible for the services and was not listed first.")],
        ),
        (("M17.11", "I10", "M17"), [("invalid_diagnosis", "M17", "M17 is a heading and no code that is reported.")]),
        (
            ("M17.11", "I10", "M10.9"),
            [
                (
                    "unsupported_diagnosis",
                    "M10.9",
                    "M10.9 is not supported by the record (gout is stated as uncertain: an outpatient's uncertain "
                    "diagnosis is not coded; line 5).",
                )
            ],
        ),
    ],
)
def test_a_wrong_diagnosis_is_told_with_what_the_record_says(
    assigned: tuple[str, ...], found: list[tuple[str, str, str]]
) -> None:
    coding = knee()
    services = tuple(AssignedService(s.code, s.modifiers, s.units) for s in coding.services)
    findings = audit(coding, Assignment(assigned, services), tables(), DAY).findings
    assert [(f.kind, f.subject, f.text) for f in findings] == found


CHARGES = {
    "99213": Decimal(175),
    "99214": Decimal(245),
    "99215": Decimal(345),
    "20610": Decimal(125),
    "J3301": Decimal(3),
}


def price(code: str, modifiers: tuple[str, ...], units: int) -> Decimal | None:
    return CHARGES.get(code, Decimal(10)) * units * (2 if "50" in modifiers else 1)


@pytest.mark.parametrize(
    ("change", "kind", "dollars"),
    [
        ({"99214": AssignedService("99215", ("25",))}, "level_above", 100),
        ({"99214": AssignedService("99213", ("25",))}, "level_below", -70),
        ({"99214": AssignedService("99214", ())}, "missing_modifier", -245),
        ({"20610": AssignedService("20610", ("RT", "59"))}, "unsupported_modifier", 125),
        ({"20610": AssignedService("20610", ("RT", "50"))}, "unsupported_modifier", 125),
        ({"J3301": AssignedService("J3301", (), 6)}, "units_above", 6),
        ({"20610": None}, "dropped_service", -125),
        ({"84550": AssignedService("84550")}, "unsupported_service", 10),
        ({"20552": AssignedService("20552")}, "unbundled_service", 10),
    ],
)
def test_a_finding_tells_what_it_moves(change: dict[str, AssignedService | None], kind: str, dollars: int) -> None:
    coding = knee()
    right = {service.code: service for service in assignment_of(coding).services}
    wrong = tuple(service for service in {**right, **change}.values() if service is not None)
    audited = audit(coding, Assignment(("M17.11", "I10"), wrong), tables(), DAY, price)
    assert [(f.kind, f.dollars) for f in audited.findings] == [(kind, Decimal(dollars))]


@pytest.mark.parametrize(
    ("read", "kind", "words"),
    [
        (("20610",), "unbundled_service", "99214 is part of 20610 (NCCI: "),
        (("20610",), "unbundled_service", "; no work beyond it is read in the record."),
        (
            ("99396",),
            "unsupported_service",
            "99214 is a visit of its own beside 99396; no work for I10 that goes beyond it is read in the record.",
        ),
    ],
)
def test_a_visit_that_the_record_does_not_bear_beside_its_services_is_told_so(
    read: tuple[str, ...], kind: str, words: str
) -> None:
    coding = knee()
    line = next(service for service in coding.services if service.code == "20610")
    reading = replace(coding, services=tuple(replace(line, code=code) for code in read))
    assigned = (AssignedService("99214", ("25",), 1, ("I10",)), *(AssignedService(code, ("RT",)) for code in read))
    [finding] = audit(reading, Assignment(("M17.11", "I10"), assigned), tables(), DAY).findings
    assert (finding.kind, finding.subject) == (kind, "99214")
    assert words in finding.text
