"""What is checked: a scenario with its chart, a payer's file, a practice's file, and the library as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from msgspec import Struct

from claimsim.case.case import Case, World
from claimsim.code_tables import CodeTables
from claimsim.coding import assignment_of
from claimsim.diagnostics import Document, Path
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.codes import Assignment, Coding
from claimsim.model.people import Person, PersonName
from claimsim.model.practice import Practice
from claimsim.payer import Payer, PayerFile
from claimsim.scenario.whole_file import ScenarioFile

if TYPE_CHECKING:
    from claimsim.payer.own_rules.rules import OwnRule


class ScenarioSubject(Struct, frozen=True, dict=True):
    """A scenario whose keys and values are sound.

    `chart` is the document that holds the encounter, at `at`: the scenario's own, or that of a file beside it. `case`
    is None where something it names does not exist; the rules that need it then have nothing to say.
    """

    path: FilePath
    document: Document
    file: ScenarioFile
    chart: Document
    at: Path
    encounter: Encounter
    case: Case | None
    tables: CodeTables

    @property
    def payers(self) -> Mapping[str, Payer]:
        """The payers of the case, by name."""
        return self.case.payers if self.case else {}

    @cached_property
    def coding(self) -> Coding | None:
        """The reference coder's reading of the chart."""
        return World(self.tables).reading(self.case) if self.case else None

    @cached_property
    def reading(self) -> Assignment | None:
        """The codes of that reading."""
        return assignment_of(self.coding) if self.coding else None

    def coverages(self) -> Iterator[tuple[Document, Path, Coverage]]:
        """Every coverage there is: the chart's, and those the patient tells of."""
        for number, coverage in enumerate(self.encounter.coverage):
            yield self.chart, (*self.at, "coverage", number), coverage
        for number, coverage in enumerate(self.file.inquiries.patient):
            yield self.document, ("inquiries", "patient", number), coverage

    def persons(self) -> Iterator[tuple[Document, Path, Person]]:
        """The patient and every subscriber."""
        yield self.chart, (*self.at, "patient"), self.encounter.patient
        for document, path, coverage in self.coverages():
            if coverage.subscriber is not None:
                yield document, (*path, "subscriber"), coverage.subscriber

    def names(self) -> Iterator[tuple[Document, Path, PersonName]]:
        """The name of everybody in the file."""
        for document, path, person in self.persons():
            yield document, (*path, "name"), person.name
        for payer, on_file in self.file.payer_files.items():
            if on_file.member.name is not None:
                yield self.document, ("payer_files", payer, "member", "name"), on_file.member.name

    def own_rules(self) -> Iterator[tuple[Path, Sequence["OwnRule"]]]:
        """The rules that the scenario gives its payers, with the place of each list."""
        for payer, on_file in self.file.payer_files.items():
            yield ("payer_files", payer, "rules"), on_file.rules

    @property
    def documents(self) -> tuple[Document, ...]:
        """The scenario's document, and the chart's where it is another."""
        return (self.document,) if self.chart is self.document else (self.document, self.chart)


class PayerSubject(Struct, frozen=True):
    """A payer's file whose keys and values are sound."""

    path: FilePath
    document: Document
    file: PayerFile
    tables: CodeTables

    def own_rules(self) -> Iterator[tuple[Path, Sequence["OwnRule"]]]:
        """The payer's own rules, with the place of their list."""
        yield ("rules",), self.file.rules

    @property
    def documents(self) -> tuple[Document, ...]:
        """The file's document."""
        return (self.document,)


class PracticeSubject(Struct, frozen=True):
    """A practice's file whose keys and values are sound."""

    document: Document
    practice: Practice
    tables: CodeTables

    def names(self) -> Iterator[tuple[Document, Path, PersonName]]:
        """The name of every clinician."""
        for key, provider in self.practice.providers.items():
            yield self.document, ("providers", key, "name"), provider.name

    @property
    def documents(self) -> tuple[Document, ...]:
        """The file's document."""
        return (self.document,)


class LibrarySubject(Struct, frozen=True):
    """All scenarios and payers that were given together, in order of their paths."""

    scenarios: tuple[tuple[FilePath, Document], ...]
    payers: tuple[PayerSubject, ...] = ()
