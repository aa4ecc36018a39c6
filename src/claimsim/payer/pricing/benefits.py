"""The member's share of an allowed amount: copay, deductible, coinsurance, and the out-of-pocket maximum over all."""

from claimsim.model.money import ZERO, Money, percent
from claimsim.payer.accumulators import Used
from claimsim.payer.file import Benefit, PlanTier


def deductible_left(plan: PlanTier, used: Used, *, family: bool) -> Money:
    """What of the deductible is open, dollars.

    In a family's coverage the family's deductible opens too: an embedded one ends at the sooner of the member's and the
    family's, an aggregate one only with the family's.
    """
    own = max(plan.deductible - used.deductible, ZERO)
    if not family or plan.family is None:
        return own
    of_family = max(plan.family.deductible - used.family_deductible, ZERO)
    return min(own, of_family) if plan.family.embedded else of_family


def out_of_pocket_left(plan: PlanTier, used: Used, *, family: bool) -> Money | None:
    """What is left up to the out-of-pocket maximum, dollars; None where the plan has none.

    The member's own maximum always holds, also inside a family with an aggregate deductible.
    """
    rooms = []
    if plan.out_of_pocket_maximum is not None:
        rooms.append(plan.out_of_pocket_maximum - used.out_of_pocket)
    if family and plan.family is not None and plan.family.out_of_pocket_maximum is not None:
        rooms.append(plan.family.out_of_pocket_maximum - used.family_out_of_pocket)
    return max(min(rooms), ZERO) if rooms else None


def cost_share(
    allowed: Money, benefit: Benefit, plan: PlanTier, used: Used, copay_due: Money, *, family: bool = False
) -> tuple[Money, Money, Money]:
    """Deductible, coinsurance and copay of an allowed amount, dollars, capped by the out-of-pocket maximum.

    `copay_due` is what of the copay is still due on that day. The copay comes first, then the deductible, then
    coinsurance on what is left; the cap takes coinsurance away first.
    """
    copay = min(copay_due, allowed)
    left = allowed - copay
    deductible = min(deductible_left(plan, used, family=family), left) if benefit.deductible else ZERO
    coinsurance = percent(left - deductible, benefit.coinsurance_percent)
    room = out_of_pocket_left(plan, used, family=family)
    if room is None:
        return deductible, coinsurance, copay
    deductible = min(deductible, room)
    copay = min(copay, room - deductible)
    return deductible, min(coinsurance, room - deductible - copay), copay
