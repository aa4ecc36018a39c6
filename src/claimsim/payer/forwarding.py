"""Crossover: a payer that forwards its answer to the next one, and what it says of patients who owe nothing.

Medicare forwards claims to supplements and Medicaid agencies that have an agreement for it (COBA); the remittance then
has claim status 19, 20 or 21 and names the next payer. A qualified Medicare beneficiary owes no cost share (sections
1902(n)(3)(B) and 1866(a)(1)(A) of the Social Security Act); the remittance says so with N781 to N783 (CMS change
request 9911) and keeps the amounts under PR, so that the next payer can read them.
"""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from claimsim.model.money import ZERO
from claimsim.model.remittance import RemittanceClaim

if TYPE_CHECKING:
    from claimsim.payer.context import ClaimContext

CROSSED_OVER = {"1": "19", "2": "20", "3": "21"}
QUALIFIED_BENEFICIARY = {"1": "N781", "2": "N782", "3": "N783"}
"""Remark by the reason (CARC) of the cost share that may not be collected."""
_FORWARDED = {"medicare_supplement": "MA18", "medicaid": "MA07"}


def crossover(at: "ClaimContext", result: RemittanceClaim) -> RemittanceClaim:
    """The answer with what it says of the next payer and of what the patient may be asked for."""
    if result.patient_responsibility <= ZERO or not at.state.own:
        return _with_beneficiary_remarks(at, result)
    shown = {prior.payer for prior in at.claim.prior_payers}
    is_medicare = at.payer.file.is_medicare
    next_ = next((c for c in at.state.others if is_medicare and c.crossover and c.payer not in shown), None)
    if next_ is not None and result.status_code in CROSSED_OVER:
        remark = _FORWARDED.get(next_.line_of_business, "MA18")
        result = replace(
            result,
            status_code=CROSSED_OVER[result.status_code],
            crossover_to=next_.payer,
            remarks=(*result.remarks, remark),
        )
    return _with_beneficiary_remarks(at, result)


def _with_beneficiary_remarks(at: "ClaimContext", result: RemittanceClaim) -> RemittanceClaim:
    if not at.state.later.qualified_medicare_beneficiary:
        return result
    shares = (a.carc for line in result.lines for a in line.adjustments if a.group == "PR")
    remarks = dict.fromkeys(QUALIFIED_BENEFICIARY[carc] for carc in shares if carc in QUALIFIED_BENEFICIARY)
    return replace(result, remarks=(*result.remarks, *remarks))
