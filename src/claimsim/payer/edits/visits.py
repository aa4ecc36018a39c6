"""Visits: new patients, care inside a surgery's global period, visit complexity, telehealth."""

from claimsim.model.calendar import add_days, add_years
from claimsim.payer.context import LineContext
from claimsim.payer.history import services_on_file
from claimsim.rules import Answer, Rule

_NEW_PATIENT = frozenset(
    {"99202", "99203", "99204", "99205", "98000", "98001", "98002", "98003", "98008", "98009", "98010", "98011"}
)
_NEW_PREVENTIVE = frozenset(f"9938{n}" for n in range(1, 8))
_FACE_TO_FACE = ("em_", "procedure", "surgery", "obstetrics", "wellness")
_TELEHEALTH_PLACES = ("02", "10")
_MAJOR = 90
_PROCEDURE_MODIFIERS = frozenset({"58", "78", "79", "76", "77"})
_GLOBAL_AFTER = {"000": 0, "010": 10, "090": _MAJOR}


def _seen_before(at: LineContext) -> str | None:
    since = add_years(at.line.date_of_service, -3)
    taxonomy = at.of.claim.rendering_provider.taxonomy
    for service in services_on_file(at.of):
        row = at.of.tables.procedure(service.code, service.day)
        if row is None or not row.category.startswith(_FACE_TO_FACE):
            continue
        if since < service.day < at.line.date_of_service and service.taxonomy == taxonomy:
            return f"{service.code} on {service.day} by the same specialty of the group"
    return None


def _in_global_period(at: LineContext) -> str | None:
    state = at.of.state
    if not state.history and not state.filed:
        return None
    line, rendering = at.line, at.of.claim.rendering_provider
    is_visit = at.category.startswith("em_")
    own = at.of.tables.physician_fee(line.code, "", line.date_of_service)
    if not is_visit and (own is None or own.global_days not in _GLOBAL_AFTER):
        return None
    for service in services_on_file(at.of):
        if rendering.npi != service.npi and rendering.taxonomy != service.taxonomy:
            continue
        # A surgery before the first schedule that is loaded counts by the one that is.
        row = at.of.tables.physician_fee(service.code, "", service.day) or at.of.tables.physician_fee(
            service.code, "", line.date_of_service
        )
        days = _GLOBAL_AFTER.get(row.global_days) if row is not None else None
        # A major surgery's package begins on the day before it (published example GLB-01: 92 days).
        first = -1 if days == _MAJOR and is_visit else 0
        if days is None or not first <= (line.date_of_service - service.day).days <= days:
            continue
        same_day = service.day == line.date_of_service
        opens = _visit_modifiers((line.date_of_service - service.day).days) if is_visit else _PROCEDURE_MODIFIERS
        # Another procedure on the same day is a matter of NCCI pairs and reductions.
        if opens.isdisjoint(line.modifiers) and (is_visit or not same_day):
            return (
                f"{service.code} on {service.day} has a global period of {days} days, to {add_days(service.day, days)}"
            )
    return None


def _visit_modifiers(days_after: int) -> frozenset[str]:
    """What opens a package for a visit so many days after the surgery: the decision for it, or something unrelated."""
    if days_after < 0:
        return frozenset({"57"})
    return frozenset({"25", "57"}) if days_after == 0 else frozenset({"24"})


def _complexity_with_25(at: LineContext) -> str | None:
    line, lines = at.line, at.of.claim.lines
    tables, day = at.of.tables, at.line.date_of_service
    categories = {x.number: row.category for x in lines if (row := tables.procedure(x.code, x.date_of_service))}
    visits = [
        x for x in lines if x.date_of_service == day and categories.get(x.number) == "em_office" and "25" in x.modifiers
    ]
    if not visits:
        return None
    besides = [
        x for x in lines if x.date_of_service == day and x.number not in {line.number, *(v.number for v in visits)}
    ]
    preventive = ("vaccine", "wellness", "screening")
    if any(categories.get(x.number, "").startswith(preventive) for x in besides):
        return None
    return (
        f"{visits[0].code} of the day carries modifier 25, and nothing beside it is a vaccine or a preventive service"
    )


def _complexity_not_paid(at: LineContext) -> str | None:
    return None if at.of.payer.file.manual.visit_complexity_add_on else "this payer does not pay G2211 by itself"


def _telehealth_series_wanted(at: LineContext) -> str | None:
    line = at.line
    wanted = at.of.payer.file.manual.telehealth.codes == "98000_series"
    if wanted and at.category == "em_office" and line.place_of_service in _TELEHEALTH_PLACES:
        return f"{line.code} at place of service {line.place_of_service}: this payer wants 98000 to 98015"
    return None


def _video_modifier_missing(at: LineContext) -> str | None:
    telehealth = at.of.payer.file.manual.telehealth
    line = at.line
    if telehealth.codes != "office" or not telehealth.video_modifier or line.place_of_service not in _TELEHEALTH_PLACES:
        return None
    accepted = {telehealth.video_modifier, telehealth.audio_modifier} - {""}
    if not at.category.startswith("em_office") or not accepted.isdisjoint(line.modifiers):
        return None
    return f"place of service {line.place_of_service} without modifier {' or '.join(sorted(accepted))}"


def _place_not_telehealth(at: LineContext) -> str | None:
    line = at.line
    if "95" in line.modifiers and line.place_of_service not in _TELEHEALTH_PLACES:
        return f"modifier 95 says video, place of service {line.place_of_service} says the patient was there"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="new-patient-seen-before",
        title="A new-patient visit for somebody the group has seen",
        meaning="New means: not seen face to face in three years by this clinician or by one of the same group and "
        "specialty.",
        authority="Noridian, new versus established patient decision tree; CAQH CORE 360 code combinations 3.3.0 "
        "(B16 with M13)",
        answer=Answer("deny", "CO", "B16", ("M13",)),
        action="Code the visit anew from the record as an established patient's; never just shift the level.",
        stage="line",
        check=_seen_before,
        codes=_NEW_PATIENT | _NEW_PREVENTIVE,
    ),
    Rule(
        id="global-period",
        title="Care inside the global period of a surgery",
        meaning="The surgeon's visits up to 10 or 90 days after a procedure are paid with it, and before major surgery "
        "those of the day before. Unrelated: 24; separate on the day: 25; decision for major surgery: 57; further "
        "procedures: 58, 78 or 79.",
        authority="CMS Medicare Claims Processing Manual (Pub. 100-04) chapter 12, section 40; First Coast CO-97 FAQ; "
        "Noridian (M144)",
        answer=Answer("deny", "CO", "97", ("M144",)),
        action="Unrelated or separate by the record: the coder adds the modifier and the claim is corrected. Else "
        "write off.",
        stage="line",
        check=_in_global_period,
    ),
    Rule(
        id="complexity-with-25",
        title="G2211 beside a visit with modifier 25",
        meaning="The visit complexity add-on is not paid when its visit carries 25, unless the other service is a "
        "vaccine or a Part B preventive service.",
        authority="Medicare physician fee schedule final rules for 2024 and 2025; First Coast CO-97 FAQ (2024-12-09): "
        "M15 where a service is bundled into another and not paid beside it",
        answer=Answer("deny", "CO", "97", ("M15",)),
        action="Write off.",
        stage="line",
        check=_complexity_with_25,
        codes=frozenset({"G2211"}),
    ),
    Rule(
        id="complexity-not-paid",
        title="G2211 at a payer that does not pay it",
        meaning="The visit complexity add-on is Medicare's; other payers often hold it to be part of the visit.",
        authority="The payer's provider manual; First Coast CO-97 FAQ (2024-12-09): M15 where a service is part of "
        "another and not paid beside it",
        answer=Answer("deny", "CO", "97", ("M15",)),
        action="Write off, and take the code out of charge capture for this payer.",
        stage="line",
        check=_complexity_not_paid,
        codes=frozenset({"G2211"}),
    ),
    Rule(
        id="telehealth-series-wanted",
        title="An office code for a telehealth visit",
        meaning="This payer wants video and telephone visits with the codes 98000 to 98015.",
        authority="The payer's provider manual (telehealth); 16 with N657 at docplayer.net/5201819 (2015)",
        answer=Answer("deny", "CO", "16", ("N657",)),
        action="Code the visit in the telehealth series as the record supports, and correct the claim.",
        stage="line",
        check=_telehealth_series_wanted,
    ),
    Rule(
        id="video-modifier-missing",
        title="A video visit without this payer's modifier",
        meaning="This payer takes office codes for telehealth and wants a modifier beside the place of service.",
        authority="The payer's provider manual (telehealth); 16 with N822, some payers answer 4",
        answer=Answer("deny", "CO", "16", ("N822",)),
        action="Add the modifier that the record supports (95 video, 93 audio only) and correct the claim.",
        stage="line",
        check=_video_modifier_missing,
    ),
    Rule(
        id="place-not-telehealth",
        title="A video modifier with a place of service that is not telehealth",
        meaning="95 and places 02 or 10 belong together: the one says video, the other says where the patient was.",
        authority="Noridian denial code resolution (CARC 5 with M77)",
        answer=Answer("deny", "CO", "5", ("M77",)),
        action="Correct the place of service, or take the modifier off, as the record says.",
        stage="line",
        check=_place_not_telehealth,
    ),
)
