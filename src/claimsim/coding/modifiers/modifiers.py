"""Modifiers, each only with evidence in the record, in the order in which they stand on a line."""

from decimal import Decimal

from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.modifiers.class_findings import foot_care
from claimsim.coding.modifiers.digits import both_lids, digit_modifier, digit_told
from claimsim.coding.modifiers.global_modifiers import handed_over, in_global
from claimsim.coding.modifiers.modifier_evidence import facility, plan_of, put_evident
from claimsim.coding.rules import because
from claimsim.coding.services.service_text import match, service_text
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.visits.global_period import open_globals
from claimsim.coding.visits.visits import Visit
from claimsim.coding.words import tokens
from claimsim.model.codes import Reason

_VISIT_KINDS = frozenset({"visit", "preventive"})
_BUNDLED_KINDS = frozenset({"procedure", "laboratory", "imaging", "global_test", "test", "delivery"})
_READ_TESTS = frozenset({"global_test", "test"})
_TIMED = "timed"
_FACILITY_ITS_OWN = frozenset(
    {
        "laboratory",
        "collection",
        "drug",
        "treatment",
        "infusion",
        "supply",
        "equipment",
        "vaccine",
        "vaccine_administration",
    }
)
_HOSPITALS = frozenset({"19", "21", "22", "23", "24"})
_READING_OF = {"93000": "93010", "93015": "93018", "93224": "93227"}
"""Tests whose professional part has a code of its own."""
_CONTRACTOR = "CONTRACTOR"
_REPEATED_WORDS = frozenset({"repeat", "repeated", "second", "2nd", "again", "third", "3rd", "serial"})
_REPEATABLE = frozenset({"imaging", "global_test", "treatment", "test", "procedure"})
_ADD_ON_KINDS = frozenset({"procedure_add_on", "test_add_on"})
_LESIONS = frozenset(
    {
        "destruction of premalignant lesions", "destruction of warts", "skin tag removal", "nail debridement",
        "nail trimming", "paring of callus", "drainage of abscess", "laceration repair",
    }
)  # fmt: skip
"""Treatments named by the kind of lesion: two of them are of different lesions."""
_BY_VIDEO = frozenset({"psychotherapy_add_on"})
_THERAPY_KINDS = frozenset({"timed", "therapy"})
_EXCLUDED = frozenset({"92015", *(f"9938{n}" for n in range(1, 8)), *(f"9939{n}" for n in range(1, 8))})
_NOTICES = frozenset({"abn", "notice", "beneficiary"})
_ONE_EAR = frozenset({"69209", "69210"})
"""One ear each by CPT, which wants 50 for both; Medicare's schedule counts both ears as one (indicator 2)."""
_INHALATION = "94640"
_CESSATION = frozenset({"99406", "99407", "99408"})
"""Counselling by time: a visit of the same day is told apart by 25 (CPT introduction to 99401 to 99412)."""
_MEDICARE_SHOTS = frozenset({"G0008", "G0009", "G0010"})
_PREVENTIVE_WITH_G2211 = frozenset({"vaccine", "vaccine_administration", "screening", "preventive", "counselling"})
_OFFICE = ("9920", "9921")
_FRACTURE_CARE = ("fracture care", "reduction")
_CASTS = "29"
_NURSE_VISIT = "99211"
_LAST = 999


def finish(case: Case, services: Services, visit: Visit) -> list[Billed]:
    """Bundle, modify and order the lines: visits first, then the rest as found."""
    lines = _bundled(case, _of_this_place(case, services.billed))
    visits = list(visit.billed)
    lines = _with_primaries(case, _beside_critical_care(case, visits, lines))
    for line in visits:
        _separate_visit(case, line, visits, lines, services.waiting)
        _telehealth(case, line)
        _excluded(case, line)
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
        _notice(case, line)
        _excluded(case, line)
        if line.kind in ("procedure", "delivery") and periods:
            in_global(case, line, periods)
        if line.kind == "procedure":
            handed_over(case, line)
        foot_care(case, line)
        _therapy_plan(case, line)
    _noted_notice(case, lines)
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


def _put(line: Billed, modifier: str, why: Reason) -> None:
    line.modifiers.append(modifier)
    line.why.append(why)


def _separate_visit(case: Case, line: Billed, visits: list[Billed], lines: list[Billed], waiting: bool = False) -> None:
    """25 where another service of the day needs the visit told apart; 57 with a service of a 90-day global."""
    if line.kind not in _VISIT_KINDS:
        return
    if line.kind == "visit" and any(other.kind == "preventive" for other in visits):
        text = "A significant problem beside the preventive visit."
        _put(line, "25", because("modifier-25", text))
        return
    for other in lines:
        if other.kind == "procedure" and case.global_days(other.code) == "090":
            _put(line, "57", because("modifier-25", f"The decision for {other.code}, which has a 90-day global: 57."))
            return
    for other in lines:
        if _needs_25(case, line, other):
            text = f"{other.code} was done the same day; the visit has its own problem and decision making."
            _put(line, "25", because("modifier-25", text))
            return
    if waiting:
        text = "A procedure was done that day whose code waits for an answer; the visit has its own problem."
        _put(line, "25", because("modifier-25", text))


def _needs_25(case: Case, visit: Billed, other: Billed) -> bool:
    if other.code in _MEDICARE_SHOTS:
        return False
    if other.kind == "vaccine_administration" and not case.manual.visit_with_vaccine_needs_25:
        return False
    if other.code in _CESSATION or (other.kind == "procedure" and case.global_days(other.code) in ("000", "010")):
        return True
    return case.ncci_indicator(other.code, visit.code) == "1"


def _bundled(case: Case, lines: list[Billed]) -> list[Billed]:
    """Leave out what an NCCI edit takes into another line of the same site; tell apart what was done elsewhere."""
    dropped: set[int] = set()
    for first, one in enumerate(lines):
        for second, two in enumerate(lines):
            if first == second or {first, second} & dropped or two.kind not in (*_BUNDLED_KINDS, "treatment", _TIMED):
                continue
            if one.apart and two.apart:
                continue
            indicator = case.ncci_indicator(one.code, two.code)
            if indicator is None or indicator == "9":
                continue
            if indicator == "1" and _apart(one, two):
                text = f"Apart from {one.code}: another site, lesion or injection (Medicare takes XS as well)."
                _put(two, "59", because("modifier-59", text))
            elif indicator == "1" and two.kind == one.kind == _TIMED and one.minutes and two.minutes:
                text = f"Apart from {one.code}: minutes of its own, told for each."
                _put(two, "59", because("modifier-59", text))
            elif two.kind in _BUNDLED_KINDS or (two.kind == _TIMED and indicator == "0"):
                dropped.add(second)
                text = f"{two.code} is part of {one.code} unless it was done at another site."
                case.leave_out(two.evidence[0], because("included", text))
    gone = {lines[index].code for index in dropped} - {line.code for i, line in enumerate(lines) if i not in dropped}
    return [
        line
        for index, line in enumerate(lines)
        if index not in dropped and not (line.kind == "add_on" and line.primary in gone)
    ]


def _apart(one: Billed, two: Billed) -> bool:
    if one.name.endswith(_FRACTURE_CARE) and two.code.startswith(_CASTS):
        return {one.side, two.side} == {"right", "left"}  # the fracture's own cast, by whatever part it is named
    if two.kind == "treatment":
        return one.kind in ("vaccine_administration", "treatment") and one.primary != two.primary
    if one.name != two.name and one.name in _LESIONS and two.name in _LESIONS:
        return True  # a skin tag is not an actinic keratosis
    if two.kind in _READ_TESTS and one.kind == "procedure":
        return bool(two.regions) and set(two.regions).isdisjoint(one.regions)  # an EKG for the faint, not for the cut
    if one.site is None or two.site is None:
        return False
    sides = {one.side, two.side}
    return one.site.region != two.site.region or sides == {"right", "left"}


def _side(case: Case, line: Billed) -> None:
    if not line.sided or not line.side or line.kind == "drug":
        return
    digit = digit_modifier(line)
    if not digit and digit_told(case, line):
        digit = digit_modifier(line)
    if digit:
        _put(line, digit, because("modifier-digit", f"The record names the part: {digit}."))
        return
    if line.side != "bilateral":
        modifier = "RT" if line.side == "right" else "LT"
        _put(line, modifier, because("modifier-side", f"The record says {line.side}."))
        return
    fee = case.tables.physician_fee(line.code, "", case.on)
    by_cpt = line.code in _ONE_EAR and not case.medicare
    if by_cpt or (fee is not None and fee.bilateral == "1"):
        _put(
            line, "50", because("modifier-side", "Both sides in one session, bilateral indicator 1: one unit with 50.")
        )
        line.units = 1


def _beside_visit(case: Case, line: Billed, visits: list[Billed]) -> None:
    """59 on a screening or counselling that an edit takes into the visit of the day, where its own time is told."""
    if line.kind not in ("screening", "counselling") or "59" in line.modifiers:
        return
    if any(case.ncci_indicator(visit.code, line.code) == "1" for visit in visits):
        _put(line, "59", because("modifier-59", "Apart from the visit: its own form or minutes are told."))


def _telehealth(case: Case, line: Billed) -> None:
    visit = case.encounter.visit
    rules = case.manual.telehealth
    if visit is None or rules.codes != "office" or visit.kind not in ("video", "audio"):
        return
    modifier = rules.video_modifier if visit.kind == "video" else rules.audio_modifier
    if modifier:
        _put(line, modifier, because("modifier-telehealth", f"By {visit.kind}: this payer wants {modifier}."))


def _waived(case: Case, line: Billed) -> None:
    if line.kind != "laboratory" or not case.manual.clia_waived_modifier:
        return
    if case.tables.laboratory_fee(line.code, "QW", case.on) is not None:
        _put(line, "QW", because("modifier-qw", "A waived test, run in the office."))


def _planned_care(case: Case, line: Billed, visits: list[Billed]) -> None:
    """Advance care planning as part of Medicare's wellness visit has no cost share: 33."""
    wellness = {"G0438", "G0439"} & {visit.code for visit in visits}
    if case.medicare and wellness and line.code in ("99497", "99498"):
        _put(line, "33", because("modifier-33", "Part of the wellness visit of the day, at the patient's choice."))


def _of_this_place(case: Case, lines: list[Billed]) -> list[Billed]:
    """In a hospital or surgery centre: the reading of a test, and nothing of what the facility gives and bills."""
    if not facility(case) or case.encounter.place_of_service not in _HOSPITALS:
        return lines
    kept: list[Billed] = []
    for line in lines:
        if line.kind in _FACILITY_ITS_OWN:
            text = f"{line.code}: the facility's staff and supplies are the facility's to bill."
            case.leave_out(line.evidence[0], because("facility-bills", text))
            continue
        fee = case.tables.physician_fee(line.code, "", case.on)
        if line.code in _READING_OF:
            line.code = _READING_OF[line.code]
            line.why.append(because("facility-bills", "The equipment is the facility's: the reading has its own code."))
        elif fee is not None and fee.pctc == "1" and line.kind in ("imaging", "global_test"):
            _put(line, "26", because("facility-bills", "The equipment is the facility's: the reading alone, 26."))
        kept.append(line)
    return kept


def _beside_critical_care(case: Case, visits: list[Billed], lines: list[Billed]) -> list[Billed]:
    """What critical care takes in (the edits of 99291) falls away."""
    if not any(visit.code == "99291" for visit in visits):
        return lines
    kept: list[Billed] = []
    for line in lines:
        if line.kind in ("imaging", "global_test", "collection") and case.ncci_indicator("99291", line.code):
            text = f"{line.code} is part of critical care."
            case.leave_out(line.evidence[0], because("included", text))
        else:
            kept.append(line)
    return kept


def _with_primaries(case: Case, lines: list[Billed]) -> list[Billed]:
    """Without add-on codes whose primary is missing."""
    codes = {line.code for line in lines}
    kept: list[Billed] = []
    for line in lines:
        primaries = case.tables.add_on_primaries(line.code, case.on) if line.kind.endswith("add_on") else ()
        if (
            primaries
            and _CONTRACTOR not in primaries
            and line.kind == "procedure_add_on"
            and codes.isdisjoint(primaries)
        ):
            case.leave_out(line.evidence[0], because("add-on", f"{line.code} stands only beside its primary."))
        else:
            kept.append(line)
    return kept


def _treatments_apart(lines: list[Billed]) -> list[Billed]:
    """Each inhalation treatment of the day is a line, the later ones repeats (76)."""
    result: list[Billed] = []
    for line in lines:
        result.append(line)
        if line.code == _INHALATION and line.units > 1:
            further = replace(line, modifiers=[*line.modifiers], why=list(line.why), units=line.units - 1)
            _put(further, "76", because("modifier-repeat", "Given again that day."))
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
            _put(line, "76", because("modifier-repeat", "The record says it was repeated that day."))
        elif line.kind == "laboratory":
            _put(line, "91", because("modifier-repeat", "Repeated that day for a new result."))


def _excluded(case: Case, line: Billed) -> None:
    if not case.medicare or line.code not in _EXCLUDED:
        return
    _put(line, "GY", because("excluded-by-law", "Medicare's law leaves it out; the patient may be billed."))
    if any(
        notice.service.casefold() in (e.text.casefold() for e in line.evidence) for notice in case.encounter.notices
    ):
        _put(line, "GX", because("excluded-by-law", "A voluntary notice was signed."))


def _therapy_plan(case: Case, line: Billed) -> None:
    if line.kind not in _THERAPY_KINDS or not (case.medicare or case.manual.therapy_plan_modifiers):
        return
    plan = plan_of(case)
    if plan and not line.code.startswith(("908", "9894", "978")):
        _put(line, plan, because("modifier-therapy", f"Under the therapist's plan of care: {plan}."))


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
        _put(line, "51", because("modifier-51", "Second or later procedure of the day; this payer wants 51."))


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


def _notice(case: Case, line: Billed) -> None:
    if not case.medicare:
        return
    texts = {evidence.text.casefold() for evidence in line.evidence}
    for notice in case.encounter.notices:
        named = notice.service.casefold() in texts or line.name in _services_named(case, notice.service)
        if named and notice.option == "1":
            _put(
                line,
                "GA",
                because("modifier-ga", f"A notice for this service was signed on {notice.signed_on.isoformat()}."),
            )


def _noted_notice(case: Case, lines: list[Billed]) -> None:
    """GA where the note itself says that a notice was signed before the service it speaks of."""
    if not case.medicare or case.encounter.notices:
        return
    for number, statement in enumerate(case.reading.statements):
        words = set(statement.words)
        if not words & _NOTICES or "signed" not in words or words & {"not", "no", "refused", "unsigned", "without"}:
            continue
        said = words | set(case.reading.statements[max(number - 1, 0)].words)
        about = [line for line in lines if said & set(tokens.words(line.name.lower())) or line.primary in said]
        only = {line.primary or line.name for line in lines}
        for line in about or (lines if len(only) == 1 else []):
            if "GA" not in line.modifiers:
                _put(line, "GA", because("modifier-ga", "The note says that a notice for this service was signed."))
        return


def _services_named(case: Case, words: str) -> set[str]:
    """The services of the index that some words name, as the record's own list is read."""
    found = tokens.expanded(words, tokens.lowered(words), case.lexicon.senses, "procedure")
    return {hit.entry.name for hit in match(service_text(found, case.lexicon), case.lexicon)}


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
        line.kind in _PREVENTIVE_WITH_G2211 and line.code not in _EXCLUDED for line in others
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
