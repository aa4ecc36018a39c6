"""What a payer tells providers: the part of its file that coders and billers may read (a provider manual).

Coding and billing know a payer only through this; its members, contracts, edits and policies stay on its own side.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import Field

from claimsim.diagnostics.field_types import LifeDate, PlainDecimal
from claimsim.model.calendar import business_day_on_or_after
from claimsim.model.people import FileModel, Text

CPT_ADMINISTRATIONS = frozenset({"90460", "90461", "90471", "90472", "90473", "90474"})
"""Codes for the giving of any vaccine."""
LineOfBusiness = Literal["commercial", "medicare_part_b", "medicare_advantage", "medicaid", "medicare_supplement"]


class TelehealthRules(FileModel):
    """How a video or telephone visit is billed."""

    codes: Literal["office", "98000_series"] = "office"
    place_of_service_home: str = "10"
    place_of_service_elsewhere: str = "02"
    video_modifier: Literal["", "95", "GT"] = ""
    audio_modifier: Literal["", "93"] = "93"


class CorrectedClaims(FileModel):
    """How a claim that was adjudicated is corrected."""

    route: Literal["replacement", "reopening"] = "replacement"
    limit_days: int = Field(180, ge=1, description="days from the remittance")


class LeastAmount(FileModel):
    """An amount that must be in controversy, for requests filed from a day on."""

    from_: LifeDate = Field(alias="from", description="first day of filing")
    amount: PlainDecimal = Field(ge=0, description="dollars")


class AppealLevel(FileModel):
    """One level of appeal, its clock, and the least amount in controversy."""

    receipt_days: int = Field(0, ge=0, le=10, description="days that the notice is taken to be under way")
    least_amount: PlainDecimal = Field(Decimal(0), ge=0, description="dollars that must be in controversy")
    least_amounts: tuple[LeastAmount, ...] = Field(
        (), description="what must be in controversy of requests that are filed later, by the day of filing"
    )

    name: Text
    within_days: int = Field(ge=1, description="days from the remittance, or from the decision before")
    decided_in_days: int = Field(60, ge=1)
    dismissal_review_days: int | None = Field(
        None, ge=1, description="days from receipt in which the next level reviews a dismissal by this one"
    )
    dismissal_vacated_months: int | None = Field(
        None, ge=1, le=12, description="months in which this level takes its own dismissal back for good cause"
    )

    def least_on(self, filed_on: date) -> Decimal:
        """What must be in controversy of a request filed on a day, dollars."""
        begun = [later for later in self.least_amounts if later.from_ <= filed_on]
        return max(begun, key=lambda later: later.from_).amount if begun else self.least_amount


class VaccineAdministration(FileModel):
    """The code under which a payer wants some vaccines given."""

    code: Text = Field(description="the administration code")
    vaccines: tuple[Text, ...] = Field(min_length=1, description="codes of the vaccines")


class WantedAdministration(NamedTuple):
    """A vaccine, and the code for its administration."""

    vaccine: str
    code: str


class BillingManual(FileModel):
    """A payer's published billing rules."""

    line_of_business: LineOfBusiness
    filing_limit_days: int = Field(ge=30, le=1095, description="days from the date of service to receipt of the claim")
    last_day_rolls: bool = Field(
        False, description="whether a last day to file or appeal that is no working day moves to the next one that is"
    )
    casualty: bool = Field(
        False,
        description="a property and casualty insurer (workers' compensation, a car policy): the number on the card is "
        "that of its claim (REF Y4)",
    )
    corrected_claims: CorrectedClaims = CorrectedClaims.model_construct()
    appeals: tuple[AppealLevel, ...] = ()
    records_within_days: int = Field(30, ge=1, le=120, description="days from the letter to receipt of the records")
    late_records_within_days: int | None = Field(
        None,
        ge=1,
        le=365,
        description="days from the denial (226) in which records that did not come have the claim taken up again",
    )
    retro_authorization_days: int | None = Field(
        None, ge=1, le=90, description="days from the service in which an approval may be asked for afterwards"
    )
    crossover: bool = Field(False, description="Medicare forwards its claims to this payer (COBA)")
    telehealth: TelehealthRules = TelehealthRules.model_construct()
    vaccine_administration: Literal["cpt", "medicare_g_codes"] = Field(
        "cpt", description="90471 and its kind, or G0008 to G0010 for influenza, pneumococcus and hepatitis B"
    )
    administration_codes: tuple[VaccineAdministration, ...] = Field(
        (), description="which vaccines are given under a code of this payer's own"
    )
    wellness_visits: Literal["cpt", "medicare_g_codes"] = Field(
        "cpt", description="99381 to 99397, or G0402, G0438, G0439"
    )
    prolonged_service: Literal["99417", "G2212", "none"] = "99417"
    takes_consultation_codes: bool = False
    drug_waste_modifiers: bool = Field(
        False, description="whether single-dose drugs need JZ, or a JW line for what was discarded"
    )
    pays_equipment: bool = Field(
        True, description="whether equipment, orthoses and supplies are this payer's; Part B leaves them to the DME MAC"
    )
    equipment_place: str = Field(
        "",
        pattern=r"^(\d{2})?$",
        description="the place of service on claims of a contractor that pays equipment only: where the item will be "
        'used ("12", home), not where it was handed out',
    )
    clia_waived_modifier: bool = Field(True, description="whether waived tests need QW and the claim the CLIA number")
    ndc_on_drug_lines: bool = False
    visit_with_vaccine_needs_25: bool = Field(
        True, description="whether a visit on the day of an immunization needs modifier 25"
    )
    therapy_units: Literal["total_minutes", "each_service"] = Field(
        "total_minutes",
        description="timed therapy by the 8-minute rule over all minutes, or each code by CPT's midpoint",
    )
    therapy_plan_modifiers: bool = Field(
        False, description="whether GP, GO and GN are wanted on therapy lines; Medicare always wants them"
    )
    critical_care_time: Literal["by_line_of_business", "cpt", "medicare"] = Field(
        "by_line_of_business", description="99292 from 75 minutes (CPT) or from 104 (Medicare)"
    )
    bilateral: Literal["one_line_50", "two_lines"] = Field(
        "one_line_50", description="both sides as one line with 50, or as two with RT and LT"
    )
    multiple_procedure_modifier: bool = Field(False, description="whether 51 is wanted on second and later procedures")
    visit_complexity_add_on: bool = Field(False, description="whether G2211 is paid")

    def administration_wanted(self, vaccines: Sequence[str], number: int) -> WantedAdministration | None:
        """The vaccine that the day's general administration line of that number (from 0) is left with, if the payer has
        a code of its own for it; None while there are vaccines enough that have none."""
        own = {vaccine: entry.code for entry in self.administration_codes for vaccine in entry.vaccines}
        theirs = [vaccine for vaccine in vaccines if vaccine in own]
        if not theirs or number < len(vaccines) - len(theirs):
            return None
        return WantedAdministration(theirs[0], own[theirs[0]])

    def last_day(self, day: date) -> date:
        """A last day to file or appeal as this payer counts it."""
        return business_day_on_or_after(day) if self.last_day_rolls else day
