"""The reference in the biller's seat: what a good biller does at each decision."""

from .asks import Ask, Decision
from .case import Case, World
from .reference_denials import at_denial
from .reference_work import REFERENCE, after_appeal, at_audit, at_next_payer, may_win
from .work import KEYED_OTHERWISE, REOPENING_REFUSED, Denial

COMBINED = (
    "The visit that was paid is reopened on its own account, at the level of both records; this charge comes off."
)
"""Two visits of a day to one specialty of one group, about one matter (Palmetto GBA 8EEL9R7732)."""

NOT_DOCUMENTED = "What the record does not support is billed to nobody: the charge is off, and its denial stands."


class ReferenceBiller:
    """Works every edit, rejection and denial by the denial worklist (denial_actions.csv) and this payer's way."""

    def __init__(self, case: Case, world: World) -> None:
        self._case = case
        self._tables = world.tables

    def decide(self, ask: Ask) -> Decision:
        """What a good biller does next."""
        match ask.kind:
            case "build":
                return Decision("as_recorded", "", REFERENCE)
            case "scrub":
                return Decision("fix", "An edit that stops a claim is mended before it goes out.", REFERENCE)
            case "rejected":
                if "duplicate-submission" in ask.about:
                    return Decision("no_action", "The payer has it already, and is working on the first.", REFERENCE)
                return Decision(
                    "correct_and_resend",
                    "It never reached adjudication: find the error and send it as an original.",
                    REFERENCE,
                )
            case "denied":
                assert isinstance(ask.view, Denial)
                return at_denial(self._case, self._tables, ask.view, ask, REFERENCE)
            case "order_of_payers":
                return Decision("reorder", "Claims go to the payers in the order in which they are liable.", REFERENCE)
            case "next_payer":
                return at_next_payer(ask, REFERENCE)
            case "appeal_decided":
                return after_appeal(self._case, self._tables, ask, REFERENCE)
            case "records_requested":
                action = "send_records" if self._case.inquiries.records else "hold"
                return Decision(action, "The payer decides with the record only, and has set a day.", REFERENCE)
            case "claim_error":
                reason = "A claim that should not exist is taken back, and the money with it."
                return Decision("void_claim", reason, REFERENCE)
            case "audit":
                return at_audit(ask, REFERENCE)
            case _:
                assert isinstance(ask.view, Denial)
                return self._coder_answered(ask)

    def _coder_answered(self, ask: Ask) -> Decision:
        denial = ask.view
        assert isinstance(denial, Denial)
        if REOPENING_REFUSED in ask.about:
            action = "bill_patient" if denial.patient_owes else "write_off"
            return Decision(action, "Nothing opens the first answer any more: it stands.", REFERENCE)
        if "nothing-to-bill" in ask.about:
            return Decision("no_action", "What the record supports is not billed: the charge is off.", REFERENCE)
        if "line-comes-off" in ask.about:
            return Decision("no_action", NOT_DOCUMENTED, REFERENCE)
        if "codes-changed" in ask.about:
            if denial.unprocessable:
                return Decision(
                    "correct_new_claim", "The record supports other codes, and nothing was decided yet.", REFERENCE
                )
            return Decision("correct_adjudicated", "The record supports other codes.", REFERENCE)
        if KEYED_OTHERWISE in ask.about:
            action = "correct_new_claim" if denial.unprocessable else "correct_adjudicated"
            return Decision(action, "The codes stand; the claim was keyed otherwise than the record has it.", REFERENCE)
        if "second-visit-of-day" in denial.rules and not may_win(self._case, denial):
            return Decision("write_off", COMBINED, REFERENCE)
        if may_win(self._case, denial):
            return Decision("appeal", "The codes stand, and the record shows what this denial asks for.", REFERENCE)
        if denial.patient_owes:
            return Decision("bill_patient", "The codes stand, and the payer has made it the patient's.", REFERENCE)
        if "hospice-enrollee" in denial.rules:
            reason = "Neither GW nor GV by the record: the practice looks to the hospice for payment."
            return Decision("bill_hospice", reason, REFERENCE)
        return Decision("write_off", "The codes stand, and nobody else may be billed for this reason.", REFERENCE)
