"""How often: benefit maximums, frequencies of medical policies, contract maximums."""

from datetime import date

from claimsim.model.calendar import add_days
from claimsim.payer.context import LineContext
from claimsim.payer.edits.notices import told_before
from claimsim.payer.history import services_on_file
from claimsim.payer.matching import glob_covers
from claimsim.payer.provisions import FrequencyLimit
from claimsim.rules import Answer, Rule


def _inside(limit: FrequencyLimit, service: date, now: date) -> bool:
    """Whether an earlier service counts against the limit on a day."""
    if service > now:
        return False
    if limit.full_months is not None:
        passed = (now.year - service.year) * 12 + now.month - service.month
        return passed <= limit.full_months
    if limit.days is not None:
        return add_days(service, limit.days) > now
    return service.year == now.year


def _over(at: LineContext, kind: str) -> str | None:
    line = at.line
    for limit in at.of.payer.file.frequency_limits:
        if limit.kind != kind or not glob_covers(limit.codes, line.code):
            continue
        earlier = [
            s
            for s in services_on_file(at.of)
            if glob_covers(limit.codes, s.code) and _inside(limit, s.day, line.date_of_service)
        ]
        used = sum(s.units for s in earlier) + sum(
            other.units
            for other in at.of.claim.lines
            if other.number < line.number and other.number not in at.denied and glob_covers(limit.codes, other.code)
        )
        if used + line.units > limit.units:
            period = (
                f"with {limit.full_months} full months between"
                if limit.full_months is not None
                else f"in {limit.days} days"
                if limit.days is not None
                else "in a calendar year"
            )
            last = f", last on {max(s.day for s in earlier)}" if earlier else ""
            return f"{limit.units} paid {period}; {used} before{last}, {line.units} billed"
    return None


def _benefit(at: LineContext) -> str | None:
    return None if told_before(at) else _over(at, "benefit")


def _benefit_with_notice(at: LineContext) -> str | None:
    return _over(at, "benefit") if told_before(at) else None


def _policy(at: LineContext) -> str | None:
    return None if told_before(at) else _over(at, "policy")


def _policy_with_notice(at: LineContext) -> str | None:
    return _over(at, "policy") if told_before(at) else None


def _contract(at: LineContext) -> str | None:
    return _over(at, "contract")


_POLICY = "The payer's policy; Noridian denial code resolution (CARC 151 with N115)"

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="benefit-limit",
        title="The plan's maximum for the period is reached",
        meaning="The plan pays a number of visits or services a year, or one in so many months.",
        authority="The plan's benefits; Novitas JH top claim errors (CARC 119); CAQH CORE 360 code combinations "
        "3.3.0 (119 with N640)",
        answer=Answer("deny", "PR", "119", ("N640",)),
        action="Compare the count with the 271. Bill the next payer, then the patient.",
        stage="line",
        check=_benefit,
    ),
    Rule(
        id="benefit-limit-with-notice",
        title="More often than Medicare's benefit allows, and the patient was told before (GA)",
        meaning="How often Medicare pays a preventive service is a rule of medical necessity: without an ABN the "
        "denial is the practice's loss (CO), with one the patient owes it.",
        authority="42 CFR 411.15(k)(15) as CMS change request 7079 has it; limitation on liability (Social Security "
        "Act 1862(a)(1)(P) and 1879, not verified); Medicare Claims Processing Manual chapter 30, section 50",
        answer=Answer("deny", "PR", "119", ("N640",)),
        action="Bill the patient, or first the next payer.",
        stage="line",
        check=_benefit_with_notice,
    ),
    Rule(
        id="policy-frequency",
        title="More often than the medical policy allows, without a notice",
        meaning="A coverage policy says how often the service is necessary. The patient signed no notice (no GA).",
        authority=_POLICY,
        answer=Answer("deny", "CO", "151", ("N115",)),
        action="Correct wrong dates or units. Else appeal with the record that shows the need.",
        stage="line",
        check=_policy,
    ),
    Rule(
        id="policy-frequency-with-notice",
        title="More often than the medical policy allows, and the patient was told before (GA)",
        meaning="The same, but the patient signed an ABN before the service and owes it.",
        authority=f"{_POLICY}; Medicare Claims Processing Manual chapter 30, section 50",
        answer=Answer("deny", "PR", "151", ("N115",)),
        action="Bill the patient, or first the next payer.",
        stage="line",
        check=_policy_with_notice,
    ),
    Rule(
        id="contract-maximum",
        title="Above what the contract pays the provider for in the period",
        meaning="The provider's contract has a maximum of units; more is nobody's bill.",
        authority="The contract; CAQH CORE 360 code combinations 3.3.0 (222 with N640)",
        answer=Answer("deny", "CO", "222", ("N640",)),
        action="Check contract and units; write off.",
        stage="line",
        check=_contract,
    ),
)
