"""The order of liability: which of a patient's coverages pays first, and by which rule.

Medicare and group plans: 42 CFR 411.162 (end-stage renal disease), 411.170 to 411.175 (working aged), 411.200 to
411.206 (disability). Between plans: NAIC Coordination of Benefits Model Regulation, section 6, as plans print it
(read at aetnafedspostal.com/NAIC.php). Medicaid is last: 42 CFR 433.139.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from claimsim.coordination.facts import CoverageFacts
from claimsim.model.calendar import age_on

_MEDICARE = frozenset({"medicare_part_b", "medicare_advantage"})
_NAIC = "NAIC Coordination of Benefits Model Regulation, section 6"
AGED = 65
WORKING_AGED_EMPLOYEES = 20
DISABILITY_EMPLOYEES = 100
RENAL_MONTHS = 30


class Precedence(Struct, frozen=True):
    """That one coverage pays before another: which, why, and the authority."""

    first: str
    second: str
    reason: str
    authority: str


class Order(Struct, frozen=True):
    """The payers in order of liability, with the rules that decided. Where no rule decides, as given."""

    payers: tuple[str, ...]
    why: tuple[Precedence, ...]


def order_of_liability(coverages: Sequence[CoverageFacts], birth_date: date, on: date) -> Order:
    """Who pays first, second and third on a day. `birth_date` is the patient's.

    No coverage that a rule puts before another one ever comes after it; where rules leave two open, the order given
    stands.
    """
    lines = frozenset(c.line_of_business for c in coverages)
    why = tuple(
        found
        for position, one in enumerate(coverages)
        for other in coverages[position + 1 :]
        if (found := first_of(one, other, birth_date, on, lines)) is not None
    )
    before = {(p.first, p.second) for p in why}
    ordered: list[CoverageFacts] = []
    left = list(coverages)
    while left:
        open_ = (c for c in left if not any((o.payer, c.payer) in before for o in left if o is not c))
        ordered.append(next(open_, left[0]))
        left.remove(ordered[-1])
    return Order(tuple(c.payer for c in ordered), why)


def first_of(
    one: CoverageFacts, other: CoverageFacts, birth_date: date, on: date, lines: frozenset[str] = frozenset()
) -> Precedence | None:
    """Which of two coverages pays first; None where the facts do not decide it. `lines` are all lines of business."""
    for last, authority, why in (
        ("medicaid", "42 CFR 433.139", "Medicaid is the payer of last resort"),
        ("medicare_supplement", "42 CFR 403.205", "a Medicare supplement pays what Medicare leaves"),
    ):
        if (one.line_of_business == last) != (other.line_of_business == last):
            first, second = (other, one) if one.line_of_business == last else (one, other)
            return Precedence(first.payer, second.payer, why, authority)
    if (one.line_of_business in _MEDICARE) != (other.line_of_business in _MEDICARE):
        medicare, plan = (one, other) if one.line_of_business in _MEDICARE else (other, one)
        return _medicare_or_plan(medicare, plan, birth_date, on)
    if one.line_of_business == other.line_of_business == "commercial":
        return _between_plans(one, other, bool(lines & _MEDICARE))
    return None


def _medicare_or_plan(medicare: CoverageFacts, plan: CoverageFacts, birth_date: date, on: date) -> Precedence | None:
    if not plan.through:
        return None
    if plan.through == "individual":
        return Precedence(medicare.payer, plan.payer, "the plan is no group plan", "42 CFR 411.101")
    entitlement = medicare.entitlement or ("age" if age_on(birth_date, on) >= AGED else "disability")
    if entitlement == "esrd":
        return _renal(medicare, plan, on)
    if plan.through != "active_employment":
        reason = "the group plan is not through current employment"
        return Precedence(medicare.payer, plan.payer, reason, "42 CFR 411.172 and 411.206")
    # Providers assume an employer of that size for the working aged unless they know better (SSA POMS HI 00620.177).
    if entitlement == "age":
        return _by_size(medicare, plan, WORKING_AGED_EMPLOYEES, "42 CFR 411.170 to 411.172", "working aged")
    if plan.employees is None:
        return None
    return _by_size(medicare, plan, DISABILITY_EMPLOYEES, "42 CFR 411.200 to 411.206", "disability")


def _by_size(medicare: CoverageFacts, plan: CoverageFacts, least: int, authority: str, name: str) -> Precedence:
    employees = "not asked, taken as enough" if plan.employees is None else f"{plan.employees}"
    if plan.employees is None or plan.employees >= least:
        reason = f"{name}: current employment, employees {employees}, and the plan is first from {least}"
        return Precedence(plan.payer, medicare.payer, reason, authority)
    reason = f"{name}: the employer has {employees} employees, and Medicare is second only from {least}"
    return Precedence(medicare.payer, plan.payer, reason, authority)


def _renal(medicare: CoverageFacts, plan: CoverageFacts, on: date) -> Precedence | None:
    since = medicare.entitled_since
    if since is None:
        return None
    months = (on.year - since.year) * 12 + on.month - since.month
    authority = "42 CFR 411.162"
    if months < RENAL_MONTHS:
        reason = f"end-stage renal disease: month {months + 1} of the {RENAL_MONTHS} in which a group plan is first"
        return Precedence(plan.payer, medicare.payer, reason, authority)
    reason = f"end-stage renal disease: the {RENAL_MONTHS} months from {since} are over"
    return Precedence(medicare.payer, plan.payer, reason, authority)


def _between_plans(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> Precedence | None:
    for rule in (_dependent, _child, _active, _continued, _longer):
        found = rule(one, other, has_medicare)
        if found is not None:
            first, second, reason = found
            return Precedence(first.payer, second.payer, reason, _NAIC)
    return None


_Found = tuple[CoverageFacts, CoverageFacts, str] | None


def _dependent(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> _Found:
    if (one.relationship == "self") == (other.relationship == "self"):
        return None
    own, as_dependent = (one, other) if one.relationship == "self" else (other, one)
    if has_medicare and own.through == "retirement" and as_dependent.through == "active_employment":
        reason = "with Medicare between them, the spouse's plan through current work comes before a retiree's own"
        return as_dependent, own, reason
    return own, as_dependent, "a plan that covers the patient as subscriber comes before one as dependent"


def _child(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> _Found:
    if not one.relationship == other.relationship == "child":
        return None
    if one.court_ordered != other.court_ordered:
        first, second = (one, other) if one.court_ordered else (other, one)
        return first, second, "a court has made that parent responsible for the child's health care"
    days = [(c.subscriber.birth_date.month, c.subscriber.birth_date.day) for c in (one, other)]
    if days[0] == days[1]:
        return None
    first, second = (one, other) if days[0] < days[1] else (other, one)
    born = ", the other ".join(f"{c.subscriber.birth_date:%m-%d}" for c in (first, second))
    return first, second, f"birthday rule: that parent's birthday comes first in the year ({born})"


def _active(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> _Found:
    if {one.through, other.through} != {"active_employment", "retirement"}:
        return None
    first, second = (one, other) if one.through == "active_employment" else (other, one)
    return first, second, "a plan through current work comes before one through earlier work"


def _continued(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> _Found:
    if (one.through == "continuation") == (other.through == "continuation") or not (one.through and other.through):
        return None
    first, second = (other, one) if one.through == "continuation" else (one, other)
    return first, second, "continued coverage (COBRA) comes after a plan as employee or retiree"


def _longer(one: CoverageFacts, other: CoverageFacts, has_medicare: bool) -> _Found:
    if one.since is None or other.since is None or one.since == other.since:
        return None
    first, second = (one, other) if one.since < other.since else (other, one)
    return first, second, f"the plan that has covered the patient longer is first (since {first.since})"
