"""A claim before it goes anywhere: put together from the case, keyed by a hand, with all lines or with some."""

from collections.abc import Iterable

from msgspec.structs import replace

from claimsim.billing.claim_build import SEQUENCES, build_claim, only_lines
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim, ClaimLine

from .asks import Ask
from .casefile import CaseFile, StepsTo, decide
from .events import DecisionTaken
from .mistyping import with_slip
from .work import KEYED_OPTIONS


def payer_name(file: CaseFile, claim: Claim) -> str:
    """The payer of a claim by name."""
    return file.payer(claim.payer).file.name


def build(file: CaseFile, coverage: Coverage, claim_id: str) -> Claim:
    """An original claim to the payer of a coverage, in that coverage's turn."""
    position = file.coverages.index(coverage) if coverage in file.coverages else 0
    encounter, practice = file.case.encounter, file.case.practice
    manual = file.payer(coverage.payer).file.manual
    claim = build_claim(
        claim_id, encounter, coverage, practice, file.coding.diagnoses, file.charges, SEQUENCES[min(position, 2)],
        manual.equipment_place or None,
    )  # fmt: skip
    claim = replace(claim, casualty=manual.casualty)
    if not any(_is_test(file, line) for line in claim.lines):
        claim = replace(claim, clia_number="")  # REF X4 belongs to claims with laboratory tests
    return replace(claim, authorization_number=file.authorization) if file.authorization else claim


def _is_test(file: CaseFile, line: ClaimLine) -> bool:
    row = file.world.tables.procedure(line.code, line.date_of_service)
    return row is not None and row.category in ("laboratory", "pathology")


def key(file: CaseFile, claim: Claim) -> StepsTo[Claim]:
    """The claim as the biller keys it: as the record has it, unless a hand slips."""
    question = f"{claim.claim_id} is keyed from the record and the charges. Is anything keyed otherwise?"
    number = (str(file.claims_built),)
    decision = yield from decide(
        Ask("biller", "build", file.today, claim.claim_id, question, claim, KEYED_OPTIONS, number)
    )
    if decision.slips:
        file.keyed_wrong[claim.claim_id] = claim
    for slip in decision.slips:
        claim = with_slip(claim, slip)
    if decision.action == "send_twice":
        file.sent_twice.add(claim.claim_id)
    if decision.wait_days:
        file.lying[claim.claim_id] = decision.wait_days
        yield DecisionTaken(
            file.today, "biller", decision.by, "build", claim.claim_id, "hold", decision.reason,
            file.filing_deadline(claim), "claim",
        )  # fmt: skip
    return claim


def encounter_lines(file: CaseFile, claim: Claim, numbers: Iterable[int]) -> frozenset[int]:
    """The encounter's lines that some lines of a claim are."""
    own = sorted(file.lines_of.get(claim.claim_id, ()))
    return frozenset(own[n - 1] for n in numbers) if own else frozenset(numbers)


def lines_as(file: CaseFile, earlier: Claim, built: Claim) -> Claim:
    """What corrects or repeats a claim with some of the lines has those lines only."""
    lines = file.lines_of.get(built.claim_id) or file.lines_of.get(earlier.claim_id)
    if lines is None:
        return built
    file.lines_of[built.claim_id] = lines
    return only_lines(built, lines)


def after_earlier_payers(file: CaseFile, earlier: Claim, built: Claim) -> Claim:
    """A correction of a claim to a second or third payer says again what the payers before it did."""
    meant = file.keyed_wrong.get(earlier.claim_id, earlier)
    if not meant.prior_payers:
        return built
    # A claim to a next payer has the lines that were decided: the earlier figures are those of these lines only.
    lines = built.lines if len(built.lines) == len(meant.lines) else meant.lines
    return replace(built, lines=lines, sequence=meant.sequence, prior_payers=meant.prior_payers)


def rebuild(file: CaseFile, coverage: Coverage, claim: Claim) -> Claim:
    """The claim anew from codes and coverage as they are now, with what makes it a correction or a next payer\'s."""
    built = lines_as(file, claim, build(file, coverage, claim.claim_id))
    meant = file.keyed_wrong.pop(claim.claim_id, claim)
    return replace(
        built, frequency=meant.frequency, original_reference=meant.original_reference, sequence=meant.sequence,
        prior_payers=meant.prior_payers,
    )  # fmt: skip
