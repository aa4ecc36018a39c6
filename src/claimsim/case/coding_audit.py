"""The practice's own audit of codes that raise the charge: before the claim goes out, or of what was paid.

Found before billing, the claim is held until the coder has settled it. Found after payment, it is money that was not
due: the payer's claim is corrected, and what it and the patient paid too much goes back.
"""

from datetime import date, timedelta

from claimsim.billing.overpayment import overpayment_deadline
from claimsim.coding import assignment_of
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.codes import AssignedService, Finding
from claimsim.model.money import ZERO
from claimsim.model.remittance import Remittance, RemittanceClaim

from .asks import Ask
from .casefile import CaseFile, Steps, decide
from .charge_step import recharge
from .coding_step import code_anew
from .events import DecisionTaken, LetterWritten
from .next_payer import first_answered
from .sending import Send
from .voiding import void_of
from .work import AUDITED_BEFORE_OPTIONS, AUDITED_PAID_OPTIONS, Outgoing

AUDITED_AFTER_DAYS = 45
"""Days from the last answer to the audit of what was paid (general knowledge: practices look at a sample by the month
or the quarter)."""
FEDERAL = frozenset({"medicare_part_b", "medicaid"})
"""Programs whose overpayments are reported and returned within 60 days (section 1128J(d) of the Social Security Act, 42
CFR 401.305); elsewhere the contract's limit for corrections holds."""


def _overcharged(file: CaseFile) -> tuple[Finding, ...]:
    return tuple(f for f in file.coding.findings if f.severity == "serious" and f.dollars is not None and f.dollars > 0)


def _codes(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.subject.partition("-")[0] for finding in findings))


def _words(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{finding.kind.replace('_', ' ')} {finding.subject}" for finding in findings)


def audit_before_billing(file: CaseFile) -> Steps:
    """Where the practice looks before it bills: what raises the charge is settled with the coder, or let go."""
    findings = _overcharged(file) if file.case.inquiries.coding_audit == "before_billing" else ()
    if not findings:
        return
    codes = _codes(findings)
    question = f"The audit before billing finds: {_words(findings)}. What is to be done?"
    ask = Ask("biller", "audit", file.today, codes[0], question, findings, AUDITED_BEFORE_OPTIONS, codes)
    taken = yield from decide(ask)
    yield DecisionTaken(
        file.today, "biller", taken.by, "audit", ", ".join(codes), taken.action, taken.reason, None, "coding"
    )
    if taken.action == "ask_coder":
        yield from code_anew(file, ", ".join(codes), findings)


def plan_audit(file: CaseFile, send: Send) -> bool:
    """Put the audit of what was paid on the calendar, once, where it will find something. Returns whether it is."""
    if file.audited or _overpaid(file) is None:
        return False
    file.audited = True
    on = next_business_day(file.today + timedelta(days=AUDITED_AFTER_DAYS - 1))
    file.schedule(on, _audit_paid(file, send))
    return True


def _overpaid(file: CaseFile) -> tuple[Coverage, Claim, RemittanceClaim, tuple[Finding, ...]] | None:
    """The first answer that stands and paid more units of a code than the record supports."""
    findings = _overcharged(file)
    if not findings:
        return None
    supported = assignment_of(file.world.reading(file.case)).services
    reversed_ = {a.payer_claim_control_number for a in file.answers if a.is_reversal}
    for answer in file.answers:
        if answer.is_reversal or answer.payer_claim_control_number in reversed_:
            continue
        too_much = tuple(finding for finding in findings if _paid_units(answer, finding) > _units(supported, finding))
        sent = next(((c, x) for c, x in file.sent if (x.claim_id, x.payer) == (answer.claim_id, answer.payer)), None)
        if too_much and sent is not None:
            return *sent, answer, too_much
    return None


def _paid_units(answer: RemittanceClaim, finding: Finding) -> int:
    (code,) = _codes((finding,))
    return sum(line.units for line in answer.lines if line.code == code and line.allowed and not line.denied)


def _units(services: tuple[AssignedService, ...], finding: Finding) -> int:
    (code,) = _codes((finding,))
    return sum(service.units for service in services if service.code == code)


def _audit_paid(file: CaseFile, send: Send) -> Steps:
    """The audit has found what was paid too much: correct the payer's claim, by its way, or keep the money."""
    found = _overpaid(file)
    if found is None:
        return
    coverage, claim, answer, findings = found
    overpaid = answer.payer_claim_control_number
    codes, due = _codes(findings), _due(file, claim, answer)
    question = f"The audit of paid claims finds: {_words(findings)}. What is to be done?"
    ask = Ask("biller", "audit", file.today, codes[0], question, findings, AUDITED_PAID_OPTIONS, codes)
    taken = yield from decide(ask)
    subject = f"{answer.claim_id} {', '.join(codes)}"
    yield DecisionTaken(file.today, "biller", taken.by, "audit", subject, taken.action, taken.reason, due)
    if taken.action != "correct_adjudicated":
        return
    if (yield from code_anew(file, ", ".join(codes), findings)):
        yield from recharge(file, first_answered(file, coverage, claim, overpaid)[0].payer)
    file.overpaid[overpaid] = (answer, due)
    coverage, claim, number = first_answered(file, coverage, claim, overpaid)
    if not file.charges:
        item = void_of(file, coverage, claim, number, f"void of {number}: the record supports none of its services")
        file.schedule(item.on, send(file, item))
        return
    route = file.payer(claim.payer).file.manual.corrected_claims.route
    begins = "" if number == overpaid else f", and the correction begins with {coverage.payer}, which answered first"
    reason = f"{route} of {number}: {overpaid} was paid for more than the record supports{begins}"
    on = next_business_day(file.today)
    file.schedule(on, send(file, Outgoing(on, route, coverage, claim, number, reason, due)))


def _due(file: CaseFile, claim: Claim, answer: RemittanceClaim) -> date:
    manual = file.payer(claim.payer).file.manual
    if manual.line_of_business in FEDERAL:
        return overpayment_deadline(file.today)
    return file.answered_on[answer.payer_claim_control_number] + timedelta(days=manual.corrected_claims.limit_days)


def tell_what_went_back(file: CaseFile, remittance: Remittance) -> Steps:
    """Of a corrected answer to what was overpaid: how much the payer and the patient had paid too much."""
    for reversal in remittance.claims:
        known = file.overpaid.pop(reversal.payer_claim_control_number, None) if reversal.is_reversal else None
        anew = next((c for c in remittance.claims if not c.is_reversal), None)
        if known is None:
            continue
        before, due = known
        payer = before.paid - (anew.paid if anew else ZERO)
        patient = before.patient_responsibility - (anew.patient_responsibility if anew else ZERO)
        share = f"; its patient responsibility (PR) was {patient:.2f} too high" if patient else ""
        text = f"Overpayment of {payer:.2f} reported with the correction{share}"
        yield LetterWritten(file.today, "practice", remittance.payer_name, text, due)
