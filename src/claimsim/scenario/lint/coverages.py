"""Coverage: what the cards say, and what payers have on file."""

from collections.abc import Iterator

from claimsim.diagnostics import suggest
from claimsim.payer.edits.eligibility import plain_id
from claimsim.scenario.coverage_spans import span_faults
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject


def _member_id_form(subject: ScenarioSubject) -> Iterator[Found]:
    card = subject.file.inquiries.card_image
    for number, (document, path, coverage) in enumerate(subject.coverages()):
        payer = subject.payers.get(coverage.payer)
        if payer is None or "member-id-format" not in payer.file.front_end.edits:
            continue
        looked_at = card is not None and (card.payer == coverage.payer or (not card.payer and number == 0))
        corrected = card.member_id if card is not None and looked_at else None
        if not any(payer.member_id.fullmatch(plain_id(typed)) for typed in (coverage.member_id, corrected or "")):
            message = f"{coverage.member_id} has not the form of a member number of {coverage.payer}"
            hint = f"for example {payer.file.front_end.member_id_example}; or let the card image show the right one"
            yield Found(message, document, (*path, "member_id"), hint=hint)


def _unknown_plan_on_file(subject: ScenarioSubject) -> Iterator[Found]:
    for payer, on_file in subject.file.payer_files.items():
        plans = sorted(subject.payers[payer].file.plans) if payer in subject.payers else []
        for number, span in enumerate(on_file.coverage):
            if plans and span.plan not in plans:
                near = suggest(span.plan, plans)
                hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(plans)}"
                path = ("payer_files", payer, "coverage", number, "plan")
                yield Found(f"no plan of {payer} is named `{span.plan}`", subject.document, path, hint=hint)


def _coverage_spans(subject: ScenarioSubject) -> Iterator[Found]:
    for payer, on_file in subject.file.payer_files.items():
        for path, message, hint in span_faults(on_file.coverage):
            yield Found(message, subject.document, ("payer_files", payer, "coverage", *path), hint=hint)


def _payer_never_billed(subject: ScenarioSubject) -> Iterator[Found]:
    billed = {coverage.payer for _, _, coverage in subject.coverages()}
    for payer in subject.file.payer_files:
        if payer not in billed:
            message = f"nobody bills {payer}: it is on no card, and the patient does not tell of it"
            near = suggest(payer, sorted(billed))
            hint = f"did you mean `{near}`?" if near else "add the coverage, or remove this"
            yield Found(message, subject.document, ("payer_files", payer), hint=hint, at_key=True)


def _other_coverage(subject: ScenarioSubject) -> Iterator[Found]:
    names = {name: payer.file.name for name, payer in subject.payers.items()}
    known = {word.casefold() for pair in names.items() for word in pair}
    for payer, on_file in subject.file.payer_files.items():
        other = on_file.other_coverage
        if names and other and other.casefold() not in known:
            others = sorted(shown for name, shown in names.items() if name != payer)
            near = suggest(other, others)
            hint = f"did you mean `{near}`?" if near else "write the name of a payer that a coverage names"
            message = f"no payer of the case is named `{other}`"
            yield Found(message, subject.document, ("payer_files", payer, "other_coverage"), hint=hint)


def _nothing_learned(subject: ScenarioSubject) -> Iterator[Found]:
    card = subject.file.inquiries.card_image
    if card is None:
        return
    typed = next((c for c in subject.encounter.coverage if not card.payer or c.payer == card.payer), None)
    path = ("inquiries", "card_image")
    if typed is None:
        yield Found("the card image is of a payer that is not in the chart", subject.document, path, at_key=True)
        return
    told = [key for key in ("member_id", "plan", "group_number") if getattr(card, key) is not None]
    if all(getattr(card, key) == getattr(typed, key) for key in told):
        hint = "write what the card really says, or remove it"
        yield Found(
            "the card says what was typed: looking at it changes nothing",
            subject.document,
            path,
            hint=hint,
            at_key=True,
        )


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("member-id-form", "warning", _member_id_form),
    LintRule("unknown-plan", "error", _unknown_plan_on_file),
    LintRule("coverage-overlap", "error", _coverage_spans),
    LintRule("payer-never-billed", "warning", _payer_never_billed),
    LintRule("unknown-payer", "warning", _other_coverage),
    LintRule("card-tells-nothing", "warning", _nothing_learned),
)
