"""The scrubber: a claim that an edit stops is mended, split or released before it goes out."""

from claimsim.billing.scrub import scrub
from claimsim.billing.scrub.edits import EditHit
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim

from .asks import Ask
from .casefile import CaseFile, StepsTo, decide
from .charge_step import recharge
from .claim_step import rebuild
from .coding_step import ask_coder
from .events import ClaimScrubbed, DecisionTaken
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
            changed = yield from ask_coder(file, hit.code, decision.about or hit.edit, hit)
            if changed:
                yield from recharge(file, claim.payer)
                return coverage, rebuild(file, coverage, claim), ()
        yield DecisionTaken(
            file.today, "biller", decision.by, "scrub", f"{hit.edit} {hit.code}".strip(), "release",
            "Nothing was found that would mend it; the claim goes as it is.", None, "scrub",
        )  # fmt: skip
    file.released.add((hit.edit, hit.code))
    return None
