"""Recognizing what a path leads to by what it holds, and reading it with all of its faults."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from pydantic import BaseModel

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, Document, InvalidInput, Parsed, read_file
from claimsim.diagnostics.validation import validate_parsed
from claimsim.model.chart import Encounter
from claimsim.model.practice import Practice
from claimsim.payer.inheritance import check_payer
from claimsim.payer.loading import check_payer_file
from claimsim.scenario.file import Meta
from claimsim.scenario.kinds import Kind, kind_of
from claimsim.scenario.library import SUFFIXES
from claimsim.scenario.lint.subjects import PayerSubject, PracticeSubject, ScenarioSubject
from claimsim.scenario.load import EncounterFile, LoadedScenario, ScenarioLoader
from claimsim.scenario.names import inside
from claimsim.scenario.whole_file import ScenarioFile

Subject = ScenarioSubject | PayerSubject | PracticeSubject


class Read(Struct, frozen=True):
    """What came of one file: the subject where its keys and values are sound, and every fault found so far."""

    kind: Kind
    faults: tuple[Diagnostic, ...]
    subject: Subject | None = None
    loaded: LoadedScenario | None = None


class Reader:
    """Reads files of all kinds; what several scenarios name is read once."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self._loader = ScenarioLoader(tables, expectations=True)

    def read(self, path: Path, shown_as: str) -> Read:
        """A file of any kind. Never raises for what it holds."""
        parsed = read_file(path, shown_as)
        kind = kind_of(parsed.partial.data if parsed.partial is not None else None)
        if parsed.partial is None:
            return Read(kind, parsed.diagnostics)
        match kind:
            case "scenario" | "encounter":
                return self._scenario(path, kind, parsed)
            case "chart":
                return Read(kind, validate_parsed(parsed, Encounter)[1])
            case "payer":
                return self._payer(parsed, path)
            case "practice":
                practice, faults = validate_parsed(parsed, Practice)
                subject = (
                    PracticeSubject(parsed.document, practice, self.tables) if practice and parsed.document else None
                )
                return Read(kind, faults, subject)
            case _:
                return Read(kind, parsed.diagnostics or (_unrecognized(parsed.partial),))

    def _payer(self, parsed: Parsed, path: Path) -> Read:
        document, file, faults = check_payer(parsed, path)
        if file is None or document is None:
            return Read("payer", faults)
        subject = PayerSubject(path, document, file, self.tables)
        return Read("payer", check_payer_file(document, file, self.tables), subject)

    def _scenario(self, path: Path, kind: Kind, parsed: Parsed) -> Read:
        model: type[BaseModel] = ScenarioFile if kind == "scenario" else EncounterFile
        value, faults = validate_parsed(parsed, model)
        document = parsed.document
        if value is None or document is None:
            return Read(kind, faults)
        loaded: LoadedScenario | None = None
        try:
            loaded = self._loader.load_parsed(path, parsed)
        except InvalidInput as fault:
            faults = fault.diagnostics
        if isinstance(value, EncounterFile):
            chart: tuple[Encounter, Document, tuple[str, ...]] | None = (value, document, ())
            file = ScenarioFile(
                scenario=Meta(title=value.id, level="beginner"), practice=value.practice, encounter=value
            )
        else:
            assert isinstance(value, ScenarioFile)  # one of the two models above
            file, chart = value, self._chart(path, value, document)
        if chart is None:
            return Read(kind, faults)
        encounter, chart_document, at = chart
        case = loaded.case if loaded else None
        subject = ScenarioSubject(path, document, file, chart_document, at, encounter, case, self.tables)
        return Read(kind, faults, subject, loaded)

    def _chart(
        self, path: Path, file: ScenarioFile, document: Document
    ) -> tuple[Encounter, Document, tuple[str, ...]] | None:
        """The encounter with the document it stands in; None where the loader has complained of its file."""
        if isinstance(file.encounter, Encounter):
            return file.encounter, document, ("encounter",)
        place = inside(path.parent, file.encounter)
        if place is None:
            return None
        parsed = read_file(place, str(path.parent / file.encounter))
        encounter, _ = validate_parsed(parsed, Encounter)
        return (encounter, parsed.document, ()) if encounter and parsed.document else None


def _unrecognized(document: Document) -> Diagnostic:
    return document.diagnostic(
        "unknown-file-kind",
        "this is no scenario, encounter, payer or practice",
        hint="a scenario has `scenario:` at its top, a payer `payer_id:`, a practice `providers:`",
    )


def files_under(folder: Path) -> Iterator[Path]:
    """All YAML files in a folder and below it, but for table folders and what begins with a dot or underscore.

    Linked folders are left out: they may lead in a circle.
    """
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if entry.name[0] in "._":
            continue
        if entry.is_dir():
            if not entry.is_symlink() and not is_table_folder(entry):
                yield from files_under(entry)
        elif entry.suffix in SUFFIXES:
            yield entry


def table_folders_under(folder: Path) -> Iterator[Path]:
    """The folder itself or those below it that hold code tables."""
    if is_table_folder(folder):
        yield folder
        return
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if entry.is_dir() and not entry.is_symlink() and entry.name[0] not in "._":
            yield from table_folders_under(entry)


def is_table_folder(folder: Path) -> bool:
    """Whether a folder holds CSV tables."""
    return any(folder.glob("*.csv"))
