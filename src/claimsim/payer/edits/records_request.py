"""Records that the payer wrote for before it decided."""

from claimsim.payer.context import LineContext
from claimsim.payer.edits.records import NOT_RECEIVED, SEND_NOW
from claimsim.rules import Answer, Rule


def _not_sent(at: LineContext) -> str | None:
    request = at.of.state.later.records_request
    if request is None or at.line.code not in request.codes or at.of.claim.attachments:
        return None
    return f"the record for {at.line.code} was asked for, and did not come within {request.within_days} days"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="records-not-sent",
        title="The records that the payer wrote for did not come in time",
        meaning="The payer wanted to read the record before it decided, and set a day. A record that comes late is a "
        "record that did not come.",
        authority=NOT_RECEIVED,
        answer=Answer("deny", "CO", "226", ("M127",)),
        action=SEND_NOW,
        stage="line",
        check=_not_sent,
    ),
)
