"""Units of timed services: by the total of all minutes (8-minute rule), or each by CPT's midpoint; the payer says."""

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_measure
from claimsim.coding.rules import because
from claimsim.coding.services.services import Services

_STEP = 15
_BLANK = "__"
_LEAST = 8


def timed_units(minutes: dict[str, int]) -> dict[str, int]:
    """Units by code: whole quarters of an hour first, then the rest by the largest remainder, until the total is met.

    The total is that of all minutes together: 8 to 22 are one unit, 23 to 37 two, and so on (Medicare Claims
    Processing Manual ch. 5 s. 20.2). A code left with no unit is not in the answer.
    """
    total = (sum(minutes.values()) + _STEP - _LEAST) // _STEP
    units = {code: value // _STEP for code, value in minutes.items()}
    rest = sorted(minutes, key=lambda code: (-(minutes[code] % _STEP), code))
    for code in rest:
        if sum(units.values()) >= total:
            break
        if minutes[code] % _STEP:
            units[code] += 1
    return {code: count for code, count in units.items() if count}


def midpoint_units(minutes: dict[str, int]) -> dict[str, int]:
    """Units by code, each for itself: one for each quarter of an hour, and one for a rest of 8 minutes (CPT)."""
    units = {code: (value + _STEP - _LEAST) // _STEP for code, value in minutes.items()}
    return {code: count for code, count in units.items() if count}


def count_timed(case: Case, services: Services) -> None:
    """Set the units of the timed therapy lines; a line without a unit is left out."""
    _ask_blank_minutes(case, services)
    timed = [line for line in services.billed if line.kind == "timed"]
    if not timed:
        return
    minutes: dict[str, int] = {}
    for line in timed:
        minutes[line.code] = minutes.get(line.code, 0) + (line.minutes or _STEP * line.units)
    together = case.manual.therapy_units == "total_minutes"
    units = timed_units(minutes) if together else midpoint_units(minutes)
    total = sum(minutes.values())
    for line in timed:
        line.units = units.pop(line.code, 0)
        if line.units:
            text = f"{minutes[line.code]} of {total} timed minutes: {line.units} of the units."
            line.why.append(because("time-units", text))
        else:
            text = f"{minutes[line.code]} minutes do not make a unit."
            case.leave_out(line.evidence[0], because("time-units", text))
    services.billed = [line for line in services.billed if line.units]


def _ask_blank_minutes(case: Case, services: Services) -> None:
    """Ask for the minutes that the note leaves blank ("exercises, ____ min"): without them there are no units."""
    lines = {s.line for s in case.reading.statements if _BLANK in s.text}
    for line in [b for b in services.billed if b.kind == "timed" and b.minutes is None]:
        if not lines.isdisjoint(e.line for e in line.evidence if e.source == "note"):
            ask_measure(case, line.name, "number of minutes", tuple(line.evidence))
            services.billed.remove(line)
