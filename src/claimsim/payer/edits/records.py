"""Medical records: services that are looked at with them only, and records that were asked for and did not come."""

from claimsim.model.calendar import add_days
from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule

NOT_RECEIVED = (
    "Noridian JE and JF, how to respond to an additional documentation request (45 days, provider liable, M127); "
    "Palmetto GBA, intent to reopen (120 days); CARC 226: lowermymedicalbills.com/denial-codes/226"
)
"""Where the answer to records that did not come is from."""
SEND_NOW = (
    "Read the record, and send it now by the way that this payer has for late ones: Medicare reopens or redetermines, "
    "others reconsider. If it had gone in time, appeal with proof."
)


def _needed(at: LineContext) -> str | None:
    line = at.line
    if at.of.claim.attachments:
        return None
    for need in at.of.payer.file.records_needed:
        if glob_covers(need.codes, line.code):
            return f"{line.code} is looked at with {need.records}, and nothing came with the claim (PWK)"
        for marked in line.modifiers:
            if marked in need.modifiers:
                return f"modifier {marked} is looked at with {need.records}, and nothing came with the claim (PWK)"
    return None


def _not_received(at: LineContext) -> str | None:
    if at.of.claim.attachments:
        return None
    for request in at.of.state.on_file.records_requests:
        # A letter that is older than the service asked for the record of another one.
        if request.asked_on < at.line.date_of_service or not glob_covers(request.codes, at.line.code):
            continue
        due = add_days(request.asked_on, request.within_days)
        if request.answered_on is None:
            return f"records asked for on {request.asked_on} were due on {due} and never came"
        if request.answered_on > due:
            return f"records asked for on {request.asked_on} were due on {due} and came on {request.answered_on}"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="records-not-received",
        title="Records that were asked for did not come in time",
        meaning="The payer wrote for the record and set a day. Nothing came, or it came late.",
        authority=NOT_RECEIVED,
        answer=Answer("deny", "CO", "226", ("M127",)),
        action=SEND_NOW,
        stage="line",
        check=_not_received,
    ),
    Rule(
        id="records-needed",
        title="The service is decided with its record only",
        meaning="Unlisted codes, modifier 22 and the like tell the payer too little; it wants the report.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (252 with N706)",
        answer=Answer("deny", "CO", "252", ("N706",)),
        action="Send the record within the days the payer gives. It is no appeal.",
        stage="line",
        check=_needed,
    ),
)
