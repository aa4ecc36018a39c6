"""A hand-made run with something of everything: rejection, denial, correction, reversal, payment, statement.

It depends on no chart, payer file or table, so that the messages of the catalogue change only when the words change.
"""

from datetime import date
from decimal import Decimal

from claimsim.billing.charges import ChargeLine
from claimsim.billing.scrub.edits import EditHit
from claimsim.billing.statement import Statement, StatementLine
from claimsim.case.events import (
    AccountSettled,
    ChargesEntered,
    ClaimAcknowledged,
    ClaimBuilt,
    ClaimScrubbed,
    ClaimSubmitted,
    CodesAssigned,
    DecisionTaken,
    EligibilityAnswered,
    Event,
    RemittanceReceived,
    StatementSent,
)
from claimsim.model.account import Account, LedgerEntry
from claimsim.model.acknowledgement import ClaimAcknowledgement, ClaimStatus
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim, ClaimLine, Frequency, PersonOnClaim, ProviderOnClaim
from claimsim.model.codes import (
    Candidate,
    CodedDiagnosis,
    CodedService,
    Coding,
    Evidence,
    Finding,
    Query,
    Reason,
)
from claimsim.model.eligibility import EligibilityResponse
from claimsim.model.remittance import Adjustment, Remittance, RemittanceClaim, RemittanceLine

PAYER = "northwind-ppo"
SEEN = date(2025, 3, 14)
PATIENT = PersonOnClaim("Testpatient", "Ana", date(1966, 5, 2), "F")
PROVIDER = ProviderOnClaim("Lakeside Family Sample", "2000000002", "207Q00000X")


def dollars(text: str) -> Decimal:
    return Decimal(text)


def coding(visit_modifiers: tuple[str, ...], findings: tuple[Finding, ...]) -> Coding:
    note = Evidence("note", 4, "OA R knee")
    return Coding(
        diagnoses=(
            CodedDiagnosis("M17.11", "osteoarthritis", (note,), (Reason("named in the assessment, line 4"),)),
            CodedDiagnosis("I10", "hypertension", (note,), (Reason("not at goal, treated at this visit"),)),
        ),
        services=(
            CodedService(
                "99214", "visit", visit_modifiers, 1, (2,), why=(Reason("moderate: a drug was changed", rule="em-mdm"),)
            ),
            CodedService("20610", "injection", ("RT",), 1, (1,), why=(Reason("large joint, no ultrasound"),)),
            CodedService("J3301", "triamcinolone", ("JZ",), 4, (1,), why=(Reason("40 mg in units of 10 mg"),)),
        ),
        queries=(Query("Dr. Sample", "Please clarify the type of diabetes.", "the record does not say"),),
        findings=findings,
        candidates=(Candidate("crepitus", note, (("M23.90", "derangement"),)),),
        not_coded=((Evidence("note", 5, "R/O gout"), Reason("uncertain: not coded in the outpatient setting")),),
    )


CHARGES = (("99214", "250.00"), ("20610", "190.00"), ("J3301", "40.00"))
MISSING = Finding("missing_modifier", "99214", "the record supports modifier 25", "warning")


def charge_lines() -> tuple[ChargeLine, ...]:
    return tuple(ChargeLine(code, "", (), 1, (1,), dollars(c), dollars(c), "charge master") for code, c in CHARGES)


def claim(number: int, frequency: Frequency, visit_modifiers: tuple[str, ...], sent: date | None) -> Claim:
    shape = (("99214", visit_modifiers, 1, (2,)), ("20610", ("RT",), 1, (1,)), ("J3301", ("JZ",), 4, (1,)))
    return Claim(
        claim_id=f"LF-{number}", payer=PAYER, plan="ppo-1500", sequence="P", frequency=frequency,
        member_id="NWP900000017", relationship="self", subscriber=PATIENT, patient=PATIENT, billing_provider=PROVIDER,
        rendering_provider=PROVIDER,
        place_of_service="11", diagnoses=("M17.11", "I10"),
        lines=tuple(
            ClaimLine(n, code, modifiers, units, dollars(CHARGES[n - 1][1]), pointers, SEEN, "11")
            for n, (code, modifiers, units, pointers) in enumerate(shape, 1)
        ),
        locality=("06102", "99"), submitted_on=sent,
    )  # fmt: skip


def answered_line(
    number: int, modifiers: tuple[str, ...], units: int, allowed: str, *adjustments: Adjustment
) -> RemittanceLine:
    code, charge = CHARGES[number - 1]
    paid = dollars(charge) - sum((a.amount for a in adjustments), Decimal(0))
    denied = any(a.carc == "97" for a in adjustments)
    remarks = ("M15",) if denied else ()
    amounts = (dollars(charge), dollars(allowed), paid)
    return RemittanceLine(number, code, modifiers, units, *amounts, adjustments, remarks, denied)


def adjusted(carc: str, amount: str, rule: str, group: str = "CO") -> Adjustment:
    assert group in ("CO", "PR")
    return Adjustment("CO" if group == "CO" else "PR", carc, dollars(amount), rule)


def answer(number: int, control: str, status: str, lines: tuple[RemittanceLine, ...], owed: str) -> RemittanceClaim:
    paid = sum((line.paid for line in lines), Decimal(0))
    charge = sum((line.charge for line in lines), Decimal(0))
    return RemittanceClaim(f"LF-{number}", PAYER, control, status, charge, paid, dollars(owed), lines)


INJECTION = answered_line(2, ("RT",), 1, "80.00", adjusted("45", "110.00", "contract-amount"))
DRUG = answered_line(3, ("JZ",), 4, "8.00", adjusted("45", "32.00", "contract-amount"))
DENIED = answered_line(1, (), 1, "0.00", adjusted("97", "250.00", "ncci-pair"))
PAID = answered_line(
    1, ("25",), 1, "130.00", adjusted("45", "120.00", "contract-amount"), adjusted("3", "30.00", "copay", "PR")
)
TRACE = (("ncci-pair", "line 1", "99214 is part of 20610"), ("contract-amount", "line 2", "allowed 80.00"))


def remittance(on: date, *claims: RemittanceClaim) -> Remittance:
    payment = sum((c.paid for c in claims), Decimal(0))
    return Remittance(PAYER, "Northwind PPO", "T1", on, "ACH", payment, claims)


def acknowledged(number: int, on: date, *statuses: ClaimStatus) -> ClaimAcknowledged:
    accepted = not statuses
    answer = ClaimAcknowledgement(f"LF-{number}", PAYER, on, accepted, statuses, f"PC{number}" if accepted else "")
    trace = (("member-id-form", "claim", None if accepted else "NWP90 is too short"),)
    return ClaimAcknowledged(on, answer, "Northwind PPO", trace)


def decided(on: date, prompt: str, subject: str, action: str, deadline: date | None = None) -> DecisionTaken:
    return DecisionTaken(on, "biller", "script", prompt, subject, action, f"because of {prompt}", deadline)


def sent(number: int, frequency: Frequency, modifiers: tuple[str, ...], on: date) -> tuple[Event, ...]:
    hits: tuple[EditHit, ...] = ()
    if not modifiers:
        hits = (
            EditHit("ncci-pair", "NCCI pair", "stop", 1, "99214", "99214 with 20610", "ask the coder", "NCCI", "coder"),
        )
    trace = (("ncci-pair", "line 1", "99214 with 20610" if hits else None), ("mue-exceeded", "line 1", None))
    return (
        ClaimBuilt(on, claim(number, frequency, modifiers, None), "Northwind PPO", "first claim"),
        ClaimScrubbed(on, f"LF-{number}", hits, trace),
        ClaimSubmitted(on, claim(number, frequency, modifiers, on), "Northwind PPO", date(2025, 9, 10)),
    )


ENTRIES = (
    LedgerEntry(SEEN, "charge", PAYER, dollars("480.00"), "", "charges"),
    LedgerEntry(date(2025, 4, 21), "payment", PAYER, dollars("-188.00"), "", "payment"),
    LedgerEntry(date(2025, 4, 21), "contractual", PAYER, dollars("-262.00"), "", "plan discount"),
    LedgerEntry(date(2025, 4, 21), "transfer", PAYER, dollars("-30.00"), "99214", "copay"),
    LedgerEntry(date(2025, 4, 21), "transfer", "patient", dollars("30.00"), "99214", "copay"),
)
STATEMENT = Statement(
    date(2025, 4, 22), "Ana Testpatient", "Lakeside", SEEN,
    (StatementLine("99214", "visit", dollars("250.00"), dollars("120.00"), dollars("100.00"), dollars("30.00"),
                   ("This is your copay for the visit.",)),),
    dollars("0.00"), dollars("30.00"), date(2025, 5, 22),
)  # fmt: skip


def events() -> tuple[Event, ...]:
    """The run, in order."""
    coverage = Coverage(payer=PAYER, plan="ppo-1500", member_id="NWP900000017")
    rejection = ClaimStatus("A7", "164", "IL", "the member number is not one of ours", "member-id-form")
    denied = answer(2, "PC2", "1", (DENIED, INJECTION, DRUG), "0.00")
    return (
        EligibilityAnswered(SEEN, coverage, EligibilityResponse(PAYER, "Northwind PPO", SEEN, "active")),
        CodesAssigned(SEEN, coding((), (MISSING,)), "script"),
        ChargesEntered(SEEN, charge_lines()),
        *sent(1, "1", (), date(2025, 3, 17)),
        decided(date(2025, 3, 17), "scrub", "ncci-pair 99214", "release"),
        acknowledged(1, date(2025, 3, 18), rejection),
        decided(date(2025, 3, 18), "rejected", "LF-1", "correct_and_resend", date(2025, 9, 10)),
        *sent(2, "1", (), date(2025, 3, 19)),
        acknowledged(2, date(2025, 3, 20)),
        RemittanceReceived(date(2025, 4, 2), remittance(date(2025, 4, 2), denied), claim(2, "1", (), None), TRACE),
        decided(date(2025, 4, 2), "denied", "99214 CO-97", "ask_coder", date(2025, 9, 29)),
        CodesAssigned(date(2025, 4, 2), coding(("25",), ()), "reference", True),
        decided(date(2025, 4, 2), "coder_answer", "99214 CO-97", "correct_adjudicated", date(2025, 9, 29)),
        *sent(3, "7", ("25",), date(2025, 4, 3)),
        acknowledged(3, date(2025, 4, 4)),
        RemittanceReceived(
            date(2025, 4, 21),
            remittance(
                date(2025, 4, 21), answer(2, "PC2", "22", (), "0.00"),
                answer(3, "PC3", "1", (PAID, INJECTION, DRUG), "30.00"),
            ),
            claim(3, "7", ("25",), None), TRACE,
        ),
        StatementSent(date(2025, 4, 22), STATEMENT),
        AccountSettled(date(2025, 4, 22), Account(ENTRIES)),
    )  # fmt: skip
