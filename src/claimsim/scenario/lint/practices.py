"""A practice's file: its specialties, its place in the fee schedule, and its charges."""

from collections.abc import Iterator

from claimsim.diagnostics import Path
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.script import did_you_mean
from claimsim.scenario.lint.subjects import PracticeSubject


def _unknown_taxonomies(subject: PracticeSubject) -> Iterator[Found]:
    named: list[tuple[Path, str]] = [(("taxonomy",), subject.practice.taxonomy)]
    named += [(("providers", key, "taxonomy"), p.taxonomy) for key, p in subject.practice.providers.items()]
    for path, taxonomy in named:
        if subject.tables.taxonomy(taxonomy) is None:
            hint = "a payer could not tell the specialty; take a row of taxonomies.csv"
            yield Found(f"{taxonomy} is not in the taxonomy table", subject.document, path, hint=hint)


def _unknown_locality(subject: PracticeSubject) -> Iterator[Found]:
    locality = subject.practice.locality
    rows = [row for row in subject.tables.geographic_indices() if row.mac == locality.mac]
    if not any(row.locality == locality.locality for row in rows):
        message = f"Medicare has no locality {locality.locality} at the contractor {locality.mac} in the code tables"
        hint = did_you_mean(locality.locality, (row.locality for row in rows))
        yield Found(message, subject.document, ("locality",), hint=hint, at_key=True)


def _unknown_charges(subject: PracticeSubject) -> Iterator[Found]:
    for code in subject.practice.charge_master.charges:
        if not subject.tables.procedure_rows(code):
            hint = "correct it; a genuine code outside the teaching tables needs a table of your own"
            path = ("charge_master", "charges", code)
            yield Found(f"`{code}` is not in the procedure tables", subject.document, path, hint=hint, at_key=True)


PRACTICE_LINTS: tuple[LintRule[PracticeSubject], ...] = (
    LintRule("unknown-taxonomy", "error", _unknown_taxonomies),
    LintRule("unknown-locality", "error", _unknown_locality),
    LintRule("charge-without-code", "warning", _unknown_charges),
)
