"""The two answers that a scrub edit can give."""

from claimsim.rules import Answer

STOP = Answer("stop")
"""The claim is held until somebody mends it or releases it."""
WARN = Answer("warn")
"""The claim goes out; whoever reads the edit knows what to look at."""
