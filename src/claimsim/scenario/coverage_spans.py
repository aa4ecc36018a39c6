"""Spans of coverage that cannot be: said when a scenario is loaded, and when it is checked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from claimsim.diagnostics.document import Path
from claimsim.payer.overrides import CoverageFile


def span_faults(spans: Sequence[CoverageFile]) -> Iterator[tuple[Path, str, str]]:
    """Spans that end before they begin or hold on a day of another's: the place below the list, message and hint."""
    for number, span in enumerate(spans):
        if span.to is not None and span.to < span.from_:
            message = f"the coverage ends on {span.to}, before it begins on {span.from_}"
            yield (number, "to"), message, "correct one of the two"
        for other in spans[:number]:
            if _overlap(span, other):
                first = max(span.from_, other.from_)
                message = f"two spans of coverage hold on {first}: the later one is never looked at for those days"
                yield (number, "from"), message, f"end the earlier one on {span.from_ - timedelta(days=1)}"


def _overlap(one: CoverageFile, other: CoverageFile) -> bool:
    return one.from_ <= (other.to or date.max) and other.from_ <= (one.to or date.max)
