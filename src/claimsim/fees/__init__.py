"""What services cost under Medicare's published schedules: read by payers' pricing and by practices' charge masters."""

from claimsim.fees.anesthesia import anesthesia_amount, time_units
from claimsim.fees.medicare import (
    LIMITING_PERCENT,
    OwnFactor,
    UnitFee,
    limiting_charge,
    relative_value_amount,
    unit_fee,
)
from claimsim.fees.modifiers import MEDICARE_RATES, ModifierRates, Step, line_fee, medicare_amount, modified_fee
from claimsim.fees.reductions import (
    ComponentPart,
    RankedLine,
    component_reductions,
    multiple_procedure_amounts,
)

__all__ = [
    "LIMITING_PERCENT",
    "MEDICARE_RATES",
    "ComponentPart",
    "ModifierRates",
    "OwnFactor",
    "RankedLine",
    "Step",
    "UnitFee",
    "anesthesia_amount",
    "component_reductions",
    "limiting_charge",
    "line_fee",
    "medicare_amount",
    "modified_fee",
    "multiple_procedure_amounts",
    "relative_value_amount",
    "time_units",
    "unit_fee",
]
