"""Assigned services held against the record: undocumented, unbundled, another level, units, modifiers, pointers."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.findings import Findings, negative
from claimsim.coding.auditing.left_out import why_left_out
from claimsim.coding.auditing.lines import compare_modifiers, compare_pointers, compare_units, pointers_of
from claimsim.coding.rules import because
from claimsim.model.codes import AssignedService, Assignment, CodedService, Coding, Reason

_VISITS = frozenset(
    {
        "em_office", "em_telehealth", "em_hospital", "em_observation", "em_emergency", "em_consultation", "em_nursing",
        "em_home",
    }
)  # fmt: skip
_BY_VIDEO = frozenset({"95", "93", "GT", "GQ"})
_TWINS = tuple(
    (f"{office}", f"{series}")
    for first, video, audio in ((99202, 98000, 98008), (99212, 98004, 98012))
    for level in range(4)
    for office, series in ((first + level, video + level), (first + level, audio + level))
)
"""Office visits and those of the 98000 series, from straightforward to high."""
_CHECKUPS = frozenset({"em_preventive", "wellness"})
_TESTS = frozenset({"laboratory", "cardiology", "pulmonary", "imaging", "neurology"})
"""A test that an edit bundles as ordinary monitoring is nobody's unbundling where the record has no such test."""
_ORDINARY = "standard_practice"
_UNLOCKING = frozenset({"59", "XE", "XP", "XS", "XU"})
_MOST_NAMED = 3


class _Audit(Struct):
    """What the comparison of services shares."""

    reading: Coding
    tables: CodeTables
    on: date
    findings: Findings
    positions: dict[str, int]
    codes: tuple[str, ...]
    left: list[CodedService]

    def category(self, code: str) -> str:
        """The category of a code, be it valid on the day or not."""
        rows = self.tables.procedure_rows(code)
        return rows[-1].category if rows else ""


def audited_services(
    reading: Coding, assignment: Assignment, tables: CodeTables, on: date, findings: Findings
) -> tuple[CodedService, ...]:
    """The assigned services; those of the record with its evidence, and a finding wherever they differ."""
    positions = {code: index for index, code in enumerate(dict.fromkeys(assignment.diagnoses), start=1)}
    codes = tuple(service.code for service in assignment.services)
    work = _Audit(reading, tables, on, findings, positions, codes, list(reading.services))
    unmatched: list[tuple[int, AssignedService]] = []
    result: dict[int, CodedService] = {}
    for number, assigned in enumerate(assignment.services):
        match = _same(work.left, assigned)
        if match is None:
            unmatched.append((number, assigned))
            continue
        work.left.remove(match)
        result[number] = _compared(work, match, assigned)
    for number, assigned in unmatched:
        result[number] = _instead(work, assigned) or _undocumented(work, assigned)
    for service in work.left:
        text = f"{service.code} ({service.description}) was done and documented, and was left out."
        missed = negative(findings.charge(service.code, service.modifiers, service.units))
        findings.add("dropped_service", service.code, text, "warning", missed)
    return tuple(result[number] for number in sorted(result))


def _same(left: list[CodedService], assigned: AssignedService) -> CodedService | None:
    """The line of that code; of several the one whose modifiers agree best."""
    same = [service for service in left if service.code == assigned.code]
    return max(same, key=lambda s: len(set(s.modifiers) & set(assigned.modifiers)), default=None)


def _compared(work: _Audit, match: CodedService, assigned: AssignedService) -> CodedService:
    """A line of the record's own code."""
    compare_modifiers(match, assigned, work.findings)
    compare_units(match, assigned, work.findings)
    compare_pointers(match, assigned, work.reading, work.positions, work.findings)
    pointers = pointers_of(match, assigned, work.reading, work.positions)
    why = match.why
    if not pointers and work.positions:
        gone = "What it was done for is not among the diagnoses: it points at the first."
        pointers, why = (1,), (*why, because("pointer", gone))
    return _line(assigned, match.description, pointers, match, why)


def _instead(work: _Audit, assigned: AssignedService) -> CodedService | None:
    """A code in the place of the record's own: another level of the visit, a neighbor of the service."""
    read, compared = _in_place_of(work, assigned), assigned
    if read is None:
        return None
    work.left.remove(read)
    row = work.tables.procedure(assigned.code, work.on)
    category = work.category(assigned.code)
    dollars = work.findings.difference((assigned.code, (), assigned.units), (read.code, (), read.units))
    ours, theirs = work.tables.same_service(assigned.code), work.tables.same_service(read.code)
    # A new patient's code stands before an established one's and is worth more: within a family the money tells.
    by_money = bool(dollars) and (category == work.category(read.code) or category not in _VISITS)
    above = dollars is not None and dollars > 0 if by_money else assigned.code > read.code
    if row is None:
        text = f"{assigned.code} is not valid on {work.on.isoformat()}; the record supports {read.code}."
        whole = work.findings.charge(read.code, read.modifiers, read.units)
        work.findings.add("invalid_code", assigned.code, text, "serious", negative(whole))
    elif ours is not None and theirs is not None and ours.payer != theirs.payer:
        owner = "Medicare's" if ours.payer == "medicare" else "other payers'"
        text = f"{assigned.code} is {owner} code for the {ours.service}; this payer's manual asks for {read.code}."
        work.findings.add("other_payers_code", assigned.code, text, "serious", dollars)
    elif _of_one_level(assigned.code, read.code):
        text = f"{assigned.code} is the same visit at the same level; this payer's manual asks for {read.code}."
        work.findings.add("other_payers_code", assigned.code, text, "serious", dollars)
        kept = tuple(modifier for modifier in assigned.modifiers if modifier not in _BY_VIDEO)
        compared = replace(assigned, modifiers=kept)  # the modifier of the other way to bill goes with it
    else:
        lost = next((a.why_not for a in read.alternatives if a.code == assigned.code), "") or _seen_before(read)
        text = f"{assigned.code} was assigned; the record supports {read.code}{f': {lost}' if lost else ''}."
        level = "level" if category in _VISITS else "code"
        kind = f"{level}_{'above' if above else 'below'}"
        work.findings.add(kind, assigned.code, text, "serious" if above else "warning", dollars)
    compare_modifiers(read, compared, work.findings)
    pointers = tuple(work.positions[c] for c in assigned.diagnoses if c in work.positions) or read.diagnosis_pointers
    return _line(assigned, row.description if row is not None else "", pointers, read, read.why)


def _of_one_level(one: str, other: str) -> bool:
    """Whether an office code and one of the 98000 series tell the same visit by video or telephone: new or established,
    at one level of decision making (CPT 2025, telemedicine services).
    """
    return any(one in pair and other in pair for pair in _TWINS)


def _seen_before(read: CodedService) -> str:
    """What the reading says of new or established, for a code of the other kind."""
    told = next((reason.text for reason in read.why if reason.rule == "em-new-patient"), "")
    return f"{told[:1].lower()}{told[1:]}".rstrip(".")


def _in_place_of(work: _Audit, assigned: AssignedService) -> CodedService | None:
    """The line of the record that an assigned code stands for: the visit, or what has it as a neighbor."""
    category = work.category(assigned.code)
    if category in _VISITS:
        visit = next((s for s in work.left if work.category(s.code) in _VISITS), None)
        if visit is not None:
            return visit
    named = work.tables.same_service(assigned.code)
    return next(
        (
            s
            for s in work.left
            if any(a.code == assigned.code for a in s.alternatives)
            or (named is not None and _service_of(work, s.code) == named.service)
        ),
        None,
    )


def _service_of(work: _Audit, code: str) -> str:
    row = work.tables.same_service(code)
    return row.service if row is not None else ""


def _undocumented(work: _Audit, assigned: AssignedService) -> CodedService:
    """A service that the record does not support beside what it has: unbundled, doubled or never documented."""
    row = work.tables.procedure(assigned.code, work.on)
    description = row.description if row is not None else ""
    dollars = work.findings.charge(assigned.code, assigned.modifiers, assigned.units)
    kind, text = _fault_of(work, assigned, description)
    work.findings.add(kind, assigned.code, text, "serious", dollars)
    chosen = tuple(work.positions[c] for c in assigned.diagnoses if c in work.positions)
    why = (Reason("The record does not support it.", "", "documented"),)
    return _line(assigned, description, chosen or tuple(work.positions.values())[:1], None, why)


def _fault_of(work: _Audit, assigned: AssignedService, description: str) -> tuple[str, str]:
    code = assigned.code
    if not work.tables.procedure(code, work.on):
        return "invalid_code", f"{code} is not valid on {work.on.isoformat()}, and the record has nothing in its place."
    times = work.codes.count(code)
    read = sum(1 for service in work.reading.services if service.code == code)
    if times > 1 and read:
        return "unsupported_service", f"{code} was assigned {times} times; the record supports it {_times(read)}."
    whole = _part_of(work, code)
    if whole is not None and work.category(code) in _VISITS and work.category(whole) in _VISITS:
        return "unbundled_service", f"{code} is a second visit of the day; the record has one, which is {whole}."
    if whole is not None:
        pair = work.tables.ncci_pair(whole, code, work.on)
        reason = work.tables.ncci_reason(pair.reason) if pair is not None else None
        ground = f" (NCCI: {reason.meaning[:1].lower()}{reason.meaning[1:]})" if reason is not None else ""
        if work.category(code) in _VISITS:
            return "unbundled_service", f"{code} is part of {whole}{ground}; no work beyond it is read in the record."
        text = f"{code} is part of {whole}{ground}, and the record tells no other site or session"
        unlocked = next((m for m in assigned.modifiers if m in _UNLOCKING), "")
        return "unbundled_service", f"{text}{f' that {unlocked} would stand on' if unlocked else ''}."
    if work.category(code) in _VISITS and work.reading.services:
        return "unsupported_service", _visit_of_its_own(work, assigned)
    left_out = why_left_out(work.reading, description)
    text = f"{code} is not supported by the record{left_out or ': nothing in it is read as this service'}."
    return "unsupported_service", text


def _visit_of_its_own(work: _Audit, assigned: AssignedService) -> str:
    """What a visit lacks that the record does not bear beside a checkup or a procedure: work of its own."""
    besides = next((s.code for s in work.reading.services if work.category(s.code) in _CHECKUPS), "")
    beside = besides or ", ".join(dict.fromkeys(service.code for service in work.reading.services[:_MOST_NAMED]))
    supported = {diagnosis.code for diagnosis in work.reading.diagnoses}
    told = ", ".join(code for code in assigned.diagnoses if code in supported)
    reason = f"for {told} " if told else ""
    what = f"{assigned.code} is a visit of its own beside {beside}"
    return f"{what}; no work {reason}that goes beyond it is read in the record."


def _part_of(work: _Audit, code: str) -> str | None:
    """The code of the claim or of the record that an NCCI edit makes this one a part of."""
    wholes = dict.fromkeys((*work.codes, *(service.code for service in work.reading.services)))
    for whole in wholes:
        pair = work.tables.ncci_pair(whole, code, work.on) if whole != code else None
        if pair is not None and not (pair.reason == _ORDINARY and work.category(code) in _TESTS):
            return whole
    return None


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _line(
    assigned: AssignedService,
    description: str,
    pointers: tuple[int, ...],
    read: CodedService | None,
    why: tuple[Reason, ...],
) -> CodedService:
    """The assigned line with the record's evidence; without any where the record has none."""
    return CodedService(
        assigned.code,
        description,
        assigned.modifiers,
        assigned.units,
        pointers,
        read.minutes if read is not None else None,
        read.ndc if read is not None and read.code == assigned.code else "",
        read.evidence if read is not None else (),
        why,
        read.alternatives if read is not None else (),
    )
