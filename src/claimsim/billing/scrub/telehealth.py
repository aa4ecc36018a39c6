"""Video and telephone visits: code, place of service and modifier, as this payer wants them."""

from claimsim.billing.scrub.answers import STOP
from claimsim.billing.scrub.edits import ScrubContext, ScrubEdit
from claimsim.rules import Rule

TELEHEALTH_PLACES = ("02", "10")
_SAY_TELEHEALTH = frozenset({"93", "95", "GT"})
_SERIES = "980"


def _telehealth(at: ScrubContext) -> str | None:
    line = at.service
    away = line.place_of_service in TELEHEALTH_PLACES
    says = _SAY_TELEHEALTH.intersection(line.modifiers)
    if not away:
        return f"modifier {min(says)} with place of service {line.place_of_service}" if says else _series(at)
    return _place(at) or _series(at) or _modifier(at, bool(says))


def _place(at: ScrubContext) -> str | None:
    manual, place = at.manual.telehealth, at.service.place_of_service
    wanted = sorted({manual.place_of_service_home, manual.place_of_service_elsewhere})
    return None if place in wanted else f"place of service {place}, this payer takes {' or '.join(wanted)}"


def _series(at: ScrubContext) -> str | None:
    wants_office = at.manual.telehealth.codes == "office"
    if at.category == "em_telehealth" and wants_office and at.service.code.startswith(_SERIES):
        return f"{at.service.code} to a payer that takes the office visit codes for telehealth"
    if at.category == "em_office" and not wants_office and at.service.place_of_service in TELEHEALTH_PLACES:
        return f"{at.service.code} at place {at.service.place_of_service} to a payer that takes 98000 to 98015"
    return None


def _modifier(at: ScrubContext, says: bool) -> str | None:
    manual = at.manual.telehealth
    if says or not manual.video_modifier or manual.codes != "office" or at.category != "em_office":
        return None
    wanted = " or ".join(filter(None, (manual.video_modifier, manual.audio_modifier)))
    return f"place of service {at.service.place_of_service} without modifier {wanted}"


EDITS: tuple[ScrubEdit, ...] = (
    ScrubEdit(
        Rule(
            id="telehealth-place-and-modifier",
            title="A telehealth visit that is not billed as this payer wants it",
            meaning="Place 10 is the patient's home, 02 elsewhere; 95 says video, 93 audio only. Medicare takes the "
            "office codes with the place alone (93 for audio only) and does not pay 98000 to 98015; commercial "
            "payers differ. Place, modifier and code must agree.",
            authority="The payer's provider manual; CPT modifiers 93 and 95",
            answer=STOP,
            action="The coder reads how the visit was held and codes it by this payer's manual.",
            stage="scrub",
            check=_telehealth,
        ),
        fix="coder",
    ),
)
