"""The plan part of a payer file: what the member pays for a category of service."""

from datetime import date
from decimal import Decimal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import IsoDate
from claimsim.model.people import FileModel, Text
from claimsim.payer.file_types import Amount, BenefitCategory, Share


class BenefitPeriod(FileModel):
    """Days on which a benefit is different. What is left out is as the benefit itself says."""

    from_: IsoDate | None = Field(None, alias="from", description="first day of service; none: since ever")
    to: IsoDate | None = Field(None, description="last day of service; none: without end")
    covered: bool | None = Field(None, description="whether the plan covers the category")
    copay: Amount | None = Field(None, description="dollars for each day of service")
    deductible: bool | None = Field(None, description="whether the deductible comes first")
    coinsurance_percent: Share | None = Field(None, description="the member's percent of what is left")

    def holds_on(self, day: date) -> bool:
        """Whether the day is inside; both ends are."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Benefit(FileModel):
    """What the member pays for a category of service."""

    covered: bool = Field(True, description="whether the plan covers the category at all")
    copay: Amount = Field(Decimal(0), description="dollars for each day of service, once for all lines of the category")
    deductible: bool = Field(False, description="whether the deductible comes first")
    coinsurance_percent: Share = Field(Decimal(0), description="the member's percent of what is left")
    visit_limit: int | None = Field(
        None, ge=1, le=366, description="days of service covered in a calendar year; the edit `visit-limit` answers"
    )
    dollar_limit: Amount | None = Field(None, description="the most that the plan pays in a calendar year, dollars")
    periods: tuple[BenefitPeriod, ...] = Field((), description="days on which it is different, for dated rules")

    @model_validator(mode="after")
    def _periods_are_apart(self) -> "Benefit":
        spans = [(p.from_ or date.min, p.to or date.max) for p in self.periods]
        for number, (first, last) in enumerate(spans):
            if first > last:
                raise PydanticCustomError(
                    "invalid-value", "this period ends before it begins", {"path": ("periods", number)}
                )
            if any(first <= other_last and other_first <= last for other_first, other_last in spans[:number]):
                raise PydanticCustomError(
                    "invalid-value", "this period overlaps an earlier one", {"path": ("periods", number)}
                )
        return self

    def on(self, day: date) -> "Benefit":
        """The benefit as it stands on a day of service: the first period that holds wins."""
        period = next((p for p in self.periods if p.holds_on(day)), None) if self.periods else None
        if period is None:
            return self
        given = {name: value for name in _DATED if (value := getattr(period, name)) is not None}
        return self.model_copy(update={**given, "periods": ()})


_DATED = ("covered", "copay", "deductible", "coinsurance_percent")


class FamilyLimits(FileModel):
    """What the whole family pays in a calendar year, dollars."""

    deductible: Amount = Field(description="of the family together")
    out_of_pocket_maximum: Amount | None = Field(None, description="of the family together")
    embedded: bool = Field(
        True, description="whether a member's own deductible is enough for that member, before the family's is met"
    )


class PlanTier(FileModel):
    """Deductible, maximum and cost share at one tier of the network."""

    deductible: Amount = Field(description="individual, dollars for each calendar year")
    out_of_pocket_maximum: Amount | None = Field(
        None, description="individual, dollars for each calendar year; none for original Medicare"
    )
    family: FamilyLimits | None = Field(None, description="limits of a family's coverage; none: each for themselves")
    benefits: dict[BenefitCategory, Benefit] = Field(
        description="cost share by category; `other` holds for those left out"
    )

    @model_validator(mode="after")
    def _needs_other(self) -> "PlanTier":
        if "other" not in self.benefits:
            raise PydanticCustomError(
                "missing-benefit", "the plan says nothing of the benefit `other`", {"path": ("benefits",)}
            )
        return self


class PlanYear(FileModel):
    """A calendar year in which the in-network amounts are others."""

    year: int = Field(ge=2015, le=2035, description="calendar year")
    deductible: Amount = Field(description="individual, dollars")
    out_of_pocket_maximum: Amount | None = Field(None, description="individual, dollars; none: as the plan says")


class Plan(PlanTier):
    """A benefit plan that the payer offers. Its own amounts are those inside the network."""

    name: Text = Field(description="the plan as its card names it")
    out_of_network: PlanTier | None = Field(
        None, description="cost share outside the network, with accumulators of its own; none: as inside"
    )
    years: tuple[PlanYear, ...] = Field((), description="years whose deductible or maximum differs")

    @model_validator(mode="after")
    def _years_once(self) -> "Plan":
        years = [y.year for y in self.years]
        again = next((n for n, year in enumerate(years) if year in years[:n]), None)
        if again is not None:
            raise PydanticCustomError("invalid-value", "this year is there already", {"path": ("years", again)})
        return self

    def tier_in(self, tier: str, year: int) -> PlanTier:
        """The amounts of a tier (`in_network`, `out_of_network`) in a calendar year."""
        if tier == "out_of_network" and self.out_of_network is not None:
            return self.out_of_network
        of_year = next((y for y in self.years if y.year == year), None) if self.years else None
        if of_year is None:
            return self
        maximum = of_year.out_of_pocket_maximum
        given = {"deductible": of_year.deductible}
        return self.model_copy(update=given if maximum is None else {**given, "out_of_pocket_maximum": maximum})
