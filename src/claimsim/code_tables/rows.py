"""What one row of each code table holds. Field names are the CSV's column names, in its order.

Named tuples rather than dataclasses: immutable and slotted alike, but a class costs 0.15 ms instead of 1 ms to create,
and there are two dozen of them in every start. ``effective_from`` and ``effective_to`` are inclusive; ``None`` is open.
Cells are parsed by these annotations: see :mod:`claimsim.code_tables.cells`.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple


class Procedure(NamedTuple):
    """A CPT or HCPCS Level II code. CPT descriptions are the project's own words."""

    code: str
    system: Literal["CPT", "HCPCS"]
    category: str
    description: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: tuple[str, ...]
    source: str


class DrugUnits(NamedTuple):
    """The amount of drug in one billing unit of a code: 10 mg of triamcinolone in one J3301."""

    code: str
    drug: str
    unit_amount: Decimal
    unit_measure: Literal["mg", "mcg", "units", "mL", "g", "meq", "dose", "each"]
    rounding_note: str
    synonyms: tuple[str, ...]
    effective_from: date | None
    effective_to: date | None


class Modifier(NamedTuple):
    """A CPT or HCPCS modifier; the lower ``sort_rank`` stands first on the line (payment before information)."""

    modifier: str
    kind: Literal["payment", "information", "anatomic", "statistical"]
    short: str
    description: str
    sort_rank: int
    effective_from: date | None
    effective_to: date | None
    source: str


class PlaceOfService(NamedTuple):
    """A place-of-service code; ``setting`` chooses between facility and non-facility practice expense."""

    code: str
    name: str
    setting: Literal["facility", "non_facility"]
    effective_from: date | None
    effective_to: date | None


class AdjustmentGroup(NamedTuple):
    """A claim adjustment group code (CO, PR, OA, PI, CR) and who owes what it carries."""

    group: str
    name: str
    meaning: str
    who_owes: str


class AdjustmentReason(NamedTuple):
    """A claim adjustment reason code (CARC) in own words, with the right next action."""

    carc: str
    meaning: str
    remark_required: bool
    action: str
    effective_from: date | None
    effective_to: date | None
    source: str
    verified: bool


class RemarkCode(NamedTuple):
    """A remittance advice remark code (RARC) in own words; an alert explains nothing about payment."""

    rarc: str
    meaning: str
    alert: bool
    effective_from: date | None
    effective_to: date | None
    source: str
    verified: bool


class ClaimStatusCategory(NamedTuple):
    """A claim status category code of the 277CA (A0 to A8 and the like)."""

    category: str
    meaning: str
    outcome: Literal["accepted", "rejected", "pending", "other"]
    source: str
    verified: bool


class ClaimStatusCode(NamedTuple):
    """A claim status code (X12 list 507) in own words."""

    code: str
    meaning: str
    source: str
    verified: bool


class EntityCode(NamedTuple):
    """An entity identifier code (IL, 85, 82) which says whom a status is about."""

    code: str
    meaning: str


class Taxonomy(NamedTuple):
    """A provider taxonomy code with the Medicare specialty it crosses to."""

    taxonomy: str
    specialty: str
    subspecialty: str
    medicare_specialty: str
    source: str


class PhysicianFee(NamedTuple):
    """A row of the Medicare physician fee schedule: relative values and payment policy indicators.

    The indicators keep CMS's own code text: ``multiple_procedure`` "2", ``global_days`` "090", ``status`` "A".
    """

    code: str
    modifier: str
    status: str
    work_rvu: Decimal
    pe_rvu_nonfacility: Decimal
    nonfacility_na: bool
    pe_rvu_facility: Decimal
    facility_na: bool
    mp_rvu: Decimal
    pctc: str
    global_days: str
    preop: Decimal
    intraop: Decimal
    postop: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    co_surgeon: str
    team: str
    endoscopy_base: str
    imaging_family: str
    supervision: str
    effective_from: date | None
    effective_to: date | None


class GeographicIndex(NamedTuple):
    """The geographic practice cost indices of one Medicare locality."""

    mac: str
    state: str
    locality: str
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal
    effective_from: date | None
    effective_to: date | None


class ConversionFactor(NamedTuple):
    """Dollars per relative value unit of the Medicare physician fee schedule."""

    effective_from: date | None
    effective_to: date | None
    conversion_factor: Decimal
    source: str
    verified: bool


class LaboratoryFee(NamedTuple):
    """A price of the Medicare clinical laboratory fee schedule, dollars."""

    code: str
    modifier: str
    fee: Decimal
    effective_from: date | None
    effective_to: date | None


class DrugFee(NamedTuple):
    """A Medicare Part B drug payment limit, dollars per billing unit of the code."""

    code: str
    dosage: str
    payment_limit: Decimal
    coinsurance_percent: Decimal
    vaccine: bool
    effective_from: date | None
    effective_to: date | None


class EquipmentFee(NamedTuple):
    """A Medicare equipment and supply price in one state, dollars; ``fee_rural`` where a rural price exists."""

    code: str
    modifier: str
    modifier2: str
    state: str
    fee: Decimal
    fee_rural: Decimal | None
    effective_from: date | None
    effective_to: date | None


class LocalFee(NamedTuple):
    """A price set by the Medicare contractor for a locality (vaccine administration), dollars."""

    code: str
    mac: str
    locality: str
    fee: Decimal
    effective_from: date | None
    effective_to: date | None
    source: str


class NcciPair(NamedTuple):
    """An NCCI procedure-to-procedure edit: column 2 is not paid with column 1 (indicator 1: unless a modifier)."""

    column_1: str
    column_2: str
    modifier_indicator: Literal["0", "1", "9"]
    reason: str
    effective_from: date | None
    effective_to: date | None


class NcciReason(NamedTuple):
    """Why NCCI edits of one kind exist, in own words."""

    reason: str
    meaning: str


class SameService(NamedTuple):
    """A code of a service that Medicare and other payers name differently."""

    code: str
    service: str
    payer: Literal["medicare", "others"]
    source: str


class MueLimit(NamedTuple):
    """A medically unlikely edit: units allowed, by line (1), by date absolutely (2), by date of service (3)."""

    code: str
    units: int
    indicator: Literal["1", "2", "3"]
    reason: str
    effective_from: date | None
    effective_to: date | None


class AddOnCode(NamedTuple):
    """One primary an add-on code may be billed with; primary CONTRACTOR leaves it to the Medicare contractor."""

    add_on: str
    primary: str
    type: str
    effective_from: date | None
    effective_to: date | None


class DiagnosisChange(NamedTuple):
    """When an ICD-10-CM code starts or ends inside the teaching years, and what took its place."""

    code: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: tuple[str, ...]
    description: str
    source: str


class DenialAction(NamedTuple):
    """A row of the denial worklist: what a biller does about an adjustment. ``remark`` narrows it where it is given."""

    group: str
    carc: str
    remark: str
    action: str
    patient_billable: Literal["yes", "no", "when_pr"]
    appeal: str
    steps: tuple[str, ...]
    source: str
    verified: bool

    def told(self) -> str:
        """The steps as sentences, the last one open at its end."""
        return " ".join(step if step[-1] in ".?!" else f"{step}." for step in self.steps).removesuffix(".")
