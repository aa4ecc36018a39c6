"""The knee visit without modifier 25, as hand-made events: denied with CO-97, asked, replaced, reversed, paid."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from claimsim.billing.charges import ChargeLine
from claimsim.billing.claim_build import build_claim, correction_of
from claimsim.billing.posting import post_charges, post_remittance
from claimsim.billing.scrub.edits import EditHit
from claimsim.billing.statement import Statement, StatementLine
from claimsim.case.case import PayerNames
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
    EncounterOpened,
    Event,
    Posted,
    QuestionAnswered,
    RemittanceReceived,
    StatementSent,
    SyntaxAcknowledged,
)
from claimsim.model.account import Account, check_account
from claimsim.model.acknowledgement import ClaimAcknowledgement, ClaimStatus, ImplementationAcknowledgement
from claimsim.model.chart import Coverage, DrugGiven, EarlierService, Encounter, Service, Visit
from claimsim.model.claim import Claim
from claimsim.model.codes import (
    Alternative,
    AssignedService,
    Assignment,
    CodedDiagnosis,
    CodedService,
    Coding,
    Evidence,
    Finding,
    Reason,
)
from claimsim.model.eligibility import BenefitAnswer, EligibilityResponse
from claimsim.model.identifiers import npi_check_digit
from claimsim.model.people import Address, Person, PersonName
from claimsim.model.practice import Locality, Practice, Provider
from claimsim.model.remittance import Adjustment, Remittance, RemittanceClaim, RemittanceLine, check_remittance
from claimsim.rules import Answer, Rule

PAYER = "northwind-ppo"
PAYER_NAME = "Northwind PPO"
NAMES = {PAYER: PayerNames(PAYER_NAME, {"ppo-1500": "PPO 1500"})}
SEEN = date(2025, 3, 14)
NOTE = """\
CC: R knee pain, worse x 3 wks. Also here for f/u HTN.
PMH: HTN, T2DM. FHx: mother w/ breast ca.
Exam: R knee crepitus, mild effusion. No fever, no calf pain. BP 148/92.
Assessment: 1) OA R knee, primary, worsening. 2) HTN, not at goal.
Plan: Increase lisinopril to 20 mg, BMP in 2 wks. R/O gout, uric acid to lab.
Procedure: consent obtained. R knee, superolateral approach, 6 mL clear fluid aspirated, triamcinolone 40 mg \
injected, no US.
  Tolerated well. Lot 4471, NDC 00003-0293-05.
"""


def _never(_: object) -> None:
    return None


NCCI = Rule(
    id="ncci-pair",
    title="An NCCI pair: the second code is part of the first",
    meaning="CMS publishes pairs of codes of which the column 2 code is not paid with the column 1 code. Indicator 1: "
    "unless a modifier says that the services were separate, and the record supports it. The patient never owes it.",
    authority="NCCI Policy Manual for Medicare Services, chapter I",
    answer=Answer("deny", "CO", "97"),
    action="The coder looks at the record. Separate and documented: add the modifier and correct it. Else write off.",
    stage="line",
    check=_never,
)
RULES = (NCCI,)


def _npi(first_nine: str) -> str:
    return first_nine + npi_check_digit(first_nine)


ADDRESS = Address(line1="12 Sample St", city="Springfield", state="IL", zip="62701")
COVERAGE = Coverage(payer=PAYER, plan="ppo-1500", member_id="NWP900000017")
PRACTICE = Practice(
    name="Lakeside Family Medicine",
    npi=_npi("200000001"),
    tax_id="00-1234567",
    taxonomy="207Q00000X",
    address=ADDRESS,
    locality=Locality(mac="06102", locality="99"),
    providers={
        "ramos": Provider(
            name=PersonName(last="Sample-Ramos", first="Luz"),
            credential="MD",
            npi=_npi("200000002"),
            taxonomy="207Q00000X",
        )
    },
)
ENCOUNTER = Encounter(
    id="LF-2025-0312",
    date_of_service=SEEN,
    place_of_service="11",
    rendering_provider="ramos",
    patient=Person(
        name=PersonName(last="Testpatient", first="Ana"), birth_date=date(1966, 5, 2), sex="F", address=ADDRESS
    ),
    coverage=(COVERAGE,),
    visit=Visit(kind="office", total_minutes=24),
    note=NOTE,
    services=(Service(description="Aspiration and injection of right knee, without ultrasound"),),
    drugs=(
        DrugGiven(
            name="triamcinolone acetonide", dose="40 mg", route="intra-articular", vial="single_dose", discarded="0 mg"
        ),
    ),
    history=(EarlierService(date=date(2024, 11, 5), provider="ramos", kind="office"),),
)


def _line(number: int, text: str) -> tuple[Evidence, ...]:
    return (Evidence("note", number, text),)


DIAGNOSES = (
    CodedDiagnosis(
        "M17.11",
        "Unilateral primary osteoarthritis, right knee",
        _line(4, "OA R knee, primary, worsening"),
        (Reason("Named in the assessment, with side and type", "ICD-10-CM Official Guidelines, section I.B.13"),),
        (Alternative("M25.561", "pain is part of osteoarthritis"),),
    ),
    CodedDiagnosis("I10", "Essential (primary) hypertension", _line(4, "HTN, not at goal")),
)
VISIT = CodedService(
    "99214",
    "Office visit, established patient: moderate decision making or at least 30 minutes",
    ("25",),
    1,
    (2, 1),
    evidence=_line(4, "HTN, not at goal"),
    why=(
        Reason("Problems: one chronic illness that is not at its goal: moderate", "CPT E/M guidelines", "em-problems"),
        Reason("Data: one test ordered: minimal", "CPT E/M guidelines", "em-data"),
        Reason("Risk: prescription drug management: moderate", "CPT E/M guidelines", "em-risk"),
        Reason("Two of three are moderate; 24 minutes alone would be 99213", "CPT E/M guidelines", "em-level"),
        Reason(
            "Modifier 25: the hypertension was worked apart from the knee",
            "NCCI Policy Manual, chapter I",
            "modifier-25",
        ),
    ),
    alternatives=(Alternative("99213", "decision making is moderate, not low"),),
)
KNEE = CodedService(
    "20610",
    "Large joint (shoulder, hip, knee): needle drainage or injection, no ultrasound",
    ("RT",),
    1,
    (1,),
    evidence=_line(6, "R knee, superolateral approach, 6 mL clear fluid aspirated"),
    why=(Reason("A major joint was entered with a needle, without ultrasound"),),
)
DRUG = CodedService(
    "J3301",
    "Injection, triamcinolone acetonide, not otherwise specified, 10 mg",
    (),
    4,
    (1,),
    ndc="00003-0293-05",
    evidence=(Evidence("drugs", 1, "triamcinolone acetonide 40 mg"),),
    why=(Reason("40 mg in units of 10 mg are 4 units"),),
)
NOT_CODED = (
    (Evidence("note", 1, "R knee pain"), Reason("a symptom of the arthrosis that is coded", "section I.B.5")),
    (Evidence("note", 2, "T2DM"), Reason("only in the history; nothing was done about it", "section IV.J")),
    (Evidence("note", 2, "mother w/ breast ca"), Reason("family history of no weight for this visit")),
    (Evidence("note", 3, "No fever, no calf pain"), Reason("denied by the record")),
    (Evidence("note", 5, "R/O gout"), Reason("uncertain; outpatient, so the finding is coded instead", "section IV.H")),
)
RIGHT = Coding(DIAGNOSES, (VISIT, KNEE, DRUG), not_coded=NOT_CODED)
WRONG = replace(
    RIGHT,
    services=(replace(VISIT, modifiers=()), KNEE, DRUG),
    findings=(Finding("missing_modifier", "99214", "the record supports modifier 25, and it was left off", "warning"),),
)
CHARGES = (
    ChargeLine("99214", VISIT.description, (), 1, (2, 1), Decimal("270.00"), Decimal("270.00"), "charge master"),
    ChargeLine(
        "20610",
        KNEE.description,
        ("RT",),
        1,
        (1,),
        Decimal("135.00"),
        Decimal("135.00"),
        "200 % of the Medicare amount",
    ),
    ChargeLine("J3301", DRUG.description, (), 4, (1,), Decimal("4.00"), Decimal("16.00"), "charge master"),
)
FIRST = build_claim("LF-2025-0312-1", ENCOUNTER, COVERAGE, PRACTICE, DIAGNOSES, CHARGES)
CONTROL = "NW25076000101"
SECOND = correction_of(
    FIRST,
    build_claim(
        "LF-2025-0312-2",
        ENCOUNTER,
        COVERAGE,
        PRACTICE,
        DIAGNOSES,
        (replace(CHARGES[0], modifiers=("25",)), *CHARGES[1:]),
    ),
    "7",
    CONTROL,
)
SCRUB_HIT = EditHit(
    "ncci-pair",
    "An NCCI pair without a modifier",
    "stop",
    1,
    "99214",
    "20610 takes 99214 in (indicator 1), and no modifier says that the visit was separate",
    "The coder looks whether the record supports modifier 25",
    "NCCI Policy Manual for Medicare Services, chapter I",
    "coder",
)
SAW = "column 1 20610 on line 2, column 2 99214, indicator 1: a modifier opens it if the record supports one"


def _paid(
    number: int, code: str, modifiers: tuple[str, ...], units: int, charge: str, allowed: str, group: str, share: str
) -> RemittanceLine:
    whole, cap, part = Decimal(charge), Decimal(allowed), Decimal(share)
    adjustments = (
        Adjustment("CO", "45", whole - cap, "contract-discount"),
        Adjustment("PR", group, part, "copay" if group == "3" else "coinsurance"),
    )
    return RemittanceLine(number, code, modifiers, units, whole, cap, cap - part, adjustments)


KNEE_PAID = _paid(2, "20610", ("RT",), 1, "135.00", "67.60", "2", "13.52")
DRUG_PAID = _paid(3, "J3301", (), 4, "16.00", "7.20", "2", "1.44")
VISIT_DENIED = RemittanceLine(
    1,
    "99214",
    (),
    1,
    Decimal("270.00"),
    Decimal("0.00"),
    Decimal("0.00"),
    (Adjustment("CO", "97", Decimal("270.00"), "ncci-pair"),),
    denied=True,
)
VISIT_PAID = _paid(1, "99214", ("25",), 1, "270.00", "128.43", "3", "25.00")


def _answer(claim: Claim, number: str, lines: tuple[RemittanceLine, ...]) -> RemittanceClaim:
    paid = sum((line.paid for line in lines), start=Decimal("0.00"))
    share = sum((a.amount for line in lines for a in line.adjustments if a.group == "PR"), start=Decimal("0.00"))
    return RemittanceClaim(claim.claim_id, PAYER, number, "1", claim.charge, paid, share, lines)


def _negated(line: RemittanceLine) -> RemittanceLine:
    adjustments = tuple(replace(a, amount=-a.amount) for a in line.adjustments)
    return replace(line, charge=-line.charge, allowed=-line.allowed, paid=-line.paid, adjustments=adjustments)


ANSWER_1 = _answer(FIRST, CONTROL, (VISIT_DENIED, KNEE_PAID, DRUG_PAID))
REVERSAL = replace(
    ANSWER_1,
    status_code="22",
    charge=-ANSWER_1.charge,
    paid=-ANSWER_1.paid,
    patient_responsibility=Decimal("0.00"),
    lines=tuple(map(_negated, ANSWER_1.lines)),
)
ANSWER_2 = _answer(SECOND, "NW25101000102", (VISIT_PAID, KNEE_PAID, DRUG_PAID))
PAID_1, PAID_2 = date(2025, 3, 31), date(2025, 4, 15)
REMITTANCE_1 = Remittance(PAYER, PAYER_NAME, "NWT2503310001", PAID_1, "ACH", ANSWER_1.paid, (ANSWER_1,))
REMITTANCE_2 = Remittance(
    PAYER, PAYER_NAME, "NWT2504150002", PAID_2, "ACH", REVERSAL.paid + ANSWER_2.paid, (REVERSAL, ANSWER_2)
)
TRACE_1 = (
    ("not-covered-on-date", "claim", None),
    ("filing-limit", "claim", None),
    ("ncci-pair", "line 1", SAW),
    ("ncci-pair", "line 2", None),
    ("units-limit", "line 2", None),
    ("contract-discount", "line 2", "fee schedule 67.60"),
    ("coinsurance", "line 2", "20 % of 67.60"),
    ("ncci-pair", "line 3", None),
    ("contract-discount", "line 3", "fee schedule 7.20"),
    ("coinsurance", "line 3", "20 % of 7.20"),
)
RESPONSE = EligibilityResponse(
    PAYER,
    PAYER_NAME,
    SEEN,
    "active",
    "ppo-1500",
    "PPO 1500",
    date(2025, 1, 1),
    None,
    Decimal("1500.00"),
    Decimal("0.00"),
    Decimal("3380.00"),
    (BenefitAnswer("office_visit", Decimal("25.00")), BenefitAnswer("procedure", None, Decimal(20), True)),
)


def _acknowledged(on: date, claim: Claim, number: str) -> ClaimAcknowledged:
    status = ClaimStatus("A2", "20", "PR", "")
    return ClaimAcknowledged(
        on, ClaimAcknowledgement(claim.claim_id, PAYER, on, True, (status,), number), PAYER_NAME, ()
    )


def _sent(on: date, claim: Claim) -> tuple[Event, ...]:
    deadline = date(2025, 9, 10)
    accepted = ImplementationAcknowledgement(claim.claim_id, on, True)
    return ClaimSubmitted(on, replace(claim, submitted_on=on), PAYER_NAME, deadline), SyntaxAcknowledged(on, accepted)


def knee_events() -> tuple[Event, ...]:
    """The whole case, in order. The ledger's entries are those that posting makes of the remittances."""
    check_remittance(REMITTANCE_1)
    check_remittance(REMITTANCE_2)
    charged = post_charges(CHARGES, PAYER, SEEN)
    answers = ((ANSWER_1, PAID_1), (REVERSAL, PAID_2), (ANSWER_2, PAID_2))
    posts: list[Posted] = []
    account = Account(charged)
    for answer, on in answers:
        entries = post_remittance(answer, on)
        account = account.post(*entries)
        still_open = ("99214 CO-97 270.00",) if answer is ANSWER_1 else ()
        posts.append(Posted(on, entries, account, answer, still_open))
    check_account(account)
    sent_on, again_on = date(2025, 3, 17), date(2025, 4, 1)
    services = tuple(AssignedService(s.code, s.modifiers, s.units) for s in RIGHT.services)
    revised = Assignment(tuple(d.code for d in DIAGNOSES), services)
    return (
        EncounterOpened(SEEN, ENCOUNTER, PRACTICE, NAMES),
        EligibilityAnswered(SEEN, COVERAGE, RESPONSE),
        CodesAssigned(SEEN, WRONG, "script"),
        ChargesEntered(SEEN, CHARGES),
        Posted(SEEN, charged, Account(charged)),
        ClaimBuilt(sent_on, FIRST, PAYER_NAME, "first claim of the encounter"),
        ClaimScrubbed(
            sent_on, FIRST.claim_id, (SCRUB_HIT,), (("ncci-pair", "line 1", SCRUB_HIT.saw), ("no-npi", "claim", None))
        ),
        DecisionTaken(
            sent_on,
            "biller",
            "script",
            "scrub",
            "ncci-pair 99214",
            "release",
            "As the scenario has it.",
            date(2025, 9, 10),
            "scrub",
        ),
        *_sent(sent_on, FIRST),
        _acknowledged(date(2025, 3, 18), FIRST, CONTROL),
        RemittanceReceived(PAID_1, REMITTANCE_1, FIRST, TRACE_1),
        posts[0],
        DecisionTaken(
            PAID_1,
            "biller",
            "script",
            "denied",
            "99214 CO-97",
            "ask_coder",
            "Was the visit separate?",
            date(2025, 9, 27),
        ),
        QuestionAnswered(
            PAID_1,
            "Does the record support 99214 as billed? Asked about: modifier 25.",
            "The record supports 99214-25; the line was billed as 99214.",
            revised,
            ("note line 4: HTN, not at goal",),
        ),
        CodesAssigned(PAID_1, RIGHT, "reference", revised=True),
        DecisionTaken(
            PAID_1,
            "biller",
            "reference",
            "coder_answer",
            "99214 CO-97",
            "correct_adjudicated",
            "The record supports other codes.",
            date(2025, 9, 27),
        ),
        ClaimBuilt(
            again_on,
            SECOND,
            PAYER_NAME,
            f"replacement of {CONTROL} with all its lines, as this payer takes corrections",
        ),
        ClaimScrubbed(again_on, SECOND.claim_id, (), (("ncci-pair", "line 1", None), ("no-npi", "claim", None))),
        *_sent(again_on, SECOND),
        _acknowledged(date(2025, 4, 2), SECOND, "NW25101000102"),
        RemittanceReceived(PAID_2, REMITTANCE_2, SECOND, (("ncci-pair", "line 1", None), *TRACE_1[3:])),
        posts[1],
        posts[2],
        StatementSent(date(2025, 4, 16), _statement()),
        AccountSettled(date(2025, 4, 16), account),
    )


def paid_at_once() -> tuple[Event, ...]:
    """The same visit coded right: one claim, paid."""
    events = knee_events()
    claim = replace(SECOND, claim_id=FIRST.claim_id, frequency="1", original_reference="")
    answer = replace(ANSWER_2, claim_id=FIRST.claim_id)
    remittance = replace(REMITTANCE_2, claims=(answer,), payment=answer.paid)
    charged = post_charges(CHARGES, PAYER, SEEN)
    entries = post_remittance(answer, PAID_1)
    account = Account((*charged, *entries))
    sent_on = date(2025, 3, 17)
    return (
        *events[:2],
        CodesAssigned(SEEN, RIGHT, "reference"),
        *events[3:5],
        ClaimBuilt(sent_on, claim, PAYER_NAME, "first claim of the encounter"),
        ClaimScrubbed(sent_on, claim.claim_id, (), (("ncci-pair", "line 1", None),)),
        *_sent(sent_on, claim),
        _acknowledged(date(2025, 3, 18), claim, "NW25076000101"),
        RemittanceReceived(PAID_1, remittance, claim, ()),
        Posted(PAID_1, entries, account, answer),
        StatementSent(date(2025, 4, 1), _statement()),
        AccountSettled(date(2025, 4, 1), account),
    )


def _statement() -> Statement:
    lines = tuple(
        StatementLine(
            paid.code,
            charge.description,
            paid.charge,
            paid.charge - paid.allowed,
            paid.paid,
            paid.allowed - paid.paid,
            (said,),
        )
        for paid, charge, said in zip(
            ANSWER_2.lines,
            CHARGES,
            ("Your plan's copay for a visit is 25.00", "Your plan leaves 20 % to you", "Your plan leaves 20 % to you"),
            strict=True,
        )
    )
    owed = ANSWER_2.patient_responsibility
    return Statement(
        date(2025, 4, 16), "Testpatient, Ana", PRACTICE.name, SEEN, lines, Decimal("0.00"), owed, date(2025, 5, 16)
    )
