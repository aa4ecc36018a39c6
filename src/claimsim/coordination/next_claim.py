"""An earlier payer's answer on its way to the next payer: what the biller sends, and what Medicare forwards."""

from datetime import date

from msgspec.structs import replace

from claimsim.coordination.facts import CoverageFacts
from claimsim.model.claim import Claim, PayerSequence, PriorPayer
from claimsim.model.money import total
from claimsim.model.remittance import RemittanceClaim

_RETURNED = frozenset({"16", "109"})
"""CARCs of lines about which this payer decided nothing: something was missing, or they are another payer's."""
_RETURNED_WITH_MA130 = frozenset({"4"})
"""CARCs of which that is so where the answer says it."""
_NEXT: dict[PayerSequence, PayerSequence] = {"P": "S", "S": "T", "T": "T"}


def prior_payer(
    answer: RemittanceClaim, sequence: PayerSequence, paid_on: date, line_of_business: str = ""
) -> PriorPayer:
    """What the next payer is told of an answer: paid, and every adjustment of each line (loops 2320 and 2430)."""
    lines = tuple(
        (line.line, line.paid, tuple((a.group, a.carc, a.amount) for a in line.adjustments)) for line in answer.lines
    )
    number = answer.payer_claim_control_number
    return PriorPayer(answer.payer, sequence, answer.paid, paid_on, lines, line_of_business, number)


def claim_to_next_payer(
    claim: Claim, answer: RemittanceClaim, paid_on: date, next_: CoverageFacts, line_of_business: str = ""
) -> Claim:
    """The claim that the next payer gets: the lines that were decided, with all that the payers before it did.

    Lines that came back unprocessable stay behind: nothing was decided about them. `line_of_business` is the answering
    payer's.
    """
    undecided = _RETURNED | (_RETURNED_WITH_MA130 if "MA130" in answer.remarks else frozenset())
    decided = [
        line for line in answer.lines if not (line.denied and any(a.carc in undecided for a in line.adjustments))
    ]
    numbers = {line.line: position for position, line in enumerate(decided, 1)}
    earlier = tuple(
        replace(p, lines=tuple((numbers[n], paid, cas) for n, paid, cas in p.lines if n in numbers))
        for p in claim.prior_payers
    )
    kept = replace(
        answer,
        lines=tuple(replace(line, line=numbers[line.line]) for line in decided),
        paid=total(line.paid for line in decided),
    )
    return replace(
        claim,
        payer=next_.payer,
        plan=next_.plan,
        sequence=_NEXT[claim.sequence],
        frequency="1",
        member_id=next_.member_id,
        relationship=next_.relationship,
        subscriber=next_.subscriber,
        group_number=next_.group_number,
        original_reference="",
        lines=tuple(replace(line, number=numbers[line.number]) for line in claim.lines if line.number in numbers),
        prior_payers=(*earlier, prior_payer(kept, claim.sequence, paid_on, line_of_business)),
        attachments=(),
        submitted_on=None,
    )
