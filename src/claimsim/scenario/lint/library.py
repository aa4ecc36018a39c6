"""Scenarios beside each other: a scenario's name is its file's stem, and one name means one scenario."""

from collections.abc import Iterator
from pathlib import Path

from claimsim.diagnostics import Document
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import LibrarySubject


def _two_of_one_name(subject: LibrarySubject) -> Iterator[Found]:
    seen: dict[str, tuple[Path, Document]] = {}
    for path, document in subject.scenarios:
        first = seen.setdefault(path.stem.casefold(), (path, document))
        if first[1] is not document:
            alike = "is" if first[0].stem == path.stem else "differs in capital letters only from"
            message = f"the scenario's name {path.stem} {alike} that of {first[1].file}"
            yield Found(message, document, hint="give one of the two files another name", at_key=True)


LIBRARY_RULES: tuple[LintRule[LibrarySubject], ...] = (LintRule("scenario-name-twice", "error", _two_of_one_name),)
