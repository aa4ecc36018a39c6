"""What the reference biller does about a denial: by the worklist (denial_actions.csv), and by this payer's way.

The steps are asked in order; each says what to do and why, or leaves the denial to the next.
"""

from collections.abc import Callable

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.model.remittance import Adjustment, own_adjustments

from .asks import Ask, Decision
from .case import Case
from .reference_work import may_win
from .work import FIRST_CLAIM_DENIED, FIRST_CLAIM_LACKED_IT, HOSPICE_SILENT, PATIENT_SILENT, Denial

_ANOTHER_PAYER = frozenset({"bill_other_payer", "find_coverage"})
_NEED_PROOF = frozenset({"appeal", "prove_timely", "send_records", "retro_authorization"})
"""Ways of the worklist that are open only to who has something to show."""
_NOTHING_TO_SHOW = frozenset(
    {
        "appeal", "extend_authorization", "fix_enrollment", "get_referral", "prove_timely", "retro_authorization",
        "send_records", "verify_credentialing",
    }
)  # fmt: skip
"""Ways of the worklist that need a paper the case does not have: what is left is to give the money up."""
_LACKING = {
    "get_referral": "The primary care physician made none before the visit, and dates none back",
}
"""What there is not to show, by the way of the worklist."""
_FORESEEN_BY_A_NOTICE = frozenset({"50", "151"})
RENDERING_NOT_ENROLLED = "rendering-not-enrolled"
GIVEN_BACK_DAYS = 30
"""Days before the effective date that may be billed for, in special circumstances (42 CFR 424.521(a)(1); First Coast
node/5431)."""
EARLIER_PAYER_WRONG = "129"
Worked = tuple[str, str]
"""What is done, and why."""


class _Denied(Struct, frozen=True):
    """A denial with what the worklist says about it: its way, and its steps as a reason."""

    case: Case
    denial: Denial
    ask: Ask
    adjustment: Adjustment
    action: str
    reason: str

    def offers(self, action: str) -> bool:
        """Whether that can be done now."""
        return any(option.action == action for option in self.ask.options)


def at_denial(case: Case, tables: CodeTables, denial: Denial, ask: Ask, by: str) -> Decision:
    """What a good biller does about denied lines."""
    adjustment = own_adjustments(denial.lines[0])[0]
    work = tables.denial_action(adjustment.group, adjustment.carc, denial.lines[0].remarks)
    lob = case.payers[denial.answer.payer].file.manual.line_of_business
    reason = _worklist(adjustment.code, _steps_for(lob, work.steps if work else ()))
    at = _Denied(case, denial, ask, adjustment, work.action if work else "hold", reason)
    for step in _STEPS:
        worked = step(at)
        if worked is not None:
            return Decision(*worked, by)
    return Decision("hold", reason, by)


def _nothing_decided(at: _Denied) -> Worked | None:
    """The payer has decided nothing, or on wrong data: find out what is right."""
    if at.denial.answer.outcome == "not_recognized":
        return "find_coverage", "Not this payer's patient under that number: ask for the card."
    if at.denial.unprocessable and at.action not in _ANOTHER_PAYER:
        return "ask_coder", "Unprocessable: find out what the line should have said."
    if at.action == "correct_new_claim" and at.adjustment.carc != EARLIER_PAYER_WRONG:
        return "ask_coder", at.reason
    if "earlier-payer-data-wrong" in at.denial.rules:
        return "correct_adjudicated", at.reason
    return None


def _with_proof(at: _Denied) -> Worked | None:
    """Another payer, records or an appeal, where there is something to show."""
    if at.action == "bill_patient" and at.offers("bill_next_payer"):
        return "bill_next_payer", "Another payer comes before the patient."
    if at.action == "send_records" and at.case.inquiries.records:
        return "send_records", at.reason
    wins = may_win(at.case, at.denial)
    if at.action == "retro_authorization" and wins:
        window = at.case.payers[at.denial.answer.payer].file.manual.retro_authorization_days
        return "appeal" if window is None else "request_authorization", at.reason
    if at.action in _NEED_PROOF | _NOTHING_TO_SHOW and wins:
        return "appeal", at.reason
    if at.action in _NEED_PROOF:
        return "write_off", f"{_not_afterwards(at)}Nothing in the record shows that the payer is wrong."
    return None


def _not_afterwards(at: _Denied) -> str:
    """Why nobody asks for an approval after the service, where that is the worklist's way."""
    manual = at.case.payers[at.denial.answer.payer].file.manual
    if at.action != "retro_authorization" or manual.retro_authorization_days is not None:
        return ""
    return "This payer gives no approval after the service. "


def _before_enrollment(at: _Denied) -> Worked | None:
    """A visit longer before the first day of the enrollment than Medicare gives back."""
    case, manual = at.case, at.case.payers[at.denial.answer.payer].file.manual
    if RENDERING_NOT_ENROLLED not in at.denial.rules or manual.line_of_business != "medicare_part_b":
        return None
    files, day = case.payer_files.get(at.denial.answer.payer), case.encounter.date_of_service
    entry = files.provider(case.practice.providers[case.encounter.rendering_provider].npi) if files else None
    if entry is None or entry.from_ is None or (entry.from_ - day).days <= GIVEN_BACK_DAYS:
        return None
    early = (entry.from_ - day).days
    words = f"The visit was {early} days before {entry.from_}, the first day of the enrollment"
    return "write_off", f"{words}; no more than {GIVEN_BACK_DAYS} are given back (42 CFR 424.521(a)(1))."


def _with_others(at: _Denied) -> Worked | None:
    """The coder, or somebody who is liable in the payer's place."""
    if "capitated-service" in at.denial.rules:
        return "write_off", "Posted against the capitation, which pays it by the month."
    if "claim-forwarded" in at.denial.rules:
        return "find_coverage", at.reason
    if at.action == "wait":
        return "no_action", at.reason
    if at.action in ("ask_coder", "correct_adjudicated"):
        return "ask_coder", at.reason
    if at.action in _ANOTHER_PAYER:
        return "find_coverage", at.reason
    return None


def _at_the_hospice(at: _Denied) -> Worked | None:
    if HOSPICE_SILENT not in at.ask.about:
        return None
    return "write_off", "The hospice has no arrangement with this practice, and nobody else may be billed."


def _with_the_patient(at: _Denied) -> Worked | None:
    """What the payer has made the patient's; where it waits for the patient's answer, that is asked for first."""
    if at.action == "contact_patient" and at.offers("contact_patient"):
        return "contact_patient", at.reason
    if PATIENT_SILENT in at.ask.about:
        return "bill_patient", "The patient was asked, and only the patient can answer."
    if at.action in ("bill_patient", "contact_patient", "verify_credentialing") and at.denial.patient_owes:
        return "bill_patient", f"{_notice_on_file(at)}{at.reason}"
    return None


def _notice_on_file(at: _Denied) -> str:
    """The signed notice that lets a denial for necessity or frequency be billed to the patient."""
    notices = at.case.encounter.notices if at.adjustment.carc in _FORESEEN_BY_A_NOTICE else ()
    return f"The {notices[0].kind.upper()} signed on {notices[0].signed_on} is on file. " if notices else ""


def _by_closing(at: _Denied) -> Worked | None:
    """Duplicates, and what is given up."""
    if FIRST_CLAIM_LACKED_IT in at.ask.about:
        reason = "The first claim was denied for what this one has: that one is corrected, and this one left."
        return "correct_adjudicated", reason
    if FIRST_CLAIM_DENIED in at.ask.about:
        return "ask_coder", "The first claim was denied: that denial is worked."
    if at.action == "post_only":
        return "no_action", at.reason
    if at.action in ("write_off", "verify_then_write_off"):
        return "write_off", at.reason
    if at.action in _NOTHING_TO_SHOW and not at.denial.patient_owes:
        lacking = _LACKING.get(at.action, "There is nothing to show for it")
        return "write_off", f"{at.reason} {lacking}, and nobody else may be billed."
    if at.action in _NOTHING_TO_SHOW:
        return "bill_patient", at.reason
    return None


_STEPS: tuple[Callable[[_Denied], Worked | None], ...] = (
    _at_the_hospice, _nothing_decided, _before_enrollment, _with_proof, _with_others, _with_the_patient, _by_closing
)  # fmt: skip


def _steps_for(line_of_business: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps without those that begin with "Medicare," where the payer is another."""
    return tuple(s for s in steps if line_of_business.startswith("medicare") or not s.startswith("Medicare,"))


def _worklist(code: str, steps: tuple[str, ...]) -> str:
    """What the worklist says to do about an adjustment, numbered where it is more than one thing."""
    if not steps:
        return f"The worklist has no way for {code}."
    if len(steps) == 1:
        return f"The worklist for {code}: {_sentence(steps[0])}"
    return f"The worklist for {code}: " + " ".join(f"({n}) {_sentence(step)}" for n, step in enumerate(steps, 1))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
