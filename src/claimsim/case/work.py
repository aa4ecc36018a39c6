"""What can be done at each decision of the biller, what goes out because of it, and denials as they are worked."""

from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.model.account import Account
from claimsim.model.chart import Coverage
from claimsim.model.claim import Claim
from claimsim.model.money import ZERO, Money, total
from claimsim.model.remittance import RemittanceClaim, RemittanceLine, open_amount, own_adjustments
from claimsim.payer import RETURNING_REASONS, UNPROCESSABLE_REMARK, AppealDecision

from .asks import Option

CORRECT = Option("correct_adjudicated", "Correct the claim the payer has, by this payer's way")
NEW_CLAIM = Option("correct_new_claim", "Send the failed lines, put right, as a new claim")
APPEAL = Option("appeal", "Appeal, with the records that show the payer is wrong")
SEND_RECORDS = Option("send_records", "Send the records that the payer wants to see")
AUTHORIZATION = Option("request_authorization", "Ask for an approval after the service")
CONTACT_PATIENT = Option("contact_patient", "Ring the patient to answer the payer, and hold the account until then")
BILL_NEXT = Option("bill_next_payer", "Bill the next payer, with what this one did")
WAIT = Option("wait", "Wait: the payer has forwarded the claim to the next one")
VOID = Option("void_claim", "Take the claim back whole, and the money with it (frequency 8, or a request to recoup)")
WRITE_OFF = Option("write_off", "Give the money up, with the reason on the ledger")
BILL_PATIENT = Option("bill_patient", "Move what is denied to the patient's balance")
HOLD = Option("hold", "Leave it lying")
NO_ACTION = Option("no_action", "Nothing is owed on these lines: close the matter")
REORDER = Option("reorder", "Put the coverages in the order in which they are liable")
KEEP_ORDER = Option("keep_order", "Leave them in the order in which the cards were copied")
KEYED_OPTIONS = (
    Option("as_recorded", "Everything as the record has it"),
    Option("mistype", "A field is keyed wrong"),
    Option("send_twice", "The batch with this claim is uploaded twice"),
    Option("hold", "The claim lies before it is sent"),
)
FIX = Option("fix", "Hold the claim and have it mended by whoever can")
ASK_CODER = Option("ask_coder", "Ask the coder what the record supports")
RELEASE = Option("release", "Send the claim as it is")
SCRUB_OPTIONS = (FIX, ASK_CODER, RELEASE)
REJECTED_OPTIONS = (
    Option("correct_and_resend", "Find out what is right and send it as an original: nothing was adjudicated"),
    Option("resend_unchanged", "Send the same claim again"),
    Option("send_replacement", "Send it as a replacement of the rejected claim (frequency 7)"),
    Option("no_action", "Nothing is to be done: the payer has the claim already"),
    Option("hold", "Leave it lying"),
)
FIND_COVERAGE = Option("find_coverage", "Find out who covered the patient on the date of service, and bill them")
BILL_HOSPICE = Option("bill_hospice", "Look to the hospice for payment, by claim under an agreement or else by letter")
DENIED_OPTIONS = (
    ASK_CODER,
    FIND_COVERAGE,
    CORRECT, NEW_CLAIM, APPEAL, SEND_RECORDS, AUTHORIZATION, WRITE_OFF, NO_ACTION, HOLD,
)  # fmt: skip
CODER_ANSWER_OPTIONS = (CORRECT, NEW_CLAIM, APPEAL, WRITE_OFF, HOLD)
NEXT_PAYER_OPTIONS = (BILL_NEXT, WAIT, BILL_PATIENT, HOLD)
APPEAL_DECIDED_OPTIONS = (APPEAL, ASK_CODER, WRITE_OFF, BILL_PATIENT, HOLD)
RECORDS_OPTIONS = (SEND_RECORDS, HOLD)
CLAIM_ERROR_OPTIONS = (VOID, HOLD)
ORDER_OPTIONS = (REORDER, KEEP_ORDER)
AUDITED_BEFORE_OPTIONS = (Option("ask_coder", "Hold the claim, and have the coder settle it"), RELEASE)
AUDITED_PAID_OPTIONS = (CORRECT, Option("hold", "Leave the money where it is"))

FIRST_CLAIM_DENIED = "first-claim-denied"
FIRST_CLAIM_LACKED_IT = "first-claim-lacked-it"
"""What the biller is told beside a duplicate: the claim that it repeats was denied, and lacked what this one has."""
PATIENT_SILENT = "patient-silent"
"""What the biller is told beside a denial for which the patient was rung in vain."""
HOSPICE_SILENT = "hospice-silent"
"""What the biller is told beside a denial for which the hospice was asked to pay, and has not."""
KEYED_OTHERWISE = "keyed-otherwise"
"""What the biller is told beside the coder's answer: the claim was keyed otherwise than the record has it."""
REOPENING_REFUSED = "reopening-refused"
"""What the biller is told beside a denial that the payer does not take up again."""


class Denial(Struct, frozen=True):
    """Lines of one answer that were denied for the same reason: they are worked together."""

    answer: RemittanceClaim
    lines: tuple[RemittanceLine, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The lines' procedure codes."""
        return tuple(line.code for line in self.lines)

    @property
    def reason(self) -> str:
        """Group and CARC as spoken, for example CO-97."""
        return " ".join(dict.fromkeys(a.code for a in own_adjustments(self.lines[0])))

    @property
    def patient_owes(self) -> bool:
        """Whether the payer has made all of it the patient's (PR). Nothing else may ever be billed to the patient."""
        return all(a.group == "PR" for line in self.lines for a in own_adjustments(line))

    @property
    def unprocessable(self) -> bool:
        """Whether nothing was decided about the lines: the claim has MA130, and their reason says what is missing."""
        if self.answer.unprocessable:
            return True
        reasons = {a.carc for line in self.lines for a in own_adjustments(line)}
        return UNPROCESSABLE_REMARK in self.answer.remarks and reasons <= RETURNING_REASONS

    @property
    def rules(self) -> tuple[str, ...]:
        """The payer rules that answered."""
        return tuple(dict.fromkeys(a.rule for line in self.lines for a in own_adjustments(line)))

    @property
    def amount(self) -> Money:
        """What is open, dollars."""
        return total(open_amount(line) for line in self.lines)


class Outgoing(Struct, frozen=True):
    """What goes out next because of an answer, and when. `again` is a claim that was turned away, sent once more."""

    on: date
    kind: Literal[
        "original", "again", "replacement", "lines", "reopening", "next", "void", "appeal", "records", "authorization",
        "contact", "hospice",
    ]  # fmt: skip
    coverage: Coverage
    claim: Claim
    control_number: str
    reason: str
    due: date | None = None
    """The payer's last day for it where that is not its filing limit."""
    lines: frozenset[int] = frozenset()
    denials: tuple[Denial, ...] = ()
    """What an appeal, records, a correction or a request for approval are about."""
    attach: tuple[str, ...] = ()
    level: int = 0
    notice_on: date = date.min
    """The day of the decision that is appealed."""
    replaces: str = ""
    """Of a claim to a next payer: that payer's number of the answer that rested on an answer now taken back."""

    @property
    def is_pending(self) -> bool:
        """Whether this payer is still to answer, so that the next one has to wait."""
        return self.kind not in ("original", "next")


class AppealOutcome(Struct, frozen=True):
    """An appeal that was not won, with what it was about."""

    item: Outgoing
    decision: AppealDecision

    @property
    def patient_owes(self) -> bool:
        """Whether all that was denied is the patient's."""
        return all(denial.patient_owes for denial in self.item.denials)


def still_open(account: Account, denial: Denial) -> tuple[tuple[RemittanceLine, Money], ...]:
    """Each denied line with what of it is open on the ledger, dollars.

    That is what was denied, but for a correction that came too late: there the first answer stands, and what it paid or
    reduced is open no more.
    """
    payer = denial.answer.payer
    left = max(account.balance(payer), ZERO)
    on_code: dict[str, Money] = {}
    found = []
    for line in denial.lines:
        of_code = on_code.get(line.code)
        if of_code is None:
            of_code = max(account.balance_of(payer, line.code), ZERO)
        amount = min(open_amount(line), of_code, left)
        on_code[line.code] = of_code - amount
        left -= amount
        found.append((line, amount))
    return tuple(found)


def denials_of(answer: RemittanceClaim) -> tuple[Denial, ...]:
    """The denied lines, together where the adjustments and remarks are the same, in line order."""
    groups: dict[tuple[object, ...], list[RemittanceLine]] = {}
    for line in answer.lines:
        # A line without a charge is denied without an adjustment: nothing is open on it.
        if line.denied and line.adjustments:
            key = (tuple((a.group, a.carc, a.rule) for a in own_adjustments(line)), line.remarks)
            groups.setdefault(key, []).append(line)
    return tuple(Denial(answer, tuple(lines)) for lines in groups.values())
