"""Deadlines and repetition: filed too late, corrected too late, or filed already."""

from datetime import date

from claimsim.model.calendar import add_days, add_years
from claimsim.model.claim import Claim, ClaimLine
from claimsim.payer.context import ClaimContext, LineContext
from claimsim.payer.file import PayerFile
from claimsim.payer.history import repeated_on_file
from claimsim.payer.members import FiledClaim
from claimsim.rules import Answer, Rule


def filing_deadline(file: PayerFile, claim: Claim) -> date:
    """The last day on which the payer may receive the claim.

    Medicare: one calendar year after the service (42 CFR 424.44(a)), also as secondary. Others: days from the service,
    or from the primary payer's remittance where there is one. At Medicare a last day that is no working day moves to
    the next one (Medicare Claims Processing Manual chapter 1, section 70; Palmetto GBA, AWNPNM6234).
    """
    if file.is_medicare:
        return file.manual.last_day(add_years(claim.date_of_service, 1))
    start = max((p.paid_on for p in claim.prior_payers), default=claim.date_of_service)
    return file.manual.last_day(add_days(start, file.manual.filing_limit_days))


def _too_late(at: ClaimContext) -> str | None:
    if at.replaced is not None:
        return None
    deadline = filing_deadline(at.payer.file, at.claim)
    if at.received_on <= deadline:
        return None
    return f"received on {at.received_on}, the limit was {deadline}"


def _correction_too_late(at: ClaimContext) -> str | None:
    if at.replaced is None:
        return None
    deadline = add_days(at.replaced.paid_on, at.payer.file.manual.corrected_claims.limit_days)
    if at.received_on <= deadline:
        return None
    return f"received on {at.received_on}; claim {at.replaced.control_number} could be corrected until {deadline}"


_REPEATS = ("duplicate", "crossover-duplicate")
_DONE_TWICE = frozenset({"76", "77", "91"})


def _duplicate(at: LineContext) -> str | None:
    line, claim = at.line, at.of.claim
    for other in claim.lines:
        if other.number < line.number and other.code == line.code and _content(other) == _content(line):
            return f"line {other.number} of this claim is the same in everything"
    for filed in at.of.state.filed:
        if filed.closed or filed.claim.rendering_provider.npi != claim.rendering_provider.npi:
            continue
        repeated = {x.line for x in filed.result.lines if any(a.rule in _REPEATS for a in x.adjustments)}
        for earlier in filed.claim.lines:
            # What was answered as a duplicate was not decided: the claim that it repeats was.
            if earlier.number in filed.returned or earlier.number in repeated or filed.result.status_code == "4":
                continue
            if filed.claim.sequence != claim.sequence:
                continue  # billed first in the wrong order, now with the first payer's answer: another claim
            if (earlier.code, earlier.date_of_service) != (line.code, line.date_of_service):
                continue
            before = f"line {earlier.number} of claim {filed.control_number}, received {filed.received_on},"
            if sorted(earlier.modifiers) == sorted(line.modifiers):
                return f"{before} is the same"
            if _to_be_replaced(at, filed, earlier):
                return f"{before} was denied: other modifiers correct it, which frequency 7 does and no new claim"
    paid = repeated_on_file(at)
    return None if paid is None else f"{paid.code} of {paid.day} by this clinician is in the history as paid"


def _to_be_replaced(at: LineContext, filed: FiledClaim, earlier: ClaimLine) -> bool:
    """Whether a line only corrects the modifiers of one that was denied, at a payer that takes replacements."""
    denied = any(x.line == earlier.number and x.denied for x in filed.result.lines)
    replaces = at.of.payer.file.manual.corrected_claims.route == "replacement"
    return denied and replaces and at.of.claim.frequency == "1" and _DONE_TWICE.isdisjoint(at.line.modifiers)


def _content(line: ClaimLine) -> tuple[object, ...]:
    return line.code, line.date_of_service, sorted(line.modifiers), line.units, line.charge, line.ndc


CORRECTION_RULES: tuple[Rule[ClaimContext], ...] = (
    Rule(
        id="correction-too-late",
        title="The replacement came after the limit for corrections",
        meaning="The contract gives a number of days from the first remittance to send a corrected claim. A later one "
        "is denied without a look at it, and the first answer stands: what was paid stays paid.",
        authority="The payer's provider manual (corrected claims); CARC 29 in X12's list of 2026-08-17",
        answer=Answer("deny", "CO", "29"),
        action="Appeal if the appeal limit is still open; else write off what the correction would have brought.",
        stage="claim",
        check=_correction_too_late,
    ),
)
"""Asked before everything else: a correction that is refused is not looked at."""

CLAIM_RULES: tuple[Rule[ClaimContext], ...] = (
    Rule(
        id="timely-filing",
        title="The claim came after the filing limit",
        meaning="The limit runs from the date of service to the day the payer received the claim. A rejected or "
        "unprocessable claim "
        "does not stop it. The patient does not owe what the provider lost by being late.",
        authority="42 CFR 424.44 for Medicare (NGS article 4457889: CO-29 with N211, no appeal; Palmetto GBA, "
        "AWNPNM6234: no initial determination, and a last day on a weekend moves to the next workday); else the "
        "contract",
        answer=Answer("deny", "CO", "29"),
        action="Prove timely receipt with the payer's own 277CA if there is one; else write off. Medicare knows four "
        "exceptions only.",
        stage="claim",
        check=_too_late,
    ),
)

LINE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="duplicate",
        title="The same service was adjudicated before",
        meaning="Same clinician, date, code and modifiers as a line that this payer has already answered, paid or "
        "denied, one of its history, or a line that stands twice on the claim. An original sent again is not how a "
        "denial is corrected, with other modifiers neither where the payer takes replacements (Medicare Part B, which "
        "takes none, lets the failed line alone be sent again with the modifier).",
        authority="Novitas JH, top claim submission errors; First Coast, tips to prevent OA-18 (node 5586) and "
        "duplicate claim denials (255391); Palmetto GBA, CARC 18 (PCAF563WNL); CARC 18 takes OA only; Premera, how to "
        "submit a corrected claim; First Coast, minor errors outside the appeals process (resubmit the denied line)",
        answer=Answer("deny", "OA", "18"),
        action="Work the first claim. If the service was truly done twice, correct the claim with 76, 77, 91, 59 or "
        "RT/LT as documented.",
        stage="line",
        check=_duplicate,
    ),
)
