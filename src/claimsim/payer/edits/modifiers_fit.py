"""Modifiers that do not fit the code they stand on, or each other."""

from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule

_VISIT_ONLY = frozenset({"24", "25", "57"})
_VISITS = ("em_", "wellness", "behavioral", "ophthalmology", "counseling", "screening")
_DISTINCT = frozenset({"59", "XE", "XS", "XP", "XU"})


def _does_not_fit(at: LineContext) -> str | None:
    line, modifiers = at.line, set(at.line.modifiers)
    if not modifiers:
        return None
    if not at.category.startswith(_VISITS) and (wrong := sorted(_VISIT_ONLY & modifiers)):
        return f"{wrong[0]} belongs on a visit, not on {line.code}"
    if at.category.startswith("em_") and (wrong := sorted(_DISTINCT & modifiers)):
        return f"{wrong[0]} does not go on a visit"
    if {"26", "TC"} <= modifiers:
        return "26 and TC together: the whole service carries neither"
    if {"AT", "GA"} <= modifiers:
        return "AT and GA together: active treatment, and a notice that it is none (Palmetto GBA, A22JLH1132)"
    if "50" in modifiers and not {"RT", "LT"}.isdisjoint(modifiers):
        return "50 says both sides, RT or LT one"
    row = at.of.tables.physician_fee(line.code, "", line.date_of_service)
    if row is None:
        return None
    taken = at.of.payer.file.both_sides_codes
    if row.bilateral in ("0", "2") and "50" in modifiers and not glob_covers(taken, line.code):
        return f"50 on {line.code}, whose bilateral indicator is {row.bilateral}"
    if row.pctc == "0" and (wrong := sorted({"26", "TC"} & modifiers)):
        return f"{wrong[0]} on {line.code}, which has no professional and technical parts"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="modifier-does-not-fit",
        title="A modifier that does not fit the code",
        meaning="25 on a procedure, 50 on a code that is never bilateral, 26 on a service without parts, modifiers "
        "that contradict each other. (A missing modifier is 16 with N822.) Earwax of both ears is 69210-50 by CPT, "
        "which some payers take and pay once; Medicare's code means both ears already.",
        authority="CMS physician fee schedule indicators; 4 with N519 at billingexecutive.com and in Noridian's denial "
        "code resolution; CGS, removal of impacted ear wax (2014-06-04: 50 comes back unprocessable); Regence and "
        "BridgeSpan, modifier 50",
        answer=Answer("deny", "CO", "4", ("N519",)),
        action="The coder compares with the record, and the claim is corrected this payer's way.",
        stage="line",
        check=_does_not_fit,
    ),
)
