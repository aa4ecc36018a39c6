"""Further surgeons: whether the fee file lets an assistant, a co-surgeon or a team be paid for the procedure."""

from claimsim.payer.context import LineContext
from claimsim.rules import Answer, Rule

_ASSISTANTS = frozenset({"80", "81", "82", "AS"})
_FURTHER = frozenset({"62", "66"})
_SOURCE = (
    "CMS physician fee schedule indicators as in Noridian, Assistant-at-Surgery and Co-Surgery, and Palmetto GBA, CPT "
    "modifier 62; group CO and reason 54 by Medicare Claims Processing Manual chapter 12 as quoted at "
    "insuranceclaimdenialappeal.com (2016-07)"
)


def _assistant(at: LineContext) -> str | None:
    if _ASSISTANTS.isdisjoint(at.line.modifiers):
        return None
    modifier = next(m for m in at.line.modifiers if m in _ASSISTANTS)
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    indicator = row.assistant if row is not None else "2"
    return _refused(at, modifier, "assistant", indicator, with_record="0", never=("1", "9"))


def _further_surgeon(at: LineContext) -> str | None:
    if _FURTHER.isdisjoint(at.line.modifiers):
        return None
    modifier = next(m for m in at.line.modifiers if m in _FURTHER)
    row = at.of.tables.physician_fee(at.line.code, "", at.line.date_of_service)
    if row is None:
        return None
    indicator = row.co_surgeon if modifier == "62" else row.team
    what = "co-surgeon" if modifier == "62" else "team"
    return _refused(at, modifier, what, indicator, with_record="1", never=("0", "9"))


def _refused(
    at: LineContext, modifier: str, what: str, indicator: str, *, with_record: str, never: tuple[str, ...]
) -> str | None:
    if indicator in never:
        return f"modifier {modifier}, {what} indicator {indicator}: not paid for this procedure"
    if indicator == with_record and not at.of.claim.attachments:
        return f"modifier {modifier}, {what} indicator {indicator}: paid only with the operative record, and none came"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="assistant-not-covered",
        title="No assistant at surgery is paid for the procedure",
        meaning="The fee file says for each procedure whether an assistant is paid: 2 yes, 0 with the operative "
        "record, 1 never, 9 does not apply.",
        authority=_SOURCE,
        answer=Answer("deny", "CO", "54"),
        action="Look up the assistant indicator. With 0, send the operative record; else write off.",
        stage="line",
        check=_assistant,
    ),
    Rule(
        id="further-surgeon-not-covered",
        title="No second surgeon or team is paid for the procedure",
        meaning="Co-surgeons (62) and teams (66) are paid where the fee file's indicator is 2, or 1 with the operative "
        "record; 0 and 9 never.",
        authority=_SOURCE,
        answer=Answer("deny", "CO", "54"),
        action="Look up the indicator. With 1, send the operative record; else write off.",
        stage="line",
        check=_further_surgeon,
    ),
)
