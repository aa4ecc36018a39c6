"""What a scenario says the seats did, right or wrong. A seat that it does not name is the reference."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from claimsim.case.mistyping import ClaimField, LineField, Slip, fault_of
from claimsim.diagnostics.field_types import LifeDate
from claimsim.model.people import FileModel, Identifier, Text

ServiceCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{5}$")]
ModifierCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{2}$")]
DiagnosisCode = Annotated[str, Field(pattern=r"^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$")]
BillerAction = Literal[
    "release", "fix", "ask_coder", "correct_and_resend", "resend_unchanged", "send_replacement", "correct_adjudicated",
    "correct_new_claim", "find_coverage", "bill_hospice", "bill_patient", "write_off", "no_action", "hold", "mistype",
    "send_twice", "bill_next_payer", "wait", "appeal", "send_records", "request_authorization", "contact_patient",
    "void_claim", "reorder", "keep_order",
]  # fmt: skip
BillerPrompt = Literal[
    "order_of_payers", "build", "scrub", "rejected", "records_requested", "denied", "coder_answer", "next_payer",
    "appeal_decided", "claim_error", "audit",
]  # fmt: skip


class ServiceCodes(FileModel):
    """A service as a coder assigned it."""

    code: ServiceCode
    modifiers: tuple[ModifierCode, ...] = ()
    units: int = Field(1, ge=1, le=9999)
    diagnoses: tuple[DiagnosisCode, ...] = Field(
        (), description="the diagnoses it points at; empty: as the reference pointed"
    )


class AllCodes(FileModel):
    """All of a coder's work, in place of the reference's."""

    diagnoses: tuple[DiagnosisCode, ...]
    services: tuple[ServiceCodes, ...]


class ServiceChange(FileModel):
    """A fault put into one service of the reference's work."""

    service: ServiceCode = Field(description="the code as the reference assigned it")
    code: ServiceCode | None = Field(None, description="another code in its place")
    modifiers: tuple[ModifierCode, ...] | None = None
    units: int | None = Field(None, ge=1, le=9999)
    diagnoses: tuple[DiagnosisCode, ...] | None = None
    leave_off: bool = Field(False, description="the service was forgotten")


class DiagnosisChange(FileModel):
    """A fault put into one diagnosis of the reference's work."""

    diagnosis: DiagnosisCode = Field(description="the code as the reference assigned it")
    code: DiagnosisCode | None = None
    leave_off: bool = False


class AddedService(FileModel):
    """A service that the reference did not code."""

    add_service: ServiceCodes


class AddedDiagnosis(FileModel):
    """A diagnosis that the reference did not code; it goes last."""

    add_diagnosis: DiagnosisCode


CodingChange = ServiceChange | DiagnosisChange | AddedService | AddedDiagnosis


class QueryText(FileModel):
    """A query to the clinician as the coder wrote it. It is checked for compliance."""

    text: Text
    options: tuple[Text, ...] = Field((), description="the answers it offers; none for an open question")


class CoderScript(FileModel):
    """The coder's decisions: the reference's work with faults put in, or all of it."""

    changes: tuple[CodingChange, ...] = ()
    codes: AllCodes | None = None
    queries: tuple[QueryText, ...] = Field((), description="queries that the coder wrote, each checked for compliance")


class BillerStep(FileModel):
    """One decision of the biller. A step that never happens is an error."""

    on: BillerPrompt = Field(
        description="what it answers: build (the claim is keyed), scrub (an edit stopped it), rejected (by a 999 or "
        "277CA), denied, coder_answer (the coder was asked, and has answered), records_requested, appeal_decided, "
        "next_payer, order_of_payers, claim_error, audit (codes that raise the charge)"
    )
    edit: str = Field("", description="for scrub: the edit's id; empty: any")
    line: str = Field("", description="for denied and coder_answer: the line's code; empty: any")
    do: BillerAction = Field(
        description="what is done. build: mistype, send_twice, hold (with wait_days). scrub: fix, ask_coder, release. "
        "rejected: correct_and_resend, resend_unchanged, send_replacement, no_action, hold. denied: ask_coder, "
        "find_coverage, correct_adjudicated, correct_new_claim, appeal, send_records, request_authorization, "
        "bill_patient, bill_next_payer and contact_patient (of what is PR), write_off, no_action, hold. coder_answer: "
        "correct_adjudicated, correct_new_claim, appeal, bill_patient (of what is PR), bill_hospice (of a B9), "
        "no_action (of a line that comes off), write_off, hold"
    )
    about: str = Field("", description="for ask_coder: what to ask about, for example modifier-25")
    field: ClaimField | LineField | None = Field(None, description="for mistype: what was keyed wrong")
    value: str = Field("", description="for mistype: as it was keyed; lists with spaces between")
    claim: int = Field(1, ge=1, le=20, description="for build: which claim of the case, counted from 1")
    attach: tuple[Identifier, ...] = Field(
        (), description="kinds of `inquiries.records` that go with an appeal or a records request; empty: all of them"
    )
    wait_days: int = Field(0, ge=0, le=400, description="days that pass before it is done, where a clock runs")
    reason: str = Field("", description="why, in the biller's words")

    @model_validator(mode="after")
    def _a_slip_is_whole(self) -> "BillerStep":
        """`build` and `mistype` belong together, a slip names a field that can be keyed so, and what lies has days."""
        at_the_keys = self.do in ("mistype", "send_twice")
        if (self.on == "build" and self.do != "hold") != at_the_keys:
            words = "`on: build` goes with `do: mistype`, `send_twice` or `hold`, and the first two with nothing else"
            raise PydanticCustomError("bad-step", words, {})
        if self.on == "build" and self.do == "hold" and not self.wait_days:
            raise PydanticCustomError("bad-step", "`hold` of a claim that is built needs `wait_days`", {})
        if self.do == "mistype":
            fault = fault_of(self.slip) if self.field else "`mistype` needs `field` and `value`"
            if fault:
                raise PydanticCustomError("bad-step", "{fault}", {"fault": fault})
        return self

    @property
    def slip(self) -> Slip:
        """What was keyed wrong."""
        return Slip(self.field or "", self.value, self.line)


class Seats(FileModel):
    """Who decides."""

    coder: CoderScript | None = None
    biller: tuple[BillerStep, ...] = ()


class LearnedCoverage(FileModel):
    """What is learned about a coverage that was on file: only what differs."""

    payer: str = Field("", description="whose card; empty: the first coverage")
    member_id: Text | None = None
    plan: str | None = None
    group_number: str | None = None


CodingAudit = Literal["before_billing", "after_payment"]


class WrongPatient(FileModel):
    """Somebody finds that the visit was charged to the wrong patient."""

    found_on: LifeDate
    what: Text = Field(description="how it came out, in a sentence")
