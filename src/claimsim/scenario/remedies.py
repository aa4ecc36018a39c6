"""What to change in a scenario when the expectation is right and the actual value wrong."""

CHART_OR_CODER = "change the chart, or what `seats: coder` makes of it"
CLAIM_OR_PAYER = "change the claim (codes, modifiers, units), the payer's file or `payer_files`"
STEPS = "change the steps of `seats: biller`, or what they answer"
DESK = "change the coverage of the encounter, or what the payer has on file under `payer_files`"
