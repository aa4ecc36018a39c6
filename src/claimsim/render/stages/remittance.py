"""Adjudication: the remittance as a table that adds up, and why each line was paid, cut or denied."""

from collections.abc import Iterator

from claimsim.case.events import RemittanceReceived
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money, total
from claimsim.model.remittance import Remittance, RemittanceClaim, RemittanceLine
from claimsim.render.blocks import (
    Block,
    Column,
    Gap,
    KeyValue,
    KeyValues,
    Marker,
    Note,
    Row,
    RuleReference,
    Step,
    Table,
    Waterfall,
)
from claimsim.render.telling import Telling, saw_of, trace_rows
from claimsim.render.words import (
    claim_status,
    ended,
    money,
    outcome,
    sentence,
    spoken,
)
from claimsim.rules import Trace

from .claim import TRACE_COLUMNS

_MARKERS: dict[str, Marker] = {
    "paid": "paid", "denied": "denied", "denied_in_part": "denied", "reversal": "info", "unprocessable": "rejected",
    "not_recognized": "denied",
}  # fmt: skip
EARLIER_PAYER = "23"
_METHODS = {"ACH": ", by transfer", "CHK": ", by check", "NON": ""}
PROVIDER_ADJUSTMENTS = {
    "FB": "balance carried between payments",
    "WO": "overpayment recovery",
    "L6": "interest for late payment",
}
_COLUMNS = (
    Column("Service", flexible=True),
    Column("Charge", "right"),
    Column("Allowed", "right"),
    Column("Reason"),
    Column("Adjusted", "right"),
    Column("Paid", "right"),
    Column("Patient", "right"),
    Column(""),
)


def _word(answer: RemittanceClaim) -> str:
    """The outcome as a heading; what was allowed and left to the patient to the last cent is processed, not paid."""
    nothing_paid = answer.outcome == "paid" and not answer.paid
    return "PROCESSED" if nothing_paid else outcome(answer.outcome)


def remittance_received(event: RemittanceReceived, telling: Telling) -> Iterator[Block]:
    """The payment, then each claim that it answers."""
    remittance = event.remittance
    telling.answers = len(remittance.claims)
    yield from _payment(remittance, telling)
    for answer in remittance.claims:
        yield Gap()
        if answer.is_reversal:
            yield from _reversal(answer, telling)
        else:
            yield from _answer(answer, event.claim, event.trace, telling)
    if telling.why:
        yield Gap()
        yield Table(TRACE_COLUMNS, trace_rows(event.trace), "Every rule that was asked")


def _payment(remittance: Remittance, telling: Telling) -> Iterator[Block]:
    claims = remittance.claims
    parts = ", ".join(f"{money(a.paid)} for {a.claim_id} ({outcome(a.outcome).lower()})" for a in claims)
    text = f"{money(remittance.payment)}{_METHODS[remittance.method]}; 835 trace number {remittance.trace_number}"
    yield KeyValues((KeyValue("Payment", text, (parts,) if len(claims) > 1 else ()),))
    for item in remittance.provider_adjustments:
        meaning = PROVIDER_ADJUSTMENTS.get(item.reason, "")
        about = f" ({meaning})" if meaning else ""
        text = f"Provider-level adjustment {item.reason}{about}: {money(item.amount)}, reference {item.reference}."
        yield Note("info", text)
    if remittance.other_claims:
        others = money(remittance.other_claims)
        yield Note("info", f"It holds {others} for other patients, none of it for this account.")
    if remittance.provider_adjustments or (telling.why and len(claims) > 1):
        steps = [Step(f"{a.claim_id}, {outcome(a.outcome).lower()}", a.paid) for a in claims]
        if remittance.other_claims:
            steps.append(Step("claims of other patients", remittance.other_claims))
        steps += [
            Step(f"{'less' if item.amount > ZERO else 'plus'} adjustment {item.reason}", -item.amount)
            for item in remittance.provider_adjustments
        ]
        yield Waterfall("How the payment adds up", (*steps, Step("Payment", remittance.payment, True)))


def _reversal(answer: RemittanceClaim, telling: Telling) -> Iterator[Block]:
    number = answer.payer_claim_control_number
    text = f"{answer.claim_id} ({number}), claim status 22: every amount of the first answer is taken back."
    yield Note("info", text, word="REVERSAL")
    if telling.why:
        yield _table(answer)


def _answer(answer: RemittanceClaim, claim: Claim, trace: Trace, telling: Telling) -> Iterator[Block]:
    status = claim_status(answer.status_code)
    next_ = f" Forwarded to {telling.party(answer.crossover_to)}." if answer.crossover_to else ""
    number = f"{answer.claim_id} ({answer.payer_claim_control_number})"
    text = f"{number}, claim status {answer.status_code}: {status}.{next_}"
    yield Note(_MARKERS.get(answer.outcome, "info"), text, word=_word(answer))
    yield Gap()
    yield _table(answer)
    yield Gap()
    yield from _codes(answer, telling)
    yield from _denials(answer, trace, telling)
    if answer.unprocessable:
        yield Gap()
        yield Note(
            "rejected",
            "Nothing was decided, so there is no appeal: send the lines, put right, as a new claim.",
            word="RETURNED",
        )
    if telling.why:
        for line in answer.lines:
            yield Gap()
            yield _waterfall(line, trace)


def _table(answer: RemittanceClaim) -> Table:
    rows = [row for line in answer.lines for row in _line_rows(line)]
    rows += [Row(("whole claim", "", "", a.code, money(a.amount), "", "", "")) for a in answer.adjustments]
    adjustments = [*(a for line in answer.lines for a in line.adjustments), *answer.adjustments]
    whole = (
        "Total",
        money(answer.charge),
        money(total(line.allowed for line in answer.lines)),
        "",
        money(total(a.amount for a in adjustments)),
        money(answer.paid),
        money(total(a.amount for a in adjustments if a.group == "PR")),
        "",
    )
    return Table(_COLUMNS, (*rows, Row(whole, is_total=True)))


def _line_rows(line: RemittanceLine) -> Iterator[Row]:
    first, *others = [(a.code, money(a.amount)) for a in line.adjustments] or [("", "")]
    service = spoken(line.code, line.modifiers, line.units)
    paid = (money(line.paid), money(_patient(line)), "DENIED" if line.denied else "")
    yield Row((service, money(line.charge), money(line.allowed), *first, *paid), "denied" if line.denied else "")
    for adjustment in others:
        yield Row(("", "", "", *adjustment, "", "", ""))


def _patient(line: RemittanceLine) -> Money:
    return total(a.amount for a in line.adjustments if a.group == "PR")


def _codes(answer: RemittanceClaim, telling: Telling) -> Iterator[Block]:
    """Each group, reason and remark in words, the first time that it comes up in the case."""
    explain = telling.explain
    adjustments = [*(a for line in answer.lines for a in line.adjustments), *answer.adjustments]
    rows = [
        KeyValue(group, sentence(explain.group(group)))
        for group in dict.fromkeys(a.group for a in adjustments)
        if telling.first_time(f"group {group}")
    ]
    for code, carc in dict.fromkeys((a.code, a.carc) for a in adjustments):
        if telling.first_time(f"carc {code}"):
            rows.append(KeyValue(code, sentence(explain.carc(carc)) or "not in the loaded list"))
    for remark in dict.fromkeys((*answer.remarks, *(r for line in answer.lines for r in line.remarks))):
        if telling.first_time(f"remark {remark}"):
            rows.append(KeyValue(remark, sentence(explain.remark(remark)) or "not in the loaded list"))
    if rows:
        yield KeyValues(tuple(rows))


def _denials(answer: RemittanceClaim, trace: Trace, telling: Telling) -> Iterator[Block]:
    """Why lines were denied; lines with one answer together."""
    groups: dict[tuple[object, ...], list[RemittanceLine]] = {}
    for line in answer.lines:
        if line.denied:
            saw = tuple(saw_of(trace, a.rule, line.line) for a in line.adjustments)
            groups.setdefault((tuple((a.code, a.rule) for a in line.adjustments), line.remarks, saw), []).append(line)
    for lines in groups.values():
        yield Gap()
        yield _denial(lines, trace, telling)


def _denial(lines: list[RemittanceLine], trace: Trace, telling: Telling) -> Note:
    first = lines[0]
    services = ", ".join(spoken(line.code, line.modifiers) for line in lines)
    codes = ", ".join((*(a.code for a in first.adjustments), *first.remarks))
    # What an earlier payer did is no reason of this one's: it is told last.
    own_first = sorted(first.adjustments, key=lambda a: a.carc == EARLIER_PAYER)
    rules = tuple(dict.fromkeys(a.rule for a in own_first))
    details: list[str | RuleReference] = []
    for rule_id in rules:
        saw = saw_of(trace, rule_id, first.line)
        details += [f"The payer saw: {ended(telling.named(saw))}"] if saw else []
        details += telling.rule_details(rule_id, next(a for a in own_first if a.rule == rule_id))
    rule = telling.explain.rule(rules[0]) if rules else None
    title = f": {sentence(rule.title)}" if rule else "."
    return Note("denied", f"{services} with {codes}{title}", tuple(details))


def _waterfall(line: RemittanceLine, trace: Trace) -> Waterfall:
    steps = [Step("Charge", line.charge)]
    left = line.charge
    for adjustment in line.adjustments:
        saw = saw_of(trace, adjustment.rule, line.line)
        about = f": {saw}" if saw else ""
        steps.append(Step(f"{adjustment.code}, rule {adjustment.rule}{about}", -adjustment.amount))
        left -= adjustment.amount
        if left == line.allowed and line.allowed != line.paid:
            steps.append(Step("Allowed", left, True))
    title = f"Line {line.line}, {spoken(line.code, line.modifiers, line.units)}: from charge to paid"
    return Waterfall(title, (*steps, Step("Paid", line.paid, True)))
