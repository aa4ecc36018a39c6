"""Who is liable in a payer's place: on file, told by the patient, or named in the answer; and the claim there."""

from datetime import timedelta

from claimsim.billing.posting import transfer
from claimsim.model.calendar import next_business_day
from claimsim.model.claim import Claim
from claimsim.model.remittance import open_amount

from .asks import Decision
from .casefile import CaseFile, StepsTo
from .claim_step import encounter_lines
from .closing import close, decision_taken
from .events import CoverageLearned, EligibilityAnswered, Posted
from .next_payer import next_coverage, pass_on
from .registration import ask_again, ask_patient
from .work import Denial, Outgoing

OTHER_PAYER_FIRST = "22"
OTHER_CONTRACTOR = "other-contractor"
HOSPICE = "hospice-enrollee"
_NONE_OF_THE_CARDS = frozenset({OTHER_CONTRACTOR, HOSPICE})
"""Another contractor of the same program, and a hospice, are none of the cards that come after the payer's."""
NAMED_IN_THE_ANSWER = frozenset({"24", "109", "256", "B11", "B9"})
"""Reasons with which a payer says who is liable in its place: that is read in the remark and the 271, not asked for."""
ENROLLED_THERE = frozenset({"hospice-at-original-medicare"})
"""Denials that name original Medicare, which a practice enrolled there bills as soon as it has the Medicare number."""
_NO_NUMBER = (
    "It names original Medicare, where this practice is enrolled, and no Medicare number is on file. The patient is "
    "asked for the card, and the contractor's portal looks the number up by name, birth date and Social Security "
    "number (CMS, getting MBIs)."
)
_NAMED = ("answer", "Its remark and the 271 say who is liable for these services.")
_ON_FILE = ("file", "Another card is on file.")
_TOLD = ("patient", "The patient had other coverage on that date.")
_NAMED_IN_VAIN = (
    "answer",
    "It names who is liable, and the practice has no contract there.",
    "Nobody whom this practice may bill is liable for it.",
)
_ASKED_IN_VAIN = (
    "patient",
    "The patient knows of no other coverage on that date.",
    "No other coverage was found for the date of service.",
)


def find_coverage(file: CaseFile, claim: Claim, denial: Denial, decision: Decision) -> StepsTo[tuple[Outgoing, ...]]:
    """Ring the patient; what other coverage there was on the date of service is asked about, and billed."""
    known = tuple(c for c in file.coverages if c.payer != claim.payer and c.payer not in file.billed)
    named = any(a.carc in NAMED_IN_THE_ANSWER for line in denial.lines for a in line.adjustments)
    others = ask_patient(file) or known if named else known or ask_patient(file)
    if not _NONE_OF_THE_CARDS.isdisjoint(denial.rules):
        others = ask_patient(file)
    if not others and denial.patient_owes and next_coverage(file, claim.payer) is not None:
        text = "The plan that has paid beside this one covered the date: it is told what this one says now."
        yield CoverageLearned(file.today, "file", text, ())
        yield from pass_on(file, denial)
        return ()
    if not others and HOSPICE in denial.rules:
        sent_to = next(c for c, sent in file.sent if sent.payer == claim.payer)
        why = "it belongs to the terminal illness"
        return (Outgoing(next_business_day(file.today), "hospice", sent_to, claim, "", why, denials=(denial,)),)
    if not others and not ENROLLED_THERE.isdisjoint(denial.rules):
        yield CoverageLearned(file.today, "answer", _NO_NUMBER, ())
        waits = Decision("hold", "The claim to the contractor waits for the Medicare number.", decision.by)
        yield decision_taken(file, "denied", denial, waits, None)
        return ()
    if not others:
        source, text, why = _NAMED_IN_VAIN if named else _ASKED_IN_VAIN
        yield CoverageLearned(file.today, source, text, ())
        action = "bill_patient" if denial.patient_owes else "write_off"
        nobody_else = Decision(action, why, decision.by)
        yield decision_taken(file, "denied", denial, nobody_else, None)
        yield from close(file, denial, nobody_else)
        return ()
    other = others[0]
    source, text = _NAMED if named else _ON_FILE if known else _TOLD
    yield CoverageLearned(file.today, source, text, others)
    stays = any(a.carc == OTHER_PAYER_FIRST for line in denial.lines for a in line.adjustments)
    lines = _lines_elsewhere(file, claim, denial)
    rest = [c for c in file.coverages if c.payer != other.payer and (stays or lines or c.payer != claim.payer)]
    # Who pays some lines only is not before anybody for the others.
    file.coverages = rest if lines else [other, *rest]
    if lines:
        file.stands_for[other.payer] = claim.payer
    response = ask_again(file, other)
    yield EligibilityAnswered(file.today, other, response)
    moved = tuple(
        entry
        for line in denial.lines
        for entry in transfer(
            claim.payer,
            other.payer,
            open_amount(line),
            line.code,
            file.today,
            "Billed to the right payer",
            claim.claim_id,
        )
    )
    file.post(*moved)
    yield Posted(file.today, moved, file.account)
    # A claim that the payer has sent on is there already: another one before thirty days makes a duplicate.
    on = next_business_day(file.today + timedelta(days=30) if "claim-forwarded" in denial.rules else file.today)
    reason = "first claim to the plan that covered the date of service"
    return (Outgoing(on, "original", other, claim, "", f"{reason}, for its lines" if lines else reason, lines=lines),)


def _lines_elsewhere(file: CaseFile, claim: Claim, denial: Denial) -> frozenset[int]:
    """The encounter's lines that another payer is billed; none: the whole claim."""
    if len(denial.lines) == len(denial.answer.lines):
        return file.lines_of.get(claim.claim_id, frozenset())
    return encounter_lines(file, claim, (line.line for line in denial.lines))
