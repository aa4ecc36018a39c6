"""Whether the service is covered at all: exclusions, benefits, and medical policies with or without a notice (ABN)."""

from claimsim.payer.context import LineContext
from claimsim.payer.edits.notices import told_before
from claimsim.payer.matching import glob_covers
from claimsim.payer.pricing.contract import scheduled_fee
from claimsim.rules import Answer, Rule


def _declared_excluded(at: LineContext) -> str | None:
    return "modifier GY: the provider says Medicare excludes it" if "GY" in at.line.modifiers else None


def _declared_unnecessary(at: LineContext) -> str | None:
    return "modifier GZ: a denial is expected and no notice was given" if "GZ" in at.line.modifiers else None


def _excluded_status(at: LineContext) -> str | None:
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is None or row.status not in ("N", "E"):
        return None
    # Status E covers drugs and vaccines that other schedules pay: only what has no price anywhere is excluded.
    if row.status == "E" and (at.category == "drug" or scheduled_fee(at.of.payer, at.of.claim, at.line) is not None):
        return None
    return f"physician fee schedule status {row.status}"


def _invalid_status(at: LineContext) -> str | None:
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is not None and row.status == "I" and at.category != "drug":
        return "physician fee schedule status I: Medicare uses another code for it"
    return None


def _no_benefit(at: LineContext) -> str | None:
    return None if at.terms.benefit.covered else f"the plan has no benefit for {at.terms.category.replace('_', ' ')}"


def _policy_denial(at: LineContext) -> str | None:
    policy = at.of.payer.file.coverage_policy(at.line.code)
    if policy is None or any(glob_covers(policy.covered_diagnoses, code) for code in at.diagnoses):
        return None
    pointed = ", ".join(at.diagnoses) or "no diagnosis"
    return f"{policy.title}: {pointed} is not among its covered diagnoses ({policy.authority})"


def _policy_without_notice(at: LineContext) -> str | None:
    return None if told_before(at) else _policy_denial(at)


def _policy_with_notice(at: LineContext) -> str | None:
    return _policy_denial(at) if told_before(at) else None


_ABN = "CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 30, section 50; Palmetto GBA, GZ and GY modifiers"

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="declared-excluded",
        title="The claim itself says the service is excluded (GY)",
        meaning="GY asks for the denial, mostly for a secondary payer. Statutory exclusions need no ABN; the patient "
        "owes the charge. A voluntary notice (GX) stands beside GY as a courtesy and changes nothing.",
        authority=f"{_ABN}; Noridian, modifier GX; CAQH CORE 360 (96 with N425, which 50 does not have)",
        answer=Answer("deny", "PR", "96", ("N425",)),
        action="Bill the next payer with the denial, then the patient.",
        stage="line",
        check=_declared_excluded,
    ),
    Rule(
        id="declared-unnecessary",
        title="The claim itself says that a denial is expected and no notice was given (GZ)",
        meaning="Medicare denies GZ lines without looking further, and the provider owes: no ABN was signed.",
        authority=_ABN,
        answer=Answer("deny", "CO", "50"),
        action="Write off. Next time give the patient an ABN before the service.",
        stage="line",
        check=_declared_unnecessary,
    ),
    Rule(
        id="excluded-by-statute",
        title="Medicare excludes the service by law",
        meaning="Routine physicals, hearing tests and the like (physician fee schedule status N, and E where no other "
        "schedule pays).",
        authority="Social Security Act 1862(a)(7); CMS physician fee schedule, status indicators",
        answer=Answer("deny", "PR", "96", ("N425",)),
        action="Bill another payer with the denial, or the patient. An ABN is not needed for what the statute "
        "excludes.",
        stage="line",
        check=_excluded_status,
    ),
    Rule(
        id="not-valid-for-medicare",
        title="Medicare wants another code for the service",
        meaning="Status I: the code is valid elsewhere, but Medicare uses another one (consultations, 98000 to 98015, "
        "99417).",
        authority="CMS physician fee schedule, status indicators; 16 with N657 at docplayer.net/5201819 (2015)",
        answer=Answer("deny", "CO", "16", ("N657",)),
        action="Bill the code that Medicare uses, if the record supports it.",
        stage="line",
        check=_invalid_status,
    ),
    Rule(
        id="not-a-benefit",
        title="The plan has no benefit for the service",
        meaning="The member's plan does not cover this kind of service at all.",
        authority="The plan's benefits; CAQH CORE 360 code combinations 3.3.0 (204 with N130)",
        answer=Answer("deny", "PR", "204", ("N130",)),
        action="Check the 271. Bill the next payer, then the patient.",
        stage="line",
        check=_no_benefit,
    ),
    Rule(
        id="policy-diagnosis",
        title="The diagnosis is not covered by the medical policy, and there was no notice",
        meaning="A coverage policy lists the diagnoses for which the service is necessary. None of them is pointed "
        "at, and the patient signed no ABN (no GA): the provider owes it. In Medicare Advantage no ABN counts: only "
        "the plan's own organization determination beforehand tells the member.",
        authority="Noridian JE/JF Part B denial guidance (CARC 50); Security Health Plan, Medicare Advantage coverage "
        "determination; Priority Health, 2017-02-15; the policy named in what was seen",
        answer=Answer("deny", "CO", "50", ("N115",)),
        action="If the record has a covered diagnosis that the claim left out, correct it. Else appeal with the "
        "record, or write off. "
        "A diagnosis is never chosen because it pays.",
        stage="line",
        check=_policy_without_notice,
    ),
    Rule(
        id="policy-diagnosis-with-notice",
        title="The diagnosis is not covered by the medical policy, and the patient was told before (GA)",
        meaning="Same policy, but the patient signed an ABN before the service: the patient owes it.",
        authority=_ABN,
        answer=Answer("deny", "PR", "50", ("N115",)),
        action="Bill the patient, or first the next payer. The patient keeps the right to appeal.",
        stage="line",
        check=_policy_with_notice,
    ),
)
