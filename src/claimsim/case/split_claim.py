"""Lines that another contractor of the program pays: taken off a claim before it goes out, and billed there."""

from claimsim.billing.claim_build import only_lines
from claimsim.billing.posting import transfer
from claimsim.model.calendar import next_business_day
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim

from .casefile import CaseFile, StepsTo
from .claim_step import encounter_lines
from .events import CoverageLearned, EligibilityAnswered, Posted
from .registration import ask_again, ask_patient
from .work import Outgoing

OTHER_CONTRACTORS_CODE = "other-contractors-code"


def other_contractor(file: CaseFile, claim: Claim) -> Coverage | None:
    """The member's coverage at a contractor that pays equipment, where a first claim is to be split."""
    if claim.frequency != "1" or claim.prior_payers:
        return None
    pays = (c for c in ask_patient(file) if file.payer(c.payer).file.manual.pays_equipment)
    return next(pays, None)


def split(file: CaseFile, claim: Claim, codes: frozenset[str], other: Coverage) -> StepsTo[tuple[Claim, Outgoing]]:
    """The claim without the lines of some codes (with no line left it is not sent), and those lines to `other`."""
    off = [line for line in claim.lines if line.code in codes]
    rest = frozenset(line.number for line in claim.lines if line.code not in codes)
    lines = encounter_lines(file, claim, (line.number for line in off))
    yield CoverageLearned(
        file.today, "file", f"{file.payer(other.payer).file.name} pays {', '.join(x.code for x in off)}.", (other,)
    )
    yield EligibilityAnswered(file.today, other, ask_again(file, other))
    moved = tuple(
        entry
        for line in off
        for entry in transfer(
            claim.payer, other.payer, line.charge, line.code, file.today, "Billed to the right payer", claim.claim_id
        )
    )
    file.post(*moved)
    yield Posted(file.today, moved, file.account)
    file.stands_for[other.payer] = claim.payer
    on = next_business_day(file.today) if rest else file.today
    reason = "the lines that this contractor pays"
    elsewhere = Outgoing(on, "original", other, claim, "", reason, lines=lines)
    if rest:
        file.lines_of[claim.claim_id] = encounter_lines(file, claim, rest)
    return only_lines(claim, rest), elsewhere
