"""Services that are part of others: NCCI pairs, units limits, add-on codes, bundled codes."""

from collections.abc import Iterator

from claimsim.code_tables.rows import NcciPair
from claimsim.payer.context import LineContext
from claimsim.payer.history import services_on_day
from claimsim.rules import Answer, Rule

ANATOMIC = frozenset(
    [
        "E1",
        "E2",
        "E3",
        "E4",
        "FA",
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
        "F6",
        "F7",
        "F8",
        "F9",
        "TA",
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T8",
        "T9",
        "LT",
        "RT",
        "LC",
        "LD",
        "RC",
        "LM",
        "RI",
    ]
)
NCCI_MODIFIERS = ANATOMIC | frozenset(["24", "25", "57", "58", "78", "79", "27", "59", "91", "XE", "XS", "XP", "XU"])
"""The modifiers that open a pair whose indicator is 1 (NCCI Policy Manual for Medicare, chapter I, section E)."""
DISTINCT = frozenset(["59", "XE", "XS", "XP", "XU"])
"""Those that Medicare, for services since 2019-07-01, takes on the column 1 line too."""


def _other_codes(at: LineContext) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Code, modifiers and place on the claims of every other service of the day by this clinician."""
    line = at.line
    for other in at.of.claim.lines:
        if other.number != line.number and other.date_of_service == line.date_of_service:
            yield other.code, other.modifiers, f"line {other.number}"
    for service in services_on_day(at.of, line.date_of_service):
        yield service.code, service.modifiers, "a claim on file"


def _opens(pair: NcciPair, at: LineContext, column_1_modifiers: tuple[str, ...]) -> bool:
    if pair.modifier_indicator != "1":
        return pair.modifier_indicator == "9"
    if not NCCI_MODIFIERS.isdisjoint(at.line.modifiers):
        return True
    return at.of.payer.file.ncci_modifier_on_either_line and not DISTINCT.isdisjoint(column_1_modifiers)


def _mutually_exclusive(at: LineContext) -> str | None:
    line = at.line
    for code, modifiers, where in _other_codes(at):
        pair = at.of.tables.ncci_pair(code, line.code, line.date_of_service)
        if pair is not None and pair.reason == "mutually_exclusive" and not _opens(pair, at, modifiers):
            return f"{code} on {where} and {line.code} exclude each other, indicator {pair.modifier_indicator}"
    return None


def _ncci_pair(at: LineContext) -> str | None:
    line = at.line
    for code, modifiers, where in _other_codes(at):
        pair = at.of.tables.ncci_pair(code, line.code, line.date_of_service)
        if pair is None or _opens(pair, at, modifiers):
            continue
        way_out = (
            "no modifier opens it"
            if pair.modifier_indicator == "0"
            else "a modifier opens it if the record supports one"
        )
        return f"column 1 {code} on {where}, column 2 {line.code}, indicator {pair.modifier_indicator}: {way_out}"
    return None


def _too_many_units(at: LineContext) -> str | None:
    line = at.line
    limit = at.of.tables.mue_limit(line.code, line.date_of_service)
    # A limit of nothing says that Medicare does not pay the code at all: that is Medicare's coverage, not coding.
    if limit is None or (limit.units == 0 and not at.of.payer.file.is_medicare):
        return None
    if limit.indicator == "1":
        units, scope = line.units, "on the line"
    else:
        day = line.date_of_service
        units = sum([x.units for x in at.of.claim.lines if x.code == line.code and x.date_of_service == day])
        units += sum([s.units for s in services_on_day(at.of, day) if s.code == line.code])
        scope = "on the day"
    return (
        f"{units} units {scope}, at most {limit.units} (adjudication indicator {limit.indicator})"
        if units > limit.units
        else None
    )


def _no_primary(at: LineContext) -> str | None:
    line = at.line
    primaries = at.of.tables.add_on_primaries(line.code, line.date_of_service)
    if not primaries:
        return None
    any_code = "CONTRACTOR" in primaries
    for other in at.of.claim.lines:
        beside = other.number != line.number and other.date_of_service == line.date_of_service
        if beside and other.number not in at.denied and (other.code in primaries or any_code):
            return None
    if any(s.code in primaries or any_code for s in services_on_day(at.of, line.date_of_service)):
        return None
    return f"{line.code} is an add-on code, and none of its primary procedures is payable beside it"


def _bundled_status(at: LineContext) -> str | None:
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is not None and row.status in ("B", "P"):
        return f"physician fee schedule status {row.status}"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="bundled-code",
        title="A code whose payment is always part of other services",
        meaning="Status B (always bundled) or P (bundled or excluded supply) in the physician fee schedule: never "
        "paid by itself.",
        authority="CMS physician fee schedule, status indicators; First Coast CO-97 FAQ",
        answer=Answer("deny", "CO", "97", ("M15",)),
        action="Write it off, and take the code out of charge capture for this payer.",
        stage="line",
        check=_bundled_status,
    ),
    Rule(
        id="mutually-exclusive",
        title="Two services that exclude each other",
        meaning="Two ways to do the same thing, or two that cannot be done in one session: the column 2 code is not "
        "paid. Payers that have this edit answer it apart from other NCCI pairs.",
        authority="NCCI Policy Manual for Medicare Services, chapter I (mutually exclusive procedures); CAQH CORE "
        "360 code combinations 3.3.0 (231)",
        answer=Answer("deny", "CO", "231"),
        action="Keep the one that was done. A modifier only if the record shows separate sites or sessions.",
        stage="line",
        check=_mutually_exclusive,
    ),
    Rule(
        id="ncci-pair",
        title="An NCCI pair: the second code is part of the first",
        meaning="CMS publishes pairs of codes of which the column 2 code is not paid with the column 1 code. "
        "Indicator 0: never. "
        "Indicator 1: unless a modifier says that the services were separate, and the record supports it. The patient "
        "never owes it, with or without an ABN.",
        authority="NCCI Policy Manual for Medicare Services, chapter I; CARC 236 (contractors show no remark; other "
        "payers answer 97)",
        answer=Answer("deny", "CO", "236"),
        action="The coder looks at the record. Separate and documented: add the modifier and correct the claim. Else "
        "write off.",
        stage="line",
        check=_ncci_pair,
    ),
    Rule(
        id="units-limit",
        title="More units than the medically unlikely edit allows",
        meaning="CMS sets how many units of a code are plausible: on one line (indicator 1), on one day absolutely "
        "(2) or on one "
        "day unless the record shows more (3). The whole line is denied. It is a coding denial: an ABN does not move "
        "it to the patient.",
        authority="CMS medically unlikely edits, practitioner; contractors answer 151 with MA01 since 2021",
        answer=Answer("deny", "CO", "151", ("MA01",)),
        action="Compare the units with the record. A typing error: correct it. Truly done: appeal with the record "
        "(not indicator 2).",
        stage="line",
        check=_too_many_units,
    ),
    Rule(
        id="add-on-without-primary",
        title="An add-on code without its primary procedure",
        meaning="An add-on code describes extra work beside a primary procedure and is paid only when that one is.",
        authority="CMS add-on code edits; Noridian JE/JF Part B denial guidance (B15, N122)",
        answer=Answer("deny", "CO", "B15", ("N122",)),
        action="Bill or fix the primary procedure first, on the same claim.",
        stage="line",
        check=_no_primary,
    ),
)
