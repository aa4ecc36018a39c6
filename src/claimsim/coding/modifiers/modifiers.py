"""Modifiers, each only with evidence in the record, in the order in which they stand on a line."""

from decimal import Decimal

from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.modifiers.bundling import (
    beside_critical_care,
    bundled,
    bundled_by_status,
    of_this_place,
    put,
    with_primaries,
)
from claimsim.coding.modifiers.class_findings import foot_care
from claimsim.coding.modifiers.digits import both_lids, digit_modifier, digit_told
from claimsim.coding.modifiers.global_modifiers import handed_over, in_global
from claimsim.coding.modifiers.modifier_evidence import plan_of, put_evident
from claimsim.coding.modifiers.notices import EXCLUDED, excluded, noted_notice, notice
from claimsim.coding.modifiers.places_untold import ask_place
from claimsim.coding.rules import because
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.visits.global_period import open_globals
from claimsim.coding.visits.visits import Visit

_VISIT_KINDS = frozenset({"visit", "preventive"})
_REPEATED_WORDS = frozenset({"repeat", "repeated", "second", "2nd", "again", "third", "3rd", "serial"})
_REPEATABLE = frozenset({"imaging", "global_test", "treatment", "test", "procedure"})
_ADD_ON_KINDS = frozenset({"procedure_add_on", "test_add_on"})
_BY_VIDEO = frozenset({"psychotherapy_add_on"})
_THERAPY_KINDS = frozenset({"timed", "therapy"})
_ONE_EAR = frozenset({"69209", "69210"})
"""One ear each by CPT, which wants 50 for both; Medicare's schedule counts both ears as one (indicator 2)."""
_INHALATION = "94640"
_CESSATION = frozenset({"99406", "99407", "99408"})
"""Counselling by time: a visit of the same day is told apart by 25 (CPT introduction to 99401 to 99412)."""
_MEDICARE_SHOTS = frozenset({"G0008", "G0009", "G0010"})
_PREVENTIVE_WITH_G2211 = frozenset({"vaccine", "vaccine_administration", "screening", "preventive", "counselling"})
_OFFICE = ("9920", "9921")
_NURSE_VISIT = "99211"
_EACH_SIDE = ("1", "3")
"""Bilateral indicators of services that 50 is for: 150 per cent, or each side in full (CMS physician fee schedule)."""
_LAST = 999


def finish(case: Case, services: Services, visit: Visit) -> list[Billed]:
    """Bundle, modify and order the lines: visits first, then the rest as found."""
    lines = bundled(case, bundled_by_status(case, of_this_place(case, services.billed)))
    visits = list(visit.billed)
    lines = with_primaries(case, beside_critical_care(case, visits, lines))
    for line in visits:
        _separate_visit(case, line, visits, lines, services.waiting)
        _telehealth(case, line)
        notice(case, line)
        excluded(case, line)
    lines = _treatments_apart(lines)
    _repeated(lines)
    periods = open_globals(case)
    for line in lines:
        _beside_visit(case, line, visits)
        if line.kind in _BY_VIDEO:
            _telehealth(case, line)
        _side(case, line)
        _waived(case, line)
        _planned_care(case, line, visits)
        notice(case, line)
        excluded(case, line)
        if line.kind in ("procedure", "delivery") and periods:
            in_global(case, line, periods)
        if line.kind == "procedure":
            handed_over(case, line)
            ask_place(case, line)
        foot_care(case, line)
        _therapy_plan(case, line)
    noted_notice(case, lines)
    _complexity(case, visit, visits, lines)
    _several(case, lines)
    result = _both_sides(case, [*visits, *both_lids(lines)])
    put_evident(case, result)
    for line in result:
        line.modifiers = sorted(dict.fromkeys(line.modifiers), key=lambda modifier: (_rank(case, modifier), modifier))
    return result


def _rank(case: Case, modifier: str) -> int:
    row = case.tables.modifier(modifier, case.on)
    return row.sort_rank if row is not None else _LAST


def _separate_visit(case: Case, line: Billed, visits: list[Billed], lines: list[Billed], waiting: bool = False) -> None:
    """25 where another service of the day needs the visit told apart; 57 with a service of a 90-day global."""
    if line.kind not in _VISIT_KINDS:
        return
    if line.kind == "visit" and any(other.kind == "preventive" for other in visits):
        text = "A significant problem beside the preventive visit."
        put(line, "25", because("modifier-25", text))
        return
    for other in lines:
        if other.kind == "procedure" and case.global_days(other.code) == "090":
            put(line, "57", because("modifier-25", f"The decision for {other.code}, which has a 90-day global: 57."))
            return
    for other in lines:
        if _needs_25(case, line, other):
            text = f"{other.code} was done the same day; the visit has its own problem and decision making."
            put(line, "25", because("modifier-25", text))
            return
    if waiting:
        text = "A procedure was done that day whose code waits for an answer; the visit has its own problem."
        put(line, "25", because("modifier-25", text))


def _needs_25(case: Case, visit: Billed, other: Billed) -> bool:
    if other.code in _MEDICARE_SHOTS:
        return False
    if other.kind == "vaccine_administration" and not case.manual.visit_with_vaccine_needs_25:
        return False
    if other.code in _CESSATION or (other.kind == "procedure" and case.global_days(other.code) in ("000", "010")):
        return True
    return case.ncci_indicator(other.code, visit.code) == "1"


def _side(case: Case, line: Billed) -> None:
    if not line.sided or not line.side or line.kind == "drug":
        return
    digit = digit_modifier(line)
    if not digit and digit_told(case, line):
        digit = digit_modifier(line)
    if digit:
        put(line, digit, because("modifier-digit", f"The record names the part: {digit}."))
        return
    if line.side != "bilateral":
        modifier = "RT" if line.side == "right" else "LT"
        put(line, modifier, because("modifier-side", f"The record says {line.side}."))
        return
    fee = case.tables.physician_fee(line.code, "", case.on)
    by_cpt = line.code in _ONE_EAR and not case.medicare
    if by_cpt or (fee is not None and fee.bilateral in _EACH_SIDE):
        put(line, "50", because("modifier-side", "Both sides in one session, each of which is paid: one unit with 50."))
        line.units = 1


def _beside_visit(case: Case, line: Billed, visits: list[Billed]) -> None:
    """59 on a screening or counselling that an edit takes into the visit of the day, where its own time is told."""
    if line.kind not in ("screening", "counselling") or "59" in line.modifiers:
        return
    if any(case.ncci_indicator(visit.code, line.code) == "1" for visit in visits):
        put(line, "59", because("modifier-59", "Apart from the visit: its own form or minutes are told."))


def _telehealth(case: Case, line: Billed) -> None:
    visit = case.encounter.visit
    rules = case.manual.telehealth
    if visit is None or rules.codes != "office" or visit.kind not in ("video", "audio"):
        return
    modifier = rules.video_modifier if visit.kind == "video" else rules.audio_modifier
    if modifier:
        put(line, modifier, because("modifier-telehealth", f"By {visit.kind}: this payer wants {modifier}."))


def _waived(case: Case, line: Billed) -> None:
    if line.kind != "laboratory" or not case.manual.clia_waived_modifier:
        return
    if case.tables.laboratory_fee(line.code, "QW", case.on) is not None:
        put(line, "QW", because("modifier-qw", "A waived test, run in the office."))


def _planned_care(case: Case, line: Billed, visits: list[Billed]) -> None:
    """Advance care planning and the social needs assessment as parts of Medicare's wellness visit have no cost share:
    33 (for G0136 ruralhealthinfo.org, SDOH risk assessment; that 33 says so there, too, is not verified)."""
    wellness = {"G0438", "G0439"} & {visit.code for visit in visits}
    if case.medicare and wellness and line.code in ("99497", "99498", "G0136"):
        put(line, "33", because("modifier-33", "Part of the wellness visit of the day, at the patient's choice."))


def _treatments_apart(lines: list[Billed]) -> list[Billed]:
    """Each inhalation treatment of the day is a line, the later ones repeats (76)."""
    result: list[Billed] = []
    for line in lines:
        result.append(line)
        if line.code == _INHALATION and line.units > 1:
            further = replace(line, modifiers=[*line.modifiers], why=list(line.why), units=line.units - 1)
            put(further, "76", because("modifier-repeat", "Given again that day."))
            line.units = 1
            result.append(further)
    return result


def _repeated(lines: list[Billed]) -> None:
    """76, or 91 for a laboratory test, on a second line of the same code whose words say it was done again."""
    first: dict[tuple[str, str], Billed] = {}
    for line in lines:
        before = first.setdefault((line.code, line.side), line)
        if before is line or _REPEATED_WORDS.isdisjoint(line.words):
            continue
        if line.kind in _REPEATABLE:
            put(line, "76", because("modifier-repeat", "The record says it was repeated that day."))
        elif line.kind == "laboratory":
            put(line, "91", because("modifier-repeat", "Repeated that day for a new result."))


def _therapy_plan(case: Case, line: Billed) -> None:
    if line.kind not in _THERAPY_KINDS or not (case.medicare or case.manual.therapy_plan_modifiers):
        return
    plan = plan_of(case)
    if plan and not line.code.startswith(("908", "9894", "978")):
        put(line, plan, because("modifier-therapy", f"Under the therapist's plan of care: {plan}."))


def _several(case: Case, lines: list[Billed]) -> None:
    """51 on the procedures after the one of the highest value, where the payer wants it."""
    if not case.manual.multiple_procedure_modifier:
        return
    ranked: list[tuple[Decimal, int, Billed]] = []
    for index, line in enumerate(lines):
        fee = case.tables.physician_fee(line.code, "", case.on)
        if line.kind == "procedure" and fee is not None and fee.multiple_procedure in ("1", "2", "3"):
            ranked.append((-fee.work_rvu - fee.pe_rvu_nonfacility, index, line))
    for _, _, line in sorted(ranked, key=lambda item: item[:2])[1:]:
        put(line, "51", because("modifier-51", "Second or later procedure of the day; this payer wants 51."))


def _both_sides(case: Case, lines: list[Billed]) -> list[Billed]:
    """Two lines with RT and LT in the place of one with 50, where the payer wants it so."""
    if case.manual.bilateral != "two_lines":
        return lines
    result: list[Billed] = []
    for line in lines:
        if "50" not in line.modifiers:
            result.append(line)
            continue
        others = [modifier for modifier in line.modifiers if modifier != "50"]
        for side in ("RT", "LT"):
            result.append(replace(line, modifiers=[*others, side], side="right" if side == "RT" else "left"))
    return result


def _complexity(case: Case, visit: Visit, visits: list[Billed], lines: list[Billed]) -> None:
    """G2211 where the payer takes it and the note shows a continuing relationship (a chronic problem, seen before)."""
    office = next((line for line in visits if line.kind == "visit" and line.code.startswith(_OFFICE)), None)
    if office is None or not case.manual.visit_complexity_add_on or visit.new or not case.service("G2211"):
        return
    chronic = next((problem for problem in visit.problems if problem.kind == "chronic"), None)
    mine = any(item.provider == case.encounter.rendering_provider for item in case.encounter.history)
    if chronic is None or not mine or office.code == _NURSE_VISIT:
        return
    others = [line for line in (*visits, *lines) if line is not office]
    if "25" in office.modifiers and not all(
        line.kind in _PREVENTIVE_WITH_G2211 and line.code not in EXCLUDED for line in others
    ):
        return
    text = f"This clinician follows the patient's {chronic.term.replace('~', ' of ')} over time."
    add_on = Billed(
        "G2211",
        1,
        "visit_add_on",
        [chronic.evidence],
        [because("visit-complexity", text)],
        name="visit complexity",
        primary=office.code,
    )
    visits.insert(visits.index(office) + 1, add_on)
