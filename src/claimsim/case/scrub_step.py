"""The scrubber: a claim that an edit stops is mended, split or released before it goes out."""

from collections.abc import Callable

from msgspec.structs import replace

from claimsim.billing.claim_build import only_lines
from claimsim.billing.posting import write_off
from claimsim.billing.scrub import scrub
from claimsim.billing.scrub.edits import EditHit
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO
from claimsim.payer import evidence_for

from .asks import Ask, Decision
from .casefile import CaseFile, StepsTo, decide
from .charge_step import recharge
from .claim_step import encounter_lines, rebuild
from .coding_step import ask_coder
from .events import ClaimScrubbed, DecisionTaken, Posted
from .registration import correct_from_card, look_at_card
from .split_claim import OTHER_CONTRACTORS_CODE, other_contractor, split
from .work import FIX, RELEASE, SCRUB_OPTIONS, Outgoing

MAX_SCRUBS = 6


Mended = tuple[Coverage, Claim, tuple[Outgoing, ...]]
"""The claim as it may go out (not at all where no line is left), and what goes to another payer in its place."""


def scrub_claim(file: CaseFile, coverage: Coverage, claim: Claim) -> StepsTo[Mended]:
    """Ask the practice's own edits until nothing stops the claim that has not been released by somebody."""
    elsewhere: tuple[Outgoing, ...] = ()
    for _ in range(MAX_SCRUBS):
        manual = file.payer(claim.payer).file.manual
        hits, trace = scrub(claim, manual, file.world.tables, file.today, file.eligibility.get(claim.payer))
        yield ClaimScrubbed(file.today, claim.claim_id, hits, trace)
        stops = [hit for hit in hits if hit.severity == "stop" and (hit.edit, hit.code) not in file.released]
        for hit in stops:
            if (hit.edit, hit.code) not in file.released:
                alike = frozenset(other.code for other in stops if other.edit == hit.edit)
                mended = yield from _work_edit(file, coverage, claim, hit, alike)
                if mended is not None:
                    coverage, claim, out = mended
                    elsewhere += out
                    break
        else:
            return coverage, claim, elsewhere
        if not claim.lines:
            break
    return coverage, claim, elsewhere


def _work_edit(
    file: CaseFile, coverage: Coverage, claim: Claim, hit: EditHit, alike: frozenset[str]
) -> StepsTo[Mended | None]:
    """One edit that stopped the claim: release it, or have it mended. None when the claim stays as it is.

    `alike` are the codes that the same edit stopped.
    """
    options = SCRUB_OPTIONS if hit.code else (FIX, RELEASE)
    question = f"The scrubber stopped the claim: {hit.title}. What is to be done?"
    decision = yield from decide(
        Ask("biller", "scrub", file.today, hit.edit, question, hit, options, (hit.edit, hit.code))
    )
    yield DecisionTaken(
        file.today, "biller", decision.by, "scrub", f"{hit.edit} {hit.code}".strip(), decision.action, decision.reason,
        file.filing_deadline(claim), "scrub",
    )  # fmt: skip
    if decision.action != "release":
        if claim.claim_id in file.keyed_wrong and decision.action == "fix":
            return coverage, file.keyed_wrong.pop(claim.claim_id), ()
        other = other_contractor(file, claim) if hit.edit == OTHER_CONTRACTORS_CODE else None
        if other is not None:
            left, out = yield from split(file, claim, alike, other)
            return coverage, left, (out,)
        if hit.fix == "registration":
            corrected = look_at_card(file, coverage)
            if corrected is not None:
                yield from correct_from_card(file, coverage, corrected)
                return corrected, rebuild(file, corrected, claim), ()
        elif hit.code and (hit.fix == "coder" or decision.action == "ask_coder"):
            found = yield from ask_coder(file, hit.code, decision.about or hit.edit, hit)
            if found != "stand":
                yield from recharge(file, claim.payer)
                claim = rebuild(file, coverage, claim)
                if not claim.lines:
                    yield _about(file, decision, hit, "no_action", "No line is left that the record supports.")
                return coverage, claim, ()
        elif hit.edit in _NOT_SENT:
            mended = yield from _NOT_SENT[hit.edit](file, claim, hit, decision)
            if mended is not None:
                return coverage, mended, ()
        yield _about(file, decision, hit, "release", "Nothing was found that would mend it; the claim goes as it is.")
    file.released.add((hit.edit, hit.code))
    return None


def _about(file: CaseFile, decision: Decision, hit: EditHit, action: str, reason: str) -> DecisionTaken:
    """What becomes of the edit after all."""
    subject = f"{hit.edit} {hit.code}".strip()
    return DecisionTaken(file.today, "biller", decision.by, "scrub", subject, action, reason, None, "scrub")


def _too_late(file: CaseFile, claim: Claim, hit: EditHit, decision: Decision) -> StepsTo[Claim | None]:
    """A first claim after its limit is not sent to be denied, unless a record shows why the payer has to take it."""
    shown = {proof for record in file.case.inquiries.records for proof in record.shows}
    if claim.frequency != "1" or shown & evidence_for(TIMELY_FILING):
        return None
    reason = "The limit has passed, and nothing shows that the payer had it in time: it is the practice's loss."
    yield _about(file, decision, hit, "write_off", reason)
    codes = dict.fromkeys(line.code for line in claim.lines)
    entries = tuple(
        write_off(claim.payer, amount, code, file.today, reason, claim.claim_id)
        for code in codes
        if (amount := file.account.balance_of(claim.payer, code)) > ZERO
    )
    if entries:
        file.post(*entries)
        yield Posted(file.today, entries, file.account)
    return replace(claim, lines=())


def _no_charge(file: CaseFile, claim: Claim, hit: EditHit, decision: Decision) -> StepsTo[Claim | None]:
    """A line without a charge asks for nothing: the others go without it, until the charge master has a price."""
    rest = frozenset(line.number for line in claim.lines if line.charge > ZERO)
    reason = f"The charge master has no price for {hit.code}: the line is not billed before it has one."
    yield _about(file, decision, hit, "hold", reason)
    if rest:
        file.lines_of[claim.claim_id] = encounter_lines(file, claim, rest)
    return only_lines(claim, rest)


TIMELY_FILING = "timely-filing"
_NOT_SENT: dict[str, Callable[[CaseFile, Claim, EditHit, Decision], StepsTo[Claim | None]]] = {
    "filing-limit-past": _too_late, "charge-zero": _no_charge
}  # fmt: skip
"""Edits that nothing mends: what does not go out because of them. None: the claim goes as it is."""
