"""Adjudication: from an accepted claim to its remittance.

Order: rules about the claim; rules about each line (the first that fires answers the line; add-on codes after the
others, because they depend on them); prices; benefits. Every rule that was asked is in the trace.
"""

from collections.abc import Iterable

from msgspec import Struct

from claimsim.model.claim import ClaimLine
from claimsim.model.money import ZERO, Money, total
from claimsim.model.remittance import PRIOR_PAYER, Adjustment, RemittanceClaim, RemittanceLine
from claimsim.payer.accumulators import Used
from claimsim.payer.categories import line_context
from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.edits.coordination import OWN_COVERAGE, pays_medicares_cost_share
from claimsim.payer.forwarding import crossover
from claimsim.payer.members import UNASSIGNED
from claimsim.payer.pricing.coordination import prior_line
from claimsim.payer.pricing.own_rules import OwnPricing, ask_pricing
from claimsim.payer.pricing.rules import money_rules_for
from claimsim.payer.pricing.settlement import PayableLine, SettledLine, settle
from claimsim.payer.pricing.waterfall import LinePricing
from claimsim.rules import Answer, TraceEntry

NOT_OUR_MEMBER = "member-not-recognized"
UNPROCESSABLE_REMARK = "MA130"
NOT_APPEALABLE = "N211"
UNASSIGNED_REMARK = "MA28"
_STATUS = {"P": "1", "S": "2", "T": "3"}

Denial = tuple[str, Answer]
"""The id of the rule that fired, and its answer at this payer."""


class Decision(Struct, frozen=True):
    """The answer to one claim: its remittance claim, what it used of the benefits, its unprocessable lines, the trace,
    and how each payable line was priced."""

    result: RemittanceClaim
    used: tuple[Used, ...]
    returned: frozenset[int]
    trace: tuple[TraceEntry, ...]
    pricing: tuple[LinePricing, ...] = ()


def decide(at: ClaimContext, control_number: str) -> Decision:
    """Answer a claim of frequency 1, or the new content of one that replaces another."""
    trace: list[TraceEntry] = []
    claim = at.claim
    of_claim = _ask_claim(at, trace)
    if of_claim is not None:
        denials = {line.number: of_claim for line in claim.lines}
        payable: list[PayableLine] = []
        own: dict[int, OwnPricing] = {}
    else:
        denials, payable, own = _ask_lines(at, trace)
    settled, used = settle(at, payable, own)
    lines = tuple(
        _denied_line(at, line, denials[line.number])
        if line.number in denials
        else _paid_line(settled[line.number], trace, own[line.number].remarks if line.number in own else ())
        for line in claim.lines
    )
    returned = frozenset(number for number, (_, answer) in denials.items() if answer.kind == "return")
    not_ours = of_claim is not None and of_claim[0] == NOT_OUR_MEMBER
    result = RemittanceClaim(
        claim_id=claim.claim_id,
        payer=at.payer.name,
        payer_claim_control_number=control_number,
        status_code="4" if not_ours else _STATUS[claim.sequence],
        charge=claim.charge,
        paid=total([line.paid for line in lines]),
        patient_responsibility=total([a.amount for line in lines for a in line.adjustments if a.group == "PR"]),
        lines=lines,
        remarks=_claim_remarks(at, returned, denials, len(lines)),
        unprocessable=len(returned) == len(lines),
    )
    return Decision(crossover(at, result), used, returned, tuple(trace), tuple(map(LinePricing, settled.values())))


def _ask_claim(at: ClaimContext, trace: list[TraceEntry]) -> Denial | None:
    for rule, answer in at.payer.claim_rules:
        if rule.id in at.waived:
            continue
        saw = rule.check(at)
        trace.append((rule.id, "claim", saw))
        if saw is not None:
            return rule.id, answer
    return None


def _ask_lines(
    at: ClaimContext, trace: list[TraceEntry]
) -> tuple[dict[int, Denial], list[PayableLine], dict[int, OwnPricing]]:
    """The denied lines by number; the payable ones in claim order with what the plan says of them; and what rules of
    an instructor's own say of the price of these."""
    denials: dict[int, Denial] = {}
    own: dict[int, OwnPricing] = {}
    payable: list[PayableLine] = []
    for line in _add_ons_last(at):
        context = line_context(at, line, frozenset(denials))
        denial = _ask_line(context, trace)
        if denial is None:
            payable.append((line, context.terms))
            if at.payer.pricing_rules and (pricing := ask_pricing(context, trace)) is not None:
                own[line.number] = pricing
        else:
            denials[line.number] = denial
    payable.sort(key=lambda item: item[0].number)
    return denials, payable, own


def _add_ons_last(at: ClaimContext) -> Iterable[ClaimLine]:
    tables = at.tables
    return sorted(at.claim.lines, key=lambda line: tables.is_add_on(line.code, line.date_of_service))


def _ask_line(at: LineContext, trace: list[TraceEntry]) -> Denial | None:
    asked_of = f"line {at.line.number}"
    waived = at.of.waived
    if at.of.claim.prior_payers and pays_medicares_cost_share(at):
        waived = waived | OWN_COVERAGE
    asked = trace.append
    for rule_id, check, _, answer in at.of.payer.rules_for(at.line.code):
        if waived and rule_id in waived:
            continue
        saw = check(at)
        asked((rule_id, asked_of, saw))
        if saw is not None:
            return rule_id, answer
    return None


def _denied_line(at: ClaimContext, line: ClaimLine, denial: Denial) -> RemittanceLine:
    """The denial of what is left of the charge. What earlier payers did is shown beside it and is not denied again."""
    rule_id, answer = denial
    before = prior_line(at.claim, line)
    left = line.charge if before is None else before.patient
    adjustments = (adjustment(answer, left, rule_id),) if left else ()
    if left != line.charge:
        adjustments = (Adjustment("OA", PRIOR_PAYER, line.charge - left, "prior-payer"), *adjustments)
    return RemittanceLine(
        line.number,
        line.code,
        line.modifiers,
        line.units,
        line.charge,
        ZERO,
        ZERO,
        adjustments,
        answer.remarks if left else (),
        denied=bool(left),
    )


def adjustment(answer: Answer, amount: Money, rule_id: str) -> Adjustment:
    """The adjustment of an answer. Raises ValueError for an answer that is none: a fault of the rule."""
    match answer.group:
        case "CO" | "PR" | "OA" | "PI" as group:
            return Adjustment(group, answer.carc, amount, rule_id)
    raise ValueError(f"rule {rule_id} answers with no adjustment group")


def _paid_line(settled: SettledLine, trace: list[TraceEntry], own_remarks: tuple[str, ...]) -> RemittanceLine:
    line = settled.line
    asked_of = f"line {line.number}"
    adjustments: list[Adjustment] = []
    remarks = own_remarks
    for rule, amount_of in money_rules_for(settled):
        saw = rule.check(settled)
        trace.append((rule.id, asked_of, saw))
        if saw is not None:
            remarks += rule.answer.remarks
            if rule.answer.kind != "remark":
                adjustments.append(adjustment(rule.answer, amount_of(settled), rule.id))
    adjustments.extend(adjustment(rule.answer, amount, rule.id) for rule, amount in settled.taken)
    return RemittanceLine(
        line.number, line.code, line.modifiers, line.units, line.charge,
        settled.allowance.allowed, settled.paid, tuple(adjustments), remarks,
    )  # fmt: skip


def _claim_remarks(
    at: ClaimContext, returned: frozenset[int], denials: dict[int, Denial], lines: int
) -> tuple[str, ...]:
    """MA130 where lines come back, and the rights of appeal, but where nothing was decided that could be appealed: a
    claim filed too late is no initial determination (Palmetto GBA, AWNPNM6234)."""
    remarks = (UNPROCESSABLE_REMARK,) if returned else ()
    final = {number for number, (_, answer) in denials.items() if NOT_APPEALABLE in answer.remarks}
    if len(returned | final) == lines:
        return remarks
    # Who took no assignment is no party to the decision: the appeal is the patient's.
    of_claim = (UNASSIGNED_REMARK,) if at.participation == UNASSIGNED else at.payer.file.paid_claim_remarks
    return (*of_claim, *remarks)
