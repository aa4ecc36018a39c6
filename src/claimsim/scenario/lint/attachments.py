"""Records that a step sends: the practice must have them."""

from collections.abc import Iterator

from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.script import did_you_mean
from claimsim.scenario.lint.subjects import ScenarioSubject


def _no_such_record(subject: ScenarioSubject) -> Iterator[Found]:
    held = {record.kind for record in subject.file.inquiries.records}
    for number, step in enumerate(subject.file.seats.biller):
        for place, kind in enumerate(step.attach):
            if kind not in held:
                hint = did_you_mean(kind, held) or f"add it: inquiries: {{records: [{{kind: {kind}, shows: [...]}}]}}"
                path = ("seats", "biller", number, "attach", place)
                yield Found(f"the practice has no record `{kind}`: nothing is sent", subject.document, path, hint=hint)


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (LintRule("no-such-record", "error", _no_such_record),)
