"""A claim that the front end turned away: it was never adjudicated, so it is put right and sent as what it was, an
original or once more a replacement of the claim that the payer has.
"""

from claimsim.model.acknowledgement import ClaimAcknowledgement, ImplementationAcknowledgement
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim

from .asks import Ask
from .casefile import CaseFile, StepsTo, decide
from .charge_step import recharge
from .coding_step import ask_coder
from .events import DecisionTaken
from .registration import correct_from_card, look_at_card
from .work import REJECTED_OPTIONS, Outgoing

Answer = ClaimAcknowledgement | ImplementationAcknowledgement


def work_rejection(
    file: CaseFile, coverage: Coverage, claim: Claim, answer: Answer, rules: tuple[str, ...]
) -> StepsTo[Outgoing | None]:
    """Find out what is right. Returns what goes out for it on the next business day; None when nothing does."""
    question = f"The front end turned {claim.claim_id} away: {'; '.join(_faults(answer))}. What is to be done?"
    decision = yield from decide(
        Ask("biller", "rejected", file.today, claim.claim_id, question, answer, REJECTED_OPTIONS, rules)
    )
    deadline = file.filing_deadline(claim)
    yield DecisionTaken(
        file.today, "biller", decision.by, "rejected", claim.claim_id, decision.action, decision.reason, deadline
    )
    if decision.action in ("hold", "no_action"):
        return None
    on = next_business_day(file.today)
    if decision.action == "resend_unchanged":
        return Outgoing(on, "again", coverage, claim, "", f"{claim.claim_id} sent again as it was")
    if decision.action == "send_replacement":
        return Outgoing(on, "replacement", coverage, claim, "", "replacement of a claim that was rejected")
    if claim.claim_id in file.keyed_wrong:
        meant = file.keyed_wrong.pop(claim.claim_id)
        reason = f"{claim.claim_id}, which was never adjudicated, keyed again from the record"
        return Outgoing(on, "again", coverage, meant, "", reason)
    changed = yield from _put_right(file, coverage, claim, answer, rules)
    if changed is None:
        yield DecisionTaken(
            file.today, "biller", decision.by, "rejected", claim.claim_id, "hold",
            "Neither the card nor the record shows anything else than what was sent.", deadline,
        )  # fmt: skip
        return None
    if claim.frequency == "7" and claim.original_reference:  # the payer has the claim that this one was to replace
        reason = f"sent again as a replacement: {claim.claim_id} was never adjudicated"
        return Outgoing(on, "replacement", changed, claim, claim.original_reference, reason)
    reason = f"sent again as an original: {claim.claim_id} was never adjudicated"
    return Outgoing(on, "original", changed, claim, "", reason)


def _put_right(
    file: CaseFile, coverage: Coverage, claim: Claim, answer: Answer, rules: tuple[str, ...]
) -> StepsTo[Coverage | None]:
    """Look where the rejection points: at the card for the member, at the coder for codes. None: nothing changed."""
    corrected = look_at_card(file, coverage)
    if corrected is not None:
        yield from correct_from_card(file, coverage, corrected)
        return corrected
    for line in claim.lines:
        if any(line.code in fault for fault in _faults(answer)):
            found = yield from ask_coder(file, line.code, rules[0], answer)
            if found != "stand":
                yield from recharge(file, claim.payer)
                return coverage
    return None


def _faults(answer: Answer) -> tuple[str, ...]:
    """What the 999 or the 277CA found, in words."""
    if isinstance(answer, ImplementationAcknowledgement):
        return answer.errors
    return tuple(f"{s.category}:{s.status} {s.text}" for s in answer.statuses)
