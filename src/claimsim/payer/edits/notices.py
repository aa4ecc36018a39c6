"""Whether a notice that the patient signed before the service (ABN, modifier GA) moves the bill to the patient."""

from claimsim.payer.context import LineContext


def told_before(at: LineContext) -> bool:
    """Whether the line says GA to original Medicare, the only payer whose patients an ABN makes liable.

    In Medicare Advantage an ABN is not valid: only the plan itself tells the member beforehand, by an organization
    determination (Security Health Plan, coverage determination; Priority Health, 2017-02-15; 42 CFR 422.568). A line
    with GA is judged there as one without it, and so it is at every other payer.
    """
    return "GA" in at.line.modifiers and at.of.payer.file.manual.line_of_business == "medicare_part_b"
