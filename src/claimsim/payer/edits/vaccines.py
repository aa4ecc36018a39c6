"""The giving of vaccines for which a payer has codes of its own."""

from claimsim.model.billing_manual import CPT_ADMINISTRATIONS
from claimsim.payer.context import LineContext
from claimsim.rules import Answer, Rule


def _other_code(at: LineContext) -> str | None:
    line, claim = at.line, at.of.claim
    if line.code not in CPT_ADMINISTRATIONS:
        return None
    day = [x for x in claim.lines if x.date_of_service == line.date_of_service]
    vaccines = [x.code for x in day if _is_vaccine(at, x.code)]
    number = [x.number for x in day if x.code in CPT_ADMINISTRATIONS].index(line.number)
    wanted = at.of.payer.file.manual.administration_wanted(vaccines, number)
    return f"{line.code} gives {wanted.vaccine}, for which this payer has {wanted.code}" if wanted else None


def _is_vaccine(at: LineContext, code: str) -> bool:
    row = at.of.tables.procedure(code, at.line.date_of_service)
    return row is not None and row.category == "vaccine"


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="vaccine-administration-code",
        title="A vaccine given under a code that this payer does not take for it",
        meaning="For influenza, pneumococcus and hepatitis B Medicare has codes of its own (G0008 to G0010), without "
        "deductible and coinsurance; 90471 and its kind are for other vaccines. A day may have both.",
        authority="NGS, 2023-09-08 (article 4910990): flu claims with another administration code deny; CGS, "
        "2017-02-07; the combination 16 with N657 is this program's",
        answer=Answer("deny", "CO", "16", ("N657",)),
        action="The coder puts the payer's code in the place of the other one. With MA130 a new claim with the line; "
        "else correct the claim the payer has.",
        stage="line",
        check=_other_code,
        verified=False,
    ),
)
