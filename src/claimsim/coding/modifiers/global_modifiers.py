"""58, 78 and 79: how a procedure relates to an earlier one whose global period holds."""

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_related
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.coding.visits.global_period import Global

_STAGED = ("staged", "second stage", "planned return", "more extensive", "stage 2", "as planned at")
_RETURN = ("return to or", "return to the or", "return to operating room", "return to the operating room",
           "taken back to the", "back to or", "takeback", "unplanned return")  # fmt: skip
_OTHERS = frozenset({"orthopedics", "orthopedic", "orthopedist", "ortho", "surgeon", "clinic", "specialist", "hand"})
_AFTER = frozenset(
    {
        "follow",
        "care",
        "aftercare",
        "followup",
        "f/u",
        "see",
        "seen",
        "takes",
        "assume",
        "referred",
        "refer",
        "week",
        "days",
    }
)
_DECIDED = frozenset({"plan", "assessment_plan", "assessment", "results", ""})
_LONGEST = 200
_OPERATING_ROOMS = frozenset({"21", "22", "24"})


def in_global(case: Case, line: Billed, periods: list[Global]) -> None:
    """Put the modifier the record supports; where it does not tell how the two relate, ask."""
    if line.kind == "procedure" and case.global_days(line.code) in ("ZZZ", "XXX", ""):
        return
    low = case.encounter.note.lower()
    for period in periods:
        if any(words in low for words in _STAGED):
            _put(line, "58", period, "planned or more extensive")
        elif any(words in low for words in _RETURN) and case.encounter.place_of_service in _OPERATING_ROOMS:
            _put(line, "78", period, "an unplanned return to the operating room")
        elif line.code.startswith("29") and line.kind == "procedure" and period.code != line.code:
            _put(line, "58", period, "a cast or splint renewed in the course of the same fracture's care")
        elif _elsewhere(line, period):
            _put(line, "79", period, "unrelated, at another site")
        elif line.code == period.code or not line.regions:
            ask_related(case, f"{line.code} today", f"{period.code} of {period.on.isoformat()}", tuple(line.evidence))
        else:
            continue
        return


def handed_over(case: Case, line: Billed) -> None:
    """54 in an emergency department on a fracture or dislocation that was set and whose aftercare others take.

    CPT modifier 54; Medicare Claims Processing Manual ch. 12 s. 40.2: the surgeon who gives no aftercare bills the
    surgical care alone.
    """
    visit = case.encounter.visit
    if visit is None or visit.kind != "emergency" or "54" in line.modifiers:
        return
    if case.global_days(line.code) != "090" or not line.name.endswith(("fracture care", "reduction")):
        return
    for statement in case.reading.statements:
        words = statement.words
        if statement.role in _DECIDED and not _OTHERS.isdisjoint(words) and not _AFTER.isdisjoint(words):
            line.modifiers.append("54")
            text = f"Others take the aftercare of {line.code}: {statement.text}"
            line.why.append(because("modifier-global", text[:_LONGEST]))
            return


def _elsewhere(line: Billed, period: Global) -> bool:
    sides = {line.side, period.side}
    if sides == {"right", "left"}:
        return True
    return bool(period.regions) and bool(line.regions) and period.regions.isdisjoint(line.regions)


def _put(line: Billed, modifier: str, period: Global, how: str) -> None:
    line.modifiers.append(modifier)
    line.why.append(because("modifier-global", f"{period.sentence}; this procedure is {how}: {modifier}."))
