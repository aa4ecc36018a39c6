"""Checking files: everything that is wrong with what was given, in one report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, InvalidInput, in_file_order
from claimsim.diagnostics.files import is_directory, real_path
from claimsim.scenario.kinds import Kind
from claimsim.scenario.lint.reading import Read, Reader, files_under, is_table_folder, table_folders_under
from claimsim.scenario.lint.registry import lint_library, lint_payer, lint_practice, lint_scenario
from claimsim.scenario.lint.subjects import LibrarySubject, PayerSubject, PracticeSubject, ScenarioSubject
from claimsim.scenario.load import LoadedScenario

NOUNS = {
    "scenario": ("scenario", "scenarios"),
    "encounter": ("encounter", "encounters"),
    "chart": ("chart", "charts"),
    "payer": ("payer", "payers"),
    "practice": ("practice", "practices"),
    "tables": ("folder of code tables", "folders of code tables"),
    "unknown": ("other file", "other files"),
}


class Report(Struct, frozen=True):
    """What a check found: faults in file order, how many files of each kind there were, and the sound scenarios."""

    diagnostics: tuple[Diagnostic, ...]
    checked: tuple[tuple[str, int], ...]
    scenarios: tuple[LoadedScenario, ...] = ()

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity == "error")

    @property
    def warnings(self) -> int:
        """How many of them are warnings."""
        return len(self.diagnostics) - self.errors

    @property
    def summary(self) -> str:
        """What was checked, in words."""
        return ", ".join(f"{count} {NOUNS[kind][count != 1]}" for kind, count in self.checked) or "nothing"


def check_shipped(tables: CodeTables) -> Report:
    """Check all that comes with the program: scenarios, payers, practices and every row of every table."""
    folders = (resources.scenarios_dir(), resources.payers_dir(), resources.practices_dir())
    checker = _Checker(tables)
    for folder in folders:
        checker.folder(folder)
    checker.tables_opened()
    return checker.report()


def check_paths(paths: Iterable[Path], tables: CodeTables) -> Report:
    """Check files, folders and folders of code tables, each recognized by what it holds."""
    checker = _Checker(tables)
    for path in paths:
        if is_directory(path):
            checker.folder(path)
        else:
            checker.file(path)
    return checker.report()


class _Checker:
    """Gathers what is found, file by file."""

    def __init__(self, tables: CodeTables) -> None:
        self._tables = tables
        self._reader = Reader(tables)
        self._found: list[Diagnostic] = []
        self._checked: Counter[str] = Counter()
        self._seen: set[Path] = set()
        self._subjects: list[ScenarioSubject] = []
        self._payers: list[PayerSubject] = []
        self._loaded: list[LoadedScenario] = []

    def folder(self, folder: Path) -> None:
        for place in table_folders_under(folder):
            self.table_folder(place)
        if not is_table_folder(folder):
            for path in files_under(folder):
                self.file(path)

    def file(self, path: Path) -> None:
        real = real_path(path)
        if real in self._seen:
            return
        self._seen.add(real)
        read = self._reader.read(path, shown(str(path)))
        self._checked[read.kind] += 1
        self._found.extend(read.faults)
        self._found.extend(_linted(read))
        if isinstance(read.subject, ScenarioSubject):
            self._subjects.append(read.subject)
        elif isinstance(read.subject, PayerSubject):
            self._payers.append(read.subject)
        if read.loaded is not None:
            self._loaded.append(read.loaded)

    def table_folder(self, folder: Path) -> None:
        self._checked["tables"] += 1
        overlays = () if real_path(folder) == resources.code_tables_dir().resolve() else (folder,)
        try:
            tables = CodeTables.load(overlays)
            if not overlays:
                tables.validate_all()
        except InvalidInput as fault:
            self._found.extend(fault.diagnostics)

    def tables_opened(self) -> None:
        """Check the tables the program has open: the shipped ones with the user's own on top."""
        self._checked["tables"] += 1
        try:
            self._tables.validate_all()
        except InvalidInput as fault:
            self._found.extend(fault.diagnostics)

    def report(self) -> Report:
        scenarios = tuple((subject.path, subject.document) for subject in self._subjects)
        library = LibrarySubject(scenarios, tuple(self._payers))
        found = (_shown(diagnostic) for diagnostic in (*self._found, *lint_library(library)))
        return Report(in_file_order(found), tuple(self._checked.items()), tuple(self._loaded))


def _linted(read: Read) -> Iterator[Diagnostic]:
    match read.subject:
        case ScenarioSubject() as scenario:
            yield from lint_scenario(scenario)
        case PayerSubject() as payer:
            yield from lint_payer(payer)
        case PracticeSubject() as practice:
            yield from lint_practice(practice)
        case None:
            pass


def shown(file: str) -> str:
    """A path as it is shown: from the folder one is in, where it is below it."""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd()).as_posix()
    return file


def _shown(diagnostic: Diagnostic) -> Diagnostic:
    place = diagnostic.position
    return diagnostic if place is None else replace(diagnostic, position=replace(place, file=shown(place.file)))


__all__ = ["Kind", "Report", "check_paths", "check_shipped"]
