"""Reading a scenario file into a case: all that it names is found, and all that is wrong is said with its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from claimsim.case.case import Case, Inquiries
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, Document, InvalidInput, read_file
from claimsim.diagnostics.document import Parsed
from claimsim.diagnostics.document import Path as Where
from claimsim.diagnostics.validation import load, validate_parsed
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.practice import Practice
from claimsim.payer import Payer
from claimsim.payer.loading import rule_faults
from claimsim.scenario.coverage_spans import span_faults
from claimsim.scenario.expect_words import has_strange_words
from claimsim.scenario.file import FileReference, Meta, MetaOnly, ScenarioBody
from claimsim.scenario.kinds import kind_of
from claimsim.scenario.names import Names, inside, leaves_folder, placed, unknown
from claimsim.scenario.partly_read import name_faults
from claimsim.scenario.scripted_codes import code_faults

if TYPE_CHECKING:
    from claimsim.scenario.expect import Expectations


class EncounterFile(Encounter):
    """An encounter as a file of its own: `claimsim run` lives through it with the reference in both seats."""

    practice: FileReference


class LoadedScenario(Struct, frozen=True):
    """A scenario ready to be lived through, with the document it was read from (positions for everything it says)."""

    id: str
    path: Path
    meta: Meta
    case: Case
    expect: "Expectations | None"
    """None too where the loader was not asked to read expectations."""
    todo: str
    document: Document
    file: ScenarioBody


class _Chart(Struct, frozen=True):
    """The encounter, the document it stands in, and where in it."""

    encounter: Encounter
    document: Document
    at: Where


class ScenarioLoader:
    """Reads scenarios; practices and payers that several of them name are read once."""

    def __init__(self, tables: CodeTables, expectations: bool = False) -> None:
        self.tables = tables
        self._names = Names(tables)
        self._model: type[ScenarioBody] = ScenarioBody
        if expectations:
            self._model = _whole_model()

    def load(self, path: Path, shown_as: str | None = None) -> LoadedScenario:
        """The scenario (or the encounter alone) in a file. Raises `InvalidInput` with every fault of the file."""
        return self.load_parsed(path, read_file(path, shown_as))

    def load_parsed(self, path: Path, parsed: Parsed) -> LoadedScenario:
        """As `load`, of a file that has been read."""
        refuse_other_kinds(parsed)
        data = parsed.partial.data if parsed.partial is not None else None
        if isinstance(data, dict) and "scenario" not in data and "date_of_service" in data:
            encounter, faults = validate_parsed(parsed, EncounterFile)
            if encounter is None or parsed.document is None:
                raise InvalidInput((*faults, *self._name_faults(path, parsed)))
            return self._finish(path, _scenario_of(encounter), parsed.document, ())
        scenario, faults = validate_parsed(parsed, self._model)
        if self._model is ScenarioBody and (faults or (scenario is not None and has_strange_words(scenario.expect))):
            scenario, faults = validate_parsed(parsed, _whole_model())  # all of its faults, though nothing is tested
        if scenario is None or parsed.document is None:
            raise InvalidInput((*faults, *self._name_faults(path, parsed)))
        return self._finish(path, scenario, parsed.document, ("encounter",))

    def _finish(self, path: Path, file: ScenarioBody, document: Document, at: Where) -> LoadedScenario:
        faults: list[Diagnostic] = []
        chart = _chart(path, file, document, at, faults)
        practice = self._names.practice(path, file.practice, document, faults)
        payers = self._payers(path, file, document, chart, faults)
        if practice is not None and chart is not None:
            faults.extend(_provider_faults(chart, practice))
        if file.seats.coder is not None:
            faults.extend(code_faults(document, file.seats.coder, self.tables))
        if faults or practice is None or chart is None:
            raise InvalidInput(faults)
        case = Case(
            id=path.stem,
            encounter=chart.encounter,
            practice=practice,
            payers=payers,
            payer_files=file.payer_files,
            inquiries=Inquiries(
                file.inquiries.card_image,
                file.inquiries.patient,
                file.inquiries.records,
                file.inquiries.wrong_patient,
                file.inquiries.answers_payer,
                file.inquiries.coding_audit,
            ),
            seats=file.seats,
        )
        expect = None if self._model is ScenarioBody else file.expect
        return LoadedScenario(path.stem, path, file.scenario, case, expect, file.todo, document, file)

    def _name_faults(self, path: Path, parsed: Parsed) -> tuple[Diagnostic, ...]:
        return name_faults(path, parsed.partial, self._names) if parsed.partial is not None else ()

    def _payers(
        self, path: Path, file: ScenarioBody, document: Document, chart: _Chart | None, faults: list[Diagnostic]
    ) -> Mapping[str, Payer]:
        payers: dict[str, Payer] = {}
        for name, where, holder in _payers_named(file, document, chart):
            payer = self._names.payer(path, name, file.payers, holder, where, faults, document)
            if payer is not None:
                payers[name] = self._with_rules(payer, file, document, faults)
        if chart is not None:
            at = (*chart.at, "coverage")
            faults.extend(_plan_faults(chart.document, at, chart.encounter.coverage, payers))
            faults.extend(_twice_faults(chart))
        faults.extend(_plan_faults(document, ("inquiries", "patient"), file.inquiries.patient, payers))
        faults.extend(_span_faults(document, file))
        return payers

    def _with_rules(self, payer: Payer, file: ScenarioBody, document: Document, faults: list[Diagnostic]) -> Payer:
        """The payer with the rules that the scenario gives it. Nothing of it stays with the payer that others share."""
        on_file = file.payer_files.get(payer.name)
        if on_file is None or not on_file.rules:
            return payer
        at = ("payer_files", payer.name, "rules")
        found = rule_faults(document, at, on_file.rules, payer.file, self.tables, payer.file.rules)
        faults.extend(found)
        if found:
            return payer
        from claimsim.payer.own_rules.making import with_rules

        return with_rules(payer, on_file.rules)


def _whole_model() -> type[ScenarioBody]:
    from claimsim.scenario.whole_file import ScenarioFile  # a run, which has no need of it, starts faster

    return ScenarioFile


def load_scenario(path: Path, tables: CodeTables, expectations: bool = False) -> LoadedScenario:
    """One scenario or encounter file. Raises `InvalidInput` with every fault."""
    return ScenarioLoader(tables, expectations).load(path)


def read_meta(path: Path) -> Meta:
    """The head of a scenario file alone, for lists. Raises `InvalidInput`."""
    parsed = read_file(path)
    refuse_other_kinds(parsed)
    value, faults = validate_parsed(parsed, MetaOnly)
    if value is None:
        raise InvalidInput(faults)
    return value.scenario


def refuse_other_kinds(parsed: Parsed) -> None:
    """Raise `InvalidInput` for a payer or a practice: to tell which keys of a scenario it lacks would help nobody."""
    if parsed.partial is None:
        return
    kind = kind_of(parsed.partial.data)
    if kind in ("payer", "practice"):
        hint = (
            f"`claimsim check` checks a {kind}; a scenario names it under `{kind if kind == 'practice' else 'payers'}:`"
        )
        message = f"this is a {kind}, and no scenario that can be lived through"
        raise InvalidInput((parsed.partial.diagnostic("not-a-scenario", message, hint=hint),))


def _scenario_of(encounter: EncounterFile) -> ScenarioBody:
    meta = Meta(title=f"Encounter {encounter.id}", level="beginner")
    return ScenarioBody(scenario=meta, practice=encounter.practice, encounter=encounter)


def _chart(path: Path, file: ScenarioBody, document: Document, at: Where, faults: list[Diagnostic]) -> _Chart | None:
    """The encounter, from the scenario itself or from the file that it names."""
    if isinstance(file.encounter, Encounter):
        return _Chart(file.encounter, document, at)
    place = inside(path.parent, file.encounter)
    if place is None:
        faults.append(leaves_folder(document, ("encounter",), file.encounter))
        return None
    found, encounter, own_faults = load(place, Encounter)
    faults.extend(placed(own_faults, document, ("encounter",), place))
    return _Chart(encounter, found, ()) if encounter is not None and found is not None else None


def _payers_named(
    file: ScenarioBody, document: Document, chart: _Chart | None
) -> Iterator[tuple[str, Where, Document]]:
    """Every payer that the file names, once, where it is named first."""
    places: list[tuple[str, Where, Document]] = []
    if chart is not None:
        coverage = enumerate(chart.encounter.coverage)
        places += [(c.payer, (*chart.at, "coverage", n, "payer"), chart.document) for n, c in coverage]
    patient = enumerate(file.inquiries.patient)
    places += [(c.payer, ("inquiries", "patient", n, "payer"), document) for n, c in patient]
    places += [(name, ("payer_files", name), document) for name in file.payer_files]
    seen: set[str] = set()
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
            where, noun = (*at, number, "plan"), f"plan of {coverage.payer}"
            yield unknown(document, where, "unknown-plan", noun, coverage.plan, payer.file.plans)


def _span_faults(document: Document, file: ScenarioBody) -> Iterator[Diagnostic]:
    for payer, on_file in file.payer_files.items():
        for path, message, hint in span_faults(on_file.coverage):
            where = ("payer_files", payer, "coverage", *path)
            yield document.diagnostic("coverage-overlap", message, where, hint=hint)


def _twice_faults(chart: _Chart) -> Iterator[Diagnostic]:
    """A payer is asked about one member and one plan: a second card of one payer needs a name of its own."""
    seen: set[str] = set()
    for number, coverage in enumerate(chart.encounter.coverage):
        if coverage.payer in seen:
            message = f"{coverage.payer} is named by two coverages"
            where = (*chart.at, "coverage", number, "payer")
            anew = f"`payers: {{second-card: {coverage.payer}}}`"
            hint = f"take it out, or give the insurer another name for the second card: {anew}"
            yield chart.document.diagnostic("payer-named-twice", message, where, hint=hint)
        seen.add(coverage.payer)


def _provider_faults(chart: _Chart, practice: Practice) -> Iterator[Diagnostic]:
    for key in ("rendering_provider", "supervising_provider"):
        name = getattr(chart.encounter, key)
        if name is not None and name not in practice.providers:
            where, noun = (*chart.at, key), "provider of the practice"
            yield unknown(chart.document, where, "unknown-provider", noun, name, practice.providers)
