"""The tables there are: file name, row, key. The files are described in data/code_tables/SOURCES.yaml."""

from claimsim.code_tables import rows
from claimsim.code_tables.spec import TableSpec

PROCEDURES = TableSpec("procedures", rows.Procedure, ("code",))
DRUG_UNITS = TableSpec("drug_units", rows.DrugUnits, ("code",), separators=(("synonyms", "|"),))
MODIFIERS = TableSpec("modifiers", rows.Modifier, ("modifier",))
PLACES_OF_SERVICE = TableSpec("places_of_service", rows.PlaceOfService, ("code",))
ADJUSTMENT_GROUPS = TableSpec("adjustment_groups", rows.AdjustmentGroup, ("group",))
ADJUSTMENT_REASONS = TableSpec("adjustment_reasons", rows.AdjustmentReason, ("carc",))
REMARK_CODES = TableSpec("remark_codes", rows.RemarkCode, ("rarc",))
CLAIM_STATUS_CATEGORIES = TableSpec("claim_status_categories", rows.ClaimStatusCategory, ("category",))
CLAIM_STATUS_CODES = TableSpec("claim_status_codes", rows.ClaimStatusCode, ("code",))
ENTITY_CODES = TableSpec("entity_codes", rows.EntityCode, ("code",))
TAXONOMIES = TableSpec("taxonomies", rows.Taxonomy, ("taxonomy",))
PHYSICIAN_FEES = TableSpec("physician_fees", rows.PhysicianFee, ("code", "modifier"))
GEOGRAPHIC_INDICES = TableSpec("geographic_indices", rows.GeographicIndex, ("mac", "locality"))
# Keyed by its first day, so that an overlay with another year's factor adds to the shipped ones.
CONVERSION_FACTORS = TableSpec("conversion_factors", rows.ConversionFactor, ("effective_from",), unique=())
LABORATORY_FEES = TableSpec("laboratory_fees", rows.LaboratoryFee, ("code", "modifier"))
DRUG_FEES = TableSpec("drug_fees", rows.DrugFee, ("code",))
EQUIPMENT_FEES = TableSpec(
    "equipment_fees", rows.EquipmentFee, ("code",), unique=("code", "modifier", "modifier2", "state")
)
LOCAL_FEES = TableSpec("local_fees", rows.LocalFee, ("code", "mac", "locality"))
NCCI_PAIRS = TableSpec("ncci_pairs", rows.NcciPair, ("column_1", "column_2"), key_width=11)
NCCI_REASONS = TableSpec("ncci_reasons", rows.NcciReason, ("reason",))
SAME_SERVICE = TableSpec("same_service", rows.SameService, ("code",))
MUE_LIMITS = TableSpec("mue_limits", rows.MueLimit, ("code",))
ADD_ON_CODES = TableSpec("add_on_codes", rows.AddOnCode, ("add_on",), unique=("add_on", "primary"))
DIAGNOSIS_CHANGES = TableSpec("diagnosis_changes", rows.DiagnosisChange, ("code",))
DENIAL_ACTIONS = TableSpec(
    "denial_actions",
    rows.DenialAction,
    ("group", "carc"),
    unique=("group", "carc", "remark"),
    separators=(("steps", "|"),),
)
