"""What a payer does after its first answer, or learns late: facts of a scenario (`payer_files`)."""

from datetime import date

from pydantic import Field

from claimsim.diagnostics.field_types import LifeDate, PlainDecimal
from claimsim.model.people import FileModel


class NextPayment(FileModel):
    """A later payment for other patients of the practice, from which a takeback is withheld."""

    on: LifeDate = Field(description="the day of that payment")
    amount: PlainDecimal = Field(ge=0, max_digits=9, decimal_places=2, description="dollars for other patients' claims")


class RetroactiveTermination(FileModel):
    """An employer tells the payer late that the coverage had ended; what was paid since is taken back."""

    noticed_on: LifeDate = Field(description="when the payer takes the claims up again")
    coverage_ended: LifeDate = Field(description="last day of the coverage, before what was paid")
    next_payment: NextPayment | None = Field(None, description="the payment from which the money is withheld")


class GracePeriod(FileModel):
    """Three months of an exchange plan with advance premium credits in which the premium is not paid.

    Claims of the first month are paid; those of the second and third wait (45 CFR 156.270(d)).
    """

    from_: LifeDate = Field(alias="from", description="first day of the first month without premium")
    ends_on: LifeDate = Field(description="the day on which it is known whether the premium was paid")
    premium_paid: bool = Field(description="whether it was; else coverage ended with the first month")

    def waits(self, day: date) -> bool:
        """Whether a service of that day falls into the second or third month."""
        return _first_of_next_month(self.from_) <= day <= self.ends_on

    @property
    def ended(self) -> date:
        """Last day of coverage when the premium is not paid: the end of the first month."""
        return date.fromordinal(_first_of_next_month(self.from_).toordinal() - 1)


class RecordsRequest(FileModel):
    """The payer decides these codes only with the record, and writes for it (an additional documentation request)."""

    codes: tuple[str, ...] = Field(min_length=1, description="procedure codes")
    within_days: int = Field(45, ge=1, le=120, description="days from the letter to receipt of the records")


class LaterFile(FileModel):
    """The keys of `payer_files` about what comes late."""

    knows_other_coverage: bool = Field(
        True, description="whether the payer's file has the patient's other coverages of the encounter"
    )
    qualified_medicare_beneficiary: bool = Field(
        False, description="whether Medicaid pays this Medicare patient's cost share, so that the patient owes none"
    )
    retroactive_termination: RetroactiveTermination | None = Field(None, description="coverage that ends in hindsight")
    grace_period: GracePeriod | None = Field(None, description="an exchange plan's premium is not paid")
    records_request: RecordsRequest | None = Field(None, description="the payer writes for records before it decides")


def _first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


NOTHING_LATER = LaterFile.model_construct()
