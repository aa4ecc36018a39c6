"""What plan or contract leaves out: excluded and routine services, capitation, carve-outs, parts of others."""

from claimsim.payer.context import LineContext
from claimsim.payer.matching import glob_covers
from claimsim.rules import Answer, Rule


def _excluded(at: LineContext) -> str | None:
    for exclusion in at.of.payer.file.exclusions:
        if glob_covers(exclusion.codes, at.line.code):
            return f"{at.line.code}: {exclusion.reason}"
    return None


def _routine(at: LineContext) -> str | None:
    first = at.diagnoses[0] if at.diagnoses else ""
    for routine in at.of.payer.file.routine_services:
        if (
            glob_covers(routine.codes, at.line.code)
            and glob_covers(routine.diagnoses, first)
            and "33" not in at.line.modifiers
        ):
            return f"{at.line.code} for {first} is routine, and 33 does not say that it is preventive"
    return None


def _foot_care(at: LineContext) -> str | None:
    care, line = at.of.payer.file.routine_foot_care, at.line
    if care is None or not glob_covers(care.codes, line.code):
        return None
    systemic = any(glob_covers(care.systemic_diagnoses, code) for code in at.diagnoses)
    if systemic and not set(care.class_findings).isdisjoint(line.modifiers):
        return None
    nails = care.mycotic_nails
    if nails is not None and glob_covers(nails.codes, line.code):
        fungus, beside = (
            any(glob_covers(patterns, code) for code in at.diagnoses) for patterns in (nails.diagnoses, nails.beside)
        )
        if fungus and beside:
            return None
    missing = f"none of {', '.join(care.class_findings)}" if systemic else "no systemic disease that makes it a hazard"
    return f"{line.code} for {', '.join(at.diagnoses) or 'nothing'}: {missing}"


def _capitated(at: LineContext) -> str | None:
    if not glob_covers(at.of.payer.file.capitated_codes, at.line.code):
        return None
    npi = at.of.claim.rendering_provider.npi
    if at.of.state.on_file.primary_care_npi != npi:
        return None
    return f"{at.line.code} by the member's own primary care physician is in the monthly capitation"


def _carved_out(at: LineContext) -> str | None:
    for carved in at.of.payer.file.carve_outs:
        if glob_covers(carved.codes, at.line.code):
            return f"{at.line.code} is managed and paid by {carved.managed_by}"
    return None


def _part_of_others(at: LineContext) -> str | None:
    if glob_covers(at.of.payer.file.never_paid_separately, at.line.code):
        return f"this payer pays {at.line.code} as part of other services only"
    return None


RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="excluded-service",
        title="The plan excludes the service",
        meaning="The plan documents name it among what is not covered.",
        authority="The plan documents; Noridian JE/JF Part B denial guidance (CARC 96); N130 sends one to them",
        answer=Answer("deny", "PR", "96", ("N130",)),
        action="A wrong code is corrected. Truly excluded: the next payer, then the patient where it is PR; CO is "
        "written off.",
        stage="line",
        check=_excluded,
    ),
    Rule(
        id="routine-not-covered",
        title="The service is not covered as routine",
        meaning="Told by the first diagnosis, the service was a check-up or screening the plan does not pay for.",
        authority="The plan's benefits; CAQH CORE 360 code combinations 3.3.0 (49 with N429)",
        answer=Answer("deny", "PR", "49", ("N429",)),
        action="If the record has a complaint as the reason, or the service is one the ACA covers (33), the coder "
        "corrects it. Else the patient.",
        stage="line",
        check=_routine,
    ),
    Rule(
        id="routine-foot-care",
        title="Routine foot care, and nothing that makes it more",
        meaning="Trimming nails, paring corns and the like are left out by law, unless a systemic disease has taken "
        "blood or feeling from the feet: the disease is pointed at, and Q7, Q8 or Q9 tells the findings. Nails with "
        "fungus are covered beside pain, infection or trouble with walking.",
        authority="Social Security Act 1862(a)(13)(C); 42 CFR 411.15(l); Medicare Benefit Policy Manual (Pub. 100-02) "
        "chapter 15, section 290; CMS article A56680, routine foot care; CAQH CORE 360 (96 with N425)",
        answer=Answer("deny", "PR", "96", ("N425",)),
        action="If the record has the disease and the findings, the coder adds them. Else the patient: the law leaves "
        "it out, so that no ABN is needed. GY says so from the start.",
        stage="line",
        check=_foot_care,
    ),
    Rule(
        id="capitated-service",
        title="The monthly capitation pays the service",
        meaning="The member's primary care physician is paid by the month for a list of services; they are billed for "
        "the record only.",
        authority="The capitation contract; CARC 24 in the published code list",
        answer=Answer("deny", "CO", "24"),
        action="Post it against the capitation.",
        stage="line",
        check=_capitated,
    ),
    Rule(
        id="carved-out-service",
        title="Another organization manages and pays the service",
        meaning="The plan has carved the service out: behavioral health, physical therapy, imaging and the like go "
        "to a manager of their own.",
        authority="The contract; CAQH CORE 360 code combinations 3.3.0 (256; N381 is an alert, which stands beside "
        "any)",
        answer=Answer("deny", "CO", "256", ("N381",)),
        action="Bill the organization that manages it, if the practice is in its network; else write off.",
        stage="line",
        check=_carved_out,
    ),
    Rule(
        id="not-paid-separately",
        title="The payer never pays the service by itself",
        meaning="Supplies, specimen handling and the like are part of other services at this payer.",
        authority="The payer's policy; CAQH CORE 360 code combinations 3.3.0 (234 with N390)",
        answer=Answer("deny", "CO", "234", ("N390",)),
        action="Write off, and take the code out of charge capture for this payer.",
        stage="line",
        check=_part_of_others,
    ),
)
