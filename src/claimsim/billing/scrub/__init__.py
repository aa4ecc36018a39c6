"""The practice's own edits, asked of every claim before it goes out (the scrubber)."""

from claimsim.billing.scrub.scrubber import SCRUB_EDITS, SCRUB_RULES, scrub

__all__ = ["SCRUB_EDITS", "SCRUB_RULES", "scrub"]
