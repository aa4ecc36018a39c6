"""What services cost under Medicare's published schedules: read by payers' pricing and by practices' charge masters."""

from claimsim.fees.medicare import UnitFee, line_fee, medicare_amount, relative_value_amount, unit_fee
from claimsim.fees.reductions import RankedLine, multiple_procedure_amounts

__all__ = [
    "RankedLine",
    "UnitFee",
    "line_fee",
    "medicare_amount",
    "multiple_procedure_amounts",
    "relative_value_amount",
    "unit_fee",
]
