"""Nobody in these files may be real: names, birth dates, and numbers by which somebody could be found."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from claimsim.diagnostics import Document, Path
from claimsim.model.calendar import age_on
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import PayerSubject, PracticeSubject, ScenarioSubject

OLDEST = 120
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_FULL_PHONE = re.compile(
    r"(?<![\w.(-])(?:\+?1[ .-])?\(?(?P<area>\d{3})\)?[ .-] ?(?P<exchange>\d{3})[ .-]\d{4}(?![\w-])"
)
_SHORT_PHONE = re.compile(
    r"(?i)\b(?:call|cell|fax|phone|tel|ph)\b[ .:#]*(?P<number>(?P<exchange>\d{3})-\d{4})(?![\w-])"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<domain>(?:[\w-]+\.)+[A-Za-z]{2,})")
# RFC 2606: nobody can own these.
_NOBODYS_DOMAIN = re.compile(r"(?i)(^|\.)(example\.(com|net|org)|example|test|invalid|localhost)$")
AnyFile = ScenarioSubject | PayerSubject | PracticeSubject


@cache
def _marks() -> tuple[tuple[str, ...], frozenset[str]]:
    """What marks a name as made up: parts of names, and whole names."""
    # Beside this module in every kind of install, as the catalogue of diagnostics is.
    with FilePath(__file__).with_name("made_up_marks.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    parts = tuple(row["mark"] for row in rows if row["match"] == "anywhere")
    return parts, frozenset(row["mark"] for row in rows if row["match"] == "whole")


def is_marked(name: str) -> bool:
    """Whether a name shows that it is made up."""
    parts, whole = _marks()
    plain = name.casefold().strip()
    return plain in whole or any(part in plain for part in parts)


def _unmarked_names(subject: ScenarioSubject | PracticeSubject) -> Iterator[Found]:
    for document, path, name in subject.names():
        if not is_marked(name.first) and not is_marked(name.last):
            yield Found(
                f"{name.first} {name.last} could be somebody's name",
                document,
                path,
                hint=f"let it show that it is made up, for example {name.first} Sample{name.last.lower()}",
                at_key=True,
            )


def _impossible_births(subject: ScenarioSubject) -> Iterator[Found]:
    visit = subject.encounter.date_of_service
    for document, path, person in subject.persons():
        where = (*path, "birth_date")
        if person.birth_date > visit:
            yield Found(
                f"born on {person.birth_date}, after the visit on {visit}",
                document,
                where,
                hint="correct one of the two",
            )
        elif age_on(person.birth_date, visit) > OLDEST:
            message = f"{age_on(person.birth_date, visit)} years old at the visit on {visit}"
            yield Found(message, document, where, hint="correct the year")


def _subscribers(subject: ScenarioSubject) -> Iterator[Found]:
    for document, path, coverage in subject.coverages():
        if coverage.relationship == "self" and coverage.subscriber is not None:
            message = "the patient is the subscriber, and another subscriber is named"
            yield Found(message, document, (*path, "subscriber"), hint="remove it, or set `relationship`", at_key=True)
        if coverage.relationship != "self" and coverage.subscriber is None:
            message = f"the patient is covered as {coverage.relationship} of somebody who is not named"
            yield Found(
                message, document, (*path, "relationship"), hint="add `subscriber` with name, birth_date and sex"
            )


def texts_of(document: Document, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a document, with its place, in the file's order."""
    yield from _texts(document.get(path), path)


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))


def _social_security_numbers(subject: AnyFile) -> Iterator[Found]:
    for document in subject.documents:
        for path, text in texts_of(document):
            for match in _SOCIAL_SECURITY.finditer(text):
                message = f"{match[0]} has the form of a Social Security number"
                yield Found(
                    message, document, path, "remove it: no claim needs one", token=match[0], start=match.start()
                )


def _phones(subject: AnyFile) -> Iterator[Found]:
    for document in subject.documents:
        for path, text in texts_of(document):
            for match, number in _phone_numbers(text):
                if match["exchange"] != "555":
                    message = f"{number} could be somebody's telephone number"
                    hint = "use the exchange 555, for example 217-555-0100"
                    yield Found(message, document, path, hint, token=number, start=text.index(number, match.start()))


def _phone_numbers(text: str) -> Iterator[tuple[re.Match[str], str]]:
    yield from ((match, match[0]) for match in _FULL_PHONE.finditer(text))
    yield from ((match, match["number"]) for match in _SHORT_PHONE.finditer(text))


def _emails(subject: AnyFile) -> Iterator[Found]:
    for document in subject.documents:
        for path, text in texts_of(document):
            for match in _EMAIL.finditer(text):
                if not _NOBODYS_DOMAIN.search(match["domain"]):
                    message = f"{match[0]} could be somebody's e-mail address"
                    yield Found(
                        message, document, path, "use the domain example.com", token=match[0], start=match.start()
                    )


NAMES = LintRule("name-not-marked", "warning", _unmarked_names)
ANY_FILE_RULES: tuple[LintRule[AnyFile], ...] = (
    LintRule("social-security-number", "error", _social_security_numbers),
    LintRule("real-phone-number", "warning", _phones),
    LintRule("real-email-address", "warning", _emails),
)
SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("impossible-birth-date", "error", _impossible_births),
    LintRule("subscriber-mismatch", "warning", _subscribers),
)
