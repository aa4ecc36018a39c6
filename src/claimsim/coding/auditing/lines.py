"""One assigned line held against the record's line: its modifiers, units and pointers."""

from claimsim.coding.auditing.findings import Findings
from claimsim.model.codes import AssignedService, CodedService, Coding, Severity

_PAYMENT_MODIFIERS = frozenset(
    {"22", "24", "25", "50", "57", "58", "59", "76", "77", "78", "79", "XE", "XP", "XS", "XU"}
)
_PLANS_OF_CARE = frozenset({"GP", "GO", "GN"})
"""True of every therapist's service; the reading leaves them off where the payer does not ask for them."""
_SAME_MEANING = (
    frozenset({"33", "PT"}),
    frozenset({"95", "GT", "FQ", "93"}),
    frozenset({"59", "XE", "XP", "XS", "XU"}),
)
"""Modifiers that payers ask for in each other's place."""
_PLACES = frozenset(
    {"RT", "LT", "FA", "TA", "E1", "E2", "E3", "E4", *(f"F{n}" for n in range(1, 10)), *(f"T{n}" for n in range(1, 10))}
)
"""Modifiers that tell where: one in the place of another is one fault."""
_MOST_POINTERS = 4


def compare_modifiers(read: CodedService, assigned: AssignedService, findings: Findings) -> None:
    """Modifiers that are too much or missing; the lines' codes may differ by a level."""
    code = assigned.code
    missing = [modifier for modifier in read.modifiers if modifier not in assigned.modifiers]
    for modifier in assigned.modifiers:
        if modifier in read.modifiers or modifier in _PLANS_OF_CARE:
            continue
        subject = f"{code}-{modifier}"
        wanted = next((m for m in missing if _alike(m, modifier)), "")
        if wanted:
            text = f"{modifier} says what {wanted} says; this payer's manual asks for {wanted}."
            findings.add("unsupported_modifier", subject, text, "warning")
            continue
        told = next((m for m in missing if m in _PLACES), "") if modifier in _PLACES else ""
        if told:
            missing.remove(told)
            where = "the other side" if {told, modifier} == {"RT", "LT"} else "another place"
            text = f"The record says {where}: {told}, and not {modifier}."
            findings.add("wrong_side", subject, text, "serious")
            continue
        severity: Severity = "serious" if modifier in _PAYMENT_MODIFIERS else "warning"
        text = f"The record shows nothing that modifier {modifier} on {code} would stand on."
        findings.add(
            "unsupported_modifier", subject, text, severity, findings.of_modifier(code, modifier, read.units, 1)
        )
    for modifier in missing:
        if any(_alike(modifier, other) for other in assigned.modifiers):
            continue
        text = f"The record supports modifier {modifier} on {code}, and it was left off."
        dollars = findings.of_modifier(code, modifier, read.units, -1)
        findings.add("missing_modifier", f"{code}-{modifier}", text, "warning", dollars)


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _SAME_MEANING)


def compare_units(read: CodedService, assigned: AssignedService, findings: Findings) -> None:
    """Units above or below what the record supports."""
    if assigned.units == read.units:
        return
    above = assigned.units > read.units
    said = f"{assigned.units} unit{'' if assigned.units == 1 else 's'}"
    text = f"{assigned.code} was assigned {said}; the record supports {read.units}."
    dollars = findings.difference((assigned.code, (), assigned.units), (assigned.code, (), read.units))
    kind = "units_above" if above else "units_below"
    findings.add(kind, assigned.code, text, "serious" if above else "warning", dollars)


def compare_pointers(
    read: CodedService, assigned: AssignedService, reading: Coding, positions: dict[str, int], findings: Findings
) -> None:
    """A line that points at diagnoses of the record, and at none that it was done for."""
    tied = codes_of(read, reading)
    supported = {diagnosis.code for diagnosis in reading.diagnoses}
    pointed = [code for code in assigned.diagnoses if code in positions]
    gone = not any(code in positions for code in tied)  # that they were left out is a finding of its own
    if not tied or not pointed or gone or not supported.issuperset(pointed) or not set(tied).isdisjoint(pointed):
        return
    text = f"{assigned.code} points at {', '.join(pointed)}; the record ties it to {', '.join(tied)}."
    findings.add("wrong_pointer", assigned.code, text, "warning")


def pointers_of(
    read: CodedService, assigned: AssignedService, reading: Coding, positions: dict[str, int]
) -> tuple[int, ...]:
    """The line's pointers: as assigned, else as it was read, to what is among the assigned diagnoses."""
    if assigned.diagnoses:
        return tuple(positions[code] for code in assigned.diagnoses if code in positions)[:_MOST_POINTERS]
    return tuple(positions[code] for code in codes_of(read, reading) if code in positions)


def codes_of(read: CodedService, reading: Coding) -> list[str]:
    """The diagnoses that a line of the record is tied to."""
    codes = [diagnosis.code for diagnosis in reading.diagnoses]
    return [codes[p - 1] for p in read.diagnosis_pointers if 0 < p <= len(codes)]
