"""Appeals and approvals after the service: clocks, amounts, and decisions that follow from what the payer is shown.

An appeal is won when a record that is attached shows what the denying rule asks for (`evidence.csv`), and for no other
reason. Levels, days and least amounts are the payer's own (its manual): Medicare's are 42 CFR 405.940 to 405.1140, with
five days in which a notice is taken to arrive (published example ADM-02; NGS, levels of appeals).
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from claimsim.model.billing_manual import BillingManual
from claimsim.model.calendar import add_days, add_months, business_day_on_or_after
from claimsim.model.money import Money, total
from claimsim.model.remittance import RemittanceLine, open_amount
from claimsim.payer.context import Payer
from claimsim.payer.deciding import NOT_APPEALABLE
from claimsim.payer.members import FiledClaim, PayerState
from claimsim.payer.payments import Adjudicated
from claimsim.payer.remitting import APPEALED, UnknownClaim, reprocess

APPEAL_REMARK = "MA91"
_COST_SHARE = frozenset({"1", "2", "3"})


class AppealRequest(Struct, frozen=True):
    """An appeal at a level (0 is the first) of lines of an answer; `notice_on` is the day of the decision before."""

    reference: str
    level: int
    lines: tuple[int, ...]
    notice_on: date
    filed_on: date
    shows: frozenset[str] = frozenset()
    attached: tuple[str, ...] = ()


class AppealDecision(Struct, frozen=True):
    """What was decided, why, and until when and where one may go on."""

    level: str
    outcome: Literal["overturned", "upheld", "dismissed"]
    reason: str
    decided_on: date
    next_level: str = ""
    next_due: date | None = None
    against: tuple[str, ...] = ()
    """What may be done against a dismissal, each with its last day."""


class Appealed(Struct, frozen=True):
    """The decision, and the new answer where the denial fell."""

    decision: AppealDecision
    done: Adjudicated | None = None


@cache
def _evidence() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with Path(__file__).with_name("evidence.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            found.setdefault(row["rule"], set()).add(row["shows"])
    return {rule: frozenset(shows) for rule, shows in found.items()}


def evidence_for(rule: str) -> frozenset[str]:
    """What a record must show so that the denials of a rule fall; empty where nothing does."""
    return _evidence().get(rule, frozenset())


def appeal_deadline(manual: BillingManual, level: int, notice_on: date) -> date | None:
    """The last day of receipt of an appeal at a level; None where there is no such level.

    A last day on a weekend or holiday moves to the next working day where the manual says so (Medicare: Noridian JF,
    appeals timeliness calculators).
    """
    if not 0 <= level < len(manual.appeals):
        return None
    rules = manual.appeals[level]
    return manual.last_day(add_days(notice_on, rules.within_days + rules.receipt_days))


def appeal_decided_on(manual: BillingManual, level: int, filed_on: date) -> date:
    """The business day of the decision."""
    days = manual.appeals[level].decided_in_days if level < len(manual.appeals) else 1
    return business_day_on_or_after(add_days(filed_on, days))


def appeal(request: AppealRequest, payer: Payer, state: PayerState) -> Appealed:
    """Decide an appeal. Raises UnknownClaim for a reference to no open claim of this payer."""
    filed = state.filed_claim(request.reference)
    if filed is None or filed.closed:
        raise UnknownClaim(f"no open claim {request.reference} on file")
    manual = payer.file.manual
    decided_on = appeal_decided_on(manual, request.level, request.filed_on)
    lines = tuple(line for line in filed.result.lines if line.line in request.lines)
    refusal = _not_heard(request, payer, state, filed, lines)
    if refusal:
        name = manual.appeals[request.level].name if request.level < len(manual.appeals) else "Appeal"
        against = _against_dismissal(manual, request.level, decided_on)
        return Appealed(AppealDecision(name, "dismissed", refusal, decided_on, against=against))
    name = manual.appeals[request.level].name
    rules = {a.rule for line in lines if line.denied for a in line.adjustments} - {"prior-payer"}
    shown = {rule for rule in rules if evidence_for(rule) & request.shows}
    if rules and rules == shown:
        done = reprocess(
            request.reference, payer, state, filed.received_on, decided_on,
            waived=frozenset(rules), remarks=(APPEAL_REMARK,), why=APPEALED,
        )  # fmt: skip
        reason = f"{', '.join(request.attached)} shows {' and '.join(sorted(request.shows & _asked(rules)))}"
        return Appealed(AppealDecision(name, "overturned", reason, decided_on), done)
    asked = " or ".join(sorted(_asked(rules - shown)))
    reason = f"nothing attached shows {asked}" if asked else "nothing that could be attached changes this denial"
    due = appeal_deadline(manual, request.level + 1, decided_on)
    next_level = manual.appeals[request.level + 1].name if due else ""
    return Appealed(AppealDecision(name, "upheld", reason, decided_on, next_level, due))


def _against_dismissal(manual: BillingManual, level: int, on: date) -> tuple[str, ...]:
    """A dismissal is no decision on the matter: the next level looks only at whether it was right, and good cause alone
    opens the request again (Medicare: 42 CFR 405.974(b) and 405.952(d))."""
    if level >= len(manual.appeals):
        return ()
    rules, found = manual.appeals[level], []
    if rules.dismissal_review_days is not None and level + 1 < len(manual.appeals):
        last = manual.last_day(add_days(on, rules.dismissal_review_days + rules.receipt_days))
        found.append(f"{manual.appeals[level + 1].name} of the dismissal alone, asked for by {last}")
    if rules.dismissal_vacated_months is not None:
        last = add_months(on, rules.dismissal_vacated_months)
        found.append(f"{rules.name} after all, for good cause shown by {last}")
    return tuple(found)


def _asked(rules: set[str]) -> frozenset[str]:
    return frozenset(proof for rule in rules for proof in evidence_for(rule))


def _not_heard(
    request: AppealRequest, payer: Payer, state: PayerState, filed: FiledClaim, lines: tuple[RemittanceLine, ...]
) -> str:
    """Why an appeal is dismissed without a look at the matter; empty when it is heard."""
    manual = payer.file.manual
    due = appeal_deadline(manual, request.level, request.notice_on)
    if due is None:
        return "this payer has no further level of appeal"
    if filed.result.unprocessable or any(line.line in filed.returned for line in lines):
        return "nothing was decided (MA130), so there is nothing to appeal: send the lines as a new claim"
    if any(NOT_APPEALABLE in line.remarks for line in lines):
        return "this decision may not be appealed (N211)"
    if request.filed_on > due:
        return f"it came on {request.filed_on}, the last day was {due}"
    least = manual.appeals[request.level].least_on(request.filed_on)
    if least and (amount := amount_in_controversy(request, payer, state)) < least:
        return f"{amount:.2f} is in controversy, and this level takes {least:.2f} and more"
    return ""


def amount_in_controversy(request: AppealRequest, payer: Payer, state: PayerState) -> Money:
    """What the denied lines leave open, less the deductible and coinsurance that the patient would owe if they were
    paid, dollars (42 CFR 405.1006(d)(1)). Raises UnknownClaim for a reference to no open claim."""
    filed = state.filed_claim(request.reference)
    if filed is None or filed.closed:
        raise UnknownClaim(f"no open claim {request.reference} on file")
    lines = [line for line in filed.result.lines if line.line in request.lines and line.denied]
    rules = frozenset(a.rule for line in lines for a in line.adjustments) - {"prior-payer"}
    paid = reprocess(request.reference, payer, state, filed.received_on, request.filed_on, waived=rules)
    numbers = {line.line for line in lines}
    again = (line for line in paid.remittance.claims[-1].lines if line.line in numbers and not line.denied)
    shares = (a.amount for line in again for a in line.adjustments if a.group == "PR" and a.carc in _COST_SHARE)
    return total(open_amount(line) for line in lines) - total(shares)


class AuthorizationDecision(Struct, frozen=True):
    """The answer to a request for an approval after the service: its number, or why there is none."""

    number: str
    reason: str
    state: PayerState


def authorize_afterwards(
    service_date: date, asked_on: date, shows: frozenset[str], payer: Payer, state: PayerState
) -> AuthorizationDecision:
    """Approve a service after it was done, inside the payer's window and for an emergency or a proven need only."""
    window = payer.file.manual.retro_authorization_days
    if window is None:
        return AuthorizationDecision("", "this payer gives no approvals after the service", state)
    last = add_days(service_date, window)
    if asked_on > last:
        return AuthorizationDecision("", f"asked for on {asked_on}, the window closed on {last}", state)
    if not shows & {"emergency", "medical-necessity"}:
        return AuthorizationDecision("", "nothing sent shows the emergency or the medical need", state)
    number = f"{payer.file.control_number_prefix}A{asked_on:%y%j}{len(state.approved) + 1:03d}"
    reason = f"approved afterwards, inside the window that closes on {last}"
    return AuthorizationDecision(number, reason, replace(state, approved=(*state.approved, number)))
