"""What the flow asks of a seat, and what a seat may answer."""

from datetime import date
from typing import Literal

from msgspec import Struct

from claimsim.case.mistyping import Slip
from claimsim.model.codes import Assignment

Seat = Literal["coder", "biller"]
AskKind = Literal[
    "code", "question", "order_of_payers", "build", "scrub", "rejected", "records_requested", "denied", "coder_answer",
    "next_payer", "appeal_decided", "claim_error", "audit",
]  # fmt: skip


class Option(Struct, frozen=True):
    """One thing that can be done, and what it means."""

    action: str
    meaning: str


class Ask(Struct, frozen=True):
    """A decision somebody must take. `view` is all that this seat may see of the matter.

    `subject` is what it is about in the field's words: an edit's id, a line's code, a claim's id.
    `about` is a further word a script may name (a modifier, a rule's id).
    """

    seat: Seat
    kind: AskKind
    on: date
    subject: str
    question: str
    view: object
    options: tuple[Option, ...]
    about: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Names the question, so that a log kept from another version of a scenario is noticed."""
        from hashlib import sha256  # only a log that is kept or compared needs it

        text = "\x1f".join(
            (self.seat, self.kind, self.on.isoformat(), self.subject, self.question, *(o.action for o in self.options))
        )
        return sha256(text.encode()).hexdigest()[:16]


class Decision(Struct, frozen=True):
    """What a seat decided. `assignment` is set when the decision is codes; `by` names the occupant.

    `slips` are fields of a claim that were keyed wrong.
    """

    action: str
    reason: str
    by: str
    assignment: Assignment | None = None
    about: str = ""
    slips: tuple[Slip, ...] = ()
    attach: tuple[str, ...] = ()
    """Kinds of records that go with it; none named: all that the practice has."""
    wait_days: int = 0
    """Days that pass before it is done."""
