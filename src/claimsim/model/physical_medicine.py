"""Codes and modifiers of therapy and spinal adjustments that coder, scrubber and payer all go by."""

PLANS = frozenset({"GN", "GO", "GP"})
"""Under whose plan of care a therapy was given: speech, occupational, physical."""
ALWAYS_THERAPY = "5"
"""Multiple procedure indicator of the fee file: always therapy."""
SPINAL_ADJUSTMENTS = frozenset({"98940", "98941", "98942"})
