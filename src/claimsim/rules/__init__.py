"""What a rule is, and how the answers of rules are kept. Scrub edits, payer edits and coding checks all are rules."""

from claimsim.rules.registry import Registry
from claimsim.rules.rule import Answer, Rule, Trace, TraceEntry

__all__ = ["Answer", "Registry", "Rule", "Trace", "TraceEntry"]
