"""What falls into another service of the day: NCCI edits, critical care, the facility's own, add-ons alone."""

from claimsim.coding.case import Case
from claimsim.coding.modifiers.modifier_evidence import facility
from claimsim.coding.rules import because
from claimsim.coding.services.services import Billed
from claimsim.model.codes import Reason

_BUNDLED_KINDS = frozenset({"procedure", "laboratory", "imaging", "global_test", "test", "delivery"})
_NEVER_APART = frozenset({"pack", "therapy", "supply"})
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
        "screening",
    }
)
_HOSPITALS = frozenset({"19", "21", "22", "23", "24"})
_READING_OF = {"93000": "93010", "93015": "93018", "93224": "93227"}
"""Tests whose professional part has a code of its own."""
_CONTRACTOR = "CONTRACTOR"
_LESIONS = frozenset(
    {
        "destruction of premalignant lesions", "destruction of warts", "skin tag removal", "nail debridement",
        "nail trimming", "paring of callus", "drainage of abscess", "laceration repair", "tangential biopsy",
        "punch biopsy", "incisional biopsy",
    }
)  # fmt: skip
"""Treatments named by the kind of lesion: two of them are of different lesions."""
_FRACTURE_CARE = ("fracture care", "reduction")
_CASTS = "29"


def put(line: Billed, modifier: str, why: Reason) -> None:
    line.modifiers.append(modifier)
    line.why.append(why)


def bundled(case: Case, lines: list[Billed]) -> list[Billed]:
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
                put(two, "59", because("modifier-59", text))
            elif indicator == "1" and two.kind == one.kind == _TIMED and one.minutes and two.minutes:
                text = f"Apart from {one.code}: minutes of its own, told for each."
                put(two, "59", because("modifier-59", text))
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


def of_this_place(case: Case, lines: list[Billed]) -> list[Billed]:
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
            put(line, "26", because("facility-bills", "The equipment is the facility's: the reading alone, 26."))
        kept.append(line)
    return kept


def bundled_by_status(case: Case, lines: list[Billed]) -> list[Billed]:
    """Without what Medicare always pays in the other services of the day (status B of its fee schedule)."""
    if not case.medicare:
        return lines
    kept: list[Billed] = []
    for line in lines:
        fee = case.tables.physician_fee(line.code, "", case.on)
        if fee is not None and fee.status == "B" and line.kind in _NEVER_APART:
            case.leave_out(line.evidence[0], because("included", f"{line.code} is part of the day's other services."))
        else:
            kept.append(line)
    return kept


def beside_critical_care(case: Case, visits: list[Billed], lines: list[Billed]) -> list[Billed]:
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


def with_primaries(case: Case, lines: list[Billed]) -> list[Billed]:
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
