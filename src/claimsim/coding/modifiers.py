"""Modifiers, each only with evidence in the record, in the order in which they stand on a line."""

from claimsim.coding import tokens
from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.service_text import match, service_text
from claimsim.coding.services import Billed, Services
from claimsim.coding.visits import Visit
from claimsim.model.codes import Reason

_VISIT_KINDS = frozenset({"visit", "preventive"})
_BUNDLED_KINDS = frozenset({"procedure", "laboratory", "imaging", "global_test"})
_MEDICARE_SHOTS = frozenset({"G0008", "G0009", "G0010"})
_PREVENTIVE_WITH_G2211 = frozenset({"vaccine", "vaccine_administration", "screening", "preventive", "counselling"})
_OFFICE = ("9920", "9921")
_LAST = 999


def finish(case: Case, services: Services, visit: Visit) -> list[Billed]:
    """Bundle, modify and order the lines: visits first, then the rest as found."""
    lines = _bundled(case, services.billed)
    visits = list(visit.billed)
    for line in visits:
        _separate_visit(case, line, visits, lines)
        _telehealth(case, line)
    for line in lines:
        _side(case, line)
        _waived(case, line)
        _preventive(case, line)
        _notice(case, line)
    _complexity(case, visit, visits, lines)
    result = [*visits, *lines]
    for line in result:
        line.modifiers = sorted(dict.fromkeys(line.modifiers), key=lambda modifier: (_rank(case, modifier), modifier))
    return result


def _rank(case: Case, modifier: str) -> int:
    row = case.tables.modifier(modifier, case.on)
    return row.sort_rank if row is not None else _LAST


def _put(line: Billed, modifier: str, why: Reason) -> None:
    line.modifiers.append(modifier)
    line.why.append(why)


def _separate_visit(case: Case, line: Billed, visits: list[Billed], lines: list[Billed]) -> None:
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


def _needs_25(case: Case, visit: Billed, other: Billed) -> bool:
    if other.code in _MEDICARE_SHOTS:
        return False
    if other.kind == "vaccine_administration" and not case.manual.visit_with_vaccine_needs_25:
        return False
    return case.ncci_indicator(other.code, visit.code) == "1"


def _bundled(case: Case, lines: list[Billed]) -> list[Billed]:
    """Leave out what an NCCI edit takes into another line of the same site; tell apart what was done elsewhere."""
    dropped: set[int] = set()
    for first, one in enumerate(lines):
        for second, two in enumerate(lines):
            if first == second or {first, second} & dropped or two.kind not in (*_BUNDLED_KINDS, "treatment"):
                continue
            indicator = case.ncci_indicator(one.code, two.code)
            if indicator is None or indicator == "9":
                continue
            if indicator == "1" and _apart(one, two):
                modifier = "XS" if case.medicare else "59"
                text = f"Apart from {one.code}: another site, lesion or injection."
                _put(two, modifier, because("modifier-59", text))
            elif two.kind in _BUNDLED_KINDS:
                dropped.add(second)
                text = f"{two.code} is part of {one.code} unless it was done at another site."
                case.leave_out(two.evidence[0], because("included", text))
    return [line for index, line in enumerate(lines) if index not in dropped]


def _apart(one: Billed, two: Billed) -> bool:
    if two.kind == "treatment":
        return one.kind in ("vaccine_administration", "treatment") and one.primary != two.primary
    if one.site is None or two.site is None:
        return False
    sides = {one.side, two.side}
    return one.site.region != two.site.region or sides == {"right", "left"}


def _side(case: Case, line: Billed) -> None:
    if not line.sided or not line.side:
        return
    if line.side != "bilateral":
        modifier = "RT" if line.side == "right" else "LT"
        _put(line, modifier, because("modifier-side", f"The record says {line.side}."))
        return
    fee = case.tables.physician_fee(line.code, "", case.on)
    if fee is not None and fee.bilateral == "1":
        _put(
            line, "50", because("modifier-side", "Both sides in one session, bilateral indicator 1: one unit with 50.")
        )
        line.units = 1


def _telehealth(case: Case, line: Billed) -> None:
    visit = case.encounter.visit
    rules = case.manual.telehealth
    if visit is None or rules.codes != "office" or visit.kind not in ("video", "audio"):
        return
    modifier = rules.video_modifier if visit.kind == "video" else rules.audio_modifier
    if modifier:
        _put(line, modifier, because("modifier-telehealth", f"A {visit.kind} visit; this payer wants {modifier}."))


def _waived(case: Case, line: Billed) -> None:
    if line.kind != "laboratory" or not case.manual.clia_waived_modifier:
        return
    if case.tables.laboratory_fee(line.code, "QW", case.on) is not None:
        _put(line, "QW", because("modifier-qw", "A waived test, run in the office."))


def _preventive(case: Case, line: Billed) -> None:
    if line.kind == "preventive" or line.name != "colonoscopy" or "screening" not in line.words:
        return
    if case.manual.line_of_business == "commercial":
        _put(line, "33", because("modifier-33", "Begun as a screening."))
    elif case.medicare and line.code in ("45380", "45384", "45385"):
        _put(line, "PT", because("modifier-33", "A screening that became therapeutic: PT with Medicare."))


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
    if chronic is None or not mine:
        return
    others = [line for line in (*visits, *lines) if line is not office]
    if "25" in office.modifiers and not all(line.kind in _PREVENTIVE_WITH_G2211 for line in others):
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
