"""The payer has answered: post it, then work every denial by the way that the reason, and this payer, have."""

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from claimsim.billing.posting import post_remittance, transfer, write_off
from claimsim.model.account import PATIENT, LedgerEntry
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import Money, total
from claimsim.model.remittance import RemittanceClaim, RemittanceLine
from claimsim.payer import Adjudicated

from .asks import Ask, Decision, Option
from .casefile import CaseFile, Steps, StepsTo, decide
from .charge_step import recharge
from .coding_step import ask_coder
from .events import CoverageLearned, DecisionTaken, EligibilityAnswered, Posted, RemittanceReceived
from .registration import ask_again, ask_patient

CORRECT = Option("correct_adjudicated", "Correct the claim the payer has, by this payer's way")
NEW_CLAIM = Option("correct_new_claim", "Send the failed lines, put right, as a new claim")
WRITE_OFF = Option("write_off", "Give the money up, with the reason on the ledger")
BILL_PATIENT = Option("bill_patient", "Move what is denied to the patient's balance")
HOLD = Option("hold", "Leave it lying")
NO_ACTION = Option("no_action", "Nothing is owed on these lines: close the matter")
DENIED_OPTIONS = (
    Option("ask_coder", "Ask the coder what the record supports"),
    Option("find_coverage", "Find out who covered the patient on the date of service, and bill them"),
    CORRECT, NEW_CLAIM, WRITE_OFF, NO_ACTION, HOLD,
)  # fmt: skip
CODER_ANSWER_OPTIONS = (CORRECT, NEW_CLAIM, WRITE_OFF, HOLD)


class Outgoing(Struct, frozen=True):
    """What goes out next because of an answer, and when."""

    on: date
    kind: Literal["original", "replacement", "lines", "reopening"]
    coverage: Coverage
    claim: Claim
    control_number: str
    reason: str
    due: date | None = None
    """The payer's last day for it where that is not its filing limit."""
    lines: frozenset[int] = frozenset()


class Denial(Struct, frozen=True):
    """Lines of one answer that were denied for the same reason: they are worked together."""

    answer: RemittanceClaim
    lines: tuple[RemittanceLine, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The lines' procedure codes."""
        return tuple(line.code for line in self.lines)

    @property
    def reason(self) -> str:
        """Group and CARC as spoken, for example CO-97."""
        return " ".join(dict.fromkeys(a.code for a in self.lines[0].adjustments))

    @property
    def patient_owes(self) -> bool:
        """Whether the payer has made all of it the patient's (PR). Nothing else may ever be billed to the patient."""
        return all(a.group == "PR" for line in self.lines for a in line.adjustments)

    @property
    def rules(self) -> tuple[str, ...]:
        """The payer rules that answered."""
        return tuple(dict.fromkeys(a.rule for line in self.lines for a in line.adjustments))

    @property
    def amount(self) -> Money:
        """What is open, dollars."""
        return total(line.charge - line.paid for line in self.lines)


def denials_of(answer: RemittanceClaim) -> tuple[Denial, ...]:
    """The denied lines, together where the adjustments and remarks are the same, in line order."""
    groups: dict[tuple[object, ...], list[RemittanceLine]] = {}
    for line in answer.lines:
        # A line without a charge is denied without an adjustment: nothing is open on it.
        if line.denied and line.adjustments:
            key = (tuple((a.group, a.carc, a.rule) for a in line.adjustments), line.remarks)
            groups.setdefault(key, []).append(line)
    return tuple(Denial(answer, tuple(lines)) for lines in groups.values())


def _options(denial: Denial, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return (*options, BILL_PATIENT) if denial.patient_owes else options


def work_answer(file: CaseFile, coverage: Coverage, claim: Claim, done: Adjudicated) -> StepsTo[tuple[Outgoing, ...]]:
    """Show and post a remittance, then work its denials. Returns what goes out next."""
    yield RemittanceReceived(file.today, done.remittance, claim, done.trace)
    outgoing: list[Outgoing] = []
    for answer in done.remittance.claims:
        entries = post_remittance(answer, file.today)
        file.post(*entries)
        file.answers.append(answer)
        denials = () if answer.is_reversal else denials_of(answer)
        open_denials = tuple(f"{' '.join(d.codes)} {d.reason} {d.amount:.2f}" for d in denials)
        yield Posted(file.today, entries, file.account, answer, open_denials)
        outgoing.extend((yield from _work_denials(file, coverage, claim, denials)))
    return tuple(outgoing)


def _work_denials(
    file: CaseFile, coverage: Coverage, claim: Claim, denials: tuple[Denial, ...]
) -> StepsTo[tuple[Outgoing, ...]]:
    """One decision for each denial; corrections of one claim go out together as one."""
    found: list[Outgoing] = []
    correct: list[Denial] = []
    again: list[Denial] = []
    for denial in denials:
        question = f"{', '.join(denial.codes)} came back denied with {denial.reason}. What is to be done?"
        decision = yield from decide(
            Ask(
                "biller",
                "denied",
                file.today,
                denial.codes[0],
                question,
                denial,
                _options(denial, DENIED_OPTIONS),
                (*denial.codes, *denial.rules),
            )
        )
        yield _taken(file, "denied", denial, decision, _deadline(file, claim, decision.action))
        if decision.action == "ask_coder":
            decision = yield from _with_the_coder(file, claim, denial, decision)
        if decision.action == "find_coverage":
            found.extend((yield from _find_coverage(file, claim, denial, decision)))
        elif decision.action == "correct_adjudicated":
            correct.append(denial)
        elif decision.action == "correct_new_claim":
            again.append(denial)
        else:
            yield from _close(file, denial, decision)
    return (*found, *_corrections(file, coverage, claim, correct, again))


def _taken(file: CaseFile, prompt: str, denial: Denial, decision: Decision, deadline: date | None) -> DecisionTaken:
    subject = f"{' '.join(denial.codes)} {denial.reason}"
    return DecisionTaken(file.today, "biller", decision.by, prompt, subject, decision.action, decision.reason, deadline)


def _deadline(file: CaseFile, claim: Claim, action: str) -> date | None:
    """By when it must be done: the payer's limit for corrections from the remittance, or its filing limit."""
    manual = file.payer(claim.payer).file.manual
    if action in ("ask_coder", "correct_adjudicated"):
        return file.today + timedelta(days=manual.corrected_claims.limit_days)
    if action == "correct_new_claim":
        return file.filing_deadline(claim)
    return None


def _with_the_coder(file: CaseFile, claim: Claim, denial: Denial, decision: Decision) -> StepsTo[Decision]:
    """Ask the coder about the denied line, then decide again with the answer in hand."""
    code = denial.codes[0]
    changed = yield from ask_coder(file, code, decision.about or denial.rules[0], denial)
    if changed:
        yield from recharge(file, claim.payer)
    said = "found that the record supports other codes" if changed else "found that the codes stand as billed"
    question = f"The coder {said} for {code}, denied with {denial.reason}. What is to be done?"
    about = (*denial.codes, "codes-changed" if changed else "codes-stand")
    answer = yield from decide(
        Ask("biller", "coder_answer", file.today, code, question, denial, _options(denial, CODER_ANSWER_OPTIONS), about)
    )
    yield _taken(file, "coder_answer", denial, answer, _deadline(file, claim, answer.action))
    return answer


def _find_coverage(file: CaseFile, claim: Claim, denial: Denial, decision: Decision) -> StepsTo[tuple[Outgoing, ...]]:
    """Ring the patient; what other coverage there was on the date of service is asked about, and billed."""
    others = ask_patient(file)
    if not others:
        yield CoverageLearned(file.today, "patient", "The patient knows of no other coverage on that date.", ())
        action = "bill_patient" if denial.patient_owes else "write_off"
        nobody_else = Decision(action, "No other coverage was found for the date of service.", decision.by)
        yield _taken(file, "denied", denial, nobody_else, None)
        yield from _close(file, denial, nobody_else)
        return ()
    other = others[0]
    yield CoverageLearned(file.today, "patient", "The patient had other coverage on that date.", others)
    file.coverages = [other, *(c for c in file.coverages if c.payer not in (claim.payer, other.payer))]
    response = ask_again(file, other)
    yield EligibilityAnswered(file.today, other, response)
    moved = tuple(
        entry
        for line in denial.lines
        for entry in transfer(
            claim.payer,
            other.payer,
            line.charge - line.paid,
            line.code,
            file.today,
            "Billed to the right payer",
            claim.claim_id,
        )
    )
    file.post(*moved)
    yield Posted(file.today, moved, file.account)
    on = next_business_day(file.today)
    return (Outgoing(on, "original", other, claim, "", "first claim to the plan that covered the date of service"),)


def _close(file: CaseFile, denial: Denial, decision: Decision) -> Steps:
    """Write the denied lines off, or move them to the patient; leaving them lying posts nothing."""
    payer, claim_id = denial.answer.payer, denial.answer.claim_id
    entries: list[LedgerEntry] = []
    for line in denial.lines:
        amount = line.charge - line.paid
        spoken = " ".join(a.code for a in line.adjustments)
        if decision.action == "write_off":
            entries.append(write_off(payer, amount, line.code, file.today, decision.reason, claim_id, spoken))
        elif decision.action == "bill_patient":
            entries.extend(
                transfer(payer, PATIENT, amount, line.code, file.today, "Billed to the patient", claim_id, spoken)
            )
    if entries:
        file.post(*entries)
        yield Posted(file.today, tuple(entries), file.account)


def _number_to_correct(file: CaseFile, denial: Denial) -> str:
    """The payer's number of the claim that a correction is about: of a duplicate, the claim that it repeats."""
    if "duplicate" in denial.rules:
        for answer in file.answers:
            if answer.payer == denial.answer.payer and not {x.code for x in answer.lines}.isdisjoint(denial.codes):
                return answer.payer_claim_control_number
    return denial.answer.payer_claim_control_number


def _corrections(
    file: CaseFile, coverage: Coverage, claim: Claim, correct: list[Denial], again: list[Denial]
) -> tuple[Outgoing, ...]:
    """One replacement or reopening for all that is to be corrected; one new claim for all unprocessable lines."""
    on = next_business_day(file.today)
    outgoing: list[Outgoing] = []
    if correct:
        route = file.payer(claim.payer).file.manual.corrected_claims.route
        number = _number_to_correct(file, correct[0])
        due = _deadline(file, claim, "correct_adjudicated")
        reason = (
            f"replacement of {number} with all its lines, as this payer takes corrections"
            if route == "replacement"
            else f"clerical error reopening of {number}: this payer takes no replacement claims"
        )
        outgoing.append(Outgoing(on, route, coverage, claim, number, reason, due))
    if again:
        numbers = frozenset(line.line for denial in again for line in denial.lines)
        reason = "new claim with the failed lines only: nothing about them was decided"
        outgoing.append(Outgoing(on, "lines", coverage, claim, "", reason, lines=numbers))
    return tuple(outgoing)
