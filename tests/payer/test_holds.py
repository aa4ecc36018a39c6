"""Claims that a payer keeps unanswered: which, and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from claimsim.payer import hold_of

if TYPE_CHECKING:
    from tests.payer.conftest import Desk


def held_until(desk: Desk, day: str, due: date, **claim: Any) -> date | None:
    """The day on which Medicare's hold of a claim of one line ends."""
    line = {"code": "99214", "date": day, "place": claim.pop("place", "10")}
    hold = hold_of(
        desk.payer("medicare-part-b").file.claims_holds, desk.claim("medicare-part-b", {"lines": [line], **claim}), due
    )
    return hold.until if hold else None


def test_medicare_held_telehealth_of_october_2025_that_was_not_behavioral(desk: Desk) -> None:
    due = date(2025, 10, 30)
    assert held_until(desk, "2025-10-15", due) == date(2025, 11, 17)
    assert held_until(desk, "2025-10-15", due, diagnoses=["F33.1"]) is None
    assert held_until(desk, "2025-10-15", due, place="11") is None
    assert held_until(desk, "2025-09-30", due) is None


def test_all_of_the_fee_schedule_waited_until_october_21(desk: Desk) -> None:
    assert held_until(desk, "2025-10-01", date(2025, 10, 16), place="11") == date(2025, 10, 22)
    assert held_until(desk, "2025-10-01", date(2025, 10, 23), place="11") is None, "the answer comes later anyhow"
