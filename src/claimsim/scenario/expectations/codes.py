"""What may be asserted of codes: diagnoses, services, and what the coder asked, found and left out."""

from typing import Annotated

from claimsim.coding.auditing.kinds import FINDING_KINDS
from claimsim.model.people import FileModel

from .matchers import (
    LEFT_TO_RIGHT,
    DiagnosesMatch,
    DiagnosisMatch,
    ListMatch,
    NoEntries,
    NumberMatch,
    OneWay,
    Said,
    ServiceMatch,
    TextMatch,
    unsaid,
)


class LineExpectation(FileModel):
    """A service line, found by its code, and by its modifiers where several lines have the code."""

    code: ServiceMatch
    modifiers: ListMatch = unsaid("in order")
    units: NumberMatch = unsaid("units of service")
    charge: NumberMatch = unsaid("dollars, for all units")


class ServiceExpectation(LineExpectation):
    """A coded service."""

    pointers: ListMatch = unsaid("the diagnoses it points at, by their numbers from 1")
    diagnoses: DiagnosesMatch = unsaid("the diagnoses it points at, by their codes")


class ExactlyServices(FileModel):
    """These services and no others."""

    exactly: tuple[ServiceExpectation, ...]


ServicesMatch = Annotated[tuple[ServiceExpectation, ...] | NoEntries | ExactlyServices, LEFT_TO_RIGHT]


class QueryExpectation(FileModel):
    """A question to the clinician."""

    to: TextMatch = unsaid("who is asked")
    text: TextMatch = unsaid("the question")
    reason: TextMatch = unsaid("why it is asked")


class FindingExpectation(FileModel):
    """A compliance finding."""

    kind: TextMatch = unsaid(f"one of {', '.join(FINDING_KINDS)}")
    subject: TextMatch = unsaid("the code it is about")
    text: TextMatch = unsaid("the finding in words")
    severity: TextMatch = unsaid("info, warning or serious")
    dollars: NumberMatch = unsaid("what the claim would be over- (positive) or undercharged by")


class NoteExpectation(FileModel):
    """Something that was read in the chart: a statement to review, or one that was rightly left out."""

    text: TextMatch = unsaid("the words of the chart")
    reason: TextMatch = unsaid("why it was not coded")
    codes: ListMatch = unsaid("codes offered for review")


Query = Annotated[Said | QueryExpectation, LEFT_TO_RIGHT]
Finding = Annotated[Said | FindingExpectation, LEFT_TO_RIGHT]
NoteEntry = Annotated[Said | NoteExpectation, LEFT_TO_RIGHT]


class SomeQueries(OneWay):
    """Some of the queries, or how many there are."""

    at_least: tuple[Query, ...] = unsaid("all of these, and perhaps others")
    count: NumberMatch = unsaid("how many there are")


class SomeFindings(OneWay):
    """Some of the findings, or how many there are."""

    at_least: tuple[Finding, ...] = unsaid("all of these, and perhaps others")
    lacks: tuple[Finding, ...] = unsaid("none of these")
    count: NumberMatch = unsaid("how many there are")


class SomeNotes(OneWay):
    """Some of what was read, or how many there are."""

    at_least: tuple[NoteEntry, ...] = unsaid("all of these, and perhaps others")
    count: NumberMatch = unsaid("how many there are")


class CodingExpectation(FileModel):
    """The codes of the encounter."""

    diagnoses: DiagnosesMatch = unsaid("ICD-10-CM codes, all of them, in order")
    first_listed: DiagnosisMatch = unsaid("the first diagnosis")
    services: ServicesMatch = unsaid("procedure codes; services that are not named are not asserted")
    queries: Annotated[tuple[Query, ...] | NoEntries | SomeQueries, LEFT_TO_RIGHT] = unsaid(
        "questions to the clinician, all of them"
    )
    findings: Annotated[tuple[Finding, ...] | NoEntries | SomeFindings, LEFT_TO_RIGHT] = unsaid(
        "compliance findings, all of them: a kind, a kind and what it is about (missing_modifier 99214-25), or a "
        f"mapping; the kinds are {', '.join(FINDING_KINDS)}"
    )
    candidates: Annotated[tuple[NoteEntry, ...] | NoEntries | SomeNotes, LEFT_TO_RIGHT] = unsaid(
        "statements for somebody to review, all of them"
    )
    not_coded: Annotated[tuple[NoteEntry, ...] | NoEntries | SomeNotes, LEFT_TO_RIGHT] = unsaid(
        "what was read and rightly left out, all of it"
    )
