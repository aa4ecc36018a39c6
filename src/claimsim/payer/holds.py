"""Claims that a payer keeps unanswered for a while, as Medicare's contractors do when a law of Congress has run out."""

from datetime import date

from pydantic import Field

from claimsim.diagnostics.field_types import IsoDate
from claimsim.model.claim import Claim
from claimsim.model.people import FileModel, Text
from claimsim.payer.file_types import CodeGlob, PlaceCode
from claimsim.payer.matching import glob_covers


class ClaimsHold(FileModel):
    """Claims of some days of service that are not answered before a day."""

    from_: IsoDate = Field(alias="from", description="first day of service")
    to: IsoDate = Field(description="last day of service")
    until: IsoDate = Field(description="the day on which the hold is lifted: no answer comes before it")
    places: tuple[PlaceCode, ...] = Field((), description="only services in these places; none: in all")
    except_diagnoses: tuple[CodeGlob, ...] = Field((), description="not where the first diagnosis is one of these")
    why: Text = Field(description="the reason, in words that follow a colon")

    def covers(self, claim: Claim) -> bool:
        """Whether a claim is held."""
        in_days = any(self.from_ <= line.date_of_service <= self.to for line in claim.lines)
        in_places = not self.places or any(line.place_of_service in self.places for line in claim.lines)
        first = claim.diagnoses[0] if claim.diagnoses else ""
        return in_days and in_places and not glob_covers(self.except_diagnoses, first)


def hold_of(holds: tuple[ClaimsHold, ...], claim: Claim, due: date) -> ClaimsHold | None:
    """The hold that keeps a claim the longest past the day on which its answer would be due; None: it is not kept."""
    longer = [hold for hold in holds if hold.until > due and hold.covers(claim)]
    return max(longer, key=lambda hold: hold.until, default=None)
