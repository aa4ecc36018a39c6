"""What an earlier payer did, and what follows from it for the next one."""

from claimsim.model.money import total
from claimsim.payer.context import LineContext
from claimsim.rules import Answer, Rule

_PRIMARY_RULES = frozenset({"197", "198", "242", "243", "288"})
_COST_SHARES = frozenset({"1", "2", "3"})
_MEDICARE = frozenset({"medicare_part_b", "medicare_advantage"})
OWN_COVERAGE = frozenset(
    {
        "benefit-limit", "code-not-taken", "complexity-not-paid", "diagnosis-does-not-support", "diagnosis-not-covered",
        "excluded-service", "experimental-service", "not-a-benefit", "not-paid-separately", "policy-diagnosis",
        "policy-frequency", "routine-not-covered", "visit-limit",
    }
)  # fmt: skip
"""Edits by which a payer says what it covers itself."""


def _left_to_patient(at: LineContext) -> tuple[str, ...]:
    """The reasons (CARC) for which the last earlier payer left money to the patient."""
    if not at.of.claim.prior_payers:
        return ()
    for number, _, adjustments in at.of.claim.prior_payers[-1].lines:
        if number == at.line.number:
            return tuple(carc for group, carc, amount in adjustments if group == "PR" and amount)
    return ()


def pays_medicares_cost_share(at: LineContext) -> bool:
    """Whether a Medicaid program is asked for the deductible or coinsurance of a line that Medicare covered.

    It processes such a line even if its own plan does not have the service: by law for qualified Medicare beneficiaries
    (CMCS Informational Bulletin of 2013-06-07 on section 1902(a)(10)(E) of the Social Security Act), here for all.
    """
    claim = at.of.claim
    if not claim.prior_payers or at.of.payer.file.manual.line_of_business != "medicaid":
        return False
    by_medicare = claim.prior_payers[-1].line_of_business in _MEDICARE
    return by_medicare and any(carc in _COST_SHARES for carc in _left_to_patient(at))


def _crossover_duplicate(at: LineContext) -> str | None:
    if at.of.claim.forwarded_by:
        return None
    line = at.line
    for filed in at.of.state.filed:
        if not filed.claim.forwarded_by or filed.closed or filed.claim.sequence != at.of.claim.sequence:
            continue
        for earlier in filed.claim.lines:
            if (earlier.code, earlier.date_of_service, earlier.modifiers) == (
                line.code, line.date_of_service, line.modifiers,
            ):  # fmt: skip
                return f"{filed.claim.forwarded_by} forwarded the same service, answered as {filed.control_number}"
    return None


def _does_not_add_up(at: LineContext) -> str | None:
    line = at.line
    for payer in at.of.claim.prior_payers:
        for number, paid, adjustments in payer.lines:
            if number != line.number:
                continue
            said = paid + total(amount for _, _, amount in adjustments)
            if said != line.charge:
                return f"{payer.payer} is said to have paid and adjusted {said:.2f} of the charge of {line.charge:.2f}"
    return None


def _rules_not_followed(at: LineContext) -> str | None:
    broken = [carc for carc in _left_to_patient(at) if carc in _PRIMARY_RULES]
    return f"the first payer denied it with {', '.join(broken)}: its rules were not followed" if broken else None


def _not_covered_first(at: LineContext) -> str | None:
    reasons = _left_to_patient(at)
    if not reasons or any(carc in _COST_SHARES for carc in reasons):
        return None
    return f"the first payer did not cover it (PR-{', PR-'.join(reasons)}), and this plan pays cost share only"


DUPLICATE_RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="crossover-duplicate",
        title="The earlier payer had forwarded the claim already",
        meaning="Medicare forwards claims to supplements and Medicaid by agreement (claim status 19 to 21). Whoever "
        "sends the claim too sends it twice.",
        authority="N522 in X12's list of 2026-08-17; Novitas JH, top claim errors (OA-18)",
        answer=Answer("deny", "OA", "18", ("N522",)),
        action="Wait for the answer to the forwarded claim; read the claim status before billing the next payer.",
        stage="line",
        check=_crossover_duplicate,
    ),
)
"""Asked before the plain duplicate, which says less."""

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="earlier-payer-data-wrong",
        title="What the earlier payer did does not add up",
        meaning="On every line the earlier payer's payment and adjustments come to the charge. Here they do not, and "
        "this payer's front end did not stop it.",
        authority="CARC 129 in X12's list of 2026-08-17; CAQH CORE 360 code combinations 3.3.0 (129 with N48)",
        answer=Answer("deny", "CO", "129", ("N48",)),
        action="Build the earlier payer's amounts again from its remittance, and correct the claim.",
        stage="line",
        check=_does_not_add_up,
    ),
    Rule(
        id="earlier-payer-rules",
        title="The earlier payer's rules were not followed",
        meaning="The first payer denied for a missing approval, referral or network. The next one does not step in.",
        authority="CARC 136 with N36 in the published code list (group OA only)",
        answer=Answer("deny", "OA", "136", ("N36",)),
        action="Put it right with the first payer, or appeal there; then bill this one again.",
        stage="line",
        check=_rules_not_followed,
    ),
    Rule(
        id="follows-earlier-payer",
        title="A supplement pays only where the earlier payer covers",
        meaning="A Medicare supplement pays deductible and coinsurance of services that Medicare covers. What Medicare "
        "does not cover it does not pay.",
        authority="42 CFR 403.205 for what a supplement is; CARC 276 in X12's list of 2026-08-17: denied by the prior "
        "payer, so not covered here",
        answer=Answer("deny", "PR", "276"),
        action="The patient owes what Medicare left to the patient.",
        stage="line",
        check=_not_covered_first,
    ),
)
