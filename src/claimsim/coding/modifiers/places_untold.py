"""The digit or the side that tells a procedure's line apart, where the record leaves it out: asked for."""

from claimsim.coding.case import Case
from claimsim.coding.modifiers.digits import digit_untold
from claimsim.coding.queries.queries import ask_measure, ask_side
from claimsim.coding.services.lines import Billed

_EACH_SIDE = "1"
"""The bilateral indicator of a procedure of which each side is paid for itself (CMS physician fee schedule)."""


def ask_place(case: Case, line: Billed) -> None:
    """The digit, or the side, of a procedure whose line is told apart by it."""
    evidence = tuple(line.evidence[:2])
    if digit_untold(case, line):
        ask_measure(case, line.name, "finger or toe, and its side", evidence)
    elif line.sided and not line.side and _paid_by_side(case, line) and not case.reading.region_sides:
        ask_side(case, line.name, evidence)


def _paid_by_side(case: Case, line: Billed) -> bool:
    fee = case.tables.physician_fee(line.code, "", case.on)
    return fee is not None and fee.bilateral == _EACH_SIDE and (line.site is None or line.site.sided)
