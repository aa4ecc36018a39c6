"""One rule as an instructor writes it: `rules:` of a payer's file, or of a payer in a scenario's `payer_files:`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import PlainDecimal
from claimsim.model.people import FileModel, Identifier, Text
from claimsim.model.remittance import Group
from claimsim.payer.file_types import ReasonCode, RemarkCode
from claimsim.payer.own_rules.conditions import Condition

StatusCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")]
Dollars = Annotated[PlainDecimal, Field(gt=0, max_digits=9, decimal_places=2)]
ANSWERS = ("deny", "reject", "request_records", "reduce", "set_allowed", "remark")
OWN_AUTHORITY = "A rule of the instructor's own, in the payer's or the scenario's file"
_REMARKS = "remittance advice remark codes"


class Deny(FileModel):
    """The line is denied: nothing of it is allowed."""

    group: Group = Field(description="who owes: CO the provider, PR the patient, OA neither, PI payer-initiated")
    carc: ReasonCode = Field(description="claim adjustment reason code")
    remarks: tuple[RemarkCode, ...] = Field((), description=_REMARKS)
    unprocessable: bool = Field(
        False,
        description="return the line with MA130 and do not deny it: no appeal, a new claim (CARC 4, 16 and 109 only)",
    )


class Reject(FileModel):
    """The front end turns the claim away: it is never adjudicated, and comes again as an original."""

    category: StatusCode = Field(description="claim status category: A3, A6, A7 or A8")
    status: StatusCode = Field(description="claim status code: what is wrong")
    entity: StatusCode | Literal[""] = Field("", description="entity code: whose data it is (IL: subscriber)")


class RequestRecords(FileModel):
    """The line is not paid until records come: answered with CARC 252 and a remark that names what is wanted."""

    remarks: tuple[RemarkCode, ...] = Field(min_length=1, description="what is wanted: M127 the patient's record, …")
    group: Group = Field("CO", description="who owes until then")
    carc: ReasonCode = Field("252", description="claim adjustment reason code")


class Reduce(FileModel):
    """Less is allowed than the contract says, and the difference has its own reason."""

    percent: Annotated[PlainDecimal, Field(gt=0, le=100, decimal_places=3)] | None = Field(
        None, description="percent of the allowed amount that is taken off"
    )
    amount: Dollars | None = Field(None, description="dollars that are taken off, at most all that is allowed")
    group: Group = Field("CO", description="who owes what was taken off")
    carc: ReasonCode = Field(description="claim adjustment reason code")
    remarks: tuple[RemarkCode, ...] = Field((), description=_REMARKS)

    @model_validator(mode="after")
    def _one_of_two(self) -> "Reduce":
        if (self.percent is None) == (self.amount is None):
            raise PydanticCustomError("one-answer-only", "a reduction has either `percent` or `amount`", {"path": ()})
        return self


class SetAllowed(FileModel):
    """The allowed amount is this, whatever the contract says; never above the charge where the contract is so."""

    amount: Dollars = Field(description="dollars")
    per: Literal["line", "unit"] = Field("line", description="for the whole line, or for each unit")
    remarks: tuple[RemarkCode, ...] = Field((), description=_REMARKS)


class Then(FileModel):
    """What the rule answers: one of these."""

    deny: Deny | None = Field(None, description="deny the line")
    reject: Reject | None = Field(None, description="turn the claim away at the front end")
    request_records: RequestRecords | None = Field(None, description="ask for records before anything is paid")
    reduce: Reduce | None = Field(None, description="allow less")
    set_allowed: SetAllowed | None = Field(None, description="allow this amount")
    remark: tuple[RemarkCode, ...] | None = Field(None, min_length=1, description="only put remark codes on the line")

    @model_validator(mode="after")
    def _one_answer(self) -> "Then":
        given = [name for name in ANSWERS if getattr(self, name) is not None]
        if len(given) != 1:
            words = f"a rule has one answer, not {len(given)}" if given else "the rule has no answer"
            hint = f"one of {', '.join(ANSWERS)}"
            context = {"error": words, "hint": hint, "path": tuple(given[1:2]), "at_key": True}
            raise PydanticCustomError("one-answer-only", "{error}", context)
        return self

    @property
    def kind(self) -> str:
        """Which answer it is."""
        return next(name for name in ANSWERS if getattr(self, name) is not None)


class OwnRule(FileModel):
    """A rule of an instructor's own. It is asked of each line after the payer's other edits, in the file's order."""

    id: Identifier = Field(description="short name, unlike every other rule's")
    title: Text = Field(description="when it fires, in one line")
    meaning: str = Field("", max_length=1000, description="what a trainee should know about it")
    when: Condition = Field(description="what must be so of a line, its claim, member, provider, history and dates")
    then: Then = Field(description="what the payer answers")
    action: Text = Field(description="the right next step for whoever meets it")
    authority: Text = Field(OWN_AUTHORITY, description="what it stands on: a policy, a manual chapter, a contract")
