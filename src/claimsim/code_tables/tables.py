"""One access to all code tables: a look-up for each, by code and date of service.

Every look-up returns the row or ``None``. ``on`` is the date of service; both ends of a row's period are inclusive.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from claimsim import resources
from claimsim.code_tables import rows, specs
from claimsim.code_tables.icd10cm import Icd10cm
from claimsim.code_tables.sources import Source, read_sources
from claimsim.code_tables.spec import Row, TableSpec
from claimsim.code_tables.table import DatedRow, Table, first_in_effect, in_effect
from claimsim.diagnostics import Diagnostic, InvalidInput, Position
from claimsim.diagnostics.files import is_directory, is_regular_file


class CodeTables:
    """The shipped tables with a user's own files on top. Use :meth:`load`."""

    def __init__(self, folder: Path, overlays: tuple[Path, ...] = ()) -> None:
        self.folder = folder
        self.overlays = overlays
        self._procedures = self._table(specs.PROCEDURES)
        self._drug_units = self._table(specs.DRUG_UNITS)
        self._modifiers = self._table(specs.MODIFIERS)
        self._places_of_service = self._table(specs.PLACES_OF_SERVICE)
        self._adjustment_groups = self._table(specs.ADJUSTMENT_GROUPS)
        self._adjustment_reasons = self._table(specs.ADJUSTMENT_REASONS)
        self._remark_codes = self._table(specs.REMARK_CODES)
        self._claim_status_categories = self._table(specs.CLAIM_STATUS_CATEGORIES)
        self._claim_status_codes = self._table(specs.CLAIM_STATUS_CODES)
        self._entity_codes = self._table(specs.ENTITY_CODES)
        self._taxonomies = self._table(specs.TAXONOMIES)
        self._physician_fees = self._table(specs.PHYSICIAN_FEES)
        self._geographic_indices = self._table(specs.GEOGRAPHIC_INDICES)
        self._conversion_factors = self._table(specs.CONVERSION_FACTORS)
        self._laboratory_fees = self._table(specs.LABORATORY_FEES)
        self._drug_fees = self._table(specs.DRUG_FEES)
        self._equipment_fees = self._table(specs.EQUIPMENT_FEES)
        self._local_fees = self._table(specs.LOCAL_FEES)
        self._ncci_pairs = self._table(specs.NCCI_PAIRS)
        self._ncci_reasons = self._table(specs.NCCI_REASONS)
        self._same_service = self._table(specs.SAME_SERVICE)
        self._mue_limits = self._table(specs.MUE_LIMITS)
        self._add_on_codes = self._table(specs.ADD_ON_CODES)
        self._diagnosis_changes = self._table(specs.DIAGNOSIS_CHANGES)
        self._denial_actions = self._table(specs.DENIAL_ACTIONS)

    @classmethod
    def load(cls, overlays: tuple[Path, ...] = ()) -> "CodeTables":
        """The tables, with the files of the overlay folders on top; of two overlays the later one wins.

        Overlay files are checked whole. Raises ``InvalidInput`` with every fault found in them, and
        :class:`claimsim.resources.MissingResource` if the installation lacks its tables.
        """
        tables = cls(resources.code_tables_dir(), overlays)
        faults = tuple(fault for folder in overlays for fault in tables._overlay_faults(folder))
        if faults:
            raise InvalidInput(faults)
        return tables

    def validate_all(self) -> None:
        """Parse every row of every table. Raises ``InvalidInput`` with all faults."""
        faults = tuple(fault for table in self.tables() for fault in table.faults())
        if faults:
            raise InvalidInput(faults)

    def tables(self) -> tuple[Table[Any], ...]:
        """All tables, in a fixed order."""
        return tuple(value for value in vars(self).values() if isinstance(value, Table))

    def _table(self, spec: TableSpec[Row]) -> Table[Row]:
        file_name = f"{spec.name}.csv"
        overlays = tuple(path for folder in self.overlays if is_regular_file(path := folder / file_name))
        return Table(spec, self.folder / file_name, overlays)

    def _overlay_faults(self, folder: Path) -> Iterator[Diagnostic]:
        if not is_directory(folder):
            yield Diagnostic("bad-table", f"{folder} is not a folder of code tables", Position(str(folder), 1, 1))
            return
        from claimsim.code_tables.validation import check_file, check_width, unknown_table  # only an overlay needs it

        own = {table.spec.name: table.spec for table in self.tables()}
        known = {*own, *(path.stem for path in self.folder.glob("*.csv"))}  # some tables are read by the coder
        found = sorted(folder.glob("*.csv"))
        if not found:
            hint = "a table is a CSV file named like a shipped one: claimsim tables"
            yield Diagnostic("bad-table", f"{folder} holds no code table", Position(str(folder), 1, 1), hint)
        for path in found:
            if path.stem in own:
                yield from check_file(own[path.stem], path)
            elif path.stem not in known:
                yield unknown_table(path, known)
            else:
                yield from check_width(path, self.folder / path.name)

    # -- diagnoses ------------------------------------------------------------------------------------------------

    @cached_property
    def icd10cm(self) -> Icd10cm:
        """The ICD-10-CM tabular list, opened when first asked for."""
        return Icd10cm(resources.icd10cm_path(), self._diagnosis_changes)

    # -- procedures, drugs, modifiers, places ---------------------------------------------------------------------

    def procedure(self, code: str, on: date) -> rows.Procedure | None:
        """The CPT or HCPCS code as it stood on a day."""
        return first_in_effect(self._procedures.rows(code), on)

    def procedure_rows(self, code: str) -> tuple[rows.Procedure, ...]:
        """Every period of a code: tells a code that has ended from one that never was."""
        return self._procedures.rows(code)

    def procedures(self) -> Iterator[rows.Procedure]:
        """All procedure rows of all dates."""
        return self._procedures.all()

    def drug_units(self, code: str, on: date) -> rows.DrugUnits | None:
        """What one billing unit of a drug code is."""
        return first_in_effect(self._drug_units.rows(code), on)

    def drug_by_name(self, name: str, on: date) -> tuple[rows.DrugUnits, ...]:
        """The codes of a drug by its name or a synonym, whatever its case; several where there are several codes."""
        return tuple(row for row in self._drugs_by_name.get(_plain(name), ()) if in_effect(row, on))

    @cached_property
    def _drugs_by_name(self) -> dict[str, list[rows.DrugUnits]]:
        by_name: dict[str, list[rows.DrugUnits]] = {}
        for row in self._drug_units.all():
            for name in dict.fromkeys(map(_plain, (row.drug, *row.synonyms))):
                by_name.setdefault(name, []).append(row)
        return by_name

    def drugs(self) -> Iterator[rows.DrugUnits]:
        """All drug unit rows."""
        return self._drug_units.all()

    def modifier(self, modifier: str, on: date) -> rows.Modifier | None:
        """A modifier as it stood on a day."""
        return first_in_effect(self._modifiers.rows(modifier), on)

    def modifiers(self) -> Iterator[rows.Modifier]:
        """All modifier rows."""
        return self._modifiers.all()

    def place_of_service(self, code: str, on: date) -> rows.PlaceOfService | None:
        """A place-of-service code as it stood on a day."""
        return first_in_effect(self._places_of_service.rows(code), on)

    def places_of_service(self) -> Iterator[rows.PlaceOfService]:
        """All place-of-service rows."""
        return self._places_of_service.all()

    def taxonomy(self, taxonomy: str) -> rows.Taxonomy | None:
        """A provider taxonomy code."""
        return _first(self._taxonomies.rows(taxonomy))

    # -- what a payer answers -------------------------------------------------------------------------------------

    def adjustment_group(self, group: str) -> rows.AdjustmentGroup | None:
        """A claim adjustment group code."""
        return _first(self._adjustment_groups.rows(group))

    def adjustment_groups(self) -> Iterator[rows.AdjustmentGroup]:
        """All group codes."""
        return self._adjustment_groups.all()

    def adjustment_reason(self, carc: str, on: date | None = None) -> rows.AdjustmentReason | None:
        """A CARC as it stood on a day; without a day, its latest row."""
        return _latest_or(self._adjustment_reasons, on, carc)

    def adjustment_reasons(self) -> Iterator[rows.AdjustmentReason]:
        """All CARC rows."""
        return self._adjustment_reasons.all()

    def remark_code(self, rarc: str, on: date | None = None) -> rows.RemarkCode | None:
        """A RARC as it stood on a day; without a day, its latest row."""
        return _latest_or(self._remark_codes, on, rarc)

    def remark_codes(self) -> Iterator[rows.RemarkCode]:
        """All RARC rows."""
        return self._remark_codes.all()

    def claim_status_category(self, category: str) -> rows.ClaimStatusCategory | None:
        """A claim status category code of the 277CA."""
        return _first(self._claim_status_categories.rows(category))

    def claim_status_code(self, code: str) -> rows.ClaimStatusCode | None:
        """A claim status code."""
        return _first(self._claim_status_codes.rows(code))

    def entity_code(self, code: str) -> rows.EntityCode | None:
        """An entity identifier code."""
        return _first(self._entity_codes.rows(code))

    # -- prices ---------------------------------------------------------------------------------------------------

    def physician_fee(self, code: str, modifier: str, on: date) -> rows.PhysicianFee | None:
        """The fee schedule row of a code; ``modifier`` is "", "26", "TC" or "53"."""
        return first_in_effect(self._physician_fees.rows(code, modifier), on)

    def geographic_index(self, mac: str, locality: str, on: date) -> rows.GeographicIndex | None:
        """The cost indices of a Medicare locality."""
        return first_in_effect(self._geographic_indices.rows(mac, locality), on)

    def geographic_indices(self) -> Iterator[rows.GeographicIndex]:
        """All localities."""
        return self._geographic_indices.all()

    def conversion_factor(self, on: date) -> rows.ConversionFactor | None:
        """Dollars per relative value unit on a day."""
        return first_in_effect(self._conversion_factors.all(), on)

    def laboratory_fee(self, code: str, modifier: str, on: date) -> rows.LaboratoryFee | None:
        """The laboratory price of a code; ``modifier`` is "" or "QW" and the like, as the schedule prints it."""
        return first_in_effect(self._laboratory_fees.rows(code, modifier), on)

    def drug_fee(self, code: str, on: date) -> rows.DrugFee | None:
        """The Part B payment limit of a drug code, for one billing unit."""
        return first_in_effect(self._drug_fees.rows(code), on)

    def equipment_fee(self, code: str, modifiers: tuple[str, ...], state: str, on: date) -> rows.EquipmentFee | None:
        """The equipment price whose modifiers the line carries, in a state; of several, the one with most of them."""
        fitting = [
            row
            for row in self._equipment_fees.rows(code)
            if row.state == state and in_effect(row, on) and {row.modifier, row.modifier2} <= {"", *modifiers}
        ]
        return max(fitting, key=lambda row: bool(row.modifier) + bool(row.modifier2), default=None)

    def local_fee(self, code: str, mac: str, locality: str, on: date) -> rows.LocalFee | None:
        """A price set by the Medicare contractor for a locality."""
        return first_in_effect(self._local_fees.rows(code, mac, locality), on)

    # -- edits ----------------------------------------------------------------------------------------------------

    def ncci_pair(self, column_1: str, column_2: str, on: date) -> rows.NcciPair | None:
        """The NCCI edit of an ordered pair; ``None`` means: not in the loaded table on that day."""
        return first_in_effect(self._ncci_pairs.rows(column_1, column_2), on)

    def same_service(self, code: str) -> rows.SameService | None:
        """The service that a code tells, where Medicare and other payers have codes of their own for it."""
        return _first(self._same_service.rows(code))

    def ncci_reason(self, reason: str) -> rows.NcciReason | None:
        """The meaning of an NCCI or MUE reason key."""
        return _first(self._ncci_reasons.rows(reason))

    def mue_limit(self, code: str, on: date) -> rows.MueLimit | None:
        """The units limit of a code."""
        return first_in_effect(self._mue_limits.rows(code), on)

    def add_on_primaries(self, code: str, on: date) -> tuple[str, ...]:
        """The primaries one of which an add-on needs (CONTRACTOR: the contractor decides); empty if it is none."""
        found = self._add_on_codes.rows(code)
        return tuple([row.primary for row in found if in_effect(row, on)]) if found else ()

    def is_add_on(self, code: str, on: date) -> bool:
        """Whether a code is an add-on."""
        return bool(self.add_on_primaries(code, on))

    # -- working a denial -----------------------------------------------------------------------------------------

    def denial_action(self, group: str, carc: str, remarks: tuple[str, ...] = ()) -> rows.DenialAction | None:
        """What to do about an adjustment: the row of one of its remarks, else the row for the reason alone."""
        found = self._denial_actions.rows(group, carc)
        narrowed = (row for remark in remarks for row in found if row.remark == remark)
        return next(narrowed, None) or next((row for row in found if not row.remark), None) or _first(found)

    def denial_groups(self, carc: str, remarks: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The groups with which the worklist knows a reason; with one of the remarks, where it has rows for it."""
        found = [row for group in ("CO", "PR", "OA") for row in self._denial_actions.rows(group, carc)]
        narrowed = [row for row in found if row.remark and row.remark in remarks]
        return tuple(dict.fromkeys(row.group for row in narrowed or found))

    # -- where it all comes from ----------------------------------------------------------------------------------

    def sources(self) -> tuple[Source, ...]:
        """Origin, edition, dates and licence of each shipped table, with its number of rows."""
        return read_sources(self.folder)


def _first(found: tuple[Row, ...]) -> Row | None:
    return found[0] if found else None


def _latest_or(table: Table[DatedRow], on: date | None, code: str) -> DatedRow | None:
    found = table.rows(code)
    if on is not None:
        return first_in_effect(found, on)
    return max(found, key=lambda row: row.effective_to or date.max, default=None)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
