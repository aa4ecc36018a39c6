"""The scrubber: a claim that an edit stops is mended or released before it goes out."""

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
from .work import FIX, RELEASE, SCRUB_OPTIONS

MAX_SCRUBS = 6


def scrub_claim(file: CaseFile, coverage: Coverage, claim: Claim) -> StepsTo[tuple[Coverage, Claim]]:
    """Ask the practice's own edits until nothing stops the claim that has not been released by somebody."""
    for _ in range(MAX_SCRUBS):
        manual = file.payer(claim.payer).file.manual
        hits, trace = scrub(claim, manual, file.world.tables, file.today, file.eligibility.get(claim.payer))
        yield ClaimScrubbed(file.today, claim.claim_id, hits, trace)
        for hit in hits:
            if hit.severity == "stop" and (hit.edit, hit.code) not in file.released:
                mended = yield from _work_edit(file, coverage, claim, hit)
                if mended is not None:
                    coverage, claim = mended
                    break
        else:
            return coverage, claim
    return coverage, claim


def _work_edit(
    file: CaseFile, coverage: Coverage, claim: Claim, hit: EditHit
) -> StepsTo[tuple[Coverage, Claim] | None]:
    """One edit that stopped the claim: release it, or have it mended. None when the claim stays as it is."""
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
            return coverage, file.keyed_wrong.pop(claim.claim_id)
        if hit.fix == "registration":
            corrected = look_at_card(file, coverage)
            if corrected is not None:
                yield from correct_from_card(file, coverage, corrected)
                return corrected, rebuild(file, corrected, claim)
        elif hit.code and (hit.fix == "coder" or decision.action == "ask_coder"):
            changed = yield from ask_coder(file, hit.code, decision.about or hit.edit, hit)
            if changed:
                yield from recharge(file, claim.payer)
                return coverage, rebuild(file, coverage, claim)
        yield DecisionTaken(
            file.today, "biller", decision.by, "scrub", f"{hit.edit} {hit.code}".strip(), "release",
            "Nothing was found that would mend it; the claim goes as it is.", None, "scrub",
        )  # fmt: skip
    file.released.add((hit.edit, hit.code))
    return None
