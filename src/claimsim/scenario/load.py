"""Reading a scenario file into a case: all that it names is found, and all that is wrong is said with its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from claimsim import resources
from claimsim.case.case import Case, Inquiries
from claimsim.case.script import AddedDiagnosis, AddedService, DiagnosisChange, ServiceChange
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, Document, InvalidInput, read_file, suggest
from claimsim.diagnostics.validation import load, validate_parsed
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.practice import Practice
from claimsim.payer import Payer, PayerFile, open_payer
from claimsim.scenario.expect import Expectations
from claimsim.scenario.file import FileReference, Meta, MetaOnly, ScenarioFile

ModelT = TypeVar("ModelT", bound=BaseModel)
Where = tuple[str | int, ...]


class EncounterFile(Encounter):
    """An encounter as a file of its own: `claimsim run` lives through it with the reference in both seats."""

    practice: FileReference


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario ready to be lived through, with the document it was read from (positions for everything it says)."""

    id: str
    path: Path
    meta: Meta
    case: Case
    expect: Expectations | None
    todo: str
    document: Document


class ScenarioLoader:
    """Reads scenarios; practices and payers that several of them name are read once."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self._practices: dict[Path, Practice] = {}
        self._payers: dict[tuple[str, Path], Payer] = {}

    def load(self, path: Path, shown_as: str | None = None) -> LoadedScenario:
        """The scenario (or the encounter alone) in a file. Raises `InvalidInput` with every fault of the file."""
        parsed = read_file(path, shown_as)
        data = parsed.partial.data if parsed.partial is not None else None
        if isinstance(data, dict) and "scenario" not in data and "date_of_service" in data:
            encounter, faults = validate_parsed(parsed, EncounterFile)
            if encounter is None or parsed.document is None:
                raise InvalidInput(faults)
            file = _scenario_of(encounter, path.stem)
            return self._finish(path, file, parsed.document, ())
        scenario, faults = validate_parsed(parsed, ScenarioFile)
        if scenario is None or parsed.document is None:
            raise InvalidInput(faults)
        return self._finish(path, scenario, parsed.document, ("encounter",))

    def _finish(self, path: Path, file: ScenarioFile, document: Document, encounter_at: Where) -> LoadedScenario:
        faults: list[Diagnostic] = []
        encounter, chart, at = self._encounter(path, file, document, encounter_at, faults)
        practice = self._practice(path, file, document, faults)
        payers = self._payers_of(path, file, document, encounter, chart, at, faults)
        if practice is not None and encounter is not None:
            faults.extend(_provider_faults(chart, at, encounter, practice))
        faults.extend(_code_faults(document, file, self.tables))
        if faults or practice is None or encounter is None:
            raise InvalidInput(faults)
        case = Case(
            id=path.stem,
            encounter=encounter,
            practice=practice,
            payers=payers,
            payer_files=file.payer_files,
            inquiries=Inquiries(file.inquiries.card_image, file.inquiries.patient),
            seats=file.seats,
        )
        return LoadedScenario(path.stem, path, file.scenario, case, file.expect, file.todo, document)

    def _encounter(
        self, path: Path, file: ScenarioFile, document: Document, at: Where, faults: list[Diagnostic]
    ) -> tuple[Encounter | None, Document, Where]:
        if isinstance(file.encounter, Encounter):
            return file.encounter, document, at
        place = _inside(path.parent, file.encounter)
        if place is None:
            faults.append(_leaves_folder(document, ("encounter",), file.encounter))
            return None, document, at
        found, encounter, own_faults = load(place, Encounter)
        faults.extend(own_faults)
        return encounter, found or document, ()

    def _practice(
        self, path: Path, file: ScenarioFile, document: Document, faults: list[Diagnostic]
    ) -> Practice | None:
        folder = resources.practices_dir()
        place = self._reference(
            path, file.practice, folder, document, ("practice",), "unknown-practice", "practice", faults
        )
        if place is None:
            return None
        return self._read(place, Practice, self._practices, place, lambda practice: practice, faults)

    def _payers_of(
        self, path: Path, file: ScenarioFile, document: Document, encounter: Encounter | None,
        chart: Document, at: Where, faults: list[Diagnostic],
    ) -> Mapping[str, Payer]:  # fmt: skip
        shipped = resources.payers_dir()
        payers: dict[str, Payer] = {}
        for name, where, chart_or_file in _payers_named(file, encounter, document, chart, at):
            own = file.payers.get(name)
            if own is not None:
                place = _inside(path.parent, own)
                if place is None:
                    faults.append(_leaves_folder(document, ("payers", name), own))
                    continue
            else:
                place = shipped / f"{name}.yaml"
                if not place.is_file():
                    known = [*_stems(shipped), *file.payers]
                    faults.append(_unknown(chart_or_file, where, "unknown-payer", "payer", name, known))
                    continue
            payer = self._read(
                place, PayerFile, self._payers, (name, place), lambda f, n=name: open_payer(n, f, self.tables), faults
            )
            if payer is not None:
                payers[name] = payer
        if encounter is not None:
            faults.extend(_plan_faults(chart, (*at, "coverage"), encounter.coverage, payers))
            faults.extend(_plan_faults(document, ("inquiries", "patient"), file.inquiries.patient, payers))
        return payers

    def _reference(
        self, path: Path, name: str, folder: Path, document: Document, where: Where, code: str, noun: str,
        faults: list[Diagnostic],
    ) -> Path | None:  # fmt: skip
        """A file that comes with the program by its name, or one beside the scenario by its path."""
        shipped = folder / f"{name}.yaml"
        if "/" not in name and "\\" not in name and shipped.is_file():
            return shipped
        place = _inside(path.parent, name)
        if place is None:
            faults.append(_leaves_folder(document, where, name))
            return None
        if place.is_file():
            return place
        faults.append(_unknown(document, where, code, noun, name, _stems(folder)))
        return None

    def _read(
        self,
        place: Path,
        model: type[ModelT],
        cache: dict,
        key: object,
        make: Callable[[ModelT], object],
        faults: list[Diagnostic],
    ):  # type: ignore[no-untyped-def]
        if key not in cache:
            _, value, own_faults = load(place, model)
            faults.extend(own_faults)
            if value is None:
                return None
            cache[key] = make(value)
        return cache[key]


def load_scenario(path: Path, tables: CodeTables) -> LoadedScenario:
    """One scenario or encounter file. Raises `InvalidInput` with every fault."""
    return ScenarioLoader(tables).load(path)


def read_meta(path: Path) -> Meta:
    """The head of a scenario file alone, for lists. Raises `InvalidInput`."""
    _, value, faults = load(path, MetaOnly)
    if value is None:
        raise InvalidInput(faults)
    return value.scenario


def _scenario_of(encounter: EncounterFile, stem: str) -> ScenarioFile:
    meta = Meta(title=f"Encounter {encounter.id}", level="beginner")
    return ScenarioFile(scenario=meta, practice=encounter.practice, encounter=encounter)


def _inside(folder: Path, name: str) -> Path | None:
    """The path that a file's own words name, or None when it leaves the folder the file is in."""
    base = folder.resolve()
    place = (base / name).resolve()
    return place if place.is_relative_to(base) else None


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))


def _leaves_folder(document: Document, where: Where, name: str) -> Diagnostic:
    return document.diagnostic(
        "path-outside-folder",
        f"`{name}` leaves the folder of this file",
        where,
        hint="name a file beside this one, or below it",
    )


def _unknown(document: Document, where: Where, code: str, noun: str, name: str, known: list[str]) -> Diagnostic:
    near = suggest(name, known)
    hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(known)}"
    return document.diagnostic(code, f"no {noun} is named `{name}`", where, hint=hint)


def _payers_named(
    file: ScenarioFile, encounter: Encounter | None, document: Document, chart: Document, at: Where
) -> Iterator[tuple[str, Where, Document]]:
    seen: set[str] = set()
    places: list[tuple[str, Where, Document]] = []
    if encounter is not None:
        places += [(c.payer, (*at, "coverage", n, "payer"), chart) for n, c in enumerate(encounter.coverage)]
    places += [(c.payer, ("inquiries", "patient", n, "payer"), document) for n, c in enumerate(file.inquiries.patient)]
    places += [(name, ("payer_files", name), document) for name in file.payer_files]
    for name, where, holder in places:
        if name not in seen:
            seen.add(name)
            yield name, where, holder


def _plan_faults(
    document: Document, at: Where, coverages: tuple[Coverage, ...], payers: Mapping[str, Payer]
) -> Iterator[Diagnostic]:
    for number, coverage in enumerate(coverages):
        payer = payers.get(coverage.payer)
        if payer is not None and coverage.plan not in payer.file.plans:
            noun = f"plan of {coverage.payer}"
            yield _unknown(
                document, (*at, number, "plan"), "unknown-plan", noun, coverage.plan, sorted(payer.file.plans)
            )


def _provider_faults(document: Document, at: Where, encounter: Encounter, practice: Practice) -> Iterator[Diagnostic]:
    for key in ("rendering_provider", "supervising_provider"):
        name = getattr(encounter, key)
        if name is not None and name not in practice.providers:
            yield _unknown(
                document, (*at, key), "unknown-provider", "provider of the practice", name, sorted(practice.providers)
            )


def _code_faults(document: Document, file: ScenarioFile, tables: CodeTables) -> Iterator[Diagnostic]:
    """Codes that a script puts in and that never were: a code that was valid once is the payer's to judge."""
    coder = file.seats.coder
    if coder is None:
        return
    base: Where = ("seats", "coder")
    for n, change in enumerate(coder.changes):
        at = (*base, "changes", n)
        match change:
            case ServiceChange():
                yield from _service_fault(document, tables, change.code, (*at, "code"))
                yield from _diagnosis_faults(document, tables, change.diagnoses or (), (*at, "diagnoses"))
            case DiagnosisChange():
                if change.code:
                    yield from _diagnosis_fault(document, tables, change.code, (*at, "code"))
            case AddedDiagnosis():
                yield from _diagnosis_fault(document, tables, change.add_diagnosis, (*at, "add_diagnosis"))
            case AddedService():
                yield from _service_fault(document, tables, change.add_service.code, (*at, "add_service", "code"))
    if coder.codes is not None:
        yield from _diagnosis_faults(document, tables, coder.codes.diagnoses, (*base, "codes", "diagnoses"))
        for n, service in enumerate(coder.codes.services):
            yield from _service_fault(document, tables, service.code, (*base, "codes", "services", n, "code"))


def _service_fault(document: Document, tables: CodeTables, code: str | None, where: Where) -> Iterator[Diagnostic]:
    if code is not None and not tables.procedure_rows(code):
        near = suggest(code, [row.code for row in tables.procedures()])
        yield document.diagnostic(
            "unknown-code", f"`{code}` is not in the procedure tables", where,
            hint=f"did you mean `{near}`?" if near else "`claimsim codes search` finds codes by their words",
        )  # fmt: skip


def _diagnosis_faults(
    document: Document, tables: CodeTables, codes: tuple[str, ...], at: Where
) -> Iterator[Diagnostic]:
    for n, code in enumerate(codes):
        yield from _diagnosis_fault(document, tables, code, (*at, n))


def _diagnosis_fault(document: Document, tables: CodeTables, code: str, where: Where) -> Iterator[Diagnostic]:
    if not tables.icd10cm.exists(code):
        yield document.diagnostic(
            "unknown-code", f"`{code}` is not an ICD-10-CM code", where,
            hint="`claimsim codes search` finds codes by their words",
        )  # fmt: skip
