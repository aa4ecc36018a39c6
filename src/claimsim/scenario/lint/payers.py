"""A payer's file: what is written and can never be reached, because something before it answers already."""

import re
from collections.abc import Iterator, Sequence

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path
from claimsim.payer.file import PayerFile
from claimsim.payer.registry import PAYER_RULES
from claimsim.scenario.lint.own_rules import names_a_procedure
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import PayerSubject

# Edits that read a list of the payer file: without it they never fire.
_LISTS = (
    ("facility-technical-part", "technical_part_in_facility"),
    ("other-contractor", "other_contractors"),
    ("authorization-missing", "authorization_required"), ("authorization-number-missing", "authorization_required"),
    ("authorization-other-service", "authorization_required"), ("authorization-expired", "authorization_required"),
    ("authorization-other-provider", "authorization_required"), ("authorization-exceeded", "authorization_required"),
    ("referral-missing", "referral_required"), ("referral-exceeded", "referral_required"),
    ("capitated-service", "capitated_codes"), ("carved-out-service", "carve_outs"),
    ("other-specialty", "provider_limits"), ("other-provider-type", "provider_limits"),
    ("other-provider-type-in-place", "provider_limits"), ("procedure-sex", "procedure_sex"),
    ("diagnosis-sex", "diagnosis_sex"), ("diagnosis-age", "diagnosis_ages"), ("place-not-for-code", "place_limits"),
    ("place-not-suitable", "place_limits"), ("records-needed", "records_needed"),
    ("routine-foot-care", "routine_foot_care"),
    ("routine-not-covered", "routine_services"), ("excluded-service", "exclusions"),
    ("experimental-service", "experimental_codes"), ("diagnosis-does-not-support", "diagnosis_matches"),
    ("diagnosis-not-covered", "diagnosis_matches"), ("guideline-not-met", "guidelines"),
    ("not-paid-separately", "never_paid_separately"),
)  # fmt: skip
_FREQUENCIES = (
    ("benefit-limit", "benefit"), ("policy-frequency", "policy"), ("policy-frequency-with-notice", "policy"),
    ("contract-maximum", "contract"),
)  # fmt: skip
Patterns = Sequence[tuple[Path, str]]
_COMPONENT = re.compile(r"-(26|TC|53)$")
# Benefits that a line comes to by more than its code: modifier 33 makes it preventive, and nothing makes it `other`.
_BY_MODIFIER = frozenset({"preventive", "other"})


def _edits_as_the_rule_says(subject: PayerSubject) -> Iterator[Found]:
    for rule_id, setting in subject.file.edits.items():
        rule = PAYER_RULES.get(rule_id)
        if rule is None:
            continue
        for key in ("group", "carc", "remarks"):
            value = getattr(setting, key)
            if value is not None and value == getattr(rule.answer, key):
                spoken = ", ".join(value) if isinstance(value, tuple) else value
                message = f"the rule answers {key} {spoken or 'none'} anyway"
                yield Found(message, subject.document, ("edits", rule_id, key), hint="leave it out")


def _shadowed(subject: PayerSubject) -> Iterator[Found]:
    for patterns, noun in _ordered_patterns(subject.file):
        for number, (path, pattern) in enumerate(patterns):
            earlier = next((other for _, other in patterns[:number] if covers(other, pattern)), None)
            if earlier is not None:
                message = f"`{pattern}` is never reached: {noun} before it has `{earlier}`"
                yield Found(message, subject.document, path, hint="remove it, or put the narrower one first")


def covers(wide: str, narrow: str) -> bool:
    """Whether every code that the second pattern names is named by the first."""
    return narrow.rstrip("*").startswith(wide[:-1]) if wide.endswith("*") else wide == narrow


def _ordered_patterns(file: PayerFile) -> Iterator[tuple[Patterns, str]]:
    """Patterns of which the first that fits answers, with what they belong to."""
    policies = enumerate(file.coverage_policies)
    yield [(("coverage_policies", n, "codes", m), g) for n, p in policies for m, g in enumerate(p.codes)], "the policy"
    taken = enumerate(file.codes_not_taken)
    yield [(("codes_not_taken", n, "codes", m), g) for n, e in taken for m, g in enumerate(e.codes)], "the entry"
    for name in ("exclusions", "authorization_required", "carve_outs"):
        entries = enumerate(getattr(file, name))
        yield [((name, n, "codes", m), g) for n, e in entries for m, g in enumerate(e.codes)], "the entry"
    services = list(file.service_categories.items())
    at = "service_categories"
    yield [((at, name, "codes", m), g) for name, s in services for m, g in enumerate(s.codes)], "the category"
    yield [((at, name, "categories", m), c) for name, s in services for m, c in enumerate(s.categories)], "the category"
    yield [(("contract", "fees", g), g) for g in file.contract.fees if g.endswith("*")], "the fee"


def _rules_without_matter(subject: PayerSubject) -> Iterator[Found]:
    file = subject.file
    waste = bool(file.waste_modifiers.codes or file.waste_modifiers.ndcs)
    pairs: tuple[tuple[str, str, bool], ...] = (
        ("code-not-taken", "codes_not_taken", bool(file.codes_not_taken)),
        ("policy-diagnosis", "coverage_policies", bool(file.coverage_policies)),
        ("policy-diagnosis-with-notice", "coverage_policies", bool(file.coverage_policies)),
        ("waste-modifier-missing", "waste_modifiers", waste),
        *((rule_id, key, bool(getattr(file, key))) for rule_id, key in _LISTS),
        *(
            (rule_id, "frequency_limits", any(limit.kind == kind for limit in file.frequency_limits))
            for rule_id, kind in _FREQUENCIES
        ),
    )
    asked = {key for rule_id, key, _ in pairs if rule_id in file.edits}
    for rule_id, key, there in pairs:
        if rule_id in file.edits and not there:
            message = f"the edit can never fire: the file has no {key}"
            yield Found(
                message, subject.document, ("edits", rule_id), hint=f"add {key}, or remove the edit", at_key=True
            )
    for rule_id, key, there in pairs:
        if there and key not in asked and (key,) in _top_keys(subject):
            asked.add(key)
            message = f"nothing asks for {key}: the edit {rule_id} is not on"
            yield Found(message, subject.document, (key,), hint=f"add `{rule_id}: {{}}` to the edits", at_key=True)


def _top_keys(subject: PayerSubject) -> set[Path]:
    return {(key,) for key in subject.document.data}


def _edits_twice(subject: PayerSubject) -> Iterator[Found]:
    edits = subject.file.front_end.edits
    for number, edit in enumerate(edits):
        if edit in edits[:number]:
            path = ("front_end", "edits", number)
            yield Found(f"`{edit}` is in the list already", subject.document, path, hint="remove one of them")


def _benefits_without_services(subject: PayerSubject) -> Iterator[Found]:
    file = subject.file
    reached = {*file.service_categories, *_BY_MODIFIER}
    if file.primary_care_taxonomies:
        reached.add("specialist_visit")
    for plan_id, plan in file.plans.items():
        for category in plan.benefits:
            if category not in reached:
                message = f"no service comes under {category}: the benefit is never used"
                path = ("plans", plan_id, "benefits", category)
                yield Found(
                    message, subject.document, path, hint=f"add `{category}` to service_categories", at_key=True
                )


def _patterns_without_codes(subject: PayerSubject) -> Iterator[Found]:
    for path, pattern in _procedure_patterns(subject.file):
        if not names_a_procedure(_COMPONENT.sub("", pattern), subject.tables):
            hint = "correct it; a genuine code outside the teaching tables needs a table of your own"
            at_key = isinstance(path[-1], str)  # a fee, which stands behind its code
            message = f"`{pattern}` names no procedure in the code tables"
            yield Found(message, subject.document, path, hint=hint, at_key=at_key)
    for number, policy in enumerate(subject.file.coverage_policies):
        for place, pattern in enumerate(policy.covered_diagnoses):
            if not _names_a_diagnosis(pattern, subject.tables):
                path = ("coverage_policies", number, "covered_diagnoses", place)
                yield Found(
                    f"`{pattern}` names no ICD-10-CM code",
                    subject.document,
                    path,
                    hint="diagnoses are written with their dot",
                )


def _procedure_patterns(file: PayerFile) -> Iterator[tuple[Path, str]]:
    for patterns, _ in _ordered_patterns(file):
        yield from ((path, pattern) for path, pattern in patterns if "categories" not in path)
    for fees in ("fees", "facility_fees"):
        yield from ((("contract", fees, code), code) for code in getattr(file.contract, fees) if not code.endswith("*"))
    yield from ((("waste_modifiers", "codes", n), code) for n, code in enumerate(file.waste_modifiers.codes))


def _names_a_diagnosis(pattern: str, tables: CodeTables) -> bool:
    stem = pattern.rstrip("*").rstrip(".")
    if len(stem) > 3 and "." not in stem:
        return False  # claims carry diagnoses with their dot
    # Chapters are not headings: a pattern of one or two characters is taken as it is.
    return (pattern.endswith("*") and len(stem) < 3) or tables.icd10cm.exists(stem)


PAYER_LINTS: tuple[LintRule[PayerSubject], ...] = (
    LintRule("edit-as-the-rule-says", "warning", _edits_as_the_rule_says),
    LintRule("pattern-never-reached", "error", _shadowed),
    LintRule("edit-without-matter", "error", _rules_without_matter),
    LintRule("edit-twice", "warning", _edits_twice),
    LintRule("benefit-never-used", "warning", _benefits_without_services),
    LintRule("pattern-without-code", "warning", _patterns_without_codes),
)
